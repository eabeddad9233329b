"""Connections to public addresses, with one deadline from the name to the last byte.

A socket's own timeout is for each byte that it waits for, and the looking up of a name
has none. Here both are given what is left of the time for the whole request.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import logging
import os
import socket
import time
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import closing, suppress
from contextvars import ContextVar
from threading import Thread
from typing import Any, Literal
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http.request import Request
from pelican_hotpapers.http.response import Response

_CHUNK = 65_536
_ERROR_SIZE = 10_000
"""Bytes that are read of a response whose status is not accepted."""


class Connections(HTTPAdapter):
    """The connections of a client, each kept for the next request to its host."""

    def __init__(self) -> None:
        """Open none yet."""
        super().__init__(pool_maxsize=1, max_retries=0)

    def exchange(self, request: Request, seconds: float) -> Response:
        """Send a request and read the response.

        Args:
            request: What to send.
            seconds: How long that may take, all in all.

        Raises:
            SourceError: The body is too large, or the host's address not public.
            Exception: Whatever else goes wrong; `explained` says what it means.
        """
        asking = _is_asking.set(True)
        try:
            return self._exchange(request, time.monotonic() + seconds)
        finally:
            _is_asking.reset(asking)

    def _exchange(self, request: Request, end: float) -> Response:
        proxies = requests.utils.get_environ_proxies(request.url)
        if requests.utils.select_proxy(request.url, proxies):
            # The proxy looks the name up by itself. What is known to be private here
            # it is not asked for; where this machine knows nothing, it is trusted.
            with suppress(OSError, urllib3.exceptions.LocationParseError):
                _addresses(urlsplit(request.url).hostname or "", end)
        timeout: Any = urllib3.Timeout(total=_left(end))  # more than its stubs say
        received = self.send(
            request.prepared,
            stream=True,
            timeout=timeout,
            verify=_authorities(),
            proxies=proxies,
        )
        with closing(received):
            return Response(
                url=request.url,
                status=received.status_code,
                headers=received.headers,
                body=_body(received, request),
            )

    def get_connection_with_tls_context(
        self,
        *args: Any,  # noqa: ANN401 - as requests hands them on
        **settings: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - its stubs say too little
        """Return a pool whose connections are those of this module."""
        pool: Any = super().get_connection_with_tls_context(*args, **settings)
        pool.ConnectionCls = _CONNECTIONS.get(pool.ConnectionCls, pool.ConnectionCls)
        return pool


class _DeadlineReader(io.RawIOBase):
    """Reads from a socket until its timeout is over, however slowly bytes arrive."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self._end = time.monotonic() + (sock.gettimeout() or 0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - a writable buffer
        self._sock.settimeout(_left(self._end))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _DeadlineResponse(http.client.HTTPResponse):
    """A response of which headers and body together have the socket's timeout."""

    def __init__(self, sock: socket.socket, *args: Any, **settings: Any) -> None:  # noqa: ANN401 - as http.client hands them on
        super().__init__(sock, *args, **settings)
        self.fp = io.BufferedReader(_DeadlineReader(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    """A connection to an address that was looked at, in the time that is left."""

    response_class = _DeadlineResponse

    def _new_conn(self) -> socket.socket:
        """Connect to the first address of the host that answers."""
        end = time.monotonic() + float(self.timeout or 0)
        is_proxy = self.proxy is not None  # then this is the host of the proxy
        failure = OSError("no address")
        for address in _addresses(self._dns_host, end, is_trusted=is_proxy):
            try:
                sock = create_connection(
                    (address, self.port),
                    _left(end),
                    source_address=self.source_address,
                    socket_options=self.socket_options,
                )
            except OSError as error:
                failure = error
                continue
            sock.settimeout(_left(end))
            return sock
        raise failure


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS: behind `_Connection` comes what `HTTPSConnection` does."""


_CONNECTIONS: Mapping[Any, Any] = {
    HTTPConnection: _Connection,
    HTTPSConnection: _SecureConnection,
}
"""Those of a proxy that speaks SOCKS stay as they are."""


def _left(end: float) -> float:
    """Return the seconds that are left.

    Raises:
        TimeoutError: There are none.
    """
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


# Addresses


def _addresses(host: str, end: float, *, is_trusted: bool = False) -> list[str]:
    """Return the IP addresses to connect to for a host, which is looked up this once.

    A name that anybody can register may come to lead to this machine, or into its
    network, and elsewhere when it is looked up again. So private addresses are used
    only for a host that is one, or whose name can mean nothing else.

    Raises:
        SourceError: It has private ones alone.
        TimeoutError: They were not known in time.
        OSError: Its name does not resolve.
    """
    if _is_ip(host):
        return [host]
    addresses = _look_up(host, _left(end))
    if is_trusted or "." not in host or host.endswith(_PRIVATE):
        return addresses
    public = list(filter(_is_public, addresses))
    if not public:
        raise SourceError(
            f"{host} leads to what is not a public address",
            "Check the address. What is on a private network is given by its IP "
            "address",
            ", ".join(addresses),
        )
    return public


_PRIVATE = (".localhost", ".local", ".internal", ".home.arpa")
"""How the names of private networks end, which nobody can register (RFC 6761, 6762,
8375)."""


def _look_up(host: str, seconds: float) -> list[str]:
    """Look a name up, in a thread of its own: that knows no timeout."""
    future: Future[list[str]] = Future()

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            future.set_result(list(dict.fromkeys(str(each[4][0]) for each in found)))
        except UnicodeError:  # no name has such parts
            future.set_exception(urllib3.exceptions.LocationParseError(host))
        except BaseException as error:
            future.set_exception(error)

    Thread(target=resolve, name=f"looking up {host}", daemon=True).start()
    return future.result(seconds)


def _is_ip(host: str) -> bool:
    with suppress(ValueError):
        ipaddress.ip_address(host.strip("[]"))
        return True
    return False


def _is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, whatever form it has.

    Addresses of IPv4 in the forms that IPv6 once had for them are not: nobody needs
    those any more.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip in _NAT64:
        ip = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    return ip.is_global and ip in _UNICAST and ip.sixtofour is None


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 name them (RFC 6052)."""
_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that is assigned to the public internet (RFC 4291, 2.4)."""


# Reading


def _authorities() -> str | Literal[True]:
    """Return the certificates to trust, as requests takes them; True for its own."""
    names = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    return next((os.environ[name] for name in names if os.environ.get(name)), True)


def _body(received: requests.Response, request: Request) -> bytes:
    """Read the body, or the beginning of one whose status is not accepted.

    Raises:
        SourceError: It is too large.
    """
    if received.status_code not in request.accept:
        with suppress(urllib3.exceptions.HTTPError):
            return _read(received, _ERROR_SIZE)
        return b""
    claimed = received.raw.length_remaining or 0
    body = b"" if claimed > request.max_size else _read(received, request.max_size + 1)
    if max(claimed, len(body)) > request.max_size:
        raise SourceError(
            f"{request.host} answered with more than {request.max_size:,} bytes",
            "Check the address",
        )
    return body


def _read(received: requests.Response, size: int) -> bytes:
    """Read up to so many bytes, as they come."""
    body = bytearray()
    while len(body) < size:
        chunk = received.raw.read1(_CHUNK, decode_content=True)
        if not chunk:
            break
        body += chunk
    return bytes(body[:size])


_is_asking: ContextVar[bool] = ContextVar("is_asking", default=False)
"""Whether what urllib3 logs is about a request of ours."""

# It logs addresses, which may hold a secret, and warns of odd headers, which would end
# a build that is told to end at any warning.
for _name in ("connection", "connectionpool", "response"):
    logging.getLogger(f"urllib3.{_name}").addFilter(lambda _: not _is_asking.get())
