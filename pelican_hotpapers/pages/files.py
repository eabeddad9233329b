"""Files for other programs, beside the pages: citations and data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import msgspec

from pelican_hotpapers import addresses
from pelican_hotpapers.formats.data_writer import render_published_json
from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.library.paper_texts import PaperTexts
from pelican_hotpapers.library.words import words_of
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs import exports
from pelican_hotpapers.outputs.exports import CITATION_FORMATS, Citations
from pelican_hotpapers.outputs.interests import VERSION as INTERESTS_VERSION
from pelican_hotpapers.outputs.interests import (
    closed_papers,
    day_file,
    vocabulary_file,
)
from pelican_hotpapers.outputs.markdown_files import digest_markdown, paper_markdown
from pelican_hotpapers.storage.cache import NO_CACHE, Cache
from pelican_hotpapers.storage.keys import key_of, versions

INDEX_VERSION = 1
"""The version of the index of days; `sources.feed` describes its format."""


@dataclass(frozen=True, slots=True)
class File:
    """One file to be written."""

    stem: str
    suffix: str
    make: Callable[[], str]
    """Returns its text."""
    key: bytes | None = None
    """A hash of all that it is made of; None where it is made in each build."""


def citation_files(
    stem: str,
    entries: Sequence[LibraryEntry],
    citations: Citations,
    suffixes: Iterable[str] = tuple(CITATION_FORMATS),
) -> Iterator[File]:
    """Yield papers to be cited, in each form or in those of these suffixes.

    Args:
        stem: The name of the files.
        entries: The papers.
        citations: What writes them.
        suffixes: Some of `CITATION_FORMATS`.
    """
    papers = [entry.paper for entry in entries]
    for suffix in suffixes:
        fingerprints = (entry.fingerprint for entry in entries)
        key = key_of(versions(), suffix.encode(), *fingerprints)
        yield File(stem, suffix, partial(citations.file, papers, suffix), key)


def days_as_markdown(library: Library) -> Iterator[File]:
    """Yield each day as Markdown."""
    for digest in library.digests:
        key = key_of(versions(), b"md", library.fingerprint(digest))
        make = partial(digest_markdown, digest)
        yield File(addresses.day_stem(digest.date), "md", make, key)


def papers_as_markdown(library: Library) -> Iterator[File]:
    """Yield each paper as Markdown, beside its page."""
    for entry in library.newest:
        key = key_of(versions(), b"md", entry.fingerprint)
        yield File(entry.stem, "md", partial(paper_markdown, entry), key)


def data(library: Library, cache: Cache = NO_CACHE) -> Iterator[File]:
    """Yield each day as data, the index of days, and each year's papers as a table.

    With these another site can follow this one.

    Args:
        library: All papers.
        cache: Of earlier builds; it has the rows of each month.
    """
    for digest in library.digests:
        yield File(
            addresses.day_stem(digest.date),
            "json",
            partial(render_published_json, digest),
            key_of(versions(), library.fingerprint(digest)),
        )
    days = [(digest.date, len(digest.papers)) for digest in library.digests]
    key = key_of(versions(), b"index", msgspec.json.encode(days))
    yield File(addresses.ARCHIVE, "json", partial(_index, days), key)
    for year, entries in library.years.items():
        yield File(
            addresses.table_stem(year),
            "csv",
            partial(_table, entries, cache),
            _key(entries),
        )


def _table(entries: Iterable[LibraryEntry], cache: Cache) -> str:
    """Return a table of papers; those of a day that is new change one month of it."""
    rows = []
    for month, group in groupby(entries, key=lambda entry: f"{entry.first:%Y-%m}"):
        of_month = tuple(group)
        make = partial(exports.csv_rows, of_month)
        rows.append(cache.get(f"table of {month}", _key(of_month), str, make))
    return exports.csv_file(rows)


def _key(entries: Iterable[LibraryEntry]) -> bytes:
    return key_of(versions(), *(entry.fingerprint for entry in entries))


def _index(days: Iterable[tuple[dt.date, int]]) -> str:
    rows = [
        {
            "date": day.isoformat(),
            "url": f"{addresses.day_stem(day)}.json",
            "papers": papers,
        }
        for day, papers in days
    ]
    return json.dumps({"version": INDEX_VERSION, "days": rows}, indent=2) + "\n"


def interests(library: Library) -> Iterator[File]:
    """Yield the words of each day's papers, and how common words are.

    By these a reader's browser ranks papers. A paper's words are taken out of it once,
    and held as one text, which takes a tenth of what a list does.
    """
    texts = PaperTexts(lambda paper: " ".join(words_of(paper)))

    def words(paper: Paper) -> list[str]:
        return texts[paper].split()

    version = versions() + f"words {INTERESTS_VERSION}".encode()
    until, papers = closed_papers(library.digests)
    closed = []
    for digest in library.digests:
        told = [
            (each.arxiv_id, each.title, each.authors, each.categories, each.score)
            for each in digest.papers
        ]
        abstracts = [each.abstract for each in digest.papers]
        key = key_of(version, msgspec.json.encode([told, abstracts]))
        if until is None or digest.date < until:
            closed.append(key)
        stem = addresses.day_stem(digest.date)
        yield File(stem, "words.bin", partial(day_file, digest, words), key)
    yield File(
        addresses.VOCABULARY,
        "json",
        partial(vocabulary_file, papers, until, words),
        key_of(version, str(until).encode(), *closed),
    )
