"""alphaXiv, as a list of the night and as a signal."""

import ast
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from loopback.alphaxiv import PATH, paper
from loopback.alphaxiv import AlphaXiv as Service
from loopback.arxiv import QUERY, ArXiv
from loopback.arxiv_replies import Eprint
from loopback.faults import EACH_KIND
from loopback.server import Reply, Server

import pelican_hotpapers.sources
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.alphaxiv import AlphaXiv, AlphaXivVotes
from pelican_hotpapers.sources.catalogue import Catalogue

NOW = dt.datetime(2026, 11, 20, 2, 37, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 19)
ONE, TWO, THREE = "2611.01778", "2611.09999", "2611.00007"


@pytest.fixture
def server():
    with Server() as server:
        ArXiv([Eprint(each) for each in (ONE, TWO, THREE)]).speak(server)
        yield server


@pytest.fixture
def context(server):
    http = Client(tries=1)
    days = {}
    return Context(
        http=http,
        catalogue=Catalogue(http, base_url=server.url, oai_url=server.url, pace=0),
        rules=Rules(),
        environ={},
        now=lambda: NOW,
        archived=days.get,
    ), days


def fetch(server, context, *papers, day=DAY, **options):
    base_url = Service(papers).speak(server)
    return AlphaXiv(context[0], base_url, **options).fetch(day)


# The list


def test_the_list_is_what_is_hot_with_its_votes_and_its_page(server, context):
    digest = fetch(server, context, paper(ONE, 3), paper(TWO, 9))
    assert [each.arxiv_id for each in digest.papers] == [TWO, ONE]
    first = digest.papers[0]
    assert (first.signals, first.score) == ({"votes": 9}, 9)
    assert first.title == Eprint(TWO).shown_title, "as arXiv has it"
    assert first.categories
    assert first.code_url == "https://github.com/okoro/code"
    (talk,) = first.discussions
    assert (talk.url, talk.comments) == (f"https://www.alphaxiv.org/abs/{TWO}", None)
    (line,) = digest.coverage
    assert (line.source, line.listed, line.shown, line.lacks) == ("alphaxiv", 2, 2, {})


@pytest.mark.parametrize(
    "name", ["2607.some-words", "2607.1", "../etc", "", None, 7, "<b>"]
)
def test_what_is_no_paper_of_arxiv_is_not_on_it(server, context, name):
    digest = fetch(server, context, paper(name), paper(ONE), None, "paper")
    assert [each.arxiv_id for each in digest.papers] == [ONE]


@pytest.mark.parametrize("rest", ["/sso-callback", "/metadata", "v3"])
def test_what_stands_behind_an_identifier_is_left_out(server, context, rest):
    digest = fetch(server, context, paper(ONE + rest))
    assert [each.arxiv_id for each in digest.papers] == [ONE]


def test_where_arxiv_refuses_papers_have_the_words_of_the_feed(server, context):
    server.faults[QUERY] = server.faults["/oai"] = EACH_KIND["503"]
    digest = fetch(server, context, paper(ONE), paper(TWO, title=None))
    (only,) = digest.papers
    assert only.title == f"What alphaXiv calls {ONE} & co"
    assert only.abstract == f"We look at {ONE}, <once>."
    assert only.authors == ("Ines Okoro", "Tomás Lind")
    (line,) = digest.coverage
    assert "503" in line.lacks["arxiv"]
    assert line.incomplete == 1


def test_a_paper_is_of_the_first_day_on_which_it_was_hot(server, context):
    _, days = context
    days[DAY - dt.timedelta(days=2)] = replace(
        fetch(server, context, paper(ONE)), date=DAY - dt.timedelta(days=2)
    )
    digest = fetch(server, context, paper(ONE), paper(TWO))
    assert [each.arxiv_id for each in digest.papers] == [TWO]


def test_a_day_of_the_past_is_what_was_collected_then(server, context):
    _, days = context
    before = DAY - dt.timedelta(days=1)
    with pytest.raises(SourceError, match=f"nothing of {before}"):
        fetch(server, context, paper(ONE), day=before)
    days[before] = replace(fetch(server, context, paper(TWO)), date=before)
    server.requests.clear()
    assert fetch(server, context, paper(ONE), day=before) == days[before]
    assert server.requests == []


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_a_fault_is_an_error(server, context, fault):
    server.faults[PATH] = fault
    with pytest.raises(SourceError, match=r"127\.0\.0\.1"):
        fetch(server, context, paper(ONE))


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"papers": {}}', b"7"])
def test_an_answer_of_another_shape_is_an_error(server, context, body):
    server.speakers[PATH] = lambda _: Reply(body)
    with pytest.raises(SourceError, match="no list of papers"):
        AlphaXiv(context[0], server.url).fetch(DAY)


# The signal


def votes(server, context, *papers, asked=(ONE, TWO)):
    signal = AlphaXivVotes(context[0], Service(papers).speak(server))
    return signal, signal.mentions(asked, NOW - dt.timedelta(days=3), NOW)


def test_votes_are_counted_and_the_page_is_linked(server, context):
    _, found = votes(server, context, paper(ONE, 5), paper(THREE, 9))
    assert found.counts == {ONE: {"votes": 5}}
    assert [each.platform for each in found.discussions[ONE]] == ["alphaxiv"]
    assert found.mentions == ()


def test_it_is_asked_once_in_a_run_since_it_tells_of_now(server, context):
    signal, _ = votes(server, context, paper(ONE, 5))
    asked = len(server.asked(PATH))
    signal.mentions([TWO], NOW - dt.timedelta(days=9), NOW)
    assert len(server.asked(PATH)) == asked <= 4


@pytest.mark.parametrize(
    "metrics", [None, {}, {"total_votes": "9"}, {"total_votes": -3}]
)
def test_what_is_no_number_counts_nothing(server, context, metrics):
    _, found = votes(server, context, paper(ONE, metrics=metrics))
    assert found.counts == {ONE: {"votes": 0}}


# The interface

PUBLIC = {
    *("errors", "http", "model", "ranking"),
    *("sources", "sources.fields", "sources.links"),
}
"""What the manual names for sources of one's own."""
FOLDER = Path(pelican_hotpapers.sources.__file__).parent


@pytest.mark.parametrize("name", ["alphaxiv.py", "signals/constellation.py"])
def test_best_effort_sources_need_no_more_than_anybodys(name):
    tree = ast.parse((FOLDER / name).read_text("utf-8"))
    ours = {
        node.module.removeprefix("pelican_hotpapers.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("pelican_hotpapers")
    }
    assert ours <= PUBLIC
