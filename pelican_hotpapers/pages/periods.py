"""Years, months and weeks, as leaderboards have them."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from pelican_hotpapers import addresses
from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.translation import ENGLISH, Translation


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days with a name and a page."""

    first: dt.date
    last: dt.date
    stem: str
    name: str
    kind: str
    """``year``, ``month`` or ``week``."""


def year_period(day: dt.date, translation: Translation = ENGLISH) -> Period:
    """Return the year of a day."""
    first, last = dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    name = translation.year(day)
    return Period(first, last, addresses.year_stem(day.year), name, "year")


def month_period(day: dt.date, translation: Translation = ENGLISH) -> Period:
    """Return the month of a day."""
    _, length = calendar.monthrange(day.year, day.month)
    name = translation.month(day)
    first, last = day.replace(day=1), day.replace(day=length)
    return Period(first, last, addresses.month_stem(day), name, "month")


def week_period(day: dt.date, translation: Translation = ENGLISH) -> Period:
    """Return the week of a day, Monday to Sunday, as ISO 8601 counts them."""
    year, week, weekday = day.isocalendar()
    first = day - (weekday - 1) * DAY
    last = first + min(6 * DAY, dt.date.max - first)
    name = translation.gettext("week {week}, {year}", week=week, year=year)
    return Period(first, last, addresses.week_stem(day), name, "week")
