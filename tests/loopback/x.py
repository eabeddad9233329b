"""X's API v2: recent search, as its guides have it, or with the fields' new names."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loopback.server import Reply, Request, Server

PREFIX = "/2/tweets/search/recent"
TOKEN = "AAAAloopback-bearer/9%3D"  # noqa: S105 - opens nothing

_TERM = re.compile(r'url:"([^"]*)"')
_QUERY = re.compile(r'\(url:"[^"]+"(?: OR url:"[^"]+")*\) -is:retweet')
_NEW_NAMES = {
    "retweet_count": "repost_count",
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
}


@dataclass
class X:
    """X, with these posts, as a speaker.

    ``X([post("1", "https://arxiv.org/abs/2104.01778")], now=now).speak(server)``
    returns its ``base_url``. The token it takes is `TOKEN`.
    """

    posts: Sequence[Any]
    """Records as `post` makes them, or anything else; the newest first."""
    now: dt.datetime
    users: Sequence[Any] = ()
    """In the place of those that the posts have."""
    errors: Sequence[Any] = ()
    """What comes with every sound answer."""
    renamed: bool = False
    """Whether fields have their new names."""
    gives_reposts: bool = False
    """Whether it gives reposts in spite of ``-is:retweet``."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The queries that were answered."""

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address to ask."""
        server.speakers[PREFIX] = self
        return server.url

    def __call__(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return problem(401, "Unauthorized", "Unauthorized")
        query = request.query
        if wrong := self._complaint(query):
            return problem(400, "Invalid Request", wrong)
        self.asked.append(query)
        found = [each for each in self.posts if self._fits(each, query)]
        start, size = int(query.get("next_token", "b0")[1:]), int(query["max_results"])
        return self._page(found, start, size)

    def _page(self, found: list[Any], start: int, size: int) -> Reply:
        page = found[start : start + size]
        meta: dict[str, Any] = {"result_count": len(page)}
        if start + size < len(found):
            meta["next_token"] = f"b{start + size}"
        body: dict[str, Any] = {"meta": meta}
        if page:
            said = [each for each in page if isinstance(each, dict)]
            users = self.users or [each["_user"] for each in said if "_user" in each]
            body |= {"data": [self._spoken(each) for each in page]}
            body |= {"includes": {"users": users}}
        if self.errors:
            body["errors"] = list(self.errors)
        return answer(body)

    def _complaint(self, query: Mapping[str, str]) -> str:
        span = [query.get("start_time", ""), query.get("end_time", "")]
        if not all(
            re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one) for one in span
        ):
            return "times are written YYYY-MM-DDTHH:mm:ssZ"
        start, end = map(dt.datetime.fromisoformat, span)
        if start < self.now - dt.timedelta(days=7):
            return "'start_time' must be within the last 7 days"
        if not start < end <= self.now - dt.timedelta(seconds=10):
            return (
                "'end_time' must be a minimum of 10 seconds prior to the request time"
            )
        if len(query["query"]) > 512 or not _QUERY.fullmatch(query["query"]):
            return f"There were errors processing your request: {query['query']}"
        if not 10 <= int(query["max_results"]) <= 100:
            return "The `max_results` query parameter value is not between 10 and 100"
        return ""

    def _fits(self, each: Any, query: Mapping[str, str]) -> bool:
        """Match tokens of links, loosely, and times."""
        if not isinstance(each, dict) or "entities" not in each:
            return True
        if each.get("referenced_tweets") and not self.gives_reposts:
            kinds = [other["type"] for other in each["referenced_tweets"]]
            if "retweeted" in kinds:
                return False
        said = json.dumps(each)
        at, start, end = (
            dt.datetime.fromisoformat(one)
            for one in (each["created_at"], query["start_time"], query["end_time"])
        )
        terms = _TERM.findall(query["query"])
        return start <= at < end and any(term in said for term in terms)

    def _spoken(self, each: Any) -> Any:
        if not isinstance(each, dict):
            return each
        spoken = json.dumps({key: each[key] for key in each if key != "_user"})
        for old, new in _NEW_NAMES.items() if self.renamed else ():
            spoken = spoken.replace(f'"{old}"', f'"{new}"')
        return json.loads(spoken)


def post(  # noqa: PLR0913
    number: str,
    *links: str,
    at: str = "2026-11-19T08:00:00.000Z",
    reposts: Any = 0,
    likes: Any = 0,
    handle: str = "",
    name: str = "",
    **more: Any,
) -> dict[str, Any]:
    """Return a post with links, of an author of its own."""
    handle = handle or f"reader{number}"
    return {
        "id": number,
        "text": f"worth a read: https://t.co/{number}",
        "created_at": at,
        "author_id": f"9{number}",
        "lang": "en",
        "public_metrics": {
            "retweet_count": reposts,
            "reply_count": 1,
            "like_count": likes,
            "quote_count": 0,
            "impression_count": 4000,
        },
        "edit_history_tweet_ids": [number],
        "entities": {"urls": [_link(number, link) for link in links]},
        "_user": {
            "id": f"9{number}",
            "username": handle,
            "name": name or f"Reader {number}",
        },
        **more,
    }


def _link(number: str, link: str) -> dict[str, Any]:
    return {
        "start": 14,
        "end": 37,
        "url": f"https://t.co/{number}",
        "expanded_url": link,
        "display_url": link.removeprefix("https://")[:26] + "…",
    }


def answer(body: Any, status: int = 200) -> Reply:
    """Return a reply of JSON."""
    kind = "application/json; charset=utf-8"
    return Reply(json.dumps(body).encode(), status, {"Content-Type": kind})


def problem(status: int, title: str, detail: str, kind: str = "about:blank") -> Reply:
    """Return an error as X gives it."""
    return answer(
        {"title": title, "type": kind, "status": status, "detail": detail}, status
    )
