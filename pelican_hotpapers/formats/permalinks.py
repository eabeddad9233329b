"""Addresses of posts as Jekyll and Hugo write them: ``/:categories/:year/:title.html``.

A blog that moves keeps its addresses when the pattern of its old configuration is
copied. What the names stand for is Jekyll's and Hugo's own:
https://jekyllrb.com/docs/permalinks/ and https://gohugo.io/configuration/permalinks/.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pelican_hotpapers.formats.post_paths import PostPath


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNames:
    """What a post is called and filed under, of which its address is made."""

    date: dt.datetime
    slug: str
    """Given, or made of the title."""
    has_slug: bool
    """Whether it was given."""
    file: PostPath
    categories: tuple[str, ...] = ()


def address(pattern: str, post: PostNames) -> str:
    """Return the address of a post, from the site's root: ``/2021/04/title.html``.

    Raises:
        ValueError: The pattern is none; the error's text is what was expected.
    """
    parts = _parts(pattern)
    made = (part if isinstance(part, str) else part(post) for part in parts)
    return re.sub("//+", "/", "".join(made))


def check(pattern: str) -> str:
    """Return what was expected of a pattern, or nothing where it is sound."""
    try:
        _parts(pattern)
    except ValueError as error:
        return str(error)
    return ""


def has_placeholder(text: str) -> bool:
    """Tell whether an address holds names that something else is put in for."""
    return bool(_PLACEHOLDER.search(text))


def is_address(text: str) -> bool:
    """Tell whether a post can say that it is there: at an address, or by a pattern."""
    if has_placeholder(text):
        return not check(text)
    return text.startswith("/") and bool(text.strip("/")) and ":" not in text


def page_at(address: str) -> dict[str, str]:
    """Return the URL and the file of the page at an address from the root.

    Args:
        address: ``/a/b/``, ``/a/b`` or ``/a/b.html``, its characters as they are.

    Returns:
        ``url`` and ``save_as``, as Pelican's metadata has them.
    """
    path = address.strip("/")
    if address.endswith("/") or not path.endswith((".html", ".htm")):
        path, file = f"{path}/", f"{path}/index.html"
    else:
        file = path
    return {"url": quote(path, safe=_SAFE), "save_as": file}


# The names


_Filler = Callable[[PostNames], str]

_SAFE = "/~!$&'()*+,;=:@"
"""What needs no escape in an address, beside letters, digits and ``-._``."""
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_UNFIT = re.compile(r"[^\w.~!$&()+,;=@-]+")
"""What Jekyll puts a hyphen for in the names of pages."""


def _fit(text: str) -> str:
    """Return a text as one step of an address."""
    name = _UNFIT.sub("-", text).strip("-")
    return name if name.strip(".") else ""


def _title(post: PostNames) -> str:
    """Return the slug, or what Jekyll has in its place: the file's undated name."""
    if not post.has_slug and post.file.is_dated:
        return _fit(post.file.undated_name)
    return post.slug


def _file_name(post: PostNames) -> str:
    return _fit(post.file.name).lower()


def _base_name(post: PostNames) -> str:
    return _fit(post.file.name)


def _path(post: PostNames) -> str:
    return "/".join(map(_fit, (*post.file.folder.parts, post.file.name)))


def _slug_or_file_name(post: PostNames) -> str:
    return post.slug if post.has_slug else _file_name(post)


def _categories(post: PostNames) -> str:
    return "/".join(filter(None, (_fit(name.lower()) for name in post.categories)))


def _sections(post: PostNames) -> str:
    return "/".join(_fit(name.lower()) for name in post.file.folder.parts)


def _date(format_: str) -> _Filler:
    return lambda post: post.date.strftime(format_)


_NAMING: Mapping[str, _Filler] = {
    "title": _title,
    "slug": lambda post: _title(post).lower(),
    "filename": _file_name,
    "contentbasename": _file_name,
    "slugorfilename": _slug_or_file_name,
    "slugorcontentbasename": _slug_or_file_name,
    "basename": _base_name,
    "path": _path,
}
"""The names that tell one post from another."""
_NAMES: Mapping[str, _Filler] = {
    **_NAMING,
    "year": lambda post: f"{post.date.year:04}",
    "short_year": _date("%y"),
    "month": _date("%m"),
    "i_month": lambda post: str(post.date.month),
    "day": _date("%d"),
    "i_day": lambda post: str(post.date.day),
    "y_day": _date("%j"),
    "yearday": lambda post: str(post.date.timetuple().tm_yday),
    "hour": _date("%H"),
    "minute": _date("%M"),
    "second": _date("%S"),
    "categories": _categories,
    "section": lambda post: _sections(post).partition("/")[0],
    "sections": _sections,
    "output_ext": lambda _: ".html",
}
_STYLES: Mapping[str, str] = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
"""Jekyll's own patterns by their names."""


@functools.cache
def _parts(pattern: str) -> tuple[str | _Filler, ...]:
    """Return the texts of a pattern, and what fills its gaps."""
    pattern = _STYLES.get(pattern, pattern)
    parts = re.split(_PLACEHOLDER, pattern)
    names = parts[1::2]
    unknown = [name for name in names if name not in _NAMES]
    if unknown:
        raise ValueError(f"names among :{', :'.join(_NAMES)}")
    if not pattern.startswith("/") or ".." in pattern or not {*names} & {*_NAMING}:
        raise ValueError(f"an address from / on with one of :{', :'.join(_NAMING)}")
    return tuple(
        _NAMES[part] if index % 2 else part for index, part in enumerate(parts)
    )
