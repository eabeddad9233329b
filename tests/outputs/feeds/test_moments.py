"""When papers appeared, for those who follow a feed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.outputs.feeds.items import moments

MONDAY = dt.date(2026, 11, 16)
DAY = dt.timedelta(days=1)


def digest(day, *numbers, ranks=None):
    ranks = ranks or range(1, len(numbers) + 1)
    papers = (
        Paper(arxiv_id=f"2611.{number:05}", title=f"Paper {number}", rank=rank)
        for number, rank in zip(numbers, ranks, strict=True)
    )
    return Digest(date=day, papers=tuple(papers))


def appeared(*digests):
    return moments(Library.of(digests).newest)


@st.composite
def libraries(draw):
    """Days in a row, of papers that may be hot again; ranks as odd as they come."""
    days = draw(
        st.lists(
            st.lists(
                st.tuples(st.integers(1, 60), st.integers(-3, 100_000)),
                unique_by=lambda each: each[0],
                max_size=12,
            ),
            min_size=1,
            max_size=8,
        )
    )
    return [
        digest(
            MONDAY + index * DAY,
            *(number for number, _ in day),
            ranks=[rank for _, rank in day],
        )
        for index, day in enumerate(days)
    ]


class TestMoments:
    def test_the_hotter_paper_of_a_day_is_the_later_one(self):
        found = appeared(digest(MONDAY, 3, 1, 2))
        assert sorted(found, key=found.get, reverse=True) == [
            "2611.00003",
            "2611.00001",
            "2611.00002",
        ]

    def test_a_paper_that_is_hot_again_keeps_its_time(self):
        before = appeared(digest(MONDAY, 1, 2))
        after = appeared(digest(MONDAY, 1, 2), digest(MONDAY + DAY, 2, 3))
        assert before == {name: after[name] for name in before}

    @pytest.mark.parametrize("hours", [-11, 11])
    def test_people_around_the_world_see_the_digests_own_day(self, hours):
        zone = dt.timezone(dt.timedelta(hours=hours))
        found = appeared(digest(MONDAY, *range(1, 31))).values()
        assert {moment.astimezone(zone).date() for moment in found} == {MONDAY}

    @pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
    def test_the_first_and_the_last_day_there_is(self, day):
        found = appeared(digest(day, 1, 2, ranks=[0, 10**9]))
        assert {moment.date() for moment in found.values()} == {day}

    @given(libraries())
    def test_times_are_distinct_and_of_the_first_day(self, digests):
        library = Library.of(digests)
        found = moments(library.newest)
        assert len(set(found.values())) == len(found) == len(library.entries)
        for arxiv_id, moment in found.items():
            assert moment.utcoffset() == dt.timedelta(0)
            assert moment.date() == library.entries[arxiv_id].first

    @given(libraries())
    def test_newer_days_change_no_time(self, digests):
        everything = appeared(*digests)
        for end in range(len(digests)):
            before = appeared(*digests[:end])
            assert before == {name: everything[name] for name in before}

    @given(libraries(), st.randoms())
    def test_the_order_of_entries_changes_no_time(self, digests, random):
        entries = list(Library.of(digests).newest)
        mixed = random.sample(entries, len(entries))
        assert moments(mixed) == moments(entries)
