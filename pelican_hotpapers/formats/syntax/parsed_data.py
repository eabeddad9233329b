"""Plain values with their places in a text, and faults with theirs."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pelican_hotpapers.errors import DigestError, Fault, excerpt

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What a text is read as."""

FieldPath = tuple[str | int, ...]
"""Keys and indices from the root of a document: ``("papers", 3, "likes")``."""

Locator = Callable[[FieldPath], tuple[int, int]]
"""Returns the line and column, from 1, of a value or its nearest ancestor in a file."""

MAX_DEPTH = 64
"""How deep lists and mappings may be nested."""

MAX_FAULTS = 100
"""How many faults of one file are told."""


@dataclass(frozen=True, slots=True)
class ParsedData:
    """The values that a text was parsed to, and their places in it."""

    value: Any
    """Built of dict, list, str, int, float, bool and None alone."""
    place: Locator = field(repr=False, compare=False)
    lost_tex: Mapping[FieldPath, Fault] = field(default_factory=dict)
    """The texts in which TeX was taken for something else, with the fault of each."""


def nowhere(_path: FieldPath) -> tuple[int, int]:
    """Place everything at the beginning: locates values that no text has."""
    return 1, 1


class UnsafeError(DigestError):
    """A text that is well formed and may do harm: a bomb, or another's objects."""


def field_name(path: FieldPath) -> str:
    """Return a path as people write it: ``papers[3].likes``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def field_path(name: str) -> FieldPath:
    """Return the path that is written so, unless a key has a dot or bracket in it."""
    steps = re.findall(r"\[([0-9]+)\]|([^.\[\]]+)", name)
    return tuple(int(index) if index else key for index, key in steps)


@dataclass(frozen=True)
class SourceText:
    """A text that is parsed: makes lines and columns, and faults, of offsets in it."""

    text: str
    path: str
    syntax: str
    first_line: int = 1

    def locator(self, index: Callable[[], Mapping[FieldPath, int]]) -> Locator:
        """Return the lookup of places in an index that is made when first needed."""
        offsets = functools.cache(index)

        def locate(path: FieldPath) -> tuple[int, int]:
            known = offsets()
            while path and path not in known:
                path = path[:-1]
            return self.place(known.get(path, 0))

        return locate

    @functools.cached_property
    def _line_starts(self) -> list[int]:
        breaks = re.finditer(r"\r\n|\n|\r", self.text)
        return [0, *(found.end() for found in breaks)]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line of the file and the column of an offset in the text."""
        line = bisect.bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        return line + self.first_line - 1, offset - start + 1

    def fault(
        self, offset: int, found: str, expected: str, *, name: str = "", hint: str = ""
    ) -> Fault:
        """Return the fault at an offset; without a name it is the syntax's own."""
        line, column = self.place(offset)
        return Fault(
            path=self.path,
            line=line,
            column=column,
            field=name or self.syntax,
            found=found,
            expected=expected,
            hint=hint,
        )

    def too_deep(self, offset: int) -> Fault:
        """Return the fault of nesting without end."""
        expected = f"at most {MAX_DEPTH} levels of lists and mappings"
        return self.fault(offset, "deeper nesting", expected)

    def shown(self, offset: int) -> str:
        """Return what stands at an offset, up to the end of its line."""
        rest = self.text[offset : offset + 200].split("\n", 1)[0].rstrip()
        if rest:
            return excerpt(rest)
        at_end = not self.text[offset : offset + 200].strip()
        return "the end of the text" if at_end else "the end of the line"


def height(value: object) -> int:
    """Return how many levels of containers a value has, none for a scalar.

    Stops counting one beyond `MAX_DEPTH`.
    """
    level: list[Any] = [value] if type(value) in (dict, list) else []
    height = 0
    while level and height <= MAX_DEPTH:
        height += 1
        level = [
            child
            for node in level
            for child in (node.values() if type(node) is dict else node)
            if type(child) is dict or type(child) is list
        ]
    return height
