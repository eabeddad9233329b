"""When arXiv announces what, in the time of its home, US Eastern.

A day is that of the heading in arXiv's lists, Monday to Friday: its batch is announced
at 20:00 on the evening before (that of a Monday on Sunday), and holds what was
submitted between the deadlines, at 14:00, of the two working days before. The
schedule is at info.arxiv.org/help/availability.html.

On some holidays there is no announcement in the evening. Nothing then has the next
day's heading, and what was submitted comes with the batch after it. arXiv names these
days for the year to come; those of a year that is not here are taken for ordinary
ones. That loses no paper: the spans of submission follow upon each other without a
gap, so that a paper is at worst told of a day too early.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pelican_hotpapers.errors import SourceError

FIRST_DAY = dt.date(1991, 8, 14)
"""The day of arXiv's first paper."""
DAY = dt.timedelta(days=1)
DEADLINE = dt.time(14)
ANNOUNCEMENT = dt.time(20)

_DEFERRED = {
    2023: ("01-16", "06-14", "06-19", "07-04", "09-04", "11-23", "12-25", "12-27"),
    2026: (
        *("01-01", "01-19", "06-19", "07-03", "09-07"),
        *("11-26", "12-25", "12-29", "12-31"),
    ),
}
"""Days without an announcement in the evening, as arXiv named them. On a Friday there
is none anyway."""


def today(moment: dt.datetime) -> dt.date:
    """Return the day that it is for arXiv.

    Raises:
        SourceError: The computer knows nothing of time zones.
    """
    return moment.astimezone(_eastern()).date()


def announced_at(day: dt.date) -> dt.datetime:
    """Return when the papers of a day's heading are announced; aware.

    Raises:
        SourceError: The computer knows nothing of time zones.
    """
    return dt.datetime.combine(day - DAY, ANNOUNCEMENT, _eastern())


def submission_span(day: dt.date) -> tuple[dt.datetime, dt.datetime] | None:
    """Return from when on, and before when, a day's papers were submitted; aware.

    Moderation takes days for some: they are announced later than their time of
    submission says.

    Returns:
        None where nothing is announced: at a weekend, after a known holiday, and
        before there was arXiv.

    Raises:
        SourceError: The computer knows nothing of time zones.
    """
    if day < FIRST_DAY or not has_batch(day):
        return None
    before = day - DAY
    while not has_batch(before):
        before -= DAY
    return _deadline(before), _deadline(day)


def has_batch(day: dt.date) -> bool:
    """Tell whether arXiv announces papers under a day's heading, as far as is known."""
    return _is_workday(day) and not _is_deferred(day - DAY)


def _is_workday(day: dt.date) -> bool:
    return day.weekday() < 5  # noqa: PLR2004 - Saturday


def _is_deferred(evening: dt.date) -> bool:
    return evening.strftime("%m-%d") in _DEFERRED.get(evening.year, ())


def _deadline(day: dt.date) -> dt.datetime:
    """Return until when a paper must be submitted for a day's batch."""
    last = day - DAY
    while not _is_workday(last):
        last -= DAY
    return dt.datetime.combine(last, DEADLINE, _eastern())


def _eastern() -> ZoneInfo:
    try:
        return ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError:
        raise SourceError(
            "found no time zones on this computer, expected arXiv's, America/New_York",
            "Install them: pip install tzdata",
        ) from None
