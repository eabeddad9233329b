"""The source of arXiv's announcements: what is hot, and what is said of the rest."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from loopback.arxiv import OAI, QUERY, RSS, ArXiv
from loopback.arxiv_replies import Eprint
from loopback.faults import EACH_KIND, FAULTS, unavailable
from loopback.hackernews import HackerNews, story
from loopback.server import Server, send

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client
from pelican_hotpapers.model import Discussion
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context, fingerprint
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.entry_points import open_source

FRIDAY = dt.date(2026, 8, 21)
ANNOUNCED = dt.datetime(2026, 8, 21, 0, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 8, 22, 5, tzinfo=dt.UTC)
SUBMITTED = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def server():
    with Server() as server:
        yield server


def context(server, rules=Rules(), now=NOW, timeout=60):  # noqa: B008 - it is frozen
    http = Client(backoff=0.01, tries=2, timeout=timeout)
    url = server.url
    return Context(
        http=http,
        catalogue=Catalogue(http, base_url=url, oai_url=url, pace=0),
        rules=rules,
        environ={},
        now=lambda: now,
    )


def eprint(number, **fields):
    return Eprint(f"2608.{number:05}", submitted=SUBMITTED, **fields)


def name(number):
    return f"2608.{number:05}"


def says(*likes, **options):
    """A signal that has heard so many likes of papers, by their numbers."""
    said = [[name(number), count] for number, count in likes]
    return {"name": "sources.small_signals:Says", "likes": said, **options}


ECHO = "sources.small_signals:Echo"
DOWN = "sources.small_signals:Down"
BROKEN = "sources.small_signals:Broken"


def source(server, *signals, papers=(), speaker=None, archives=("cs",), **settings):
    options = {key: settings.pop(key) for key in ["paper_score"] if key in settings}
    url = (speaker or ArXiv(papers)).speak(server)
    spec = {
        "name": "arxiv",
        "archives": archives,
        "signals": signals,
        "base_url": url,
        **options,
    }
    return open_source(spec, context(server, **settings))


def fetch(server, *signals, **settings):
    return source(server, *signals, **settings).fetch(FRIDAY)


def refused(server, *signals, **settings):
    with pytest.raises(SourceError) as caught:
        fetch(server, *signals, **settings)
    return caught.value.in_full


def eprints(count):
    return [eprint(number) for number in range(1, count + 1)]


# What is shown


def test_the_hot_papers_are_shown_hottest_first_with_what_arxiv_has(server):
    said = says((2, 60), (3, 80), (1, 5), (2, 30), (3, 20))
    found = fetch(server, said, papers=eprints(4))
    assert [paper.arxiv_id for paper in found.papers] == [name(3), name(2)]
    first, second = found.papers
    assert (first.rank, second.rank) == (1, 2)
    assert (first.likes, first.reposts, first.score) == (100, 2, 102)
    assert first.title == "On the question of 2608.00003"
    assert first.authors
    assert first.abstract
    assert first.categories == ("cs.LG", "stat.ML")
    assert first.measured_at == NOW
    assert (found.date, found.collected_at) == (FRIDAY, NOW)


def test_the_posts_are_shown_best_first(server):
    said = says((1, 30), (1, 3), (1, 90))
    (paper,) = fetch(server, said, papers=eprints(1)).papers
    assert [post.id for post in paper.posts] == ["2", "0"]


def test_a_post_that_is_not_public_counts_and_is_not_shown(server):
    (paper,) = fetch(server, says((1, 90), public=False), papers=eprints(1)).papers
    assert paper.likes == 90
    assert paper.posts == ()


def test_each_post_counts_once_whoever_heard_it(server):
    (paper,) = fetch(
        server,
        says((1, 60)),
        says((1, 60)),
        says((1, 7), platform="y"),
        papers=eprints(1),
    ).papers
    assert paper.likes == 67


def test_papers_that_were_not_announced_are_not_shown(server):
    found = fetch(server, says((1, 90), (77, 900)), papers=eprints(1))
    assert [paper.arxiv_id for paper in found.papers] == [name(1)]
    assert found.coverage[0].listed == 1


def without_authors(wire, request, reply):
    """Send a feed whose items have no authors."""
    body = re.sub(rb"<dc:creator>.*?</dc:creator>", b"", reply.body)
    send(wire, request, replace(reply, body=body))


def test_what_the_feed_tells_of_papers_is_used_as_told(server):
    paper = Eprint(
        name(1),
        title="Deep\n  sets",
        abstract="One line:\n  Abstract: another.",
        authors=(("Ana", "Ruiz (A, B (C))"), ("Bo", "Li Jr")),
        categories=("cs.LG", "cs.CL", "68T05"),
        journal_ref="J. Sets 1",
        doi="10.1000/1",
    )
    server.faults[QUERY] = server.faults[OAI] = unavailable(406)
    speaker = ArXiv([paper], FRIDAY, {name(1): "cross"})
    morning = dt.datetime(2026, 8, 21, 12, tzinfo=dt.UTC)
    found = fetch(server, says((1, 60)), speaker=speaker, now=morning)
    (told,) = found.papers
    assert told.title == "Deep sets"
    assert told.abstract == "One line: Abstract: another."
    assert told.authors == ("Ana Ruiz", "Bo Li Jr")
    assert told.categories == ("cs.LG", "cs.CL")
    assert (told.journal_ref, told.doi) == ("J. Sets 1", "10.1000/1")
    assert told.license == paper.license
    assert found.is_whole
    assert told.comment == ""
    assert len(server.asked(QUERY)) == 2, "in vain, for what the feed does not tell"
    assert server.asked(OAI) == []


def test_what_the_feed_does_not_tell_is_asked_for_at_once(server):
    papers = [
        replace(each, comment="8 pages. Accepted at ICLR 2027") for each in eprints(3)
    ]
    speaker = ArXiv(papers, FRIDAY, {each.id: "new" for each in papers})
    morning = dt.datetime(2026, 8, 21, 12, tzinfo=dt.UTC)
    said = says((1, 90), (2, 80))
    found = fetch(server, said, speaker=speaker, now=morning)
    assert [paper.comment for paper in found.papers] == [papers[0].comment] * 2
    submitted = papers[0].submitted.date()
    assert [paper.published for paper in found.papers] == [submitted] * 2
    assert [paper.license for paper in found.papers] == [papers[0].license] * 2
    assert len(server.asked(QUERY)) == 1
    assert found.is_whole


def test_only_the_hot_papers_are_asked_for(server):
    speaker = ArXiv(
        eprints(50), FRIDAY, {name(number): "new" for number in range(1, 51)}
    )
    morning = dt.datetime(2026, 8, 21, 12, tzinfo=dt.UTC)
    server.faults[RSS] = without_authors
    fetch(server, says((7, 60), (9, 60)), speaker=speaker, now=morning)
    assert len(server.asked(RSS)) == 1
    assert [each.query["id_list"] for each in server.asked(QUERY)] == [
        f"{name(7)},{name(9)}"
    ]


def test_the_list_of_an_earlier_day_tells_enough_of_the_papers(server):
    fetch(server, says((7, 60)), papers=eprints(50))
    assert len(server.requests) == 1


def test_the_threshold_is_the_sites_unless_the_source_has_its_own(server):
    def shown(**settings):
        found = fetch(
            server, says((1, 60), (2, 30), (3, 8)), papers=eprints(3), **settings
        )
        return len(found.papers)

    assert shown() == 1
    assert shown(rules=Rules(paper_score=31)) == 2
    assert shown(paper_score=9) == 3
    assert shown(rules=Rules(paper_score=0), paper_score=50) == 1


def test_stories_on_hacker_news_make_heat(server):
    at = int(ANNOUNCED.timestamp()) + 3600
    HackerNews([story(1, f"https://arxiv.org/abs/{name(2)}", at=at, points=300)]).speak(
        server
    )
    hackernews = {"name": "hackernews", "base_url": server.url}
    found = fetch(server, hackernews, papers=eprints(3))
    (paper,) = found.papers
    assert paper.arxiv_id == name(2)
    assert paper.signals["points"] == 300
    assert paper.discussions == (
        Discussion(
            url="https://news.ycombinator.com/item?id=1",
            platform="hackernews",
            comments=7,
        ),
    )
    assert found.coverage[0].counted_by == ("hackernews",)


# When


def test_signals_are_asked_from_the_announcement_to_now(server):
    (line,) = fetch(server, ECHO, papers=eprints(2)).coverage
    (echo,) = line.problems
    assert echo.split(" ", 2)[:2] == [name(1), name(2)]
    assert "2026-08-20 20:00:00-04:00" in echo
    assert str(NOW) in echo


def test_signals_are_asked_for_a_week_at_most(server):
    later = NOW + dt.timedelta(days=90)
    (line,) = fetch(server, ECHO, papers=eprints(2), now=later).coverage
    assert "2026-08-27 20:00:00-04:00" in line.problems[0]


@pytest.mark.parametrize("day", [dt.date(2026, 8, 22), dt.date(2026, 9, 8)])
def test_a_day_without_announcements_has_no_digest(server, day):
    later = NOW + dt.timedelta(days=90)
    assert source(server, DOWN, papers=eprints(2), now=later).fetch(day) is None
    assert server.requests == []


def test_papers_that_cannot_be_told_are_an_error(server):
    assert "asked again" in refused(server, says((1, 60)))


# The coverage


def test_the_coverage_accounts_for_every_paper(server):
    papers = eprints(10)
    said = says((1, 90), (2, 80), (3, 70), (4, 60), (5, 10))
    speaker = _Forgetful(papers)
    settings = {"rules": Rules(max_papers=2), "speaker": speaker}
    found = fetch(server, said, **settings)
    assert [paper.arxiv_id for paper in found.papers] == [name(1), name(3)]
    assert [paper.rank for paper in found.papers] == [1, 2]
    (line,) = found.coverage
    assert (line.source, line.listed, line.shown) == ("arxiv", 10, 2)
    assert (line.below, line.beyond, line.incomplete) == (6, 1, 1)
    assert line.counted_by == ("says",)
    assert line.counted_at == NOW
    assert line.problems == ()
    assert line.batch == fingerprint(paper.id for paper in papers)


class _Forgetful(ArXiv):
    """Announces a paper of which it knows nothing else."""

    def _query(self, request):
        reply = super()._query(request)
        if "id_list" not in request.query:
            known = b"<title>On the question of 2608.00002</title>"
            assert known in reply.body
            return replace(reply, body=reply.body.replace(known, b"<title/>"))
        return super()._query(
            replace(request, query={**request.query, "id_list": name(99)})
        )

    def _oai(self, request):
        return super()._oai(replace(request, query={**request.query, "identifier": ""}))


def test_hot_papers_that_arxiv_does_not_tell_of_are_no_quiet_day(server):
    day = {name(number): "new" for number in range(1, 4)}
    morning = dt.datetime(2026, 8, 21, 12, tzinfo=dt.UTC)
    server.faults[QUERY] = server.faults[OAI] = unavailable()
    server.faults[RSS] = without_authors
    speaker = ArXiv(eprints(3), FRIDAY, day)
    reads = refused(server, says((1, 90), (2, 80)), speaker=speaker, now=morning)
    assert "titles of the 2 hot papers" in reads
    assert "503" in reads


def test_hot_papers_that_arxiv_does_not_tell_of_are_counted_and_asked_for(server):
    day = {name(number): "new" for number in range(1, 4)}
    morning = dt.datetime(2026, 8, 21, 12, tzinfo=dt.UTC)
    server.faults[RSS] = without_authors
    speaker = ArXiv(eprints(3), FRIDAY, day, lagging=[name(2)], oai_lacks=[name(2)])
    found = fetch(server, says((1, 90), (2, 80)), speaker=speaker, now=morning)
    assert [paper.arxiv_id for paper in found.papers] == [name(1)]
    (line,) = found.coverage
    assert (line.listed, line.below, line.incomplete) == (3, 1, 1)
    assert name(2) in line.lacks["arxiv"]


def test_a_day_without_hot_papers_has_a_coverage(server):
    found = fetch(server, says((1, 3)), papers=eprints(4))
    assert found.papers == ()
    assert (found.coverage[0].listed, found.coverage[0].below) == (4, 4)


# Signals that fail


@pytest.mark.parametrize(
    ("signal", "reads"),
    [
        (DOWN, "sources.small_signals:Down: down.example answered with status 503"),
        (BROKEN, "sources.small_signals:Broken: failed with KeyError"),
        ("x", "X_BEARER_TOKEN"),
        ("hackernew", "hackernews"),
        ({"name": ECHO, "loud": True}, "'loud'"),
    ],
)
def test_one_signal_that_fails_leaves_the_others(server, signal, reads):
    found = fetch(server, signal, says((1, 90)), papers=eprints(1))
    assert len(found.papers) == 1
    (line,) = found.coverage
    assert line.counted_by == ("says",)
    assert any(reads in f"{name}: {why}" for name, why in line.lacks.items())


def test_what_a_signal_could_not_hear_is_told(server):
    said = says((1, 90), problems=["there may be more posts"])
    (line,) = fetch(server, said, papers=eprints(1)).coverage
    assert line.problems == ("there may be more posts",)


def test_no_signal_that_answers_is_an_error_that_names_all(server):
    reads = refused(server, DOWN, BROKEN, papers=eprints(1))
    assert "status 503" in reads
    assert "KeyError" in reads


def test_no_signal_at_all_is_an_error(server):
    assert "expected at least one" in refused(server, papers=eprints(1))


# Faults of arXiv


@pytest.mark.parametrize("fault", [*EACH_KIND, "Rate exceeded with 200"])
def test_a_fault_of_arxiv_is_an_error(server, fault):
    server.faults[QUERY] = server.faults[RSS] = FAULTS[fault]
    told = refused(server, says((1, 90)), papers=eprints(1))
    assert "127.0.0.1" in told


def test_archives_that_are_none_are_an_error(server):
    assert "'CS'" in refused(server, says((1, 90)), archives=("CS",))
    assert server.requests == []
