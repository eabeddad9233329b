"""A source fails, and others collect at the same time."""

import datetime as dt
import json
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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

from pelican_hotpapers.collect import MAX_FAILURES, DayState, is_offline, last_days
from pelican_hotpapers.config import Config
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.model import Coverage, Post
from pelican_hotpapers.storage.archive import Archive


def test_a_source_that_is_down_leaves_the_day_open_and_says_why(archive):
    source = Table({DAY: SourceError("example.org did not answer", "Wait a little")})
    (outcome,) = collect(archive, source)
    assert outcome.state is DayState.FAILED
    assert outcome.problems == ("table: example.org did not answer. Wait a little",)
    assert archive.files() == []
    source.days[DAY] = digest(DAY, 90)
    assert states(collect(archive, source)) == [DayState.NEW]


def test_an_error_of_somebodys_source_is_no_error_of_ours(archive):
    source = Table({DAY: KeyError("papers"), BEFORE: digest(BEFORE, 90)})
    outcomes = collect(archive, source, days=[BEFORE, DAY])
    assert states(outcomes) == [DayState.NEW, DayState.FAILED]
    assert "KeyError" in outcomes[1].problems[0]


def test_papers_that_arxiv_cannot_have_are_left_out_and_told(archive):
    whole = digest(DAY, 90, 80, 70, 60)
    first, second, third, fourth = whole.papers
    odd = (
        replace(first, arxiv_id=f"arXiv:{first.arxiv_id}v2"),
        replace(second, arxiv_id="2113.01778"),
        replace(third, arxiv_id="../../../etc/passwd"),
        fourth,
    )
    (outcome,) = collect(archive, Table({DAY: replace(whole, papers=odd)}))
    assert outcome.problems == ("table: 2 papers with no arXiv id",)
    kept = archive.read(archive.path(DAY))
    assert [paper.arxiv_id for paper in kept.papers] == [
        first.arxiv_id,
        fourth.arxiv_id,
    ]
    (line,) = kept.coverage
    assert (line.listed, line.shown, line.incomplete) == (4, 2, 2)


def test_a_source_that_keeps_failing_is_left_alone_until_the_newest_days(archive):
    days = last_days(7, NOW)
    source = Table(dict.fromkeys(days, SourceError("down")))
    outcomes = collect(archive, source, days=days)
    assert states(outcomes) == [DayState.FAILED] * (MAX_FAILURES + 2)
    assert source.asked == [*days[:MAX_FAILURES], *days[-2:]]


def test_days_of_old_that_fail_for_good_do_not_cost_the_newest(archive):
    days = last_days(7, NOW)
    table = {day: digest(day, 90) for day in days}
    source = Table(table | dict.fromkeys(days[:MAX_FAILURES], SourceError("broken")))
    outcomes = collect(archive, source, days=days)
    assert [outcome.day for outcome in outcomes] == source.asked
    assert states(outcomes) == [DayState.FAILED] * MAX_FAILURES + [DayState.NEW] * 2
    assert archive.newest() == DAY


def test_behind_failing_days_too_a_stale_batch_is_told_from_the_day_before(archive):
    days = last_days(7, NOW)
    batch = digest(BEFORE, 90)
    source = Table(
        dict.fromkeys(days, SourceError("broken"))
        | {BEFORE: batch, DAY: replace(batch, date=DAY)}
    )
    *_, before, last = collect(archive, source, days=days)
    assert (before.state, last.state) == (DayState.NEW, DayState.FAILED)
    assert f"gave the batch of {BEFORE} again" in last.problems[0]


def test_a_source_that_is_down_is_not_asked_for_years(archive):
    days = last_days(300, NOW - dt.timedelta(days=30))
    source = Table(dict.fromkeys(days, SourceError("down")))
    assert len(collect(archive, source, days=days)) == MAX_FAILURES
    assert source.asked == days[:MAX_FAILURES]


def test_other_sources_are_asked_on(archive):
    days = last_days(7, NOW)
    down = Table(dict.fromkeys(days, SourceError("down")), name="other")
    source = Table({day: digest(day, 90) for day in days})
    outcomes = collect(archive, down, source, days=days)
    assert states(outcomes) == [DayState.NEW] * len(days)
    assert down.asked == [*days[:MAX_FAILURES], *days[-2:]]
    assert "not asked for this day" in outcomes[MAX_FAILURES].problems[0]


def test_a_source_that_fails_now_and_then_is_asked_on(archive):
    days = last_days(7, NOW)
    table = {
        day: SourceError("down") if place % 2 else digest(day, 90)
        for place, day in enumerate(days)
    }
    source = Table(table)
    collect(archive, source, days=days)
    assert source.asked == days


def test_one_source_of_two_is_enough_and_the_page_can_say_so(archive):
    down = Table({DAY: SourceError("other.example did not answer")}, name="other")
    (outcome,) = collect(archive, Table({DAY: digest(DAY, 90)}), down)
    assert outcome.state is DayState.NEW
    assert outcome.problems == ("other: other.example did not answer",)
    kept = archive.read(archive.path(DAY))
    assert [line.source for line in kept.coverage] == ["table", "other"]
    assert kept.coverage[1].lacks == {"other": "other.example did not answer"}


def test_a_digest_of_another_day_is_refused(archive):
    (outcome,) = collect(archive, Table({DAY: digest(BEFORE, 90)}))
    assert outcome.state is DayState.FAILED
    assert f"gave the digest of {BEFORE}, expected {DAY}" in outcome.problems[0]


def test_a_source_need_not_say_how_complete_it_is(archive):
    bare = replace(digest(DAY, 90), coverage=(), collected_at=None)
    source = Table({DAY: bare, BEFORE: bare})
    collect(archive, source)
    kept = archive.read(archive.path(DAY))
    assert kept.collected_at == NOW
    (line,) = kept.coverage
    assert (line.source, line.listed, line.shown) == ("table", 1, 1)


def unsound(**facts):
    return replace(digest(DAY, 90), **facts)


def with_paper(**facts):
    return unsound(papers=(replace(digest(DAY, 90).papers[0], **facts),))


@pytest.mark.parametrize(
    "answer",
    [
        {"papers": []},
        "2026-11-19",
        unsound(papers=None),
        unsound(papers=({"arxiv_id": "2611.00001"},)),
        unsound(collected_at="yesterday"),
        unsound(extra={"how": object()}),
        unsound(coverage=(Coverage(source="table", url="javascript:alert(1)"),)),
        unsound(coverage=(Coverage(source="", batch="0"),)),
        with_paper(title=""),
        with_paper(rank=0),
        with_paper(signals={"points": float("nan")}),
        with_paper(abstract="\ud800"),
        with_paper(posts=(Post(url="javascript:alert(1)"),)),
        unsound(papers=digest(DAY, 90).papers * 2),
    ],
)
def test_what_cannot_be_kept_is_refused_and_costs_no_other_source(archive, answer):
    other = replace(digest(DAY, 70, source="other"))
    bad, good = Table({DAY: answer}), Table({DAY: other}, "other")
    (outcome,) = collect(archive, bad, good)
    assert (outcome.state, scores(archive)) == (DayState.NEW, [70])
    (problem,) = outcome.problems
    assert problem.startswith("table: gave ")


def test_a_day_that_is_too_large_is_refused_and_told(archive):
    small = replace(archive, max_size=5_000)
    collect(small, Table({DAY: digest(DAY, 90)}))
    later = NOW + 2 * HOUR
    large = Table({DAY: digest(DAY, *range(300, 60, -1), at=later)})
    (outcome,) = collect(small, large, now=later)
    assert (outcome.state, outcome.fallback) == (DayState.FAILED, NOW)
    assert "bytes, expected at most 5,000 bytes" in outcome.problems[0]
    assert scores(small) == [90]


def test_two_halves_that_are_too_large_together_are_refused(archive):
    small = replace(archive, max_size=6_000)
    one = Table({DAY: digest(DAY, *[90] * 12)})
    elsewhere = [
        replace(paper, arxiv_id=paper.arxiv_id.replace("2611", "2610"))
        for paper in digest(DAY, *[80] * 12).papers
    ]
    two = replace(digest(DAY, source="two"), papers=tuple(elsewhere))
    (outcome,) = collect(small, one, Table({DAY: two}, "two"))
    assert outcome.state is DayState.FAILED
    assert "bytes, expected at most 6,000 bytes" in outcome.problems[0]
    assert archive.files() == []


@pytest.mark.parametrize(
    "answer",
    [
        digest(DAY, 90, problems=("found 'hf_SECRET' where an id should be",)),
        SourceError("the host hf_secret.example is not known", "Check hf_SECRET"),
        KeyError("hf_SECRET"),
    ],
)
def test_no_secret_of_a_source_is_told_or_kept(archive, answer):
    class Leaky(Table):
        def fetch(self, day):
            made._context.secret("TOKEN", "a token")
            return super().fetch(day)

    leaky = Leaky({DAY: answer})
    sound = Table({DAY: digest(DAY, 80, source="other")}, "other")
    plan, made = collector(archive, leaky, sound, environ={"TOKEN": "hf_SECRET"})
    (outcome,) = made.collect(plan.wanted([DAY]), max_wait=5)
    (problem,) = outcome.problems
    assert "***" in problem
    assert "hf_secret" not in problem.lower()
    assert "hf_secret" not in archive.path(DAY).read_text().lower()


def test_two_collectors_share_the_work(archive):
    days = last_days(7, NOW)
    source = Table({day: digest(day, 90) for day in days})
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: collect(archive, source, days=days), "ab"))
    assert sorted(source.asked) == days, "each day is asked for once"
    made = [out.day for run in runs for out in run if out.state is DayState.NEW]
    assert sorted(made) == days
    assert all(scores(archive, day) == [90] for day in days)


def test_a_collector_does_not_wait_for_ever(archive):
    plan, made = collector(archive, Table({DAY: digest(DAY, 90)}))
    with archive.alone(0):
        assert states(made.collect(plan.wanted([DAY]), max_wait=0)) == [DayState.BUSY]


COLLECT = """
import signal, sys
sys.path[:0] = sys.argv[3:]
from pathlib import Path
from collect.collector.table import NOW, Table, collect, digest
from pelican_hotpapers.collect import last_days
from pelican_hotpapers.storage.archive import Archive

folder, most = Path(sys.argv[1]), int(sys.argv[2])

class Holding(Table):
    def fetch(self, day):
        if len([*folder.glob("*.json")]) >= most:
            signal.pause()
        return super().fetch(day)

days = last_days(45, NOW)
source = Holding({day: digest(day, *range(100, 0, -1)) for day in days})
collect(Archive(folder, folder), source, days=days)
"""
"""Collects 45 days, and holds when there are so many that it does not end by itself."""


def test_killing_a_collector_costs_no_day(tmp_path):
    chance = random.Random(7)  # noqa: S311 - so that a failure can be repeated
    folder = tmp_path / "hotpapers"

    def command(most):
        return [sys.executable, "-c", COLLECT, str(folder), str(most), *sys.path]

    seen: set[str] = set()
    for _ in range(3):
        enough = len(seen) + chance.randint(1, 9)
        with subprocess.Popen(command(enough + 3)) as process:
            while len([*folder.glob("*.json")]) < enough:
                assert process.poll() is None, "it ended before it was killed"
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.01))
            process.send_signal(signal.SIGKILL)
        names = {path.name for path in Archive(folder, folder).files()}
        assert seen <= names
        for name in names:
            assert len(json.loads((folder / name).read_bytes())["papers"]) == 100
        seen = names
    assert 0 < len(seen) < 45, "killed in the middle"
    subprocess.run(command(most=45), check=True)
    assert len(Archive(folder, folder).files()) == 45


@pytest.mark.parametrize(
    ("setting", "said", "offline"),
    [
        (False, None, False),
        (True, None, True),
        (False, "1", True),
        (False, "true", True),
        (False, "0", False),
        (False, "", False),
        (True, "0", True),
    ],
)
def test_offline_is_a_setting_and_a_variable(setting, said, offline):
    environ = {} if said is None else {"HOTPAPERS_OFFLINE": said}
    assert is_offline(Config(offline=setting), environ) is offline
