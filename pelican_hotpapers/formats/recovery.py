"""Front matter that is not sound, read key by key.

Where a fence is missing or mistyped, or one value is no YAML, the other keys are still
read. Nothing is guessed: a key that cannot be read is reported and left out, and where
it is unclear whether the post is published, it is a draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats.detection import line_kind
from pelican_hotpapers.formats.frontmatter import FrontMatter
from pelican_hotpapers.formats.syntax import (
    FieldPath,
    ParsedData,
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
    r"""\A\s*["']?(?:draft|published|status)\b["']?[ \t]*"""
    r"(?:[:=]|true|false|yes|no|on|off)",
    re.IGNORECASE,
)
"""A line that speaks of whether the post is published."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A key with its value, as lines of the file."""

    key: str
    is_toml: bool
    start: int
    end: int

    def read(self, lines: Sequence[str], path: str) -> ParsedData:
        """Read it as a file of its own: a mapping of one key.

        Raises:
            DigestError: It is not sound.
        """
        written = "\n".join(lines[self.start : self.end])
        read = read_toml if self.is_toml else read_yaml
        return read(written, path, first_line=self.start + 1)


def recover_front_matter(
    text: str, path: str, unsound: tuple[Fault, ...]
) -> tuple[FrontMatter, tuple[Fault, ...]]:
    """Read the front matter of a post as far as it goes.

    Args:
        text: The whole file.
        path: The file's name, for the faults.
        unsound: What is wrong with the front matter as a whole.

    Returns:
        The front matter, with keys in lower case, and the faults of the keys that
        could not be read; where there are none, those of the whole. Its body is the
        whole text, in which the lines of keys are empty: the others keep their
        numbers, and nothing is lost.

    Raises:
        UnsafeError: A value may do harm.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    above = lines[: _first_mark(lines)]
    head = lines[: _head(above)]
    entries = [*_entries(head)]
    documents: dict[_Field, ParsedData] = {}
    faults: list[Fault] = []
    for entry in entries:
        try:
            documents[entry] = entry.read(head, path)
        except UnsafeError:
            raise
        except DigestError as error:
            faults.extend(error.faults)
    values = {
        entry.key: value
        for entry, document in documents.items()
        for value in document.value.values()
    }
    faults = faults or [*unsound]
    unread = _without(above, documents)
    if (unclear := _first(_HOLDS_BACK, unread)) is not None:
        values["draft"] = True
        faults.append(_held_back(path, unclear + 1, unread[unclear]))
    prose = ["" if _FENCE.match(line) else line for line in _without(head, entries)]
    by_key = {entry.key: document for entry, document in documents.items()}
    lost_tex = {
        path: fault
        for document in documents.values()
        for path, fault in document.lost_tex.items()
    }
    front = FrontMatter(
        kind="yaml",
        values=values,
        header="",
        body="\n".join([*prose, *lines[len(head) :]]),
        body_line=1,
        document=ParsedData(values, _Places(by_key), lost_tex),
    )
    return front, tuple(faults)


def _without(lines: Sequence[str], entries: Iterable[_Field]) -> list[str]:
    """Return the lines with empty ones in the place of these entries."""
    left = list(lines)
    for entry in entries:
        left[entry.start : entry.end] = [""] * (entry.end - entry.start)
    return left


def _first(pattern: re.Pattern[str], lines: Sequence[str]) -> int | None:
    """Return the index of the first line that begins so."""
    found = (index for index, line in enumerate(lines) if pattern.match(line))
    return next(found, None)


def _held_back(path: str, line: int, found: str) -> Fault:
    return Fault(
        path=path,
        line=line,
        field="draft",
        found=excerpt(found),
        expected="a clear word on whether it is published",
        hint="It is a draft until there is one",
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Finds values in the entries that they were read from."""

    documents: dict[str, ParsedData]

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
    marks = (index for index, line in enumerate(looked_at) if line_kind(line))
    return next(marks, len(looked_at))


def _head(lines: Sequence[str]) -> int:
    """Return how many of the lines above the first paper are front matter.

    It ends with the fence below its first key; where there is none, with the first
    line of prose.
    """
    first = _first(_KEY, lines)
    if first is None:
        first = -1
    below = range(first + 1, len(lines))
    fences = (index + 1 for index in below if _FENCE.match(lines[index]))
    prose = (index for index in below if _is_prose(lines[index]))
    return next(fences, next(prose, len(lines)))


def _is_prose(line: str) -> bool:
    return _ends_entry(line) and not _KEY.match(line)


def _entries(lines: Sequence[str]) -> Iterator[_Field]:
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
        yield _Field(key[1].lower(), key[2] == "=", start, index)


def _ends_entry(line: str) -> bool:
    return bool(line and not line.isspace() and not _MORE.match(line))
