"""Searching papers: in which parts, and how browsers are told of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree as ET

from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.markup import embeds
from pelican_hotpapers.markup.tex import to_text
from pelican_hotpapers.outputs.search_index import SearchRecord
from pelican_hotpapers.storage.keys import key_of, versions
from pelican_hotpapers.translation import ENGLISH, Translation

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
"""OpenSearch 1.1, draft 6: https://github.com/dewitt/opensearch"""
_FORM = b"4"
"""Goes up when the index of the same papers comes to be another."""
SHORT_NAME = 16
"""The most letters of a short name, by the specification."""


@dataclass(frozen=True, slots=True)
class SearchPart:
    """The papers of a time, which have an index of their own."""

    name: str
    """Its folder: ``2024``, ``2025-q1`` or ``2025-04``."""
    year: int
    entries: tuple[LibraryEntry, ...]
    """The newest first."""

    def records(self, url: Callable[[LibraryEntry], str]) -> Iterator[SearchRecord]:
        """Yield what the search knows of each paper, the oldest first.

        Args:
            url: Returns where a result leads, from the folder of the pages.
        """
        for entry in reversed(self.entries):
            yield _record(entry, url(entry))

    def key(self, url: Callable[[LibraryEntry], str]) -> bytes:
        """Return a hash of all that its index is made of."""
        known = (entry.fingerprint + url(entry).encode() for entry in self.entries)
        return key_of(_FORM, versions(), *known)


def search_parts(library: Library) -> tuple[SearchPart, ...]:
    """Return the parts of the search, the newest first.

    A paper is in that of its first day, which never changes. Each month of the newest
    quarter is one, so that a new day takes the work of a month; so is each quarter
    before, and each year: a reader loads less of one index than of several.
    """
    newest = library.digests[0].date
    found: dict[str, list[LibraryEntry]] = defaultdict(list)
    for entry in library.newest:
        found[_part(entry.first, newest)].append(entry)
    return tuple(
        SearchPart(name, int(name[:4]), tuple(entries))
        for name, entries in found.items()
    )


def _part(day: dt.date, newest: dt.date) -> str:
    if day.year < newest.year:
        return f"{day.year:04}"
    if _quarter(day) < _quarter(newest):
        return f"{day.year:04}-q{_quarter(day)}"
    return f"{day.year:04}-{day.month:02}"


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
    """Return what readers may search: all, unless they choose the papers of a year."""
    everything = search_parts(library)
    whole = SearchChoice("", translation.gettext("All years"), everything)
    years = tuple(
        SearchChoice(f"{year:04}", f"{year:04}", tuple(parts))
        for year, parts in groupby(everything, key=lambda part: part.year)
    )
    return (whole, *years) if len(years) > 1 else (whole,)


def _record(entry: LibraryEntry, url: str) -> SearchRecord:
    """Return what is found of a paper: title, authors, abstract and posts."""
    paper = entry.paper
    return SearchRecord(
        url=url,
        arxiv_id=paper.arxiv_id,
        title=to_text(paper.title),
        authors=tuple(map(to_text, paper.authors)),
        categories=tuple(filter(taxonomy.is_category, entry.categories)),
        has_code=bool(paper.code_url),
        day=entry.first.isoformat(),
        abstract=to_text(paper.abstract),
        posts=tuple(
            f"{post.author_name} {embeds.body_text(post)}".strip()
            for post in paper.posts
        ),
    )


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
