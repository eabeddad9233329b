"""What the archive answers, as data: of each thing a bounded part.

All texts in it are other people's. They are cut, and freed of markup and of characters
that do more than they show.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pelican_hotpapers.arxiv.identifiers import identifier_of_link
from pelican_hotpapers.arxiv.taxonomy import canonical
from pelican_hotpapers.characters import cut, plain_line
from pelican_hotpapers.library import LibraryEntry, hottest_first
from pelican_hotpapers.markup import embeds, tex
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.mcp.archive_library import ArchiveLibrary, SearchText, words
from pelican_hotpapers.model import Digest, Paper, Post
from pelican_hotpapers.pages.periods import (
    Period,
    month_period,
    week_period,
    year_period,
)
from pelican_hotpapers.scores import counts_of

MOST = 50
"""Papers of one answer."""
MOST_POSTS = 10
LONGEST = {"title": 300, "name": 80, "abstract": 400, "whole": 4_000, "post": 500}
"""Characters of texts."""
LONGEST_URL = 1_000
MOST_AUTHORS = 10

Answer = dict[str, Any]
Row = TypeVar("Row")


class QueryError(Exception):
    """Something was asked that has no answer; says what was expected."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched for."""

    text: str
    """Words, of which those in quotes stand together."""
    category: str = ""
    """An arXiv category, or an archive such as ``cs``."""
    since: str = ""
    """The first day on which papers were hot: ``2026-11-27``."""
    until: str = ""
    """The last one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which papers of many are shown."""

    limit: int
    """How many, up to `MOST`."""
    offset: int = 0
    """After how many."""

    def of(self, every: Sequence[Row]) -> Sequence[Row]:
        """Return the part of a row."""
        return every[self.offset : self.offset + min(self.limit, MOST)]

    def of_answer(self, answer: Answer) -> Answer:
        """Return an answer that says where to go on, if there is more."""
        end = self.offset + len(answer["papers"])
        return {**answer, "next_offset": end} if end < answer["total"] else answer


@dataclass(frozen=True, slots=True)
class ArchiveAnswers:
    """Answers questions about an archive."""

    archive: ArchiveLibrary

    def search(self, query: SearchQuery, part: Part) -> Answer:
        """Return papers that have all words of a query, the best first.

        A word may be the beginning of one; words in quotes stand together. A word in
        the title weighs most, then the authors', then the abstract's; of equal papers
        the hottest comes first.
        """
        terms = _terms(query.text)
        first = _day(query.since) if query.since else dt.date.min
        last = _day(query.until) if query.until else dt.date.max
        found = [
            (weight, text.entry)
            for text in self.archive.search_texts()
            if text.entry.first <= last
            and text.entry.last >= first
            and _is_in(text.entry, query.category)
            and (weight := _weight(text, terms))
        ]
        found.sort(key=lambda each: (-each[0], -each[1].score, each[1].arxiv_id))
        return _listed([entry for _, entry in found], part)

    def digest(self, day: str, part: Part) -> Answer:
        """Return the digest of a day, or the newest one."""
        digests = self.archive.library().digests
        if day == "latest":
            place = 0
        else:
            wanted = _day(day)
            days = [digest.date for digest in digests]
            if wanted not in days:
                raise QueryError(_no_digest(wanted, days))
            place = days.index(wanted)
        if not digests:
            raise QueryError("found no digest at all")
        digest = digests[place]
        answer = {
            "date": digest.date.isoformat(),
            "title": _text(digest.title, "title"),
            "total": len(digest.papers),
            "papers": [
                {"rank": paper.rank, **_brief(paper)}
                for paper in part.of(digest.papers)
            ],
            "previous": _date(digests, place + 1),
            "next": _date(digests, place - 1),
        }
        if digest.coverage:
            lacks = {name for each in digest.coverage for name in each.lacks}
            answer["lacks"] = [_text(name, "name") for name in sorted(lacks)[:MOST]]
        return part.of_answer(answer)

    def paper(self, arxiv_id: str) -> Answer:
        """Return all that is known of a paper."""
        name = arxiv_id.strip().removeprefix("arXiv:")
        name = re.sub(r"v\d+\Z", "", identifier_of_link(name) or name)
        entry = self.archive.library().entries.get(name)
        if entry is None:
            raise QueryError(
                f"found no paper {name[:40]!r}, expected an identifier of one that was "
                "hot, as in 2104.01778; search finds them"
            )
        return _whole(entry)

    def leaderboard(self, period: str, category: str, part: Part) -> Answer:
        """Return the hottest papers of a time."""
        library = self.archive.library()
        if period == "all":
            name, entries = "all time", hottest_first(library.newest)
        else:
            found = _period(period)
            name, entries = found.name, library.between(found.first, found.last)
        within = [entry for entry in entries if _is_in(entry, category)]
        return {"period": name, **_listed(within, part)}


# What is asked


def _terms(query: str) -> tuple[str, ...]:
    parts = re.findall(r'"([^"]*)"|(\S+)', query)
    terms = tuple(filter(None, (words(phrase or word) for phrase, word in parts)))
    if not terms:
        raise QueryError(f"found {query[:40]!r}, expected words to search for")
    return terms


def _weight(text: SearchText, terms: Iterable[str]) -> int:
    """Return how well a paper fits; 0 where a term is nowhere in it."""
    weight = 0
    for term in terms:
        places = ((text.title, 4), (text.people, 2), (text.rest, 1))
        found = sum(worth for where, worth in places if term in where)
        if not found:
            return 0
        weight += found
    return weight


def _is_in(entry: LibraryEntry, category: str) -> bool:
    if not category:
        return True
    own = entry.categories
    return canonical(category) in own or category in {
        each.partition(".")[0] for each in own
    }


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise QueryError(
            f"found {text[:40]!r}, expected a day as in 2026-11-27"
        ) from None


def _period(text: str) -> Period:
    """Return a year, a month, a week, or the week of a day."""
    try:
        if re.fullmatch(r"\d{4}", text, re.ASCII):
            return year_period(dt.date(int(text), 1, 1))
        if re.fullmatch(r"\d{4}-\d\d", text, re.ASCII):
            return month_period(dt.date.fromisoformat(f"{text}-01"))
        return week_period(dt.date.fromisoformat(text.upper()))
    except ValueError:
        raise QueryError(
            f"found {text[:40]!r}, expected 'all', or a time as in 2026, 2026-11, "
            "2026-W48"
        ) from None


def _no_digest(wanted: dt.date, days: Sequence[dt.date]) -> str:
    before = next((day for day in days if day < wanted), None)
    after = next((day for day in reversed(days) if day > wanted), None)
    near = " and ".join(str(day) for day in (before, after) if day)
    return f"found no digest of {wanted}" + (f"; the nearest: {near}" if near else "")


# What is answered


def _listed(entries: Sequence[LibraryEntry], part: Part) -> Answer:
    papers = [{**_brief(each.paper), **_days(each)} for each in part.of(entries)]
    return part.of_answer({"total": len(entries), "papers": papers})


def _days(entry: LibraryEntry) -> Answer:
    return {"score": entry.score, "hot": [str(hot.day) for hot in entry.hot[-5:]]}


def _brief(paper: Paper) -> Answer:
    """Return a paper as lists have it."""
    facts = {
        "arxiv_id": paper.arxiv_id,
        "title": _text(paper.title, "title"),
        "score": paper.score,
        "authors": _authors(paper),
        "categories": [_text(each, "name") for each in paper.categories[:MOST_AUTHORS]],
        "abstract": _text(paper.abstract, "abstract"),
        "url": _url(paper.abs_url),
        "code": _url(paper.code_url),
    }
    return {name: value for name, value in facts.items() if value not in ("", [], ())}


def _whole(entry: LibraryEntry) -> Answer:
    paper = entry.paper
    more = {
        "abstract": _text(paper.abstract, "whole"),
        "pdf": _url(paper.pdf_url),
        "project": _url(paper.project_url),
        "published": paper.published and str(paper.published),
        "comment": _text(paper.comment, "post"),
        "journal_ref": _text(paper.journal_ref, "post"),
        "doi": _text(paper.doi, "name"),
        "organization": _text(paper.organization, "name"),
        "keywords": [_text(each, "name") for each in paper.keywords[:MOST_AUTHORS]],
        "discussions": [_url(each.url) for each in paper.discussions[:MOST_POSTS]],
        "counts": {
            _text(name, "name"): number
            for name, number in list(counts_of(paper).items())[:MOST_AUTHORS]
        },
        "posts": list(map(_post, paper.posts[:MOST_POSTS])),
        "hot": [
            {"day": str(hot.day), "rank": hot.rank, "of": hot.of, "score": hot.score}
            for hot in entry.hot[-MOST:]
        ],
    }
    return {**_brief(paper), **{name: value for name, value in more.items() if value}}


def _post(post: Post) -> Answer:
    return {
        "author": _text(post.author_name or post.author_handle, "name"),
        "text": _text(embeds.body_text(post), "post", is_tex=False),
        "url": _url(post.url),
        "date": post.date and str(post.date),
    }


def _url(url: str) -> str:
    return safe_url(url) if len(url) <= LONGEST_URL else ""


def _authors(paper: Paper) -> list[str]:
    names = [_text(name, "name") for name in paper.authors[:MOST_AUTHORS]]
    more = len(paper.authors) - len(names)
    return [*names, f"and {more} more"] if more else names


def _text(text: str, kind: str, *, is_tex: bool = True) -> str:
    """Return a text on one line, plain, and not longer than one of its kind may be."""
    line = plain_line(tex.to_text(text) if is_tex else text)
    return cut(line, LONGEST[kind])


def _date(digests: Sequence[Digest], place: int) -> str | None:
    return str(digests[place].date) if 0 <= place < len(digests) else None
