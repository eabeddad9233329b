"""The cache: small files, each with a key that says what it was made of.

It may be lost, cut off or spoilt at any time; then what it had is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec

from pelican_hotpapers.log import get_logger

logger = get_logger(__name__)

T = TypeVar("T")


def key_of(*parts: bytes) -> bytes:
    """Return a key, which is another one when any of its parts is."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8))
        made.update(part)
    return made.digest()


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of what was made in earlier builds."""

    folder: Path | None
    """Nowhere, if nothing is to be kept."""
    is_read: bool = True
    """Whether what was kept is used, or all is made anew."""

    def get(
        self, name: str, key: bytes | None, kind: type[T], make: Callable[[], T]
    ) -> T:
        """Return what was kept, or make it and keep it.

        Args:
            name: What it is called, whatever it was made of.
            key: What it is made of; None where that cannot be known: then it is made.
            kind: Its type, one that JSON can hold.
            make: Makes it.
        """
        if key is None:
            return make()
        found = self.find(name, key, kind)
        if found is None:
            found = make()
            self.keep(name, key, found)
        return found

    def find(self, name: str, key: bytes, kind: type[T]) -> T | None:
        """Return what was kept, if it was made of the same and is as it was written."""
        if self.folder is None or not self.is_read:
            return None
        try:
            stored = memoryview(self._file(name).read_bytes())
        except OSError:
            return None
        start = len(key) + _CHECK
        kept = stored[start:]
        if stored[: len(key)] != key:
            return None
        if stored[len(key) : start] != _check(kept):
            logger.info("%s was spoilt: it is made again", self._file(name))
            return None
        try:
            return msgspec.json.decode(kept, type=kind)
        except (msgspec.MsgspecError, ValueError):
            return None

    def keep(self, name: str, key: bytes, made: object) -> None:
        """Keep what comes back the same, where the folder can be written."""
        if self.folder is None:
            return
        try:
            kept = msgspec.json.encode(made)
            if msgspec.json.decode(kept, type=type(made)) != made:
                return
        except (msgspec.MsgspecError, OverflowError, TypeError, ValueError):
            return
        file, stored = self._file(name), key + _check(kept) + kept
        with contextlib.suppress(OSError):
            try:
                file.write_bytes(stored)
            except FileNotFoundError:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(stored)

    def _file(self, name: str) -> Path:
        assert self.folder is not None  # noqa: S101 - the callers have asked
        return self.folder / key_of(os.fsencode(name)).hex()


RENDERED_BY = ("pelican-hotpapers", "jinja2", "markupsafe", "math-core", "nh3")


def versions() -> str:
    """Return the versions of what makes HTML and other texts of papers."""
    return "\0".join(f"{name} {version(name)}" for name in RENDERED_BY)


NO_CACHE = Cache(None)
"""One that keeps nothing."""

_CHECK = 16
"""Bytes of the hash by which what was spoilt is known."""


def _check(kept: bytes | memoryview) -> bytes:
    return hashlib.blake2b(kept, digest_size=_CHECK).digest()
