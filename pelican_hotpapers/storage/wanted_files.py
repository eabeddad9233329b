"""Files that a build wants in the output, each with what it is made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field


def _tell_nobody(was_written: bool) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Wanted(ABC):
    """What is to be there: a file, or a folder of files."""

    path: str
    """Relative to the output, with slashes."""
    key: bytes | None
    """A hash of all that it is made of, or None where that is not known."""
    kind: Hashable = field(default=None, kw_only=True)
    """What the first of a kind prepares, as compiled templates, the others use."""
    done: Callable[[bool], object] = field(default=_tell_nobody, kw_only=True)
    """Is called when it is there, and told whether it was written."""

    @abstractmethod
    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path of each file, and its content."""


@dataclass(frozen=True, slots=True)
class WantedFile(Wanted):
    """A file that is to be there."""

    make: Callable[[], bytes]
    """Returns its content."""

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield its path and its content."""
        yield self.path, self.make()


@dataclass(frozen=True, slots=True)
class WantedFolder(Wanted):
    """A folder of files that are made of the same, and are to be there."""

    make: Callable[[], Iterable[tuple[str, bytes]]]
    """Returns the name of each file, and its content."""
    last: str
    """The name of the last of them, without which others are missing."""

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path of each file, and its content."""
        for name, content in self.make():
            yield f"{self.path}/{name}", content
