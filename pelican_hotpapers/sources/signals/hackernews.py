"""Hacker News: stories that link to a paper, their points and comments.

Asked through Algolia's search, https://hn.algolia.com/api, which needs no key and
allows 10,000 requests an hour. Two requests are enough for some days: one for the
stories whose link is to ``arxiv.org``, one for those that link to Hugging Face or
alphaXiv, of which not all are about a paper. It gives 1,000 stories of a span of time
and says how many there are; it matches fuzzily, and since June 2026 refuses filters on
points. So what is wanted is chosen here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.errors import BadResponse, excerpt
from pelican_hotpapers.http import Response, read_json
from pelican_hotpapers.markup.embeds import embed_of
from pelican_hotpapers.model import Post
from pelican_hotpapers.sources import Context, SignalReport, fields
from pelican_hotpapers.sources.links import linked_arxiv_ids
from pelican_hotpapers.sources.signals.found_posts import FoundPost, mentions_in
from pelican_hotpapers.sources.signals.pagination import (
    PagedPosts,
    PostPage,
    read_pages,
    report_on,
)

PAGE = 1000
"""Stories asked for at once, the most there are."""
AHEAD = 9
"""Days that are read along with those that are asked for: others may come next."""
MOST_HALVINGS = 4
"""How often a span is halved where there are more stories in it than can be had."""
QUIET = dt.timedelta(days=1)
"""A span from which on it is odd that nobody posted a paper."""
QUESTIONS: tuple[Mapping[str, str], ...] = (
    {"query": "arxiv.org"},
    {"query": "alphaxiv huggingface", "optionalWords": "alphaxiv huggingface"},
)
"""What links have in them: all words of a query, or one of those that are optional."""

_ID = re.compile(r"\d{1,12}", re.ASCII)
_HANDLE = re.compile(r"[\w-]{1,64}", re.ASCII)
_MIDNIGHT = dt.time(tzinfo=dt.UTC)


@dataclass(frozen=True)
class HackerNews:
    """The signal ``hackernews``: counts ``points`` and ``comments``."""

    context: Context = field(repr=False)
    base_url: str = "https://hn.algolia.com"
    """Where the search is."""
    name: ClassVar[str] = "hackernews"
    _stories: dict[str, FoundPost] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """All that were read, by number."""
    _days: set[dt.date] = field(
        init=False, repr=False, compare=False, default_factory=set
    )
    """The days of which all were: those of one list are beside those of the next."""

    def mentions(
        self, arxiv_ids: Iterable[str], since: dt.datetime, until: dt.datetime
    ) -> SignalReport:
        """Return the stories about these papers; see `Signal`."""
        asked = frozenset(arxiv_ids)
        until = min(until, self.context.now())
        if not asked or since >= until:
            return SignalReport(())
        results = self._read(since.astimezone(dt.UTC), until.astimezone(dt.UTC))
        stories = [
            each
            for each in self._stories.values()
            if each.at is None or since <= each.at < until
        ]
        has_failed = any(result.failure for result in results)
        quiet = () if has_failed else _no_stories(stories, since, until)
        return report_on("Hacker News", results, mentions_in(stories, asked), quiet)

    def _read(self, since: dt.datetime, until: dt.datetime) -> list[PagedPosts]:
        """Read all stories of the days that were not read yet, and of some beyond."""
        last = (until - dt.timedelta.resolution).date()
        count = (last - since.date()).days + 1
        span = [since.date() + after * DAY for after in range(count)]
        missing = [day for day in span if day not in self._days]
        if not missing:
            return []
        missing += [missing[-1] + after * DAY for after in range(1, AHEAD + 1)]
        begin = dt.datetime.combine(missing[0], _MIDNIGHT)
        end = dt.datetime.combine(missing[-1] + DAY, _MIDNIGHT)
        results = [
            result
            for question in QUESTIONS
            for result in self._results(question, begin, min(end, self.context.now()))
        ]
        if not any(result.failure for result in results):
            self._days.update(missing)
        records = [each for result in results for each in result.records if each]
        self._stories.update((each.key, each) for each in records)
        return results

    def _results(
        self,
        question: Mapping[str, str],
        since: dt.datetime,
        until: dt.datetime,
        halvings: int = MOST_HALVINGS,
    ) -> Iterator[PagedPosts]:
        """Yield the stories of a span, in halves where there are more than it gives."""
        result = read_pages(
            partial(self._page, question, since, until),
            most=PAGE,
            bound=f"{PAGE:,} stories can be had at once",
            size=PAGE,
        )
        count = len(result.records)
        if result.failure or result.total <= count:
            yield result
        elif not halvings:
            cut_off = f"{result.total:,} are there at once, and {count:,} can be had"
            yield replace(result, broke_off=cut_off)
        else:
            middle = since + (until - since) / 2
            yield from self._results(question, since, middle, halvings - 1)
            yield from self._results(question, middle, until, halvings - 1)

    def _page(
        self,
        question: Mapping[str, str],
        since: dt.datetime,
        until: dt.datetime,
        number: str,
        _size: int,
    ) -> PostPage:
        page = int(number or 0)

        def read(response: Response) -> PostPage:
            return _read_page(read_json(response), page, response.host)

        return self.context.http.get(
            f"{self.base_url.rstrip('/')}/api/v1/search_by_date",
            read,
            params={
                **question,
                "restrictSearchableAttributes": "url",
                "tags": "story",
                "numericFilters": f"created_at_i>{_seconds(since) - 1},"
                f"created_at_i<{_seconds(until)}",
                "hitsPerPage": str(PAGE),
                "page": str(page),
            },
        )


def _seconds(moment: dt.datetime) -> int:
    return int(moment.timestamp())


def _read_page(body: object, number: int, host: str) -> PostPage:
    """Read ``{"hits": [story], "nbPages": int, "nbHits": int}``."""
    found = fields.mapping(body)
    hits = found.get("hits")
    if not isinstance(hits, list):
        raise BadResponse(
            f"{host} answered with JSON of another kind, expected an object with a "
            "list of hits",
            said=excerpt(body),
        )
    more = number + 1 < fields.count(found.get("nbPages"))
    return PostPage(
        records=tuple(map(_story, hits)),
        next=str(number + 1) if more else "",
        total=fields.count(found.get("nbHits")),
    )


def _story(hit: object) -> FoundPost | None:
    """Read a story; None where it has no number of its own."""
    story = fields.mapping(hit)
    number = fields.match(_ID, story.get("objectID"))
    if not number:
        return None
    link = fields.text(story.get("url"))
    post = Post(
        platform="hackernews",
        id=number,
        url=f"https://news.ycombinator.com/item?id={number}",
        author_handle=fields.match(_HANDLE, story.get("author")),
        date=fields.day(story.get("created_at_i")),
    )
    title = fields.line(story.get("title"))
    return FoundPost(
        post=replace(post, html=embed_of(post, [(title, link)])),
        papers=linked_arxiv_ids(link),
        counts={  # null where there are none
            "points": fields.count(story.get("points")),
            "comments": fields.count(story.get("num_comments")),
        },
        key=number,
        at=_moment(story.get("created_at_i")),
    )


def _moment(seconds: object) -> dt.datetime | None:
    """Return a time given in seconds since 1970; None for anything else."""
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _no_stories(
    stories: Iterable[FoundPost | None], since: dt.datetime, until: dt.datetime
) -> Iterator[str]:
    """Say that there are no stories, where there are always some.

    What takes in the stories has stood still for a day or two, more than once. The
    response is then sound, and empty.
    """
    found = any(story and story.papers for story in stories)
    if not found and until - since >= QUIET:
        yield (
            f"Hacker News had no story with an arXiv link from {since:%Y-%m-%d %H:%M} "
            f"to {until:%Y-%m-%d %H:%M}, which is unusual"
        )
