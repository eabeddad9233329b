"""Files for other programs, beside the pages: citations and data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from pelican_hotpapers import addresses
from pelican_hotpapers.formats.data_writer import render_json
from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest
from pelican_hotpapers.outputs import exports
from pelican_hotpapers.outputs.exports import CITATION_FORMATS
from pelican_hotpapers.storage.cache import versions
from pelican_hotpapers.storage.text_cache import TextCache

INDEX_VERSION = 1
"""The version of the index of days; `sources.feed` describes its format."""


@dataclass(frozen=True, slots=True)
class File:
    """One file to be written."""

    stem: str
    suffix: str
    text: str


class Citations:
    """Writes the papers of a library to be cited, each once however often it is."""

    def __init__(self, library: Library, cache: TextCache) -> None:
        self._library = library
        self._cache = cache
        self._bases = {
            suffix: f"{suffix}\0{versions()}".encode() for suffix in CITATION_FORMATS
        }
        self._written: dict[tuple[str, str], str] = {}

    def files(
        self,
        stem: str,
        arxiv_ids: Iterable[str],
        suffixes: Iterable[str] = tuple(CITATION_FORMATS),
    ) -> Iterator[File]:
        """Yield papers in each form, or in those of these suffixes."""
        ids = tuple(arxiv_ids)
        for suffix in suffixes:
            written = (self._text(suffix, each) for each in ids)
            yield File(stem, suffix, CITATION_FORMATS[suffix].file(written))

    def _text(self, suffix: str, arxiv_id: str) -> str:
        text = self._written.get((suffix, arxiv_id))
        if text is None:
            entry = self._library.entries[arxiv_id]
            text = self._cache.text(
                self._bases[suffix],
                entry.fingerprint,
                partial(CITATION_FORMATS[suffix].paper, entry.paper),
            )
            self._written[suffix, arxiv_id] = text
        return text


def data(library: Library) -> Iterator[File]:
    """Yield each day as data, the index of days, and all papers as a table.

    With these another site can follow this one. What a digest says of its page alone,
    its front matter, is left out.
    """
    for digest in library.digests:
        published = replace(digest, extra={}, origin=None)
        stem = addresses.day_stem(digest.date)
        yield File(stem, "json", render_json(published))
    yield File(addresses.ARCHIVE, "json", _index(library.digests))
    yield File(addresses.ARCHIVE, "csv", exports.csv(library.newest))


def _index(digests: Iterable[Digest]) -> str:
    days = [
        {
            "date": digest.date.isoformat(),
            "url": f"{addresses.day_stem(digest.date)}.json",
            "papers": len(digest.papers),
        }
        for digest in digests
    ]
    return json.dumps({"version": INDEX_VERSION, "days": days}, indent=2) + "\n"
