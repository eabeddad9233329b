"""The texts of papers that pages and files are put together from, in the cache.

A paper is in many listings and citations, and seldom changes. There are many texts, and
they are short: so one file of the cache holds them all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from pelican_hotpapers.storage.cache import Cache, key_of

CACHED = "texts"
"""The name of that file's content in the cache."""
_FORM = key_of(b"1")
"""The number goes up when the form of the content changes."""


class TextCache:
    """Returns the texts that earlier builds made, and makes the others."""

    def __init__(self, cache: Cache) -> None:
        """Take the cache that they are in."""
        self._cache = cache
        self._now: dict[str, str] = {}

    @cached_property
    def _before(self) -> dict[str, str]:
        return self._cache.find(CACHED, _FORM, dict[str, str]) or {}

    def text(self, basis: bytes | None, of: bytes, make: Callable[[], str]) -> str:
        """Return a text, made only if what it depends on has changed.

        Args:
            basis: What all texts of its kind depend on: templates, settings, versions.
                None where that is not known; then the text is made.
            of: What it is made from.
            make: Makes the text.
        """
        if basis is None:
            return make()
        key = key_of(basis, of).hex()
        found = self._before.get(key)
        text = self._now[key] = make() if found is None else found
        return text

    def save(self) -> None:
        """Store the texts that this build asked for, and forget the others."""
        if self._now.keys() != self._before.keys():
            self._cache.store(CACHED, _FORM, self._now)
