"""How long the client waits before it asks again."""

from __future__ import annotations

import datetime as dt
import time
from email.utils import format_datetime
from typing import Any

import pytest
from http_clients import WHOLE, client, refused
from hypothesis import given
from hypothesis import strategies as st
from loopback import faults
from loopback.server import Reply, Server

from pelican_hotpapers.http import Response, read_json, rejection
from pelican_hotpapers.http.client import (
    MAX_BACKOFF,
    backoff,
    pace_group,
)


def asked_to_wait(server: Server, value: str, **settings: Any) -> str:
    """Return the hint of a client that does not wait as long as it is asked to."""
    server.faults["/"] = faults.too_many_requests(value)
    return refused(lambda: client(**settings).get(server.url, read_json)).hint


def test_retry_after_is_honoured(server: Server) -> None:
    server.faults["/"] = [faults.too_many_requests("1")]
    client().get(server.url, read_json)
    first, second = server.requests
    assert second.at - first.at >= 1


def test_retry_after_as_a_date_is_honoured(server: Server) -> None:
    then = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)
    server.faults["/"] = [faults.too_many_requests(format_datetime(then, usegmt=True))]
    client().get(server.url, read_json)
    assert len(server.requests) == 2
    assert dt.datetime.now(dt.UTC) >= then.replace(microsecond=0)


def test_a_long_wait_is_not_waited_for_but_told(server: Server) -> None:
    assert "600 s" in asked_to_wait(server, "600")
    assert len(server.requests) == 1


def test_a_service_that_asked_to_wait_is_not_asked_before(server: Server) -> None:
    one = client()
    server.faults["/"] = [faults.too_many_requests("600")]
    refused(lambda: one.get(server.url, read_json, params={"day": "1"}))
    error = refused(lambda: one.get(server.url, read_json, params={"day": "2"}))
    assert "was not asked: it has asked to wait until 20" in error.reason
    assert len(server.requests) == 1
    assert one.get(server.url + "/other", read_json) == WHOLE


def test_a_service_that_asked_to_wait_a_little_is_asked_after_it(
    server: Server,
) -> None:
    one = client(tries=1)
    server.faults["/"] = [faults.too_many_requests("1")]
    refused(lambda: one.get(server.url, read_json))
    assert one.get(server.url, read_json) == WHOLE
    first, second = server.requests
    assert second.at - first.at >= 0.9


def test_a_wait_beyond_the_time_for_everything_is_told(server: Server) -> None:
    assert "30 s" in asked_to_wait(server, "30", seconds=10)
    assert len(server.requests) == 1


def test_a_distant_date_is_told(server: Server) -> None:
    then = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    hint = asked_to_wait(server, format_datetime(then, usegmt=True))
    assert "asked to wait 3" in hint
    assert len(server.requests) == 1


@pytest.mark.parametrize("value", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wait_without_end_is_not_waited_for(server: Server, value: str) -> None:
    assert len(asked_to_wait(server, value)) < 100
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "value",
    ["", "0", "-5", "soon", "1e9", "nan", "Mon, 01 Jan 1990 00:00:00 GMT", "1,2", "٣"],
)
def test_a_wait_that_says_nothing_is_ours(server: Server, value: str) -> None:
    server.faults["/"] = [faults.too_many_requests(value.encode().decode("latin-1"))]
    assert client().get(server.url, read_json) == WHOLE


@given(st.text(st.characters(max_codepoint=255)), st.text(), st.text())
def test_no_header_breaks_the_reading_of_a_wait(after: str, t: str, x: str) -> None:
    headers = {"Retry-After": after, "RateLimit": t, "x-rate-limit-reset": x}
    assert "status 429" in rejection(Response("http://a", 429, headers, b"")).reason


def test_other_ways_to_say_how_long_to_wait(server: Server) -> None:
    reset = str(int(time.time()) + 900)
    for headers in ({"RateLimit": '"api";r=0;t=900'}, {"x-rate-limit-reset": reset}):
        server.requests.clear()
        server.faults["/"] = faults.answering(Reply(b"", 429, headers))
        hint = refused(lambda: client().get(server.url, read_json)).hint
        assert 800 < int(hint.removesuffix(" s").rpartition(" ")[2]) <= 900
        assert len(server.requests) == 1


def test_waits_between_tries_grow(server: Server) -> None:
    server.faults["/"] = faults.unavailable(500)
    begun = time.monotonic()
    refused(lambda: client(backoff=0.2, tries=4).get(server.url, read_json))
    _at_once, second, third, fourth = (each.at - begun for each in server.requests)
    assert second >= 0.1
    assert third >= 0.1 + 0.2
    assert fourth >= 0.1 + 0.2 + 0.4


@pytest.mark.parametrize(
    ("failures", "middle"),
    [(1, 2), (2, 4), (5, 32), (6, MAX_BACKOFF), (99, MAX_BACKOFF)],
)
def test_a_wait_between_tries_is_half_more_or_less(failures: int, middle: int) -> None:
    shares = [backoff(2, failures) / middle for _ in range(1_000)]
    assert 0.5 <= min(shares) < 0.6
    assert 1.4 < max(shares) <= 1.5


def test_requests_to_a_host_keep_their_distance(server: Server) -> None:
    one = client()
    server.faults["/"] = [faults.unavailable()]
    begun = time.monotonic()
    one.get(server.url, read_json, pace=0.5)
    one.get(server.url, read_json, pace=0.5)
    _at_once, second, third = (each.at - begun for each in server.requests)
    assert second >= 0.5
    assert third >= 2 * 0.5


def test_another_host_is_not_waited_for(server: Server, elsewhere: Server) -> None:
    one = client(seconds=30)
    one.get(server.url, read_json, pace=60)
    assert one.get(elsewhere.url, read_json, pace=60) == WHOLE


@pytest.mark.parametrize(
    ("host", "other", "together"),
    [
        ("export.arxiv.org", "rss.arxiv.org", True),
        ("arxiv.org", "oaipmh.arxiv.org:443", True),
        ("arxiv.org", "Export.arXiv.org", True),
        ("arxiv.org", "notarxiv.org", False),
        ("127.0.0.1:80", "127.0.0.1:81", False),
        ("127.0.0.1", "10.0.0.1", False),
        ("localhost:80", "localhost:81", False),
        ("[::1]:80", "[::2]:80", False),
    ],
)
def test_hosts_of_one_service_are_paced_together(
    host: str, other: str, together: bool
) -> None:
    assert (pace_group(host) == pace_group(other)) is together


def test_a_pace_beyond_the_time_for_everything_is_an_error(server: Server) -> None:
    one = client(seconds=30)
    one.get(server.url, read_json, pace=60)
    error = refused(lambda: one.get(server.url, read_json, pace=60))
    assert "30 s" in error.reason
    assert len(server.requests) == 1


def test_nothing_is_asked_when_the_time_for_everything_is_used_up(
    server: Server,
) -> None:
    error = refused(lambda: client(seconds=0).get(server.url, read_json))
    assert "not asked: the 0 s for all requests are used up" in error.reason
    assert not server.requests


def test_a_request_takes_no_longer_than_is_left_for_everything(server: Server) -> None:
    server.faults["/"] = faults.silent
    one = client(timeout=600, seconds=0.5, tries=10)
    error = refused(lambda: one.get(server.url, read_json))
    there = server.url.removeprefix("http://")
    assert error.reason == (
        f"{there} took longer than was left of the 0.5 s for all requests"
    )
    assert len(server.requests) == 1
