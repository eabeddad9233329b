"""What a digest, a paper and a post know by themselves."""

import datetime as dt
from dataclasses import FrozenInstanceError

import pytest

from pelican_hotpapers.model import (
    Coverage,
    Digest,
    Origin,
    Paper,
    Post,
    day_in,
    in_utc,
    in_zone,
)

DAY = dt.date(2021, 4, 6)
PAPER = Paper(arxiv_id="quant-ph/0201082", title="A title", rank=1)
DIGEST = Digest(date=DAY, papers=(PAPER,))


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (PAPER, "score"),
        (DIGEST, "papers"),
        (Post(url="https://x.com/ada/status/1"), "html"),
        (Coverage(source="arxiv"), "listed"),
        (Origin(b"", DIGEST), "data"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
def test_nothing_is_changed_once_it_is_made(value, field):
    with pytest.raises(FrozenInstanceError):
        setattr(value, field, None)
    with pytest.raises((AttributeError, TypeError)):
        value.misspelt = 1


def test_a_paper_leads_to_arxiv_unless_it_says_otherwise():
    assert PAPER.abs_url == "https://arxiv.org/abs/quant-ph/0201082"
    assert PAPER.pdf_url == "https://arxiv.org/pdf/quant-ph/0201082"
    own = Paper(arxiv_id="2104.1", title="", rank=1, abs_url="a:b", pdf_url="c:d")
    assert (own.abs_url, own.pdf_url) == ("a:b", "c:d")


def test_a_paper_is_linked_to_by_its_identifier():
    assert PAPER.anchor == "arxiv-quant-ph-0201082"


@pytest.mark.parametrize(
    ("categories", "primary"),
    [((), ""), (("cs.LG",), "cs.LG"), (("cs.CL", "cs.AI", "cs.LG"), "cs.CL")],
)
def test_the_primary_category_is_the_first(categories, primary):
    paper = Paper(arxiv_id="2104.00001", title="", rank=1, categories=categories)
    assert paper.primary_category == primary


def test_a_digest_is_called_by_its_day_unless_it_says_otherwise():
    assert (DIGEST.title, DIGEST.slug) == (
        "Hot Papers 2021-04-06",
        "hot-papers-2021-04-06",
    )
    own = Digest(date=DAY, title="Papers", slug="papers")
    assert (own.title, own.slug) == ("Papers", "papers")


def test_two_of_the_same_are_equal_whatever_they_were_read_from():
    assert Digest(date=DAY, papers=(PAPER,), origin=Origin(b"", DIGEST)) == DIGEST
    assert Digest(date=DAY) != DIGEST


def test_moments_are_written_in_utc():
    zone = dt.timezone(dt.timedelta(hours=2))
    assert in_utc(dt.datetime(2021, 4, 6, 1, tzinfo=zone)) == "2021-04-05T23:00:00Z"


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_moment_that_another_clock_does_not_have_stays(hours):
    edge = dt.datetime.min if hours < 0 else dt.datetime.max
    moment = edge.replace(tzinfo=dt.UTC)
    assert in_zone(moment, dt.timezone(dt.timedelta(hours=hours))) is moment


@pytest.mark.parametrize(
    ("names", "day"),
    [
        (("2021-04-06---Hot-Papers.md",), DAY),
        (("no day", "hot-papers-2021-04-06"), DAY),
        (("2021-02-30 2021-04-06",), DAY),
        (("12021-04-06", "2021-04-061"), None),
        ((), None),
    ],
)
def test_the_first_day_of_names_is_found(names, day):
    assert day_in(*names) == day
