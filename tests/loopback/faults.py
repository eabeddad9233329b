"""What really goes wrong with services, each to stand before any speaker."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import struct
import time
from collections.abc import Mapping
from dataclasses import replace

import trustme

from loopback.server import Fault, Reply, Request, Server, Wire, send

TEN_GIGABYTES = 10_000_000_000
_CHUNK = b"x" * 1_000_000

METADATA = "http://169.254.169.254/latest/meta-data/"
"""Where clouds tell a machine its secrets."""


def answering(reply: Reply) -> Fault:
    """Make a fault that answers this, whatever is asked."""
    return lambda wire, request, _reply: send(wire, request, reply)


def too_many_requests(
    retry_after: str | None = None, body: bytes = b"Rate exceeded."
) -> Fault:
    """Make a fault that limits the rate.

    Args:
        retry_after: Seconds or an HTTP date, as the header says it; None for no header.
        body: What it says.
    """
    headers = {"Content-Type": "text/plain"}
    asked = {} if retry_after is None else {"Retry-After": retry_after}
    return answering(Reply(body, 429, headers | asked))


def unavailable(status: int = 503) -> Fault:
    """Make a fault of a gateway, which answers with a page of its own."""
    page = b"<html><head><title>Out of order</title></head><body>Sorry</body></html>"
    return answering(Reply(page, status, {"Content-Type": "text/html"}))


def redirect_to(url: str, status: int = 302) -> Fault:
    """Make a fault that sends the client elsewhere."""
    return answering(Reply(b"", status, {"Location": url}))


rate_exceeded_ok = answering(
    Reply(b"Rate exceeded.", 200, {"Content-Type": "text/plain"})
)
"""arXiv's way."""

html_page = answering(
    Reply(
        b"<!DOCTYPE html>\n<html><head><title>Just a moment</title></head>"
        b"<body><p>We check your browser</p></body></html>",
        200,
        {"Content-Type": "text/html; charset=utf-8"},
    )
)
"""A page for people, with the status of a sound answer."""

zero_bytes = answering(Reply(b"", 200))

redirect_to_private = redirect_to(METADATA)


def redirect_loop(wire: Wire, request: Request, _reply: Reply) -> None:
    """Send the client to where it already is."""
    send(wire, request, Reply(b"", 302, {"Location": wire.path}))


def truncated(wire: Wire, request: Request, reply: Reply) -> None:
    """Send the first half of the answer as though it were all."""
    send(wire, request, replace(reply, body=reply.body[: len(reply.body) // 2]))


def dropped(wire: Wire, _request: Request, reply: Reply) -> None:
    """Break off in mid-body."""
    _begin(wire, reply, {"Content-Length": str(len(reply.body) + 100)})
    wire.wfile.write(reply.body[: len(reply.body) // 2])


def reset(wire: Wire, _request: Request, _reply: Reply) -> None:
    """Break off before anything is said, and rudely."""
    wire.close_connection = True
    linger = struct.pack("ii", 1, 0)
    wire.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    os.close(wire.connection.detach())


def silent(wire: Wire, request: Request, reply: Reply) -> None:
    """Say nothing until the client goes; after two minutes, what it waited for."""
    wire.close_connection = True
    wire.connection.settimeout(120)
    try:
        wire.rfile.read(1)
    except TimeoutError:
        send(wire, request, reply)


def not_http(wire: Wire, _request: Request, _reply: Reply) -> None:
    """Speak another protocol."""
    wire.close_connection = True
    wire.wfile.write(b"220 mail.example.org ESMTP ready\r\n")


def dribble(wire: Wire, _request: Request, reply: Reply) -> None:
    """Send a byte of the body a second."""
    _begin(wire, reply, {"Content-Length": str(len(reply.body) + 1_000)})
    _trickle(wire, reply.body + b" " * 1_000)


def dribbling_headers(wire: Wire, _request: Request, _reply: Reply) -> None:
    """Send a byte of the headers a second."""
    wire.close_connection = True
    wire.wfile.write(b"HTTP/1.1 200 OK\r\n")
    _trickle(wire, b"X-Padding: " + b"x" * 1_000)


def _trickle(wire: Wire, data: bytes) -> None:
    for place in range(len(data)):
        wire.wfile.write(data[place : place + 1])
        time.sleep(1)


def huge(wire: Wire, _request: Request, reply: Reply) -> None:
    """Send ten gigabytes, and do not say so."""
    _begin(wire, reply, {})
    _stream(wire)


def huge_claimed(wire: Wire, _request: Request, reply: Reply) -> None:
    """Say that ten gigabytes come, and send them."""
    _begin(wire, reply, {"Content-Length": str(TEN_GIGABYTES)})
    _stream(wire)


def _stream(wire: Wire) -> None:
    for _ in range(TEN_GIGABYTES // len(_CHUNK)):
        wire.wfile.write(_CHUNK)


def gzip_bomb(wire: Wire, _request: Request, reply: Reply) -> None:
    """Send ten megabytes that unpack to ten gigabytes."""
    unpacked = 10_000_000
    member = gzip.compress(b" " * unpacked)
    members = TEN_GIGABYTES // unpacked
    headers = {
        "Content-Encoding": "gzip",
        "Content-Length": str(len(member) * members),
    }
    _begin(wire, reply, headers)
    for _ in range(members):
        wire.wfile.write(member)


def _begin(wire: Wire, reply: Reply, headers: Mapping[str, str]) -> None:
    """Send the head of a reply, with these headers too, as the last of the line."""
    wire.close_connection = True
    wire.send_response(reply.status)
    for name, value in {**reply.headers, **headers, "Connection": "close"}.items():
        wire.send_header(name, value)
    wire.end_headers()


FAULTS: Mapping[str, Fault] = {
    "406": unavailable(406),
    "429": too_many_requests(),
    "429, Retry-After 0": too_many_requests("0"),
    "429, Retry-After an hour": too_many_requests("3600"),
    "500": unavailable(500),
    "502": unavailable(502),
    "503": unavailable(503),
    "504": unavailable(504),
    "403": unavailable(403),
    "404": unavailable(404),
    "Rate exceeded with 200": rate_exceeded_ok,
    "an HTML page": html_page,
    "zero bytes": zero_bytes,
    "truncated": truncated,
    "dropped": dropped,
    "reset": reset,
    "silent": silent,
    "not HTTP": not_http,
    "a byte a second": dribble,
    "a byte of headers a second": dribbling_headers,
    "10 GB": huge,
    "10 GB, as claimed": huge_claimed,
    "a gzip bomb": gzip_bomb,
    "a redirect loop": redirect_loop,
    "a redirect to a private address": redirect_to_private,
}
"""Every fault that makes one answer bad, whatever is asked, by a name for tests."""

EACH_KIND: Mapping[str, Fault] = {
    name: FAULTS[name] for name in ("503", "an HTML page", "dropped")
}
"""One fault of each kind: a refusal, another page, a connection that breaks off.

One client asks for every source, and its own tests have all `FAULTS`; what a source
makes of a bad answer shows with these.
"""

_ENDLESS = (silent, dribble, dribbling_headers)


def patience(fault: Fault) -> float:
    """Return for how many seconds a client is to wait for an answer with this fault.

    Few where only giving up ends it. All else is told by what comes, however late it
    comes on a busy machine.
    """
    return 1.0 if fault in _ENDLESS else 60.0


class UntrustedServer(Server):
    """A server over TLS, whose certificate nobody trusts of their own accord."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__(host)
        self.authority = trustme.CA()
        """Who signed the certificate; ``authority.cert_pem`` is what to trust."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(host).configure_cert(context)
        self._listener.socket = context.wrap_socket(
            self._listener.socket, server_side=True
        )
        self.url = self.url.replace("http:", "https:")
