"""Which days are asked for, by what is on disk."""

import datetime as dt

import pytest
from hot_posts import post, section, yaml_digest

from pelican_hotpapers.collect import CollectionPlan, last_days
from pelican_hotpapers.model import Coverage, Digest
from pelican_hotpapers.storage.archive import Archive

NOW = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
YESTERDAY = dt.date(2026, 11, 19)
WEEK = last_days(7, NOW)


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "content" / "hotpapers", tmp_path / "content")


def plan(archive, *, now=NOW, specs=("one",), refresh_days=3):
    return CollectionPlan(
        archive=archive,
        specs=specs,
        refresh_days=refresh_days,
        fresh_for=HOUR,
        now=lambda: now,
    )


def collect(archive, day, *, at=NOW, source="one"):
    line = Coverage(source=source, listed=1)
    archive.write(Digest(date=day, collected_at=at, coverage=(line,)))


def test_the_last_days_are_those_that_are_over():
    assert WEEK[-1] == YESTERDAY
    assert len(set(WEEK)) == 7


def test_no_days_are_asked_for_from_before_there_were_papers():
    assert last_days(10**9, NOW)[0] == dt.date(1991, 8, 14)
    assert last_days(10**9, NOW)[-1] == YESTERDAY


def test_days_are_those_of_utc():
    late = dt.datetime(2026, 11, 20, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    assert last_days(1, late) == [dt.date(2026, 11, 18)]


def test_an_empty_archive_lacks_every_day_oldest_first(archive):
    assert plan(archive).wanted(reversed(WEEK)) == WEEK


def test_a_day_that_was_just_collected_is_not_asked_again(archive):
    collect(archive, YESTERDAY)
    assert YESTERDAY not in plan(archive, now=NOW + HOUR / 2).wanted(WEEK)


def test_a_recent_day_is_asked_again_after_a_while(archive):
    collect(archive, YESTERDAY)
    assert YESTERDAY in plan(archive, now=NOW + HOUR).wanted(WEEK)


@pytest.mark.parametrize(
    ("refresh_days", "back", "asked"),
    [
        (3, 3, True),
        (3, 4, False),
        (1, 1, True),
        (0, 1, False),
    ],
)
def test_a_day_is_frozen_when_it_is_no_longer_recent(
    archive, refresh_days, back, asked
):
    day = WEEK[-back]
    collect(archive, day, at=NOW - 2 * HOUR)
    wanted = plan(archive, refresh_days=refresh_days).wanted([day])
    assert bool(wanted) is asked


def test_what_was_written_by_hand_is_never_asked_for(archive):
    archive.folder.mkdir(parents=True)
    (archive.folder / f"{WEEK[-1]}.yaml").write_text(yaml_digest(WEEK[-1]))
    (archive.folder / f"{WEEK[-2]}.json").write_text('{"papers": []}')
    hand = post(section(1)).replace("2021-04-07", f"{WEEK[-3]}")
    (archive.content / f"{WEEK[-3]}---Hot-Papers.md").write_text(hand)
    assert plan(archive).wanted(WEEK[-3:]) == []


def test_a_file_with_faults_is_left_for_its_owner_to_mend(archive):
    archive.folder.mkdir(parents=True)
    archive.path(YESTERDAY).write_text("{")
    assert plan(archive).wanted([YESTERDAY]) == []


def test_a_quiet_day_is_not_asked_again(archive):
    archive.remember_quiet(YESTERDAY, "one")
    assert plan(archive).wanted([YESTERDAY]) == []


def test_a_quiet_day_of_one_source_is_open_for_others(archive):
    archive.remember_quiet(YESTERDAY, "one")
    feed = {"name": "feed", "base_url": "https://a.example"}
    other = {"name": "feed", "base_url": "https://b.example"}
    archive.remember_quiet(YESTERDAY, "feed https://a.example")
    assert plan(archive, specs=("one", feed)).wanted([YESTERDAY]) == []
    assert plan(archive, specs=("one", other)).wanted([YESTERDAY]) == [YESTERDAY]


def test_nothing_is_settled_before_a_whole_day_has_passed(archive):
    before = plan(archive, now=dt.datetime(2026, 11, 20, 23, 59, tzinfo=dt.UTC))
    after = plan(archive, now=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
    assert not before.is_settled(YESTERDAY)
    assert after.is_settled(YESTERDAY)


def test_a_day_that_another_collector_has_just_written_is_done(archive):
    mine = plan(archive)
    assert mine.wanted([YESTERDAY]) == [YESTERDAY]
    collect(archive, YESTERDAY)
    assert not mine.is_still_wanted(YESTERDAY)


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_a_folder_that_is_named_like_a_day_is_left_alone(archive, suffix):
    (archive.folder / f"{YESTERDAY}.{suffix}").mkdir(parents=True)
    assert plan(archive).wanted([YESTERDAY]) == []


def test_a_day_from_a_clock_that_was_ahead_is_asked_again(archive):
    collect(archive, YESTERDAY, at=NOW + 1000 * HOUR)
    assert plan(archive).wanted([YESTERDAY]) == [YESTERDAY]


def test_a_day_that_no_source_has_anything_for_is_not_asked_again(archive):
    collect(archive, YESTERDAY, at=NOW - 2 * HOUR)
    archive.remember_quiet(YESTERDAY, "two")
    assert plan(archive, specs=()).wanted([YESTERDAY]) == []
    assert plan(archive, specs=("two",)).wanted([YESTERDAY]) == []


def test_sources_of_one_name_are_told_apart(archive):
    first = {"name": "arxiv", "archives": ["cs"]}
    second = {"name": "arxiv", "archives": ["math"]}
    labels = plan(archive, specs=(first, "one", second)).labels
    assert len(set(labels)) == 3
    assert labels[:2] == ("arxiv", "one")
