"""New days, from the sources into the archive.

A day that was collected is a file, and is asked again only while it is recent; a day
for which nothing was announced is remembered. Whatever fails, what is on disk stays.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pelican_hotpapers.arxiv.paper_facts import ARXIV
from pelican_hotpapers.collect import merging
from pelican_hotpapers.collect.incidents import CollectionRun, record_run
from pelican_hotpapers.collect.outcomes import (
    DayState,
    Outcome,
    outcome_of,
    problems_of,
)
from pelican_hotpapers.collect.plan import CollectionPlan
from pelican_hotpapers.collect.source_pool import SourcePool
from pelican_hotpapers.collect.status import lacks_of
from pelican_hotpapers.errors import DigestError, SourceError
from pelican_hotpapers.model import Coverage, Digest
from pelican_hotpapers.sources import Context, Source
from pelican_hotpapers.storage.incomplete_days import IncompleteDay, fingerprint_of
from pelican_hotpapers.translation import ENGLISH, Translation
from pelican_hotpapers.wording import counted

if TYPE_CHECKING:
    from pelican_hotpapers.sources.oembed import Embedder
    from pelican_hotpapers.sources.summarizer import Summarizer


class Collector:
    """Collects days, oldest first, for one archive."""

    def __init__(
        self,
        plan: CollectionPlan,
        sources: Sequence[Source],
        context: Context,
        embedder: Embedder,
        summarizer: Summarizer | None = None,
    ) -> None:
        self._plan = plan
        self._archive = plan.archive
        self._pool = SourcePool(plan, sources, context)
        self._context = context
        self._embedder = embedder
        self._summarizer = summarizer
        self._days: dict[dt.date, str] = {}
        """Those that were asked for, and why there is no digest."""
        self._told: set[str] = set()
        """Problems of the days before."""

    def collect(self, days: Iterable[dt.date], max_wait: float) -> Iterator[Outcome]:
        """Ask for days, and yield what became of each once that is on disk.

        Other collectors may be at work in the same archive: each day is collected by
        one of them. Days for which no source is worth asking any more are left, unless
        there is a file that lacks something.

        Args:
            days: As the plan gives them.
            max_wait: Seconds to wait for other collectors, all in all.

        Raises:
            OSError: The archive cannot be written.
        """
        until = time.monotonic() + max_wait
        try:
            for day in days:
                if self._pool.is_exhausted(day) and not self._plan.is_incomplete(day):
                    continue
                with self._archive.alone(until - time.monotonic()) as ours:
                    if not ours:
                        outcome = Outcome(day=day, state=DayState.BUSY)
                    elif not self._plan.is_still_wanted(day):
                        outcome = Outcome(day=day, state=DayState.ELSEWHERE)
                    else:
                        is_ours = self._is_ours(day)
                        outcome = self._collected(day, is_ours=is_ours)
                        self._note(outcome, is_ours=is_ours)
                        self._days[day] = self._absence(outcome)
                new = tuple(each for each in outcome.problems if each not in self._told)
                self._told.update(new)
                yield replace(outcome, problems=new)
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
        digests = tuple(map(self._with_posts, results.digests))
        return self._digest(digests, results.coverage)

    # One day

    def _collected(self, day: dt.date, *, is_ours: bool) -> Outcome:
        """Ask for a day, or for what it lacks, and return the outcome."""
        archived = self._plan.archived(day)
        if archived and not self._plan.is_to_refresh(day):
            return self._completed(archived, is_ours=is_ours)
        if archived:
            self._context.catalogue.remember(archived.papers)
            self._embedder.remember(archived.papers)
        results = self._pool.ask(day)
        digests = tuple(map(self._with_posts, results.digests))
        digest = self._digest(digests, results.coverage)
        if digest is None:
            return self._without(day, archived, results.failures)
        problems = (*problems_of(digests), *results.failures)
        if not archived and not digest.papers:
            return self._cold(day, problems)
        try:
            return self._written(archived, digest, problems)
        except DigestError as error:
            return self._without(day, archived, (*problems, str(error)))

    def _completed(self, archived: Digest, *, is_ours: bool) -> Outcome:
        """Ask for what a day lacks, and return the outcome."""
        day, digest = archived.date, archived
        problems: tuple[str, ...] = ()
        names = {
            record.source for record in archived.coverage if self._is_to_ask(record)
        }
        if names:
            self._embedder.remember(archived.papers)
            results = self._pool.ask(day, names)
            digests = tuple(map(self._with_posts, results.digests))
            problems = (*problems_of(digests), *results.failures)
            if fresh := self._digest(digests, results.coverage):
                digest = merging.filled(archived, fresh, self._context.rules)
        if labels := self._lacking_signals(digest):
            digest = self._with_texts(self._with_posts(digest, labels))
            unanswered = (
                f"{record.source}: {label}: {record.lacks[label]}"
                for record in digest.coverage
                for label in labels
                if label in record.lacks
            )
            problems = tuple(dict.fromkeys((*problems, *unanswered)))
        found = self._context.catalogue.look_up(
            (paper.arxiv_id for paper in digest.partial_papers), day
        )
        digest = merging.with_texts(digest, found.papers, found.lacks, is_ours=is_ours)
        if found.lacks:
            problems = (*problems, f"{ARXIV}: {found.lacks}")
        try:
            if _findings(digest) != _findings(archived):
                self._write(digest)
        except DigestError as error:
            return self._without(day, archived, (*problems, str(error)))
        state = DayState.COMPLETED if digest.is_whole else DayState.INCOMPLETE
        return outcome_of(state, digest, problems)

    def _is_ours(self, day: dt.date) -> bool:
        """Tell whether a day has no file, or one that is as it was collected."""
        path = self._archive.path(day)
        if not path.exists():
            return True
        noted = self._archive.incomplete_days().get(day)
        return noted is not None and noted.fingerprint == fingerprint_of(path)

    def _note(self, outcome: Outcome, *, is_ours: bool) -> None:
        """Note what a day lacks now, and when it is to be asked for again."""
        day, now, path = outcome.day, self._context.now(), None
        if digest := self._plan.archived(day):
            path = self._archive.path(day)
            lacks = None if digest.is_whole else "; ".join(lacks_of(digest))
        else:
            may_come = outcome.state in {DayState.FAILED, DayState.COLD}
            lacks = "; ".join(outcome.problems) if may_come else None
        if not lacks:
            return self._archive.note(day, None)
        noted = self._archive.incomplete_days().get(day)
        if noted is None:
            noted = IncompleteDay(day=day, since=now, next_try=now)
        elif noted.is_due(now):
            noted = noted.tried(now)
        fingerprint = fingerprint_of(path) if path and is_ours else ""
        noted = replace(noted, fingerprint=fingerprint, lacks=lacks)
        return self._archive.note(day, noted)

    def _written(
        self, archived: Digest | None, fresh: Digest, problems: tuple[str, ...]
    ) -> Outcome:
        """Write a digest, over the archived one, and return the outcome.

        Raises:
            DigestError: It could not be read again.
        """
        if not archived:
            self._write(fresh)
            return outcome_of(DayState.NEW, fresh, problems)
        digest = merging.refreshed(archived, fresh, self._context.rules)
        self._write(digest)
        still = sum(record.kept for record in digest.coverage)
        if still:
            lost = f"{counted(still, 'papers')} no longer listed, and kept as before"
            problems = (*problems, lost)
        return outcome_of(DayState.REFRESHED, digest, problems, archived)

    def _write(self, digest: Digest) -> None:
        """Write a digest, with summaries where the site has somebody make them.

        Raises:
            DigestError: It could not be read again.
        """
        if self._summarizer:
            digest = self._summarizer.complete(digest)
        self._archive.write(digest)

    def summary_plan(self, digest: Digest, translation: Translation = ENGLISH) -> str:
        """Say what would be asked for summaries of a digest; nothing where nothing."""
        if not self._summarizer:
            return ""
        return self._summarizer.plan(digest.papers, translation)

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
            return outcome_of(DayState.REFRESHED, archived, (lost,), archived)
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

    def _digest(
        self, digests: Sequence[Digest], failed: tuple[Coverage, ...]
    ) -> Digest | None:
        """Return what sources gave as one digest, with the coverage of others."""
        if not digests:
            return None
        digest = merging.merged(digests, self._context.rules)
        return self._with_texts(replace(digest, coverage=digest.coverage + failed))

    def _with_posts(
        self, digest: Digest, labels: Sequence[str] | None = None
    ) -> Digest:
        """Return a digest with what signals say of its papers.

        arXiv's papers were chosen by what its own said.

        Args:
            digest: That of a source, or of the archive.
            labels: Of the signals that are asked; None for all but those by which the
                source has counted already.
        """
        pool = self._context.signals
        is_chosen = all(record.source == ARXIV for record in digest.coverage)
        if not pool or not digest.papers or is_chosen:
            return digest
        if labels is None:
            counted_by = {
                name for record in digest.coverage for name in record.counted_by
            }
            labels = pool.other_than(counted_by)
        if not labels:
            return digest
        papers = [paper.arxiv_id for paper in digest.papers]
        report = pool.ask_around(digest.date, papers, labels)
        return merging.with_posts(digest, report, self._context.rules)

    def _lacking_signals(self, digest: Digest) -> list[str]:
        """Return the labels of signals that have not answered for a digest."""
        lacks = {
            name
            for record in digest.coverage
            if record.source != ARXIV
            for name in record.lacks
        }
        return [label for label in self._signal_labels if label in lacks]

    def _is_to_ask(self, record: Coverage) -> bool:
        """Tell whether a source lacks what neither arXiv nor a signal can tell."""
        if record.source == ARXIV:
            return bool(record.lacks)
        return not record.lacks.keys() <= {ARXIV, *self._signal_labels}

    @property
    def _signal_labels(self) -> Iterable[str]:
        return self._context.signals.labels if self._context.signals else ()

    def _with_texts(self, digest: Digest) -> Digest:
        """Return a digest whose posts have the texts that their platforms give."""
        papers, problems = self._embedder.complete(digest.papers)
        first, *others = digest.coverage
        all_problems = dict.fromkeys((*first.problems, *problems))
        completed = replace(first, problems=tuple(all_problems))
        return replace(digest, papers=papers, coverage=(completed, *others))


def _findings(digest: Digest) -> object:
    """Return what a digest is written anew for: its papers, and what it lacks."""
    return digest.papers, [record.lacks.keys() for record in digest.coverage]
