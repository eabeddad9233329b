"""A site of a hundred days of a year with all pages, as a whole."""

import re
from collections import defaultdict
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

import bibtexparser
import feedparser
import pytest
from benchmarks.digests import FRONT, day_posts
from extruct.jsonld import JsonLdExtractor
from feed_rules import atom_faults, json_feed_faults, opml_faults
from lxml import html

pytestmark = pytest.mark.xdist_group("a large site, built once")

SITE = "https://site.example.org/"
ADDRESS = re.compile(re.escape(SITE) + r"[^\s\"'<>&\\)]*")
DAYS = 300
"""Of which each third is taken, so that there are all kinds of periods."""
FEW, MANY = (2, 4), (28, 28)
LATER = Path(__file__).parent / "content" / "2021-05-03---Hot-Papers.md"
"""A day of another year, so that there is a year that is over."""
LONGEST_PAGE, LONGEST_STYLE = 150_000, 10_000
"""Bytes of a digest of 28 papers, and of the style sheets that it has."""
SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "THEME": "simple",
    "RELATIVE_URLS": False,
    "DIRECT_TEMPLATES": ["index"],  # to the others this theme has no link
    "AUTHOR_SAVE_AS": "author/{slug}.html",
    "TAG_SAVE_AS": "tag/{slug}.html",
    "HOTPAPERS_AUTHOR_PAGES": 4,
    "HOTPAPERS_TOPICS": {
        "Language": {"include": ["translat*"], "categories": ["cs.CL"]},
        "Sound": {"categories": ["cs.SD", "eess.AS"]},
    },
}


@pytest.fixture(scope="module")
def site(built):
    days = {post.day: post for post in islice(day_posts(DAYS, FEW), 0, None, 3)}
    days |= {post.day: post for post in day_posts(1, MANY)}
    files = {
        f"{day}.md": FRONT.format(day=day, collected=post.collected) + post.body
        for day, post in days.items()
    }
    return built(files | {LATER.name: LATER.read_text("utf-8")}, **SETTINGS)


class Page:
    """What other files ask of a page."""

    def __init__(self, name, text):
        tree = html.document_fromstring(text)
        self.ids = {"", "top", *tree.xpath("//@id")}
        self.links = {urljoin(SITE + name, link) for link in tree.xpath("//a/@href")}
        self.papers = tree.xpath("//article[@class='hotpapers-paper']/@id")
        self.coins = tree.xpath("//*[@class='Z3988']/@title")


@pytest.fixture(scope="module")
def texts(site):
    """All files that are text, by name."""
    kinds = {".html", ".xml", ".json", ".opml", ".bib", ".ris", ".csv"}
    return {
        path.relative_to(site.folder).as_posix(): path.read_text("utf-8")
        for path in site.folder.rglob("*")
        if path.suffix in kinds
    }


@pytest.fixture(scope="module")
def pages(texts):
    return {
        name: Page(name, text) for name, text in texts.items() if name.endswith(".html")
    }


def test_there_is_every_kind_of_page(pages):
    kinds = ("1501.", "cs.", "top-20", "top-2015-w", "topic-", "author-", "cs.LG-p")
    names = [name.removeprefix("papers/") for name in pages]
    assert len(pages) > 500
    for kind in kinds:
        assert any(name.startswith(kind) for name in names), kind


def test_no_page_has_an_error(site, vnu):
    assert vnu(site) == {}


def test_a_digest_of_28_papers_is_light(site, pages):
    name = "hot-papers-2015-01-05.html"
    page = (site.folder / name).read_bytes()
    styles = re.findall(rf'<link[^>]*href="{SITE}([^"]*\.css)"', page.decode())
    assert len(pages[name].papers) == 28
    assert len(page) < LONGEST_PAGE
    assert styles
    assert sum((site.folder / style).stat().st_size for style in styles) < LONGEST_STYLE


PAPER_PAGE = re.compile(r"papers/(\d{4}\.\d+|[a-z-]+-\d{7})\.html")
LED_TO_BY_SCRIPT = {"papers/for-you.html", "papers/lists.html"}
"""Pages that are of no use without the script, which brings the links to them."""


def test_every_page_is_reached_from_home(pages):
    seen, waiting = set(), {"index.html"}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        named = {_name(link) for link in pages[name].links if link.startswith(SITE)}
        waiting |= named & pages.keys() - seen
    assert pages.keys() - seen == LED_TO_BY_SCRIPT


def test_no_address_of_the_site_leads_nowhere(site, pages, texts):
    """Of links, and of what feeds, citations and data for programs name."""
    dead = defaultdict(set)
    for name, text in texts.items():
        named = pages[name].links if name in pages else set()
        for url in {*named, *ADDRESS.findall(text)}:
            if url.startswith(SITE) and not _is_there(site, pages, url):
                dead[url].add(name)
    assert dead == {}


def _name(url):
    """Return the file at an address."""
    path = unquote(urlsplit(url).path).removeprefix("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def _is_there(site, pages, url):
    name, fragment = _name(url), unquote(urldefrag(url).fragment)
    if name in pages:
        return fragment in pages[name].ids
    return not fragment and (site.folder / name).is_file()


@pytest.mark.parametrize(
    ("ending", "faults", "at_least"),
    [
        (".atom.xml", atom_faults, 20),
        (".feed.json", json_feed_faults, 20),
        (".opml", opml_faults, 1),
    ],
)
def test_feeds_keep_the_rules(texts, ending, faults, at_least):
    feeds = {
        name: text for name, text in texts.items() if re.search(f"{ending}$", name)
    }
    assert len(feeds) >= at_least
    assert {name: found for name in feeds if (found := faults(feeds[name]))} == {}


def test_readers_of_feeds_find_nothing_odd(texts):
    feeds = [text for name, text in texts.items() if name.endswith(".atom.xml")]
    assert feeds
    for feed in feeds:
        found = feedparser.parse(feed.encode(), sanitize_html=False)
        assert not found.bozo, found.bozo_exception
        assert found.entries, found.feed.id


def test_programs_find_the_papers_of_a_page_on_it(pages):
    days = {name: page for name, page in pages.items() if page.coins}
    assert days.keys() == {name for name in pages if name.startswith("hot-")}
    for name, page in days.items():
        read = partial(parse_qs, strict_parsing=True)
        addresses = [read(each)["rft.identifier"][0] for each in page.coins]
        anchors = [
            f"arxiv-{url.partition('/abs/')[2].replace('/', '-')}" for url in addresses
        ]
        assert anchors == page.papers, name


def test_search_engines_find_the_papers_of_a_page_in_it(pages, texts):
    extract = JsonLdExtractor().extract
    kinds = defaultdict(set)
    for name, text in texts.items():
        for found in extract(text) if "application/ld+json" in text else ():
            kinds[found["@type"]].add(name)
            if found["@type"] == "ItemList":
                papers = [each["url"] for each in found["itemListElement"]]
                assert len(papers) == found["numberOfItems"]
    assert {"ItemList": {name for name in pages if name.startswith("hot-")}} == kinds


def test_every_list_can_be_cited(texts):
    known = {name[7:-5] for name in texts if PAPER_PAGE.fullmatch(name)}
    lists = {
        name: text
        for name, text in texts.items()
        if re.fullmatch(r"papers/(top|topic-|[a-z-]+\.[A-Z]|\d+-\d\d-).*\.bib", name)
    }
    assert len(lists) > 200
    for name, text in lists.items():
        bib = bibtexparser.parse_string(text)
        assert bib.failed_blocks == [], name
        cited = {entry["eprint"].replace("/", "-") for entry in bib.entries}
        assert cited, name
        assert cited <= known, name
