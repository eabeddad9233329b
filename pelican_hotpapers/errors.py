"""What is wrong with a file or a source, said so that a person can mend it."""

from __future__ import annotations

import datetime as dt
import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pelican_hotpapers.characters import cut, visible

if TYPE_CHECKING:
    from pelican_hotpapers.model import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong, and where.

    Its text is ``path:line:column: field: found …, expected …``, and a hint where one
    helps. A fault of the whole file has the place of its first character.
    """

    path: str
    line: int = 1
    """From 1."""
    column: int = 1
    """From 1, in characters."""
    field: str = "file"
    """``papers[3].likes``, ``date``, ``front matter``…"""
    found: str
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the fault as one line, whatever characters its values have."""
        return visible(f"{self.path}:{self.line}:{self.column}: {self.says}")

    @property
    def says(self) -> str:
        """What is wrong, without its place."""
        says = f"{self.field}: found {self.found}, expected {self.expected}"
        return says + (f". {self.hint}" if self.hint else "")


class DigestError(ValueError):
    """A file that is not, or not wholly, a sound digest.

    Its text is one line a fault, in the order of the file.
    """

    def __init__(self, faults: Iterable[Fault], digest: Digest | None = None) -> None:
        """Keep every fault, and what could be read in spite of them."""
        self.faults = tuple(faults)
        """All faults of the file, in its order."""
        self.digest = digest
        """The sound part, or None where nothing can be published."""
        super().__init__("\n".join(map(str, self.faults)))


class SourceError(Exception):
    """A source, or a service it asks, that could not answer.

    Its text is the reason, then the hint. It never holds a secret, nor words of the
    answer: anybody may have written those, and the reason may be shown on a page.
    """

    def __init__(self, reason: str, hint: str = "", said: str = "") -> None:
        """Keep why it failed, what to do, and what the answer said."""
        self.reason = reason
        """What was found, and where: ``arxiv.org answered with status 503``."""
        self.hint = hint
        """What a person may do about it, as a sentence without its full stop."""
        self.said = said
        """A few words of the answer on one line, for the log alone."""
        super().__init__(f"{reason}. {hint}" if hint else reason)

    @property
    def in_full(self) -> str:
        """The reason, the words of the answer and the hint, for the log."""
        said = f" (“{self.said}”)" if self.said else ""
        return f"{self.reason}{said}" + (f". {self.hint}" if self.hint else "")


class BadResponse(SourceError):  # noqa: N818 - it may yet be no error
    """An answer that is not what it should be, and may be the next time.

    The client asks again before it lets one of these through.
    """


EXCERPT = 40
"""Characters of a value that an error shows."""
LINE = 100
"""Characters that an error quotes of a text from outside."""


def excerpt(value: object) -> str:
    """Return a value of a file or an answer as an error shows it: on one line, short.

    Text is quoted; nothing, true and false are called so, as in the file.
    """
    return cut(_shown(value), EXCERPT)


def in_python(value: object) -> str:
    """Return a value of Python code, such as a setting, as an error shows it."""
    if value is None:
        return _WORDS[None]
    if isinstance(value, _PLAIN):
        return cut(repr(value), EXCERPT)
    return cut(f"an object of {type(value).__qualname__}", EXCERPT)


def shown_path(path: str) -> str:
    """Return a path as an error shows it: from the working folder, if inside it."""
    return path.removeprefix(f"{os.getcwd()}{os.sep}")  # noqa: PTH109 - text


def near(name: str, known: Iterable[str]) -> str:
    """Return the known name that a misspelt one is likely meant to be, or nothing."""
    found = difflib.get_close_matches(name, known, n=1, cutoff=_NEAR)
    return found[0] if found else ""


_NEAR = 0.75
"""How alike two names must be: ``draft`` is not near ``date``, ``tilte`` to ``title``
is."""
_PLAIN = (str, bytes, bool, int, float, list, tuple, dict, set, frozenset)
_WORDS: Mapping[bool | None, str] = {None: "nothing", True: "true", False: "false"}


def one_line(text: str, length: int = LINE) -> str:
    """Return a text on one line, cut to a length, and without control characters."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return cut(" ".join(printable.split()), length)


def _shown(value: object, depth: int = 8) -> str:
    """Return a plain value in the words of files, as deep as it can be seen."""
    if not depth:
        return "…"
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        items = (f"{_key(key)}: {_shown(value[key], depth - 1)}" for key in value)
        return "{" + ", ".join(items) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_shown(item, depth - 1) for item in value)}]"
    return repr(value[:EXCERPT] if isinstance(value, str) else value)


def _key(key: object) -> str:
    return key if isinstance(key, str) and key.isidentifier() else _shown(key)
