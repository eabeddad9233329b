"""Plots in a browser: sound HTML, accessible, no wider than a phone."""

import datetime as dt
from types import SimpleNamespace

import pytest
from rendered_templates import STATIC, render

from pelican_hotpapers import Digest, Paper
from pelican_hotpapers.library import Library
from pelican_hotpapers.library.plots import (
    Shares,
    calendar_heat_map,
    score_distribution,
    share_over_time,
)
from tests.browser import test_accessibility, test_layout

accessible = test_accessibility.accessible
too_wide = test_layout.too_wide

FIRST = dt.date(2023, 11, 7)
NAMES = ("cs.CL", "cs.CV", "cs.LG")
STYLE = ":root { color-scheme: light dark; background: Canvas; color: CanvasText }"
OPENED = "<details open"
RIGHT_OF_PLOTS = """
() => [...document.querySelectorAll("figure svg *")]
  .filter(node => {
    const figure = node.closest("figure").getBoundingClientRect();
    const {left, right, width} = node.getBoundingClientRect();
    return width && (left < figure.left - 1 || right > figure.right + 1);
  }).map(node => node.outerHTML)
"""
LABELS = """
() => [...document.querySelectorAll("figure > svg")].map(picture =>
  [...picture.querySelectorAll("text")].map(node => {
    const {left, right, top, bottom} = node.getBoundingClientRect();
    return {text: node.textContent, left, right, top: top + 2, bottom: bottom - 2};
  }))
"""


def paper(day, number):
    seed = (day.toordinal() * 7919 + number * 104729) % 1000
    return Paper(
        arxiv_id=f"{day:%y%m}.{day.day:02}{number:03}",
        title=f"A paper of {day} on $x^{number}$ & more",
        rank=number,
        score=round(35385 * (seed / 1000) ** 6) + 50,
        categories=(NAMES[seed % 3], NAMES[seed % 2]),
    )


def digest(number):
    day = FIRST + dt.timedelta(number)
    papers = sorted(
        (paper(day, place) for place in range(1, 5 + number % 25)),
        key=lambda each: -each.score,
    )
    return Digest(date=day, papers=tuple(papers))


@pytest.fixture(scope="module")
def plots():
    """All plots, of an archive of two years and of a day."""
    library = Library.of(digest(number) for number in range(430) if number % 7 < 5)
    shares = Shares.of(library)
    young = Library.of(digest(number) for number in range(20))
    days = {
        day.date: SimpleNamespace(url=f"hot-papers-{day.date}.html")
        for day in library.digests
    }
    far_apart = Digest(
        date=FIRST,
        papers=tuple(
            Paper(arxiv_id=f"2311.{score}", title="Hot", rank=1, score=score)
            for score in (180_000, 2500)
        ),
    )
    html = [
        render(
            "pages/plot-calendar",
            plot=calendar_heat_map(library),
            days=days,
            SITEURL=".",
        ),
        *(
            render("pages/plot-shares", plot=share_over_time(shares, name))
            for name in NAMES
        ),
        render("pages/plot-shares", plot=share_over_time(Shares.of(young), NAMES[0])),
        *(
            render("pages/plot-scores", plot=score_distribution(each))
            for each in (library.digests[0], digest(1), far_apart, Digest(date=FIRST))
        ),
    ]
    anchors = (
        f'<p id="{each.anchor}"></p>'
        for day in (library.digests[0], digest(1), far_apart)
        for each in day.papers
    )
    return "".join((*html, *anchors))


@pytest.fixture
def site(planted, plots):
    """A page of plots, with their tables closed or open."""

    def serve(*, tables_open=True):
        link = '<link rel="stylesheet" href="style.css">'
        sheets = (path.read_text("utf-8") for path in sorted(STATIC.glob("*.css")))
        style = "\n".join((STYLE, *sheets))
        body = plots.replace("<details", OPENED) if tables_open else plots
        return planted(f"{link}{body}", style)

    return serve


def test_plots_are_valid(site, vnu):
    assert vnu(site()) == {}


def test_plots_are_accessible(site, accessible):
    assert accessible(site()) == {"index.html": {}}


@pytest.mark.parametrize("tables_open", [False, True])
def test_plots_fit_every_window(site, too_wide, tables_open):
    assert too_wide(site(tables_open=tables_open)) == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out_of_a_plot(site, visit, width):
    with visit(width=width) as page:
        page.goto(site(tables_open=False).url)
        assert page.evaluate(RIGHT_OF_PLOTS) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_no_label_covers_another(site, visit, width):
    with visit(width=width) as page:
        page.goto(site(tables_open=False).url)
        pictures = page.evaluate(LABELS)
    assert len(pictures) > 4
    for labels in pictures:
        assert len(labels) > 2
        for number, one in enumerate(labels):
            for other in labels[number + 1 :]:
                assert _are_apart(one, other), (one["text"], other["text"])


def _are_apart(one, other):
    return (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )


def test_a_day_is_large_enough_for_a_finger_on_a_phone_and_leads_to_its_digest(
    site, visit
):
    with visit(width=360, javascript=False) as page:
        page.goto(site(tables_open=False).url)
        day = page.locator("svg a", has_text=str(FIRST))
        assert day.bounding_box()["width"] > 18
        with page.expect_request(f"**/hot-papers-{FIRST}.html"):
            day.click()


def test_the_calendar_is_no_trap_for_the_keyboard(site, visit):
    with visit() as page:
        page.goto(site(tables_open=False).url)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
