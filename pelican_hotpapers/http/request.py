"""A request, and the one that a redirect makes of it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from pelican_hotpapers.errors import SourceError, one_line
from pelican_hotpapers.http.response import Response, host_of

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f]*:[0-9a-f:.]+(?:%[a-z0-9._~-]+)?")
"""A host's name or IP address. Before 2.8, urllib3 takes other characters, too."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a service, and what it may answer."""

    prepared: requests.PreparedRequest
    accept: frozenset[int]
    """The statuses whose body is read whole."""
    max_size: int
    """Bytes above which such a body is refused."""
    pace: float
    """Least seconds since the last request to the service."""

    @property
    def url(self) -> str:
        """The address, with its query."""
        return self.prepared.url or ""

    @property
    def host(self) -> str:
        """The service, as errors name it."""
        return host_of(self.url)


def prepare(method: str, url: str, **parts: Any) -> requests.PreparedRequest:  # noqa: ANN401 - of various types
    """Return a request of the library's.

    Args:
        method: ``GET`` or ``POST``.
        url: Of http or https, without a user name.
        parts: What else it has, as `requests.Request` names it.

    Raises:
        SourceError: The address or a header is malformed.
    """
    host = host_of(url) or one_line(url.rpartition("@")[2], 40)
    problem = ""
    try:
        prepared = requests.Request(method, url, **parts).prepare()
        address = urlsplit(prepared.url or "")
        if address.scheme not in _PORTS or not address.hostname:
            problem = "its address is not one of http or https"
        elif "@" in address.netloc:
            problem = "its address holds a user name"
        elif not _HOST.fullmatch(address.hostname):
            problem = "its address is malformed"
    except requests.exceptions.InvalidHeader:
        problem = "a header holds characters that cannot be sent"
    except ValueError:
        problem = "its address is malformed"
    if problem:
        raise SourceError(
            f"{host} was not asked: {problem}",
            "Check the address, and the credentials where it takes any",
        )
    return prepared


def is_redirect(response: Response) -> bool:
    """Tell whether a response names another address to ask."""
    return response.status in _REDIRECTS and bool(response.headers.get("Location"))


def redirected(request: Request, response: Response) -> Request:
    """Return the request that a redirect asks for.

    Only the service that was asked may be asked again, at another path or over TLS:
    another one would see our headers, or could be a machine of a private network.

    Raises:
        SourceError: The redirect leads elsewhere, or what was posted would be lost.
    """
    location = _location(response)
    if request.prepared.method != "GET":
        where = "what was posted"
    elif not _is_same_service(request.url, location):
        where = "to another site, which is not followed"
    else:
        url = urljoin(request.url, location)
        prepared = prepare("GET", url, headers=request.prepared.headers)
        return replace(request, prepared=prepared)
    raise SourceError(
        f"{request.host} redirects {where}",
        "Check the address; if the service has moved, give the new one",
        one_line(location),
    )


def _location(response: Response) -> str:
    """Return where a redirect leads, as its server wrote it."""
    location = response.headers["Location"]
    with suppress(ValueError):
        # Headers are read as Latin-1, whatever they are written in.
        return location.encode("latin-1").decode()
    return location


def _is_same_service(url: str, location: str) -> bool:
    try:
        here, there = _origin(url), _origin(urljoin(url, location))
    except ValueError:  # a malformed address
        return False
    over_tls = ("https", here[1], _PORTS["https"])
    return there == here or (here[2] == _PORTS["http"] and there == over_tls)


def _origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of an address.

    Raises:
        ValueError: It is malformed.
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
