"""What a day lacks is known, and asked for later, for as long as it may come."""

import datetime as dt
import json
import random
from dataclasses import replace

import pytest
from loopback import hackernews
from loopback.arxiv import OAI, QUERY
from loopback.faults import dropped, html_page, too_many_requests, unavailable
from loopback.server import Server, send
from loopback.world import PAPERS, World

from pelican_hotpapers.arxiv import schedule
from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.collect import CollectionPlan, Collector, DayState, last_days
from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.huggingface import HuggingFace
from pelican_hotpapers.sources.oembed import Embedder
from pelican_hotpapers.sources.signal_pool import SignalPool
from pelican_hotpapers.storage.archive import Archive
from pelican_hotpapers.storage.incomplete_days import INCOMPLETE_DAYS, MOST_TRIES

NOW = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAYS = last_days(20, NOW - dt.timedelta(days=7))
TIMES = {"collected_at", "measured_at", "counted_at"}
COUNTED = {"upvotes", "comments", "points"}
MOST_REQUESTS = 12
"""To arXiv, in a run in which it refuses everything."""


@pytest.fixture
def server():
    with Server() as server:
        yield server


class Site:
    """An archive, and the runs that collect for it from one server."""

    def __init__(self, folder, server, days=DAYS):
        self.archive = Archive(folder / "hotpapers", folder)
        self.server = server
        self.world = World(server, days)
        self.now = NOW

    def run(self, days=(), *, by_name=False, tries=4):
        """Collect these days, and all that is due, and return what became of each."""
        http = Client(tries=tries, backoff=0)
        context = Context(
            http=http,
            catalogue=Catalogue(
                http, base_url=self.server.url, oai_url=self.server.url, pace=0
            ),
            rules=Rules(paper_score=0),
            environ={},
            now=lambda: self.now,
        )
        plan = CollectionPlan(
            archive=self.archive,
            specs=("huggingface",),
            refresh_days=3,
            fresh_for=HOUR,
            now=lambda: self.now,
        )
        spec = {"name": "hackernews", "base_url": self.server.url}
        context = replace(context, signals=SignalPool([spec], context))
        source = HuggingFace(context, base_url=self.server.url, pace=0)
        collector = Collector(plan, [source], context, Embedder(http, {}))
        self.server.requests.clear()
        wanted = plan.wanted(days, by_name=by_name)
        wanted += [day for day in plan.due() if day not in days]
        return list(collector.collect(wanted, max_wait=5))

    @property
    def to_arxiv(self):
        return [*self.server.asked(QUERY), *self.server.asked(OAI)]

    def refuse(self):
        self.server.faults[QUERY] = unavailable(406)
        self.server.faults[OAI] = too_many_requests()

    def digest(self, day):
        return self.archive.read(self.archive.path(day))

    def edit(self, day, change):
        path = self.archive.path(day)
        record = json.loads(path.read_text())
        change(record)
        path.write_text(json.dumps(record, indent=2))

    def contents(self):
        """Return all files of the archive, without their times."""
        return {
            path.name: json.loads(path.read_text(), object_hook=_timeless)
            for path in self.archive.files()
        }


def _timeless(record):
    return {name: value for name, value in record.items() if name not in TIMES}


def states(outcomes):
    return [outcome.state for outcome in outcomes]


@pytest.fixture
def sound(tmp_path, server):
    """What a run brings in which every service is sound."""
    site = Site(tmp_path / "sound", server)
    site.run(DAYS)
    return site.contents()


@pytest.fixture
def site(tmp_path, server):
    return Site(tmp_path / "site", server)


def test_papers_of_any_list_have_what_signals_found(site):
    site.run(DAYS)
    asked = site.server.asked(hackernews.PREFIX)
    assert 0 < len(asked) <= 2 * len(DAYS)
    (day, *_) = filter(schedule.has_batch, DAYS)
    (paper, *_) = site.digest(day).papers
    (post,) = paper.posts
    assert post.platform == "hackernews"
    assert (paper.signals["upvotes"], paper.signals["points"]) == (89, 89)
    assert paper.score == sum(paper.signals[name] for name in COUNTED)
    talks = {each.platform: each.comments for each in paper.discussions}
    assert talks == {"huggingface": 3, "hackernews": 7}
    (line,) = site.digest(day).coverage
    assert line.counted_by == ("huggingface", "hackernews")


def test_a_signal_that_failed_is_asked_alone_once_it_answers(site, sound):
    site.server.faults[hackernews.PREFIX] = unavailable()
    outcomes = site.run(DAYS)
    assert states(outcomes) == [DayState.NEW] * len(DAYS)
    assert len(site.server.asked(hackernews.PREFIX)) == 4, "one verdict a run"
    (line,) = site.digest(DAYS[0]).coverage
    assert ["status 503" in why for why in line.lacks.values()] == [True]
    (problem,) = outcomes[0].problems
    assert "hackernews" in problem
    assert not any(outcome.problems for outcome in outcomes[1:])

    site.server.faults.clear()
    site.now += HOUR
    assert states(site.run()) == [DayState.COMPLETED] * len(DAYS)
    assert site.server.asked("/api/daily_papers") == [], "only what was missing"
    assert site.to_arxiv == []
    assert site.contents() == sound


def test_a_signal_that_stays_down_costs_nothing_that_was_there(site):
    site.run(DAYS)
    before = site.contents()
    site.now = dt.datetime.combine(DAYS[-1] + DAY, dt.time(3), dt.UTC)
    site.server.faults[hackernews.PREFIX] = unavailable()
    outcomes = site.run(DAYS[-3:])
    assert states(outcomes) == [DayState.REFRESHED] * 3
    after = site.contents()
    for name, record in before.items():
        assert after[name]["papers"] == record["papers"]


def test_days_that_arxiv_refused_are_completed_once_it_answers(site, sound):
    site.refuse()
    outcomes = site.run(DAYS)
    assert states(outcomes) == [DayState.NEW] * len(DAYS)
    assert [outcome.papers for outcome in outcomes] == [PAPERS] * len(DAYS)
    assert not any(outcome.is_whole for outcome in outcomes)
    assert 0 < len(site.to_arxiv) <= MOST_REQUESTS
    assert list(site.archive.incomplete_days()) == DAYS

    site.server.faults.clear()
    site.now += HOUR
    assert states(site.run()) == [DayState.COMPLETED] * len(DAYS)
    assert site.server.asked("/api/daily_papers") == [], "only what was missing"
    assert site.contents() == sound
    assert site.run() == []


def test_why_a_day_is_not_whole_is_said_once_in_a_run_and_on_every_page(site):
    site.refuse()
    first, *others = site.run(DAYS)
    (problem,) = first.problems
    assert "status 406 4 times" in problem
    assert "status 429 4 times" in problem
    assert not any(outcome.problems for outcome in others)
    for day in DAYS:
        (line,) = site.digest(day).coverage
        assert problem.endswith(line.lacks["arxiv"])


def test_days_that_stay_incomplete_are_asked_for_ever_more_rarely_to_an_end(site):
    (day, *_) = DAYS
    site.refuse()
    site.run([day])
    before = site.archive.path(day).read_bytes()
    for tries in range(1, MOST_TRIES + 1):
        site.now = site.archive.incomplete_days()[day].next_try
        (outcome,) = site.run()
        assert outcome.state is DayState.INCOMPLETE
        assert len(site.to_arxiv) <= MOST_REQUESTS
        assert site.archive.incomplete_days()[day].tries == tries
        assert site.run() == [], "not before it is due"
    assert site.archive.incomplete_days()[day].next_try is None
    site.now += dt.timedelta(days=365)
    assert site.run() == []
    assert site.archive.path(day).read_bytes() == before
    site.server.faults.clear()
    (outcome,) = site.run([day], by_name=True)
    assert outcome.state is DayState.COMPLETED
    assert site.digest(day).is_whole
    assert site.archive.incomplete_days() == {}


def test_frozen_counts_stay_when_a_day_is_completed(site):
    (day, *_) = DAYS
    site.refuse()
    site.run([day])
    before = site.digest(day)
    site.server.faults.clear()
    site.run()
    after = site.digest(day)
    assert after.is_whole
    for paper, whole in zip(before.papers, after.papers, strict=True):
        assert (paper.signals, paper.measured_at) == (whole.signals, whole.measured_at)


def test_what_was_edited_by_hand_stays_when_a_day_is_completed(site):
    (day, *_) = DAYS
    site.refuse()
    site.run([day])

    def change(record):
        record["title"] = "A quiet day"
        record["papers"][0]["title"] = "As I would put it"
        record["papers"][1]["categories"] = ["cs.CL"]
        del record["papers"][2]

    site.edit(day, change)
    site.server.faults.clear()
    (outcome,) = site.run()
    assert outcome.state is DayState.COMPLETED
    digest = site.digest(day)
    assert digest.title == "A quiet day"
    first, second = digest.papers
    assert first.title == "As I would put it"
    assert first.categories == ("cs.LG", "stat.ML")
    assert second.categories == ("cs.CL",)


def test_an_old_archive_that_lacks_categories_is_completed_when_it_is_named(site):
    site.run(DAYS[:2])

    def change(record):
        for paper in record["papers"]:
            del paper["categories"]

    site.edit(DAYS[0], change)
    assert site.run() == []
    (outcome,) = site.run(DAYS, by_name=True)[:1]
    assert (outcome.day, outcome.state) == (DAYS[0], DayState.COMPLETED)
    assert site.digest(DAYS[0]).is_whole


def test_what_was_written_by_hand_is_whole(site):
    (day, *_) = DAYS
    site.run([day])
    digest = site.digest(day)
    bare = tuple(replace(paper, categories=()) for paper in digest.papers)
    site.archive.write(replace(digest, papers=bare, coverage=()))
    assert site.run([day], by_name=True) == []


def test_days_that_failed_as_a_whole_are_asked_for_wherever_they_are(site, sound):
    site.server.faults["/api/daily_papers"] = unavailable()
    failed = [outcome.day for outcome in site.run(DAYS, tries=1)]
    assert 0 < len(failed) < len(DAYS)
    assert list(site.archive.incomplete_days()) == failed
    site.server.faults.clear()
    assert states(site.run()) == [DayState.NEW] * len(failed)
    assert not (site.archive.folder / INCOMPLETE_DAYS).exists()
    site.run(DAYS)
    assert site.contents() == sound


@pytest.mark.parametrize("seed", [1, 2])
def test_days_whose_services_fail_at_random_end_whole(tmp_path, server, seed):
    days = last_days(60, NOW - dt.timedelta(days=7))
    chance = random.Random(seed)  # noqa: S311 - so that a failure can be repeated
    faults = [unavailable(406), too_many_requests(), unavailable(), dropped, html_page]

    def fails(wire, request, reply):
        fault = chance.choice(faults) if chance.random() < 0.3 else send
        fault(wire, request, reply)

    site = Site(tmp_path, server, days)
    requests = incomplete = 0
    for prefix in ("/api/daily_papers", QUERY, OAI, hackernews.PREFIX):
        server.faults[prefix] = fails
    for _ in range(3):
        site.run(days, tries=2)
        site.now += dt.timedelta(days=1)
        requests += len(server.requests)
        incomplete += len(site.archive.incomplete_days())
    # Of each day in each run a list, its end, and arXiv, twice tried.
    assert requests < 3 * len(days) * 3 * 4
    assert incomplete, "something failed"
    server.faults.clear()
    site.run(days, by_name=True)
    assert site.archive.incomplete_days() == {}
    assert [path.stem for path in site.archive.files()] == list(map(str, days))
    for day in days:
        digest = site.digest(day)
        assert digest.is_whole
        assert len({paper.arxiv_id for paper in digest.papers}) == PAPERS
        assert len(digest.papers) == PAPERS
        assert not any(line.problems or line.lacks for line in digest.coverage)
