"""What a digest's page shows of other days, which the digest cannot know by itself.

At its foot, the days beside it and the leaderboards it is in; at each paper, the other
days on which it was hot; and which of its categories have a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pelican_hotpapers.addresses import (
    COMFORTS,
    Addresses,
    category_stem,
    day_stem,
)
from pelican_hotpapers.arxiv.taxonomy import canonical
from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.model import Digest
from pelican_hotpapers.outputs.exports import CITATION_FORMATS
from pelican_hotpapers.pages import Link
from pelican_hotpapers.pages.listings import PERIODS
from pelican_hotpapers.pages.periods import Period
from pelican_hotpapers.translation import ENGLISH, Translation

SUFFIXES = (*CITATION_FORMATS, "json", "md")
"""Of the files beside the page of a day."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A digest, as the one beside it links to it."""

    day: dt.date
    url: str
    """Relative to the site."""


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A paper on another day, as a digest that has it too links to it."""

    day: dt.date
    rank: int
    of: int
    """Papers of that day."""
    url: str
    """The place of the paper there, relative to the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """What a digest's page shows of other days."""

    before: Neighbour | None
    """The digest before; none of a draft."""
    after: Neighbour | None
    pages: tuple[Link, ...]
    """The pages from which all others are reached."""
    periods: tuple[Period, ...]
    """The week, month and year whose leaderboards have its papers."""
    other_days: Mapping[str, tuple[OtherDay, ...]]
    """Of each paper that was hot on others too, by its identifier."""
    without_page: frozenset[str]
    """The categories of its papers that have no page: only drafts have them."""
    is_published: bool
    """Whether there are files beside it, such as its citations."""


@dataclass(frozen=True)
class Neighbourhoods:
    """Finds the neighbourhood of each digest."""

    library: Library
    """The digests that can be linked to."""
    urls: Mapping[dt.date, str]
    """The address of each day's digest, relative to the site."""
    pages: tuple[Link, ...]
    """The pages from which all others are reached."""
    translation: Translation = ENGLISH
    """The words of the site's language."""

    def of(self, digest: Digest, *, is_published: bool) -> Neighbourhood:
        """Return the neighbourhood of a digest.

        Args:
            digest: One of the library, or one that nothing links to, such as a draft.
            is_published: Which of these it is.
        """
        day = digest.date
        before, after = self._beside[day] if is_published else (None, None)
        has_leaderboards = is_published and digest.papers
        return Neighbourhood(
            before=before,
            after=after,
            pages=self.pages,
            periods=_periods(day, self.translation) if has_leaderboards else (),
            other_days=dict(self._other_days(digest)),
            without_page=frozenset(self._without_page(digest)),
            is_published=is_published,
        )

    @cached_property
    def _beside(self) -> Mapping[dt.date, tuple[Neighbour | None, Neighbour | None]]:
        """The digests before and after each day."""
        days = sorted(self.urls)
        row = [None, *(Neighbour(day, self.urls[day]) for day in days), None]
        return dict(zip(days, zip(row, row[2:], strict=False), strict=False))

    def linked_paths(self, addresses: Addresses) -> Iterator[str]:
        """Yield the pages and files that digests link to beside one another."""
        for page in self.pages:
            yield addresses.page(page.stem)
        yield addresses.file(COMFORTS, "js")
        for category in self.library.categories:
            yield addresses.page(category_stem(category))
        for digest in self.library.digests:
            for period in _periods(digest.date, ENGLISH):
                yield addresses.page(period.stem)
            for suffix in SUFFIXES:
                yield addresses.file(day_stem(digest.date), suffix)

    def _other_days(self, digest: Digest) -> Iterator[tuple[str, tuple[OtherDay, ...]]]:
        for paper in digest.papers:
            entry = self.library.entries.get(paper.arxiv_id)
            if entry and (days := tuple(self._days_but(entry, digest.date))):
                yield paper.arxiv_id, days

    def _days_but(self, entry: LibraryEntry, today: dt.date) -> Iterator[OtherDay]:
        for hot in entry.hot:
            if hot.day != today:
                url = f"{self.urls[hot.day]}#{entry.paper.anchor}"
                yield OtherDay(hot.day, hot.rank, hot.of, url)

    def _without_page(self, digest: Digest) -> Iterator[str]:
        for category in chain(*(paper.categories for paper in digest.papers)):
            if canonical(category) not in self.library.categories:
                yield category


def _periods(day: dt.date, translation: Translation) -> tuple[Period, ...]:
    return tuple(period_of(day, translation) for period_of in reversed(PERIODS))
