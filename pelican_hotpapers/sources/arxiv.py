"""The source ``arxiv``: what arXiv announced on a day, by what people said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from pelican_hotpapers import ranking
from pelican_hotpapers.arxiv.paper_facts import ARXIV, with_arxiv_facts
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.model import Coverage, Digest, Paper
from pelican_hotpapers.ranking import Mention, Rules, Selection
from pelican_hotpapers.sources import (
    Context,
    Signal,
    SignalReport,
    fingerprint,
)
from pelican_hotpapers.sources.announcements import Announced, Announcements
from pelican_hotpapers.sources.catalogue import Found
from pelican_hotpapers.sources.entry_points import Spec, open_signals, source_label
from pelican_hotpapers.sources.tracebacks import unexpected

logger = get_logger(__name__)

COUNTED_FOR = dt.timedelta(days=7)
"""How long after its announcement posts about a paper are counted."""


@dataclass(frozen=True)
class ArXiv:
    """The papers announced in some archives, with their heat from signals."""

    context: Context = field(repr=False)
    archives: tuple[str, ...] = ("cs", "stat.ML")
    """Archives and categories of arXiv's; a paper in several is one paper."""
    signals: tuple[str | dict[str, Any], ...] = ("hackernews",)
    """What is asked what people said: names, or dicts with ``name`` and options."""
    base_url: str = "https://rss.arxiv.org"
    """Where the feeds of the current announcements are."""
    paper_score: int | None = None
    """The least score of a paper that is shown; None for that of the site."""
    name: ClassVar[str] = "arxiv"

    def fetch(self, day: dt.date) -> Digest | None:
        """Return the hot ones of the papers that were announced on a day.

        Args:
            day: As in the headings of arXiv's lists: the batch of Tuesday, 20:00 in
                US Eastern time, is Wednesday's.

        Returns:
            None when nothing was announced: at a weekend, on a holiday.

        Raises:
            SourceError: arXiv does not name the papers now, or no signal answered.
        """
        announced = self._announcements.on(day, self.archives)
        if announced is None:
            return None
        posts = self._ask_signals(announced)
        mentions = _by_paper(posts.mentions)
        counted = (
            _counted(each, mentions.get(each, ()), self._rules)
            for each in announced.arxiv_ids
        )
        hot = ranking.hottest(counted, replace(self._rules, max_papers=0))
        found = self.context.catalogue.look_up(
            (paper.arxiv_id for paper in hot.papers), day
        )
        shown = ranking.hottest(_completed(hot.papers, found), self._rules)
        if found.lacks and not shown.papers:
            raise SourceError(
                f"arXiv did not tell the titles of the {len(hot.papers)} hot papers: "
                f"{found.lacks}",
                "They are asked for again",
            )
        papers = (
            self._with_posts(paper, mentions.get(paper.arxiv_id, ()), posts.at)
            for paper in shown.papers
        )
        return Digest(
            date=day,
            collected_at=posts.at,
            papers=tuple(papers),
            coverage=(self._coverage(announced, posts, hot, found, shown),),
        )

    @cached_property
    def _rules(self) -> Rules:
        if self.paper_score is None:
            return self.context.rules
        return replace(self.context.rules, paper_score=self.paper_score)

    @cached_property
    def _announcements(self) -> Announcements:
        return Announcements(
            http=self.context.http,
            catalogue=self.context.catalogue,
            now=self.context.now,
            batches=self._batches,
            rss_url=self.base_url,
        )

    def _batches(self, day: dt.date) -> Mapping[str, str]:
        """Return what told the lists of a day from others, by archive or category."""
        digest = self.context.archived(day)
        lines = digest.coverage if digest else ()
        return next((line.batches for line in lines if line.source == self.name), {})

    # What people said

    @cached_property
    def _signals_or_errors(self) -> tuple[tuple[str, Signal | SourceError], ...]:
        """The name of each signal, and it, or why it cannot be asked."""
        return tuple(
            (source_label(spec), _open(spec, self.context)) for spec in self.signals
        )

    def _ask_signals(self, announced: Announced) -> _Posts:
        """Ask every signal, and do without those that cannot answer.

        Raises:
            SourceError: None can.
        """
        if not self.signals:
            raise SourceError(
                "found no signals, expected at least one that counts the papers' heat",
                "Write {'name': 'arxiv', 'signals': ['hackernews']}",
            )
        at = self.context.now()
        until = min(at, announced.at + COUNTED_FOR)
        reports: list[tuple[str, SignalReport]] = []
        failures: dict[str, str] = {}
        for name, signal in self._signals_or_errors:
            try:
                reports.append(_report(signal, announced, until))
            except SourceError as error:
                failures[name] = error.reason
                if error.said:
                    said = self.context.http.masked(error.said)
                    logger.warning("%s: %s: %s", self.name, name, said)
        if not reports:
            reasons = (f"{name}: {reason}" for name, reason in failures.items())
            raise SourceError(f"no signal answered: {'; '.join(reasons)}")
        return _Posts(
            at=at,
            mentions=tuple(each for _, one in reports for each in one.mentions),
            counted_by=tuple(dict.fromkeys(name for name, _ in reports)),
            problems=tuple(each for _, one in reports for each in one.problems),
            lacks=failures,
        )

    # The papers

    def _with_posts(
        self, paper: Paper, mentions: Sequence[Mention], at: dt.datetime
    ) -> Paper:
        return replace(
            paper,
            measured_at=at,
            posts=ranking.shown_posts(mentions, self._rules),
            discussions=ranking.discussions(mentions),
        )

    def _coverage(
        self,
        announced: Announced,
        posts: _Posts,
        hot: Selection,
        found: Found,
        shown: Selection,
    ) -> Coverage:
        complete = len(shown.papers) + shown.beyond
        return Coverage(
            source=self.name,
            listed=len(announced.arxiv_ids),
            shown=len(shown.papers),
            below=hot.below,
            beyond=shown.beyond,
            incomplete=len(hot.papers) - complete,
            counted_by=posts.counted_by,
            counted_at=posts.at,
            problems=(*announced.problems, *posts.problems, *found.problems),
            lacks={
                **announced.lacks,
                **posts.lacks,
                **({ARXIV: found.lacks} if found.lacks else {}),
            },
            batch=fingerprint(announced.arxiv_ids),
            batches=announced.batches,
        )


@dataclass(frozen=True, slots=True)
class _Posts:
    """What all signals found."""

    at: dt.datetime
    mentions: tuple[Mention, ...]
    counted_by: tuple[str, ...]
    problems: tuple[str, ...]
    lacks: Mapping[str, str]
    """Why a signal did not answer, by its name."""


def _open(spec: Spec, context: Context) -> Signal | SourceError:
    try:
        (signal,) = open_signals((spec,), context)
    except SourceError as error:
        return error
    return signal


def _report(
    signal: Signal | SourceError, announced: Announced, until: dt.datetime
) -> tuple[str, SignalReport]:
    """Return a signal's name and what it found.

    Raises:
        SourceError: It could not be opened, or cannot tell.
    """
    if isinstance(signal, SourceError):
        raise signal
    try:
        report = signal.mentions(announced.arxiv_ids, announced.at, until)
    except SourceError:
        raise
    except Exception as error:  # a signal of somebody's that knows no better
        raise unexpected(error) from error
    return signal.name, report


def _by_paper(mentions: Iterable[Mention]) -> Mapping[str, Sequence[Mention]]:
    papers: dict[str, list[Mention]] = {}
    for mention in mentions:
        papers.setdefault(mention.arxiv_id, []).append(mention)
    return papers


def _counted(arxiv_id: str, mentions: Iterable[Mention], rules: Rules) -> Paper:
    """Return a paper of which nothing is known but how much it was noticed."""
    paper = Paper(arxiv_id=arxiv_id, rank=1, title="")
    return ranking.with_counts(paper, ranking.total(mentions), rules)


def _completed(papers: Iterable[Paper], found: Found) -> Iterator[Paper]:
    """Yield the papers that have a title, with all that arXiv knows of them."""
    for paper in papers:
        known = found.papers.get(paper.arxiv_id)
        if known:
            yield with_arxiv_facts(paper, known)
