"""Keys of values: a hash that two values share if they hold the same."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import hashlib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import chain
from pathlib import PurePath
from typing import Any

import msgspec

KeyOf = Callable[[Any], bytes]
_PLAIN = (
    *(bool, int, float, complex, Decimal, type(None), bytes, range),
    *(dt.date, dt.time, dt.timedelta, dt.tzinfo, enum.Enum, PurePath, re.Pattern),
)
"""Types whose values are written out by ``repr``."""
_Write = Callable[[list[str], Any], None]
"""Writes a value out, behind what is written already."""


class ValueKeys:
    """Makes keys of texts, numbers, times, dataclasses, and collections of them."""

    def __init__(self, special: Mapping[type, KeyOf]) -> None:
        """Take what makes the keys of other types, and of those that derive from them.

        Values of these are looked at once, and held as long.

        Args:
            special: By the type.
        """
        self._special = special
        self._writers: dict[type, _Write] = {}

    def __call__(self, value: object) -> bytes:
        """Return the key of a value.

        Raises:
            TypeError: It, or something in it, has no content that would be the same in
                another process: a function, an iterator, an object of some class.
            RecursionError: It holds itself.
        """
        written: list[str] = []
        self._write(written, value)
        text = "".join(written).encode(errors="surrogatepass")
        return hashlib.sha256(text).digest()

    def _write(self, written: list[str], value: object) -> None:
        """Write a value out, its type and its length before it."""
        kind = type(value)
        write = self._writers.get(kind)
        if write is None:
            write = self._writers[kind] = self._writer(kind)
        write(written, value)

    def _writer(self, kind: type) -> _Write:  # noqa: PLR0911 - a kind of types each
        """Return what writes out values of a type."""
        name = kind.__qualname__
        special = next(filter(None, map(self._special.get, kind.__mro__)), None)
        if issubclass(kind, str):
            return lambda to, value: to.extend((f"{name} {len(value)}:", value))
        if special is not None:
            return _write_once(name, special)
        if issubclass(kind, _PLAIN):
            return lambda to, value: _write_text(to, name, repr(value))
        if issubclass(kind, set | frozenset):
            return lambda to, value: self._write_all(to, name, sorted(map(self, value)))
        if issubclass(kind, list | tuple):
            return lambda to, value: self._write_all(to, name, value)
        if issubclass(kind, Mapping):
            return lambda to, value: self._write_all(to, name, [*chain(*value.items())])
        if issubclass(kind, msgspec.Struct):
            members = kind.__struct_fields__
        elif dataclasses.is_dataclass(kind):
            members = tuple(field.name for field in dataclasses.fields(kind))
        else:
            raise TypeError(f"{name} has no stable content")
        return lambda to, value: self._write_all(
            to, name, [getattr(value, member) for member in members]
        )

    def _write_all(
        self, to: list[str], name: str, members: list[Any] | tuple[Any, ...]
    ) -> None:
        to.append(f"{name} {len(members)}:")
        for each in members:  # as in `_write`: there are half a million
            kind = type(each)
            write = self._writers.get(kind)
            if write is None:
                write = self._writers[kind] = self._writer(kind)
            write(to, each)


def _write_once(name: str, special: KeyOf) -> _Write:
    made: dict[int, tuple[object, str]] = {}

    def write(to: list[str], value: object) -> None:
        found = made.get(id(value))
        if found is None:
            found = made[id(value)] = (value, f"{name} {special(value).hex()}")
        to.append(found[1])

    return write


def _write_text(to: list[str], name: str, text: str) -> None:
    to.append(f"{name} {len(text)}:{text}")
