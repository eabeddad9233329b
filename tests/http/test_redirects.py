"""Redirects, and addresses that the client does not go to."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import Any

import pytest
from http_clients import WHOLE, client, refused
from loopback import faults
from loopback.server import Reply, Request, Server, Wire

from pelican_hotpapers.http import Response, read_json
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
