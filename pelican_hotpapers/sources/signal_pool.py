"""The signals of a site, asked together what people said of papers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from pelican_hotpapers import ranking
from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.model import Discussion
from pelican_hotpapers.ranking import Mention
from pelican_hotpapers.sources import Context, Signal, SignalReport
from pelican_hotpapers.sources.entry_points import (
    Spec,
    open_signals,
    source_label,
    source_name,
)
from pelican_hotpapers.sources.tracebacks import unexpected

logger = get_logger(__name__)

POSTED_BEFORE = 3 * DAY
"""How long before a day papers of its list may have been talked about."""
POSTED_AFTER = 8 * DAY
"""Until when posts about them are counted, from the beginning of the day on."""


@dataclass(frozen=True)
class PostReport:
    """What all signals found, and which of them did not answer."""

    at: dt.datetime
    """When they were asked; aware."""
    reports: tuple[SignalReport, ...] = ()
    """What each of them found."""
    counted_by: tuple[str, ...] = ()
    """The names of those that answered, if not to the end."""
    answered: frozenset[str] = frozenset()
    """The labels of those that told all, which tell two of one name apart."""
    problems: tuple[str, ...] = ()
    """Why there may be more, a sentence each without its full stop."""
    lacks: Mapping[str, str] = field(default_factory=dict)
    """Why a signal did not answer, or not to the end, by its label."""

    def mentions_of(self, arxiv_id: str) -> Sequence[Mention]:
        """Return the posts about a paper."""
        return self._by_paper.get(arxiv_id, ())

    def counts_of(self, arxiv_id: str) -> Mapping[str, int]:
        """Return all that was counted of a paper, by name."""
        counts = Counter(ranking.total(self.mentions_of(arxiv_id)))
        for report in self.reports:
            counts.update(report.counts.get(arxiv_id, {}))
        return counts

    def discussions_of(self, arxiv_id: str) -> tuple[Discussion, ...]:
        """Return where people talk about a paper."""
        others = (each.discussions.get(arxiv_id, ()) for each in self.reports)
        posts = ranking.discussions(self.mentions_of(arxiv_id))
        return (*posts, *chain.from_iterable(others))

    @cached_property
    def _by_paper(self) -> Mapping[str, Sequence[Mention]]:
        mentions: dict[str, list[Mention]] = {}
        for mention in (each for report in self.reports for each in report.mentions):
            mentions.setdefault(mention.arxiv_id, []).append(mention)
        return mentions


class SignalPool:
    """Signals, each made when it is first asked, and for as long as a run."""

    def __init__(self, specs: Iterable[Spec], context: Context) -> None:
        """Take note of signals, of which nothing is asked yet.

        Args:
            specs: As the settings have them.
            context: What they are made with.
        """
        self._specs = tuple(specs)
        self._context = context

    @property
    def labels(self) -> tuple[str, ...]:
        """What tells each from the others."""
        return tuple(map(source_label, self._specs))

    def other_than(self, names: Container[str]) -> list[str]:
        """Return the labels of the signals that are none of these."""
        return [
            source_label(spec) for spec in self._specs if source_name(spec) not in names
        ]

    def ask_around(
        self,
        day: dt.date,
        arxiv_ids: Iterable[str],
        labels: Iterable[str] | None = None,
    ) -> PostReport:
        """Return what people said of the papers that were on a list of a day."""
        begin = dt.datetime.combine(day, dt.time(), dt.UTC)
        return self.ask(arxiv_ids, begin - POSTED_BEFORE, begin + POSTED_AFTER, labels)

    def ask(
        self,
        arxiv_ids: Iterable[str],
        since: dt.datetime,
        until: dt.datetime,
        labels: Iterable[str] | None = None,
    ) -> PostReport:
        """Return what people said of papers, without those that cannot answer.

        Args:
            arxiv_ids: The papers, without versions.
            since: Aware; from here on.
            until: Aware; up to here, or to now.
            labels: Of the signals that are asked; None for all.
        """
        at = self._context.now()
        papers, until = tuple(arxiv_ids), min(until, at)
        asked = self.labels if labels is None else tuple(labels)
        masked = self._context.http.masked
        answered: list[str] = []
        names: list[str] = []
        reports: list[SignalReport] = []
        failures: dict[str, str] = {}
        for label, signal in zip(self.labels, self._signals, strict=True):
            if label not in asked:
                continue
            try:
                name, report = _report(signal, papers, since, until)
            except SourceError as error:
                failures[label] = masked(error.reason)
                if error.said:
                    logger.warning("%s: %s", label, masked(error.said))
                continue
            if report.lacks:
                failures[label] = masked(report.lacks)
            else:
                answered.append(label)
            names.append(name)
            reports.append(report)
        return PostReport(
            at=at,
            reports=tuple(map(self._permitted, reports)),
            counted_by=tuple(dict.fromkeys(names)),
            answered=frozenset(answered),
            problems=tuple(masked(each) for one in reports for each in one.problems),
            lacks=failures,
        )

    def _permitted(self, report: SignalReport) -> SignalReport:
        """Return what was found without the texts that the site does not want."""
        textless = self._context.textless
        mentions = (
            replace(each, post=replace(each.post, html=""))
            if each.post.platform in textless
            else each
            for each in report.mentions
        )
        return replace(report, mentions=tuple(mentions))

    @cached_property
    def _signals(self) -> tuple[Signal | SourceError, ...]:
        """Each signal, or why it cannot be asked."""
        return tuple(_open(spec, self._context) for spec in self._specs)


def _open(spec: Spec, context: Context) -> Signal | SourceError:
    try:
        (signal,) = open_signals((spec,), context)
    except SourceError as error:
        return error
    return signal


def _report(
    signal: Signal | SourceError,
    papers: Sequence[str],
    since: dt.datetime,
    until: dt.datetime,
) -> tuple[str, SignalReport]:
    """Return a signal's name, and what it found.

    Raises:
        SourceError: It could not be opened, or cannot tell.
    """
    if isinstance(signal, SourceError):
        raise signal
    try:
        return signal.name, signal.mentions(papers, since, until)
    except SourceError:
        raise
    except Exception as error:  # a signal of somebody's that knows no better
        raise unexpected(error) from error
