"""The scores of a day."""

from __future__ import annotations

from itertools import combinations

import pytest
from library.plots.samples import MANY, swarm

from pelican_hotpapers.library.plots import score_plot as swarms
from pelican_hotpapers.scores import MAX_SCORE


def place_of(plot, score):
    return next(dot.x for dot in plot.dots if dot.paper.score == score)


def test_each_paper_has_one_dot_the_hotter_the_further_right():
    plot = swarm(*MANY)
    assert [dot.paper.score for dot in plot.dots] == [*MANY]
    places = [dot.x for dot in plot.dots]
    assert places == sorted(places, reverse=True)
    assert place_of(plot, 70) < place_of(plot, 71)
    assert all(0 <= x <= 100 for x in places)


@pytest.mark.parametrize("scores", [MANY, [60] * 12, [*range(50, 80)], [1, 0, 0]])
def test_no_dot_covers_another(scores):
    for one, other in combinations(swarm(*scores).dots, 2):
        side_by_side = abs(one.x - other.x) >= swarms.ABREAST - 0.1
        assert side_by_side or abs(one.y - other.y) >= 2 * swarms.RADIUS


@pytest.mark.parametrize("scores", [MANY, [60] * 300, [0] * 40, [60], [0], [MAX_SCORE]])
def test_dots_stand_on_the_axis_and_heaps_stay_low(scores):
    plot = swarm(*scores)
    lowest = max(dot.y for dot in plot.dots)
    assert 0 < plot.base - lowest - swarms.RADIUS < swarms.RADIUS
    assert min(dot.y for dot in plot.dots) >= swarms.RADIUS
    assert plot.base <= swarms.LABEL + swarms.HIGHEST + 4 * swarms.RADIUS


def test_ten_times_the_score_is_always_as_far():
    plot = swarm(20_000, 2_000, 200)
    first, second, third = (dot.x for dot in plot.dots)
    assert first - second == pytest.approx(second - third, abs=0.2)


@pytest.mark.parametrize(
    "scores",
    [
        MANY,
        [3, 180],
        [61, 69],
        [60],
        [0],
        [0, 0, 4],
        [1],
        [0, MAX_SCORE],
        [7e9],
        [2e3, 2e5],
    ],
)
def test_marks_stand_where_such_a_score_would(scores):
    plot = swarm(*map(int, scores))
    marks = {_number(tick.text): tick.at for tick in plot.ticks}
    assert 1 < len(marks) <= swarms.MOST_TICKS
    assert [*marks.values()] == sorted(marks.values())
    for dot in plot.dots:
        below = [at for number, at in marks.items() if number <= dot.paper.score]
        above = [at for number, at in marks.items() if number >= dot.paper.score]
        assert max(below, default=0) <= dot.x <= min(above, default=100)


def _number(text):
    return int(text.replace(",", "").replace("k", "000").replace("M", "000000"))


@pytest.mark.parametrize("scores", [(4646, 51), (5000, 50)])
def test_the_axis_begins_and_ends_at_the_nearest_round_numbers(scores):
    ticks = swarm(*scores).ticks
    assert [(ticks[0].text, ticks[0].at), (ticks[-1].text, ticks[-1].at)] == [
        ("50", 0),
        ("5,000", 100),
    ]


def test_the_middle_and_the_ends_are_told():
    plot = swarm(900, 80, 70, 50)
    assert (plot.least, plot.median, plot.most) == (50, 70, 900)


@pytest.mark.parametrize("scores", [MANY, [60] * 12, [69, *[66] * 11, 50], [60]])
def test_the_number_of_the_hottest_stands_over_it_and_over_its_neighbours(scores):
    plot = swarm(*scores)
    x, y = plot.label
    assert x == plot.dots[0].x
    near = [dot.y for dot in plot.dots if abs(dot.x - x) < 8]
    assert 8 < y < min(near) - swarms.RADIUS


def test_a_score_below_nothing_is_drawn_as_nothing():
    plot = swarm(5, -3)
    assert plot.dots[-1].x == 0
    assert plot.least == 0


def test_a_day_without_papers_has_no_dots():
    assert swarm().dots == ()
