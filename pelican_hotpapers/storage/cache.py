"""The cache: small files, each with a key that says what its value was made from.

It may be deleted, cut off or damaged at any time: then its values are made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.storage.keys import key_of

logger = get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of values that earlier builds made."""

    folder: Path | None
    """None where nothing is to be stored."""
    is_read: bool = True
    """Whether stored values are used; otherwise all are made again, and stored."""

    def get(
        self, name: str, key: bytes | None, kind: type[T], make: Callable[[], T]
    ) -> T:
        """Return a stored value, or make it and store it.

        Args:
            name: The name of the value; a new one with that name replaces it.
            key: A hash of what it is made from; where it is None, which means that this
                is not known, the value is made.
            kind: The value's type, one that JSON can hold.
            make: Makes the value.
        """
        if key is None:
            return make()
        found = self.find(name, key, kind)
        if found is None:
            found = make()
            self.store(name, key, found)
        return found

    def find(self, name: str, key: bytes, kind: type[T]) -> T | None:
        """Return a stored value, if it has this key and its file is not damaged."""
        if self.folder is None or not self.is_read:
            return None
        try:
            stored = memoryview(self._file(name).read_bytes())
        except OSError:
            return None
        start = len(key) + _CHECK
        encoded = stored[start:]
        if stored[: len(key)] != key:
            return None
        if stored[len(key) : start] != _check(encoded):
            logger.info("%s is damaged: its content is made again", self._file(name))
            return None
        try:
            return msgspec.json.decode(encoded, type=kind)
        except (msgspec.MsgspecError, ValueError):
            return None

    def store(self, name: str, key: bytes, value: object) -> None:
        """Store a value, if JSON can hold it and the folder can be written.

        Args:
            name: The name of the value.
            key: A hash of what it is made from.
            value: The value. What its types leave open must be as JSON gives it back:
                see `is_given_back`.
        """
        if self.folder is None:
            return
        try:
            encoded = msgspec.json.encode(value)
        except _NOT_JSON:
            return
        file, stored = self._file(name), key + _check(encoded) + encoded
        with contextlib.suppress(OSError):
            try:
                file.write_bytes(stored)
            except FileNotFoundError:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(stored)

    def _file(self, name: str) -> Path:
        assert self.folder is not None  # noqa: S101 - the callers have asked
        return self.folder / key_of(os.fsencode(name)).hex()


NO_CACHE = Cache(None)
"""A cache that stores nothing."""


def is_given_back(value: object) -> bool:
    """Tell whether JSON holds a value of any type, and gives it back as it is."""
    try:
        return bool(msgspec.json.decode(msgspec.json.encode(value)) == value)
    except _NOT_JSON:
        return False


_NOT_JSON = (msgspec.MsgspecError, OverflowError, TypeError, ValueError)

_CHECK = 16
"""Bytes of the hash by which a damaged file is recognized."""


def _check(encoded: bytes | memoryview) -> bytes:
    return hashlib.sha256(encoded).digest()[:_CHECK]
