"""The share that a category has, over time."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from library.plots.samples import (
    ARCHIVES,
    DAY,
    MONDAY,
    THIRTY_YEARS,
    month,
    paper,
    shares_of,
)

from pelican_hotpapers import Digest
from pelican_hotpapers.library import Library
from pelican_hotpapers.library.plots import Shares, share_over_time
from pelican_hotpapers.library.plots import shares as lines


def counts(plot):
    return [(point.papers, point.of) for point in plot.points]


def numbers(path):
    return [tuple(map(float, pair)) for pair in re.findall(r"([\d.]+) ([\d.]+)", path)]


def test_a_share_is_of_the_papers_of_a_month():
    shares = shares_of(
        (month(1, 3), paper(1, 60, "cs.LG", "cs.CV"), paper(2, 60, "cs.CL")),
        (month(1, 9), paper(3, 60, "stat.ML", "cs.LG")),
        (month(11), paper(4, 60, "cs.CV")),
    )
    plot = share_over_time(shares, "cs.LG")
    assert plot.unit == "month"
    assert [point.name for point in plot.points] == ["Jan 2020", "Nov 2020"]
    assert counts(plot) == [(2, 3), (0, 1)]
    assert [point.share for point in plot.points] == ["67%", "0%"]


def test_a_paper_counts_once_a_month_and_in_each_month():
    shares = shares_of(
        (month(1, 3), paper(1, 60, "cs.LG"), paper(2, 60, "cs.CL")),
        (month(1, 4), paper(1, 60, "cs.LG")),
        (month(9), paper(1, 60, "cs.LG")),
    )
    assert counts(share_over_time(shares, "cs.LG")) == [(1, 2), (1, 1)]


def test_a_category_counts_by_the_name_of_its_page():
    library = Library.of(
        Digest(date=day, papers=(paper(n, 60, name, "cs.SY"), paper(9, 60)))
        for n, (day, name) in enumerate(
            ((MONDAY, "math.MP"), (MONDAY + DAY, "math-ph"))
        )
    )
    shares = Shares.of(library)
    for name, entries in library.categories.items():
        (point,) = share_over_time(shares, name).points
        assert point.papers == len(entries)


def test_points_stand_as_high_as_their_shares():
    shares = shares_of(
        *(
            (
                month(n),
                *(paper(k, 60, "a.B" if k <= n else "c.D") for k in range(1, 13)),
            )
            for n in range(1, 13)
        )
    )
    plot = share_over_time(shares, "a.B")
    zero, _, top = plot.levels
    assert (zero.at, zero.text, top.at, top.text) == (plot.height, "0%", 0, "100%")
    for point in plot.points:
        height = (plot.height - point.y) / plot.height
        assert height == pytest.approx(point.papers / point.of, abs=0.001)
    assert plot.last == plot.highest == plot.points[-1]


@pytest.mark.parametrize(
    ("later", "unit"), [(0, "week"), (200, "week"), (201, "month")]
)
def test_an_archive_of_200_days_is_shown_by_weeks(later, unit):
    last = MONDAY + dt.timedelta(days=later)
    assert shares_of((MONDAY, paper(1)), (last, paper(2))).unit == unit


@pytest.mark.parametrize(("some", "of"), [(0, 9), (1, 300), (1, 7), (1, 3), (9, 9)])
def test_the_axis_is_from_nothing_to_a_round_share_above_all(some, of):
    plot = share_over_time(
        shares_of(
            (MONDAY, *(paper(k, 60, "a.B" if k < some else "") for k in range(of)))
        ),
        "a.B",
    )
    shares = [float(level.text.rstrip("%")) / 100 for level in plot.levels]
    assert shares[0] == 0
    assert shares[1] * 2 == pytest.approx(shares[2])
    assert some / of <= shares[2]
    assert all(0 <= point.y <= plot.height for point in plot.points)


def test_the_line_goes_through_points_and_stops_where_nothing_is_known():
    known = (1, 2, 3, 6, 9, 10)
    shares = shares_of(*((month(n), paper(1, 60, "a.B"), paper(2)) for n in known))
    plot = share_over_time(shares, "a.B")
    runs = [numbers(run) for run in plot.line.split("M")[1:]]
    places = [(point.x, point.y) for point in plot.points]
    assert runs == [places[:3], places[4:]]
    assert [(point.x, point.y) for point in plot.dots] == [places[3], places[5]]


def test_the_area_is_what_is_under_the_line():
    shares = shares_of(
        *((month(n), paper(1, 60, "a.B"), paper(2)) for n in range(1, 9))
    )
    plot = share_over_time(shares, "a.B")
    first = plot.points[0]
    assert plot.area == f"{plot.line}V{plot.height}H{first.x}Z"


def test_points_stand_in_their_months():
    shares = shares_of(*((month(n), paper(n, 60)) for n in range(1, 15)))
    plot = share_over_time(shares, "a.B")
    marks = {tick.text: tick.at for tick in plot.ticks}
    assert [*marks] == ["2020", "Apr", "Jul", "Oct", "2021"]
    assert marks["2020"] == 0
    april, may, june = (point.x for point in plot.points[3:6])
    assert marks["Apr"] < april < may < june < marks["Jul"]
    assert plot.points[12].x > marks["2021"]
    assert plot.points[-1].x < 100


def test_a_young_archive_is_shown_by_weeks():
    wednesday = MONDAY + 2 * DAY
    shares = shares_of(
        (wednesday, paper(1, 60, "a.B")),
        (MONDAY + 6 * DAY, paper(2)),
        (MONDAY + 7 * DAY, paper(3)),
    )
    plot = share_over_time(shares, "a.B")
    assert plot.unit == "week"
    assert [point.name for point in plot.points] == ["2026-11-16", "2026-11-23"]
    assert counts(plot) == [(1, 2), (0, 1)]


@pytest.mark.parametrize(
    "archive",
    [*ARCHIVES.values(), [MONDAY, MONDAY + 199 * DAY], [MONDAY, MONDAY + 201 * DAY]],
    ids=[*ARCHIVES, "just young", "no longer young"],
)
def test_times_are_marked_in_order_and_few(archive):
    shares = shares_of(*((day, paper(n)) for n, day in enumerate(archive)))
    plot = share_over_time(shares, "a.B")
    places = [tick.at for tick in plot.ticks]
    assert len(places) <= lines.MOST_TICKS
    assert places == sorted(places)
    assert all(0 <= x <= 100 for x in places)
    assert sum(point.of for point in plot.points) == len(archive)


def test_thirty_years_are_all_drawn():
    shares = shares_of(*((day, paper(n)) for n, day in enumerate(THIRTY_YEARS)))
    plot = share_over_time(shares, "a.B")
    assert len(plot.points) == len(numbers(plot.line)) == 30 * 12
    assert sum(point.of for point in plot.points) == len(THIRTY_YEARS)
    assert all(tick.text.isdecimal() for tick in plot.ticks)
    assert len(plot.ticks) > 2


def test_days_without_papers_are_no_share_of_nothing():
    shares = shares_of((MONDAY,), (MONDAY + 9 * DAY, paper(1)))
    assert counts(share_over_time(shares, "a.B")) == [(0, 1)]


@pytest.mark.parametrize("papers_of_days", [[], [(MONDAY,)]])
def test_where_there_are_no_papers_there_are_no_points(papers_of_days):
    plot = share_over_time(shares_of(*papers_of_days), "a.B")
    assert (plot.points, plot.line, plot.area, plot.dots) == ((), "", "", ())
