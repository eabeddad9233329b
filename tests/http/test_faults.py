"""What a person reads of a network or a server that fails."""

from __future__ import annotations

import gc
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from http_clients import SECRET, WHOLE, client, refused, run_python
from loopback import faults
from loopback.faults import FAULTS, patience
from loopback.server import Fault, Reply, Request, Server, Wire, send

from pelican_hotpapers.http import read_json


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
    kilobytes = int(run_python(script, server.url))
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
