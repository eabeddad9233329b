"""The source ``arxiv``: what arXiv announced on a day, by what people said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from pelican_hotpapers import ranking
from pelican_hotpapers.arxiv.paper_facts import ARXIV, with_arxiv_facts
from pelican_hotpapers.arxiv.services import RSS
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.model import Coverage, Digest, Paper
from pelican_hotpapers.ranking import Rules, Selection
from pelican_hotpapers.sources import (
    Context,
    fingerprint,
)
from pelican_hotpapers.sources.announcements import Announced, Announcements
from pelican_hotpapers.sources.catalogue import Found
from pelican_hotpapers.sources.signal_pool import PostReport, SignalPool

COUNTED_FOR = dt.timedelta(days=7)
"""How long after its announcement posts about a paper are counted."""


@dataclass(frozen=True)
class ArXiv:
    """The papers announced in some archives, with their heat from signals."""

    context: Context = field(repr=False)
    archives: tuple[str, ...] = ("cs", "stat.ML")
    """Archives and categories of arXiv's; a paper in several is one paper."""
    signals: tuple[str | dict[str, Any], ...] | None = None
    """What is asked what people said, as in ``HOTPAPERS_SIGNALS``; None for those."""
    base_url: str = RSS
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
        counted = (
            _counted(each, posts.counts_of(each), self._rules)
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
            replace(
                paper,
                measured_at=posts.at,
                posts=ranking.shown_posts(
                    posts.mentions_of(paper.arxiv_id), self._rules
                ),
                discussions=posts.discussions_of(paper.arxiv_id),
            )
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
    def _pool(self) -> SignalPool | None:
        """What is asked: signals of its own, or those of the site."""
        if self.signals is None:
            return self.context.signals
        return SignalPool(self.signals, self.context)

    def _ask_signals(self, announced: Announced) -> PostReport:
        """Ask every signal, and do without those that cannot answer.

        Raises:
            SourceError: None can.
        """
        if not self._pool or not self._pool.labels:
            raise SourceError(
                "found no signals, expected at least one that counts the papers' heat",
                "Write HOTPAPERS_SIGNALS = ['hackernews']",
            )
        until = announced.at + COUNTED_FOR
        report = self._pool.ask(announced.arxiv_ids, announced.at, until)
        if not report.counted_by:
            reasons = (f"{name}: {reason}" for name, reason in report.lacks.items())
            raise SourceError(f"no signal answered: {'; '.join(reasons)}")
        return report

    # The papers

    def _coverage(
        self,
        announced: Announced,
        posts: PostReport,
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


def _counted(arxiv_id: str, counts: Mapping[str, int], rules: Rules) -> Paper:
    """Return a paper of which nothing is known but how much it was noticed."""
    paper = Paper(arxiv_id=arxiv_id, rank=1, title="")
    return ranking.with_counts(paper, counts, rules)


def _completed(papers: Iterable[Paper], found: Found) -> Iterator[Paper]:
    """Yield the papers that have a title, with all that arXiv knows of them."""
    for paper in papers:
        known = found.papers.get(paper.arxiv_id)
        if known:
            yield with_arxiv_facts(paper, known)
