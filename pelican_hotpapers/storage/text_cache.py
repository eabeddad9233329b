"""Texts that a library's pages and files are made of, kept from one build to the next.

A paper is in many listings and citations, and seldom changes.
"""

from __future__ import annotations

from collections.abc import Callable

from pelican_hotpapers.storage.cache import Cache, key_of

CACHED = "texts"
"""What the cache knows them by, all together: they are many and small."""
_FORM = key_of(b"1")
"""Goes up when they are kept in another form."""


class TextCache:
    """Gives the texts that were made before, and makes the others."""

    def __init__(self, cache: Cache) -> None:
        """Take where they are kept."""
        self._cache = cache
        self._before = cache.find(CACHED, _FORM, dict[str, str]) or {}
        self._now: dict[str, str] = {}

    def text(self, basis: bytes | None, of: bytes, make: Callable[[], str]) -> str:
        """Return a text, made only if what it depends on is not what it was.

        Args:
            basis: What all texts of its kind depend on: templates, settings, versions.
                Nothing where that cannot be known; then it is made.
            of: What it is made of.
            make: Makes it.
        """
        if basis is None:
            return make()
        key = key_of(basis, of).hex()
        found = self._before.get(key)
        text = self._now[key] = make() if found is None else found
        return text

    def save(self) -> None:
        """Keep what was asked for, and nothing else."""
        if self._now.keys() != self._before.keys():
            self._cache.keep(CACHED, _FORM, self._now)
