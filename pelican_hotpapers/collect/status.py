"""Whether each source answers, and which of the last days are whole.

Nothing is asked and nothing written for it: it is what the archive tells.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from pelican_hotpapers.arxiv import schedule
from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.collect.plan import CollectionPlan, last_days
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.model import Digest
from pelican_hotpapers.sources.entry_points import source_name, source_url
from pelican_hotpapers.storage.collection_history import (
    Answer,
    CollectionHistory,
    Incident,
    IncidentKind,
    read_history,
)
from pelican_hotpapers.wording import counted, service_name

STATUS_DAYS = 60
"""Days that are told of where nothing else is said."""
LOOK_BACK = 365
"""Days before those in which something must have been collected for all of them to be
due: what a site has of its early years is no promise of a digest a day."""
NOT_ASKED = "not asked for"
"""Why a day is missing that no collection run has tried to bring."""
UNREADABLE = "its file has faults, which `hotpapers check` tells"


class Completeness(Enum):
    """How much there is of a day."""

    WHOLE = "whole"
    QUIET = "quiet"
    LACKING = "lacking"
    MISSING = "missing"


_WHOLE, _QUIET, _LACKING, _MISSING = Completeness
INCIDENTS_OF_DAYS = {
    _LACKING: IncidentKind.LACKING,
    _MISSING: IncidentKind.MISSING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStatus:
    """How much there is of a day."""

    day: dt.date
    state: Completeness
    reason: str = ""
    """What it lacks, and why; nothing where all is well."""
    since: dt.datetime | None = None
    """When that was noticed; aware."""
    is_open: bool = True
    """Whether it is still asked for; true of a day that lacks nothing, too."""

    @property
    def is_trouble(self) -> bool:
        """Whether something is wrong with it that may yet be mended."""
        return self.is_open and self.state in {_LACKING, _MISSING}


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days in a row whose status is the same, but for quiet days between them."""

    days: tuple[DayStatus, ...]

    @property
    def first(self) -> DayStatus:
        """The first of them, which stands for all."""
        return self.days[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """Whether a source answers."""

    label: str
    """What the archive knows it by."""
    name: str
    """What people call it; anybody's text."""
    answer: Answer | None = None
    """Its last answer; None where none is known."""
    failing: Incident | None = None
    """Since when and why it does not answer; None for one that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionStatus:
    """What an archive tells of its sources and of its last days."""

    at: dt.datetime
    """When it was so; aware."""
    sources: tuple[SourceStatus, ...]
    days: tuple[DayStatus, ...]
    """The oldest first; not those before the first that was collected."""
    incidents: tuple[Incident, ...] = ()
    """All that is remembered, the oldest first."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many days are in each state, by its name: ``whole``."""
        found = Counter(each.state for each in self.days)
        return {state.value: found[state] for state in Completeness}

    @property
    def wrong_spans(self) -> tuple[DaySpan, ...]:
        """The days that lack something or all, the newest first.

        Days in a row with the same status are one span, also with quiet days between.
        """
        spans: list[DaySpan] = []
        told = (each for each in self.days if each.state is not _QUIET)
        for _, group in groupby(told, key=lambda each: replace(each, day=dt.date.min)):
            days = tuple(group)
            if days[0].reason:
                spans.append(DaySpan(days))
        return tuple(reversed(spans))

    @property
    def missing(self) -> frozenset[dt.date]:
        """All days that have no digest and should, as far as is known."""
        noted = (
            dt.date.fromisoformat(each.subject)
            for each in self.incidents
            if each.kind is IncidentKind.MISSING and each.ended is None
        )
        told = (each.day for each in self.days if each.state is _MISSING)
        return frozenset((*noted, *told))

    @property
    def failing(self) -> tuple[SourceStatus, ...]:
        """The sources that do not answer."""
        return tuple(each for each in self.sources if each.failing)

    @property
    def is_sound(self) -> bool:
        """Whether every source answers, and no day lacks what may yet come."""
        return not self.failing and not any(each.is_trouble for each in self.days)


def collection_status(
    plan: CollectionPlan,
    days: Iterable[dt.date],
    known: Mapping[dt.date, Digest] = MappingProxyType({}),
    history: CollectionHistory | None = None,
) -> CollectionStatus:
    """Return what an archive tells of its sources and of some days.

    Args:
        plan: The sources, the archive, and the time.
        days: Those that are told of, as far as they are due.
        known: Digests that have been read already.
        history: What is remembered; read from the archive where it is left out.

    Raises:
        OSError: The archive cannot be read.
    """
    history = history or read_history(plan.archive.folder)
    evidence = _Evidence(plan, history, tuple(sorted(set(days))), known)
    return CollectionStatus(
        at=plan.now(),
        sources=tuple(evidence.sources()),
        days=tuple(evidence.days()),
        incidents=history.incidents,
    )


def status_of_last_run(
    plan: CollectionPlan, known: Mapping[dt.date, Digest]
) -> CollectionStatus | None:
    """Return what was so when days were collected last, for pages of the site.

    They tell the same until more is collected, whenever they are made.

    Args:
        plan: The sources and the archive.
        known: The site's digests.

    Returns:
        None where nothing was ever collected.

    Raises:
        OSError: The archive cannot be read.
    """
    history = read_history(plan.archive.folder)
    moments = [
        *(answer.at for answer in history.answers.values()),
        *(each.ended or each.began for each in history.incidents),
        *(
            digest.collected_at
            for digest in known.values()
            if digest.coverage and digest.collected_at
        ),
    ]
    if not moments:
        return None
    last = max(moments)
    then = replace(plan, now=lambda: last)
    return collection_status(then, last_days(STATUS_DAYS, last), known, history)


class _Evidence:
    """What an archive has of some days, and of those before them."""

    def __init__(
        self,
        plan: CollectionPlan,
        history: CollectionHistory,
        days: tuple[dt.date, ...],
        known: Mapping[dt.date, Digest],
    ) -> None:
        self._plan = plan
        self._history = history
        self._days = days
        before = (
            (days[0] - back * DAY for back in range(1, LOOK_BACK + 1)) if days else ()
        )
        self._before = tuple(before)
        self._read = dict[dt.date, Digest | None](known)
        wanted = {*days, *self._before} - known.keys()
        self._noted = plan.archive.incomplete_days()
        self._files: Mapping[dt.date, Path] = plan.archive.days(wanted)

    def days(self) -> Iterator[DayStatus]:
        """Yield those days that are due."""
        begin = self._begin
        for day in self._days:
            if begin and day >= begin and (status := self._status(day)):
                yield status

    def sources(self) -> Iterator[SourceStatus]:
        """Yield all sources of the plan."""
        failing = self._history.open(IncidentKind.FAILING)
        for label, spec in zip(self._plan.labels, self._plan.specs, strict=True):
            name = source_name(spec)
            yield SourceStatus(
                label=label,
                name=service_name(name, source_url(spec)),
                answer=self._history.answers.get(label) or self._answer(name),
                failing=failing.get(label),
            )

    def _status(self, day: dt.date) -> DayStatus | None:
        """Return how much there is of a day; None where that cannot be told yet."""
        if self._has(day):
            return self._status_of_digest(day, self._digest(day))
        noted, missing = self._noted.get(day), self._absent.get(str(day))
        if missing:
            return self._wrong(day, _MISSING, missing.reason)
        if noted:
            return self._wrong(day, _MISSING, noted.lacks or NOT_ASKED)
        newest = max(
            (each.day for each in self._history.answers.values()), default=None
        )
        had_nothing_yet = newest and day <= newest and self._plan.is_recent(day)
        is_open = schedule.has_batch(day) and self._plan.open_sources(day)
        if had_nothing_yet or not is_open:
            return DayStatus(day=day, state=_QUIET)
        if self._plan.is_settled(day):
            return self._wrong(day, _MISSING, NOT_ASKED)
        return None

    def _status_of_digest(self, day: dt.date, digest: Digest | None) -> DayStatus:
        if digest is None:
            return self._wrong(day, _LACKING, UNREADABLE)
        if reason := "; ".join(lacks_of(digest)):
            return self._wrong(day, _LACKING, reason)
        is_empty = digest.coverage and not digest.papers
        return DayStatus(day=day, state=_QUIET if is_empty else _WHOLE)

    def _wrong(self, day: dt.date, state: Completeness, reason: str) -> DayStatus:
        """Return the status of a day that lacks something, or all."""
        noted = self._noted.get(day)
        incident = self._history.open(INCIDENTS_OF_DAYS[state]).get(str(day))
        since = noted.since if noted else incident.began if incident else None
        return DayStatus(
            day=day,
            state=state,
            reason=reason,
            since=since,
            is_open=noted is None or noted.next_try is not None,
        )

    @property
    def _absent(self) -> Mapping[str, Incident]:
        return self._history.open(IncidentKind.MISSING)

    @cached_property
    def _begin(self) -> dt.date | None:
        """The day from which on each should have a digest; None for none."""
        if any(map(self._was_collected, self._before)):
            return self._days[0]
        answered = [answer.day for answer in self._history.answers.values()]
        first = next(filter(self._was_collected, self._days), None)
        return min(filter(None, (first, *answered)), default=None)

    def _was_collected(self, day: dt.date) -> bool:
        """Tell whether a day was collected, or tried to be."""
        digest = self._digest(day) if self._has(day) else None
        return bool(digest and digest.coverage) or (
            day in self._noted or str(day) in self._absent
        )

    def _answer(self, source: str) -> Answer | None:
        """Return the last answer of a source by what the digests tell of it."""
        for day in reversed(self._days):
            digest = self._digest(day) if self._has(day) else None
            for record in digest.coverage if digest else ():
                at = record.counted_at or (digest and digest.collected_at)
                if record.source == source and record.listed and at:
                    return Answer(day, at)
        return None

    def _has(self, day: dt.date) -> bool:
        return day in self._read or day in self._files

    def _digest(self, day: dt.date) -> Digest | None:
        """Return the digest of a day that has one; None for one that is not sound."""
        if day not in self._read:
            try:
                self._read[day] = self._plan.archive.read(self._files[day])
            except (DigestError, OSError):
                self._read[day] = None
        return self._read[day]


def lacks_of(digest: Digest) -> Iterator[str]:
    """Yield what a collected digest lacks; nothing of one that was written by hand."""
    partial = len(digest.partial_papers) if digest.coverage else 0
    if partial:
        yield f"{counted(partial, 'papers')} without all of their texts"
    for record in digest.coverage:
        yield from (
            f"{service_name(name)}: {why}" for name, why in record.lacks.items()
        )
        if not record.listed:
            yield from (f"{record.source}: {problem}" for problem in record.problems)
