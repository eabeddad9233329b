"""What listings have, at the numbers where one thing becomes another."""

import datetime as dt

import pytest

from pelican_hotpapers.addresses import Addresses
from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.outputs.feeds import Publisher
from pelican_hotpapers.outputs.feeds.items import Items
from pelican_hotpapers.pages import PER_PAGE
from pelican_hotpapers.pages.listings import (
    MOST,
    MOST_OF_WEEK,
    category_listings,
    leaderboards,
)
from pelican_hotpapers.pages.subscriptions import SINCE, Subscriptions

SUNDAY = dt.date(2021, 4, 11)
LEADERBOARDS = ["top", "top-2021", "top-2021-04", "top-2021-w14"]


def papers(number, first=1):
    return tuple(
        Paper(
            arxiv_id=f"2104.{first + place:05}",
            title=f"Paper {place}",
            rank=place + 1,
            score=number - place,
            categories=("cs.LG",),
        )
        for place in range(number)
    )


def listed(*digests):
    (listing,) = category_listings(Library.of(digests))
    return listing


@pytest.mark.parametrize(("number", "hottest"), [(10, 0), (11, 5), (30, 5)])
def test_the_five_hottest_stand_above_more_than_ten(number, hottest):
    found = listed(Digest(date=SUNDAY, papers=papers(number)))
    assert [entry.paper for entry in found.hottest] == [*papers(number)[:hottest]]


@pytest.mark.parametrize(("weeks", "is_drawn"), [(1, False), (2, False), (3, True)])
def test_a_share_over_three_weeks_is_worth_a_plot(weeks, is_drawn):
    days = (SUNDAY + week * dt.timedelta(weeks=1) for week in range(weeks))
    found = listed(*(Digest(date=day, papers=papers(1)) for day in days))
    assert bool(found.plot) == is_drawn


@pytest.mark.parametrize(
    ("number", "first", "older"), [(1, 1, 0), (99, 99, 0), (100, 50, 1), (199, 99, 2)]
)
def test_older_parts_have_fifty_papers_and_the_page_as_many_at_least(
    number, first, older
):
    pages = [*listed(Digest(date=SUNDAY, papers=papers(number))).pages()]
    assert [len(page.papers) for page in pages] == [first, *[PER_PAGE] * older]
    assert [page.number for page in pages] == [0, *range(older, 0, -1)]
    assert [page.older for page in pages] == [*range(older, 0, -1), None]
    assert [page.newer for page in pages] == [None, 0, *range(older, 1, -1)][
        : older + 1
    ]


def test_a_leaderboard_is_one_page_and_that_of_a_week_is_half_as_long():
    library = Library.of([Digest(date=SUNDAY, papers=papers(120))])
    pages = [page for listing in leaderboards(library) for page in listing.pages()]
    assert [page.stem for page in pages] == LEADERBOARDS
    assert [len(page.papers) for page in pages] == [MOST] * 3 + [MOST_OF_WEEK]
    assert MOST_OF_WEEK == MOST / 2


@pytest.mark.parametrize(("later", "is_over"), [(0, False), (1, True)])
def test_a_week_is_over_when_a_digest_of_the_next_one_is_there(later, is_over):
    days = [SUNDAY, SUNDAY + later * dt.timedelta(days=1)]
    library = Library.of(
        Digest(date=day, papers=papers(1, first=day.day)) for day in days
    )
    publisher = Publisher(title="A site", url="https://example.org", since=SINCE)
    items = Items(library.newest, publisher, url=lambda _: "", content=lambda _: "")
    feeds = Subscriptions(
        publisher=publisher, addresses=Addresses("papers"), items=items
    )
    of_years, of_months, of_weeks = feeds.of_periods(leaderboards(library), days[-1])
    assert [item.appeared.date() for item in of_weeks.items] == [SUNDAY] * is_over
    assert of_years.items == of_months.items == ()
