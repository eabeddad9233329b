"""Texts that a library's pages and files are made of, kept from one build to the next.

A paper is in many listings and citations, and seldom changes.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

FILE = "texts"
"""Where they are kept."""


class KeptTexts:
    """Gives the texts that were made before, and makes the others."""

    def __init__(self, folder: Path | None = None, *, reads: bool = True) -> None:
        """Take the folder in which to keep them.

        Args:
            folder: The folder, if any.
            reads: Whether what it has is used, or all is made anew.
        """
        self._file = folder / FILE if folder else None
        self._before = _read(self._file) if self._file and reads else {}
        self._now: dict[bytes, str] = {}

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
        key = hashlib.sha256(basis + of).digest()
        found = self._before.get(key)
        text = self._now[key] = make() if found is None else found
        return text

    def save(self) -> None:
        """Keep what was asked for, and nothing else, where the file can be written."""
        if self._file is None or self._now.keys() == self._before.keys():
            return
        part = self._file.with_suffix(".part")
        with contextlib.suppress(OSError):
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(msgspec.msgpack.encode(self._now))
            part.replace(self._file)


def _read(file: Path) -> Mapping[bytes, str]:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=dict[bytes, str])
    except (OSError, ValueError):
        return {}
