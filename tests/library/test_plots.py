"""Plots: what is drawn is what was counted."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations, pairwise
from types import SimpleNamespace

import pytest

from pelican_hotpapers import Digest, Paper
from pelican_hotpapers.library import Hot, Library
from pelican_hotpapers.library.plots import (
    Shares,
    calendar_heat_map,
    rank_path,
    score_distribution,
    share_over_time,
)
from pelican_hotpapers.library.plots import calendar as calendars
from pelican_hotpapers.library.plots import score_plot as swarms
from pelican_hotpapers.library.plots import shares as lines
from pelican_hotpapers.months import short_month
from pelican_hotpapers.scores import MAX_SCORE
from tests.pelican.test_filters import HOSTILE
from tests.pelican.test_templates import render

MONDAY = dt.date(2026, 11, 16)
DAY = dt.timedelta(days=1)
SVG = "{http://www.w3.org/2000/svg}"


def paper(number, score=60, *categories, **facts):
    facts = {"title": f"Paper {number}", "rank": 1, **facts}
    arxiv_id = f"2611.{number:05}"
    return Paper(arxiv_id=arxiv_id, score=score, categories=categories, **facts)


def digest(day, *scores):
    papers = (paper(n, score, rank=n + 1) for n, score in enumerate(scores))
    return Digest(date=day, papers=tuple(papers))


def days(first, last):
    return map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


# The archive as a calendar


def heat_map(*digests):
    return calendar_heat_map(Library.of(digests))


def quarters(plot):
    return [quarter for year in plot.years for half in year.halves for quarter in half]


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


THIRTY_YEARS = [*days(dt.date(1996, 1, 1), dt.date(2025, 12, 31))]
ARCHIVES = {
    "one day": [MONDAY],
    "a leap day": [dt.date(2024, 2, 29)],
    "the ends of a year": [dt.date(2023, 1, 1), dt.date(2023, 12, 31)],
    "the first and the last day of all": [dt.date.min, dt.date.max],
    "each day of a leap year": [*days(dt.date(2024, 1, 1), dt.date(2024, 12, 31))],
    "thirty years": THIRTY_YEARS,
}


@pytest.fixture(params=ARCHIVES)
def archive(request):
    return ARCHIVES[request.param]


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


# The scores of a day

MANY = (35385, 1569, 1194, 730, 729, 618, 147, 99, 93, 88, 86, 71, 71, 70, 70, 52, 50)


def swarm(*scores):
    return score_distribution(digest(MONDAY, *scores))


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


# A category's share over time


def shares_of(*papers_of_days):
    return Shares.of(
        Library.of(
            Digest(date=day, papers=tuple(papers)) for day, *papers in papers_of_days
        )
    )


def month(number, day=15):
    return dt.date(2020 + (number - 1) // 12, (number - 1) % 12 + 1, day)


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


# In HTML


ARTICLES = {
    MONDAY + n * DAY: SimpleNamespace(url=f"hot/{n}.html?a&b") for n in range(3)
}


def drawn(name, plot, **context):
    html = render(f"pages/plot-{name}", plot=plot, SITEURL="..", **context)
    return ET.fromstring(html) if html.strip() else None  # noqa: S314 - ours


@pytest.fixture
def figures():
    """One of each plot, of texts that would like to be more."""
    library = Library.of(
        Digest(
            date=MONDAY + n * DAY,
            papers=(
                paper(1, 900, HOSTILE, "cs.LG", title=HOSTILE),
                paper(2, 60, rank=2),
            ),
        )
        for n in range(3)
    )
    shares = Shares.of(library)
    return {
        "calendar": drawn("calendar", calendar_heat_map(library), days=ARTICLES),
        "shares": drawn("shares", share_over_time(shares, HOSTILE)),
        "scores": drawn("scores", score_distribution(library.digests[0])),
    }


def rows(figure):
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row]
        for row in figure.iter("tr")
    ]


def test_figures_bring_neither_styles_nor_scripts_nor_ids(figures):
    for figure in figures.values():
        for element in figure.iter():
            assert not {"style", "id", "onerror", "onclick"} & set(element.attrib)
            assert element.tag not in {"script", "style", "img"}


def test_figures_have_a_caption_and_a_table_with_headers(figures):
    for figure in figures.values():
        assert "".join(figure.find("figcaption").itertext()).strip()
        (details,) = figure.iter("details")
        assert details.find("summary") is not None
        for table in details.iter("table"):
            assert "".join(table.find("caption").itertext()).strip()
            head, *body = table.iter("tr")
            assert [cell.attrib["scope"] for cell in head] == ["col"] * len(head)
            for row in body:
                first, *others = row
                assert (first.tag, first.attrib["scope"]) == ("th", "row")
                assert {cell.tag for cell in others} == {"td"}
                assert len(row) == len(head)


def test_a_picture_is_named_or_leaves_its_table_to_speak(figures):
    for name in ("shares", "scores"):
        picture = figures[name].find("svg")
        assert picture.attrib["role"] == "img"
        assert picture.attrib["aria-label"]
        assert not [*picture.iter("a")]
    hidden = figures["calendar"].find("div[@aria-hidden='true']")
    links = [*hidden.iter("a")]
    assert {link.attrib["tabindex"] for link in links} == {"-1"}
    in_table = [*figures["calendar"].find("details").iter("a")]
    addresses = {f"../{article.url}" for article in ARTICLES.values()}
    assert {link.attrib["href"] for link in links} == addresses
    assert {link.attrib["href"] for link in in_table} == addresses
    assert not any("tabindex" in link.attrib for link in in_table)


def test_a_day_says_when_it_was_and_what_it_has(figures):
    titles = [title.text for title in figures["calendar"].iter("title")]
    assert f"{MONDAY}: 2 papers, the hottest 900" in titles
    assert len(titles) == 3


def test_a_day_without_a_page_is_drawn_without_a_link():
    figure = drawn("calendar", heat_map(digest(MONDAY, 60)), days={})
    assert not [*figure.iter("a")]
    assert [title.text for title in figure.iter("title")] == [
        f"{MONDAY}: 1 paper, the hottest 60"
    ]
    assert rows(figure)[1] == ["16 Nov", "60", "", "", "", "", "", ""]


def test_a_day_without_papers_is_an_outline():
    figure = drawn("calendar", heat_map(digest(MONDAY)), days=ARTICLES)
    (group,) = [g for g in figure.iter("g") if g.find(".//title") is not None]
    assert float(group.attrib["fill-opacity"]) == 0
    assert float(group.attrib["stroke-opacity"]) > 0
    assert [title.text for title in group.iter("title")] == [f"{MONDAY}: 0 papers"]


def test_a_missing_day_is_crossed_out_and_said_to_be_missing():
    missing = [MONDAY + DAY, MONDAY + 3 * DAY]
    library = Library.of([digest(MONDAY, 60), digest(MONDAY + 2 * DAY)])
    figure = drawn("calendar", calendar_heat_map(library, missing), days=ARTICLES)
    titles = [title.text for title in figure.iter("title")]
    assert [title for title in titles if title.endswith("missing")] == [
        f"{day}: missing" for day in missing
    ]
    assert rows(figure)[1] == ["16 Nov", "60", "missing", "0", "missing", *[""] * 3]
    assert "missing" in "".join(figure.find("figcaption").itertext())


def test_a_calendar_goes_on_to_the_last_missing_day():
    library = Library.of([digest(dt.date(2026, 12, 30), 60)])
    plot = calendar_heat_map(library, [dt.date(2027, 1, 4), dt.date(2026, 12, 28)])
    assert [year.year for year in plot.years] == [2027, 2026]
    assert [square.day.date for square in quarters(plot)[0].missing] == [
        dt.date(2027, 1, 4)
    ]
    before_the_first = plot.years[1].weeks
    assert not any(
        day and day.is_missing for _, week in before_the_first for day in week
    )
    assert plot.years[0].digests == 0


def test_a_day_that_has_a_digest_is_not_missing():
    plot = calendar_heat_map(Library.of([digest(MONDAY, 60)]), [MONDAY])
    assert not plot.has_missing
    assert not quarters(plot)[0].missing


def test_tables_hold_what_is_drawn(figures):
    _, first, *others = rows(figures["scores"])
    assert first[1:] == ["900"]
    assert others == [["2. Paper 2", "60"]]
    assert rows(figures["shares"])[1:] == [[str(MONDAY), "1", "2", "50%"]]
    assert rows(figures["calendar"])[1:] == [["16 Nov", *["900"] * 3, *[""] * 4]]
    assert len([*figures["scores"].iter("circle")]) == 2
    assert len([*figures["shares"].iter("circle")]) == 1


def test_texts_from_outside_stay_texts(figures):
    assert figures["shares"].find("svg").attrib["aria-label"].startswith(HOSTILE)
    assert "<script>" in rows(figures["scores"])[1][0]


def test_a_share_of_nothing_is_written_above_the_axis():
    plot = share_over_time(shares_of((MONDAY, paper(1))), "a.B")
    figure = drawn("shares", plot)
    written = [float(text.attrib["y"]) for text in figure.iter("text")][-1]
    assert written < plot.height


@pytest.mark.parametrize(
    ("name", "plot"),
    [
        ("calendar", heat_map()),
        ("scores", swarm()),
        ("shares", share_over_time(shares_of(), "cs.LG")),
    ],
)
def test_where_nothing_was_counted_nothing_is_drawn(name, plot):
    assert drawn(name, plot, days={}) is None


def test_numbers_are_short():
    """Small pages, the same on every machine."""
    days_of_months = [(month(n), *map(paper, range(n % 7 + 3))) for n in range(1, 60)]
    pictures = [
        render(
            "pages/plot-shares", plot=share_over_time(shares_of(*days_of_months), "a.B")
        ),
        render("pages/plot-scores", plot=swarm(*MANY)),
        render(
            "pages/plot-calendar", plot=heat_map(digest(MONDAY, 1)), days={}, SITEURL=""
        ),
    ]
    assert not [
        found for html in pictures for found in re.findall(r'[ "A-Z]\d+\.\d\d+', html)
    ]


# The places of a paper


def hot(rank, of=30):
    return Hot(day=MONDAY, rank=rank, of=of, score=60)


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
