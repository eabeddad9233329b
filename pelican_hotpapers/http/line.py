"""Connections that are looked at before they are used, and that can be cut.

Bounding a request takes a thread of its own: neither the looking up of a name nor
headers that arrive byte by byte heed a timeout.
"""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import socket
import time
import weakref
from collections.abc import Mapping
from concurrent.futures import Future, wait
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Lock, Thread, current_thread
from typing import Any, Literal
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http.answers import Answer, host_of
from pelican_hotpapers.http.failures import LateError, NotPublicError

_CHUNK = 65_536
_GRACE = 1.0
_ERROR_SIZE = 10_000
"""Bytes that are read of an answer whose status is not accepted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is taken."""

    accept: frozenset[int]
    """The statuses whose body is read whole."""
    max_size: int
    """Bytes above which such a body is refused."""


class Line(HTTPAdapter):
    """Connections to wherever a person sends us."""

    def __init__(self) -> None:
        """Make a line without a connection."""
        self._lock = Lock()
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._is_cut = False
        super().__init__(pool_maxsize=1, max_retries=0)

    def exchange(
        self, request: requests.PreparedRequest, limits: Limits, seconds: float
    ) -> Answer:
        """Make one request, in a bounded time.

        Raises:
            LateError: It took longer. The line is cut, and of no further use.
            SourceError: The body is too large.
            Exception: Whatever else happens on a network.
        """
        future: Future[Answer] = Future()
        _Asking(self, request, limits, seconds, future).start()
        try:
            wait([future], seconds)
        finally:
            is_late = not future.done()
            if is_late:
                self.cut()
        if is_late:
            raise LateError
        return future.result()

    def addresses(self, host: str) -> list[str]:
        """Return what to connect to for a host: here, whatever its name leads to."""
        return [host]

    def opened(self, connection: HTTPConnection) -> None:
        """Take note of a connection, before anything is asked over it."""
        with self._lock:
            self._sockets.add(connection.sock)
            if self._is_cut:
                raise OSError(errno.ECONNABORTED, "nobody waits any more")

    def cut(self) -> None:
        """Break every connection off, in whatever thread it is waited for."""
        with self._lock:
            self._is_cut = True
            for sock in self._sockets:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def get_connection_with_tls_context(
        self,
        *args: Any,  # noqa: ANN401 - as requests hands them on
        **settings: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - its stubs say too little
        """Return a pool whose connections are this line's."""
        pool: Any = super().get_connection_with_tls_context(*args, **settings)
        ours = _CONNECTIONS.get(pool.ConnectionCls)
        if ours:
            pool.ConnectionCls = ours
            # Weak, since urllib3 holds connections as long as the line lives.
            pool.conn_kw["line"] = weakref.proxy(self)
        return pool


class PublicLine(Line):
    """Connections to the public internet alone."""

    def addresses(self, host: str) -> list[str]:
        """Return the public addresses of a host, which is looked up this once.

        Connections are made to these, not to the name: it may lead elsewhere when it
        is looked up again.

        Raises:
            NotPublicError: It has none.
            OSError: Its name does not resolve.
        """
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except UnicodeError:  # no name has such parts
            raise urllib3.exceptions.LocationParseError(host) from None
        addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
        public = list(filter(_is_public, addresses))
        if not public:
            raise NotPublicError(", ".join(addresses))
        return public


class _Plain(HTTPConnection):
    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - as urllib3 hands them on
        line: Line,
        **settings: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **settings)
        self._line = line

    def _new_conn(self) -> socket.socket:
        """Connect to the first address of the host that answers."""
        if self.proxy is not None:  # whose host this is
            return super()._new_conn()
        name = self._dns_host
        failure: Exception | None = None
        try:
            for address in self._line.addresses(name):
                self.host = address
                try:
                    return super()._new_conn()
                except urllib3.exceptions.HTTPError as error:
                    failure = error
        finally:
            self.host = name
        raise failure or OSError(errno.EHOSTUNREACH, "no address")

    def connect(self) -> None:
        super().connect()
        self._line.opened(self)


class _Secure(_Plain, HTTPSConnection):
    """The same over TLS: behind `_Plain` comes what `HTTPSConnection` does."""


_CONNECTIONS: Mapping[Any, Any] = {HTTPConnection: _Plain, HTTPSConnection: _Secure}
"""Those of a proxy that speaks SOCKS stay as they are."""


class _Asking(Thread):
    """Makes one request, and keeps what comes of it, be it an error."""

    def __init__(
        self,
        line: Line,
        request: requests.PreparedRequest,
        limits: Limits,
        seconds: float,
        future: Future[Answer],
    ) -> None:
        super().__init__(name=f"asking {host_of(request.url or '')}", daemon=True)
        self._line = line
        self._request = request
        self._limits = limits
        self._seconds = seconds
        self._future = future

    def run(self) -> None:
        try:
            self._future.set_result(self._answer())
        except BaseException as error:
            self._future.set_exception(error)

    def _answer(self) -> Answer:
        end = time.monotonic() + self._seconds
        url = self._request.url or ""
        proxies = requests.utils.get_environ_proxies(url)
        if requests.utils.select_proxy(url, proxies):
            self._check_name(url)
        response = self._line.send(
            self._request,
            stream=True,
            # Longer than anybody waits: what is late is cut off by who waits for it.
            timeout=self._seconds + _GRACE,
            verify=_authorities(),
            proxies=proxies,
        )
        with closing(response):
            return Answer(
                url=url,
                status=response.status_code,
                headers=response.headers,
                body=_body(response, self._limits, end),
            )

    def _check_name(self, url: str) -> None:
        """Refuse a host that is known here to be private, before a proxy is asked.

        A proxy looks names up by itself. Where this machine cannot, it is trusted.
        """
        with suppress(OSError, urllib3.exceptions.LocationParseError):
            self._line.addresses(urlsplit(url).hostname or "")


def _authorities() -> str | Literal[True]:
    """Return the certificates to trust, as requests takes them; True for its own."""
    names = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    return next((os.environ[name] for name in names if os.environ.get(name)), True)


def _is_elsewhere(_record: logging.LogRecord) -> bool:
    return not isinstance(current_thread(), _Asking)


# urllib3 logs addresses, which may hold a secret, and warns of odd headers, which
# would end a build that is told to end at any warning.
for _name in ("connection", "connectionpool", "response"):
    logging.getLogger(f"urllib3.{_name}").addFilter(_is_elsewhere)


def _body(response: requests.Response, limits: Limits, end: float) -> bytes:
    """Read the body, or the beginning of one whose status is not accepted.

    Raises:
        SourceError: It is too large.
    """
    if response.status_code in limits.accept:
        return _whole(response, limits.max_size, end)
    with suppress(urllib3.exceptions.HTTPError):
        return _read(response, _ERROR_SIZE, end)
    return b""


def _whole(response: requests.Response, max_size: int, end: float) -> bytes:
    claimed = response.raw.length_remaining or 0
    body = b"" if claimed > max_size else _read(response, max_size + 1, end)
    if max(claimed, len(body)) > max_size:
        raise SourceError(
            f"{host_of(response.url)} answered with more than {max_size:,} bytes",
            "Check the address",
        )
    return body


def _read(response: requests.Response, size: int, end: float) -> bytes:
    """Read up to so many bytes, as they come.

    Raises:
        TimeoutError: It took longer.
    """
    body = bytearray()
    while len(body) < size:
        chunk = response.raw.read1(_CHUNK, decode_content=True)
        if not chunk:
            break
        body += chunk
        if time.monotonic() > end:
            raise TimeoutError
    del body[size:]
    return bytes(body)


def _is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, whatever form it has.

    IPv4 addresses within those of IPv6 are looked at as what they are.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    inner = ip.ipv4_mapped or ip.sixtofour
    if ip in _NAT64:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if inner:
        return _is_public(str(inner))
    return ip.is_global and ip in _UNICAST


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 name them (RFC 6052)."""
_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that is assigned to the public internet (RFC 4291, 2.4)."""
