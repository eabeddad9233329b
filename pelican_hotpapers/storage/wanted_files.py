"""Files that a build wants in the output, each with what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass


def _tell_nobody(was_written: bool) -> None:
    pass


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file that is to be there."""

    path: str
    """Relative to the output, with slashes."""
    key: bytes | None
    """A hash of all that it is made of, or None where that is not known."""
    make: Callable[[], bytes]
    """Returns its content."""
    kind: Hashable = None
    """What the first of a kind prepares, as compiled templates, the others use."""
    done: Callable[[bool], object] = _tell_nobody
    """Is called when it is there, and told whether it was written."""

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield its path and its content."""
        yield self.path, self.make()


@dataclass(frozen=True, slots=True)
class WantedFolder:
    """A folder of files that are made of the same, and are to be there."""

    path: str
    """Relative to the output, with slashes."""
    key: bytes
    """A hash of all that they are made of."""
    make: Callable[[], Iterable[tuple[str, bytes]]]
    """Returns the name of each file, and its content."""
    last: str
    """The name of the last of them, without which others are missing."""
    kind: Hashable = None
    done: Callable[[bool], object] = _tell_nobody

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path of each file, and its content."""
        for name, content in self.make():
            yield f"{self.path}/{name}", content


Wanted = WantedFile | WantedFolder
