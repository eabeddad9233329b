"""Keys of values: a hash that two values share if they hold the same."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from pathlib import PurePath
from typing import Any

import msgspec

from pelican_hotpapers.storage.keys import key_of

KeyOf = Callable[[Any], bytes]
_PLAIN = (
    *(bool, int, float, complex, Decimal, type(None)),
    *(dt.date, dt.time, dt.timedelta, dt.tzinfo, zoneinfo.ZoneInfo),
    *(enum.Enum, PurePath, re.Pattern, range, bytes),
)
"""Types whose values are written out by ``repr``."""


class ValueKeys:
    """Makes keys of texts, numbers, times, dataclasses, and collections of them."""

    def __init__(self, special: Mapping[type, KeyOf]) -> None:
        """Take what makes the keys of other types, and of those that derive from them.

        Args:
            special: By the type.
        """
        self._special = special
        self._handlers: dict[type, KeyOf | None] = {}

    def __call__(self, value: object) -> bytes:
        """Return the key of a value.

        Raises:
            TypeError: It, or something in it, has no content that would be the same in
                another process: a function, an iterator, an object of some class.
            RecursionError: It holds itself.
        """
        return key_of(*self._parts(value))

    def _parts(self, value: object) -> Iterator[bytes]:
        """Yield what a value is made of, after the name of its type."""
        kind = type(value)
        yield kind.__qualname__.encode()
        if isinstance(value, str):
            yield value.encode(errors="surrogatepass")
        elif (special := self._handler(kind)) is not None:
            yield special(value)
        elif isinstance(value, _PLAIN):
            yield repr(value).encode()
        elif isinstance(value, set | frozenset):
            yield from sorted(map(self, value))
        else:
            yield from map(self, _members(value))

    def _handler(self, kind: type) -> KeyOf | None:
        if kind not in self._handlers:
            found = (self._special.get(base) for base in kind.__mro__)
            self._handlers[kind] = next(filter(None, found), None)
        return self._handlers[kind]


def _members(value: object) -> Iterable[Any]:
    """Return what a collection or an object consists of."""
    if isinstance(value, Mapping):
        return chain(*value.items())
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, msgspec.Struct):
        return [getattr(value, name) for name in value.__struct_fields__]
    if dataclasses.is_dataclass(value):
        return [getattr(value, each.name) for each in dataclasses.fields(value)]
    raise TypeError(f"{type(value).__qualname__} has no stable content")
