"""Front matter that is not sound, read key by key.

A fence is missing or mistyped, or one value is no YAML: the other keys are still what
they are. Nothing is guessed: what cannot be read is told and left out, and a post that
does not say clearly that it is published is a draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pelican_hotpapers.errors import DigestError, Fault
from pelican_hotpapers.formats.frontmatter import FrontMatter
from pelican_hotpapers.formats.recognition import mark_of
from pelican_hotpapers.formats.syntax import (
    Document,
    FieldPath,
    UnsafeError,
    read_toml,
    read_yaml,
)

MOST_LINES = 500
"""Lines at the head of a file in which front matter is looked for."""

_KEY = re.compile(r"""["']?([A-Za-z_][\w-]*)["']?[ \t]*([:=])(?:\s|$)""", re.ASCII)
_MORE = re.compile(r"[ \t]|-[ \t]|#")
_FENCE = re.compile(r"\s*[^\w\s](?:[^\w\s]|[ \t]){0,10}\s*\Z")
"""A line of signs alone: a fence, however it was mistyped."""
_HOLDS_BACK = re.compile(
    r"""\s*["']?(?:draft|published|status)\b["']?[ \t]*"""
    r"(?:[:=]|true|false|yes|no|on|off)",
    re.IGNORECASE,
)
"""A line that speaks of whether the post is published."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with its value, as lines of the file."""

    key: str
    is_toml: bool
    start: int
    end: int


def read_damaged(text: str, path: str) -> tuple[FrontMatter, tuple[Fault, ...]]:
    """Read the front matter of a post as far as it goes.

    Args:
        text: The whole file.
        path: The file's name, for the faults.

    Returns:
        The front matter, with keys in lower case, and the faults of the keys that
        could not be read. Its body is the whole text, in which the lines that were
        read are empty: its lines keep their numbers, and nothing is lost.

    Raises:
        UnsafeError: A value may do harm.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    first_mark = _first_mark(lines)
    head = _head(lines[:first_mark])
    values: dict[str, Any] = {}
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    unread: list[str] = []
    for entry in _entries(lines[:head]):
        read = read_toml if entry.is_toml else read_yaml
        written = "\n".join(lines[entry.start : entry.end])
        try:
            document = read(written, path, first_line=entry.start + 1)
        except UnsafeError:
            raise
        except DigestError as error:
            faults.extend(error.faults)
            unread.extend(lines[entry.start : entry.end])
        else:
            documents[entry.key] = document
            (values[entry.key],) = document.value.values()
        lines[entry.start : entry.end] = [""] * (entry.end - entry.start)
    lines[:head] = ["" if _FENCE.match(line) else line for line in lines[:head]]
    if any(map(_HOLDS_BACK.match, [*unread, *lines[:first_mark]])):
        values["draft"] = True
    front = FrontMatter(
        kind="yaml",
        values=values,
        header="",
        body="\n".join(lines),
        body_line=1,
        document=Document(values, _Places(documents)),
    )
    return front, tuple(faults)


@dataclass(frozen=True, slots=True)
class _Places:
    """Finds values in the entries that they were read from."""

    documents: dict[str, Document]

    def __call__(self, path: FieldPath) -> tuple[int, int]:
        """Return the line and column of a value; of what is not there the first."""
        document = self.documents.get(str(path[0]).lower()) if path else None
        if document is None:
            return 1, 1
        (written,) = document.value
        return document.place((written, *path[1:]))


def _first_mark(lines: Sequence[str]) -> int:
    """Return the index of the first line of a paper, or of where none is looked for."""
    looked_at = lines[:MOST_LINES]
    marks = (index for index, line in enumerate(looked_at) if mark_of(line))
    return next(marks, len(looked_at))


def _head(lines: Sequence[str]) -> int:
    """Return how many of the lines above the first paper are front matter.

    It ends with the fence below its first key; where there is none, with the first
    line of prose.
    """
    keys = (index for index, line in enumerate(lines) if _KEY.match(line))
    first = next(keys, None)
    if first is None:
        return 0
    below = range(first + 1, len(lines))
    fences = (index + 1 for index in below if _FENCE.match(lines[index]))
    prose = (index for index in below if _is_prose(lines[index]))
    return next(fences, next(prose, len(lines)))


def _is_prose(line: str) -> bool:
    return _ends_entry(line) and not _KEY.match(line)


def _entries(lines: Sequence[str]) -> Iterator[_Entry]:
    """Yield each key with the lines of its value."""
    index = 0
    while index < len(lines):
        key = _KEY.match(lines[index])
        start = index
        index += 1
        if key is None:
            continue
        while index < len(lines) and not _ends_entry(lines[index]):
            index += 1
        yield _Entry(key[1].lower(), key[2] == "=", start, index)


def _ends_entry(line: str) -> bool:
    return bool(line and not line.isspace() and not _MORE.match(line))
