"""Who writes each file of a site's output: the one place where this is decided.

Whoever is going to write a file reserves its path before, and writes nothing if there
is a conflict: a path belongs to the first who reserves it. So the order of reservations
decides:

1. the site's own content, and what Pelican makes of it and of the theme
2. categories, tags, authors and periods, those of the site's own posts first
3. our style sheets and scripts
4. digests, posts by hand before data files, each kind by its path
5. our own pages, then their citations, feeds, data and search index
6. redirect pages: only what is nowhere else is redirected

A build has one `OutputPaths`. `conflicts` reserves 1 to 4 when all generators have read
their files; the others are reserved when they are written:

    if conflict := build.output_paths.reserve("2021/old.html", "the redirect page"):
        logger.warning("%s %s: …", conflict.path, conflict)
    else:
        writer.write_file("2021/old.html", …)

A path is reserved once. A folder that has one owner, such as that of the search index,
is reserved like a file: then nothing else can be in it.
"""

from __future__ import annotations

import os
import posixpath
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a file is not to be written. As a text, what follows its path in a message.

    ``belongs to the page content/about.md``
    """

    path: str
    """The path that was asked for, relative to the output."""
    owner: str
    """Who has it, in words; empty for nobody."""
    other: str
    """The path of that owner's file. It may be a folder of the path, be in it,
    or differ by case alone; it is empty where a path is none of the output's."""

    def __str__(self) -> str:
        """Say what is wrong with the path."""
        path, other = _key(self.path), _key(self.other)
        if not other:
            return "is not the path of a file in the output"
        if other.startswith(f"{path}/"):
            return f"is a folder: {self.other} belongs to {self.owner}"
        if path.startswith(f"{other}/"):
            return f"is below the file {self.other}, which belongs to {self.owner}"
        if self.is_by_spelling:
            return (
                f"differs by case or accents alone from {self.other}, which belongs to "
                f"{self.owner}"
            )
        return f"belongs to {self.owner}"

    @property
    def is_by_spelling(self) -> bool:
        """Whether the two paths are two files on some disks, and one on others."""
        path, other = _plain(self.path), _plain(self.other)
        return path != other and _key(path) == _key(other)


@dataclass(frozen=True, slots=True)
class _Owned:
    path: str
    owner: str


@dataclass(frozen=True, slots=True)
class OutputPaths:
    """The files of a site's output, with their owners.

    Upper and lower case are the same here, and so are the two ways to write an accent:
    a site builds everywhere, and some disks take them for the same.
    """

    _files: dict[str, _Owned] = field(default_factory=dict)
    _folders: dict[str, _Owned] = field(default_factory=dict)
    """Of each folder the file that was reserved first among those in it."""

    def reserve(self, path: str, owner: str) -> Conflict | None:
        """Reserve the path of a file for an owner.

        Args:
            path: Relative to the output. An empty one is that of no file.
            owner: Who writes it, in words: ``the page content/about.md``.

        Returns:
            The conflict, if any; then the path was not reserved.
        """
        if not path:
            return None
        key = _key(path)
        if conflict := self._conflict(key, path):
            return conflict
        owned = self._files[key] = _Owned(path, owner)
        for folder in _parents(key):
            if self._folders.setdefault(folder, owned) is not owned:
                break
        return None

    def reserved(self, path: str) -> str:
        """Return a path as it was reserved, perhaps spelled otherwise, or nothing."""
        owned = self._files.get(_key(path))
        return owned.path if owned else ""

    def conflict_of_folder(self, path: str) -> Conflict | None:
        """Return the conflict of a file that is where a folder is to be, if any."""
        return self._conflict_of_folder(_key(path), path)

    def _conflict_of_folder(self, key: str, path: str) -> Conflict | None:
        for place in (key, *_parents(key)):
            if found := self._files.get(place):
                return Conflict(path, found.owner, found.path)
        return None

    def _conflict(self, key: str, path: str) -> Conflict | None:
        if not _is_inside(key) or path.endswith(("/", os.sep)):
            return Conflict(path, "", "")
        if found := self._folders.get(key):
            return Conflict(path, found.owner, found.path)
        return self._conflict_of_folder(key, path)


def _plain(path: str) -> str:
    return posixpath.normpath(path.replace(os.sep, "/")) if path else ""


def _key(path: str) -> str:
    """Return what is the same of paths that some disk takes for the same."""
    plain = _plain(path)
    return (plain if plain.isascii() else unicodedata.normalize("NFC", plain)).lower()


def _is_inside(key: str) -> bool:
    return key not in {".", ".."} and not key.startswith(("/", "../"))


def _parents(key: str) -> Iterator[str]:
    """Yield the folders of a path, the innermost first."""
    while "/" in key:
        key = key.rpartition("/")[0]
        yield key
