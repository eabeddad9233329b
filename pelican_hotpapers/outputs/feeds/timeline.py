"""When a paper appeared, and how the papers of a feed are divided among documents.

A reader's program sorts by time, takes what is newer than what it has seen, and may
lose one of two entries of the same time. So a paper's time follows from its **first**
day and its rank on that day alone: noon, less a second for each rank. Then it is

- unlike any other, since there is one digest a day, and a rank is given once;
- the same in every feed and every build: neither other papers, nor later days, nor
  the clock of whoever builds the site have a say in it;
- of the digest's own day, as people in nearly all time zones see it, and not later;
- later for the hotter of two papers, so that they are listed as the digest has them.

That a paper is hot again changes its counts and its posts, but is not news to those
who have it already. Were the last day taken, it would move up, all documents after its
old place would change, and a program that has fetched these would have it twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pelican_hotpapers.library import Entry
from pelican_hotpapers.outputs.feeds.model import Item

SIZE = 50
"""Papers in a document of the archive. The one to subscribe to has at least as many,
and fewer than twice as many."""
MOST_ARCHIVES = 20
"""Documents of an archive, which are a thousand papers; what is older is left to the
pages. A paper has about 3 kB in each format, and is in the feeds of all its
categories."""

_NOON = dt.time(12, tzinfo=dt.UTC)
_LAST_RANK = 12 * 60 * 60
"""The last rank with a second of its own: midnight."""
_MOMENT = dt.timedelta(microseconds=1)


def moments(entries: Iterable[Entry]) -> Mapping[str, dt.datetime]:
    """Return when papers appeared.

    Args:
        entries: Papers with all of their days, each once.

    Returns:
        Distinct times in UTC, by arXiv identifier. Should papers share a rank, each is
        a microsecond later than the next by identifier.
    """
    found: dict[str, dt.datetime] = {}
    latest = dt.datetime.min.replace(tzinfo=dt.UTC)
    by_id = sorted(entries, key=lambda entry: entry.arxiv_id, reverse=True)
    for entry in sorted(by_id, key=_wanted):
        latest = max(_wanted(entry), latest + _MOMENT)
        found[entry.arxiv_id] = latest
    return found


def _wanted(entry: Entry) -> dt.datetime:
    first = entry.hot[0]
    noon = dt.datetime.combine(first.day, _NOON)
    return noon - dt.timedelta(seconds=min(max(first.rank, 0), _LAST_RANK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one document of a feed has, with those beside it, as RFC 5005 links them."""

    number: int
    """From 1, the oldest, in the archive; 0 for the document to subscribe to."""
    items: tuple[Item, ...]
    """The newest first."""
    older: int | None
    """The number of the document of the archive that goes on from here."""
    newer: int | None
    """The number of the next newer document of the archive, for one in the archive."""


def parts(
    items: Iterable[Item], *, size: int = SIZE, archives: int = MOST_ARCHIVES
) -> Iterator[Part]:
    """Divide the papers of a feed among documents, each paper into one.

    The archive is filled from the oldest paper on, and a document of it is there only
    once it is full, so that it has the same papers for ever. What does not fill
    another one stays with the newest in the document to subscribe to.

    Args:
        items: The papers, in any order, each once.
        size: Papers in a document of the archive; at least 1.
        archives: The most documents of the archive. Beyond it the oldest are left out;
            the others keep their numbers.

    Yields:
        The document to subscribe to, then the archive, the newest first.
    """
    newest_first = sorted(items, key=lambda item: item.appeared, reverse=True)
    full = max(len(newest_first) // size - 1, 0)
    oldest = max(full - archives, 0) + 1
    end = len(newest_first) - full * size
    yield Part(
        number=0,
        items=tuple(newest_first[:end]),
        older=full if full >= oldest else None,
        newer=None,
    )
    for number in range(full, oldest - 1, -1):
        start, end = end, end + size
        yield Part(
            number=number,
            items=tuple(newest_first[start:end]),
            older=number - 1 if number > oldest else None,
            newer=number + 1 if number < full else None,
        )
