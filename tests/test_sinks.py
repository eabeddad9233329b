"""Where text from outside lands, and the rule that holds there.

One hostile digest, in each form and state that a file can have, is built once a theme.
Every file of the site, the log and the terminal are read back by their own readers, and
each has its rule in `SINKS`.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import bibtexparser
import feedparser
import html5lib
import markdown
import pytest
import rispy
from clean_html import CITATION, faults_of_html
from hostile_digests import FEW, PRODUCT, SETTINGS, STATES, UNDOING, files

import pelican_hotpapers
from pelican_hotpapers import cli as command
from pelican_hotpapers.characters import visible, without_controls

SITE = SETTINGS["SITEURL"]
FEEDS = {
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "FEED_ALL_RSS": "feeds/all.rss.xml",
    "CATEGORY_FEED_ATOM": "feeds/category-{slug}.atom.xml",
}

FETCHED = frozenset({"src", "srcset", "poster", "data", "background", "ping", "action"})
FOLLOWED = frozenset({"href", "cite", *FETCHED})
PAPER = ".//article[@class='hotpapers-paper']"
RUNNING = frozenset({"style", "srcdoc", "formaction"})
NEVER = frozenset({"iframe", "object", "embed", "base", "frame", "noscript", "xmp"})
ACTIVE_CELL = re.compile(r"\s*[=+\-@\t\r]")


# Rules, each of which yields what breaks it


def whole_page(text: str) -> Iterator[str]:
    """Nothing runs, nothing is fetched from elsewhere, nothing leaves its element."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in NEVER:
            yield f"<{element.tag}>"
        if element.tag == "script":
            yield from _script(element)
        file = CITATION.fullmatch(element.get("href") or "")
        if element.tag == "a" and file and "download" in element.attrib:
            _, _, text_of_file = unquote(file[0]).partition(",")
            yield from rule_of(f"papers/{element.get('download')}")(text_of_file)
            continue
        for name, value in element.attrib.items():
            yield from _attribute(element.tag, str(name), value)
    if len([*tree.iter("title")]) != 1:
        yield "more titles than one, or none"
    if tree.find("./body/footer") is None:
        yield "the foot of the page is not where the theme has it"
    for paper in tree.iterfind(PAPER):
        if paper.find(PAPER) is not None:
            yield "a paper in a paper"
    yield from plain_text("".join(tree.itertext()))


def _script(element: ET.Element) -> Iterator[str]:
    if element.get("type") != "application/ld+json":
        yield f"<script {element.attrib}>"
        return
    yield from data(element.text or "")


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    shown = f"{tag} {name}={value[:60]!r}"
    if name.startswith("on") or name in RUNNING or name == "http-equiv":
        yield shown
    yield from (f"{shown}: {fault}" for fault in plain_text(value))
    if name not in FOLLOWED:
        return
    address = urlsplit(urljoin(f"{SITE}/papers/", value))
    if address.scheme not in {"http", "https", "mailto", "urn"}:
        yield shown
    is_fetched = name in FETCHED or tag == "link"
    if is_fetched and address.netloc != urlsplit(SITE).netloc:
        yield shown


def plain_text(text: str) -> Iterator[str]:
    """No character breaks a page or turns it round; nothing has been worked out."""
    if without_controls(text) != text:
        yield f"the controls {[sign for sign in text if not without_controls(sign)]}"
    if PRODUCT in text:
        yield "worked out by Jinja"
    if "root:x:" in text:
        yield "a file of the machine"


def markdown_text(text: str) -> Iterator[str]:
    """Rendered by whoever reads it, nothing runs, is fetched, or leads to a script."""
    yield from plain_text(text)
    body = text.split("\n---\n", 1)[-1]
    html = markdown.markdown(body, extensions=["extra"])
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    known = {"html", "head", "body", "h1", "h2", "p", "ul", "li", "a", "em", "strong"}
    known |= {"code", "blockquote"}
    for element in tree.iter():
        if element.tag not in known:
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if not re.match(r"https?://", value):
                yield f"{name}={value!r}"


def data(text: str) -> Iterator[str]:
    """It is sound JSON, which ends no script element."""
    json.loads(text)
    if "</" in text or "<!--" in text:
        yield "what ends a script element"
    yield from plain_text(text)


def digest_of_a_day(text: str) -> Iterator[str]:
    """It is sound JSON: texts as they were recorded, which are no markup there."""
    assert json.loads(text)["papers"]
    yield from ()


def atom_or_rss(text: str) -> Iterator[str]:
    """It is sound XML, and its HTML is as safe as that of a page."""
    _tree(text)
    feed = feedparser.parse(
        io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False
    )
    if feed.bozo:
        yield str(feed.bozo_exception)
    for entry in feed.entries:
        yield from plain_text(entry.title)
        for part in [*entry.get("content", ()), entry.get("summary_detail")]:
            if part is None:  # where there is a content
                continue
            is_html = part.type in {"text/html", "application/xhtml+xml"}
            yield from (_html_in_feed if is_html else plain_text)(part.value)


def _html_in_feed(html: str) -> Iterator[str]:
    yield from faults_of_html(html)
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        for name, value in element.attrib.items():
            yield from _attribute(element.tag, str(name), value)


def json_feed(text: str) -> Iterator[str]:
    """It is sound JSON, and its HTML is as safe as that of a page."""
    for item in json.loads(text)["items"]:
        yield from _html_in_feed(item["content_html"])
        yield from plain_text(item["title"])


def _tree(text: str) -> ET.Element:
    assert "<!DOCTYPE" not in text
    return ET.fromstring(text)  # noqa: S314 - without a document type


def xml(text: str) -> Iterator[str]:
    """It is sound XML."""
    yield from plain_text("".join(_tree(text).itertext()))


def bibtex(text: str) -> Iterator[str]:
    """It has its own entries alone, and no command of TeX that does anything."""
    library = bibtexparser.parse_string(text)
    yield from map(repr, library.failed_blocks)
    keys = [entry.key for entry in library.entries]
    if len({*keys}) != len(keys) or "evil" in keys:
        yield f"the keys {keys}"
    if found := re.search(r"\\(?:input|write|end|href|bf)\b", text):
        yield found[0]
    yield from plain_text(text)


def ris(text: str) -> Iterator[str]:
    """It has its own records alone."""
    records = rispy.loads(text)
    if any(each.get("type_of_reference") != "UNPB" for each in records):
        yield "a record of another's"
    yield from plain_text(text)


def csl(text: str) -> Iterator[str]:
    """It is sound JSON, in which all is plain text."""
    json.loads(text)
    yield from plain_text(text)


def spreadsheet(text: str) -> Iterator[str]:
    """No cell is a formula, and none has more lines than one."""
    rows = [*csv.reader(io.StringIO(text, newline=""))]
    if len({len(row) for row in rows}) != 1:
        yield "rows of unlike length"
    for row in rows:
        for cell in row:
            if ACTIVE_CELL.match(cell) or "\n" in cell:
                yield f"the cell {cell[:60]!r}"
            yield from plain_text(cell)


Rule = Callable[[str], Iterator[str]]
SINKS: dict[str, Rule] = {
    # Ours
    "papers/*.atom.xml": atom_or_rss,
    "papers/*.feed.json": json_feed,
    "papers/*.csl.json": csl,
    "papers/hotpapers.json": csl,
    "papers/????-??-??.json": digest_of_a_day,
    "papers/*.bib": bibtex,
    "papers/*.ris": ris,
    "papers/*.csv": spreadsheet,
    "papers/*.md": markdown_text,
    "llms.txt": markdown_text,
    "papers/*.opml": xml,
    "papers/*.xml": xml,
    # Pelican's, and the digests among them
    "feeds/*.xml": atom_or_rss,
    "*.html": whole_page,
}
"""The rule of each file, by its path in the site; the first that fits is its own."""


def rule_of(path: str) -> Rule:
    return next(rule for pattern, rule in SINKS.items() if fnmatch(path, pattern))


# The sites


SITES = {"undoing": (*STATES,), "notmyidea": FEW}
"""The states that are built with each theme; a larger theme makes larger pages."""
OF_ALL_STATES = {"TAG_SAVE_AS": ""}
"""A page of a tag is like one of an author, and each of them shows all days."""
WITH_A_LARGER_THEME = {
    "FEED_ALL_ATOM": FEEDS["FEED_ALL_ATOM"],
    "FEED_MAX_ITEMS": 1,
    "AUTHOR_SAVE_AS": "",
    "HOTPAPERS_AUTHOR_PAGES": 0,
}
"""Feeds are the same with each theme; here are the pages of tags."""


@pytest.fixture(scope="module", params=SITES)
def site(request, build_module):
    """Return a site of the hostile digest in several states."""
    content = files(*SITES[request.param])
    if request.param == "undoing":
        settings = {**SETTINGS, **OF_ALL_STATES, **FEEDS}
        return build_module(content, theme=UNDOING, **settings)
    settings = {**SETTINGS, **WITH_A_LARGER_THEME, "THEME": request.param}
    return build_module(content, **settings)


def test_every_state_is_published(site, request):
    states = SITES[request.node.callspec.params["site"]]
    days = {article.date.date().isoformat() for article in site.articles}
    assert len(days) == len(site.articles) == len(states)


def test_all_files_keep_their_rules(site):
    broken = {
        path: faults
        for path, text in site.pages.items()
        if not path.startswith("theme/")
        if (faults := [*rule_of(path)(text)])
    }
    assert broken == {}


def test_all_rules_have_files(site):
    paths = [path for path in site.pages if not path.startswith("theme/")]
    used = {rule_of(path) for path in paths}
    assert used == {*SINKS.values()}


def test_the_text_itself_is_there(site):
    page = html5lib.parse(site.pages["hot-papers-2021-04-01.html"], "dom")
    shown = "".join(
        node.data for node in _nodes(page) if node.nodeType == node.TEXT_NODE
    )
    for text in ("<script>alert(1)</script>", "{{ 31 * 43 }}", "{filename}/secret.md"):
        assert text in shown


def _nodes(node):
    yield node
    for child in node.childNodes:
        yield from _nodes(child)


def test_a_line_of_the_log_is_one_line(site):
    ours = [each for each in site.log if each.name.startswith("pelican_hotpapers")]
    assert ours
    for record in ours:
        line = record.getMessage()
        assert visible(line) == line
        assert len(line) < 1000


def test_no_link_is_looked_for_in_vain(site):
    assert [line for line in site.warnings if "Unable to find" in line] == []


@pytest.mark.parametrize("name", ["check", "show"])
def test_the_terminal_shows_text_alone(tmp_path, monkeypatch, capsys, name):
    (tmp_path / "hotpapers").mkdir()
    for path, text in files().items():
        (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    paths = sorted(map(str, tmp_path.rglob("2021-*")))
    if name == "check":
        command.main(["check", *paths])
    else:
        for path in paths:
            command.main(["show", "--abstracts", path])
    said = "".join(capsys.readouterr())
    assert len(said.splitlines()) > len(STATES)
    assert all(visible(line) == line for line in said.split("\n"))


def test_every_line_of_ours_goes_through_one_place():
    modules = pkgutil.walk_packages(pelican_hotpapers.__path__, "pelican_hotpapers.")
    loggers = [
        vars(importlib.import_module(module.name)).get("logger") for module in modules
    ]
    assert any(loggers)
    assert all(logger.filters for logger in loggers if logger is not None)


def test_names_of_files_and_keys_are_shown_as_escapes(build):
    name = "a\nERROR: \x1b[31mb\u202e.md"
    text = '---\ntitle: A\n"x\\u001b[31m\\ny": [1]\nlang: 7\ndate: 2021-04-07\n---\n'
    site = build({name: text}, PLUGINS=["pelican_hotpapers"])
    (error,) = site.errors
    assert r"a\nERROR: \x1b[31mb\u202e.md:4:7: lang: found 7" in error
    ours = [each for each in site.log if each.name.startswith("pelican_hotpapers")]
    assert all(visible(each.getMessage()) == each.getMessage() for each in ours)
