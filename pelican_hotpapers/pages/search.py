"""Searching papers: in which parts, and how browsers are told of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import groupby
from xml.etree import ElementTree as ET

from markupsafe import escape

from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.markup import embeds, tex
from pelican_hotpapers.outputs import search_index
from pelican_hotpapers.outputs.search_index import SearchRecord
from pelican_hotpapers.storage.keys import key_of, versions
from pelican_hotpapers.translation import ENGLISH, Translation

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
"""OpenSearch 1.1, draft 6: https://github.com/dewitt/opensearch"""
MOST_AT_ONCE = 8_000
"""Papers up to which all are searched at once: what a reader's browser loads grows with
them, by some 15 bytes each."""
LEAST_AT_ONCE = 1_000
"""Papers that are searched at once at least, if there are as many."""
_FORM = b"1"
"""Goes up when the records of the same papers come to be others."""
SHORT_NAME = 16
"""The most letters of a short name, by the specification."""


@dataclass(frozen=True, slots=True)
class SearchPart:
    """The papers of a time, which have an index of their own."""

    name: str
    """Its folder: ``2024``, ``2025-before-q3`` or ``2025-q3``."""
    year: int
    entries: tuple[LibraryEntry, ...]

    def records(self, url: Callable[[LibraryEntry], str]) -> Iterator[SearchRecord]:
        """Yield what the search knows of each paper.

        Args:
            url: Returns where a result leads, or nothing if that is the paper's page.
        """
        for entry in self.entries:
            yield _record(entry, url(entry))

    def key(self, url: Callable[[LibraryEntry], str]) -> bytes:
        """Return a hash of all that its index is made of."""
        known = (entry.fingerprint + url(entry).encode() for entry in self.entries)
        return key_of(_index_key(), *known)


def program_key() -> bytes:
    """Return a hash of all that the program that searches is made of."""
    return key_of(version("pagefind").encode(), repr(search_index.OPTIONS).encode())


def _index_key() -> bytes:
    return key_of(_FORM, versions(), program_key())


def search_parts(library: Library) -> tuple[SearchPart, ...]:
    """Return the parts of the search, the newest first.

    A paper is in that of its first day, which never changes. The newest quarter of a
    year is one, so that a new day takes the work of a quarter; so is the rest of that
    year, and each year before, since a reader loads less of one index than of four.
    """
    newest = library.digests[0].date
    found: dict[str, list[LibraryEntry]] = defaultdict(list)
    for entry in library.newest:
        found[_part(entry.first, newest)].append(entry)
    return tuple(
        SearchPart(name, int(name[:4]), tuple(found[name]))
        for name in sorted(found, reverse=True)
    )


def _part(day: dt.date, newest: dt.date) -> str:
    if day.year < newest.year:
        return f"{day.year:04}"
    quarter, last = _quarter(day), _quarter(newest)
    if quarter == last:
        return f"{day.year:04}-q{last}"
    return f"{day.year:04}-before-q{last}"


def _quarter(day: dt.date) -> int:
    return (day.month + 2) // 3


@dataclass(frozen=True, slots=True)
class SearchChoice:
    """Papers that a reader may search."""

    value: str
    """What it is called in the address of a search; nothing for the first one."""
    name: str
    parts: tuple[SearchPart, ...]

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return sum(len(part.entries) for part in self.parts)


def search_choices(
    library: Library, translation: Translation = ENGLISH
) -> tuple[SearchChoice, ...]:
    """Return what readers may search, which is all, or the papers of a year.

    The first is what they search if they choose nothing. Where all is more than a
    reader would wait for, that is the newest years with enough papers.
    """
    everything = search_parts(library)
    years = {
        year: SearchChoice(f"{year:04}", f"{year:04}", tuple(parts))
        for year, parts in groupby(everything, key=lambda part: part.year)
    }
    whole = SearchChoice("", translation.gettext("All years"), everything)
    if len(years) == 1:
        return (whole,)
    if whole.papers <= MOST_AT_ONCE:
        return (whole, *years.values())
    first: list[SearchPart] = []
    for choice in years.values():
        first += choice.parts
        if sum(len(part.entries) for part in first) >= LEAST_AT_ONCE:
            break
    name = translation.gettext("Since {year}", year=first[-1].year)
    since = SearchChoice("", name, tuple(first))
    return (since, *years.values(), replace(whole, value="all"))


def _record(entry: LibraryEntry, url: str) -> SearchRecord:
    """Return what is found of a paper: title, authors, abstract and posts."""
    paper = entry.paper
    texts = [escape(", ".join(paper.authors)), tex.to_html(paper.abstract)]
    for post in paper.posts:
        texts += [embeds.post_body(post), escape(post.author_name)]
    return SearchRecord(
        stem=entry.stem,
        arxiv_id=paper.arxiv_id,
        title=tex.to_text(paper.title),
        texts=tuple(filter(None, texts)),
        facets=tuple(_facets(entry)),
        day=entry.first.isoformat(),
        url=url,
    )


def _facets(entry: LibraryEntry) -> Iterator[tuple[str, str]]:
    """Yield what a paper is found by, beside its words: a name and a value each.

    Its arXiv categories, and whether it has code. By year there are indexes.
    """
    for category in dict.fromkeys(map(taxonomy.canonical, entry.paper.categories)):
        if taxonomy.is_category(category):
            yield "category", category
    if entry.paper.code_url:
        yield "code", "yes"


def opensearch(name: str, address: str, translation: Translation = ENGLISH) -> str:
    """Return the OpenSearch description of a search page.

    Args:
        name: What the site is called, plain text.
        address: The page's absolute URL, which takes what is searched for as ``q``.
        translation: The words of the site's language.
    """
    about = translation.gettext("Papers on {site}", site=name)
    root = ET.Element("OpenSearchDescription", xmlns=NAMESPACE)
    ET.SubElement(root, "ShortName").text = name[:SHORT_NAME].strip()
    ET.SubElement(root, "Description").text = about[:1024]
    ET.SubElement(root, "InputEncoding").text = "UTF-8"
    template = f"{address}?q={{searchTerms}}"
    ET.SubElement(root, "Url", type="text/html", method="get", template=template)
    return ET.tostring(root, "unicode", xml_declaration=True)
