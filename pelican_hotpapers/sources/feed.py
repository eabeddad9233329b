"""Another Hot Papers site's days, so that sites can follow each other.

A site that can be followed has an index of its days, ``hotpapers.json``:

    {"version": 1,
     "days": [{"date": "2026-11-19", "url": "2026-11-19.json"},
              {"date": "2026-11-18", "url": "2026-11-18.json"}]}

``version`` is that of this format, 1. ``days`` are all days there are, each once, in
any order. ``url`` is where the day is as a digest in the data format, in JSON; it is
relative to the index, or absolute with the scheme, host and port of the index. Fields
that are not known are ignored, there and in the digests.

A folder that has digests and no index, ``2026-11-19.json`` and so on, can be followed
too, as long as it has a digest of the last days.

Papers come with the counts, scores and posts that they have there; how many of them
are shown is by the site's own rules. What a digest says of its page (title, slug,
``extra``) is about theirs, and is not read; nor are links to other places than arXiv
for a paper's abstract and PDF.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec

from pelican_hotpapers import ranking
from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.errors import (
    BadResponse,
    DigestError,
    Fault,
    SourceError,
    excerpt,
    one_line,
)
from pelican_hotpapers.formats.records import NESTED, DigestRecord, PaperRecord
from pelican_hotpapers.http import Response, read_json
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.model import Coverage, Digest, Paper
from pelican_hotpapers.scores import MAX_SCORE
from pelican_hotpapers.sources import Context, fingerprint
from pelican_hotpapers.storage import digest_files
from pelican_hotpapers.wording import counted

logger = get_logger(__name__)

INDEX = "hotpapers.json"
"""The name of the index."""
VERSION = 1
"""The version of the index's format."""
MAX_PAPERS = 1_000
"""Papers of one day that are read; arXiv announces about as many in a day."""
MAX_LOGGED = 3
"""Faults of one digest that are logged."""
MAX_NAMES = 10
"""Services that are named as those that counted; keywords, discussions of a paper."""
MAX_NAME = 50
"""Characters of a service's name."""
LAST_DAYS = 10
"""Days back in which a folder without an index must have a digest."""

_OK, _NOT_FOUND = 200, 404
_NOT_READ: Mapping[type, frozenset[str]] = {
    DigestRecord: frozenset({"$schema", "title", "slug", "extra"}),
    PaperRecord: frozenset({"abs_url", "pdf_url"}),
}
"""What is about their page, and links that may lead anywhere."""

Object = dict[str, Any]


@dataclass(frozen=True)
class Feed:
    """The source ``feed``: the digests of another Hot Papers site."""

    context: Context
    base_url: str
    """Where the other site has its index: ``https://example.org/hotpapers``."""
    name: ClassVar[str] = "feed"

    def fetch(self, day: dt.date) -> Digest | None:
        """Return what the other site has for a day.

        None for a day that it went past without a digest.

        Raises:
            SourceError: The site cannot be asked, may yet have something for the day,
                or has nothing for it that could be read.
        """
        found = self._object(self._address(day)) if self._has(day) else None
        if found is not None:
            return self._digest(day, found)
        self._check_passed(day)
        return None

    # What the site has

    @cached_property
    def _index(self) -> _Index | None:
        """The index, which is asked for once; None where the site has none."""
        return self.context.http.get(
            f"{self._root}/{INDEX}",
            _read_index,
            accept=(_OK, _NOT_FOUND),
            max_size=digest_files.MAX_SIZE,
        )

    def _has(self, day: dt.date) -> bool:
        """Tell whether the site may have a day."""
        return self._index is None or day in self._index.days

    def _address(self, day: dt.date) -> str:
        if self._index is None:
            return f"{self._root}/{day.isoformat()}.json"
        return self._index.address(day)

    def _object(self, url: str) -> Object | None:
        """Return the JSON object at an address.

        None where there is nothing, and no index has said that there is.
        """
        accept = (_OK, _NOT_FOUND) if self._index is None else (_OK,)
        return self.context.http.get(
            url,
            _read_object,
            accept=accept,
            max_size=digest_files.MAX_SIZE,
            service=self._root,
        )

    def _check_passed(self, day: dt.date) -> None:
        """Refuse that there is nothing for a day that may yet come.

        Raises:
            SourceError: It may.
        """
        newest = self._newest_day
        if newest is None:
            raise SourceError(
                f"found neither {INDEX} nor a digest of the last {LAST_DAYS} days at "
                f"{self._root}",
                "Check base_url, which is the folder that has them",
            )
        if day > newest or day + 2 * DAY > self.context.today:
            raise SourceError(
                f"{self._host} has nothing for {day} yet; its newest day is {newest}",
                "It is asked again the next time",
            )

    @cached_property
    def _newest_day(self) -> dt.date | None:
        """The newest day that the site has, as far as it is known."""
        if self._index is not None:
            return max(self._index.days)
        days = (self.context.today - back * DAY for back in range(LAST_DAYS))
        there = (day for day in days if self._object(self._address(day)) is not None)
        return next(there, None)

    @property
    def _root(self) -> str:
        return self.base_url.rstrip("/")

    @property
    def _host(self) -> str:
        return urlsplit(self.base_url).netloc

    # What a day is

    def _digest(self, day: dt.date, found: Object) -> Digest:
        theirs, faults = self._read(day, found)
        listed = len(found.get("papers", ()))
        if listed and not theirs.papers:
            raise self._unreadable(day, faults)
        selection = self._selection(theirs.papers)
        coverage = Coverage(
            source=self.name,
            url=self._root,
            listed=listed,
            shown=len(selection.papers),
            beyond=selection.beyond,
            incomplete=listed - len(theirs.papers),
            counted_by=tuple(_counted_by(theirs.coverage)),
            counted_at=_counted_at(theirs),
            problems=(*_fault_problems(faults), *_cut(listed)),
            batch=fingerprint(paper.arxiv_id for paper in theirs.papers),
        )
        return Digest(
            date=day,
            collected_at=self.context.now(),
            papers=selection.papers,
            coverage=(coverage,),
        )

    def _read(self, day: dt.date, found: Object) -> tuple[Digest, tuple[Fault, ...]]:
        """Return what is sound of their digest, and what is not.

        Raises:
            SourceError: Nothing is, or it is the digest of another day.
        """
        raw = json.dumps(_pruned(found)).encode()
        faults: tuple[Fault, ...] = ()
        try:
            digest = digest_files.parse(raw, f"{day}.json", repair_encoding=False)
        except DigestError as error:
            if error.digest is None:
                raise self._unreadable(day, error.faults) from None
            digest, faults = error.digest, error.faults
        if digest.date != day:
            raise SourceError(
                f"{self._host} has the digest of {digest.date} in the place of {day}",
                "Tell those who keep the site",
            )
        return digest, faults

    def _unreadable(self, day: dt.date, faults: Iterable[Fault]) -> SourceError:
        return SourceError(
            f"{self._host} has no digest for {day} that could be read",
            "If the site is newer than this plugin, look for a newer version of it",
            one_line("; ".join(fault.says for fault in faults)),
        )

    def _selection(self, papers: Iterable[Paper]) -> ranking.Selection:
        """Choose papers by the site's rules, but for the threshold: they chose them."""
        rules = replace(self.context.rules, paper_score=0)
        return ranking.hottest((_bounded(paper, rules) for paper in papers), rules)


# The index


@dataclass(frozen=True, slots=True)
class _Index:
    """The days that a site has."""

    url: str
    """Where the index was found, after redirects."""
    days: Mapping[dt.date, str]
    """Addresses, as the index has them; there is one at least."""

    def address(self, day: dt.date) -> str:
        """Return where a day is.

        Raises:
            SourceError: That is on another origin, or nowhere.
        """
        try:
            url = urljoin(self.url, self.days[day])
            if urlsplit(url)[:2] == urlsplit(self.url)[:2]:
                return url
        except ValueError:  # an address in brackets that is none
            pass
        scheme, host, *_rest = urlsplit(self.url)
        raise SourceError(
            f"{INDEX} of {host} names another site for {day}, expected an address at "
            f"{scheme}://{host}",
            "Tell those who keep the site",
            excerpt(self.days[day]),
        )


def _read_index(response: Response) -> _Index | None:
    if response.status == _NOT_FOUND:
        return None
    found = read_json(response)
    if not isinstance(found, dict) or not isinstance(found.get("days"), list):
        raise BadResponse(
            f"{response.url} is no index, expected an object with 'days'",
            "Check base_url",
            excerpt(found),
        )
    if found.get("version") != VERSION:
        raise SourceError(
            f"{response.url} has another version than {VERSION}",
            "Look for a newer version of this plugin",
            excerpt(found.get("version")),
        )
    days = dict(_days(found["days"]))
    if not days:
        raise BadResponse(f"{response.url} has no days, expected one at least")
    return _Index(response.url, days)


def _days(items: Iterable[object]) -> Iterator[tuple[dt.date, str]]:
    """Yield the days of an index that have an address, and pass over what has not."""
    for item in items:
        if not isinstance(item, dict):
            continue
        day, url = _day(item.get("date")), item.get("url")
        if day and isinstance(url, str):
            yield day, url


def _day(value: object) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day and day.isoformat() == value else None


# A digest


def _read_object(response: Response) -> Object | None:
    if response.status == _NOT_FOUND:
        return None
    found = read_json(response)
    if not isinstance(found, dict) or not isinstance(found.get("papers", []), list):
        raise BadResponse(
            f"{response.url} is no digest, expected an object with 'papers'",
            said=excerpt(found),
        )
    return found


def _pruned(value: object, kind: type[msgspec.Struct] = DigestRecord) -> object:
    """Return a record with what is read of it alone, and anything else as it is."""
    if not isinstance(value, dict):
        return value
    known = {field.encode_name for field in msgspec.structs.fields(kind)}
    read = known - _NOT_READ.get(kind, frozenset())
    record = {name: item for name, item in value.items() if name in read}
    for name, kind_of_items in NESTED.get(kind, {}).items():
        items = record.get(name)
        listed = items[:MAX_PAPERS] if isinstance(items, list) else []
        record[name] = [_pruned(item, kind_of_items) for item in listed]
    return record


def _fault_problems(faults: Sequence[Fault]) -> Iterator[str]:
    """Say that there are faults, in words of our own: theirs may say anything."""
    for fault in faults[:MAX_LOGGED]:
        logger.info("%s: %s", fault.path, one_line(fault.says))
    if faults:
        yield f"their digest has {counted(len(faults), 'faults')}, which are left out"


def _cut(listed: int) -> Iterator[str]:
    if listed > MAX_PAPERS:
        yield f"there are {listed:,} papers, of which {MAX_PAPERS:,} were read"


def _counted_by(coverage: Iterable[Coverage]) -> list[str]:
    """Return where their counts are from, each service once."""
    names = (name for line in coverage for name in line.counted_by)
    sound = dict.fromkeys(name for name in names if 0 < len(name) <= MAX_NAME)
    return list(sound)[:MAX_NAMES]


def _counted_at(digest: Digest) -> dt.datetime | None:
    """Return when the last of their counts were taken."""
    times = [at for line in digest.coverage if (at := _in_utc(line.counted_at))]
    return max(times) if times else _in_utc(digest.collected_at)


def _bounded(paper: Paper, rules: ranking.Rules) -> Paper:
    """Return a paper whose numbers and posts have an end."""
    return replace(
        paper,
        score=min(paper.score, MAX_SCORE),
        measured_at=_in_utc(paper.measured_at),
        posts=paper.posts[: rules.max_posts],
        keywords=paper.keywords[:MAX_NAMES],
        discussions=paper.discussions[:MAX_NAMES],
    )


def _in_utc(moment: dt.datetime | None) -> dt.datetime | None:
    """Return a time in UTC; None for one that is before or after all years there."""
    try:
        return moment.astimezone(dt.UTC) if moment else None
    except OverflowError:
        return None
