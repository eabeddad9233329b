"""Plots in HTML."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from filter_results import HOSTILE
from library.plots.samples import (
    DAY,
    MANY,
    MONDAY,
    digest,
    drawn,
    heat_map,
    month,
    paper,
    quarters,
    shares_of,
    swarm,
)
from rendered_templates import render

from pelican_hotpapers import Digest
from pelican_hotpapers.library import Library
from pelican_hotpapers.library.plots import (
    Shares,
    calendar_heat_map,
    score_distribution,
    share_over_time,
)

ARTICLES = {
    MONDAY + n * DAY: SimpleNamespace(url=f"hot/{n}.html?a&b") for n in range(3)
}


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
