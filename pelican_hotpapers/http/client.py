"""The client: when to ask, and how often."""

from __future__ import annotations

import math
import random
import re
import time
from collections.abc import Callable, Collection, Mapping
from importlib.metadata import version
from typing import TypeVar

from pelican_hotpapers.errors import BadAnswer, SourceError, one_line
from pelican_hotpapers.http.answers import Answer, host_of
from pelican_hotpapers.http.failures import (
    LateError,
    NotPublicError,
    PassingError,
    explained,
    masked,
    rejection,
    spellings,
    times,
)
from pelican_hotpapers.http.line import Limits, Line
from pelican_hotpapers.http.steps import (
    Question,
    Step,
    first_step,
    is_redirect,
    next_step,
    not_public,
)
from pelican_hotpapers.log import get_logger

logger = get_logger(__name__)

T = TypeVar("T")

MAX_REDIRECTS = 5
PATIENCE = 120.0
"""Seconds that a service may ask to wait where nothing else bounds the client."""
MAX_BACKOFF = 60.0
"""Seconds above which the waits between two tries do not grow."""

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
            max_size: Bytes above which an answer is refused, decompressed.
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
        self._started: dict[str, float] = {}
        self._closed: dict[str, float] = {}
        """Until when addresses, whatever their query, are not to be asked."""
        self._lines: dict[type[Line], Line] = {}

    @property
    def spent(self) -> bool:
        """Whether the time for everything is used up."""
        return self._left <= 0

    def hide(self, secret: str) -> None:
        """Replace a secret by ``***`` in the text of every error from now on."""
        if secret:
            self._secrets |= spellings(secret)

    def masked(self, text: str) -> str:
        """Return a text with ``***`` in the place of every secret."""
        return masked(text, self._secrets)

    def get(  # noqa: PLR0913 - what a question has
        self,
        url: str,
        read: Callable[[Answer], T],
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        pace: float = 0.0,
        accept: Collection[int] = (200,),
        max_size: int | None = None,
        told_by: str = "",
    ) -> T:
        """Ask for an address and read the answer.

        Args:
            url: Of http or https.
            read: Makes of the answer what is wanted. When it raises BadAnswer, or a
                `rejection` that may pass, the question is asked again; any other
                SourceError of its is final.
            params: The query, unencoded.
            headers: Further headers. They go to the origin of `url` alone.
            pace: Least seconds from the start of one request to this service to the
                start of the next.
            accept: The statuses that are handed to `read`.
            max_size: In the place of the client's.
            told_by: The address that a person gave, where a service has made `url` of
                it: as a redirect may, that leads to its host or a public one.

        Returns:
            What `read` returned.

        Raises:
            BadAnswer: The last answer was not what `read` takes.
            SourceError: There was none that `read` might take.
        """
        size = self._max_size if max_size is None else max_size
        parts = {"params": params, "headers": self._with(headers)}
        limits = Limits(frozenset(accept), size)
        question = Question("GET", url, parts, limits, pace, told_by or url)
        return self._ask(question, read)

    def post(  # noqa: PLR0913 - what a question has
        self,
        url: str,
        read: Callable[[Answer], T],
        *,
        json: object,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (200,),
        pace: float = 0.0,
    ) -> T:
        """Send JSON to an address and read the answer, as `get` does.

        It may be sent more than once. A redirect is an error.
        """
        parts = {"json": json, "headers": self._with(headers)}
        limits = Limits(frozenset(accept), self._max_size)
        return self._ask(Question("POST", url, parts, limits, pace, url), read)

    @property
    def _left(self) -> float:
        return self._end - time.monotonic()

    @property
    def _patience(self) -> float:
        """Seconds that it is worth waiting for a service."""
        return PATIENCE if self._end == math.inf else self._left

    def _with(self, headers: Mapping[str, str] | None) -> dict[str, str]:
        return {**self._headers, **(headers or {})}

    def _ask(self, question: Question, read: Callable[[Answer], T]) -> T:
        """Ask until there is an answer that can be read, or no hope of one."""
        failures: list[SourceError] = []
        while not failures or self._waited_after(failures):
            try:
                return read(self._follow(question))
            except SourceError as error:
                failures.append(error)
                self._heed(error, question.url)
        # Out here no other error, which might hold a secret, hangs on it.
        summary = self._summary(failures)
        logger.debug("%s", summary.in_full)
        raise summary

    def _waited_after(self, failures: list[SourceError]) -> bool:
        """Wait for the next try, and return True; or False, for no further one."""
        last = failures[-1]
        if len(failures) >= self._tries:
            return False
        if not isinstance(last, BadAnswer | PassingError):
            return False
        asked = last.pause if isinstance(last, PassingError) else 0.0
        pause = max(asked, _backoff(self._backoff, len(failures)))
        if pause >= self._patience:
            return False
        time.sleep(pause)
        return True

    def _heed(self, error: SourceError, url: str) -> None:
        """Take note of an address that is not to be asked for a while."""
        if isinstance(error, PassingError) and error.pause:
            self._closed[url] = time.monotonic() + error.pause

    def _summary(self, failures: list[SourceError]) -> SourceError:
        """Return the one error that says what all tries came to."""
        last = failures[-1]
        reason = last.reason + times([failure.reason for failure in failures])
        kind = BadAnswer if isinstance(last, BadAnswer) else SourceError
        return kind(self.masked(reason), self.masked(last.hint), self.masked(last.said))

    def _follow(self, question: Question) -> Answer:
        """Make a request, and those that it is redirected to."""
        left = self._timeout
        step = first_step(question)
        for _ in range(MAX_REDIRECTS + 1):
            self._keep_pace(step)
            started = time.monotonic()
            answer = self._exchange(step, left)
            left -= time.monotonic() - started
            if answer.status in question.limits.accept:
                return answer
            if not is_redirect(answer):
                raise rejection(answer)
            step = next_step(step, answer, self._headers)
        raise SourceError(
            f"{host_of(question.url)} redirects in a circle, or more than "
            f"{MAX_REDIRECTS} times",
            "Check the address",
        )

    def _keep_pace(self, step: Step) -> None:
        """Wait until a host may be asked again.

        Raises:
            SourceError: By then the time for everything is used up, or it has asked
                to wait for longer than we do.
        """
        now = time.monotonic()
        closed_until = self._closed.get(step.question.url, now)
        if closed_until - now >= self._patience:
            raise SourceError(
                f"{step.host} was not asked: it has asked to wait "
                f"{closed_until - now:.0f} s",
                "Try again after that",
            )
        last = self._started.get(pace_group(step.host), -math.inf)
        start = max(now, closed_until, last + step.question.pace)
        if start >= self._end:
            raise SourceError(
                f"{step.host} was not asked: the {self._seconds:g} s for all requests "
                "are used up",
                "Ask for less at once, or allow more time",
            )
        time.sleep(start - now)
        self._started[pace_group(step.host)] = time.monotonic()

    def _exchange(self, step: Step, seconds: float) -> Answer:
        """Make one request, and say what went wrong where something does."""
        line = self._lines.get(step.kind) or step.kind()
        self._lines[step.kind] = line
        try:
            return line.exchange(
                step.request, step.question.limits, max(0.0, min(seconds, self._left))
            )
        except LateError:
            del self._lines[step.kind]
            failure: BaseException = self._too_late(step)
        except NotPublicError as error:
            failure = not_public(step, str(error))
        except Exception as error:
            failure = explained(error, step.host)
        # Out here the error of the library, which holds the request, hangs not on it.
        raise failure

    def _too_late(self, step: Step) -> PassingError:
        if self.spent:
            return PassingError(
                f"{step.host} took longer than was left of the {self._seconds:g} s for "
                "all requests",
                "Ask for less at once, or allow more time",
            )
        return PassingError(f"{step.host} took longer than {self._timeout:g} s")


def pace_group(host: str) -> str:
    """Return what hosts share that are one service to its terms: ``arxiv.org``.

    It is the end of the name, for ``export.arxiv.org`` and ``rss.arxiv.org`` alike; an
    IP address is a group of its own, and so is each of its ports.
    """
    name = re.fullmatch(r"(?:.*\.)?([^.]+\.[^.:\d][^.:]*)(?::\d+)?", host)
    return name[1].lower() if name else host


def _backoff(first: float, failures: int) -> float:
    """Return the seconds to wait after so many failures, with jitter."""
    pause = min(first * 2.0 ** min(failures - 1, 30), MAX_BACKOFF)
    return pause * random.uniform(0.5, 1.5)  # noqa: S311 - no secret depends on it


def _user_agent(contact: str) -> str:
    """Return ``pelican-hotpapers/1.0 (+https://example.org)``."""
    name = f"pelican-hotpapers/{version('pelican-hotpapers')}"
    latin = "".join(c for c in contact if ord(c) < _LATIN)
    clean = one_line(latin, _CONTACT).rstrip("…")
    return f"{name} (+{clean})" if clean else name
