"""What can go wrong on the network, said so that a person knows what to do."""

from __future__ import annotations

import datetime as dt
import email.utils
import errno
import html
import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

import requests
import urllib3

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http.answers import Answer

_YEAR = 365 * 86_400.0
_RATE_LIMITED = 429
_PASSING = frozenset({_RATE_LIMITED, 500, 502, 503, 504})
_HINTS = {
    401: "Check the credentials",
    403: "Check the credentials, and what they allow",
    404: "Check the address",
    410: "Check the address",
}
_TRY_LATER = "Try again later"


class PassingError(SourceError):
    """A failure that may pass."""

    def __init__(
        self, reason: str, hint: str = _TRY_LATER, said: str = "", pause: float = 0
    ) -> None:
        """Keep how many seconds the service asks to wait, too."""
        self.pause = pause
        super().__init__(reason, hint, said)


class LateError(Exception):
    """A request took longer than it may."""


class NotPublicError(Exception):
    """A redirect led to an address that is not of the public internet."""


def rejection(answer: Answer) -> SourceError:
    """Return what there is to say of an answer for its status alone.

    A `read` that is handed more statuses than it can tell about may raise this; what
    may pass is asked again, after the pause that the service asks for.
    """
    reason = f"{answer.host} answered with status {answer.status}"
    if answer.status not in _PASSING:
        return SourceError(reason, _HINTS.get(answer.status, ""), answer.glimpse)
    pause = _asked_pause(answer)
    asked = f"; it asked to wait {pause:.0f} s" if pause else ""
    return PassingError(reason, _TRY_LATER + asked, answer.glimpse, pause)


def _asked_pause(answer: Answer) -> float:
    """Return the seconds that a service asks to wait, at most a year; 0 for none.

    From ``Retry-After``, which is seconds or a date (RFC 9110, 10.2.3). Where a limit
    is reached, also from ``RateLimit: "api";r=0;t=120`` (an IETF draft) of Hugging
    Face, and from ``x-rate-limit-reset`` of X, in seconds since 1970.
    """
    pause = _retry_after(answer.headers.get("Retry-After", "").strip())
    if pause is None and answer.status == _RATE_LIMITED:
        pause = _limit_reset(answer.headers)
    return max(0.0, min(pause or 0.0, _YEAR))


def _retry_after(value: str) -> float | None:
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        return float(value)
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        read = email.utils.parsedate_to_datetime(value)
        aware = read if read.tzinfo else read.replace(tzinfo=dt.UTC)
        return (aware - dt.datetime.now(dt.UTC)).total_seconds()
    return None


def _limit_reset(headers: Mapping[str, str]) -> float | None:
    draft = re.search(r";\s*t=([0-9]+)", headers.get("RateLimit", ""))
    if draft:
        return float(draft[1])
    reset = headers.get("x-rate-limit-reset", "").strip()
    return float(reset) - time.time() if re.fullmatch("[0-9]+", reset) else None


def explained(error: BaseException, host: str) -> BaseException:
    """Return what a person reads of an error of the network.

    An error that is not of the network is a fault of ours, and returned as it is.
    """
    if isinstance(error, SourceError):
        return error
    causes = tuple(_causes(error))
    for row in _TABLE:
        if any(row.fits(cause) for cause in causes):
            reason = row.reason.format(host=host, complaint=_complaint(causes))
            return row.kind(reason, row.hint)
    return error


@dataclass(frozen=True, slots=True)
class _Row:
    fits: Callable[[BaseException], bool]
    reason: str
    hint: str = _TRY_LATER
    kind: type[SourceError] = PassingError


def _of(*kinds: type[BaseException]) -> Callable[[BaseException], bool]:
    return lambda error: isinstance(error, kinds)


def _no_route(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in {
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
    }


def _no_authorities(error: BaseException) -> bool:
    """Tell the error of requests for a REQUESTS_CA_BUNDLE that is not there."""
    return type(error) is OSError and error.errno is None


def _not_http(error: BaseException) -> bool:
    return isinstance(error, http.client.HTTPException) and not isinstance(
        error, http.client.IncompleteRead | http.client.RemoteDisconnected
    )


_TABLE = (
    _Row(_of(TimeoutError), "{host} could not be reached in time"),
    _Row(
        _of(ssl.SSLCertVerificationError),
        "{host} has a certificate that is not trusted{complaint}",
        "Where its authority is your own, name it in REQUESTS_CA_BUNDLE",
        SourceError,
    ),
    _Row(
        _of(requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL),
        "{host} could not be reached through the proxy",
        "Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
    ),
    _Row(
        _of(requests.exceptions.InvalidURL, urllib3.exceptions.LocationValueError),
        "{host} is not a name that can be looked up",
        "Check the address",
        SourceError,
    ),
    _Row(
        _of(socket.gaierror),
        "{host} could not be found: its name does not resolve",
        "Check the network, and the address",
    ),
    _Row(_of(ConnectionRefusedError), "{host} refused the connection"),
    _Row(_no_route, "{host} could not be reached", "Check the network"),
    _Row(_of(ssl.SSLError), "{host} could not be asked over TLS{complaint}"),
    _Row(
        _of(urllib3.exceptions.DecodeError),
        "{host} answered with broken compression",
    ),
    _Row(
        _of(UnicodeError),
        "{host} was not asked: a header holds characters that cannot be sent",
        "Check the credentials",
        SourceError,
    ),
    _Row(
        _no_authorities,
        "{host} was not asked: found no certificates to trust",
        "Check REQUESTS_CA_BUNDLE",
        SourceError,
    ),
    _Row(_not_http, "{host} answered with something that is not HTTP"),
    _Row(
        _of(
            OSError,
            http.client.HTTPException,
            requests.RequestException,
            urllib3.exceptions.HTTPError,
        ),
        "{host} broke the connection off",
    ),
)
"""The first row that fits an error, or what led to it, says what it is."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that led to it."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        reason = getattr(one, "reason", None)
        waiting += [*one.args, one.__cause__, one.__context__, reason]


def _complaint(causes: Collection[BaseException]) -> str:
    """Return what is wrong with a certificate, in parentheses."""
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_message:
            return f" ({cause.verify_message})"
    return ""


def times(reasons: list[str]) -> str:
    """Say how often something was tried, behind the last reason why it failed."""
    if len(reasons) == 1:
        return ""
    if len(set(reasons)) == 1:
        return f" {len(reasons)} times"
    return f", the last of {len(reasons)} tries"


def spellings(secret: str) -> set[str]:
    """Return a secret as it may appear in addresses, JSON, HTML and Python."""
    return {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        html.escape(secret),
        repr(secret)[1:-1],
    }


def masked(text: str, secrets: Collection[str]) -> str:
    """Replace secrets by ``***``, and the beginnings of them where a text was cut.

    In whatever case, since the names of hosts have none.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        text = re.sub(re.escape(secret), "***", text, flags=re.IGNORECASE)
        *cut, end = text.split("…")
        text = "…".join((*(_without_beginning(part, secret) for part in cut), end))
    return text


def _without_beginning(text: str, secret: str) -> str:
    """Replace the beginning of a secret that a text ends with."""
    end = text[-len(secret) :].lower()
    for length in range(len(secret) - 1, _SHORTEST, -1):
        if end.endswith(secret[:length].lower()):
            return f"{text[:-length]}***"
    return text


_SHORTEST = 3
"""Characters of a secret that tell nothing of it."""
