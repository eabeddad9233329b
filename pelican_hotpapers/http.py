"""The one way to the network: bounded, patient, polite, and silent about secrets.

This is the one room that imports requests, and it is itself imported only when
something is fetched. Give secrets in headers or bodies, not in addresses: libraries
log addresses.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import errno
import html
import http.client
import ipaddress
import json as standard_json
import math
import random
import re
import socket
import ssl
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.metadata import version
from threading import Lock, Thread
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus, urljoin, urlsplit
from weakref import WeakSet

import msgspec
import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from pelican_hotpapers.errors import BadAnswer, SourceError

T = TypeVar("T")

MAX_REDIRECTS = 5
PATIENCE = 120.0
"""Seconds that a service may ask to wait where nothing else bounds the client."""
MAX_BACKOFF = 60.0
"""Seconds above which the waits between two tries do not grow."""

_CHUNK = 65_536
_ERROR_SIZE = 10_000
"""Bytes of an error's body that are read, to quote it."""
_DAY = 86_400.0
_YEAR = 365 * _DAY
_RETRIED = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HINTS = {
    401: "Check the credentials",
    403: "Check the credentials, and what they allow",
    404: "Check the address",
    410: "Check the address",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered."""

    url: str
    """The address that answered, after redirects."""
    status: int
    headers: Mapping[str, str]
    """By name, in whatever case."""
    body: bytes
    """Decompressed."""

    @property
    def host(self) -> str:
        """The service, as errors name it: ``export.arxiv.org``."""
        return _host(self.url)

    @property
    def content_type(self) -> str:
        """The media type, in lower case, without parameters: ``application/json``."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body in its declared encoding, else UTF-8, with errors replaced."""
        declared = re.search(
            r"charset=\s*[\"']?([\w.:-]+)", self.headers.get("Content-Type", ""), re.I
        )
        if declared:
            with suppress(LookupError, ValueError):
                return self.body.decode(declared[1], errors="replace")
        return self.body.decode("utf-8-sig", errors="replace")


class Client:
    """Asks services, one request at a time.

    It keeps the environment's proxies and certificates (``HTTPS_PROXY``,
    ``REQUESTS_CA_BUNDLE``), and no cookies or passwords of its own accord.
    """

    def __init__(
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
            "Accept-Encoding": "gzip, deflate",
        }
        self._secrets: set[str] = set()
        self._started: dict[str, float] = {}
        self._line = _Line()

    @property
    def spent(self) -> bool:
        """Whether the time for everything is used up."""
        return self._left <= 0

    def hide(self, secret: str) -> None:
        """Replace a secret by ``***`` in the text of every error from now on."""
        self._secrets.update(_spellings(secret) if secret else ())

    def get(
        self,
        url: str,
        read: Callable[[Answer], T],
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        pace: float = 0.0,
        accept: Collection[int] = (200,),
        max_size: int | None = None,
    ) -> T:
        """Ask for an address and read the answer.

        Args:
            url: Of http or https.
            read: Makes of the answer what is wanted. When it raises BadAnswer the
                question is asked again; any other error of its is final.
            params: The query, unencoded.
            headers: Further headers. They go to the origin of `url` alone.
            pace: Least seconds from the start of one request to this host to the
                start of the next.
            accept: The statuses that are handed to `read`.
            max_size: In the place of the client's.

        Returns:
            What `read` returned.

        Raises:
            BadAnswer: The last answer was not what `read` takes.
            SourceError: There was none that `read` might take.
        """
        return self._ask(
            _Question(
                request=_prepare(
                    "GET", url, params=params, headers=self._with(headers)
                ),
                accept=accept,
                pace=pace,
                max_size=self._max_size if max_size is None else max_size,
            ),
            read,
        )

    def post(
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
        return self._ask(
            _Question(
                request=_prepare("POST", url, json=json, headers=self._with(headers)),
                accept=accept,
                pace=pace,
                max_size=self._max_size,
            ),
            read,
        )

    @property
    def _left(self) -> float:
        return self._end - time.monotonic()

    def _with(self, headers: Mapping[str, str] | None) -> dict[str, str]:
        return {**self._headers, **(headers or {})}

    def _ask(self, question: _Question, read: Callable[[Answer], T]) -> T:
        """Ask until there is an answer that can be read, or no hope of one."""
        failures: list[SourceError] = []
        while not failures or self._waited_after(failures):
            try:
                return read(self._follow(question))
            except SourceError as error:
                failures.append(error)
        # Raised here and not above, so that no error with a secret hangs on it.
        raise self._summary(failures)

    def _waited_after(self, failures: list[SourceError]) -> bool:
        """Wait for the next try; False when there should be none."""
        last = failures[-1]
        if not isinstance(last, BadAnswer | _Passing) or len(failures) >= self._tries:
            return False
        pause = _backoff(self._backoff, len(failures))
        if isinstance(last, _Passing):
            pause = max(pause, last.wait)
        if pause >= self._left or (pause > PATIENCE and self._end == math.inf):
            return False
        time.sleep(pause)
        return True

    def _summary(self, failures: list[SourceError]) -> SourceError:
        """Return the one error that says what all tries came to."""
        last = failures[-1]
        kind = BadAnswer if isinstance(last, BadAnswer) else SourceError
        reason = last.reason + _times([failure.reason for failure in failures])
        return kind(self._masked(reason), self._masked(last.hint))

    def _masked(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = _mask(text, secret)
        return text

    def _follow(self, question: _Question) -> Answer:
        """Make a request, and those that it is redirected to."""
        left = self._timeout
        step = _Step(question.request, self._line, question)
        for _ in range(MAX_REDIRECTS + 1):
            self._keep_pace(step)
            started = time.monotonic()
            answer = self._exchange(step, left)
            left -= time.monotonic() - started
            if answer.status in question.accept or not _redirect_target(answer):
                return _accepted(answer, question.accept)
            step = _next_step(step, answer, self._headers)
        raise SourceError(
            f"{_host(question.url)} redirects in a circle, or more than "
            f"{MAX_REDIRECTS} times",
            "Check the address",
        )

    def _keep_pace(self, step: _Step) -> None:
        """Wait until the host may be asked again."""
        host = step.host
        now = time.monotonic()
        start = max(now, self._started.get(host, -math.inf) + step.question.pace)
        if start >= self._end:
            raise SourceError(
                f"{host} was not asked: the {self._seconds:g} s for all requests are "
                "used up",
                "Ask for fewer days at once, or allow more time",
            )
        time.sleep(start - now)
        self._started[host] = time.monotonic()

    def _exchange(self, step: _Step, seconds: float) -> Answer:
        """Make one request in a bounded time.

        It runs in a thread of its own, since neither the looking up of a name nor
        headers that arrive byte by byte heed a timeout. The thread of a request that
        takes too long is left to itself with its connection cut.
        """
        seconds = max(0.0, min(seconds, self._left))
        future: Future[Answer] = Future()
        Thread(target=_work, args=(future, step, seconds), daemon=True).start()
        try:
            wait([future], seconds)
        finally:
            late = not future.done()
            if late:
                step.line.cut()
                self._line = _Line()
        error = TimeoutError() if late else future.exception()
        if error is None:
            return future.result()
        raise _explained(error, step.host, seconds)


@dataclass(frozen=True, slots=True)
class _Question:
    """What a caller wants to know, and how."""

    request: requests.PreparedRequest
    accept: Collection[int]
    pace: float
    max_size: int

    @property
    def url(self) -> str:
        return self.request.url or ""


@dataclass(frozen=True, slots=True)
class _Step:
    """One request on the way to an answer."""

    request: requests.PreparedRequest
    line: _Line
    question: _Question

    @property
    def url(self) -> str:
        return self.request.url or ""

    @property
    def host(self) -> str:
        return _host(self.url)


class _Passing(SourceError):
    """A failure that may pass."""

    def __init__(self, reason: str, hint: str, wait: float = 0.0) -> None:
        """Keep how many seconds the service asked to wait, too."""
        self.wait = wait
        super().__init__(reason, hint)


class _Line(HTTPAdapter):
    """Connections that are looked at before they are used, and that can be cut."""

    def __init__(self) -> None:
        """Make a line without a connection."""
        self._lock = Lock()
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._is_cut = False
        super().__init__(pool_maxsize=1, max_retries=0)

    def get_connection_with_tls_context(
        self, *args: Any, **settings: Any
    ) -> urllib3.HTTPConnectionPool:
        """Return a pool whose connections are this line's."""
        pool = super().get_connection_with_tls_context(*args, **settings)
        ours = _CONNECTIONS.get(pool.ConnectionCls)
        if ours:
            pool.ConnectionCls = ours
            pool.conn_kw["line"] = self
        return pool

    def opened(self, connection: HTTPConnection) -> None:
        """Take note of a new connection, before anything is asked over it."""
        with self._lock:
            self._sockets.add(connection.sock)
            if self._is_cut:
                raise OSError(errno.ECONNABORTED, "nobody waits any more")
        if connection.proxy is None:
            self.admit(connection.sock.getpeername()[0])

    def admit(self, address: str) -> None:
        """Let an IP address be asked: here every one, as a person named its host."""

    def cut(self) -> None:
        """Break every connection off, in whatever thread it is waited for."""
        with self._lock:
            self._is_cut = True
            for sock in self._sockets:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)


class _PublicLine(_Line):
    """Connections to the public internet alone, for where strangers send us."""

    def send(
        self, request: requests.PreparedRequest, **settings: Any
    ) -> requests.Response:
        """Look the host up, also where a proxy will do so, and then ask it."""
        for address in _addresses(request.url or ""):
            self.admit(address)
        return super().send(request, **settings)

    def admit(self, address: str) -> None:
        """Refuse an IP address that is not public.

        Raises:
            SourceError: It is not.
        """
        if not _is_public(address):
            raise SourceError(
                f"a redirect leads to {address}, which is not a public address",
                "Check the address",
            )


class _Plain(HTTPConnection):
    def __init__(self, *args: Any, line: _Line, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._line = line

    def connect(self) -> None:
        super().connect()
        self._line.opened(self)


class _Secure(HTTPSConnection):
    def __init__(self, *args: Any, line: _Line, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._line = line

    def connect(self) -> None:
        super().connect()
        self._line.opened(self)


_CONNECTIONS: Mapping[Any, Any] = {HTTPConnection: _Plain, HTTPSConnection: _Secure}
"""Those of proxies that speak SOCKS stay as they are."""


def _addresses(url: str) -> list[str]:
    """Return the IP addresses of a URL's host; none when it cannot be looked up."""
    with suppress(OSError, ValueError):
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
        return [str(place[0]) for *_, place in found]
    return []


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (ip, *_embedded(ip)))


def _embedded(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 address stands for."""
    if isinstance(ip, ipaddress.IPv4Address):
        return
    for old in (ip.ipv4_mapped, ip.sixtofour):
        if old is not None:
            yield old
    if ip in _NAT64:
        yield ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _prepare(method: str, url: str, **parts: Any) -> requests.PreparedRequest:
    """Return a request that can be sent.

    It is prepared without a session, which would put a password of ``~/.netrc`` in
    the place of our Authorization.
    """
    host = _host(url)
    try:
        request = requests.Request(method, url, **parts).prepare()
        address = urlsplit(request.url or "")
        sound = address.scheme in ("http", "https") and bool(address.hostname)
    except (ValueError, requests.RequestException):
        sound = False
    if not sound:
        raise SourceError(
            f"{host or 'an address'} cannot be asked: the address or a header is "
            "malformed",
            "Check the address, and the credentials where it takes any",
        )
    if address.username or address.password:
        raise SourceError(
            f"found a user name in the address of {host}, expected none",
            "Credentials come from the environment",
        )
    return request


def _work(future: Future[Answer], step: _Step, seconds: float) -> None:
    """Make a request and keep what comes of it, be it an error."""
    try:
        future.set_result(_answer(step, seconds))
    except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
        future.set_exception(error)


def _answer(step: _Step, seconds: float) -> Answer:
    """Make a request and read the whole answer."""
    end = time.monotonic() + seconds
    environment = requests.Session().merge_environment_settings(
        step.url, {}, stream=True, verify=None, cert=None
    )
    response = step.line.send(step.request, **environment, timeout=seconds)
    with closing(response):
        return Answer(
            url=step.url,
            status=response.status_code,
            headers=response.headers,
            body=_body(response, step, end),
        )


def _body(response: requests.Response, step: _Step, end: float) -> bytes:
    """Read the body: all of an answer, the beginning of an error, none of a redirect.

    Raises:
        SourceError: It is too large.
    """
    if response.status_code in step.question.accept:
        limit = step.question.max_size
        body = _read(response, limit, end)
        if len(body) <= limit:
            return body
        raise SourceError(
            f"{step.host} answered with more than {limit:,} bytes",
            "Check the address",
        )
    if response.status_code in _REDIRECTS:
        return b""
    with suppress(urllib3.exceptions.HTTPError):
        return _read(response, _ERROR_SIZE, end)[:_ERROR_SIZE]
    return b""


def _read(response: requests.Response, limit: int, end: float) -> bytes:
    """Read a body as it comes, and not much further than its limit."""
    body = bytearray()
    while len(body) <= limit and time.monotonic() < end:
        chunk = response.raw.read1(_CHUNK, decode_content=True)
        if not chunk:
            return bytes(body)
        body += chunk
    if len(body) <= limit:
        raise TimeoutError
    return bytes(body)


def _redirect_target(answer: Answer) -> str:
    """Return where an answer sends us; empty when it does not."""
    if answer.status not in _REDIRECTS:
        return ""
    location = answer.headers.get("Location", "")
    with suppress(ValueError):
        # What is sent in UTF-8 was read as Latin-1, as headers are.
        location = location.encode("latin-1").decode()
    with suppress(ValueError):
        return urljoin(answer.url, location) if location else ""
    return location


def _next_step(step: _Step, answer: Answer, headers: Mapping[str, str]) -> _Step:
    """Return the request that an answer redirects to.

    Args:
        step: The request so far.
        answer: The redirect.
        headers: What may be sent to strangers.

    Raises:
        SourceError: It leads where we do not go.
    """
    target = _redirect_target(answer)
    refusal = _refusal(step, target)
    if refusal:
        raise SourceError(f"{step.host} redirects {refusal}", "Check the address")
    same = _origin(target) == _origin(step.url)
    request = _prepare("GET", target, headers=step.request.headers if same else headers)
    asked = _origin(step.question.url)[1:]
    line = step.line if _origin(target)[1:] == asked else _PublicLine()
    return _Step(request, line, step.question)


def _refusal(step: _Step, target: str) -> str:
    """Say where a redirect leads, when it is not followed."""
    try:
        scheme, host, _ = _origin(target)
    except ValueError:
        return "to a malformed address"
    if step.request.method != "GET":
        return f"what is posted, to {host}"
    if scheme not in ("http", "https"):
        return f"to an address of the scheme {scheme[:20]!r}"
    if step.url.startswith("https:") and scheme == "http":
        return f"from https to http, at {host}"
    return ""


def _origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of a URL.

    Raises:
        ValueError: It is malformed.
    """
    parts = urlsplit(url)
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", parts.port or standard


def _accepted(answer: Answer, accept: Collection[int]) -> Answer:
    """Return an answer of an accepted status.

    Raises:
        SourceError: It has another one.
    """
    if answer.status in accept:
        return answer
    said = _glimpse(answer)
    reason = f"{answer.host} answered with status {answer.status}" + (
        f" ({said})" if said else ""
    )
    if answer.status not in _RETRIED:
        raise SourceError(reason, _HINTS.get(answer.status, ""))
    pause = _asked_pause(answer)
    asked = f"; it asked to wait {pause:.0f} s" if pause else ""
    raise _Passing(reason, f"Try again later{asked}", pause)


def _asked_pause(answer: Answer) -> float:
    """Return the seconds that a service asks to wait, at most a year; 0 for none.

    From ``Retry-After``, which is seconds or a date, else from the draft
    ``RateLimit: "api";r=0;t=120`` that Hugging Face sends.
    """
    after = answer.headers.get("Retry-After", "").strip()
    limit = re.search(r";\s*t=(\d+)", answer.headers.get("RateLimit", ""))
    if re.fullmatch(r"\d+(\.\d+)?", after, re.ASCII):
        return min(float(after), _YEAR)
    if not after:
        return min(float(limit[1]), _YEAR) if limit and answer.status == 429 else 0.0
    with suppress(ValueError, TypeError, OverflowError):
        date = email.utils.parsedate_to_datetime(after)
        aware = date if date.tzinfo else date.replace(tzinfo=dt.UTC)
        seconds = (aware - dt.datetime.now(dt.UTC)).total_seconds()
        return max(0.0, min(seconds, _YEAR))
    return 0.0


def _backoff(first: float, failures: int) -> float:
    """Return the seconds to wait after so many failures, with jitter."""
    pause = min(first * 2.0 ** min(failures - 1, 30), MAX_BACKOFF)
    return pause * random.uniform(0.5, 1.5)  # noqa: S311 - no secret hangs on it


def _explained(error: BaseException, host: str, seconds: float) -> BaseException:
    """Return what a person reads of an error of the network; others as they are."""
    causes = list(_causes(error))

    def has(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    numbers = {cause.errno for cause in causes if isinstance(cause, OSError)}
    try_later = "Try again later"
    if isinstance(error, SourceError):
        return error
    if has(ssl.SSLCertVerificationError):
        return SourceError(
            f"{host} has a certificate that is not trusted{_complaint(causes)}",
            "Where its authority is your own, name it in REQUESTS_CA_BUNDLE",
        )
    if has(TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError):
        return _Passing(f"{host} took longer than {seconds:.2g} s", try_later)
    if has(requests.exceptions.ProxyError):
        return _Passing(
            f"{host} could not be reached through the proxy",
            "Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
        )
    if has(socket.gaierror):
        return _Passing(
            f"{host} could not be found: the name does not resolve",
            "Check the network, and the address",
        )
    if has(ConnectionRefusedError):
        return _Passing(f"{host} refused the connection", try_later)
    if numbers & _NO_ROUTE:
        return _Passing(f"{host} could not be reached", "Check the network")
    if has(ssl.SSLError):
        return _Passing(f"{host} could not be asked over TLS", try_later)
    if has(urllib3.exceptions.DecodeError):
        return _Passing(f"{host} answered with broken compression", try_later)
    if has(UnicodeError, requests.exceptions.InvalidHeader):
        return SourceError(
            f"{host} was not asked: a header cannot be sent", "Check the credentials"
        )
    if type(error) is OSError and error.errno is None:
        return SourceError(
            f"{host} was not asked: found no certificates to trust",
            "Check REQUESTS_CA_BUNDLE",
        )
    if isinstance(error, _BROKEN):
        return _Passing(f"{host} broke the connection off", try_later)
    return error


_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_BROKEN = (
    OSError,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
)


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
        waiting += [
            *one.args,
            one.__cause__,
            one.__context__,
            getattr(one, "reason", None),
        ]


def _complaint(causes: list[BaseException]) -> str:
    """Return what is wrong with a certificate, in parentheses."""
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_message:
            return f" ({cause.verify_message})"
    return ""


def _times(reasons: list[str]) -> str:
    """Say how often something failed."""
    if len(reasons) == 1:
        return ""
    if len(set(reasons)) == 1:
        return f" {len(reasons)} times"
    return f", the last of {len(reasons)} tries"


def _host(url: str) -> str:
    """Return the host of a URL, and its port where it has one, as errors name it."""
    with suppress(ValueError):
        return _one_line(urlsplit(url).netloc.rpartition("@")[2], 100)
    return ""


def _user_agent(contact: str) -> str:
    """Return ``pelican-hotpapers/1.0 (+https://example.org)``."""
    name = f"pelican-hotpapers/{version('pelican-hotpapers')}"
    clean = "".join(c for c in contact if c.isprintable() and ord(c) < 256)
    clean = clean.strip()[:200]
    return f"{name} (+{clean})" if clean else name


def _spellings(secret: str) -> set[str]:
    """Return a secret as it may appear in addresses, JSON and HTML."""
    return {
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        standard_json.dumps(secret)[1:-1],
        html.escape(secret),
    }


def _mask(text: str, secret: str) -> str:
    """Replace a secret, and the beginning of it where a text was cut short."""
    text = text.replace(secret, "***")
    for length in range(len(secret) - 1, 3, -1):
        text = text.replace(secret[:length] + "…", "***…")
    return text


_HTML = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_DOCTYPE = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!doctype", re.IGNORECASE | re.DOTALL
)


def _glimpse(answer: Answer) -> str:
    """Return the beginning of a body of text, or the title of an HTML page."""
    text = answer.text[:_ERROR_SIZE]
    if _HTML.match(text):
        title = re.search(r"<title[^>]*>([^<]*)", text, re.IGNORECASE)
        text = html.unescape(title[1]) if title else ""
    return _one_line(text, 100)


def _one_line(text: str, length: int) -> str:
    """Return a text on one line, short, and without control characters."""
    printable = "".join(
        c if c.isprintable() else " " for c in text.replace("\ufffd", " ")
    )
    line = " ".join(printable.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def read_json(answer: Answer) -> Any:  # noqa: ANN401 - whatever it holds
    """Return what an answer of JSON holds.

    Numbers are finite, texts are sound Unicode: half a surrogate pair, which
    JavaScript leaves where it cuts a text, becomes U+FFFD.

    Raises:
        BadAnswer: It is not JSON.
    """
    text = _decoded(answer, "JSON")
    try:
        return msgspec.json.decode(_paired(text))
    except RecursionError:
        found = "JSON that is nested too deeply"
    except msgspec.MsgspecError as error:
        found = _found(answer, text) or _broken_json(str(error))
    raise _bad(answer, found, "JSON")


def read_xml(answer: Answer) -> ET.Element:
    """Return the root of an answer of XML.

    A document type, which could define entities, is refused.

    Raises:
        BadAnswer: It is not XML.
    """
    text = _decoded(answer, "XML")
    if _DOCTYPE.match(text):
        found = _found(answer, text) or "XML with a document type"
        raise _bad(answer, found, "plain XML")
    parser = ET.XMLParser()  # noqa: S314 - there are no entities
    try:
        parser.feed(text)
        return parser.close()
    except ET.ParseError as error:
        line, column = error.position
    except ValueError:
        line, column = 1, 0
    found = _found(answer, text) or f"broken XML in line {line}, column {column + 1}"
    raise _bad(answer, found, "XML")


def _decoded(answer: Answer, expected: str) -> str:
    """Return a body of UTF-8 as text.

    Raises:
        BadAnswer: It is empty, or of another encoding.
    """
    try:
        text = answer.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
        found = _found(answer, answer.text) or "bytes that are not UTF-8"
    else:
        found = "nothing"
    if text.strip():
        return text
    raise _bad(answer, found, expected)


def _found(answer: Answer, text: str) -> str:
    """Say what a body is that is neither JSON nor XML; empty when it may be either."""
    said = _glimpse(answer)
    if _HTML.match(text):
        return "an HTML page" + (f" ({said})" if said else "")
    if not text.lstrip().startswith(("{", "[", '"', "<")):
        return f"the text {said!r}"
    return ""


def _broken_json(complaint: str) -> str:
    """Say where JSON is broken, given what its parser says."""
    place = re.search(r"byte (\d+)", complaint)
    if place:
        return f"broken JSON at byte {place[1]}"
    return "JSON that breaks off" if "truncated" in complaint else "broken JSON"


def _bad(answer: Answer, found: str, expected: str) -> BadAnswer:
    return BadAnswer(
        f"{answer.host} answered with {found} instead of {expected}", "Try again later"
    )


def _paired(text: str) -> str:
    """Replace the escapes of half surrogate pairs in JSON by that of U+FFFD."""
    if "\\ud" not in text and "\\uD" not in text:
        return text
    return _ESCAPE.sub(lambda match: r"\ufffd" if match["half"] else match[0], text)


_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
