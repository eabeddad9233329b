"""Front matter: what a blog's post says of itself above its text.

YAML between two lines of ``---``, as Jekyll, Gatsby and Hugo write it (``...`` may
close it too); or, as Hugo writes them, TOML between two lines of ``+++``, and JSON in
the braces that are its own.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats.syntax import ParsedData, read_json, read_toml, read_yaml

A_DATE = "a date as in 2021-04-07 or 2021-04-07T10:15:27Z"
"""What `read_date` expects, in the words of an error."""

_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*(?:\r?\n|\Z)")
_OPENING_JSON = re.compile(r'\ufeff?(?=\{\s*["}])')
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_CLOSINGS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\r?\n|\Z)", re.MULTILINE),
}


Kind = Literal["yaml", "toml", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """A post taken apart."""

    kind: Kind
    values: Mapping[str, Any]
    """What the front matter says; keys as they are written."""
    header: str
    """The front matter as it is written, without its fences; JSON with its braces."""
    body: str
    """The text below, as it is written."""
    body_line: int
    """The line of the file on which the body begins, from 1."""
    document: ParsedData
    """The values with their places in the file."""


def split(text: str, path: str) -> FrontMatter | None:
    """Take the front matter off a post.

    Args:
        text: The whole file; a byte order mark does no harm.
        path: The file's name, for the faults.

    Returns:
        The parts, or None where the text has no front matter: it does not begin
        with a fence or an object of JSON, or what the fences hold is prose or a list.

    Raises:
        DigestError: The front matter is never closed, or is not sound.
    """
    parts = _split_json(text, path) or _split_fenced(text, path)
    if parts is None or not isinstance(parts.document.value, dict | None):
        return None
    return FrontMatter(
        kind=parts.kind,
        values=parts.document.value or {},
        header=parts.header,
        body=text[parts.end :],
        body_line=1 + text.count("\n", 0, parts.end),
        document=parts.document,
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """The front matter of a text, and where it ends."""

    kind: Kind
    header: str
    document: ParsedData
    end: int


def _split_fenced(text: str, path: str) -> _Head | None:
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = _CLOSINGS[opening[1]].search(text, opening.end())
    if closing is None:
        raise DigestError([_never_closed(text, path, opening[1])])
    header = text[opening.end() : closing.start()]
    if opening[1] == "+++":
        document = read_toml(header, path, first_line=2)
        return _Head("toml", header, document, closing.end())
    document = read_yaml(header, path, first_line=2)
    return _Head("yaml", header, document, closing.end())


def _split_json(text: str, path: str) -> _Head | None:
    """Take JSON off a text that begins with an object of it, on lines of its own."""
    opening = _OPENING_JSON.match(text)
    if opening is None:
        return None
    start = opening.end()
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        end = len(text)  # what is wrong comes before what follows
    closing = _LINE_END.match(text, end)
    header = text[start:end]
    document = read_json(header, path)
    return _Head("json", header, document, closing.end() if closing else end)


def _never_closed(text: str, path: str, fence: str) -> Fault:
    return Fault(
        path=path,
        field="front matter",
        found=f"{fence} and no second one",
        expected=f"a line of {fence} below the last field",
        hint=f"It opens front matter, which has {text.count(chr(10))} lines so far",
    )


_LONGEST_DATE = 60

_DAY = r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
_TIME = r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d*))?)?"
_ZONE = r"Z|UTC|GMT|[+-]\d\d(?::?\d\d)?"
_DATE = re.compile(rf"{_DAY}(?:[Tt ] *{_TIME} *({_ZONE})?)?", re.ASCII | re.IGNORECASE)


def read_date(value: object) -> dt.date:
    """Read a date as blogs write it.

    ISO 8601 with or without a time and a zone; the same with a space, slashes, a
    dangling fraction (``2021-04-07T10:15:27.Z``) or a zone apart (``+0900``);
    RFC 2822; and what dateutil makes of the rest, where it names a whole day.

    Args:
        value: Text, or a date already.

    Returns:
        A datetime, aware where a zone is given; a date where no time is given.

    Raises:
        ValueError: It is no date; the error's text is what was expected.
    """
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise ValueError(A_DATE)  # noqa: TRY004  one error for all that is no date
    text = value.strip()
    if len(text) > _LONGEST_DATE:
        raise ValueError(A_DATE)
    try:
        if match := _DATE.fullmatch(text):
            return _moment(*match.groups())
        return _rfc_date(text) or _loose_date(text)
    except (ValueError, OverflowError):
        raise ValueError(A_DATE) from None


def _moment(*parts: str | None) -> dt.date:
    year, _, month, day, hour, minute, second, fraction, zone = parts
    date = dt.date(int(year or 0), int(month or 0), int(day or 0))
    if hour is None:
        return date
    time = dt.time(
        int(hour),
        int(minute or 0),
        int(second or 0),
        int(f"{fraction or '':0<6.6}"),
        tzinfo=_zone(zone) if zone else None,
    )
    return dt.datetime.combine(date, time)


def _zone(written: str) -> dt.tzinfo:
    if written[0] not in "+-":
        return dt.UTC
    hours, minutes = int(written[1:3]), int(written[3:].lstrip(":") or 0)
    offset = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-offset if written[0] == "-" else offset)


def _rfc_date(text: str) -> dt.datetime | None:
    """Read RFC 2822, whose zones by name (``EST``) are its own."""
    if "," not in text:
        return None
    try:
        return email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _loose_date(text: str) -> dt.datetime:
    """Read what dateutil can, if it says the same day whatever today is."""
    # Pelican's own, and rarely needed.
    from dateutil import parser  # type: ignore[import-untyped]  # noqa: PLC0415

    first: dt.datetime
    first, second = (
        parser.parse(text, default=default, tzinfos=_named_zone)
        for default in (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2))
    )
    if first != second:
        raise ValueError(A_DATE)
    return first


def _named_zone(name: str | None, offset: int | None) -> dt.tzinfo | None:
    if offset is not None:
        return dt.timezone(dt.timedelta(seconds=offset))
    if name is None:
        return None
    raise ValueError(f"unknown time zone {excerpt(name)}")
