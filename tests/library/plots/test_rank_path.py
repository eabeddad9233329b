"""The places of a paper."""

from __future__ import annotations

import pytest
from library.plots.samples import MONDAY, digest, heat_map, quarters

from pelican_hotpapers.library import HotDay
from pelican_hotpapers.library.plots import rank_path


def hot(rank, of=30):
    return HotDay(day=MONDAY, rank=rank, of=of, score=60)


@pytest.mark.parametrize(("count", "is_drawn"), [(0, False), (2, False), (3, True)])
def test_places_are_drawn_from_three_days_on(count, is_drawn):
    assert (rank_path([hot(1)] * count) is not None) is is_drawn


@pytest.mark.parametrize("count", [3, 10, 11, 400])
def test_a_line_of_places_stays_within_its_bounds(count):
    plot = rank_path([hot(1), hot(30), *[hot(5)] * (count - 2)])
    assert plot.width <= 160
    assert [plot.dots[0][1], plot.dots[1][1]] == [
        plot.radius,
        plot.height - plot.radius,
    ]
    assert plot.dots[0][0] == plot.radius
    assert plot.dots[-1][0] == pytest.approx(plot.width - plot.radius, abs=0.1)
    assert len(plot.dots) == count


def test_months_begin_where_their_first_days_are():
    (quarter,) = quarters(heat_map(digest(MONDAY.replace(month=10, day=1), 60)))
    places = [month.at for month in quarter.months]
    assert places == sorted(set(places))
    assert places[0] == 0
