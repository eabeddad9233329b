"""Hugging Face's Daily Papers: the papers that people put on the list of a day.

``GET /api/daily_papers?date=2026-03-06&limit=100&p=0`` answers with an array, page
after page until an empty one. Of an item, ``numComments`` is its own, and all the
rest that is used is in its ``paper``: ``id``, ``title``, ``summary``, ``authors``,
``upvotes``, ``githubRepo``, ``githubStars``, ``projectPage``, ``publishedAt``,
``ai_keywords``, ``organization`` (at times the item's), ``withdrawnAt``; and where a
site wants it ``ai_summary``, with ``ai_summary_model``. A date that is
no date, or whose list is not open yet, is answered with status 400 and
``{"error": "…"}``. A paper is talked about on ``/papers/2603.01234``.
Seen in March to July 2026.

Titles, authors and abstracts are arXiv's where arXiv has the paper, and Hugging
Face's where not; categories are arXiv's alone. An author whom Hugging Face marks as
hidden stays: what is hidden is the paper, on that member's profile, not who wrote it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from pelican_hotpapers import ranking
from pelican_hotpapers.arxiv.paper_facts import ARXIV, with_arxiv_facts
from pelican_hotpapers.errors import BadResponse, SourceError, excerpt
from pelican_hotpapers.http import Response, read_json
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.model import Coverage, Digest, Discussion, Paper, Summary
from pelican_hotpapers.sources import (
    Context,
    fields,
    fingerprint,
)
from pelican_hotpapers.sources.links import linked_arxiv_ids

logger = get_logger(__name__)

PAGE = 100
"""Papers asked for at once; the service gives no more."""
MAX_PAGES = 20
"""Pages of one day that are asked for; a busy day fills one."""
MAX_NAMED = 3
"""Papers that are named where many have something wrong."""
MAX_KEYWORDS = 20
"""Keywords of a paper that are kept."""
LONGEST_KEYWORD = 100
"""Characters of a keyword that are kept."""

LONGEST_SUMMARY = 2_000
"""Characters of a summary that are kept; most have 200."""

Item = Mapping[str, Any]


@dataclass(frozen=True)
class HuggingFace:
    """The source ``huggingface``.

    ``HF_TOKEN`` in the environment is sent along if it is set: it is not needed, but
    the requests are then counted for the account, and not for the address that a
    build machine shares with others.
    """

    context: Context
    base_url: str = "https://huggingface.co"
    """Where the service is."""
    paper_score: int = 0
    """The least score of a paper that is shown; the list was chosen by people."""
    summaries: bool = False
    """Whether papers have the summaries that a language model made for the service."""
    pace: float = 0.6
    """Seconds from one request to the next: 500 in five minutes are allowed."""
    name: ClassVar[str] = "huggingface"

    def fetch(self, day: dt.date) -> Digest | None:
        """Return the papers that were put on the list of a day, by their score.

        None for a day that is over and has an empty list: a weekend, a holiday.

        Raises:
            SourceError: The list cannot be had, is not open yet, or has no paper that
                could be read.
        """
        listing = self._day_list(day)
        if not listing.items:
            self._check_over(day)
            return None
        measured_at = self.context.now()
        outcome = self._read_papers(day, listing)
        if not outcome.papers and not outcome.withdrawn:
            raise self._unreadable(day, outcome)
        selection = self._selection(outcome.papers, measured_at)
        coverage = Coverage(
            source=self.name,
            url=f"{self._root}/papers/date/{day.isoformat()}",
            listed=outcome.listed,
            shown=len(selection.papers),
            below=selection.below,
            beyond=selection.beyond,
            incomplete=outcome.listed - len(outcome.papers),
            counted_by=(self.name,),
            counted_at=measured_at,
            problems=outcome.problems,
            lacks=outcome.lacks,
            batch=fingerprint(filter(None, map(_identifier, listing.items.values()))),
        )
        return Digest(
            date=day,
            collected_at=measured_at,
            papers=selection.papers,
            coverage=(coverage,),
        )

    def _read_papers(self, day: dt.date, listing: _DayList) -> _ReadPapers:
        """Return the papers of a list, with what arXiv knows of them."""
        items = listing.items.values()
        sound = [item for item in items if _identifier(item)]
        bad = [item for item in items if not _identifier(item)]
        standing = [item for item in sound if not _record(item).get("withdrawnAt")]
        found = self.context.catalogue.look_up(map(_identifier, standing), day)
        papers = [
            with_arxiv_facts(paper, found.papers.get(paper.arxiv_id, paper))
            for paper in map(self._paper, standing)
        ]
        titled = tuple(paper for paper in papers if paper.title)
        for item in bad[:MAX_NAMED]:
            found_id = excerpt(_record(item).get("id"))
            logger.info("%s: found the identifier %s", self._host, found_id)
        untitled = [paper.arxiv_id for paper in papers if not paper.title]
        return _ReadPapers(
            listed=len(listing.items),
            papers=titled,
            withdrawn=len(sound) - len(standing),
            problems=(
                *listing.problems,
                *_left_out_problem(len(bad), untitled, len(listing.items)),
                *_count_problems(titled),
                *found.problems,
            ),
            lacks={ARXIV: found.lacks} if found.lacks else {},
        )

    def _paper(self, item: Item) -> Paper:
        """Return a paper as Hugging Face has it, unranked."""
        record = _record(item)
        arxiv_id = _identifier(item)
        comments = fields.known_count(item.get("numComments"))
        counts = {
            "upvotes": fields.known_count(record.get("upvotes")),
            "comments": comments,
            "stars": fields.known_count(record.get("githubStars")),
        }
        talk = Discussion(
            url=f"{self._root}/papers/{arxiv_id}", platform=self.name, comments=comments
        )
        return Paper(
            arxiv_id=arxiv_id,
            title=fields.line(record.get("title")),
            rank=0,
            authors=tuple(_names(record.get("authors"))),
            abstract=fields.line(record.get("summary"), fields.LONGEST_ABSTRACT),
            code_url=fields.link(record.get("githubRepo")),
            project_url=fields.link(record.get("projectPage")),
            signals={name: n for name, n in counts.items() if n is not None},
            published=fields.day(fields.text(record.get("publishedAt"))),
            organization=_organization(record) or _organization(item),
            keywords=tuple(_lines(record.get("ai_keywords"))),
            discussions=(talk,),
            summaries=tuple(self._summaries(record)),
        )

    def _summaries(self, record: Item) -> Iterator[Summary]:
        """Yield the service's own summary of a paper, where it is wanted."""
        text = fields.line(record.get("ai_summary"), LONGEST_SUMMARY)
        if self.summaries and text:
            model = fields.line(record.get("ai_summary_model"))
            yield Summary(text=text, source=self.name, model=model)

    def _selection(
        self, papers: Iterable[Paper], measured_at: dt.datetime
    ) -> ranking.Selection:
        """Score and rank papers by the site's rules, but with a threshold of ours."""
        rules = replace(self.context.rules, paper_score=self.paper_score)
        counted = (ranking.with_counts(paper, paper.signals, rules) for paper in papers)
        measured = (replace(paper, measured_at=measured_at) for paper in counted)
        return ranking.hottest(measured, rules)

    def _unreadable(self, day: dt.date, outcome: _ReadPapers) -> SourceError:
        return SourceError(
            f"{self._host} listed {outcome.listed} papers for {day}, of which none "
            f"could be read: {'; '.join(outcome.problems)}",
            "If this lasts, the service has changed; look for a newer version",
        )

    def _check_over(self, day: dt.date) -> None:
        """Refuse that nothing is listed for a day that is not over.

        Raises:
            SourceError: It is not.
        """
        if day >= self.context.today:
            raise SourceError(
                f"{self._host} lists nothing for {day} yet",
                "The day is not over; ask again when it is",
            )

    # Asking

    def _day_list(self, day: dt.date) -> _DayList:
        """Return all that is listed for a day, each paper once.

        Where more was to be expected, an empty page is asked for once more: that a day
        has nothing is remembered.
        """
        items: dict[str, Item] = {}
        full = True
        for number in range(MAX_PAGES):
            page = self._page(day, number) or (self._page(day, number) if full else [])
            new = {_identifier(item) or repr(item): item for item in page}
            if not new:
                return _DayList(items)
            if new.keys() <= items.keys():
                repeats = f"{self._host} repeated itself on page {number + 1}"
                return _DayList(items, (f"{repeats}; there may be more papers",))
            items = {**new, **items}
            full = len(page) >= PAGE
        endless = f"{self._host} listed papers beyond {MAX_PAGES} pages"
        return _DayList(items, (f"{endless}, which were not asked for",))

    def _page(self, day: dt.date, number: int) -> list[Item]:
        query = {"date": day.isoformat(), "limit": str(PAGE), "p": str(number)}
        return self.context.http.get(
            f"{self._root}/api/daily_papers",
            lambda response: self._items(response, day),
            params=query,
            headers=self._headers,
            pace=self.pace,
            accept=(200, 400),
        )

    def _items(self, response: Response, day: dt.date) -> list[Item]:
        if response.status == 400:  # noqa: PLR2004 - Bad Request
            raise SourceError(
                f"{self._host} has no list for {day}",
                "The list of a day opens on that day; ask again when it is over"
                if day >= self.context.today
                else "Check the date, and base_url if it was set",
                _error_text(response),
            )
        page = read_json(response)
        if not isinstance(page, list):
            raise BadResponse(
                f"{self._host} answered with JSON of another kind, expected a list "
                "of papers",
                said=excerpt(page),
            )
        return [fields.mapping(item) for item in page[:PAGE]]

    @property
    def _headers(self) -> dict[str, str]:
        token = self.context.environ.get("HF_TOKEN", "").strip()
        if not token:
            return {}
        self.context.http.hide(token)
        return {"Authorization": f"Bearer {token}"}

    @property
    def _root(self) -> str:
        return self.base_url.rstrip("/")

    @property
    def _host(self) -> str:
        return urlsplit(self.base_url).netloc


@dataclass(frozen=True, slots=True)
class _DayList:
    """The items of a day's list by identifier, or by themselves without a sound one."""

    items: Mapping[str, Item]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadPapers:
    """The papers of a list, as far as they could be read."""

    listed: int
    papers: tuple[Paper, ...]
    """Those that are complete, unranked."""
    withdrawn: int
    problems: tuple[str, ...]
    lacks: Mapping[str, str]


# Problems


def _left_out_problem(bad: int, untitled: Sequence[str], listed: int) -> Iterator[str]:
    """Say how many papers were left out, and why: they have no identifier, no title."""
    reasons = [f"{bad} with no arXiv id"] if bad else []
    reasons += [f"{arxiv_id} has no title" for arxiv_id in untitled[:MAX_NAMED]]
    if len(untitled) > MAX_NAMED:
        reasons.append("…")
    if reasons:
        left_out = bad + len(untitled)
        yield f"{left_out} of {listed} papers were left out: {', '.join(reasons)}"


def _count_problems(papers: Sequence[Paper]) -> Iterator[str]:
    for name in ("upvotes", "comments"):
        without = sum(name not in paper.signals for paper in papers)
        if without:
            yield f"{without} of {len(papers)} papers came without a count of {name}"


def _error_text(response: Response) -> str:
    """Return what an error says of itself, on one short line."""
    try:
        said = fields.mapping(read_json(response)).get("error")
    except BadResponse:
        said = response.text
    return fields.line(said, 100)


# Reading, whatever is there


def _identifier(item: Item) -> str:
    """Return an item's arXiv identifier, freed of what stands around it, or nothing."""
    raw = _record(item).get("id")
    found = (
        linked_arxiv_ids(f"arxiv.org/abs/{raw.strip()}") if isinstance(raw, str) else ()
    )
    return found[0] if found else ""


def _record(item: Item) -> Item:
    return fields.mapping(item.get("paper"))


def _organization(record: Item) -> str:
    """Return what a laboratory, university or company calls itself."""
    found = fields.mapping(record.get("organization"))
    return fields.line(found.get("fullname")) or fields.line(found.get("name"))


def _lines(value: object) -> Iterator[str]:
    for item in fields.items(value)[:MAX_KEYWORDS]:
        if text := fields.line(item, LONGEST_KEYWORD):
            yield text


def _names(value: object) -> Iterator[str]:
    for author in fields.items(value)[: fields.MOST_AUTHORS]:
        if name := fields.line(fields.mapping(author).get("name")):
            yield name
