"""What is told of each morning: which days are whole, and which sources answer."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from loopback import hackernews, huggingface
from loopback.arxiv import ArXiv
from loopback.arxiv_replies import Eprint, item, rss
from loopback.faults import unavailable
from loopback.server import Server
from loopback.world import arxiv_id
from rich.console import Console

from pelican_hotpapers.arxiv import schedule
from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.cli.status import StatusPrinter
from pelican_hotpapers.collect import (
    collection_plan,
    last_days,
    open_collector,
)
from pelican_hotpapers.collect.status import (
    NOT_ASKED,
    STATUS_DAYS,
    Completeness,
    collection_status,
)
from pelican_hotpapers.config.site_settings import read_config
from pelican_hotpapers.storage.archive import Archive
from pelican_hotpapers.storage.collection_history import (
    COLLECTION_HISTORY,
    IncidentKind,
    read_history,
)

FIRST = dt.date(2026, 11, 2)
NIGHTS = 30
QUIET_THURSDAY = dt.date(2026, 11, 12)
REFUSED = dt.date(2026, 11, 17)
"""The day of which the list is refused in the night after it."""
LABEL = "huggingface"
WHOLE, QUIET, LACKING, MISSING = Completeness


def night_after(day):
    """Return the hour at which a nightly job begins."""
    return dt.datetime.combine(day + DAY, dt.time(2, 37), dt.UTC)


class Site:
    """A site that collects from Hugging Face, on a server of its own."""

    def __init__(self, folder, server, days):
        self.server = server
        self.archive = Archive(folder / "content" / "hotpapers", folder / "content")
        self.lists = {
            day: [huggingface.item(arxiv_id(day, n)) for n in (1, 2)] for day in days
        }
        ArXiv([Eprint(arxiv_id(day, n)) for day in days for n in (1, 2)]).speak(server)
        huggingface.HuggingFace(self.lists).speak(server)
        source = {"name": "huggingface", "base_url": server.url, "pace": 0}
        self.configure(HOTPAPERS_SOURCES=[source])

    def configure(self, **settings):
        server = self.server
        settings = {
            "HOTPAPERS_ARXIV_URL": server.url,
            "HOTPAPERS_OAI_URL": server.url,
            "HOTPAPERS_ARXIV_PACE": 0,
            "HOTPAPERS_SIGNALS": [],
            "HOTPAPERS_TRIES": 1,
            **settings,
        }
        self.config, problems = read_config(settings)
        assert problems == ()

    @property
    def label(self):
        return f"{LABEL} {self.server.url}"

    def plan(self, now):
        return replace(collection_plan(self.config, self.archive), now=lambda: now)

    def collect(self, now, days=7):
        plan = self.plan(now)
        collector = open_collector(self.config, plan, contact="", environ={})
        return list(collector.collect(plan.wanted(last_days(days, now)), max_wait=5))

    def status(self, now, days=STATUS_DAYS):
        return collection_status(self.plan(now), last_days(days, now))

    def history(self):
        return read_history(self.archive.folder)


@pytest.fixture
def site(tmp_path, server):
    days = [FIRST + n * DAY for n in range(NIGHTS)]
    announced = {day for day in days if day.weekday() < 5}
    return Site(tmp_path, server, announced - {QUIET_THURSDAY})


@pytest.fixture
def server():
    with Server() as server:
        yield server


def states(status):
    return {each.day: each.state for each in status.days}


def printed(status, width=80):
    file = io.StringIO()
    StatusPrinter(Console(file=file, width=width, highlight=False)).print(status, 60)
    return file.getvalue()


def test_each_morning_of_thirty_nights_says_what_there_is(site, server):
    for day in (FIRST + n * DAY for n in range(NIGHTS)):
        now = night_after(day)
        refused = day == REFUSED
        server.faults = {huggingface.PATH: unavailable()} if refused else {}
        site.collect(now)
        files = {path.name: path.read_bytes() for path in site.archive.folder.iterdir()}
        status = site.status(now)
        expected = {
            each: WHOLE if each in site.lists else QUIET
            for each in (FIRST + n * DAY for n in range((day - FIRST).days + 1))
        }
        if refused:
            expected[day] = MISSING
        assert states(status) == expected, day
        assert status.is_sound is not refused
        (source,) = status.sources
        answered = day - DAY if refused else day
        assert (source.answer.day, source.answer.at) == (
            answered,
            night_after(answered),
        )
        assert bool(source.failing) is refused
        text = printed(status)
        assert ("fails since 2026-11-18 02:37 UTC" in text) is refused
        assert (f"missing  {REFUSED} since " in text) is refused
        assert max(map(len, text.splitlines())) <= 80
        site.status(now + dt.timedelta(hours=3))
        assert files == {
            path.name: path.read_bytes() for path in site.archive.folder.iterdir()
        }, "the status writes nothing"
    told = [(each.kind, each.subject, each.ended) for each in site.history().incidents]
    mended = night_after(REFUSED + DAY)
    assert told == [
        (IncidentKind.FAILING, site.label, mended),
        (IncidentKind.MISSING, str(REFUSED), mended),
    ]


STALE = dt.date(2026, 11, 18)
"""The day on which the feed of cs.AI has the papers of the day before."""


def test_each_morning_tells_of_a_feed_that_is_stale_for_one_category(site, server):
    days = [FIRST + n * DAY for n in range(NIGHTS)]
    papers = {day: announced(day) for day in days if schedule.has_batch(day)}
    service = ArXiv([each for batch in papers.values() for each in batch])
    service.speak(server)
    hackernews.HackerNews([]).speak(server)
    source = {
        "name": "arxiv",
        "base_url": server.url,
        "archives": ["cs.AI", "cs.LG"],
        "signals": [{"name": "hackernews", "base_url": server.url}],
        "paper_score": 0,
    }
    site.configure(HOTPAPERS_SOURCES=[source])
    for day in days:
        service.day, service.lagging = day, ()
        service.announced = {each.id: "new" for each in papers.get(day, ())}
        server.speakers.pop("/rss/cs.AI", None)
        if day == STALE:
            midnight = dt.datetime.combine(day, dt.time(5), dt.UTC)
            again = rss(
                "cs.AI", [item(papers[day - DAY][0], "new", midnight)], midnight
            )
            server.speakers["/rss/cs.AI"] = lambda _request, reply=again: reply
            service.lagging = {papers[day][0].id}
        site.collect(night_after(day), days=min(7, (day - FIRST).days + 1))
        status = site.status(night_after(day))
        expected = {
            each: WHOLE if each in papers else QUIET for each in days if each <= day
        }
        if day == STALE:
            expected[day] = LACKING
            (span,) = status.wrong_spans
            assert "cs.AI" in span.first.reason
            assert f"the batch of {STALE - DAY} again" in span.first.reason
        assert states(status) == expected, day
        assert status.is_sound is (day != STALE)
    assert [(each.subject, each.ended) for each in site.history().incidents] == [
        (str(STALE), night_after(STALE + DAY))
    ]


def announced(day):
    """Return a day's papers: one of cs.AI, one of cs.LG."""
    at = schedule.submission_span(day)[0] + dt.timedelta(hours=1)
    return [
        Eprint(arxiv_id(day, n), submitted=at.astimezone(dt.UTC), categories=(name,))
        for n, name in enumerate(("cs.AI", "cs.LG"), 1)
    ]


def test_the_history_changes_only_with_a_day_or_an_incident(site, server):
    now = night_after(FIRST)
    site.collect(now)
    path = site.archive.folder / COLLECTION_HISTORY
    before = path.read_bytes()
    site.collect(now + dt.timedelta(hours=5))
    assert path.read_bytes() == before
    server.faults = {huggingface.PATH: unavailable()}
    site.collect(now + dt.timedelta(hours=8))
    broken = path.read_bytes()
    assert broken != before
    site.collect(now + dt.timedelta(hours=10))
    assert path.read_bytes() == broken


def test_a_day_that_nobody_asked_for_is_missing_when_others_are_there(site):
    site.collect(night_after(FIRST + 1 * DAY))
    site.collect(night_after(FIRST + 4 * DAY), days=1)
    left = {FIRST + 2 * DAY, FIRST + 3 * DAY}
    now = night_after(FIRST + 8 * DAY)
    status = site.status(now)
    assert {each.day for each in status.days if each.state is MISSING} >= left
    assert {each.first.reason for each in status.wrong_spans} == {NOT_ASKED}
    assert not status.is_sound


def test_a_day_is_not_due_before_a_night_has_come(site):
    site.collect(night_after(FIRST))
    noon = night_after(FIRST + DAY) - dt.timedelta(hours=2)
    assert list(states(site.status(noon))) == [FIRST]


def test_days_before_the_first_collected_one_are_no_gap(site):
    site.collect(night_after(FIRST + 10 * DAY), days=2)
    status = site.status(night_after(FIRST + 10 * DAY))
    assert min(states(status)) == FIRST + 9 * DAY


def test_a_job_that_stopped_long_ago_is_told(site):
    site.collect(night_after(FIRST))
    status = site.status(night_after(FIRST + 90 * DAY))
    assert len(status.days) == STATUS_DAYS
    batches = sum(map(schedule.has_batch, states(status)))
    assert status.counts["missing"] == batches
    assert status.sources[0].answer.day == FIRST


def test_what_was_written_by_hand_lacks_nothing(site):
    site.archive.folder.mkdir(parents=True)
    day = FIRST.isoformat()
    papers = [{"arxiv_id": "2611.00001", "title": "Without all else"}]
    text = json.dumps({"date": day, "papers": papers})
    (site.archive.folder / f"{day}.json").write_text(text)
    site.collect(night_after(FIRST + DAY), days=1)
    now = night_after(FIRST + DAY)
    assert site.status(now).is_sound
    assert states(site.status(now))[FIRST + DAY] is WHOLE


def test_a_digest_without_categories_lacks_them(site):
    site.server.faults = {"/api/query": unavailable(), "/oai": unavailable()}
    now = night_after(FIRST)
    site.collect(now, days=1)
    status = site.status(now)
    assert states(status) == {FIRST: LACKING}
    assert "2 papers" in status.wrong_spans[0].first.reason
    assert not status.is_sound
    assert f"lacking  {FIRST} since " in printed(status)


def test_a_file_with_faults_is_told(site):
    now = night_after(FIRST)
    site.collect(now)
    site.archive.path(FIRST).write_text("{")
    assert states(site.status(now))[FIRST] is LACKING


def test_nothing_is_told_of_a_site_that_never_collected(site):
    status = site.status(night_after(FIRST))
    assert status.days == ()
    assert status.is_sound
    assert not site.archive.folder.exists()
    assert "was not asked yet" in printed(status)
    assert "nothing was collected yet" in printed(status)


def test_a_source_that_never_answered_says_so(site, server):
    server.faults = {huggingface.PATH: unavailable()}
    now = night_after(FIRST)
    site.collect(now, days=1)
    status = site.status(now)
    assert "It never answered." in printed(status)
    assert states(status) == {FIRST: MISSING}


@pytest.mark.parametrize("width", [40, 80])
def test_lines_fit_the_terminal_whatever_the_reason(site, server, width):
    server.faults = {huggingface.PATH: unavailable()}
    now = night_after(FIRST)
    site.collect(now)
    assert max(map(len, printed(site.status(now), width).splitlines())) <= width
