"""What the client asks."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from http_clients import SECRET, WHOLE, client
from loopback.server import Reply, Request, Server, Wire, send

from pelican_hotpapers.http import Response, read_json


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
