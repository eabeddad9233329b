"""Who writes each file of a site's output: the one place where this is decided.

Each build has one `OutputPaths`. Who wants to write a file claims its path before, and
writes nothing if there is a conflict. The first to claim a path has it, so the order
of claims is the order of owners:

1. the site's own content, and what Pelican makes of it and of the theme
2. categories, tags, authors and periods, those of the site's own posts first
3. our style sheets and scripts
4. digests, posts by hand before data files, each kind by its path
5. our own pages, then their citations, feeds, data and search index
6. redirect pages: what is nowhere else may be redirected

`conflicts` claims 1 to 4 as soon as all generators have read what they read, and
leaves the claims of the build in Pelican's context. What is written later takes them
from there:

    paths = output_paths.of(self.context)
    if conflict := paths.claim("2021/old.html", "the redirect page of 2021-04-07.md"):
        logger.warning("%s %s: …", conflict.path, conflict)
    else:
        writer.write_file("2021/old.html", …)

A path is claimed once. A folder that has one owner, as that of a search index, is
claimed as a file is: then nothing else can be in it, nor be it.
"""

from __future__ import annotations

import os
import posixpath
import unicodedata
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

CONTEXT = "hotpapers_output_paths"
"""What Pelican's context knows the claims of a build by."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a file is not to be written. As a text, what follows its path in a message.

    ``belongs to the page content/about.md``
    """

    path: str
    """The path that was claimed, relative to the output."""
    owner: str
    """Who has it, in words; empty for nobody."""
    other: str
    """The path of that owner's file. It may be a folder of the claimed path, be in it,
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
class _Claim:
    path: str
    owner: str


@dataclass(frozen=True, slots=True)
class OutputPaths:
    """The files of a site's output, with their owners.

    Upper and lower case are the same here, and so are the two ways to write an accent:
    a site builds everywhere, and some disks take them for the same.
    """

    _files: dict[str, _Claim] = field(default_factory=dict)
    _folders: dict[str, _Claim] = field(default_factory=dict)
    """Of each folder the file that was claimed first among those in it."""

    def claim(self, path: str, owner: str) -> Conflict | None:
        """Claim the path of a file for an owner.

        Args:
            path: Relative to the output. An empty one is that of no file.
            owner: Who writes it, in words: ``the page content/about.md``.

        Returns:
            The conflict, if any; then the path was not claimed.
        """
        if not path:
            return None
        key = _key(path)
        if conflict := self._conflict(key, path):
            return conflict
        claim = self._files[key] = _Claim(path, owner)
        for folder in _parents(key):
            if self._folders.setdefault(folder, claim) is not claim:
                break
        return None

    def conflict_of_folder(self, path: str) -> Conflict | None:
        """Return the conflict of a file that is where a folder is to be, if any."""
        key = _key(path)
        places = (key, *_parents(key))
        found = (self._files[each] for each in places if each in self._files)
        return next((Conflict(path, each.owner, each.path) for each in found), None)

    def _conflict(self, key: str, path: str) -> Conflict | None:
        if not _is_inside(key) or path.endswith(("/", os.sep)):
            return Conflict(path, "", "")
        if found := self._folders.get(key):
            return Conflict(path, found.owner, found.path)
        return self.conflict_of_folder(path)


def of(context: MutableMapping[str, Any]) -> OutputPaths:
    """Return the claims of a build, given Pelican's context of it."""
    paths: OutputPaths = context.setdefault(CONTEXT, OutputPaths())
    return paths


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
