"""A Hot Papers site that others can follow: an index, and a digest a day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from loopback.server import Reply, Request, Server

PREFIX = "/hotpapers"


@dataclass
class Feed:
    """A site's folder of digests, as a speaker.

    ``Feed({day: digest(day, paper(1))}).speak(server)`` returns its ``base_url``.
    """

    days: Mapping[dt.date, Any]
    """What each day's file holds: bytes as they are, anything else as JSON."""
    has_index: bool = True
    index: Any = None
    """What the index holds in the place of the days there are; as with them."""

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address to follow."""
        server.speakers[PREFIX + "/"] = self
        return server.url + PREFIX

    def __call__(self, request: Request) -> Reply:
        files = {f"{day.isoformat()}.json": held for day, held in self.days.items()}
        if self.has_index:
            files["hotpapers.json"] = self.index or index(self.days)
        name = request.path.removeprefix(PREFIX + "/")
        if name not in files:
            return Reply(b"<!doctype html><title>Not here</title>", 404)
        held = files[name]
        body = held if isinstance(held, bytes) else json.dumps(held).encode()
        return Reply(body, headers={"Content-Type": "application/json"})


def index(days: Mapping[dt.date, Any]) -> dict[str, Any]:
    """Return an index of days, whose addresses are relative."""
    named = [{"date": str(day), "url": f"{day.isoformat()}.json"} for day in days]
    return {"version": 1, "days": named}


def digest(day: dt.date, *papers: Any, **more: Any) -> dict[str, Any]:
    """Return a digest in the data format, with all that a site may say in it."""
    return {
        "version": 1,
        "date": str(day),
        "collected_at": f"{day}T21:00:00Z",
        "title": f"What our group read on {day}",
        "slug": f"read/{day}",
        "extra": {"status": "draft", "template": "theirs", "save_as": "index.html"},
        "coverage": [
            {
                "source": "arxiv",
                "listed": len(papers) + 300,
                "shown": len(papers),
                "below": 300,
                "counted_by": ["x", "hackernews"],
                "counted_at": f"{day}T20:30:00Z",
                "batch": "0123456789abcdef",
            }
        ],
        "papers": list(papers),
        **more,
    }


def paper(number: int, **more: Any) -> dict[str, Any]:
    """Return a paper, of which lower numbers are hotter."""
    return {
        "rank": number,
        "arxiv_id": f"2611.{number:05}",
        "title": f"On the {number} ways to count sheep",
        "authors": ["Ada Hirt", "Bo Schäfer"],
        "categories": ["cs.LG", "stat.ML"],
        "abstract": "Sheep are counted, and the counting falls asleep.",
        "reposts": 500 - number,
        "likes": 500,
        "score": 1000 - number,
        "measured_at": "2026-11-19T20:30:00Z",
        "signals": {"points": 3},
        "posts": [
            {
                "url": f"https://x.com/bo/status/{number}0{place}",
                "html": "<blockquote>Counted <b>twice</b></blockquote>",
            }
            for place in range(3)
        ],
        **more,
    }
