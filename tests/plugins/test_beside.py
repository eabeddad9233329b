"""Digests on sites with other plugins from PyPI, before ours and behind it.

Each site is built in a process of its own: what Pelican's plugins leave in one, such as
readers that are known by merely being imported, would be there for the next.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from html.parser import HTMLParser

import extruct
import pytest
from hot_posts import post, section, yaml_digest
from pelican.plugins._utils import get_namespace_plugins

pytestmark = pytest.mark.plugins

FEED = "feed.xml"
ORDINARY = {
    "ordinary.md": "Title: A Post\nDate: 2021-04-05\nTags: x\n\nWords *of* mine.\n",
    "pages/about.md": "Title: About\n\nWords.\n",
}
DIGESTS = {
    "2021-04-07.md": post(section(1, title="On Early Birds"), section(2)),
    "hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06", arxiv_id="2104.00001"),
}
PAGES = ("hot-papers-2021-04-07.html", "hot-papers-2021-04-06.html")
SETTINGS = {
    "SITEURL": "https://site.example",
    "AUTHOR": "Ann",
    "FEED_ALL_ATOM": FEED,
    "DISPLAY_CATEGORIES_ON_MENU": False,
    "HOTPAPERS_CACHE": False,
    "HOTPAPERS_TAGS": ["hot"],
    "LUNR_INDEX_FILE": "lunr.js",
    "READ_MORE_LINK": "more",
    "SEO_REPORT": False,  # it is written where the command runs
    "SEO_ENHANCER": True,
    "SEO_ENHANCER_OPEN_GRAPH": True,
    "SEO_ENHANCER_TWITTER_CARDS": True,
    "JINJA_ENVIRONMENT": {"trim_blocks": True, "lstrip_blocks": True},
}
READERS = (
    "jinja2content",
    "markdown_it_reader",
    "minchin.pelican.readers.commonmark",
    "yaml_metadata",
)
OTHERS = (
    "i18n_subsites",
    "linkclass",
    "minchin.pelican.plugins.post_stats",
    "minchin.pelican.plugins.summary",
    "more_categories",
    "neighbors",
    "pelican_lunr",
    "read_more",
    "readtime",
    "related_posts",
    "render_math",
    "seo",
    "series",
    "share_post",
    "show_source",
    "simple_footnotes",
    "sitemap",
    "stat",
    "statistics",
    "tag_cloud",
)


def built(build, plugins, files):
    """Return the pages of a site, and what was warned of, from a process of its own."""
    get_namespace_plugins()  # as each build does: here, so that forks have them
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=fork) as pool:
        _BUILD.append(build)
        found = pool.submit(_pages_and_warnings, plugins, files).result()
        _BUILD.clear()
    return found


_BUILD = []
"""The fixture, which a forked process finds here: it cannot be sent."""


def _pages_and_warnings(plugins, files):
    site = _BUILD[0](files, **SETTINGS, PLUGINS=list(plugins))
    return site.pages, {*site.warnings, *site.errors}


class Told(HTMLParser):
    """What a page tells from the beginning of its digest on, however it is written."""

    def __init__(self, page):
        super().__init__()
        self.told = []
        self.feed(page[page.index('<div class="hotpapers-digest') :])

    def handle_starttag(self, tag, attrs):
        self.told.append((tag, sorted(attrs)))

    def handle_data(self, data):
        self.told.extend(data.split())

    def handle_comment(self, data):
        self.told.append(("comment", data))


def papers_of(page):
    """Return the lists of papers in a page's JSON-LD."""
    found = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    return [each for each in found if each["@type"] == "ItemList"]


@pytest.fixture(scope="module")
def alone(build_module):
    """The pages of the site without other plugins."""
    return built(build_module, ["pelican_hotpapers"], {**ORDINARY, **DIGESTS})[0]


@pytest.fixture(
    scope="module", params=[(name,) for name in (*READERS, *OTHERS)], ids=str
)
def beside(request, build_module):
    """Sites with another plugin: without ours, behind ours, and before it."""
    return sites_with(build_module, request.param)


def sites_with(build, others):
    files = {**ORDINARY, **DIGESTS}
    without = built(build, others, ORDINARY)
    before = built(build, [*others, "pelican_hotpapers"], files)
    behind = built(build, ["pelican_hotpapers", *others], files)
    return without, before, behind


def assert_home(alone, sites):
    """Digests are as alone; the site's own pages and the log are as without us."""
    (own, said), *others = sites
    for pages, warnings in others:
        assert warnings <= said
        for page in PAGES:
            assert Told(pages[page]).told == Told(alone[page]).told
            assert papers_of(pages[page]) == papers_of(alone[page]) != []
            assert "hotpapers-foot" in pages[page]
            assert "<!--" not in pages[page]
            assert pages[page].count('property="og:title"') == 1
            assert pages[page].count('name="twitter:card"') <= 1
        assert "also hot on" in pages[PAGES[0]]
        assert "ld+json" not in pages[FEED]
        assert own.get("a-post.html") == pages.get("a-post.html")
        assert own.get("pages/about.html") == pages.get("pages/about.html")


def test_each_plugin_before_us_and_behind(alone, beside):
    assert_home(alone, beside)


def test_all_at_once(alone, build_module):
    assert_home(alone, sites_with(build_module, (*OTHERS, "yaml_metadata")))


def test_what_changes_every_text_at_once_loses_no_paper(build_module):
    """It is given the digest by itself, and what it makes of that is shown."""
    for pages, warnings in sites_with(build_module, ("table_wrapper",))[1:]:
        assert warnings == set()
        page = pages[PAGES[0]]
        assert page.count('<article class="hotpapers-paper"') == 2
        assert page.count("hotpapers-foot") == 1
