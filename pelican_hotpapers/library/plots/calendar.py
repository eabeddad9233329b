"""The archive as a calendar: a square a day, tinted by its hottest paper.

Not by the number of papers: many sites have as many each day, and the calendar would
be one tint. Not by the score itself either: counts were not always taken in the same
way, nor of the same service, and one day can outshine a year. So the days of a year
are put into five classes, as many in each, and each year has its own.

A day without a digest is left blank, but for one that should have a digest: that is
crossed out.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from pelican_hotpapers.library import Library
from pelican_hotpapers.library.plots.axis import Tick
from pelican_hotpapers.model import Digest
from pelican_hotpapers.translation import ENGLISH, Translation

WEEK = 7
CLASSES = 5
PITCH = 18
"""From a day to the next."""
SIZE = 16
"""Of a day's square."""
TOP = 18
"""Room for the names of months."""
HALVES = ((0, 1), (2, 3))
"""The quarters of each half of a year."""
WEEKS = 14
"""The most weeks that a quarter can touch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that has a digest, or should have one."""

    date: dt.date
    papers: int
    hottest: int
    """The highest score of its papers."""
    tint: int
    """Its class, from 1 to 5, the hottest; 0 for a day without papers."""
    is_missing: bool = False
    """Whether it has no digest."""


@dataclass(frozen=True, slots=True)
class Square:
    """A day, and where its square begins."""

    day: Day
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """Three months of weeks side by side, each from Monday down to Sunday."""

    months: tuple[Tick, ...]
    """The names of its months, above the week that each begins in."""
    ground: str
    """The path of lines, one a week, which dashes turn into squares: all its days."""
    tints: tuple[tuple[int, tuple[Square, ...]], ...]
    """The days that have a digest, by their tint, the faintest first."""
    missing: tuple[Square, ...] = ()
    """The days that should have one."""
    size: int = SIZE
    gap: int = PITCH - SIZE
    width: int = PITCH * WEEKS - PITCH + SIZE
    height: int = TOP + PITCH * WEEK - PITCH + SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The digests of a year."""

    year: int
    digests: int
    papers: int
    """All papers of its days, one that was hot on two counted twice."""
    halves: tuple[tuple[Quarter, ...], ...]
    """Its quarters, those of a half beside each other."""
    weeks: tuple[tuple[str, tuple[Day | None, ...]], ...]
    """The rows of the table: a Monday, and the days from it that have a digest, or
    should have one."""

    @property
    def has_missing(self) -> bool:
        """Whether a day is missing."""
        return any(quarter.missing for half in self.halves for quarter in half)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """The days of an archive, or of a year of it."""

    years: tuple[Year, ...]
    """Those that have a digest, the newest first."""
    weekdays: tuple[str, ...] = ENGLISH.weekdays
    classes: int = CLASSES
    has_missing: bool = False
    """Whether a day is missing."""


def calendar_heat_map(
    library: Library,
    missing: Iterable[dt.date] = frozenset(),
    translation: Translation = ENGLISH,
) -> HeatMap:
    """Return the plot of all days; without years for an empty library.

    Quarters that are still to come are left out; so are those before the first digest
    where all are of one year. In several years, each stands below the same of another.

    Args:
        library: The digests.
        missing: Days that should have a digest.
        translation: The words of the site's language.
    """
    if not library.digests:
        return HeatMap(years=())
    there = {digest.date for digest in library.digests}
    first = min(there)
    absent = sorted(day for day in missing if day > first and day not in there)
    last = max((*there, *absent))
    begin = first if first.year == last.year else first.replace(month=1)
    found = groupby(library.digests, key=lambda digest: digest.date.year)
    by_year = {year: tuple(digests) for year, digests in found}
    years = sorted({*by_year, *(day.year for day in absent)}, reverse=True)
    return HeatMap(
        years=tuple(
            _year(
                by_year.get(year, ()),
                [day for day in absent if day.year == year],
                max(begin, dt.date(year, 1, 1)),
                min(last, dt.date(year, 12, 31)),
                translation,
            )
            for year in years
        ),
        weekdays=translation.weekdays,
        has_missing=bool(absent),
    )


def _year(
    digests: Sequence[Digest],
    absent: Iterable[dt.date],
    first: dt.date,
    end: dt.date,
    translation: Translation,
) -> Year:
    """Return what there is of a year between two days of it."""
    days = _days(digests)
    for day in absent:
        days[day] = Day(date=day, papers=0, hottest=0, tint=0, is_missing=True)
    days = dict(sorted(days.items()))
    quarters = {
        number: _quarter(dt.date(first.year, 3 * number + 1, 1), days, translation)
        for number in range(_quarter_of(first), _quarter_of(end) + 1)
    }
    halves = (
        tuple(quarters[number] for number in half if number in quarters)
        for half in HALVES
    )
    return Year(
        year=first.year,
        digests=len(digests),
        papers=sum(len(digest.papers) for digest in digests),
        halves=tuple(filter(None, halves)),
        weeks=tuple(_weeks(days, translation)),
    )


def _quarter_of(day: dt.date) -> int:
    """Return in which quarter of its year a day is, from 0."""
    return (day.month - 1) // 3


def _days(digests: Sequence[Digest]) -> dict[dt.date, Day]:
    """Return the days of a year's digests."""
    hottest = {
        digest.date: max((paper.score for paper in digest.papers), default=0)
        for digest in digests
    }
    ranked = sorted(hottest[digest.date] for digest in digests if digest.papers)
    return {
        digest.date: Day(
            date=digest.date,
            papers=len(digest.papers),
            hottest=hottest[digest.date],
            tint=_tint(digest, hottest[digest.date], ranked),
        )
        for digest in digests
    }


def _tint(digest: Digest, hottest: int, ranked: Sequence[int]) -> int:
    """Return the class of a day by the share of days that are not hotter."""
    if not digest.papers:
        return 0
    if hottest <= 0:
        return 1
    return ceil(CLASSES * bisect_right(ranked, hottest) / len(ranked))


def _quarter(
    first: dt.date, days: Mapping[dt.date, Day], translation: Translation
) -> Quarter:
    """Return the quarter that begins with a day."""
    starts = [first.replace(month=first.month + number) for number in range(3)]
    _, length = monthrange(first.year, first.month + 2)
    last = starts[-1].replace(day=length)
    squares = [
        Square(day, *_place(day.date, first))
        for day in days.values()
        if first <= day.date <= last
    ]
    drawn = [square for square in squares if not square.day.is_missing]
    by_tint = groupby(sorted(drawn, key=_tint_of), key=_tint_of)
    return Quarter(
        months=tuple(
            Tick(_place(start, first)[0], translation.month_alone(start.month))
            for start in starts
        ),
        ground=_ground(first, last),
        tints=tuple((tint, tuple(found)) for tint, found in by_tint),
        missing=tuple(square for square in squares if square.day.is_missing),
    )


def _tint_of(square: Square) -> int:
    return square.day.tint


def _place(day: dt.date, first: dt.date) -> tuple[int, int]:
    """Return where a day's square is in the quarter that begins with another."""
    week = (day.toordinal() - _monday(first)) // WEEK
    return week * PITCH, TOP + day.weekday() * PITCH


def _monday(day: dt.date) -> int:
    """Return the ordinal of the Monday on or before a day."""
    return day.toordinal() - day.weekday()


def _ground(first: dt.date, last: dt.date) -> str:
    """Return the path of all weeks from one day to another."""
    last_x, last_y = _place(last, first)
    _, y = _place(first, first)
    lines = []
    for x in range(0, last_x + 1, PITCH):
        end = last_y if x == last_x else TOP + (WEEK - 1) * PITCH
        lines.append(f"M{x + SIZE // 2} {y}V{end + SIZE}")
        y = TOP
    return "".join(lines)


def _weeks(
    days: Mapping[dt.date, Day], translation: Translation
) -> Iterator[tuple[str, tuple[Day | None, ...]]]:
    """Yield the weeks that have a digest, or should, the first one first."""
    for ordinal, found in groupby(days.values(), key=lambda day: _monday(day.date)):
        monday = dt.date.fromordinal(ordinal)
        by_weekday = {day.date.weekday(): day for day in found}
        yield (
            translation.day_of_year(monday).replace(" ", "\N{NO-BREAK SPACE}"),
            tuple(by_weekday.get(weekday) for weekday in range(WEEK)),
        )
