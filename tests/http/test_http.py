"""The client: what it asks and how often, what it refuses, and what a person reads."""

from __future__ import annotations

import datetime as dt
import gc
import gzip
import html
import json
import logging
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import faults
from loopback.faults import FAULTS, UntrustedServer, patience
from loopback.server import Fault, Reply, Request, Server, Wire, send

from pelican_hotpapers.errors import BadResponse, SourceError
from pelican_hotpapers.http import Client, Response, read_json, read_xml, rejection
from pelican_hotpapers.http.client import (
    MAX_BACKOFF,
    MAX_OUTAGES,
    MAX_REFUSALS,
    REFUSED_BACKOFF,
    backoff,
    pace_group,
)
from pelican_hotpapers.http.request import Request as Asked
from pelican_hotpapers.http.request import prepare, redirected


@dataclass
class Resolver:
    """Where names lead, and what became of it."""

    names: dict[str, list[list[str]]] = field(default_factory=dict)
    """What is answered the first time, the second… and from the last on."""
    asked: list[str] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)
    """The addresses that a connection was made to."""


SECRET = "s3cr&t/t0ken+with=signs"  # noqa: S105 - it opens nothing
WHOLE = {"papers": [{"id": "2104.01778", "upvotes": 7}] * 20}


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask without the proxies and the certificates of whoever runs the tests."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.speakers["/"] = _speak
        yield server


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    """Another server, which nobody named: a redirect to it must not be followed."""
    with Server() as server:
        server.speakers["/"] = _speak
        yield server


def _speak(_request: Request) -> Reply:
    body = json.dumps(WHOLE).encode()
    return Reply(body, 200, {"Content-Type": "application/json"})


def client(**settings: Any) -> Client:
    return Client(**{"backoff": 0.01, "timeout": 60.0, **settings})


def refused(act: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        act()
    return caught.value


# What is asked


def test_a_question_is_asked_once_with_its_parts_encoded(server: Server) -> None:
    client().get(f"{server.url}/x", read_json, params={"q": "a b&c=ü"})
    assert [(one.path, one.query) for one in server.requests] == [
        ("/x", {"q": "a b&c=ü"})
    ]


def test_the_answer_has_what_was_sent(server: Server) -> None:
    server.speakers["/x"] = lambda _: Reply(
        "Grüße".encode("latin-1"),
        203,
        {"Content-Type": "Text/Plain; charset=ISO-8859-1", "X-Left": "3"},
    )
    response = client().get(f"{server.url}/x", lambda response: response, accept=(203,))
    assert (response.status, response.text) == (203, "Grüße")
    assert response.headers["x-left"] == "3"
    assert response.url == f"{server.url}/x"
    assert server.url.endswith(response.host)


@pytest.mark.parametrize("charset", ["no-such", "rot13", "zlib", "idna", '"', "a\0b"])
def test_an_odd_charset_leaves_the_text_readable(charset: str) -> None:
    response = Response(
        "http://a", 200, {"Content-Type": f"a/b; charset={charset}"}, b"hi"
    )
    assert response.text == "hi"


def test_what_is_compressed_comes_unpacked(server: Server) -> None:
    body = gzip.compress(json.dumps(WHOLE).encode())
    server.speakers["/"] = lambda _: Reply(body, 200, {"Content-Encoding": "gzip"})
    assert client().get(server.url, read_json) == WHOLE


def test_what_is_posted_is_json(server: Server) -> None:
    headers = {"Authorization": f"Bearer {SECRET}"}
    client().post(server.url, read_json, json={"name": "Grüße"}, headers=headers)
    [request] = server.requests
    assert request.method == "POST"
    assert json.loads(request.body) == {"name": "Grüße"}
    assert request.headers["content-type"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize(
    ("contact", "comment"),
    [
        ("", ""),
        ("mailto:me@example.org", " (+mailto:me@example.org)"),
        ("a\r\nX-Evil: 1\x00", " (+a X-Evil: 1)"),
        ("日本 https://example.org", " (+https://example.org)"),
    ],
)
def test_the_user_agent_names_the_plugin_and_a_contact(
    server: Server, contact: str, comment: str
) -> None:
    client(contact=contact).get(server.url, read_json)
    [request] = server.requests
    name, slash, rest = request.headers["user-agent"].partition("/")
    assert (name, slash) == ("pelican-hotpapers", "/")
    assert re.sub(r"^[0-9][0-9a-z.+]*", "", rest) == comment
    assert "x-evil" not in request.headers


def test_a_connection_is_kept_and_used_again(server: Server) -> None:
    ports = []

    def note(wire: Wire, request: Request, reply: Reply) -> None:
        ports.append(wire.client_address[1])
        send(wire, request, reply)

    server.faults["/"] = note
    one = client()
    for _ in range(3):
        one.get(server.url, read_json)
    assert len(set(ports)) == 1


def test_passwords_of_netrc_do_not_replace_ours(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login them password theirs\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client().get(server.url, read_json, headers={"Authorization": "Bearer ours"})
    client().get(server.url, read_json)
    assert [one.headers.get("authorization") for one in server.requests] == [
        "Bearer ours",
        None,
    ]


def test_cookies_are_not_kept(server: Server) -> None:
    server.speakers["/"] = lambda _: Reply(b"{}", 200, {"Set-Cookie": "id=1; Path=/"})
    one = client()
    one.get(server.url, read_json)
    one.get(server.url, read_json)
    assert not [each for each in server.requests if "cookie" in each.headers]


def test_the_proxy_of_the_environment_is_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    assert client().get("http://no-such-host.invalid/x", read_json) == WHOLE
    [request] = server.requests
    assert request.headers["host"] == "no-such-host.invalid"


# Answers that are read, or not


def test_a_bad_answer_is_asked_for_again(server: Server) -> None:
    server.faults["/"] = [faults.rate_exceeded_ok, faults.truncated]
    assert client().get(server.url, read_json) == WHOLE
    assert len(server.requests) == 3


def test_a_bad_answer_is_let_through_in_the_end(server: Server) -> None:
    server.faults["/"] = faults.rate_exceeded_ok
    error = refused(lambda: client(tries=3).get(server.url, read_json))
    assert isinstance(error, BadResponse)
    assert error.said == "Rate exceeded."
    assert error.reason.endswith(" answered with text instead of JSON 3 times")
    assert len(server.requests) == 3


def test_another_error_of_the_reader_is_final(server: Server) -> None:
    def read(_response: Response) -> None:
        raise SourceError("the day is not open yet", "Ask tomorrow")

    error = refused(lambda: client().get(server.url, read))
    assert str(error) == "the day is not open yet. Ask tomorrow"
    assert len(server.requests) == 1


def test_a_fault_of_the_reader_is_not_hidden(server: Server) -> None:
    with pytest.raises(ZeroDivisionError):
        client().get(server.url, lambda _: 1 // 0)


def test_an_accepted_status_is_handed_to_the_reader(server: Server) -> None:
    server.faults["/"] = faults.unavailable(404)
    status = client().get(
        server.url, lambda response: response.status, accept=(200, 404)
    )
    assert status == 404


def test_a_reader_may_leave_a_status_to_the_client(server: Server) -> None:
    def read(response: Response) -> Any:
        if response.status == 429:
            raise rejection(response)
        return read_json(response)

    server.faults["/"] = [faults.too_many_requests()]
    assert client().get(server.url, read, accept=(200, 429)) == WHOLE
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [406, 429, 500, 502, 503, 504])
def test_a_passing_status_is_asked_again(server: Server, status: int) -> None:
    server.faults["/"] = [faults.unavailable(status)]
    assert client().get(server.url, read_json) == WHOLE
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [204, 304, 400, 401, 403, 404, 410, 418, 501])
def test_another_status_is_final(server: Server, status: int) -> None:
    server.faults["/"] = faults.unavailable(status)
    error = refused(lambda: client().get(server.url, read_json))
    assert f"status {status}" in error.reason
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_says_to_check_the_credentials(server: Server, status: int) -> None:
    server.faults["/"] = faults.unavailable(status)
    assert "credentials" in refused(lambda: client().get(server.url, read_json)).hint


def test_an_error_names_the_host_what_it_said_and_how_often(server: Server) -> None:
    server.faults["/"] = faults.too_many_requests(body=b" Rate\r\n\x1b[31mexceeded. ")
    error = refused(lambda: client(tries=2).get(f"{server.url}/x?y", read_json))
    host = server.url.removeprefix("http://")
    assert error.reason == f"{host} answered with status 429 2 times"
    assert error.in_full == (f"{error.reason} (“Rate [31mexceeded.”). Try again later")


def test_an_error_quotes_little(server: Server) -> None:
    server.faults["/"] = faults.too_many_requests(body=b"No. " * 100_000)
    error = refused(lambda: client(tries=1).get(server.url, read_json))
    assert error.said.startswith("No. No.")
    assert len(error.in_full) < 300


def test_tries_that_fail_differently_are_not_said_to_be_alike(server: Server) -> None:
    server.faults["/"] = [faults.unavailable(503), faults.unavailable(500)]
    error = refused(lambda: client(tries=2).get(server.url, read_json))
    assert "status 500" in error.reason
    assert "2 times" not in error.reason


# A service that refuses


@pytest.mark.parametrize("status", [406, 429, 502, 503, 504])
def test_a_service_that_keeps_refusing_is_left_alone_whatever_it_is_asked(
    server: Server, status: int
) -> None:
    one = client(tries=3)
    server.faults["/api"] = faults.unavailable(status)

    def ask(day: int) -> SourceError:
        url = f"{server.url}/api/days/{day}"
        return refused(lambda: one.get(url, read_json, service=f"{server.url}/api"))

    assert ask(1).reason.endswith(f"status {status} 3 times")
    verdict = ask(2)
    host = server.url.removeprefix("http://")
    assert verdict.reason == (
        f"{host} answered with status {status} {MAX_REFUSALS} times, "
        "and was left alone then"
    )
    assert [str(ask(day)) for day in range(3, 9)] == [str(verdict)] * 6
    assert len(server.requests) == MAX_REFUSALS
    assert one.get(f"{server.url}/other", read_json) == WHOLE


def test_a_service_that_refuses_now_and_then_is_asked_on(server: Server) -> None:
    refusing = faults.unavailable(406)
    server.faults["/"] = [refusing, refusing, send] * 5
    one = client(tries=3)
    assert [one.get(server.url, read_json) for _ in range(5)] == [WHOLE] * 5


@pytest.mark.parametrize("fault", [faults.unavailable(500), faults.reset])
def test_a_service_that_fails_for_long_is_left_alone_a_little_later(
    server: Server, fault: Fault
) -> None:
    server.faults["/"] = fault
    one = client(tries=3)
    reasons = [refused(lambda: one.get(server.url, read_json)).reason for _ in range(9)]
    assert len(server.requests) == MAX_OUTAGES
    assert [reason for reason in reasons if "left alone" in reason] == reasons[2:]
    server.faults.clear()
    assert client().get(server.url, read_json) == WHOLE, "the next run"


def test_after_a_refusal_we_wait_longer(server: Server) -> None:
    server.faults["/"] = [faults.unavailable(406)]
    client(backoff=0.01).get(server.url, read_json)
    first, second = server.requests
    assert second.at - first.at >= 0.01 * REFUSED_BACKOFF / 2


# Waiting


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


# Faults


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_fault_ends_in_one_error(server: Server, fault: Fault) -> None:
    server.faults["/"] = fault
    one = client(tries=2, max_size=2_000_000, timeout=patience(fault))
    error = refused(lambda: one.get(server.url, read_json))
    assert server.url.removeprefix("http://") in error.reason
    assert "\n" not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None


@pytest.mark.parametrize(
    "fault",
    [
        faults.dropped,
        faults.truncated,
        faults.reset,
        faults.silent,
        faults.not_http,
        faults.dribble,
        faults.dribbling_headers,
        faults.zero_bytes,
        faults.html_page,
    ],
    ids=lambda fault: getattr(fault, "__name__", "answer"),
)
def test_a_fault_that_passes_is_overcome(server: Server, fault: Fault) -> None:
    server.faults["/"] = [fault]
    one = client(timeout=patience(fault))
    assert one.get(server.url, read_json) == WHOLE
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "fault",
    [faults.huge, faults.huge_claimed, faults.gzip_bomb],
    ids=lambda fault: fault.__name__,
)
def test_a_fault_that_does_not_pass_is_not_asked_for_again(
    server: Server, fault: Fault
) -> None:
    server.faults["/"] = [fault]
    refused(lambda: client().get(server.url, read_json))
    assert len(server.requests) == 1


def test_a_circle_of_redirects_is_gone_round_once(server: Server) -> None:
    server.faults["/"] = faults.redirect_loop
    refused(lambda: client().get(server.url, read_json))
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (faults.silent, "took longer than 1 s"),
        (faults.dribble, "took longer than 1 s"),
        (faults.dribbling_headers, "took longer than 1 s"),
        (faults.dropped, "broke the connection off"),
        (faults.reset, "broke the connection off"),
        (faults.not_http, "not HTTP"),
        (faults.huge, "more than 2,000,000 bytes"),
        (faults.huge_claimed, "more than 2,000,000 bytes"),
        (faults.gzip_bomb, "more than 2,000,000 bytes"),
        (faults.redirect_loop, "circle"),
        (faults.html_page, "an HTML page instead of JSON"),
        (faults.zero_bytes, "nothing"),
    ],
)
def test_an_error_says_what_was_found(server: Server, fault: Fault, says: str) -> None:
    server.faults["/"] = fault
    one = client(tries=1, timeout=patience(fault))
    error = refused(lambda: one.get(server.url, read_json, max_size=2_000_000))
    assert says in error.reason


def test_a_body_of_the_largest_size_is_read(server: Server) -> None:
    server.speakers["/"] = lambda _: Reply(b"x" * 1_000)
    assert len(client(max_size=1_000).get(server.url, lambda a: a.body)) == 1_000
    refused(lambda: client(max_size=999).get(server.url, lambda a: a.body))


@pytest.mark.parametrize(
    "fault",
    [faults.huge, faults.huge_claimed, faults.gzip_bomb],
    ids=lambda fault: fault.__name__,
)
def test_a_huge_body_is_not_held(server: Server, fault: Fault) -> None:
    server.faults["/"] = fault
    script = (
        "import resource, sys\n"
        "from pelican_hotpapers.errors import SourceError\n"
        "from pelican_hotpapers.http import Client\n"
        "def used(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = used()\n"
        "try:\n"
        "    Client(tries=1, max_size=1_000_000).get(sys.argv[1], len)\n"
        "except SourceError:\n"
        "    print(used() - before)\n"
    )
    kilobytes = int(_python(script, server.url))
    assert kilobytes < 50_000


def test_what_is_given_up_is_closed(server: Server) -> None:
    closed = threading.Event()

    def watch(fault: Fault) -> Fault:
        def watched(wire: Wire, request: Request, reply: Reply) -> None:
            wire.connection.settimeout(30)
            try:
                fault(wire, request, reply)
            finally:
                closed.set()

        return watched

    for fault in (faults.dribbling_headers, faults.dribble, faults.silent):
        closed.clear()
        server.faults["/"] = watch(fault)
        refused(lambda: client(tries=1, timeout=0.3).get(server.url, read_json))
        assert closed.wait(60)


def _looking_up() -> list[str]:
    names = [thread.name for thread in threading.enumerate()]
    return [name for name in names if name.startswith("looking up")]


def _soon(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def test_a_client_that_is_gone_leaves_no_connection(server: Server) -> None:
    gone = threading.Event()

    def watch(wire: Wire, request: Request, reply: Reply) -> None:
        send(wire, request, reply)
        wire.close_connection = True
        wire.rfile.read(1)
        gone.set()

    server.faults["/"] = watch
    one = client()
    one.get(server.url, read_json)
    assert not gone.wait(0.2)
    del one
    gc.collect()
    assert gone.wait(60)


def test_a_name_that_is_looked_up_for_ever_is_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = socket.getaddrinfo
    resolved = threading.Event()

    def hang(*question: Any, **more: Any) -> Any:
        resolved.wait(30)
        return look_up(*question, **more)

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    one = client(tries=1, timeout=0.5)
    named = server.url.replace("127.0.0.1", "localhost")
    error = refused(lambda: one.get(named, read_json))
    assert _looking_up() == ["looking up localhost"]
    resolved.set()
    assert "took longer than 0.5 s" in error.reason
    assert _soon(lambda: not _looking_up())
    assert not server.requests


def test_a_name_that_is_not_there_is_told() -> None:
    error = refused(lambda: client(tries=1).get("http://name.invalid/", read_json))
    assert error.reason.startswith("name.invalid could not be found")
    assert "network" in error.hint


def test_a_refused_connection_is_told_and_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    error = refused(lambda: client(tries=3).get(f"http://127.0.0.1:{port}/", read_json))
    assert error.reason == f"127.0.0.1:{port} refused the connection 3 times"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://a:99999/",
        "http://a b/",
        f"http://{'a' * 70}.org/",
        f"http://me:{SECRET}@127.0.0.1/",
        f"http://me:{SECRET}@[/",
    ],
)
def test_an_address_that_cannot_be_asked_is_told(url: str) -> None:
    error = refused(lambda: client().get(url, read_json))
    assert "address" in error.hint
    assert SECRET not in str(error)


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "токен", "\ud800"])
def test_a_header_that_cannot_be_sent_is_told(server: Server, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    error = refused(lambda: client().get(server.url, read_json, headers=headers))
    assert "credentials" in error.hint
    assert token not in str(error)
    assert error.__context__ is None
    assert not server.requests


# Redirects


def test_redirects_are_followed(server: Server) -> None:
    server.speakers["/a"] = lambda _: Reply(b"", 301, {"Location": "/b?c=d"})
    server.speakers["/b"] = lambda _: Reply(b"", 307, {"Location": f"{server.url}/%C3"})
    url = client().get(f"{server.url}/a", lambda response: response.url)
    assert [one.path for one in server.requests] == ["/a", "/b", "/%C3"]
    assert server.requests[1].query == {"c": "d"}
    assert url == f"{server.url}/%C3"


def test_a_redirect_within_the_origin_keeps_the_headers(server: Server) -> None:
    server.faults["/"] = [faults.redirect_to("/b")]
    client().get(server.url, read_json, headers={"Authorization": "Bearer ours"})
    assert [one.headers["authorization"] for one in server.requests] == [
        "Bearer ours"
    ] * 2


@pytest.mark.parametrize(
    "location",
    [
        "http://other.example/",
        "https://asked.example:80/",
        "http://asked.example:8080/",
        "http://asked.example.other.example/",
        "//other.example/",
        "http://asked.example@other.example/",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "ftp://asked.example/",
        "file:///etc/passwd",
        "data:application/json,{}",
        "javascript:alert(1)",
        "http://[::1",
        "http://a&b.example/",
        "http://a b.example/",
        "http://asked.example:99999/",
    ],
)
def test_a_redirect_elsewhere_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, location: str
) -> None:
    # Through a proxy any name is this server; none leaves the machine.
    monkeypatch.setenv("http_proxy", server.url)
    server.faults["/"] = faults.redirect_to(location)
    error = refused(lambda: client().get("http://asked.example/", read_json))
    assert error.reason == (
        "asked.example redirects to another site, which is not followed"
    )
    assert error.said == location
    assert "give the new one" in error.hint
    assert len(server.requests) == 1


def test_a_redirect_to_another_port_is_refused(
    server: Server, elsewhere: Server
) -> None:
    server.faults["/"] = faults.redirect_to(f"{elsewhere.url}/secrets")
    assert "another site" in refused(lambda: client().get(server.url, read_json)).reason
    assert not elsewhere.requests


@pytest.mark.parametrize(
    ("url", "follows"),
    [
        ("http://a.example/x", True),
        ("http://a.example:80/x", True),
        ("http://a.example:8080/x", False),
        ("https://a.example/x", True),
    ],
)
def test_a_redirect_to_the_same_host_over_tls_is_followed(
    url: str, follows: bool
) -> None:
    request = Asked(prepare("GET", url), frozenset({200}), 1, 0)
    answer = Response(url, 301, {"Location": "https://A.example/y?z=1"}, b"")
    if follows:
        assert redirected(request, answer).url == "https://a.example/y?z=1"
    else:
        assert "another site" in refused(lambda: redirected(request, answer)).reason


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """Names that lead where a test says; connections but to this machine fail."""
    found = Resolver()
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def resolve(host: Any, *question: Any, **more: Any) -> Any:
        if host not in found.names:
            return look_up(host, *question, **more)
        found.asked.append(host)
        answers = found.names[host]
        now = answers.pop(0) if len(answers) > 1 else answers[0]
        return [each for one in now for each in look_up(one, *question, **more)]

    def reach(sock: socket.socket, address: Any) -> Any:
        found.reached.append(address[0])
        if not address[0].startswith("127."):
            raise ConnectionRefusedError
        return connect(sock, address)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", reach)
    return found


PUBLIC = "192.0.43.8"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "fe80::1",
        "fec0::1",
        "fd00:ec2::254",
        "ff02::1",
    ],
)
def test_a_name_that_leads_to_a_private_address_is_not_asked(
    elsewhere: Server, resolver: Resolver, address: str
) -> None:
    resolver.names["friend.example"] = [[address]]
    url = f"http://friend.example:{elsewhere.url.rpartition(':')[2]}/"
    error = refused(lambda: client().get(url, read_json))
    assert error.reason == "friend.example leads to what is not a public address"
    assert error.said == address
    assert "IP address" in error.hint
    assert not elsewhere.requests
    assert not resolver.reached


def test_a_name_is_looked_up_once_for_each_connection(
    elsewhere: Server, resolver: Resolver
) -> None:
    """What leads to a public address, and to this machine when asked again."""
    resolver.names["friend.example"] = [[PUBLIC], ["127.0.0.1"]]
    url = f"http://friend.example:{elsewhere.url.rpartition(':')[2]}/"
    error = refused(lambda: client(tries=1).get(url, read_json))
    assert "refused the connection" in error.reason
    assert resolver.asked == ["friend.example"]
    assert resolver.reached == [PUBLIC]
    assert "not a public" in refused(lambda: client().get(url, read_json)).reason
    assert resolver.reached == [PUBLIC]
    assert not elsewhere.requests


def test_of_several_addresses_the_public_ones_are_tried(
    elsewhere: Server, resolver: Resolver
) -> None:
    resolver.names["friend.example"] = [["127.0.0.1", PUBLIC, "10.0.0.1", "2620::1"]]
    url = f"http://friend.example:{elsewhere.url.rpartition(':')[2]}/"
    refused(lambda: client(tries=1).get(url, read_json))
    assert resolver.reached == [PUBLIC, "2620::1"]


@pytest.mark.parametrize(
    "host", ["nas", "localhost", "papers.localhost", "nas.local", "a.internal"]
)
def test_a_name_of_a_private_network_is_asked(
    elsewhere: Server, resolver: Resolver, host: str
) -> None:
    resolver.names[host] = [["127.0.0.1"]]
    url = f"http://{host}:{elsewhere.url.rpartition(':')[2]}/"
    assert client().get(url, read_json) == WHOLE


def test_a_private_proxy_is_the_owners_own(
    server: Server, resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks names up by itself: what is known here to be private it is not asked."""
    resolver.names["proxy.example"] = [["127.0.0.1"]]
    port = server.url.rpartition(":")[2]
    monkeypatch.setenv("http_proxy", f"http://proxy.example:{port}")
    assert client().get("http://no-such-host.invalid/x", read_json) == WHOLE
    resolver.names["friend.example"] = [["127.0.0.1"]]
    error = refused(lambda: client().get("http://friend.example/", read_json))
    assert "not a public address" in error.reason
    assert len(server.requests) == 1


def test_a_redirect_that_leads_nowhere_is_a_status(server: Server) -> None:
    server.faults["/"] = faults.answering(Reply(b"", 302))
    error = refused(lambda: client().get(server.url, read_json))
    assert "status 302" in error.reason


def test_the_body_of_a_redirect_is_not_read_to_its_end(server: Server) -> None:
    def stream(wire: Wire, request: Request, _reply: Reply) -> None:
        faults.huge(wire, request, Reply(b"", 302, {"Location": "/b"}))

    server.faults["/a"] = stream
    assert client().get(f"{server.url}/a", read_json) == WHOLE


def test_what_is_posted_is_not_redirected(server: Server) -> None:
    for status in (301, 302, 303, 307, 308):
        server.requests.clear()
        server.faults["/"] = faults.redirect_to("/b", status)
        error = refused(lambda: client().post(server.url, read_json, json={}))
        assert "posted" in error.reason
        assert len(server.requests) == 1


# TLS


def test_a_certificate_that_nobody_trusts_is_refused_once() -> None:
    with UntrustedServer() as server:
        error = refused(lambda: client().get(server.url, read_json))
        assert "certificate" in error.reason
        assert " times" not in error.reason
        assert "REQUESTS_CA_BUNDLE" in error.hint
        assert not server.requests


@pytest.fixture
def trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[UntrustedServer]:
    """A server over TLS that the environment trusts."""
    with UntrustedServer() as server:
        server.speakers["/"] = _speak
        bundle = tmp_path / "authority.pem"
        server.authority.cert_pem.write_to_path(str(bundle))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        yield server


def test_the_certificates_of_the_environment_are_trusted(
    trusted: UntrustedServer,
) -> None:
    assert client().get(trusted.url, read_json) == WHOLE


@pytest.fixture
def tunnel() -> Iterator[str]:
    """A proxy that passes on what it is sent to where it is told to connect."""

    class Tunnel(StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline().decode()
            while self.rfile.readline().strip():
                pass
            host, _, port = line.split()[1].rpartition(":")
            with socket.create_connection((host, int(port))) as there:
                self.wfile.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                back = threading.Thread(
                    target=pass_on, args=(there, self.connection), daemon=True
                )
                back.start()
                pass_on(self.connection, there)
                back.join()

    def pass_on(here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while data := here.recv(65_536):
                there.sendall(data)
            there.shutdown(socket.SHUT_WR)

    with ThreadingTCPServer(("127.0.0.1", 0), Tunnel) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_tls_goes_through_a_proxy_in_bounded_time(
    trusted: UntrustedServer, tunnel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", tunnel)
    assert client().get(trusted.url, read_json) == WHOLE
    trusted.faults["/"] = faults.dribbling_headers
    error = refused(lambda: client(tries=1, timeout=1).get(trusted.url, read_json))
    assert "took longer than 1 s" in error.reason


def test_a_certificate_for_another_name_is_refused(trusted: UntrustedServer) -> None:
    url = trusted.url.replace("127.0.0.1", "localhost")
    assert "certificate" in refused(lambda: client().get(url, read_json)).reason


def test_a_redirect_from_https_to_http_is_refused(
    trusted: UntrustedServer, elsewhere: Server
) -> None:
    trusted.faults["/"] = faults.redirect_to(elsewhere.url)
    error = refused(lambda: client().get(trusted.url, read_json))
    assert "another site" in error.reason
    assert not elsewhere.requests


@pytest.mark.parametrize(
    "fault",
    [faults.dribbling_headers, faults.dribble, faults.silent],
    ids=lambda fault: fault.__name__,
)
def test_time_is_bounded_over_tls_too(trusted: UntrustedServer, fault: Fault) -> None:
    trusted.faults["/"] = [fault]
    assert client(timeout=patience(fault)).get(trusted.url, read_json) == WHOLE


def test_a_server_that_does_not_shake_hands_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://127.0.0.1:{mute.getsockname()[1]}/"
        one = client(tries=1, timeout=0.5)
        error = refused(lambda: one.get(url, read_json))
    assert "took longer than 0.5 s" in error.reason


def test_http_where_https_is_asked_is_told(server: Server) -> None:
    url = server.url.replace("http:", "https:")
    assert "TLS" in refused(lambda: client(tries=1).get(url, read_json)).reason


def test_a_bundle_of_certificates_that_is_not_there_is_told(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    url = server.url.replace("http:", "https:")
    error = refused(lambda: client().get(url, read_json))
    assert "REQUESTS_CA_BUNDLE" in error.hint


# Secrets


def _hiding(**settings: Any) -> Client:
    one = client(tries=1, **settings)
    one.hide(SECRET)
    return one


@pytest.mark.parametrize("status", [200, 302, 401, 429])
def test_a_secret_that_is_echoed_is_in_no_error(server: Server, status: int) -> None:
    def echo(wire: Wire, request: Request, _reply: Reply) -> None:
        said = f"bad token {request.headers['authorization']} in {wire.path}"
        where = f"https:// {said}"
        send(wire, request, Reply(said.encode(), status, {"Location": where}))

    server.faults["/"] = echo
    error = refused(
        lambda: _hiding().get(
            server.url,
            read_json,
            params={"key": SECRET},
            headers={"Authorization": f"Bearer {SECRET}"},
        )
    )
    _holds_no_part_of(SECRET, error)


@pytest.mark.parametrize("before", range(60, 100, 3))
def test_a_secret_that_is_cut_short_is_in_no_error(server: Server, before: int) -> None:
    server.faults["/"] = faults.answering(Reply(b"x" * before + SECRET.encode(), 403))
    _holds_no_part_of(SECRET, refused(lambda: _hiding().get(server.url, read_json)))


def test_a_secret_in_the_error_of_a_reader_is_hidden(server: Server) -> None:
    def read(_response: Response) -> None:
        cause = KeyError(SECRET)
        raise BadResponse(f"found {SECRET!r}", f"Do not send {SECRET}") from cause

    error = refused(lambda: _hiding().get(server.url, read))
    assert isinstance(error, BadResponse)
    assert "***" in error.reason
    _holds_no_part_of(SECRET, error)


def test_a_secret_as_json_or_html_writes_it_is_hidden(server: Server) -> None:
    secret = 'a"b<c>\\d é'  # noqa: S105
    escaped = html.escape(secret)
    page = f"<html><title>{escaped}</title>"
    for body in (json.dumps({"error": secret}), page, f"No: {escaped}", secret):
        server.faults["/"] = faults.answering(Reply(body.encode(), 403))
        one = client(tries=1)
        one.hide(secret)
        error = refused(lambda one=one: one.get(server.url, read_json)).in_full
        assert "***" in error
        assert secret not in error


def test_hiding_nothing_hides_nothing(server: Server) -> None:
    server.faults["/"] = faults.unavailable(403)
    one = client()
    one.hide("")
    assert "***" not in str(refused(lambda: one.get(server.url, read_json)))


def test_no_secret_is_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.faults["/"] = [faults.unavailable(), faults.dropped]
    client().get(
        server.url,
        read_json,
        params={"key": SECRET},
        headers={"Authorization": f"Bearer {SECRET}"},
    )
    assert not caplog.records


def test_odd_headers_are_no_warning(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    def odd(wire: Wire, _request: Request, _reply: Reply) -> None:
        wire.close_connection = True
        wire.wfile.write(
            b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 2\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
        )

    server.faults["/"] = odd
    with suppress(SourceError):
        client(tries=1).get(server.url, read_json)
    assert not caplog.records


def _holds_no_part_of(secret: str, error: BaseException | None) -> None:
    """Check an error, and all that would be shown with it."""
    assert error is not None
    assert error.__cause__ is None
    assert error.__context__ is None
    for length in range(5, len(secret) + 1):
        assert secret[:length] not in getattr(error, "in_full", str(error))


# JSON


def response(body: bytes | str, content_type: str = "") -> Response:
    raw = body if isinstance(body, bytes) else body.encode()
    return Response("https://a.example/x", 200, {"Content-Type": content_type}, raw)


def bad_json(body: bytes | str) -> str:
    with pytest.raises(BadResponse) as caught:
        read_json(response(body))
    assert caught.value.reason.startswith("a.example answered with ")
    return caught.value.reason


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**60), 2**60)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda parts: st.lists(parts) | st.dictionaries(st.text("ab"), parts),
    )
)
def test_json_is_read(value: object) -> None:
    assert read_json(response(json.dumps(value))) == value
    assert (
        read_json(response("\ufeff " + json.dumps(value, ensure_ascii=False))) == value
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "nothing"),
        (" \r\n", "nothing"),
        ("\ufeff", "nothing"),
        ("Rate exceeded.", "text instead of JSON"),
        ("<!doctype html><title>Gone\nfishing</title>", "an HTML page instead"),
        ("<!-- x --> <HTML lang='en'><p>{}", "an HTML page"),
        ('{"a": [1, 2', "breaks off"),
        ('{"a": [1, 2}', "byte 11"),
        ("{} x", "byte"),
        ("[NaN]", "byte 1"),
        ("[1e999]", "too large"),
        (b'{"a": "\xff"}', "byte 7"),
        ("{}".encode("utf-16"), "UTF-8"),
        ("[" * 100_000, "too deeply"),
        ('{"a":' * 100_000, "too deeply"),
    ],
)
def test_what_is_no_json_is_told(body: bytes | str, says: str) -> None:
    assert says in bad_json(body)


@pytest.mark.parametrize("cut", ["\\ud83d", "\\udE00", "\\ud83d\\n", "\\ud83dx"])
def test_half_a_character_does_not_cost_the_rest(cut: str) -> None:
    read = read_json(response(f'["{cut}", "\\ud83d\\ude00", "\\\\ud83d", 1]'))
    assert "\ufffd" in read[0]
    assert read[1:] == ["😀", "\\ud83d", 1]


@given(st.binary())
def test_no_bytes_raise_another_error_in_json(body: bytes) -> None:
    with suppress(BadResponse):
        read_json(response(body))


# XML


def bad_xml(body: bytes | str) -> str:
    with pytest.raises(BadResponse) as caught:
        read_xml(response(body))
    assert caught.value.reason.startswith("a.example answered with ")
    return caught.value.reason


FEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed><title>Grüße &amp; so</title></feed>'
)


@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_xml_is_read(before: str) -> None:
    root = read_xml(response(before + FEED))
    assert (root.tag, root.findtext("title")) == ("feed", "Grüße & so")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "nothing"),
        ("Rate exceeded.", "text instead of XML"),
        (
            "<!DOCTYPE html><html><title>Busy</title></html>",
            "an HTML page instead of XML",
        ),
        ("<html><head></head></html", "an HTML page"),
        (FEED[:-9], "line 2"),
        (FEED.encode("utf-16"), "UTF-8"),
        (FEED.encode("latin-1"), "UTF-8"),
        ("<feed>&nbsp;</feed>", "line 1, column 7"),
        ("<feed>\0</feed>", "line 1"),
        ('{"a": 1}', "line 1, column 1"),
        ('<!DOCTYPE feed SYSTEM "file:///etc/passwd"><feed/>', "document type"),
        (
            '<!-- --><?a?> <!doctype x [<!ENTITY a "b">]><feed>&a;</feed>',
            "document type",
        ),
    ],
)
def test_what_is_no_xml_is_told(body: bytes | str, says: str) -> None:
    assert says in bad_xml(body)


def test_entities_do_not_grow() -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)
    )
    assert "document type" in bad_xml(f"<!DOCTYPE x [{entities}]><x>&a9;</x>")


def test_words_about_a_document_type_do_no_harm() -> None:
    body = "<feed><!-- <!DOCTYPE x> --><t><![CDATA[<!DOCTYPE x>]]></t></feed>"
    assert read_xml(response(body)).findtext("t") == "<!DOCTYPE x>"


def test_deep_xml_does_no_harm() -> None:
    assert read_xml(response("<a>" * 200_000 + "</a>" * 200_000)).tag == "a"


@pytest.mark.parametrize("part", ["<?a", "<?a?>", "<!--", "<!---->", " ", "<!-- ?>"])
def test_a_long_beginning_takes_no_time(part: str) -> None:
    bad_xml(part * 200_000 + "x")


@given(st.binary() | st.text(" <>!?-[]&;ax/='\"").map(str.encode))
def test_no_bytes_raise_another_error_in_xml(body: bytes) -> None:
    with suppress(BadResponse):
        read_xml(response(body))


# What it costs those who fetch nothing


def _python(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_loading_the_plugin_does_not_import_requests() -> None:
    loaded = _python(
        "import sys, pelican, pelican_hotpapers.plugin\nprint(*sys.modules)\n"
    ).split()
    assert "pelican_hotpapers.plugin" in loaded
    assert not {"requests", "urllib3", "pelican_hotpapers.http"} & set(loaded)
