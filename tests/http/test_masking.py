"""Secrets, which nothing may tell."""

from __future__ import annotations

import html
import json
import logging
from contextlib import suppress
from typing import Any

import pytest
from http_clients import SECRET, client, refused
from loopback import faults
from loopback.server import Reply, Request, Server, Wire, send

from pelican_hotpapers.errors import BadResponse, SourceError
from pelican_hotpapers.http import Client, Response, read_json


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
