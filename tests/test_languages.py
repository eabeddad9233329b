"""Whole sites in other languages: every word of ours is that language's."""

# ruff: noqa: S314 - what is parsed was written here

import datetime as dt
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from catalogues import compiled
from feed_rules import ATOM
from hot_posts import yaml_digest
from pseudo_language import BEGINS, ENDS, outside, words, write_pseudo_language

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEBREW = "אבג"
"""Stands for all text that is not ours, which is told from words by its letters."""
DIGEST = f"""\
date: 2021-05-04
title: {HEBREW}
slug: day-2
collected_at: 2021-05-05T06:00:00Z
coverage:
- source: {HEBREW}
  listed: 48
  shown: 2
  below: 43
  incomplete: 3
  kept: 1
  counted_by: [{HEBREW}, {HEBREW}{HEBREW}]
  counted_at: 2021-05-05T05:59:00Z
  problems: [An error in English]
- {{source: {HEBREW}, problems: [Another error]}}
- {{source: {HEBREW}, listed: 3}}
papers:
- arxiv_id: '2105.00020'
  title: A Title in English
  authors: [{HEBREW}, {HEBREW}א, {HEBREW}ב]
  categories: [cs.CL]
  abstract: An abstract in English.
  reposts: 1500
  likes: 2500
  score: 17
  measured_at: 2021-05-05T05:59:00Z
  code_url: https://example.org/code
  project_url: https://example.org/project
  published: 2021-05-01
  updated: 2021-05-03
  comment: Accepted at ICLR 2027
  journal_ref: A Journal
  organization: A University
  keywords: [birds]
  license: https://example.org/
  signals: {{upvotes: 81, comments: 7, stars: 5, points: 2}}
  discussions:
  - {{platform: {HEBREW}, url: 'https://example.org/', comments: 3}}
  summaries:
  - {{text: {HEBREW}, lang: he, source: {HEBREW}, model: {HEBREW}, date: 2021-05-05}}
  posts:
  - url: https://social.example/@ada/1
    platform: {HEBREW}
    author_name: {HEBREW}
    author_handle: {HEBREW}
    html: Words in English.
    lang: en
- {{arxiv_id: '2105.00021', title: Short, categories: [cs.CL], likes: 60}}
"""
HISTORY = """\
answered\thuggingface\t2021-05-04\t2021-05-05T06:00:00Z
missing\t2021-05-05\t2021-05-06T06:00:00Z\t-\tnobody answered
failing\thuggingface\t2021-05-06T06:00:00Z\t-\tstatus 503
"""


def papers(count):
    """Return the papers of a day, as many as are worth a plot."""
    return "papers:\n" + "".join(
        f"- {{arxiv_id: '2104.0{number:04}', title: Title, authors: [{HEBREW}], "
        f"categories: [cs.CL], likes: {100 + number}}}\n"
        for number in range(1, count + 1)
    )


FILES = {
    "hotpapers/2021-05-04.yaml": DIGEST,
    "hotpapers/2021-05-03.yaml": f"title: {HEBREW}\nslug: day-1\n{papers(12)}",
    "hotpapers/2021-04-20.yaml": f"title: {HEBREW}\nslug: day-0\n{papers(2)}",
    "hotpapers/2020-04-20.yaml": f"title: {HEBREW}\nslug: empty\npapers: []\n",
    "hotpapers/2020-04-21.yaml": f"title: {HEBREW}\nslug: old\n{papers(9)}",
    "hotpapers/collection-history.txt": HISTORY,
}
SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITENAME": HEBREW,
    "SITEURL": "https://site.example",
    "DEFAULT_LANG": "he",
    "HOTPAPERS_TRANSLATIONS": "translations",
    "HOTPAPERS_COMFORTS": ["keys", "marks", "copy", "interests"],
    "HOTPAPERS_EMBEDS": "widget",
    "HOTPAPERS_SEARCH": True,
    "HOTPAPERS_RELATED": 3,
    "HOTPAPERS_AUTHORS": 2,
    "HOTPAPERS_AUTHOR_PAGES": 1,
    "HOTPAPERS_SUMMARY_PAPERS": 1,
    "HOTPAPERS_TOPICS": {HEBREW: {"include": ["title"], "about": HEBREW}},
}
NAMES = {
    *(
        "arXiv",
        "Atom",
        "BibTeX",
        "CSL",
        "CSV",
        "Feed",
        "JSON",
        "OPML",
        "RIS",
        "Hugging",
    ),
    *("Face", "DOI", "pdf", "Markdown", "bib", "json", "csv", "cs", "CL", "example"),
    *("org", "Computation", "and", "Language", "Computer", "Science", "https", "UTC"),
    *("example.org", "cs.CL"),
}
"""What goes by its name in each language; those of arXiv's categories among it."""
SAID_IN = ("alt", "aria-label", "placeholder", "title")
NO_WORDS = {"data-hotpapers", "data-days", "data-pages", "data-part", "data-does"}


class Words(HTMLParser):
    """What of a page's own HTML is said without a catalogue, and is not English's."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "rect"})

    def __init__(self, html):
        super().__init__()
        self.said = []
        self.heard = []
        self._open = []
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        above = self._open[-1] if self._open else (None, False, False)
        is_ours = above[1] or "hotpapers-" in (found.get("class") or "")
        is_english = above[2] if "lang" not in found else found["lang"] == "en"
        if is_ours:
            for name, text in attributes:
                is_said = name.startswith("data-") and " " in (text or "")
                if name in SAID_IN or (is_said and name not in NO_WORDS):
                    is_coins = found.get("class") == "Z3988"
                    self._hear(outside(text), is_english or is_coins)
        if tag not in self.VOID:
            self._open.append((tag, is_ours, is_english or tag in {"script", "kbd"}))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            while self._open and self._open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        _, is_ours, is_english = self._open[-1] if self._open else ("", False, False)
        for part in re.split(f"([{BEGINS}{ENDS}])", data):
            if part in {BEGINS, ENDS}:
                self._depth += 1 if part == BEGINS else -1
            elif is_ours and not self._depth:
                self._hear(part, is_english)

    def _hear(self, text, is_english):
        if not is_english:
            self.said += re.findall(r"[A-Za-z][A-Za-z]+", text)


def said_otherwise(html):
    return {*Words(html).said} - NAMES


@pytest.fixture(scope="module")
def site(build_module, tmp_path_factory):
    """A site whose language is Hebrew, and whose words are English ones in brackets."""
    folder = tmp_path_factory.mktemp("translations")
    write_pseudo_language(folder, "he")
    words = folder / "he" / "LC_MESSAGES" / "hotpapers.mo"
    files = {"translations/he/LC_MESSAGES/hotpapers.mo": words.read_bytes(), **FILES}
    return build_module(files, **SETTINGS)


KINDS = (
    *("day-2", "day-1", "empty", "papers/index", "papers/cs.CL", "papers/categories"),
    *("papers/topics", "papers/authors", "papers/leaderboards", "papers/top"),
    *("papers/top-2021-w18", "papers/top-2021", "papers/2105.00020", "papers/days"),
    *("papers/days-2020", "papers/search", "papers/lists", "papers/for-you"),
    "papers/status",
)
"""A page of each kind."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_said_in_the_language(site, kind):
    page = site.pages[f"{kind}.html"]
    assert BEGINS in page
    assert said_otherwise(page) == set()


def test_what_the_script_puts_into_pages_is_said_in_it_too(site):
    script = site.pages["papers/comforts.js"]
    markup = json.loads(re.search(r'"afterend", (".*")\)', script)[1])
    inside = f'<div class="hotpapers-x">{markup}</div>'
    assert BEGINS in markup
    assert said_otherwise(inside) == set()


def test_a_word_that_is_said_without_a_catalogue_is_heard():
    page = (
        '<div class="hotpapers-x" title="A title">⟦Papers⟧ <b>of</b> <i lang="en">X</i>'
    )
    assert said_otherwise(page) == {"title", "of"}


def test_titles_and_descriptions_are_in_it(site):
    for kind in (
        "index",
        "leaderboards",
        "days",
        "search",
        "lists",
        "for-you",
        "status",
    ):
        page = site.pages[f"papers/{kind}.html"]
        title = re.search(r"<title>(.*?)</title>", page, re.S)[1]
        description = re.search(r'name="description"[^>]* content="(.*?)"', page)[1]
        assert BEGINS in title
        assert description.startswith(BEGINS)


def test_it_stands_from_right_to_left_and_english_from_left_to_right(site):
    for kind in ("day-2", "papers/index", "papers/2105.00020"):
        page = site.pages[f"{kind}.html"]
        assert re.search('class="[^"]*hotpapers[^"]*" lang="he" dir="rtl"', page)
    page = site.pages["day-2.html"]
    assert 'class="hotpapers-abstract" lang="en" dir="ltr"' in page
    assert '<div class="hotpapers-digest" lang="he" dir="rtl">' in page


def test_feeds_say_their_titles_in_it_and_that_papers_are_english(site):
    for path in ("papers/top.atom.xml", "papers/top-each-week.atom.xml"):
        feed = ET.fromstring(site.pages[path])
        other = json.loads(site.pages[path.replace("atom.xml", "feed.json")])
        assert (feed.get(LANG), other["language"]) == ("he", "he")
        assert feed.findtext(f"{ATOM}title").startswith(BEGINS)
        assert other["title"].startswith(BEGINS)
        assert {entry.get(LANG) for entry in feed.iter(f"{ATOM}entry")} == {"en"}
        assert {item["language"] for item in other["items"]} == {"en"}


def test_feeds_of_the_status_are_in_it_altogether(site):
    feed = ET.fromstring(site.pages["papers/status.atom.xml"])
    entries = list(feed.iter(f"{ATOM}entry"))
    assert feed.get(LANG) == "he"
    assert entries
    for entry in entries:
        assert entry.get(LANG) is None
        assert entry.findtext(f"{ATOM}title").startswith(BEGINS)


def test_a_feed_in_german(build):
    site = build(DAY, **PLAIN, DEFAULT_LANG="de_AT", SITENAME="Schafe")
    feed = ET.fromstring(site.pages["papers/top.atom.xml"])
    assert feed.get(LANG) == "de"
    assert feed.findtext(f"{ATOM}title") == "Alle Paper · Schafe"
    assert feed.find(f"{ATOM}entry").get(LANG) == "en"


def test_feeds_of_an_english_site_say_nothing_of_it(build):
    site = build(DAY, **PLAIN, DEFAULT_LANG="en_GB")
    assert "xml:lang" not in site.pages["papers/top.atom.xml"]
    assert '"language"' not in site.pages["papers/top.feed.json"]


def test_nothing_is_wrong_with_it(site):
    assert site.warnings == site.errors == []


# In the settings, and where they are wrong

PLAIN = {
    "PLUGINS": ["pelican_hotpapers"],
    "HOTPAPERS_PAGES": "papers",
    "DELETE_OUTPUT_DIRECTORY": False,
}
DAY = {"hotpapers/2021-04-06.yaml": yaml_digest("2021-04-06")}


def catalogue(**said):
    return compiled(words("en", **said))


def test_a_site_says_a_word_in_its_own_way(build):
    files = DAY | {
        "words/en/LC_MESSAGES/hotpapers.mo": catalogue(All_days="Every morning"),
    }
    site = build(files, **PLAIN, HOTPAPERS_TRANSLATIONS="words")
    assert ">Every morning</a>" in site.pages["papers/index.html"]
    assert "All days" not in site.pages["papers/index.html"]


def test_the_sites_words_come_before_its_themes(build):
    said = {"All_days": "Every morning", "All_papers": "Everything"}
    theme = {"translations/en/LC_MESSAGES/hotpapers.mo": catalogue(**said)}
    own = {"words/en/LC_MESSAGES/hotpapers.mo": catalogue(All_days="Daily")}
    settings = PLAIN | {"HOTPAPERS_TRANSLATIONS": "words"}
    site = build(DAY | own, theme=theme, **settings)
    page = site.pages["papers/index.html"]
    assert ">Daily</a>" in page
    assert "<li>Everything <a " in page


def test_another_language_makes_all_pages_anew_and_no_page_twice(build):
    def times(site):
        return {path: path.stat().st_mtime_ns for path in site.output.rglob("*.html")}

    theme = {
        f"translations/{language}/LC_MESSAGES/hotpapers.mo": catalogue(
            All_days=f"All days in {language}"
        )
        for language in ("eo", "ia")
    }
    first = times(build(DAY, theme=theme, **PLAIN, DEFAULT_LANG="eo"))
    again = times(build(DAY, theme=theme, **PLAIN, DEFAULT_LANG="eo"))
    other = build(DAY, theme=theme, **PLAIN, DEFAULT_LANG="ia")
    ours = [path for path in first if path.parent.name == "papers"]
    assert ours
    assert {path: first[path] for path in ours} == {path: again[path] for path in ours}
    assert "All days in ia" in other.pages["papers/index.html"]
    assert "All days in eo" not in "".join(other.pages.values())
    clean = build(
        DAY,
        theme=theme,
        **{**PLAIN, "DELETE_OUTPUT_DIRECTORY": True, "HOTPAPERS_CACHE": False},
        DEFAULT_LANG="ia",
    )
    assert clean.pages == other.pages


def test_a_language_without_words_is_told_once_and_stays_english(build):
    site = build(DAY, **PLAIN, DEFAULT_LANG="eo")
    assert 'lang="en" dir="ltr"' in site.pages["papers/index.html"]
    (told,) = [each for each in site.log if "DEFAULT_LANG" in each.getMessage()]
    assert told.levelname == "INFO"
    assert "eo" in told.getMessage()
    assert "HOTPAPERS_TRANSLATIONS" in told.getMessage()
    assert site.warnings == site.errors == []


def test_a_damaged_catalogue_is_told_and_the_site_is_built(build):
    files = DAY | {"words/en/LC_MESSAGES/hotpapers.mo": b"no catalogue"}
    site = build(files, **PLAIN, HOTPAPERS_TRANSLATIONS="words")
    (error,) = site.errors
    assert "words/en/LC_MESSAGES/hotpapers.mo: found" in error
    assert "All days" in site.pages["papers/index.html"]


def test_the_themes_own_translations_mean_what_they_meant(build):
    theme = {"templates/article.html": "{{ _('Papers') }} {{ article.content }}"}
    settings = {
        "JINJA_ENVIRONMENT": {"extensions": ["jinja2.ext.i18n"]},
        "JINJA_GLOBALS": {"gettext": str.upper},
        "HOTPAPERS_META": False,
    }
    page = build(DAY, theme=theme, **PLAIN, **settings)
    assert page.pages["hot-papers-2021-04-06.html"].startswith("PAPERS")


def test_days_are_written_as_the_language_has_them(build):
    said = words("en")
    said.add("yyyy-MM-dd", "d. MMMM y", context="date")
    said.add("April", "Aprila", context="month")
    files = DAY | {"words/eo/LC_MESSAGES/hotpapers.mo": compiled(said)}
    site = build(files, **PLAIN, HOTPAPERS_TRANSLATIONS="words", DEFAULT_LANG="eo")
    day = dt.date(2021, 4, 6)
    written = f'<time datetime="{day}">6. Aprila 2021</time>'
    assert written in site.pages["papers/days.html"]
