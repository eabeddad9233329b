"""Related papers, found by another process while Pelican writes articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec.msgpack import decode, encode

from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.library.related import (
    are_known,
    related_indices,
    related_papers,
)
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.build_processes import LEAST_JOBS, BuildProcesses
from pelican_hotpapers.processes import without_copies
from pelican_hotpapers.storage.cache import Cache

logger = get_logger(__name__)


class RelatedSearch:
    """Finds the papers that are related to each."""

    def __init__(
        self, library: Library, most: int, cache: Cache, processes: BuildProcesses
    ) -> None:
        """Begin, if there is something to find for as many pages as others make.

        NumPy begins threads, after which this process could not be copied for these.

        Args:
            library: All papers.
            most: How many are related to one, at most.
            cache: Of earlier builds.
            processes: Those of this build.
        """
        self._library = library
        self._most = most
        self._find = partial(related_indices, library, most, cache)
        is_much = most and len(library.entries) >= LEAST_JOBS
        is_new = is_much and not are_known(library, most, cache)
        begin = partial(processes.begin, least=1) if is_new else without_copies
        self._begun = begin([self._encoded])

    def papers(self) -> Mapping[str, Sequence[LibraryEntry]]:
        """Return the papers related to each, by its identifier; once."""
        if not self._most:
            return {}
        [found] = self._begun()
        try:
            indices = decode(found, type=list[list[int]]) if found else self._find()
        except ImportError:
            logger.info(
                "no related papers shown: pelican-hotpapers[related] is not here"
            )
            return {}
        return related_papers(self._library, indices)

    def _encoded(self) -> bytes:
        return encode(self._find())
