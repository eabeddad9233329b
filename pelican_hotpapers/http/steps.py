"""The requests on the way to an answer, and where redirects may lead."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from pelican_hotpapers.errors import SourceError, one_line
from pelican_hotpapers.http.answers import Answer, host_of
from pelican_hotpapers.http.line import Limits, Line, PublicLine

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how."""

    method: str
    url: str
    parts: Mapping[str, Any]
    """What else the request has, as requests names it."""
    limits: Limits
    pace: float
    told_by: str
    """What a person gave as the address, which may be on a private network."""


@dataclass(frozen=True, slots=True)
class Step:
    """One request on the way to an answer."""

    question: Question
    request: requests.PreparedRequest
    kind: type[Line]
    """Of the line that it goes over."""

    @property
    def url(self) -> str:
        """The address that is asked."""
        return self.request.url or ""

    @property
    def host(self) -> str:
        """The service that is asked, as errors name it."""
        return host_of(self.url)


@dataclass(frozen=True, slots=True)
class _Origin:
    """Whom a URL asks."""

    scheme: str
    host: str
    port: int | None

    @classmethod
    def of(cls, url: str) -> _Origin:
        """Read a URL.

        Raises:
            ValueError: It is malformed.
        """
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
        return cls(parts.scheme, parts.hostname or "", port)


_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f]*:[0-9a-f:.]+(?:%[a-z0-9._~-]+)?")
"""A name or an address, as it is asked for. Before urllib3 2.8, others are, too."""


def first_step(question: Question) -> Step:
    """Return the request that a question begins with.

    Raises:
        SourceError: The address or a header is malformed.
    """
    request = _prepare(question.method, question.url, **question.parts)
    return Step(question, request, _line_to(request.url or "", question))


def _prepare(method: str, url: str, **parts: Any) -> requests.PreparedRequest:  # noqa: ANN401 - of various types
    """Return a request that can be sent.

    Raises:
        SourceError: The address or a header is malformed.
    """
    host = host_of(url) or one_line(url.rpartition("@")[2], 40)
    problem = ""
    try:
        request = requests.Request(method, url, **parts).prepare()
        address = urlsplit(request.url or "")
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
    return request


def is_redirect(answer: Answer) -> bool:
    """Tell whether an answer is that another address is to be asked."""
    return answer.status in _REDIRECTS and bool(answer.headers.get("Location"))


def next_step(step: Step, answer: Answer, headers: Mapping[str, str]) -> Step:
    """Return the request that an answer redirects to.

    Args:
        step: The request so far.
        answer: The redirect.
        headers: What another origin may be told.

    Raises:
        SourceError: It leads where we do not go.
    """
    url = _target(step, answer)
    known = step.request.headers if _Origin.of(url) == _Origin.of(step.url) else headers
    try:
        request = _prepare("GET", url, headers=known)
    except SourceError:
        # It would name a host that may be anything.
        url = ""
    if not url:
        raise _misdirected(step, "to a malformed address", _location(answer))
    return Step(step.question, request, _line_to(url, step.question))


def _line_to(url: str, question: Question) -> type[Line]:
    """Return the kind of line to an address: to the public internet alone, or to all.

    Another's name may come to lead to this machine, or into its network. So that is
    asked only where a person gave an address or a name that can mean nothing else.

    Raises:
        ValueError: It is malformed.
    """
    there, given = _Origin.of(url), _Origin.of(question.told_by)
    is_given = (there.host, there.port) == (given.host, given.port)
    return Line if is_given and _is_own(given.host) else PublicLine


def _is_own(host: str) -> bool:
    """Tell whether a host is an IP address, or a name that nobody can register."""
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return True
    return "." not in host or host.endswith(_PRIVATE)


_PRIVATE = (".localhost", ".local", ".internal", ".home.arpa")
"""How names end that are kept for private networks (RFC 6761, 6762 and 8375)."""


def _target(step: Step, answer: Answer) -> str:
    """Return where an answer redirects to.

    Raises:
        SourceError: It leads where we do not go.
    """
    try:
        url = urljoin(step.url, _location(answer))
        refusal = _refusal(step, _Origin.of(url))
    except ValueError:
        refusal = "to a malformed address"
    if refusal:
        raise _misdirected(step, refusal, _location(answer))
    return url


def _misdirected(step: Step, where: str, location: str) -> SourceError:
    return SourceError(
        f"{step.host} redirects {where}", "Check the address", one_line(location)
    )


def _location(answer: Answer) -> str:
    """Return where an answer redirects to, as its server wrote it."""
    location = answer.headers["Location"]
    with suppress(ValueError):
        # Headers are read as Latin-1, whatever they are written in.
        return location.encode("latin-1").decode()
    return location


def _refusal(step: Step, there: _Origin) -> str:
    """Say where a redirect leads that is not followed; empty for others."""
    if step.question.method != "GET":
        return "what was posted"
    if there.scheme not in _PORTS:
        return "to an address that is not of http or https"
    if there.scheme == "http" and step.url.startswith("https:"):
        return "from https to http"
    return ""


def not_public(step: Step, address: str) -> SourceError:
    """Return the error of a way to where strangers should not send us."""
    return SourceError(
        f"{host_of(step.question.told_by)} leads to what is not a public address",
        "Check the address. What is on a private network is given by its IP address",
        one_line(f"{step.host}: {address}"),
    )
