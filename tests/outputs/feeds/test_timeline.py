"""When papers appeared, and how a feed's papers are divided among documents."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.outputs.feeds.model import Item
from pelican_hotpapers.outputs.feeds.timeline import moments, parts

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


def item(second):
    moment = dt.datetime(2026, 11, 16, tzinfo=dt.UTC) + dt.timedelta(seconds=second)
    return Item(
        id=f"tag:example.org,2026:{second}",
        title=f"Paper {second}",
        url="https://example.org/a",
        abs_url="https://example.org/a",
        appeared=moment,
    )


def divided(number, **limits):
    return list(parts([item(second) for second in range(number)], **limits))


def whole(number, size):
    return divided(number, size=size, archives=number)


class TestParts:
    def test_few_papers_are_in_the_document_to_subscribe_to(self):
        (only,) = divided(9, size=5)
        assert (only.number, only.older, only.newer) == (0, None, None)
        assert len(only.items) == 9

    def test_no_papers(self):
        (only,) = divided(0, size=5)
        assert only.items == ()

    def test_archive_documents_are_linked_both_ways(self):
        found = divided(21, size=5)
        assert [(part.number, part.older, part.newer) for part in found] == [
            (0, 3, None),
            (3, 2, None),
            (2, 1, 3),
            (1, None, 2),
        ]

    @given(st.integers(0, 300), st.integers(1, 40))
    def test_each_paper_is_in_one_document_the_newest_first(self, number, size):
        current, *archive = whole(number, size)
        everything = [item for part in [current, *archive] for item in part.items]
        times = [item.appeared for item in everything]
        assert len(everything) == number
        assert all(newer > older for newer, older in pairwise(times))
        assert all(len(part.items) == size for part in archive)
        assert len(current.items) < 2 * size
        assert len(current.items) >= min(size, number)

    @given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 20))
    def test_an_archive_document_never_changes(self, before, more, size):
        earlier = {part.number: part.items for part in whole(before, size)[1:]}
        later = {part.number: part.items for part in whole(before + more, size)}
        assert all(later[number] == items for number, items in earlier.items())

    def test_a_bounded_archive_leaves_out_the_oldest_and_keeps_its_numbers(self):
        found = divided(33, size=5, archives=2)
        assert [(part.number, part.older) for part in found] == [
            (0, 5),
            (5, 4),
            (4, None),
        ]
        assert found[1].items == divided(33, size=5)[1].items

    def test_no_archive(self):
        (only,) = divided(33, size=5, archives=0)
        assert (only.older, len(only.items)) == (None, 8)
