"""Links of a post to files beside it, written as Pelican wants them.

Gatsby, Hugo and others take ``![](./cup.png)`` for the file beside the post. Pelican
copies and finds what is written as ``{static}cup.png``, as ``{attach}cup.png`` where it
is to stand beside the page, and as ``{filename}milk.md`` where it is another post or a
digest.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from pelican.readers import HTMLReader, MarkdownReader, RstReader

from pelican_hotpapers.formats import DATA_SUFFIXES
from pelican_hotpapers.formats.post_paths import PostPath

_TAG = re.compile(r"<[a-zA-Z][^<>]*+>")
_LINK = re.compile(
    r"""(?P<before>\s(?:href|src|poster|data)\s*=\s*)(?P<quote>["'])"""
    r"""(?P<path>(?![{|/]|\w[\w+.-]*+:)[^"'?#]++)(?P<rest>[^"']*+)(?P=quote)""",
    re.IGNORECASE,
)
_UNFIT = re.compile(r"""[?#%;&<>"'\\\x00-\x1f]""")
"""What Pelican does not find in the name of a file, even where it is escaped."""
_POSTS: Iterable[str] = MarkdownReader.file_extensions
_OTHER_SOURCES: Iterable[str] = {
    *HTMLReader.file_extensions,
    *RstReader.file_extensions,
}


def with_marks(
    html: str, file: PostPath, content: Path, *, digests: str, has_folder: bool
) -> str:
    """Return a post's HTML with Pelican's marks before its links to files beside it.

    What leads to no file of the content folder stays as it is.

    Args:
        html: As Markdown made it.
        file: The post's own file.
        content: The content folder.
        digests: The folder of data files in it.
        has_folder: Whether the post's page is in a folder of its own.
    """

    def marked(link: re.Match[str]) -> str:
        path = unquote(unescape(link["path"]))
        found = _find(path, file.path.parent, content)
        if found is None or found.suffix[1:] in _OTHER_SOURCES:
            return link[0]
        is_data = found.suffix in DATA_SUFFIXES and found.is_relative_to(digests)
        if is_data or found.suffix[1:] in _POSTS:
            mark = "filename"
        elif has_folder and _is_alone(file, found, content):
            mark = "attach"
        else:
            mark = "static"
        value = f"{{{mark}}}{escape(path).replace(' ', '%20')}{link['rest']}"
        return f"{link['before']}{link['quote']}{value}{link['quote']}"

    return _TAG.sub(lambda tag: _LINK.sub(marked, tag[0]), html)


def _find(path: str, folder: PurePosixPath, content: Path) -> PurePosixPath | None:
    """Return the file that a relative path leads to, if it is one of the content's."""
    place = posixpath.normpath(posixpath.join(folder, path))
    if _UNFIT.search(path) or place.startswith(("../", "/")):
        return None
    try:
        return PurePosixPath(place) if Path(content, place).is_file() else None
    except OSError:  # a name that no file can have
        return None


def _is_alone(file: PostPath, found: PurePosixPath, content: Path) -> bool:
    """Tell whether a file is in a folder that is the post's own, and no other's.

    Pelican copies a file once: what two posts show cannot stand beside both.
    """
    folder = file.path.parent
    if not file.is_bundle or not found.is_relative_to(folder):
        return False
    posts = (each.suffix[1:] in _POSTS for each in Path(content, folder).iterdir())
    return sum(posts) == 1
