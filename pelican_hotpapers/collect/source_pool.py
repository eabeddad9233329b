"""What all sources have for a day, each checked before it is believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from pelican_hotpapers.arxiv.identifiers import identifier_in
from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.collect.plan import CollectionPlan
from pelican_hotpapers.errors import DigestError, SourceError, excerpt, one_line
from pelican_hotpapers.model import Coverage, Digest
from pelican_hotpapers.sources import Context, Source
from pelican_hotpapers.sources.batches import STALE_AFTER, fingerprint
from pelican_hotpapers.sources.entry_points import source_url
from pelican_hotpapers.sources.tracebacks import unexpected
from pelican_hotpapers.wording import counted, service_name

MAX_FAILURES = 3
"""Failures in a row after which a source is asked for the newest days alone."""


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """A source that could not answer, and why."""

    source: str
    url: str
    """Its `base_url`, where the settings give one."""
    error: SourceError

    def __str__(self) -> str:
        """Return the line of the log."""
        return f"{self.source}: {self.error.in_full}"


@dataclass(frozen=True, slots=True)
class SourceResults:
    """What the sources have for a day, and which of them failed."""

    digests: tuple[Digest, ...]
    failed: tuple[SourceFailure, ...]

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """The failures as a page tells them: without hints or words of a service."""
        return tuple(
            Coverage(
                source=failure.source,
                url=failure.url,
                lacks={failure.source: failure.error.reason},
            )
            for failure in self.failed
        )

    @property
    def failures(self) -> tuple[str, ...]:
        """The failures as the log tells them."""
        return tuple(map(str, self.failed))


class SourcePool:
    """All sources of a site, asked one after the other."""

    def __init__(
        self, plan: CollectionPlan, sources: Sequence[Source], context: Context
    ) -> None:
        """Begin with sources of which none has failed yet.

        Args:
            plan: Which of them are asked for which days, and the archive.
            sources: In the order of the plan.
            context: What they were made with.
        """
        self._plan = plan
        self._context = context
        self._sources = {
            label: _SourceState(source, source_url(spec))
            for label, source, spec in zip(
                plan.labels, sources, plan.specs, strict=True
            )
        }

        self.unanswered: dict[dt.date, str] = {}
        """Why sources did not answer for days, as a page may tell it."""

    def is_exhausted(self, day: dt.date) -> bool:
        """Tell whether no source is worth asking for a day any more."""
        return all(self._is_skipped(state, day) for state in self._sources.values())

    def ask(self, day: dt.date, names: Container[str] | None = None) -> SourceResults:
        """Return what the sources have for a day, as far as each may have anything.

        Args:
            day: The day.
            names: Of the sources that are asked; None for all.
        """
        digests: list[Digest] = []
        failures: list[SourceFailure] = []
        masked = self._context.http.masked
        for label in self._plan.open_sources(day):
            state = self._sources[label]
            if names is not None and state.source.name not in names:
                continue
            try:
                digest = self._fetched(state, day)
            except SourceError as error:
                texts = map(masked, (error.reason, error.hint, error.said))
                failure = SourceError(*texts)
                state.problem = state.problem or failure.reason
                failures.append(SourceFailure(state.source.name, state.url, failure))
                continue
            state.answered = day
            if digest:
                digests.append(digest)
        if failures:
            self.unanswered[day] = "; ".join(
                f"{service_name(failure.source, failure.url)}: {failure.error.reason}"
                for failure in failures
            )
        return SourceResults(tuple(digests), tuple(failures))

    @property
    def answered(self) -> Mapping[str, dt.date]:
        """The day that each source answered for last, by its label."""
        return {
            label: state.answered
            for label, state in self._sources.items()
            if state.answered
        }

    @property
    def failed(self) -> Mapping[str, str]:
        """Why a source answered for none of the days, by its label."""
        return {
            label: state.problem
            for label, state in self._sources.items()
            if state.problem and not state.answered
        }

    def _fetched(self, state: _SourceState, day: dt.date) -> Digest | None:
        """Ask a source, and check what it gives.

        Raises:
            SourceError: It has failed too often already, fails again, or gives a
                digest that cannot be that of the day.
        """
        if self._is_skipped(state, day):
            raise SourceError(f"not asked for this day, after {MAX_FAILURES} failures")
        state.failures += 1
        try:
            digest = state.source.fetch(day)
        except SourceError:
            raise
        except Exception as error:  # a source of somebody's that knows no better
            raise unexpected(error) from error
        state.failures = 0
        return self._checked(digest, day, state.source) if digest else None

    def _is_skipped(self, state: _SourceState, day: dt.date) -> bool:
        """Tell whether a source has failed too often to be asked for a day.

        The newest days are asked for whatever became of old ones, which may fail for
        good. Two of them are, since only beside the day before does it show whether
        the source gives the same papers again.
        """
        return state.failures >= MAX_FAILURES and not self._plan.is_newest(day)

    def _checked(self, digest: Digest, day: dt.date, source: Source) -> Digest:
        """Return a digest with its coverage, if it is of the day and can be stored.

        Raises:
            SourceError: It is of another day, an earlier day's batch, or malformed.
        """
        if not isinstance(digest, Digest):
            raise SourceError(
                f"gave an object of {type(digest).__name__}, expected a Digest or None",
                said=excerpt(digest),
            )
        if digest.date != day:
            raise SourceError(f"gave the digest of {digest.date}, expected {day}")
        try:
            digest = self._completed(_with_valid_ids(digest, source), source)
            self._plan.archive.check(digest)
        except DigestError as error:
            raise _cannot_be_stored(str(error.faults[0].says)) from error
        except Exception as error:  # whatever somebody's source has put into it
            raise _cannot_be_stored(f"{type(error).__name__}: {error}") from error
        self._check_batches(digest)
        return digest

    def _completed(self, digest: Digest, source: Source) -> Digest:
        """Return a digest that says where it is from, and tells no secret."""
        coverage = digest.coverage or (_plain_coverage(source, digest),)
        masked = self._context.http.masked
        return replace(
            digest,
            coverage=tuple(
                replace(
                    record,
                    problems=tuple(map(masked, record.problems)),
                    lacks={name: masked(why) for name, why in record.lacks.items()},
                )
                for record in coverage
            ),
            collected_at=digest.collected_at or self._context.now(),
        )

    def _check_batches(self, digest: Digest) -> None:
        """Refuse a batch that was an earlier day's already.

        Raises:
            SourceError: It was.
        """
        batches = {_batch(record) for record in digest.coverage if record.batch}
        for back in range(1, STALE_AFTER + 1):
            day = digest.date - back * DAY
            archived = self._plan.archived(day)
            coverage = archived.coverage if archived else ()
            if not batches.isdisjoint(map(_batch, coverage)):
                raise SourceError(
                    f"gave the batch of {day} again", "It is asked again the next time"
                )


@dataclass(slots=True)
class _SourceState:
    """A source, and how often it has failed."""

    source: Source
    url: str
    """Its `base_url`, where the settings give one."""
    failures: int = 0
    """In a row."""
    answered: dt.date | None = None
    """The last day that it answered for."""
    problem: str = ""
    """Why it did not, the first time."""


def _with_valid_ids(digest: Digest, source: Source) -> Digest:
    """Return a digest without the papers that arXiv cannot have, and with a problem."""
    papers = tuple(
        replace(paper, arxiv_id=arxiv_id)
        for paper in digest.papers
        if (arxiv_id := identifier_in(paper.arxiv_id))
    )
    lost = len(digest.papers) - len(papers)
    if not lost:
        return replace(digest, papers=papers)
    first, *others = digest.coverage or (_plain_coverage(source, digest),)
    reduced = replace(
        first,
        shown=max(first.shown - lost, 0),
        incomplete=first.incomplete + lost,
        problems=(*first.problems, f"{counted(lost, 'papers')} with no arXiv id"),
    )
    return replace(digest, papers=papers, coverage=(reduced, *others))


def _plain_coverage(source: Source, digest: Digest) -> Coverage:
    """Return the coverage of a digest whose source tells none."""
    return Coverage(
        source=source.name,
        listed=len(digest.papers),
        shown=len(digest.papers),
        counted_at=digest.collected_at,
        batch=fingerprint(paper.arxiv_id for paper in digest.papers),
    )


def _batch(record: Coverage) -> tuple[str, ...]:
    """Return what tells a source's batch from others, whatever the day."""
    scheme_and_host = record.url.split("/")[:3]
    return record.source, *scheme_and_host, record.batch


def _cannot_be_stored(why: str) -> SourceError:
    """Return the error of a digest that no file can hold."""
    return SourceError("gave a digest that cannot be kept", said=one_line(why))
