"""Answers that come page by page, read within bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pelican_hotpapers.errors import SourceError

Record = TypeVar("Record")

MOST_EMPTY = 3
"""Empty pages in a row after which no more are asked for."""
SHORT_PAGES = 4
"""Services give fewer records than fit on a page; this many times the pages."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Record]):
    """Some of the records, and how to ask for those after them."""

    records: Sequence[Record]
    next: str = ""
    """The token, cursor or number of the next page; empty on the last one."""
    notes: Sequence[str] = ()
    """What the service said is missing, a sentence each without its full stop."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[Record]):
    """All pages, as far as they were read."""

    pages: tuple[Page[Record], ...]
    broke_off: str = ""
    """Why there may be more, as the rest of a sentence; empty when all were read."""
    failure: SourceError | None = None
    """What made it break off, if it was that."""

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of all pages."""
        return tuple(record for page in self.pages for record in page.records)

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes of all pages."""
        return tuple(note for page in self.pages for note in page.notes)


def read_pages(
    ask: Callable[[str, int], Page[Record]],
    *,
    most: int,
    bound: str,
    size: int,
    least: int = 1,
) -> Reading[Record]:
    """Ask for page after page.

    Whatever a service answers, the pages asked for are few: a page that comes again
    ends the reading, and so do empty pages.

    Args:
        ask: Takes what the page before said of the next one, and how many records to
            ask for; raises SourceError.
        most: The most records to ask for.
        bound: What to say when they were read, as the rest of a sentence.
        size: The most records of a page.
        least: The fewest records that can be asked for.
    """
    pages: list[Page[Record]] = []
    asked: set[str] = set()
    token = ""
    room = most
    while room >= least and len(pages) < MOST_EMPTY + SHORT_PAGES * -(-most // size):
        try:
            page = ask(token, min(size, room))
        except SourceError as error:
            return Reading(tuple(pages), error.reason, error)
        pages.append(page)
        asked.add(token)
        token = page.next
        room -= len(page.records)
        if not token:
            return Reading(tuple(pages))
        if token in asked:
            return Reading(tuple(pages), "the same page came again")
        if len(pages) >= MOST_EMPTY and not any(map(_records, pages[-MOST_EMPTY:])):
            return Reading(tuple(pages), "page after page was empty")
    return Reading(tuple(pages), bound)


def _records(page: Page[Record]) -> Sequence[Record]:
    return page.records
