"""The archive as a calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import pairwise

import pytest
from library.plots.samples import DAY, MONDAY, digest, heat_map, quarters

from pelican_hotpapers.library.plots import calendar as calendars
from pelican_hotpapers.months import short_month


def squares(quarter):
    return [square for _, found in quarter.tints for square in found]


def tints(plot):
    return {
        square.day.date: tint
        for quarter in quarters(plot)
        for tint, found in quarter.tints
        for square in found
    }


def days_of_ground(quarter):
    """Count the squares that dashes make of the ground's lines."""
    found = re.findall(r"M\d+ (\d+)V(\d+)", quarter.ground)
    pitch = quarter.size + quarter.gap
    return sum((int(end) - int(top) + quarter.gap) / pitch for top, end in found)


def test_each_day_has_one_square_and_one_cell_of_the_table(archive):
    plot = heat_map(*(digest(day, 60) for day in archive))
    drawn = [
        square.day.date for quarter in quarters(plot) for square in squares(quarter)
    ]
    written = [
        day.date
        for year in plot.years
        for _, week in year.weeks
        for day in filter(None, week)
    ]
    assert sorted(drawn) == archive
    assert sorted(written) == archive
    assert sum(year.digests for year in plot.years) == len(archive)


def test_a_square_stands_by_its_week_and_weekday(archive):
    plot = heat_map(*(digest(day, 60) for day in archive))
    for quarter in quarters(plot):
        pitch = quarter.size + quarter.gap
        found = sorted(squares(quarter), key=lambda square: square.day.date)
        for square in found:
            assert (square.y - calendars.TOP) / pitch == square.day.date.weekday()
        for before, after in pairwise(found):
            weeks = (after.x - before.x) // pitch
            assert weeks == _week(after.day.date) - _week(before.day.date)
        if found and found[0].day.date.day == 1 and found[0].day.date.month % 3 == 1:
            assert found[0].x == 0


def _week(day):
    return (day.toordinal() - 1) // 7


def test_squares_are_inside_of_the_picture(archive):
    for quarter in quarters(heat_map(*(digest(day, 60) for day in archive))):
        for square in squares(quarter):
            assert 0 <= square.x <= quarter.width - quarter.size
            assert 0 <= square.y <= quarter.height - quarter.size
        assert all(0 <= month.at < quarter.width - 20 for month in quarter.months)


def test_a_week_of_the_table_is_named_by_its_monday_and_in_order_of_days(archive):
    for year in heat_map(*(digest(day, 60) for day in archive)).years:
        for name, week in year.weeks:
            number, month = name.split()
            for weekday, day in enumerate(week):
                if day is not None:
                    assert day.date.weekday() == weekday
                    monday = dt.date.fromordinal(day.date.toordinal() - weekday)
                    assert monday.day == int(number)
                    assert month == short_month(monday.month)


@pytest.mark.parametrize(("year", "length"), [(2023, 365), (2024, 366), (1900, 365)])
def test_the_ground_is_all_days_of_a_year(year, length):
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    (found,) = heat_map(digest(first, 60), digest(last, 60)).years
    drawn = [days_of_ground(quarter) for half in found.halves for quarter in half]
    assert len(drawn) == 4
    assert sum(drawn) == length


def test_years_are_those_with_a_digest_the_newest_first():
    plot = heat_map(*(digest(dt.date(year, 5, 5), 60) for year in (2026, 2011, 2019)))
    assert [year.year for year in plot.years] == [2026, 2019, 2011]


def test_quarters_that_are_still_to_come_are_left_out():
    older, newer = heat_map(
        digest(dt.date(2025, 11, 3), 60), digest(dt.date(2026, 5, 5), 60)
    ).years[::-1]
    assert [len(half) for half in older.halves] == [2, 2]
    assert [len(half) for half in newer.halves] == [2]


def test_of_a_single_year_quarters_before_the_first_digest_are_left_out():
    (year,) = heat_map(digest(MONDAY, 60)).years
    ((quarter,),) = year.halves
    assert [month.text for month in quarter.months] == ["Oct", "Nov", "Dec"]


def test_a_tint_is_a_fifth_of_a_years_days():
    scores = [3, 1000, 7, 52, 52000, 9, 11, 2, 600, 70]
    plot = heat_map(*(digest(MONDAY + n * DAY, s) for n, s in enumerate(scores)))
    found = tints(plot)
    assert Counter(found.values()) == {1: 2, 2: 2, 3: 2, 4: 2, 5: 2}
    by_score = [found[MONDAY + scores.index(score) * DAY] for score in sorted(scores)]
    assert by_score == sorted(by_score)


def test_a_day_is_tinted_by_its_hottest_paper_not_by_the_others():
    found = tints(heat_map(digest(MONDAY, 500, 1, 1), digest(MONDAY + DAY, 400, 399)))
    assert found[MONDAY] > found[MONDAY + DAY]


def test_equally_hot_days_have_one_tint():
    plot = heat_map(*(digest(MONDAY + n * DAY, 60) for n in range(9)))
    assert {*tints(plot).values()} == {calendars.CLASSES}


def test_each_year_has_its_own_fifths():
    """Counts of one year cannot be held against those of another."""
    old, new = dt.date(2021, 4, 7), dt.date(2026, 4, 7)
    small = (digest(new + n * DAY, 5 + n) for n in range(5))
    large = (digest(old + n * DAY, 5000 + n) for n in range(5))
    found = tints(heat_map(*small, *large))
    assert [found[new + n * DAY] for n in range(5)] == [1, 2, 3, 4, 5]
    assert [found[old + n * DAY] for n in range(5)] == [1, 2, 3, 4, 5]


def test_days_without_papers_and_without_counts_are_the_faintest():
    plot = heat_map(
        digest(MONDAY), digest(MONDAY + DAY, 0, 0), digest(MONDAY + 2 * DAY, 60)
    )
    assert tints(plot) == {MONDAY: 0, MONDAY + DAY: 1, MONDAY + 2 * DAY: 5}


def test_days_whose_scores_are_all_nothing_are_not_hot():
    plot = heat_map(*(digest(MONDAY + n * DAY, 0, 0) for n in range(5)))
    assert {*tints(plot).values()} == {1}


def test_papers_and_digests_of_a_year_are_counted():
    (year,) = heat_map(digest(MONDAY, 60, 50), digest(MONDAY + DAY, 60)).years
    assert (year.digests, year.papers) == (2, 3)


def test_an_empty_library_has_no_calendar():
    assert heat_map().years == ()
