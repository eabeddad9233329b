"""New days, from the sources into the archive.

A day that was collected is a file, and is asked again only while it is recent; a day
for which nothing was announced is remembered. Whatever fails, what is on disk stays.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pelican_hotpapers.collect import merging
from pelican_hotpapers.collect.plan import CollectionPlan
from pelican_hotpapers.collect.source_pool import SourcePool, SourceResults
from pelican_hotpapers.collect.status import CollectionRun, record_run
from pelican_hotpapers.errors import DigestError, SourceError
from pelican_hotpapers.model import Digest
from pelican_hotpapers.sources import Context, Source
from pelican_hotpapers.wording import counted

if TYPE_CHECKING:
    from pelican_hotpapers.sources.oembed import Embedder


class DayState(Enum):
    """What became of a day."""

    NEW = "collected"
    REFRESHED = "refreshed"
    QUIET = "nothing announced"
    COLD = "nothing hot"
    FAILED = "failed"
    BUSY = "left to another collector"
    ELSEWHERE = "collected by another"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one day of a collection run."""

    day: dt.date
    state: DayState
    papers: int = 0
    """Papers in the day's digest now."""
    problems: tuple[str, ...] = ()
    """What went wrong, a line each that names the source; also where all went well
    enough for the day to be written."""
    fallback: dt.datetime | None = None
    """When the digest was collected that the site shows in spite of the problems."""


class Collector:
    """Collects days, oldest first, for one archive."""

    def __init__(
        self,
        plan: CollectionPlan,
        sources: Sequence[Source],
        context: Context,
        embedder: Embedder,
    ) -> None:
        self._plan = plan
        self._archive = plan.archive
        self._pool = SourcePool(plan, sources, context)
        self._context = context
        self._embedder = embedder
        self._days: dict[dt.date, str] = {}
        """Those that were asked for, and why there is no digest."""

    def collect(self, days: Iterable[dt.date], max_wait: float) -> Iterator[Outcome]:
        """Ask for days, and yield what became of each once that is on disk.

        Other collectors may be at work in the same archive: each day is collected by
        one of them. Days for which no source is worth asking any more are left.

        Args:
            days: As the plan gives them.
            max_wait: Seconds to wait for other collectors, all in all.

        Raises:
            OSError: The archive cannot be written.
        """
        until = time.monotonic() + max_wait
        try:
            for day in days:
                if self._pool.is_exhausted(day):
                    continue
                with self._archive.alone(until - time.monotonic()) as ours:
                    if not ours:
                        outcome = Outcome(day=day, state=DayState.BUSY)
                    elif not self._plan.is_still_wanted(day):
                        outcome = Outcome(day=day, state=DayState.ELSEWHERE)
                    else:
                        outcome = self._collected(day)
                        self._days[day] = self._absence(outcome)
                yield outcome
        finally:
            self._record(until - time.monotonic())

    def _record(self, patience: float) -> None:
        """Remember what became of the run; another collector will, if it is at work."""
        if not self._days:
            return
        run = CollectionRun(
            answered=self._pool.answered, failed=self._pool.failed, days=self._days
        )
        with self._archive.alone(patience) as ours:
            if ours:
                record_run(self._plan, run)

    def _absence(self, outcome: Outcome) -> str:
        """Return why a day has no digest; nothing where it has one, or is quiet."""
        if outcome.state not in {DayState.FAILED, DayState.COLD}:
            return ""
        unkept = "what was given could not be kept" if outcome.problems else ""
        return self._pool.unanswered.get(outcome.day, unkept)

    def preview(self, day: dt.date) -> Digest | None:
        """Return what the sources have for a day, and write nothing.

        Raises:
            SourceError: No source could tell.
        """
        results = self._pool.ask(day)
        if results.failed and not results.digests:
            raise SourceError("; ".join(results.failures))
        return self._digest(results)

    # One day

    def _collected(self, day: dt.date) -> Outcome:
        archived = self._plan.archived(day)
        if archived:
            self._context.catalogue.remember(archived.papers)
            self._embedder.remember(archived.papers)
        results = self._pool.ask(day)
        digest = self._digest(results)
        if digest is None:
            return self._without(day, archived, results.failures)
        problems = _problems(results, digest)
        if not archived and not digest.papers:
            return self._cold(day, problems)
        try:
            return self._written(archived, digest, problems)
        except DigestError as error:
            return self._without(day, archived, (*problems, str(error)))

    def _written(
        self, archived: Digest | None, fresh: Digest, problems: tuple[str, ...]
    ) -> Outcome:
        """Write a digest, over the archived one, and return the outcome.

        Raises:
            DigestError: It could not be read again.
        """
        if not archived:
            self._archive.write(fresh)
            return _outcome(DayState.NEW, fresh, problems)
        digest = merging.refreshed(archived, fresh, self._context.rules)
        self._archive.write(digest)
        still = sum(line.kept for line in digest.coverage)
        if still:
            lost = f"{counted(still, 'papers')} no longer listed, and kept as before"
            problems = (*problems, lost)
        return _outcome(DayState.REFRESHED, digest, problems, archived)

    def _without(
        self, day: dt.date, archived: Digest | None, problems: tuple[str, ...]
    ) -> Outcome:
        """Return the outcome of a day for which there is nothing to write."""
        papers = len(archived.papers) if archived else 0
        if problems:
            return Outcome(
                day=day,
                state=DayState.FAILED,
                papers=papers,
                problems=problems,
                fallback=archived.collected_at if archived else None,
            )
        if archived:
            lost = "nothing is listed any more, and what was collected is kept"
            return _outcome(DayState.REFRESHED, archived, (lost,), archived)
        if self._plan.is_settled(day):
            self._remember(day)
        return Outcome(day=day, state=DayState.QUIET)

    def _cold(self, day: dt.date, problems: tuple[str, ...]) -> Outcome:
        """Return the outcome of a day whose papers all fell under the threshold."""
        if not problems and not self._plan.is_recent(day):
            self._remember(day)
        return Outcome(day=day, state=DayState.COLD, problems=problems)

    def _remember(self, day: dt.date) -> None:
        for source in self._plan.open_sources(day):
            self._archive.remember_quiet(day, source)

    def _digest(self, results: SourceResults) -> Digest | None:
        """Return all results as one digest, with what failed in its coverage."""
        if not results.digests:
            return None
        digest = merging.merged(results.digests, self._context.rules)
        coverage = digest.coverage + results.coverage
        return self._with_texts(replace(digest, coverage=coverage))

    def _with_texts(self, digest: Digest) -> Digest:
        """Return a digest whose posts have the texts that their platforms give."""
        papers, problems = self._embedder.complete(digest.papers)
        first, *others = digest.coverage
        completed = replace(first, problems=first.problems + problems)
        return replace(digest, papers=papers, coverage=(completed, *others))


def _problems(results: SourceResults, digest: Digest) -> tuple[str, ...]:
    """Return all that went wrong in collecting what has become a digest."""
    answered = digest.coverage[: len(digest.coverage) - len(results.failed)]
    of_sources = (
        f"{line.source}: {problem}" for line in answered for problem in line.problems
    )
    return (*of_sources, *results.failures)


def _outcome(
    state: DayState,
    digest: Digest,
    problems: tuple[str, ...],
    before: Digest | None = None,
) -> Outcome:
    return Outcome(
        day=digest.date,
        state=state,
        papers=len(digest.papers),
        problems=problems,
        fallback=before.collected_at if before and problems else None,
    )
