"""The digests of an archive as a library that is read again when files change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Digest

_Stamp = tuple[int, int]
"""When a file was last written, and its size."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """The words of a paper, by which it is found."""

    entry: LibraryEntry
    title: str
    people: str
    rest: str


@dataclass(slots=True)
class ArchiveLibrary:
    """The library of an archive's files, as they are now.

    Several threads may ask at once: one reads, and the others wait for it.
    """

    files: Callable[[], Iterable[Path]]
    """Returns the files, of two for one day the one that counts first."""
    read: Callable[[Path], Digest | None]
    """Reads a file; None where nothing of it is sound."""
    _read: dict[Path, tuple[_Stamp, Digest | None]] = field(default_factory=dict)
    _library: Library = field(default_factory=Library)
    _texts: tuple[SearchText, ...] = ()
    _lock: RLock = field(default_factory=RLock)

    def library(self) -> Library:
        """Return the library; files that are as they were are not read again."""
        with self._lock:
            self._read_changes()
            return self._library

    def search_texts(self) -> tuple[SearchText, ...]:
        """Return the words of all papers, those of the newest day first."""
        with self._lock:
            library = self.library()
            if not self._texts:
                self._texts = tuple(map(_search_text, library.newest))
            return self._texts

    def _read_changes(self) -> None:
        known, changed = self._read, False
        now: dict[Path, tuple[_Stamp, Digest | None]] = {}
        for path in self.files():
            try:
                about = path.stat()
            except OSError:  # it has just gone
                continue
            stamp = (about.st_mtime_ns, about.st_size)
            found = known.get(path)
            if found is None or found[0] != stamp:
                found, changed = (stamp, self.read(path)), True
            now[path] = found
        if changed or len(now) != len(known):
            digests = (digest for _, digest in now.values() if digest)
            library = Library.of(digests, self._library)
            self._read, self._library, self._texts = now, library, ()


def _search_text(entry: LibraryEntry) -> SearchText:
    paper = entry.paper
    rest = (paper.abstract, *paper.keywords, paper.organization, *paper.categories)
    return SearchText(
        entry,
        title=words(paper.title),
        people=words(", ".join(paper.authors)),
        rest=words(" ".join((*rest, paper.comment))),
    )


def words(text: str) -> str:
    """Return the words of a text with a space before each, in one case."""
    return "".join(f" {word}" for word in re.findall(r"\w+", _plain(text).casefold()))


def _plain(text: str) -> str:
    return tex.to_text(text) if "\\" in text or "$" in text else text
