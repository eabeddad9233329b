"""Single values of front matter, converted for their keys.

For a value that does not fit, each function raises a ValueError that says what it
expected.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from markupsafe import Markup
from pelican.utils import SafeDatetime, get_date

from pelican_hotpapers.addresses import LONGEST_NAME
from pelican_hotpapers.formats.frontmatter import A_DATE, read_date
from pelican_hotpapers.languages import is_language_tag

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_A_ZONE = "a time zone as in Asia/Tokyo"
_LONGEST_ZONE = 60
"""Letters of the name of a time zone; the longest known has 32."""
_LONGEST_PATH = 1000
_FLAGS = {"true": True, "yes": True, "on": True} | {
    "false": False,
    "no": False,
    "off": False,
}


def as_text(value: object) -> str:
    """Return text; a number becomes text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("text")  # noqa: TRY004  one error for all that does not fit
    return str(value).strip()


def as_line(value: object) -> str:
    """Return text of one line; a number becomes text."""
    text = as_text(value)
    if _CONTROL.search(text):
        raise ValueError("one line of text")
    return text


def as_word(value: object) -> str:
    """Return text; ``true`` and ``false`` are text as well."""
    return str(value).lower() if isinstance(value, bool) else as_text(value)


def as_flag(value: object) -> bool:
    """Return a flag, written as ``true``, ``yes``, ``on`` or the opposite."""
    flag = _FLAGS.get(str(value).lower()) if isinstance(value, str | bool) else None
    if flag is None:
        raise ValueError("true or false")
    return flag


def as_date(value: object) -> SafeDatetime:
    """Return a date of Pelican's type."""
    try:
        date = read_date(value)
    except ValueError:
        date = _date_by_pelican(value)
    return with_time(date)


def with_time(date: dt.date) -> SafeDatetime:
    """Return a date of Pelican's type, at midnight if it has no time."""
    if not isinstance(date, dt.datetime):
        return SafeDatetime(date.year, date.month, date.day)
    return SafeDatetime.combine(date.date(), date.timetz())


def _date_by_pelican(value: object) -> dt.datetime:
    """Read what Pelican reads as a date and `read_date` finds too vague."""
    if not isinstance(value, str):
        raise ValueError(A_DATE)  # noqa: TRY004  one error for all that is no date
    try:
        return get_date(value.replace("_", " "))
    except (ValueError, OverflowError):
        raise ValueError(A_DATE) from None


def as_language(value: object) -> str:
    """Return the tag of a language."""
    text = as_text(value)
    if not is_language_tag(text.replace("_", "-")):
        raise ValueError("a language as in en or pt-BR")
    return text


def as_timezone(value: object) -> str:
    """Return the name of a time zone."""
    text = as_line(value)
    if len(text) > _LONGEST_ZONE:  # each part of a name is a step of an import
        raise ValueError(_A_ZONE)
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        raise ValueError(_A_ZONE) from None
    return text


def as_path(value: object) -> str:
    """Return an address within the site."""
    text = as_line(value)
    parts = re.split(r"[/\\]", text)
    if ".." in parts or len(text) > _LONGEST_PATH:
        raise ValueError("an address within the site")
    if max(len(part.encode()) for part in parts) > LONGEST_NAME:
        raise ValueError(f"names of at most {LONGEST_NAME} bytes between the slashes")
    return text


def as_url(value: object) -> str:
    """Return the URL of a page, within the site or on another one."""
    text = as_path(value)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        raise ValueError("an address within the site, or one of http or https")
    return text


_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
"""The beginning of an address that is complete, as Pelican joins it to SITEURL."""


def as_address(value: object) -> str:
    """Return an address within the site, its characters as they are."""
    return as_path(unquote(as_line(value)))


_NO_PATH = re.compile(r"^//|^[a-z][a-z0-9+.-]*+:|[?#]", re.IGNORECASE)
"""The beginning of another site's address, or a query or fragment."""


def as_old_address(value: object, folder: str = "") -> str:
    """Return an address that a post had before, from the site's root.

    Args:
        value: The address, in a folder of the site where it has no slash before it.
        folder: That folder.
    """
    text = as_line(unquote(as_line(value)))
    path = posixpath.join("" if text.startswith("/") else folder, text.lstrip("/"))
    path = posixpath.normpath(path)
    if _NO_PATH.search(text) or path == ".":
        raise ValueError("the address of another page of the site, as in /2021/old/")
    return f"/{as_path(path)}{'/' if text.endswith('/') else ''}"


def as_file(value: object) -> str:
    """Return the name of a file within the site."""
    text = as_path(value).lstrip("/")
    if text.endswith(("/", "/.")) or text == ".":
        raise ValueError("the name of a file")
    return text


def as_slug(value: object) -> str:
    """Return a slug, which may hold slashes."""
    return as_path(value).strip("/")


def template_parts(name: str) -> list[str]:
    """Return the folders and the file of a template, as Jinja and Pelican find it.

    That is without ``!theme/`` and ``!simple/``, which say where Pelican looks for it.
    """
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return parts[1:] if parts[:1] in (["!theme"], ["!simple"]) else parts


def as_template(name: str) -> str:
    """Return the name of a template of the theme; those of the plugin are no pages."""
    if [part.lower() for part in template_parts(name)[:1]] == ["hotpapers"]:
        raise ValueError("a template of the theme, none of pelican-hotpapers")
    return name


_BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")


def as_attribute(value: object) -> Markup:
    """Return text for an attribute, where themes put it as it is.

    As Markup, so that a theme that escapes does not escape it twice.
    """
    text = _BARE_AMPERSAND.sub("&amp;", as_text(value))
    for raw, escaped in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        text = text.replace(raw, escaped)
    return Markup(text)  # noqa: S704  it has just been escaped


def as_unknown(value: object) -> object:
    """Return the value of an unknown key: numbers as text, others unchanged."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value
