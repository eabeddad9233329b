"""alphaXiv: the papers that its readers look at, as a list of the night or as votes.

``GET https://api.alphaxiv.org/papers/v3/feed`` is what its own pages ask, undocumented
and without a key; ``interval`` is required. It answers ``{"papers": [{
"universal_paper_id", "title", "abstract", "authors", "metrics": {"total_votes",
"public_total_votes"}, "github_url"}]}``: the newest days as they are now, and no day of
the past. An identifier that is words is of no paper of arXiv's. Seen in October 2026.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any, ClassVar, Literal

from pelican_hotpapers.errors import BadResponse, SourceError
from pelican_hotpapers.http import Response, read_json
from pelican_hotpapers.model import Coverage, Digest, Discussion, Paper
from pelican_hotpapers.ranking import hottest, with_counts
from pelican_hotpapers.sources import Context, SignalReport, fields, fingerprint
from pelican_hotpapers.sources.links import linked_arxiv_ids

PAGE = 50
"""Papers asked for at once."""
MOST_PAGES = 4
"""Pages that are asked for votes; what is further down has hardly any."""
LISTED_BEFORE = 7
"""Days in which a paper that was on the list is not new any more."""
DAY = dt.timedelta(days=1)

Interval = Literal["3 Days", "7 Days", "30 Days", "90 Days"]
Records = Mapping[str, Mapping[str, Any]]
"""What it tells of papers, by their identifiers at arXiv, the hottest first."""


@dataclass(frozen=True)
class AlphaXiv:
    """The source ``alphaxiv``: what is hot there when a day has just ended.

    Only a job that runs every night makes days of it: there is no past. A paper is of
    the first day on which it was hot.
    """

    context: Context = field(repr=False)
    base_url: str = "https://api.alphaxiv.org"
    """Where the service is."""
    interval: Interval = "3 Days"
    """How new papers are."""
    paper_score: int = 0
    """The least score of a paper that is shown."""
    name: ClassVar[str] = "alphaxiv"

    def fetch(self, day: dt.date) -> Digest | None:
        """Return what is hot now, for the day that has just ended or is not over.

        For any other day it is what was collected then.

        Raises:
            SourceError: Nothing was, or there is no answer.
        """
        if day < self.context.today - DAY:
            return self._collected(day)
        records = _feed(self.context, self.base_url, self.interval, "Hot", 0)
        known = self._known(day)
        new = {each: records[each] for each in records if each not in known}
        found = self.context.catalogue.look_up(new, day)
        rules = replace(self.context.rules, paper_score=self.paper_score)
        now = self.context.now()
        papers = [
            replace(
                with_counts(
                    found.papers.get(arxiv_id) or _paper(arxiv_id, record),
                    {"votes": _votes(record)},
                    rules,
                ),
                measured_at=now,
                code_url=fields.link(record.get("github_url")),
                discussions=(_page_of(arxiv_id),),
            )
            for arxiv_id, record in new.items()
        ]
        hot = hottest((paper for paper in papers if paper.title), rules)
        coverage = Coverage(
            source=self.name,
            url="https://www.alphaxiv.org",
            listed=len(new),
            shown=len(hot.papers),
            below=hot.below,
            beyond=hot.beyond,
            incomplete=len(new) - len(hot.papers) - hot.below - hot.beyond,
            counted_by=(self.name,),
            counted_at=now,
            problems=found.problems,
            lacks={"arxiv": found.lacks} if found.lacks else {},
            batch=fingerprint(new),
        )
        return Digest(
            date=day, collected_at=now, papers=hot.papers, coverage=(coverage,)
        )

    def _collected(self, day: dt.date) -> Digest:
        before = self.context.archived(day)
        lines = before.coverage if before else ()
        ours = tuple(line for line in lines if line.source == self.name)
        if before is None or not ours:
            raise SourceError(
                f"alphaXiv tells what is hot now, and nothing of {day}",
                "Collect every night",
            )
        return replace(before, coverage=ours)

    def _known(self, day: dt.date) -> set[str]:
        """Return the papers of the days before that had a list."""
        digests = (
            self.context.archived(day - back * DAY)
            for back in range(1, LISTED_BEFORE + 1)
        )
        return {
            paper.arxiv_id
            for digest in digests
            if digest and any(line.source == self.name for line in digest.coverage)
            for paper in digest.papers
        }


@dataclass(frozen=True)
class AlphaXivVotes:
    """The signal ``alphaxiv``: counts ``votes``, and links to the page of a paper."""

    context: Context = field(repr=False)
    base_url: str = "https://api.alphaxiv.org"
    """Where the service is."""
    interval: Interval = "30 Days"
    """How new papers are."""
    name: ClassVar[str] = "alphaxiv"
    _read: list[Records] = field(
        init=False, repr=False, compare=False, default_factory=list
    )
    """What was read, once in a run: it tells of now, whatever the day."""

    def mentions(
        self, arxiv_ids: Iterable[str], since: dt.datetime, until: dt.datetime
    ) -> SignalReport:
        """Return the votes for these papers, as they are now; see `Signal`."""
        del since, until
        if not self._read:
            pages = [
                _feed(self.context, self.base_url, self.interval, "Likes", number)
                for number in range(MOST_PAGES)
            ]
            self._read.append({key: page[key] for page in pages for key in page})
        (records,) = self._read
        known = {each: records[each] for each in arxiv_ids if each in records}
        return SignalReport(
            (),
            counts={each: {"votes": _votes(record)} for each, record in known.items()},
            discussions={each: (_page_of(each),) for each in known},
        )


def _feed(
    context: Context, base_url: str, interval: Interval, sort: str, page: int
) -> Records:
    """Return a page of papers, without those that arXiv does not have."""
    return context.http.get(
        f"{base_url.rstrip('/')}/papers/v3/feed",
        _read_feed,
        params={
            "sort": sort,
            "interval": interval,
            "pageNum": str(page),
            "pageSize": str(PAGE),
            "topics": "[]",
        },
    )


def _read_feed(response: Response) -> Records:
    papers = fields.mapping(read_json(response)).get("papers")
    if not isinstance(papers, list):
        raise BadResponse(f"{response.host} gave no list of papers, expected one")
    return {
        arxiv_id: record
        for record in map(fields.mapping, papers[:PAGE])
        for arxiv_id in linked_arxiv_ids(
            f"arxiv.org/abs/{fields.text(record.get('universal_paper_id'))}"
        )
    }


def _votes(record: Mapping[str, Any]) -> int:
    metrics = fields.mapping(record.get("metrics"))
    names = ("public_total_votes", "total_votes")
    return max(fields.count(metrics.get(name)) for name in names)


def _page_of(arxiv_id: str) -> Discussion:
    return Discussion(
        url=f"https://www.alphaxiv.org/abs/{arxiv_id}", platform="alphaxiv"
    )


def _paper(arxiv_id: str, record: Mapping[str, Any]) -> Paper:
    """Return a paper as alphaXiv has it, where arXiv does not tell."""
    abstract = unescape(fields.text(record.get("abstract")))
    authors = map(fields.line, fields.items(record.get("authors")))
    return Paper(
        arxiv_id=arxiv_id,
        rank=1,
        title=fields.line(unescape(fields.text(record.get("title")))),
        authors=tuple(filter(None, authors)),
        abstract=fields.line(abstract, fields.LONGEST_ABSTRACT),
    )
