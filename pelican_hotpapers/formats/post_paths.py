"""The path of a post's file, and what Jekyll, Hugo and Gatsby blogs say by it.

Jekyll has ``_posts/2021-04-07-title.md`` and ``_drafts/title.md``; Hugo and Gatsby have
``posts/title.md``, and ``posts/title/index.md`` where a post has files of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

_DATED = re.compile(r"\d{4}-\d\d-\d\d[-_]+(?=.)")
_BUNDLE = "index"
_SECTION = "_index"
_POSTS, _DRAFTS = "_posts", "_drafts"


@dataclass(frozen=True, slots=True)
class PostPath:
    """A post's file, by its path in the content folder."""

    path: PurePosixPath

    @property
    def is_bundle(self) -> bool:
        """Whether it is the text of a folder that is all the post's own."""
        return self.path.stem == _BUNDLE and bool(self.path.parent.name)

    @property
    def is_section(self) -> bool:
        """Whether it is no post: Hugo describes a folder of posts in such a file."""
        return self.path.stem == _SECTION

    @property
    def is_draft(self) -> bool:
        """Whether it is in Jekyll's folder of drafts."""
        return _DRAFTS in self.folder.parts

    @property
    def is_of_jekyll(self) -> bool:
        """Whether it is in a folder that only Jekyll has."""
        return _POSTS in self.folder.parts or self.is_draft

    @property
    def folder(self) -> PurePosixPath:
        """The folder that the post is in; that of a bundle is not counted."""
        return self.path.parent.parent if self.is_bundle else self.path.parent

    @property
    def name(self) -> str:
        """What the post is called: by its file, or a bundle by its folder."""
        return self.path.parent.name if self.is_bundle else self.path.stem

    @property
    def undated_name(self) -> str:
        """The same without the day that it begins with."""
        return _DATED.sub("", self.name, count=1)

    @property
    def is_dated(self) -> bool:
        """Whether the name begins with a day, as Jekyll wants it."""
        return bool(_DATED.match(self.name))

    @property
    def categories(self) -> tuple[str, ...]:
        """The folders above Jekyll's, which are a post's first categories."""
        parts = self.folder.parts
        known = [parts.index(each) for each in (_POSTS, _DRAFTS) if each in parts]
        return parts[: min(known)] if known else ()
