"""How many posts Constellation counts, which shows none."""

import datetime as dt
import json

import pytest
from loopback.constellation import CARDS, FACETS, PATH, tid
from loopback.constellation import Constellation as Service
from loopback.faults import EACH_KIND
from loopback.server import Reply, send

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.sources.signals.constellation import (
    MOST_PAGES,
    MOST_PAPERS,
    Constellation,
)

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SINCE = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
ONE, TWO = "2611.01778", "2611.09999"
URL = f"https://arxiv.org/abs/{ONE}"
KEY = tid(SINCE)


@pytest.fixture
def count(server, context):
    def count(links, papers=(ONE, TWO)):
        base_url = Service(links).speak(server)
        signal = Constellation(context(), base_url, pace=0)
        return signal.mentions(papers, SINCE, NOW)

    return count


def test_a_post_counts_once_wherever_its_link_stands(count, server):
    links = {
        (URL, FACETS): [("did:plc:a", KEY), ("did:plc:b", KEY)],
        (URL, CARDS): [("did:plc:b", KEY), ("did:plc:c", KEY)],
    }
    found = count(links)
    assert found.counts == {ONE: {"posts": 3}}
    assert found.mentions == ()
    assert (found.problems, found.lacks) == ((), "")
    assert len(server.requests) == 4
    assert all(
        "pelican-hotpapers" in each.headers["user-agent"] for each in server.requests
    )


def test_posts_of_other_times_do_not_count(count):
    moments = [SINCE - SECOND, SINCE, NOW - SECOND, NOW]
    links = {(URL, FACETS): [("did:plc:a", tid(each, 5)) for each in moments]}
    assert count(links).counts == {ONE: {"posts": 2}}


def test_all_pages_are_read_to_an_end(count, server):
    many = [(f"did:plc:{number}", KEY) for number in range(250)]
    assert count({(URL, FACETS): many}, [ONE]).counts == {ONE: {"posts": 250}}
    assert len(server.requests) == 3 + 1
    endless = {"records": [{"did": "did:plc:a", "rkey": KEY}], "cursor": "0"}
    server.requests.clear()
    server.faults[PATH] = lambda wire, request, _reply: send(
        wire, request, Reply(json.dumps(endless).encode())
    )
    assert count({}, [ONE]).counts == {ONE: {"posts": 1}}
    assert len(server.requests) == 2 * MOST_PAGES


@pytest.mark.parametrize("key", ["", "self", 7, None, "0" * 13, "é" * 13, "z" * 13])
def test_a_record_whose_key_tells_no_time_does_not_count(count, key):
    assert count({(URL, FACETS): [("did:plc:a", key)]}).counts == {}


def test_more_papers_than_it_is_asked_for_are_told(count, server):
    papers = [f"2611.{number:05}" for number in range(MOST_PAPERS + 20)]
    (problem,) = count({}, papers).problems
    assert "20 of the papers" in problem
    assert len(server.requests) == 2 * MOST_PAPERS


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_a_fault_is_an_error_or_what_is_lacking(server, context, fault):
    links = {(URL, FACETS): [("did:plc:a", KEY)]}
    signal = Constellation(context(tries=1), Service(links).speak(server), pace=0)
    server.faults[PATH] = fault
    with pytest.raises(SourceError, match=r"127\.0\.0\.1"):
        signal.mentions([ONE, TWO], SINCE, NOW)
    server.faults[PATH] = [send, send, *[fault] * 20]
    found = signal.mentions([ONE, TWO], SINCE, NOW)
    assert found.counts == {ONE: {"posts": 1}}
    assert "127.0.0.1" in found.lacks


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"records": {}}', b"7"])
def test_an_answer_of_another_shape_is_an_error(server, context, body):
    server.speakers[PATH] = lambda _: Reply(body)
    with pytest.raises(SourceError, match="no list of records"):
        Constellation(context(tries=1), server.url).mentions([ONE], SINCE, NOW)
