"""Days are collected once, and again while they are recent."""

import datetime as dt
from dataclasses import replace

import pytest
from collect.collector.table import (
    BEFORE,
    DAY,
    HOUR,
    NOW,
    Table,
    collect,
    collector,
    digest,
    scores,
    states,
)

from pelican_hotpapers.collect import DayState
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.model import Coverage


def test_a_day_is_written_as_the_source_has_it(archive):
    (outcome,) = collect(archive, Table({DAY: digest(DAY, 90, 60)}))
    assert (outcome.state, outcome.papers) == (DayState.NEW, 2)
    assert archive.read(archive.path(DAY)) == digest(DAY, 90, 60)


def test_days_come_oldest_first(archive):
    source = Table({DAY: digest(DAY, 90), BEFORE: digest(BEFORE, 80)})
    outcomes = collect(archive, source, days=[DAY, BEFORE])
    assert [outcome.day for outcome in outcomes] == [BEFORE, DAY]


def test_what_is_on_disk_is_not_asked_again(archive):
    source = Table({DAY: digest(DAY, 90)})
    collect(archive, source)
    assert collect(archive, source) == []
    assert source.asked == [DAY]


def test_a_day_for_which_nothing_was_announced_is_remembered(archive):
    source = Table({DAY: None})
    later = NOW + 2 * dt.timedelta(days=1)
    assert states(collect(archive, source, now=later)) == [DayState.QUIET]
    assert collect(archive, source, now=later) == []
    assert len(source.asked) == 1
    assert archive.files() == []


def test_a_day_that_is_hardly_over_may_yet_have_papers(archive):
    source = Table({DAY: None})
    collect(archive, source)
    source.days[DAY] = digest(DAY, 90)
    assert states(collect(archive, source)) == [DayState.NEW]


def test_a_day_of_which_nothing_is_hot_is_not_published(archive):
    cold = replace(digest(DAY), coverage=(Coverage(source="table", listed=700),))
    source = Table({DAY: cold})
    assert states(collect(archive, source)) == [DayState.COLD]
    assert archive.files() == []
    assert states(collect(archive, source)) == [DayState.COLD], "counts may yet grow"


def test_a_cold_day_is_remembered_when_it_is_frozen(archive):
    cold = replace(digest(DAY), coverage=(Coverage(source="table", listed=700),))
    later = NOW + dt.timedelta(days=3)
    collect(archive, Table({DAY: cold}), now=later)
    assert collect(archive, Table({}), now=later) == []


def test_counts_grow_while_a_day_is_recent(archive):
    collect(archive, Table({DAY: digest(DAY, 90)}))
    later = NOW + 2 * HOUR
    grown = Table({DAY: digest(DAY, 120, 60, at=later)})
    assert states(collect(archive, grown, now=later)) == [DayState.REFRESHED]
    assert scores(archive) == [120, 60]


def test_half_an_answer_makes_no_day_poorer_and_is_told(archive):
    collect(archive, Table({DAY: digest(DAY, 90, 80, 70)}))
    later = NOW + 2 * HOUR
    (outcome,) = collect(archive, Table({DAY: digest(DAY, 95, at=later)}), now=later)
    assert scores(archive) == [95, 80, 70]
    assert "2 papers no longer listed, and kept" in outcome.problems[0]


@pytest.mark.parametrize("answer", [SourceError("down"), None])
def test_no_answer_leaves_the_file_as_it_is(archive, answer):
    collect(archive, Table({DAY: digest(DAY, 90)}))
    before = archive.path(DAY).read_bytes()
    later = NOW + 30 * HOUR
    (outcome,) = collect(archive, Table({DAY: answer}), now=later)
    assert archive.path(DAY).read_bytes() == before
    assert outcome.problems
    assert outcome.papers == 1
    assert archive.quiet_days() == frozenset()


def test_the_age_of_what_is_used_instead_is_known(archive):
    collect(archive, Table({DAY: digest(DAY, 90)}))
    later = NOW + 5 * HOUR
    (outcome,) = collect(archive, Table({DAY: SourceError("down")}), now=later)
    assert outcome.fallback == NOW


def test_the_age_of_what_is_used_beside_half_an_answer_is_known(archive):
    collect(archive, Table({DAY: digest(DAY, 90, 80)}))
    later = NOW + 5 * HOUR
    half = digest(DAY, 95, at=later, problems=("X did not answer",))
    (outcome,) = collect(archive, Table({DAY: half}), now=later)
    assert outcome.fallback == NOW
    (outcome,) = collect(
        archive, Table({DAY: digest(DAY, 99, 98, at=later)}), now=later + HOUR
    )
    assert outcome.fallback is None


def test_an_empty_answer_costs_no_paper(archive):
    collect(archive, Table({DAY: digest(DAY, 90)}))
    later = NOW + 2 * HOUR
    collect(archive, Table({DAY: digest(DAY, at=later)}), now=later)
    assert scores(archive) == [90]


def test_sources_of_one_name_are_both_asked(archive):
    one, two = Table({DAY: digest(DAY, 90)}), Table({DAY: digest(DAY, 80)})
    collect(archive, one, two)
    assert one.asked == two.asked == [DAY]


def test_the_batch_of_the_day_before_is_not_published_again(archive):
    batch = digest(BEFORE, 90, 80)
    stale = replace(batch, date=DAY)
    source = Table({BEFORE: batch, DAY: stale})
    outcomes = collect(archive, source, days=[BEFORE, DAY])
    assert states(outcomes) == [DayState.NEW, DayState.FAILED]
    assert f"gave the batch of {BEFORE} again" in outcomes[1].problems[0]
    assert not archive.path(DAY).exists()


def test_a_stale_batch_is_known_over_a_weekend(archive):
    monday, friday = dt.date(2026, 11, 16), dt.date(2026, 11, 13)
    batch = digest(friday, 90, 80)
    source = Table({friday: batch, monday: replace(batch, date=monday)})
    outcomes = collect(archive, source, days=[friday, monday])
    assert states(outcomes) == [DayState.NEW, DayState.FAILED]


def test_the_same_batch_of_another_source_is_none_of_its_business(archive):
    batch = digest(BEFORE, 90)
    collect(archive, Table({BEFORE: batch}), days=[BEFORE])
    (line,) = batch.coverage
    other = replace(batch, date=DAY, coverage=(replace(line, source="other"),))
    assert states(collect(archive, Table({DAY: other}, "other"))) == [DayState.NEW]


def test_a_batch_from_an_odd_address_is_one_as_well(archive):
    line = Coverage(source="table", url="https://[x", listed=1, batch="0")
    source = Table({DAY: replace(digest(DAY, 90), coverage=(line,))})
    assert states(collect(archive, source)) == [DayState.NEW]


def test_the_batch_that_another_site_had_the_day_before_is_no_stale_one(archive):
    def of(url, day):
        batch = digest(BEFORE, 90)
        line = replace(batch.coverage[0], url=url)
        return replace(batch, date=day, coverage=(line,))

    collect(archive, Table({BEFORE: of("https://a.example/", BEFORE)}), days=[BEFORE])
    late = Table({DAY: of("https://b.example/", DAY)})
    assert states(collect(archive, late)) == [DayState.NEW]


def test_a_preview_writes_nothing(archive):
    _, made = collector(archive, Table({DAY: digest(DAY, 90)}))
    assert made.preview(DAY) == digest(DAY, 90)
    assert not archive.folder.exists()


def test_a_preview_of_a_source_that_is_down_says_why(archive):
    _, made = collector(archive, Table({DAY: SourceError("down", "Wait")}))
    with pytest.raises(SourceError, match=r"table: down\. Wait"):
        made.preview(DAY)
