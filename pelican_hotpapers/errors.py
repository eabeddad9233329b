"""What is wrong with a file or a source, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pelican_hotpapers.characters import visible

if TYPE_CHECKING:
    from pelican_hotpapers.model import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong, and where.

    Reads as ``path:line:column: field: found …, expected …``, with a hint behind
    it where one helps. What is said of no line is said of the file, at its beginning.
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
        """Return the line that a person reads, and that is one whatever it tells of."""
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

    Its text is the reason, with the hint behind it. It never holds a secret, nor what
    an answer said: that is anybody's text, and the reason may come to stand on a page.
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
        """All of it, for whoever reads the log."""
        said = f" (“{self.said}”)" if self.said else ""
        return f"{self.reason}{said}" + (f". {self.hint}" if self.hint else "")


class BadAnswer(SourceError):  # noqa: N818 - it may yet be no error
    """An answer that is not what it should be, and may be the next time.

    The client asks again before it lets one of these through.
    """


EXCERPT = 40
LINE = 100
"""Characters that an error quotes of a text from outside."""


def excerpt(value: object) -> str:
    """Return a value as an error shows it: quoted, on one line, and short."""
    shown = repr(value)
    return shown if len(shown) <= EXCERPT else shown[: EXCERPT - 1] + "…"


def one_line(text: str, length: int = LINE) -> str:
    """Return a text on one line, cut to a length, and without control characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= length else line[: length - 1] + "…"
