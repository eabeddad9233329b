"""Bluesky: a server that accounts log in at, and the search of posts."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from loopback.server import Reply, Request, Server

PREFIX = "/xrpc/"
LOGIN = PREFIX + "com.atproto.server.createSession"
SEARCH = PREFIX + "app.bsky.feed.searchPosts"
_LINK = re.compile(r'https?://[^\s"\\]+')
HANDLE = "lab.example.org"
PASSWORD = "abcd-efgh-ijkl-mnop"  # noqa: S105 - opens nothing


@dataclass
class Bluesky:
    """Bluesky, with these posts, as a speaker.

    ``Bluesky([post("3k1", "https://arxiv.org/abs/2104.01778")]).speak(server)``
    returns its ``base_url``. The account is `HANDLE` with `PASSWORD`.
    """

    posts: Sequence[Any]
    """Records as `post` makes them, or anything else; the newest first."""
    lasts: int = 1000
    """How many questions a token is good for."""
    tokens: list[str] = field(default_factory=list)
    """All that were given, the last one good."""
    _left: int = 0

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address to ask."""
        server.speakers[PREFIX] = self
        return server.url

    def __call__(self, request: Request) -> Reply:
        if request.path == LOGIN and request.method == "POST":
            return self._log_in(json.loads(request.body))
        if request.path != SEARCH:
            return error("MethodNotImplemented", 501)
        if not self.tokens or "authorization" not in request.headers:
            page = (
                b"<html><body>Request forbidden by administrative rules.</body></html>"
            )
            return Reply(page, 403, {"Content-Type": "text/html"})
        good = request.headers["authorization"] == f"Bearer {self.tokens[-1]}"
        if not good or not self._left:
            return error("ExpiredToken")
        self._left -= 1
        return self._search(request.query)

    def _log_in(self, account: Any) -> Reply:
        if account != {"identifier": HANDLE, "password": PASSWORD}:
            return error("AuthenticationRequired", 401)
        self.tokens.append(f"eyJ0eXAi.loopback.{len(self.tokens)}")
        self._left = self.lasts
        did = "did:plc:lab"
        return _answer({"accessJwt": self.tokens[-1], "did": did, "handle": HANDLE})

    def _search(self, query: dict[str, str]) -> Reply:
        size = int(query.get("limit", "25"))
        if query.get("q") != "*" or not 1 <= size <= 100:
            return error("InvalidRequest")
        found = [each for each in self.posts if _fits(each, query)]
        start = int(query.get("cursor", "0"))
        body: dict[str, Any] = {"posts": found[start : start + size]}
        if start + size < len(found):
            body["cursor"] = str(start + size)
        return _answer(body)


def _fits(each: Any, query: dict[str, str]) -> bool:
    """Tell whether a post is in time and links to the domain, or to the address.

    What stands in the text alone is no link. A record that is no post fits the first
    domain that is asked for.
    """
    if not isinstance(each, dict) or "indexedAt" not in each:
        return query.get("domain") == "arxiv.org"
    record = each["record"]
    said = json.dumps([record.get("facets"), record.get("embed"), each.get("embed")])
    at, since, until = (
        dt.datetime.fromisoformat(one)
        for one in (each["indexedAt"], query["since"], query["until"])
    )
    if "url" in query:
        return since <= at < until and f'"{query["url"]}"' in said
    hosts = {urlsplit(link).hostname or "" for link in _LINK.findall(said)}
    asked = query["domain"]
    found = any(host == asked or host.endswith(f".{asked}") for host in hosts)
    return since <= at < until and found


def post(  # noqa: PLR0913
    key: str,
    *links: str,
    text: str = "read this",
    at: str = "2026-11-19T08:00:00.000Z",
    labels: Sequence[Any] = (),
    author: dict[str, Any] | None = None,
    record: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return a postView whose text has links behind its words."""
    did = f"did:plc:{key}"
    return {
        "uri": f"at://{did}/app.bsky.feed.post/{key}",
        "cid": f"bafy{key}",
        "author": {
            "did": did,
            "handle": f"{key}.bsky.social",
            "displayName": f"Reader {key}",
            "labels": [],
            **(author or {}),
        },
        "record": {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": at,
            "langs": ["en"],
            "facets": [_facet(link) for link in links],
            **(record or {}),
        },
        "replyCount": 1,
        "repostCount": 5,
        "likeCount": 20,
        "quoteCount": 2,
        "indexedAt": at,
        "labels": [label(each) for each in labels],
        **more,
    }


def label(value: str, **more: Any) -> dict[str, Any]:
    """Return a label as services put it on posts and authors."""
    return {"src": "did:plc:labels", "uri": "at://", "val": value, **more}


def _facet(link: str) -> dict[str, Any]:
    return {
        "index": {"byteStart": 0, "byteEnd": 4},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link}],
    }


def error(name: str, status: int = 400) -> Reply:
    """Return an error as Bluesky gives it."""
    return _answer({"error": name, "message": f"{name}, in other words"}, status)


def _answer(body: Any, status: int = 200) -> Reply:
    kind = "application/json; charset=utf-8"
    return Reply(json.dumps(body).encode(), status, {"Content-Type": kind})
