"""A real HTTP server on the loopback interface, with speakers and faults.

A speaker answers the requests for paths that begin with its prefix. A fault stands
before it and may answer in its place, or spoil its answer on the wire.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    """By lower-case name."""
    body: bytes
    at: float
    """When, on the monotonic clock."""


@dataclass(frozen=True)
class Reply:
    """What a client is answered."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Speaker = Callable[[Request], Reply]
Fault = Callable[["Wire", Request, Reply], None]
"""Sends an answer over the wire, given the one that the speaker would have sent."""


class Wire(BaseHTTPRequestHandler):
    """One connection, as a fault sees it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            at=time.monotonic(),
        )
        server = self.server.world
        server.requests.append(request)
        reply = server.speaker(request.path)(request)
        fault = server.next_fault(request.path)
        try:
            (fault or send)(self, request, reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


def send(wire: Wire, _request: Request, reply: Reply) -> None:
    """Send a reply as it is."""
    wire.send_response(reply.status)
    for name, value in reply.headers.items():
        wire.send_header(name, value)
    wire.send_header("Content-Length", str(len(reply.body)))
    wire.end_headers()
    wire.wfile.write(reply.body)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    world: Server

    def handle_error(self, *_args: Any) -> None:
        """Say nothing: clients break off on purpose."""


class Server:
    """The server: ``with Server() as server: … server.url …``."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.requests: list[Request] = []
        """All that was asked, in order."""
        self.speakers: dict[str, Speaker] = {}
        """By prefix of the path; the longest that fits answers."""
        self.faults: dict[str, list[Fault] | Fault] = {}
        """By prefix of the path: a fault for every request, or one for each next."""
        self._listener = _Listener((host, 0), Wire)
        self._listener.world = self
        self.url = f"http://{host}:{self._listener.server_port}"
        self._lock = threading.Lock()

    def __enter__(self) -> Server:
        threading.Thread(
            target=self._listener.serve_forever, args=(0.01,), daemon=True
        ).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()

    def speaker(self, path: str) -> Speaker:
        """Return what answers for a path."""
        prefix = _longest_prefix(path, self.speakers)
        return self.speakers[prefix] if prefix is not None else _unknown

    def next_fault(self, path: str) -> Fault | None:
        """Return the fault that the next request for a path meets, if any."""
        prefix = _longest_prefix(path, self.faults)
        if prefix is None:
            return None
        faults = self.faults[prefix]
        if callable(faults):
            return faults
        with self._lock:
            return faults.pop(0) if faults else None

    def asked(self, prefix: str = "") -> list[Request]:
        """Return the requests for paths that begin so."""
        return [request for request in self.requests if request.path.startswith(prefix)]


def _longest_prefix(path: str, table: dict[str, Any]) -> str | None:
    fitting = [prefix for prefix in table if path.startswith(prefix)]
    return max(fitting, key=len) if fitting else None


def _unknown(_request: Request) -> Reply:
    return Reply(b"not found", 404, {"Content-Type": "text/plain"})
