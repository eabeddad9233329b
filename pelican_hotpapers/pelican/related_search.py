"""Related papers, found by another process while Pelican writes articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pelican_hotpapers.library import LibraryEntry
from pelican_hotpapers.library.related import (
    are_known,
    places_of_related,
    related_papers,
)
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.build_processes import LEAST_JOBS

logger = get_logger(__name__)

RELATED = "hotpapers_related"
"""The name of the search in Pelican's context."""


class RelatedSearch:
    """Finds the papers that are related to each."""

    def __init__(self, build: Build) -> None:
        """Begin, if there is something to find for as many pages as others make.

        NumPy begins threads, after which this process could not be copied for these.

        Args:
            build: The build, which has read all files.
        """
        config, self._library, self._cache = build.config, build.library, build.cache
        self._most = config.related if config.pages and config.paper_pages else 0
        is_much = (
            self._most
            and len(self._library.entries) >= LEAST_JOBS
            and not are_known(self._library, self._most, self._cache)
        )
        self._begun = build.processes.begin(self._encoded) if is_much else lambda: None

    def papers(self) -> Mapping[str, Sequence[LibraryEntry]]:
        """Return the papers related to each, by its identifier; once."""
        if not self._most:
            return {}
        found = self._begun()
        try:
            places = _decoded(found) if found else self._places()
        except ImportError:
            logger.info(
                "no related papers shown: pelican-hotpapers[related] is not here"
            )
            return {}
        return related_papers(self._library, places)

    def _places(self) -> list[list[int]]:
        return places_of_related(self._library, self._most, self._cache)

    def _encoded(self) -> bytes:
        return msgspec.msgpack.encode(self._places())


def _decoded(found: bytes) -> list[list[int]]:
    return msgspec.msgpack.decode(found, type=list[list[int]])
