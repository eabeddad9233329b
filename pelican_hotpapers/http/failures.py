"""What can go wrong on the network, said so that a person knows what to do."""

from __future__ import annotations

import datetime as dt
import email.utils
import errno
import http.client
import re
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

import requests
import urllib3

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http.response import Response

_YEAR = 365 * 86_400.0
_RATE_LIMITED = 429
_REFUSALS = frozenset({406, _RATE_LIMITED, 502, 503, 504})
"""Statuses by which services say that they are asked too often, or are down, whatever
the question. 406 is arXiv's: by its meaning there is nothing in a format that we take,
and we take all."""
_TRANSIENT = frozenset({500})
_HINTS = {
    401: "Check the credentials",
    403: "Check the credentials, and what they allow",
    404: "Check the address",
    410: "Check the address",
}
_TRY_LATER = "Try again later"


class TransientError(SourceError):
    """A failure that may be over at the next try."""

    def __init__(
        self, reason: str, hint: str = _TRY_LATER, said: str = "", pause: float = 0
    ) -> None:
        """Keep how many seconds the service asks to wait, too."""
        self.pause = pause
        super().__init__(reason, hint, said)


class RefusalError(TransientError):
    """A service does not want to be asked now, whatever it is asked for."""


def rejection(response: Response) -> SourceError:
    """Return what there is to say of an answer for its status alone.

    A `read` that is handed more statuses than it can tell about may raise this; what
    may pass is asked again, after the pause that the service asks for.
    """
    reason = f"{response.host} answered with status {response.status}"
    if response.status in _REFUSALS:
        kind: type[TransientError] = RefusalError
    elif response.status in _TRANSIENT:
        kind = TransientError
    else:
        return SourceError(reason, _HINTS.get(response.status, ""), response.glimpse)
    pause = _asked_pause(response)
    asked = f"; it asked to wait {pause:.0f} s" if pause else ""
    return kind(reason, _TRY_LATER + asked, response.glimpse, pause)


def _asked_pause(response: Response) -> float:
    """Return the seconds that a service asks to wait, at most a year; 0 for none.

    From ``Retry-After``, which is seconds or a date (RFC 9110, 10.2.3). Where a limit
    is reached, also from ``RateLimit: "api";r=0;t=120`` (an IETF draft) of Hugging
    Face, and from ``x-rate-limit-reset`` of X, in seconds since 1970.
    """
    asked = response.headers.get("Retry-After", "").strip()
    draft = re.search(r";\s*t=([0-9]+)", response.headers.get("RateLimit", ""))
    reset = response.headers.get("x-rate-limit-reset", "").strip()
    pause = 0.0
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", asked):
        pause = float(asked)
    elif (until := _date(asked)) is not None:
        pause = until - time.time()
    elif response.status == _RATE_LIMITED and draft:
        pause = float(draft[1])
    elif response.status == _RATE_LIMITED and re.fullmatch("[0-9]+", reset):
        pause = float(reset) - time.time()
    return max(0.0, min(pause, _YEAR))


def _date(header: str) -> float | None:
    """Return the time of an HTTP date, in seconds since 1970."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        date = email.utils.parsedate_to_datetime(header)
        return (date if date.tzinfo else date.replace(tzinfo=dt.UTC)).timestamp()
    return None


def explained(error: Exception, host: str, too_late: SourceError) -> Exception:
    """Return what a person reads of an error of the network.

    An error that is not of the network is a fault of ours, and returned as it is.

    Args:
        error: What the library raised.
        host: The service, as errors name it.
        too_late: What there is to say where the time for the request was over.
    """
    if isinstance(error, SourceError):
        return error
    causes = tuple(_causes(error))
    if any(map(_is_late, causes)):
        return too_late
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
    kind: type[SourceError] = TransientError


def _is_late(error: BaseException) -> bool:
    """Tell whether our time was over; the system's own time-outs have a number."""
    if isinstance(error, TimeoutError):
        return error.errno is None
    return isinstance(error, urllib3.exceptions.TimeoutError)


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
