"""When the text of a digest is rendered, and who sees which."""

import re
from types import ModuleType

import pytest
from hot_posts import post, section, yaml_digest
from pelican.contents import Article
from pelican.plugins import signals

from pelican_hotpapers.pelican.digest_articles import DigestArticle

PAGE = "hot-papers-2021-04-07.html"
FILES = {
    "2021-04-07.md": post(section(1, title="On Early Birds"), section(2)),
    "hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06", arxiv_id="2104.00001"),
}
SETTINGS = {"SITEURL": "https://site.example", "HOTPAPERS_CACHE": False}
FOOT = "hotpapers-foot"
OTHER_DAYS = "also hot on"


def plugin(signal, receiver):
    """Return a plugin that does one thing at one signal of Pelican's."""
    module = ModuleType(f"at_{signal}")

    def register():
        getattr(signals, signal).connect(receiver, weak=False)

    module.register = register
    return module


def digests_at(signal, sender):
    """Return the articles with a digest that a signal tells of."""
    if signal == "content_object_init":
        found = [sender]
    elif signal == "all_generators_finalized":
        found = sender[0].articles
    else:
        found = sender.articles
    return [each for each in found if hasattr(each, "digest")]


@pytest.fixture(params=["before", "behind"])
def beside(request, build):
    """Build a site with another plugin before ours, or behind it."""

    def build_beside(files, signal, look, **settings):
        def receiver(sender):
            for article in digests_at(signal, sender):
                look(article)

        plugins = [plugin(signal, receiver), "pelican_hotpapers"]
        if request.param == "behind":
            plugins.reverse()
        return build(files, **SETTINGS, PLUGINS=plugins, **settings)

    return build_beside


BOTH = {"PLUGINS": ["pelican_hotpapers"], **SETTINGS}
EARLY = ["content_object_init", "article_generator_finalized"]
WHENEVER = [*EARLY, "all_generators_finalized"]


@pytest.mark.parametrize("signal", WHENEVER)
def test_who_looks_early_sees_the_papers_and_the_page_shows_everything(beside, signal):
    seen = {}

    def look(article):
        seen[article.slug] = (article.content, article._content, article.summary)

    page = beside(FILES, signal, look).pages[PAGE]
    for text in seen["hot-papers-2021-04-07"]:
        assert "On Early Birds" in text
    assert page.count(FOOT) == page.count(OTHER_DAYS) == 1


@pytest.mark.parametrize("signal", WHENEVER)
def test_who_looks_early_finds_links_that_lead_somewhere(beside, signal):
    seen = []

    def look(article):
        seen.append(article.content)

    site = beside(FILES, signal, look, RELATIVE_URLS=True)
    assert '/papers/cs.LG.html"' in "".join(seen)
    assert "{filename}" not in "".join(seen)
    assert site.warnings == site.errors == []


@pytest.mark.parametrize("signal", WHENEVER)
def test_what_another_plugin_makes_of_the_text_stands(beside, signal):
    def change(article):
        article._content = article._content.replace("Early", "Late")

    site = beside(FILES, signal, change, FEED_ALL_ATOM="feed.xml")
    page = site.pages[PAGE]
    text = page[page.index("hotpapers-digest") :]
    assert "On Late Birds" in text
    assert "On Early Birds" not in text
    assert page.count(FOOT) == 1
    assert "On Late Birds" in site.pages["feed.xml"]


def test_a_draft_that_was_changed_has_no_foot(beside):
    draft = FILES["2021-04-07.md"].replace("draft: false", "draft: true")

    def change(article):
        article._content = "Changed"

    site = beside({"2021-04-07.md": draft}, "content_object_init", change)
    page = site.pages[f"drafts/{PAGE}"]
    assert "Changed" in page
    assert FOOT not in page


@pytest.mark.parametrize("relative", [False, True])
def test_each_page_is_rendered_once(build, relative):
    rendered = []
    theme = {
        "templates/hotpapers/digest.html": "{{ digest.date|note }}"
        '{% include "!hotpapers/digest.html" %}',
    }
    site = build(
        FILES,
        theme=theme,
        PLUGINS=["pelican_hotpapers"],
        JINJA_FILTERS={"note": lambda day: rendered.append(f"{day}") or ""},
        **SETTINGS | {"RELATIVE_URLS": relative},
    )
    assert sorted(rendered) == ["2021-04-06", "2021-04-07"]
    assert OTHER_DAYS in site.pages[PAGE]


def test_nothing_is_rendered_that_nobody_shows(build):
    rendered = []
    theme = {
        "templates/article.html": "{{ article.title }}",
        "templates/hotpapers/digest.html": "{{ digest.date|note }}",
    }
    note = {"note": rendered.append}
    plugins = {"PLUGINS": ["pelican_hotpapers"]}
    build(FILES, theme=theme, JINJA_FILTERS=note, **plugins, **SETTINGS)
    assert rendered == []


def test_a_digest_among_the_pages_shows_its_papers(build):
    files = {"pages/2021-04-07.md": FILES["2021-04-07.md"]}
    site = build(files, PLUGINS=["pelican_hotpapers"], **SETTINGS)
    (page,) = (page for name, page in site.pages.items() if name.startswith("pages/"))
    assert re.search("<article class=.hotpapers-paper.*On Early Birds", page, re.S)


def test_typogrify_has_its_way(build):
    site = build(FILES, PLUGINS=["pelican_hotpapers"], TYPOGRIFY=True, **SETTINGS)
    assert "On Early&nbsp;Birds" in site.pages[PAGE]


@pytest.mark.parametrize("quote", ['"', "'"])
def test_links_that_another_plugin_puts_in_are_resolved(beside, quote):
    link = f"<a href={quote}{{filename}}hotpapers/2021-04-06.yaml{quote}>before</a>"

    def change(article):
        article._content = link

    page = beside(FILES, "content_object_init", change).pages[PAGE]
    assert f"<a href={quote}https://site.example/hot-papers-2021-04-06.html" in page


def test_a_damaged_post_brings_the_files_that_it_links_to(build):
    damaged = FILES["2021-04-07.md"] + "\n# 3. Not a paper\n\n![x]({static}/a.png)\n"
    site = build(
        {"2021-04-07.md": damaged, "a.png": b"png"},
        PLUGINS=["pelican_hotpapers"],
        **SETTINGS,
    )
    assert 'src="https://site.example/a.png"' in site.pages[PAGE]
    assert site.pages["a.png"] == "png"


def test_no_key_of_front_matter_hides_what_an_article_needs(build):
    ours = {name for name in dir(DigestArticle) if name not in dir(Article)}
    keys = "".join(f"\n{name}: 3" for name in {*ours, "digest", "hotpapers_prose"})
    text = FILES["2021-04-07.md"].replace("draft: false", f"draft: false{keys}")
    page = build({"2021-04-07.md": text}, **BOTH).pages[PAGE]
    assert "On Early Birds" in page


def test_an_ordinary_post_may_have_a_digest_of_its_own(build):
    files = {
        "a.md": "---\ntitle: A\ndate: 2021-04-07\ndigest: Short\n---\n![x](x.png)\n",
        "x.png": b"png",
    }
    theme = {"templates/article.html": "{{ article.digest }} {{ article.content }}"}
    site = build(files, theme=theme, **BOTH)
    assert "Short" in site.pages["a.html"]
    assert site.pages["x.png"] == "png"


def test_lists_of_a_theme_show_a_digest_as_any_other_article(build):
    site = build(FILES, **BOTH, FEED_ALL_RSS="rss.xml")
    lists = ["index.html", "archives.html", "category/arxiv.html", "tag/arxiv.html"]
    for page in map(site.pages.get, lists):
        assert "Hot Papers 2021-04-07" in page
        assert "hotpapers-" not in page
        assert "<script" not in page
    assert "<p>On Early Birds; A Paper</p>" in site.pages["index.html"]
    assert "&lt;p&gt;On Early Birds; A Paper&lt;/p&gt;" in site.pages["rss.xml"]


def test_an_article_that_is_written_does_not_hold_its_text(build):
    shown = []

    def look(content):
        for article in digests_at("content_object_init", content):
            shown.append("hotpapers-paper" in article.content)

    plugins = ["pelican_hotpapers", plugin("content_object_init", look)]
    site = build(FILES, PLUGINS=plugins, FEED_ALL_ATOM="feed.xml")
    assert shown == [True, True]
    for article in site.articles:
        texts = (value for value in vars(article).values() if isinstance(value, str))
        assert not any('class="hotpapers-paper"' in text for text in texts)
