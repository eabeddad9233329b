"""The client: when a service is asked, how often, and for how long."""

from __future__ import annotations

import math
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from copy import copy
from importlib.metadata import version
from typing import TypeVar

from pelican_hotpapers.errors import BadResponse, SourceError, one_line
from pelican_hotpapers.http.connection import Connections
from pelican_hotpapers.http.failures import (
    RefusalError,
    TransientError,
    explained,
    rejection,
)
from pelican_hotpapers.http.masking import masked, spellings
from pelican_hotpapers.http.request import Request, is_redirect, prepare, redirected
from pelican_hotpapers.http.response import Response
from pelican_hotpapers.log import get_logger

logger = get_logger(__name__)

T = TypeVar("T")

MAX_REDIRECTS = 5
MAX_PAUSE = 120.0
"""Seconds that a service may ask to wait where nothing else bounds the client."""
MAX_BACKOFF = 60.0
"""Seconds above which the waits between two tries do not grow."""
MAX_REFUSALS = 4
"""Refusals in a row after which a service is left alone: asking makes them last."""
MAX_OUTAGES = 8
"""Failures in a row after which that is done, too, where there was no answer at all."""
REFUSED_BACKOFF = 15.0
"""How many times longer we wait after a refusal than after another failure, where
nobody waits for us: arXiv's last for minutes to hours."""

_DAY = 86_400.0
_LATIN = 256
_CONTACT = 200


class Client:
    """Asks services, one request at a time.

    It goes by the environment's proxies and certificates (``HTTPS_PROXY``,
    ``REQUESTS_CA_BUNDLE``), keeps no cookies, and reads no ``~/.netrc``, whose
    passwords requests would put in the place of our Authorization.

    Give secrets in headers or bodies, not in addresses, which proxies log.
    """

    def __init__(  # noqa: PLR0913 - each is a setting
        self,
        *,
        contact: str = "",
        timeout: float = 20.0,
        tries: int = 4,
        backoff: float = 1.0,
        max_size: int = 20_000_000,
        seconds: float | None = None,
    ) -> None:
        """Make a client, from which moment on its time runs.

        Args:
            contact: An address or mail of whoever asks, for the User-Agent.
            timeout: Seconds that one request may take in all, from looking up the
                name to the last byte, redirects included.
            tries: How often a request that fails is made, all in all.
            backoff: Seconds until the second try, about; they double with each.
            max_size: Bytes above which a response is refused, decompressed.
            seconds: The most that everything asked through this client may take
                together, waits included; None for no bound.
        """
        self._timeout = min(timeout, _DAY)
        self._tries = tries
        self._backoff = backoff
        self._max_size = max_size
        self._seconds = math.inf if seconds is None else seconds
        self._end = time.monotonic() + self._seconds
        self._headers = {
            "User-Agent": _user_agent(contact),
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
        }
        self._secrets: frozenset[str] = frozenset()
        self._last_asked: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}
        """By address, whatever its query."""
        self._failures: Counter[str] = Counter()
        """In a row, by service: ``https://rss.arxiv.org``."""
        self._left_alone: dict[str, SourceError] = {}
        """What is said of the services that are not asked any more."""
        self._connections = Connections()

    def hide(self, secret: str) -> None:
        """Replace a secret by ``***`` in the text of every error from now on."""
        if secret:
            self._secrets |= spellings(secret)

    def masked(self, text: str) -> str:
        """Return a text with ``***`` in the place of every secret."""
        return masked(text, self._secrets)

    def get(  # noqa: PLR0913 - what a request has
        self,
        url: str,
        read: Callable[[Response], T],
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        pace: float = 0.0,
        accept: Collection[int] = (200,),
        max_size: int | None = None,
        service: str = "",
    ) -> T:
        """Ask for an address and read the response.

        Args:
            url: Of http or https.
            read: Makes of the response what is wanted. When it raises BadResponse, or a
                `rejection` that may pass, the request is made again; any other
                SourceError of its is final.
            params: The query, unencoded.
            headers: Further headers.
            pace: Least seconds from the start of one request to this service to the
                start of the next.
            accept: The statuses that are handed to `read`.
            max_size: In the place of the client's.
            service: What addresses share that refuse as one, such as the folder that
                they are in; the address without its query if left out.

        Returns:
            What `read` returned.

        Raises:
            BadResponse: The last response was not what `read` takes.
            SourceError: There was none that `read` might take.
        """
        size = self._max_size if max_size is None else max_size
        prepared = prepare("GET", url, params=params, headers=self._with(headers))
        request = Request(prepared, frozenset(accept), size, pace)
        return self._ask(request, read, service)

    def post(  # noqa: PLR0913 - what a request has
        self,
        url: str,
        read: Callable[[Response], T],
        *,
        json: object,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (200,),
        pace: float = 0.0,
    ) -> T:
        """Send JSON to an address and read the response, as `get` does.

        It may be sent more than once. A redirect is an error.
        """
        prepared = prepare("POST", url, json=json, headers=self._with(headers))
        request = Request(prepared, frozenset(accept), self._max_size, pace)
        return self._ask(request, read)

    @property
    def _left(self) -> float:
        return self._end - time.monotonic()

    def _with(self, headers: Mapping[str, str] | None) -> dict[str, str]:
        return {**self._headers, **(headers or {})}

    def _ask(
        self, request: Request, read: Callable[[Response], T], service: str = ""
    ) -> T:
        """Make a request until its response can be read, or there is no hope."""
        service = service or _without_query(request.url)
        failures: list[SourceError] = []
        pause: float | None = 0.0
        while pause is not None and service not in self._left_alone:
            time.sleep(pause)
            try:
                found = read(self._follow(request))
            except SourceError as error:
                failures.append(error)
            else:
                del self._failures[service]
                return found
            if isinstance(failures[-1], TransientError):
                self._close(request, failures[-1].pause)
                self._count_failure(service, failures[-1])
            pause = self._pause(failures)
        # Out here no other error, which might hold a secret, hangs on it.
        left_alone = self._left_alone.get(service)
        summary = copy(left_alone) if left_alone else self._summary(failures)
        logger.debug("%s", summary.in_full)
        raise summary

    def _count_failure(self, service: str, failure: TransientError) -> None:
        """Leave a service alone that has failed too often; that is said in one way."""
        self._failures[service] += 1
        most = MAX_REFUSALS if isinstance(failure, RefusalError) else MAX_OUTAGES
        if self._failures[service] >= most:
            reason = f"{failure.reason} {most} times, and was left alone then"
            hint = "It is asked again in the next run"
            texts = map(self.masked, (reason, hint, failure.said))
            self._left_alone[service] = SourceError(*texts)

    def _pause(self, failures: list[SourceError]) -> float | None:
        """Return the seconds until the next try; None for no further one."""
        last = failures[-1]
        if len(failures) >= self._tries:
            return None
        if not isinstance(last, BadResponse | TransientError):
            return None
        asked = last.pause if isinstance(last, TransientError) else 0.0
        is_patient = isinstance(last, RefusalError) and self._end == math.inf
        first = self._backoff * (REFUSED_BACKOFF if is_patient else 1)
        pause = max(asked, backoff(first, len(failures)))
        return pause if pause < self._max_pause else None

    @property
    def _max_pause(self) -> float:
        """Seconds that it is worth waiting for a service."""
        return MAX_PAUSE if self._end == math.inf else self._left

    def _close(self, request: Request, pause: float) -> None:
        """Take note of an address that is not to be asked for a while."""
        self._closed_until[_without_query(request.url)] = time.monotonic() + pause

    def _summary(self, failures: list[SourceError]) -> SourceError:
        """Return the one error that says what all tries came to."""
        last = failures[-1]
        reasons = [failure.reason for failure in failures]
        if len(reasons) == 1:
            times = ""
        elif len(set(reasons)) == 1:
            times = f" {len(reasons)} times"
        else:
            times = f", the last of {len(reasons)} tries"
        kind = BadResponse if isinstance(last, BadResponse) else SourceError
        return kind(*map(self.masked, (last.reason + times, last.hint, last.said)))

    def _follow(self, request: Request) -> Response:
        """Make a request, and those that it is redirected to."""
        first_host = request.host
        left = self._timeout
        for _ in range(MAX_REDIRECTS + 1):
            self._keep_pace(request)
            started = time.monotonic()
            response = self._exchange(request, left)
            left -= time.monotonic() - started
            if response.status in request.accept:
                return response
            if not is_redirect(response):
                raise rejection(response)
            request = redirected(request, response)
        raise SourceError(
            f"{first_host} redirects in a circle, or more than {MAX_REDIRECTS} times",
            "Check the address",
        )

    def _keep_pace(self, request: Request) -> None:
        """Wait until a host may be asked again.

        Raises:
            SourceError: By then the time for everything is used up, or it has asked
                to wait for longer than we do.
        """
        now = time.monotonic()
        closed_until = self._closed_until.get(_without_query(request.url), -math.inf)
        if closed_until > now and closed_until - now >= self._max_pause:
            until = time.gmtime(time.time() + closed_until - now)
            raise SourceError(
                f"{request.host} was not asked: it has asked to wait until "
                f"{time.strftime('%Y-%m-%d %H:%M', until)} UTC",
                "Try again after that",
            )
        service = pace_group(request.host)
        last = self._last_asked.get(service, -math.inf)
        start = max(now, closed_until, last + request.pace)
        if start >= self._end:
            raise SourceError(
                f"{request.host} was not asked: the {self._seconds:g} s for all "
                "requests are used up",
                "Ask for less at once, or allow more time",
            )
        time.sleep(start - now)
        self._last_asked[service] = time.monotonic()

    def _exchange(self, request: Request, seconds: float) -> Response:
        """Make one request, and say what went wrong where something does."""
        left = self._left
        if left < seconds:
            bound = f"was left of the {self._seconds:g} s for all requests"
            hint = "Ask for less at once, or allow more time"
        else:
            bound = f"{self._timeout:g} s"
            hint = "Try again later"
        too_late = TransientError(f"{request.host} took longer than {bound}", hint)
        try:
            return self._connections.exchange(request, min(seconds, left))
        except Exception as error:
            failure = explained(error, request.host, too_late)
        # Out here the error of the library, which holds the request, hangs not on it.
        raise failure


def _without_query(url: str) -> str:
    return url.partition("?")[0]


def pace_group(host: str) -> str:
    """Return what hosts share that are one service to its terms: ``arxiv.org``.

    It is the end of the name, for ``export.arxiv.org`` and ``rss.arxiv.org`` alike; an
    IP address is a group of its own, and so is each of its ports.
    """
    name = re.fullmatch(r"(?:.*\.)?([^.]+\.[^.:\d][^.:]*)(?::\d+)?", host)
    return name[1].lower() if name else host


def backoff(first: float, failures: int) -> float:
    """Return the seconds to wait after so many failures, with jitter.

    They double with each up to `MAX_BACKOFF`; a random half more or less keeps many
    clients from asking at the same moment.
    """
    pause = min(first * 2.0 ** min(failures - 1, 30), MAX_BACKOFF)
    return pause * random.uniform(0.5, 1.5)  # noqa: S311 - no secret depends on it


def _user_agent(contact: str) -> str:
    """Return ``pelican-hotpapers/1.0 (+https://example.org)``."""
    name = f"pelican-hotpapers/{version('pelican-hotpapers')}"
    latin = "".join(c for c in contact if ord(c) < _LATIN)
    clean = one_line(latin, _CONTACT).rstrip("…")
    return f"{name} (+{clean})" if clean else name
