"""Hacker News as Algolia's search has it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loopback.server import Reply, Request, Server

PREFIX = "/api/v1/search_by_date"

LAST = 10**11
"""A time beyond this, in the year 5138, is none; such a story is always found."""

_FILTERS = re.compile(r"created_at_i>(\d+),created_at_i<(\d+)")


@dataclass
class HackerNews:
    """Hacker News, with these stories, as a speaker.

    ``HackerNews([story(1, "https://arxiv.org/abs/2104.01778")]).speak(server)``
    returns its ``base_url``.
    """

    stories: Sequence[Any]
    """Records as `story` makes them, or anything else; the newest first."""
    page_size: int = 1000
    """The most stories of a page, whatever is asked for."""
    reach: int = 1000
    """The most stories of a question that can be had."""

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address to ask."""
        server.speakers[PREFIX] = self
        return server.url

    def __call__(self, request: Request) -> Reply:
        query = request.query
        span = _FILTERS.fullmatch(query.get("numericFilters", ""))
        if not span:
            return _answer(
                {
                    "code": 400,
                    "message": "invalid numeric attribute(points), attribute not "
                    "specified in numericAttributesForFiltering setting",
                },
                400,
            )
        found = [
            each
            for each in self.stories
            if _fits(each, query) and _is_within(each, int(span[1]), int(span[2]))
        ]
        size = min(int(query["hitsPerPage"]), self.page_size)
        number = int(query.get("page", "0"))
        can_be_had = found[: self.reach]
        hits = can_be_had[number * size : (number + 1) * size]
        return _answer(
            {
                "hits": hits,
                "nbHits": len(found),
                "page": number,
                "nbPages": -(-len(can_be_had) // size),
                "hitsPerPage": size,
                "exhaustiveNbHits": True,
                "processingTimeMS": 3,
                "query": query["query"],
                "params": "",
            }
        )


def _fits(each: Any, query: dict[str, str]) -> bool:
    """Tell whether all words of a query, or one that is optional, are in the link.

    A record that is no story fits those that ask for arXiv.
    """
    words = set(re.findall(r"\w+", query["query"].lower()))
    optional = set(re.findall(r"\w+", query.get("optionalWords", "").lower()))
    link = each.get("url") if isinstance(each, dict) else None
    if not isinstance(link, str):
        return "arxiv" in words
    found = set(re.findall(r"\w+", link.lower()))
    return words - optional <= found and bool(words & found)


def _is_within(each: Any, since: int, until: int) -> bool:
    at = each.get("created_at_i") if isinstance(each, dict) else None
    return not isinstance(at, int) or at > LAST or since < at < until


def story(number: int, url: str | None, *, at: int = 1_795_000_000, **more: Any) -> Any:
    """Return a story that links somewhere; ``at`` is seconds since 1970."""
    return {
        "objectID": str(number),
        "title": f"A paper people argue about, no. {number}",
        "url": url,
        "author": f"poster_{number}",
        "points": 40,
        "num_comments": 7,
        "created_at": "2026-11-18T12:26:40Z",
        "created_at_i": at,
        "_tags": ["story", f"author_poster_{number}", f"story_{number}"],
        "children": [],
        "_highlightResult": {"title": {"value": "A <em>paper</em>"}},
        **more,
    }


def _answer(body: Any, status: int = 200) -> Reply:
    kind = "application/json; charset=utf-8"
    return Reply(json.dumps(body).encode(), status, {"Content-Type": kind})
