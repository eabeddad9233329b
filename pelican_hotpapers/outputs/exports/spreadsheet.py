"""Papers as CSV, for spreadsheets and for programs (RFC 4180)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from csv import writer
from io import StringIO

from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.library import LibraryEntry
from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url, ascii_pdf_url

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula in some spreadsheet (OWASP, "CSV Injection")."""


def csv_rows(entries: Iterable[LibraryEntry]) -> str:
    """Write papers as rows of a table.

    A text that a spreadsheet would take for a formula has a ``'`` before it.

    Args:
        entries: In the order of the rows.

    Returns:
        A row for each paper, with CR and LF at its end. Lists in a cell are parted by
        ``; ``, days by a space; signals are ``name=count``.
    """
    return _written(
        [_cell(value) if value else value for value in values]
        for values in ([of(entry) for of in _COLUMNS.values()] for entry in entries)
    )


def csv_file(rows: Iterable[str]) -> str:
    """Put a header and what `csv_rows` gave together to a table."""
    return "".join([_written([_COLUMNS]), *rows])


def _written(rows: Iterable[Iterable[str | int]]) -> str:
    text = StringIO()
    writer(text).writerows(rows)  # its defaults are those of RFC 4180
    return text.getvalue()


def _cell(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    text = plain_line(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _days(entry: LibraryEntry) -> str:
    return " ".join(hot.day.isoformat() for hot in entry.hot)


def _signals(entry: LibraryEntry) -> str:
    return "; ".join(f"{name}={count}" for name, count in entry.paper.signals.items())


_COLUMNS: Mapping[str, Callable[[LibraryEntry], str | int]] = {
    "arxiv_id": lambda entry: entry.arxiv_id,
    "title": lambda entry: tex.to_text(entry.paper.title),
    "authors": lambda entry: "; ".join(map(tex.to_text, entry.paper.authors)),
    "primary_category": lambda entry: entry.paper.primary_category,
    "categories": lambda entry: "; ".join(entry.paper.categories),
    "first_day": lambda entry: entry.first.isoformat(),
    "last_day": lambda entry: entry.last.isoformat(),
    "days": _days,
    "best_rank": lambda entry: min(hot.rank for hot in entry.hot),
    "best_score": lambda entry: entry.score,
    "reposts": lambda entry: entry.paper.reposts,
    "likes": lambda entry: entry.paper.likes,
    "signals": _signals,
    "abs_url": lambda entry: ascii_abs_url(entry.paper),
    "pdf_url": lambda entry: ascii_pdf_url(entry.paper),
    "code_url": lambda entry: safe_url(entry.paper.code_url),
    "project_url": lambda entry: safe_url(entry.paper.project_url),
    "published": lambda entry: _day(entry.paper.published),
    "updated": lambda entry: _day(entry.paper.updated),
    "comment": lambda entry: tex.to_text(entry.paper.comment),
    "journal_ref": lambda entry: tex.to_text(entry.paper.journal_ref),
    "doi": lambda entry: entry.paper.doi,
    "license": lambda entry: safe_url(entry.paper.license),
    "organization": lambda entry: tex.to_text(entry.paper.organization),
    "keywords": lambda entry: "; ".join(map(tex.to_text, entry.paper.keywords)),
    "discussions": lambda entry: " ".join(
        safe_url(each.url) for each in entry.paper.discussions
    ),
}
"""The header, and what stands below each name of it."""
