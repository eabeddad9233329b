"""When arXiv announces what."""

import datetime as dt
import itertools
import os
import subprocess
import sys

import pytest

from pelican_hotpapers.arxiv.schedule import announced_at, submission_span, today

DAY = dt.timedelta(days=1)


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("heading", "since", "until", "announced"),
    [
        # The table of arXiv's manual, in a week of summer time.
        ("2026-08-24", "2026-08-20T18:00", "2026-08-21T18:00", "2026-08-24T00:00"),
        ("2026-08-25", "2026-08-21T18:00", "2026-08-24T18:00", "2026-08-25T00:00"),
        ("2026-08-26", "2026-08-24T18:00", "2026-08-25T18:00", "2026-08-26T00:00"),
        ("2026-08-27", "2026-08-25T18:00", "2026-08-26T18:00", "2026-08-27T00:00"),
        ("2026-08-28", "2026-08-26T18:00", "2026-08-27T18:00", "2026-08-28T00:00"),
        # In winter it is an hour later in Greenwich.
        ("2026-02-04", "2026-02-02T19:00", "2026-02-03T19:00", "2026-02-04T01:00"),
        # The clocks change on Sunday, 8 March.
        ("2026-03-10", "2026-03-06T19:00", "2026-03-09T18:00", "2026-03-10T00:00"),
        # Labor Day: nothing on Monday evening, both days on Tuesday.
        ("2026-09-09", "2026-09-04T18:00", "2026-09-08T18:00", "2026-09-09T00:00"),
        # Thanksgiving, a Thursday: its papers come on Sunday.
        ("2026-11-30", "2026-11-25T19:00", "2026-11-27T19:00", "2026-11-30T01:00"),
        # Tuesday before New Year's Eve.
        ("2026-12-31", "2026-12-28T19:00", "2026-12-30T19:00", "2026-12-31T01:00"),
    ],
)
def test_a_batch_holds_what_came_between_two_deadlines(
    heading, since, until, announced
):
    assert submission_span(day(heading)) == (utc(since), utc(until))
    assert announced_at(day(heading)) == utc(announced)


@pytest.mark.parametrize(
    "heading",
    [
        "2026-08-22",
        "2026-08-23",
        "2026-09-08",
        "2026-11-27",
        "2027-01-01",
        "1991-08-13",
    ],
)
def test_weekends_holidays_and_the_time_before_arxiv_have_nothing(heading):
    assert submission_span(day(heading)) is None


def test_a_holiday_on_a_friday_changes_nothing():
    assert submission_span(day("2026-07-03")) is not None
    since, until = submission_span(day("2026-07-06"))
    assert (since, until) == (utc("2026-07-02T18:00"), utc("2026-07-03T18:00"))


def test_no_paper_falls_between_two_batches():
    days = (dt.date(2022, 12, 1) + number * DAY for number in range(5 * 366))
    spans = [span for each in days if (span := submission_span(each))]
    assert len(spans) > 1_200
    for (_, end), (begin, _) in itertools.pairwise(spans):
        assert end == begin


@pytest.mark.parametrize("edge", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_are_days_like_others(edge):
    assert submission_span(edge) is None or edge.year == dt.MAXYEAR


def test_a_day_of_arxiv_begins_at_midnight_in_new_york():
    assert today(utc("2026-08-21T03:59")) == day("2026-08-20")
    assert today(utc("2026-08-21T04:00")) == day("2026-08-21")


def test_a_computer_without_time_zones_is_told_of():
    code = (
        "import sys, datetime\n"
        "sys.modules['tzdata'] = None\n"
        "from pelican_hotpapers.errors import SourceError\n"
        "from pelican_hotpapers.arxiv import schedule\n"
        "try:\n"
        "    schedule.announced_at(datetime.date(2026, 8, 21))\n"
        "except SourceError as error:\n"
        "    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pip install tzdata" in result.stdout
