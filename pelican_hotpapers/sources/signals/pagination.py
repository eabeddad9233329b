"""Results that come page by page, read within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.ranking import Mention
from pelican_hotpapers.sources import SignalReport
from pelican_hotpapers.sources.signals.found_posts import FoundPost

MOST_EMPTY = 3
"""Empty pages in a row after which no more are asked for."""
SHORT_PAGES = 4
"""Services give fewer records than fit on a page; this many times the pages."""


@dataclass(frozen=True, slots=True)
class PostPage:
    """Some of the posts, and how to ask for those after them."""

    records: Sequence[FoundPost | None]
    """None in the place of a post that could not be read."""
    next: str = ""
    """The token, cursor or number of the next page; empty on the last one."""
    notes: Sequence[str] = ()
    """What the service said is missing, a sentence each without its full stop."""
    total: int = 0
    """How many records there are on all pages, where the service tells."""


@dataclass(frozen=True, slots=True)
class PagedPosts:
    """All pages that were read, and why there may be more."""

    pages: tuple[PostPage, ...]
    broke_off: str = ""
    """Why there may be more, as the rest of a sentence; empty when all were read."""
    failure: SourceError | None = None
    """What made it break off, if it was that."""

    @property
    def records(self) -> tuple[FoundPost | None, ...]:
        """The records of all pages."""
        return tuple(record for page in self.pages for record in page.records)

    @property
    def total(self) -> int:
        """How many records there are, by what the service told."""
        return max((page.total for page in self.pages), default=0)

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes of all pages."""
        return tuple(note for page in self.pages for note in page.notes)


def read_pages(
    ask: Callable[[str, int], PostPage],
    *,
    most: int,
    bound: str,
    size: int,
    least: int = 1,
) -> PagedPosts:
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
    pages: list[PostPage] = []
    asked: set[str] = set()
    token = ""
    room = most
    while room >= least and len(pages) < MOST_EMPTY + SHORT_PAGES * -(-most // size):
        try:
            page = ask(token, min(size, room))
        except SourceError as error:
            return PagedPosts(tuple(pages), error.reason, error)
        pages.append(page)
        asked.add(token)
        token = page.next
        room -= len(page.records)
        if not token:
            return PagedPosts(tuple(pages))
        if token in asked:
            return PagedPosts(tuple(pages), "the same page came again")
        last = pages[-MOST_EMPTY:]
        if len(last) == MOST_EMPTY and not any(page.records for page in last):
            return PagedPosts(tuple(pages), "page after page was empty")
    return PagedPosts(tuple(pages), bound)


def report_on(
    service: str,
    results: Sequence[PagedPosts],
    mentions: tuple[Mention, ...],
    problems: Iterable[str] = (),
) -> SignalReport:
    """Return what a service was found to say, with all that is wrong.

    Args:
        service: Its name, for a person: ``Hacker News``.
        results: All that it was asked.
        mentions: What of it is about the papers.
        problems: What is wrong as well, a sentence each.

    Raises:
        SourceError: Nothing could be had.
    """
    failures = [one.failure for one in results if one.failure]
    if failures and not any(one.pages for one in results):
        raise failures[0]
    unreadable = sum(one.records.count(None) for one in results)
    unfinished = f"{service} was not read to the end"
    sentences = [
        *problems,
        *(note for one in results for note in one.notes),
        *(
            f"{unfinished}: {one.broke_off}"
            for one in results
            if one.broke_off and not one.failure
        ),
    ]
    if unreadable:
        sentences.append(f"{service} gave posts that could not be read: {unreadable:,}")
    lacks = f"{unfinished}: {failures[0].reason}" if failures else ""
    return SignalReport(mentions, tuple(dict.fromkeys(sentences)), lacks)
