"""New days, from the sources into the archive.

A day that was collected is a file, and is asked again only while it is recent; a day
for which nothing was announced is remembered. Whatever fails, what is on disk stays.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pelican_hotpapers.collecting import merging
from pelican_hotpapers.collecting.agenda import DAY, Agenda
from pelican_hotpapers.errors import DigestError, SourceError, excerpt
from pelican_hotpapers.model import Coverage, Digest
from pelican_hotpapers.sources import Context, Source
from pelican_hotpapers.sources.batches import fingerprint
from pelican_hotpapers.sources.opening import place_of
from pelican_hotpapers.wording import counted

if TYPE_CHECKING:
    from pelican_hotpapers.sources.oembed import Embedder

STALE_AFTER = 7
"""Days back in which the same batch again is a stale one."""
PATIENCE = 3
"""Failures in a row after which a source is not asked any more in a run."""


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
        self._sources = dict(zip(agenda.labels, sources, strict=True))
        places = map(place_of, agenda.specs)
        self._places = dict(zip(agenda.labels, places, strict=True))
        self._context = context
        self._embedder = embedder
        self._failures: Counter[str] = Counter()

    def collect(self, days: Iterable[dt.date], patience: float) -> Iterator[Outcome]:
        """Ask for days, and yield what became of each once that is on disk.

        Other collectors may be at work in the same archive: each day is collected by
        one of them. When no source is worth asking any more, the days that are left
        are left.

        Args:
            days: As the agenda gives them.
            patience: Seconds to wait for other collectors, all in all.

        Raises:
            OSError: The archive cannot be written.
        """
        until = time.monotonic() + patience
        for day in days:
            yield self._turn(day, until)
            if all(map(self._is_given_up, self._sources)):
                return

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
        answers = self._ask(day)
        if answers.failed and not answers.digests:
            raise SourceError("; ".join(answers.failures))
        return self._digest(answers)

    # One day

    def _collected(self, day: dt.date) -> Outcome:
        kept = self._agenda.kept(day)
        if kept:
            self._context.catalogue.remember(kept.papers)
        answers = self._ask(day)
        digest = self._digest(answers)
        if digest is None:
            return self._without(day, kept, answers.failures)
        problems = answers.problems(digest)
        if not kept and not digest.papers:
            return self._cold(day, problems)
        try:
            return self._written(kept, digest, problems)
        except DigestError as error:
            return self._without(day, kept, (*problems, _not_kept(error)))

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
        for source in self._open_sources(day):
            self._archive.remember_quiet(day, source)

    # Asking

    def _ask(self, day: dt.date) -> _Answers:
        digests: list[Digest] = []
        failed: list[_Failure] = []
        for label in self._open_sources(day):
            try:
                if digest := self._fetch(label, day):
                    digests.append(digest)
            except SourceError as error:
                failed.append(self._failure(label, error))
        return _Answers(tuple(digests), tuple(failed))

    def _failure(self, label: str, error: SourceError) -> _Failure:
        return _Failure(
            source=self._sources[label].name,
            url=self._places[label],
            reason=self._context.http.masked(error.reason),
            told=self._context.http.masked(str(error)),
        )

    def _open_sources(self, day: dt.date) -> list[str]:
        """Return the labels of the sources that may have something for a day."""
        return [label for label in self._sources if self._agenda.is_open(day, label)]

    def _is_given_up(self, label: str) -> bool:
        return self._failures[label] >= PATIENCE

    def _fetch(self, label: str, day: dt.date) -> Digest | None:
        """Ask a source that has not failed too often already.

        Raises:
            SourceError: It failed, or gave an earlier day's batch.
        """
        if self._is_given_up(label):
            raise SourceError(f"not asked any more, after {PATIENCE} failures in a row")
        try:
            digest = self._sources[label].fetch(day)
        except SourceError:
            self._failures[label] += 1
            raise
        except Exception as error:  # a source of somebody's that knows no better
            self._failures[label] += 1
            raise SourceError(f"{type(error).__name__}: {error}") from error
        self._failures[label] = 0
        return self._sound(digest, day, label) if digest else None

    def _sound(self, digest: Digest, day: dt.date, label: str) -> Digest:
        """Return a digest that says where it is from, is of the day, and can be kept.

        Raises:
            SourceError: It is of another day, an earlier day's batch, or malformed.
        """
        if not isinstance(digest, Digest):
            raise SourceError(f"gave {excerpt(digest)}, expected a Digest or None")
        if digest.date != day:
            raise SourceError(f"gave the digest of {digest.date}, expected {day}")
        try:
            digest = self._completed(digest, label)
            self._archive.check(digest)
        except DigestError as error:
            raise SourceError(f"gave {_not_kept(error)}") from error
        except Exception as error:  # whatever somebody's source has put into it
            what = f"{type(error).__name__}: {error}"
            raise SourceError(f"gave a digest that cannot be kept: {what}") from error
        self._check_batch(digest)
        return digest

    def _completed(self, digest: Digest, label: str) -> Digest:
        """Return a digest that says where it is from, without a secret."""
        coverage = digest.coverage or (_plain_coverage(self._sources[label], digest),)
        masked = self._context.http.masked
        return replace(
            digest,
            coverage=tuple(
                replace(line, problems=tuple(map(masked, line.problems)))
                for line in coverage
            ),
            collected_at=digest.collected_at or self._context.now(),
        )

    def _check_batch(self, digest: Digest) -> None:
        """Refuse a batch that was an earlier day's already.

        Raises:
            SourceError: It was.
        """
        for line in digest.coverage:
            earlier = self._same_batch(line, digest.date) if line.batch else None
            if earlier:
                raise SourceError(
                    f"gave the batch of {earlier} again",
                    "It is asked again the next time",
                )

    def _same_batch(self, line: Coverage, day: dt.date) -> dt.date | None:
        """Return the last day before that had a source's very batch."""
        for back in range(1, STALE_AFTER + 1):
            kept = self._agenda.kept(day - back * DAY)
            if kept and _batch(line) in map(_batch, kept.coverage):
                return kept.date
        return None

    def _digest(self, answers: _Answers) -> Digest | None:
        """Return all answers as one digest, with what failed in its coverage."""
        if not answers.digests:
            return None
        digest = merging.joined(answers.digests, self._context.rules)
        coverage = digest.coverage + answers.coverage
        return self._with_texts(replace(digest, coverage=coverage))

    def _with_texts(self, digest: Digest) -> Digest:
        """Return a digest whose posts have the texts that their platforms give."""
        embed = self._embedder.embed
        papers = tuple(
            replace(paper, posts=tuple(map(embed, paper.posts)))
            for paper in digest.papers
        )
        posts = (post for paper in digest.papers for post in paper.posts)
        problems = self._embedder.problems(posts)
        first, *others = digest.coverage
        told = replace(first, problems=first.problems + problems)
        return replace(digest, papers=papers, coverage=(told, *others))


@dataclass(frozen=True, slots=True)
class _Failure:
    """A source that could not answer, and why."""

    source: str
    url: str
    """Where it was pointed to, if it was."""
    reason: str
    told: str
    """The reason with what to do."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """What the sources said of a day."""

    digests: tuple[Digest, ...]
    failed: tuple[_Failure, ...]

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """What readers are told of the failures; hints are for whoever runs this."""
        return tuple(
            Coverage(source=failure.source, url=failure.url, problems=(failure.reason,))
            for failure in self.failed
        )

    @property
    def failures(self) -> tuple[str, ...]:
        """What whoever runs this is told of them."""
        return tuple(f"{failure.source}: {failure.told}" for failure in self.failed)

    def problems(self, digest: Digest) -> tuple[str, ...]:
        """Return all that went wrong in collecting what has become a digest."""
        answered = digest.coverage[: len(digest.coverage) - len(self.failed)]
        return _problems(answered) + self.failures


def _problems(coverage: Iterable[Coverage]) -> tuple[str, ...]:
    """Return all that went wrong, each behind the name of its source."""
    return tuple(
        f"{line.source}: {problem}" for line in coverage for problem in line.problems
    )


def _batch(line: Coverage) -> tuple[str, str, str]:
    """Return what tells a source's batch from others, whatever the day."""
    return line.source, urlsplit(line.url).netloc, line.batch


def _plain_coverage(source: Source, digest: Digest) -> Coverage:
    """Return the coverage of a digest whose source tells none."""
    return Coverage(
        source=source.name,
        listed=len(digest.papers),
        shown=len(digest.papers),
        counted_at=digest.collected_at,
        batch=fingerprint(paper.arxiv_id for paper in digest.papers),
    )


def _not_kept(error: DigestError) -> str:
    """Say what is wrong with a digest that no file can hold."""
    fault = error.faults[0]
    return (
        f"a digest that cannot be kept: {fault.field}: found {fault.found}, "
        f"expected {fault.expected}"
    )


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
