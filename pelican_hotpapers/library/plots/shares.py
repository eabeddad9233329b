"""A category's share of the hot papers over time."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, pairwise

from pelican_hotpapers.library import Library
from pelican_hotpapers.library.plots.axis import Tick, rounded
from pelican_hotpapers.translation import ENGLISH, Translation

WIDTH = 100
"""All widths are in per cent: the line and the area are stretched to the figure."""
HEIGHT = 120
TOPS = (0.02, 0.04, 0.1, 0.2, 0.4, 0.6, 0.8, 1)
"""Where the vertical axis may end: half of it is a round number too."""
SHORT = dt.timedelta(days=200)
"""An archive not longer than this is shown by weeks."""
MOST_TICKS = 5
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The papers that were hot in a month, or in a week."""

    first: dt.date
    """Its first day."""
    end: int
    """The ordinal of the day after its last one."""
    name: str
    """``Apr 2021``, or of a week its Monday, ``2021-04-05``."""
    papers: int
    """How many there were, each counted once."""
    counts: Mapping[str, int]
    """How many of them are in each category, cross-lists too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The counts behind the plots of all categories, counted once."""

    unit: str
    """``month`` or ``week``."""
    spans: tuple[Span, ...]
    """Those in which papers were hot, the first one first."""

    @classmethod
    def of(cls, library: Library, translation: Translation = ENGLISH) -> Shares:
        """Count the papers of a library by months, or by weeks while it is young."""
        days = [digest.date for digest in library.digests if digest.papers]
        if days and days[0] - days[-1] <= SHORT:
            return cls(unit="week", spans=tuple(_spans(library, _week, translation)))
        return cls(unit="month", spans=tuple(_spans(library, _month, translation)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A category's share in a span."""

    name: str
    """The span's."""
    papers: int
    """Papers of the category."""
    of: int
    """All papers."""
    share: str
    """The share, written: ``34%``."""
    x: float
    """The middle of the span, in per cent."""
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOverTime:
    """A category's share of the hot papers, by month or week."""

    category: str
    unit: str
    """``month`` or ``week``."""
    points: tuple[Point, ...]
    """One a span that has papers; nothing is known of others, and nothing drawn."""
    line: str
    """The path through points that follow each other."""
    area: str
    """The path round what is under the line."""
    dots: tuple[Point, ...]
    """The last point, and those that no line reaches."""
    levels: tuple[Tick, ...]
    """Heights with their shares; the first is 0, the last the highest."""
    ticks: tuple[Tick, ...]
    """Times, in per cent."""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def last(self) -> Point:
        """The newest point."""
        return self.points[-1]

    @property
    def highest(self) -> Point:
        """The point of the largest share, the newest of equals."""
        return min(reversed(self.points), key=lambda point: point.y)


def share_over_time(
    shares: Shares, category: str, translation: Translation = ENGLISH
) -> ShareOverTime:
    """Return the plot of a category's share; without points for an empty library.

    Args:
        shares: ``Shares.of(library)``, made once for all categories.
        category: ``cs.LG``.
        translation: The words of the site's language.
    """
    spans = shares.spans
    most = max(
        (span.counts.get(category, 0) / span.papers for span in spans), default=0
    )
    top = next(top for top in TOPS if most <= top)
    left, right = (spans[0].first.toordinal(), spans[-1].end) if spans else (1, 2)
    points = tuple(
        Point(
            name=span.name,
            papers=span.counts.get(category, 0),
            of=span.papers,
            share=_percent(span.counts.get(category, 0) / span.papers, translation),
            x=rounded(_along((span.first.toordinal() + span.end) / 2, left, right)),
            y=rounded(HEIGHT * (1 - span.counts.get(category, 0) / span.papers / top)),
        )
        for span in spans
    )
    runs = list(_runs(spans, points))
    lines = [run for run in runs if len(run) > 1]
    return ShareOverTime(
        category=category,
        unit=shares.unit,
        points=points,
        line="".join(map(_line, lines)),
        area="".join(map(_area, lines)),
        dots=tuple(run[-1] for run in runs if len(run) == 1 or run is runs[-1]),
        levels=tuple(
            Tick(rounded(HEIGHT * (1 - level)), _percent(top * level, translation))
            for level in (0, 0.5, 1)
        ),
        ticks=tuple(_ticks(left, right, translation)),
    )


def _spans(
    library: Library,
    span_of: Callable[[dt.date, Translation], tuple[dt.date, int, str]],
    translation: Translation,
) -> Iterator[Span]:
    """Yield the spans that have papers, the first one first."""
    found: dict[tuple[dt.date, int, str], set[str]] = defaultdict(set)
    for digest in reversed(library.digests):
        if digest.papers:
            papers = (paper.arxiv_id for paper in digest.papers)
            found[span_of(digest.date, translation)].update(papers)
    for (first, end, name), ids in found.items():
        counts = Counter(
            each for one in ids for each in library.entries[one].categories
        )
        yield Span(first=first, end=end, name=name, papers=len(ids), counts=counts)


def _month(day: dt.date, translation: Translation) -> tuple[dt.date, int, str]:
    """Return the first day of a month, the ordinal of its end, and its name."""
    first = day.replace(day=1)
    _, length = monthrange(day.year, day.month)
    return first, first.toordinal() + length, translation.short_month(day)


def _week(day: dt.date, translation: Translation) -> tuple[dt.date, int, str]:
    """Return the Monday of a week, the ordinal of its end, and its name."""
    monday = dt.date.fromordinal(day.toordinal() - day.weekday())
    return monday, monday.toordinal() + WEEK, translation.date(monday)


def _along(ordinal: float, left: int, right: int) -> float:
    return WIDTH * (ordinal - left) / (right - left)


def _runs(
    spans: tuple[Span, ...], points: tuple[Point, ...]
) -> Iterator[tuple[Point, ...]]:
    """Yield the points of spans that follow each other without a gap."""
    starts = [
        number
        for number, (before, span) in enumerate(pairwise(spans), 1)
        if before.end != span.first.toordinal()
    ]
    for start, end in pairwise([0, *starts, len(points)]):
        if start < end:
            yield points[start:end]


def _line(run: tuple[Point, ...]) -> str:
    return "M" + "L".join(f"{point.x} {point.y}" for point in run)


def _area(run: tuple[Point, ...]) -> str:
    return f"{_line(run)}V{HEIGHT}H{run[0].x}Z"


def _percent(share: float, translation: Translation) -> str:
    """Write a share: ``34%``, with a decimal place under ten."""
    number = 100 * share
    is_large = number >= 10  # noqa: PLR2004
    return translation.percent(round(number) if is_large else rounded(number))


def _ticks(left: int, right: int, translation: Translation) -> Iterator[Tick]:
    """Yield the first days of some months of a time, given by its ordinals."""
    months = [
        month
        for month in range(_month_number(left), _month_number(right - 1) + 1)
        if _first_day(month) >= left
    ]
    step = next(step for step in _steps() if len(_each(months, step)) <= MOST_TICKS)
    for place, month in enumerate(_each(months, step)):
        year, number = divmod(month, 12)
        first = dt.date(year, number + 1, 1)
        text = translation.month_alone(number + 1)
        if not number:
            text = translation.year(first)
        elif place == 0:
            text = translation.short_month(first)
        yield Tick(rounded(_along(_first_day(month), left, right)), text)


def _each(months: list[int], step: int) -> list[int]:
    return [month for month in months if month % step == 0]


def _steps() -> Iterator[int]:
    """Yield the months from tick to tick, from close to wide."""
    yield from (1, 2, 3, 6)
    for exponent in count():
        yield from (12 * 10**exponent, 24 * 10**exponent, 60 * 10**exponent)


def _month_number(ordinal: int) -> int:
    """Return the number of a day's month, counted from the year 0."""
    day = dt.date.fromordinal(min(ordinal, dt.date.max.toordinal()))
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> int:
    """Return the ordinal of a month's first day."""
    year, number = divmod(month, 12)
    return dt.date(year, number + 1, 1).toordinal()
