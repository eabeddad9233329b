"""Hacker News: stories that link to a paper, their points and comments.

Asked through Algolia's search, https://hn.algolia.com/api, which needs no key and
allows 10,000 requests an hour. One request is enough for a day: all stories whose
link is to ``arxiv.org``, of which it gives 1,000 at most. It matches fuzzily, and
since June 2026 refuses filters on points; so what is wanted is chosen here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from html import escape
from typing import ClassVar

from pelican_hotpapers.errors import BadResponse, excerpt
from pelican_hotpapers.http import Response, read_json
from pelican_hotpapers.markup.embeds import written_day
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import Post
from pelican_hotpapers.sources import Context, SignalReport, fields
from pelican_hotpapers.sources.links import linked_arxiv_ids
from pelican_hotpapers.sources.signals.found_posts import FoundPost, mentions_in
from pelican_hotpapers.sources.signals.pagination import (
    PostPage,
    problems_with,
    read_pages,
)

PAGE = 1000
"""Stories asked for at once, the most there are."""
MOST = 10_000
"""Stories read of one span."""
QUIET = dt.timedelta(days=1)
"""A span from which on it is odd that nobody posted a paper."""

_ID = re.compile(r"\d{1,12}", re.ASCII)
_HANDLE = re.compile(r"[\w-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class HackerNews:
    """The signal ``hackernews``: counts ``points`` and ``comments``."""

    context: Context = field(repr=False)
    base_url: str = "https://hn.algolia.com"
    """Where the search is."""
    name: ClassVar[str] = "hackernews"

    def mentions(
        self, arxiv_ids: Iterable[str], since: dt.datetime, until: dt.datetime
    ) -> SignalReport:
        """Return the stories about these papers; see `Signal`."""
        asked = frozenset(arxiv_ids)
        until = min(until, self.context.now())
        if not asked or since >= until:
            return SignalReport(())
        result = read_pages(
            partial(self._page, since, until),
            most=MOST,
            bound=f"{MOST:,} stories were enough",
            size=PAGE,
            least=PAGE,
        )
        if result.failure and not result.pages:
            raise result.failure
        problems = (
            *problems_with("Hacker News", [result]),
            *_no_stories(result.records, since, until),
        )
        return SignalReport(mentions_in(result.records, asked), problems)

    def _page(
        self, since: dt.datetime, until: dt.datetime, number: str, size: int
    ) -> PostPage:
        page = int(number or 0)

        def read(response: Response) -> PostPage:
            return _read_page(read_json(response), page, response.host)

        return self.context.http.get(
            f"{self.base_url.rstrip('/')}/api/v1/search_by_date",
            read,
            params={
                "query": "arxiv.org",
                "restrictSearchableAttributes": "url",
                "tags": "story",
                "numericFilters": f"created_at_i>{_seconds(since) - 1},"
                f"created_at_i<{_seconds(until)}",
                "hitsPerPage": str(size),
                "page": str(page),
            },
        )


def _seconds(moment: dt.datetime) -> int:
    return int(moment.timestamp())


def _read_page(body: object, number: int, host: str) -> PostPage:
    """Read ``{"hits": [story], "nbPages": int}``."""
    found = fields.mapping(body)
    hits = found.get("hits")
    if not isinstance(hits, list):
        raise BadResponse(
            f"{host} answered with JSON of another kind, expected an object with a "
            "list of hits",
            said=excerpt(body),
        )
    more = number + 1 < fields.count(found.get("nbPages"))
    return PostPage(tuple(map(_story, hits)), str(number + 1) if more else "")


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
    return FoundPost(
        post=replace(post, html=_embed(post, fields.line(story.get("title")), link)),
        papers=linked_arxiv_ids(link),
        counts={  # null where there are none
            "points": fields.count(story.get("points")),
            "comments": fields.count(story.get("num_comments")),
        },
        key=number,
    )


def _embed(post: Post, title: str, link: str) -> str:
    """Return a story in the form of an embed: its title, who posted it, and when."""
    if not title:
        return ""
    said = f'<a href="{escape(safe_url(link))}">{escape(title)}</a>'
    name = f"(@{post.author_handle}) " if post.author_handle else ""
    day = written_day(post.date) if post.date else "Hacker News"
    by = f'&mdash; {name}<a href="{escape(post.url)}">{day}</a>'
    return f"<blockquote><p>{said}</p>{by}</blockquote>"


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
