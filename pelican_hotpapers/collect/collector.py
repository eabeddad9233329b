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
from pelican_hotpapers.collect.agenda import Agenda
from pelican_hotpapers.collect.asking import Answers, Panel
from pelican_hotpapers.errors import DigestError, SourceError
from pelican_hotpapers.model import Digest
from pelican_hotpapers.sources import Context, Source
from pelican_hotpapers.wording import counted

if TYPE_CHECKING:
    from pelican_hotpapers.sources.oembed import Embedder


class State(Enum):
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
    """What became of one day that was asked for."""

    day: dt.date
    state: State
    papers: int = 0
    """Papers in the day's digest now."""
    problems: tuple[str, ...] = ()
    """What went wrong, a line each that names the source; also where all went well
    enough for the day to be kept."""
    instead: dt.datetime | None = None
    """When what stands in for all that could not be had now was collected."""


class Collector:
    """Collects days, oldest first, for one archive."""

    def __init__(
        self,
        agenda: Agenda,
        sources: Sequence[Source],
        context: Context,
        embedder: Embedder,
    ) -> None:
        self._agenda = agenda
        self._archive = agenda.archive
        self._panel = Panel(agenda, sources, context)
        self._context = context
        self._embedder = embedder

    def collect(self, days: Iterable[dt.date], patience: float) -> Iterator[Outcome]:
        """Ask for days, and yield what became of each once that is on disk.

        Other collectors may be at work in the same archive: each day is collected by
        one of them. Days for which no source is worth asking any more are left.

        Args:
            days: As the agenda gives them.
            patience: Seconds to wait for other collectors, all in all.

        Raises:
            OSError: The archive cannot be written.
        """
        until = time.monotonic() + patience
        for day in days:
            if not self._panel.is_hopeless(day):
                yield self._turn(day, until)

    def _turn(self, day: dt.date, until: float) -> Outcome:
        """Return what became of a day, of which it may be another's turn."""
        with self._archive.alone(until - time.monotonic()) as ours:
            if not ours:
                return Outcome(day=day, state=State.BUSY)
            if not self._agenda.is_still_wanted(day):
                return Outcome(day=day, state=State.ELSEWHERE)
            return self._collected(day)

    def preview(self, day: dt.date) -> Digest | None:
        """Return what the sources have for a day, and write nothing.

        Raises:
            SourceError: No source could tell.
        """
        answers = self._panel.ask(day)
        if answers.failed and not answers.digests:
            raise SourceError("; ".join(answers.failures))
        return self._digest(answers)

    # One day

    def _collected(self, day: dt.date) -> Outcome:
        kept = self._agenda.kept(day)
        if kept:
            self._context.catalogue.remember(kept.papers)
            self._embedder.remember(kept.papers)
        answers = self._panel.ask(day)
        digest = self._digest(answers)
        if digest is None:
            return self._without(day, kept, answers.failures)
        problems = _problems(answers, digest)
        if not kept and not digest.papers:
            return self._cold(day, problems)
        try:
            return self._written(kept, digest, problems)
        except DigestError as error:
            return self._without(day, kept, (*problems, str(error)))

    def _written(
        self, kept: Digest | None, fresh: Digest, problems: tuple[str, ...]
    ) -> Outcome:
        """Write a digest, over one that is kept, and return the outcome.

        Raises:
            DigestError: It could not be read again.
        """
        if not kept:
            self._archive.write(fresh)
            return _outcome(State.NEW, fresh, problems)
        digest = merging.refreshed(kept, fresh, self._context.rules)
        self._archive.write(digest)
        still = sum(line.kept for line in digest.coverage)
        if still:
            lost = f"{counted(still, 'papers')} no longer listed, and kept as before"
            problems = (*problems, lost)
        return _outcome(State.REFRESHED, digest, problems, kept)

    def _without(
        self, day: dt.date, kept: Digest | None, problems: tuple[str, ...]
    ) -> Outcome:
        """Return the outcome of a day for which there is nothing to write."""
        papers = len(kept.papers) if kept else 0
        if problems:
            return Outcome(
                day=day,
                state=State.FAILED,
                papers=papers,
                problems=problems,
                instead=kept.collected_at if kept else None,
            )
        if kept:
            lost = "nothing is listed any more, and what was collected is kept"
            return _outcome(State.REFRESHED, kept, (lost,), kept)
        if self._agenda.is_settled(day):
            self._remember(day)
        return Outcome(day=day, state=State.QUIET)

    def _cold(self, day: dt.date, problems: tuple[str, ...]) -> Outcome:
        """Return the outcome of a day whose papers all fell under the threshold."""
        if not problems and not self._agenda.is_recent(day):
            self._remember(day)
        return Outcome(day=day, state=State.COLD, problems=problems)

    def _remember(self, day: dt.date) -> None:
        for source in self._agenda.open_sources(day):
            self._archive.remember_quiet(day, source)

    def _digest(self, answers: Answers) -> Digest | None:
        """Return all answers as one digest, with what failed in its coverage."""
        if not answers.digests:
            return None
        digest = merging.joined(answers.digests, self._context.rules)
        coverage = digest.coverage + answers.coverage
        return self._with_texts(replace(digest, coverage=coverage))

    def _with_texts(self, digest: Digest) -> Digest:
        """Return a digest whose posts have the texts that their platforms give."""
        papers, problems = self._embedder.complete(digest.papers)
        first, *others = digest.coverage
        told = replace(first, problems=first.problems + problems)
        return replace(digest, papers=papers, coverage=(told, *others))


def _problems(answers: Answers, digest: Digest) -> tuple[str, ...]:
    """Return all that went wrong in collecting what has become a digest."""
    answered = digest.coverage[: len(digest.coverage) - len(answers.failed)]
    told = (
        f"{line.source}: {problem}" for line in answered for problem in line.problems
    )
    return (*told, *answers.failures)


def _outcome(
    state: State,
    digest: Digest,
    problems: tuple[str, ...],
    before: Digest | None = None,
) -> Outcome:
    return Outcome(
        day=digest.date,
        state=state,
        papers=len(digest.papers),
        problems=problems,
        instead=before.collected_at if before and problems else None,
    )
