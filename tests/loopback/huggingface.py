"""Hugging Face's API of Daily Papers, page by page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loopback.server import Reply, Request, Server

PATH = "/api/daily_papers"
MAX_LIMIT = 100
DEFAULT_LIMIT = 50


@dataclass
class HuggingFace:
    """The service as a speaker.

    ``HuggingFace({day: [item("2603.01234")]}).speak(server)`` returns its
    ``base_url``. Days after ``today`` are not open yet.
    """

    days: Mapping[dt.date, Sequence[Any]]
    today: dt.date = dt.date.max

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address of the service."""
        server.speakers[PATH] = self
        return server.url

    def __call__(self, request: Request) -> Reply:
        if request.path != PATH:
            return _json({"error": "Sorry, we can't find that."}, 404)
        try:
            items = self._items(request.query.get("date"))
            page = int(request.query.get("p", "0"))
            limit = int(request.query.get("limit", str(DEFAULT_LIMIT)))
        except ValueError as error:
            return _json({"error": str(error)}, 400)
        if page < 0 or not 1 <= limit <= MAX_LIMIT:
            return _json({"error": f"limit must be from 1 to {MAX_LIMIT}"}, 400)
        return _json(items[page * limit : (page + 1) * limit])

    def _items(self, date: str | None) -> list[Any]:
        """Return a day's items, or without a day those of all days, newest first."""
        if date is None:
            newest = sorted(self.days, reverse=True)
            return [each for day in newest for each in self.days[day]]
        try:
            day = dt.date.fromisoformat(date[:10])
        except ValueError:
            raise ValueError(f'Invalid date "{date}"') from None
        if day > self.today:
            raise ValueError(f"The date {day} is not yet available")
        return list(self.days.get(day, ()))


def item(
    arxiv_id: Any, *, upvotes: Any = 12, comments: Any = 3, **paper: Any
) -> dict[str, Any]:
    """Return an item of the list, with all that the service tells of a paper.

    Further fields are those of ``paper``; of the item's own, change what is returned.
    """
    title = f"What Hugging Face calls {arxiv_id}"
    summary = f"We read {arxiv_id}\nover two lines."
    return {
        "paper": {
            "id": arxiv_id,
            "title": title,
            "summary": summary,
            "authors": [
                _author("Ines Okoro", user=_user("ines")),
                _author("Tomás Lind", hidden=True),
            ],
            "publishedAt": "2026-03-05T00:00:00.000Z",
            "submittedOnDailyAt": "2026-03-06T00:00:00.000Z",
            "submittedOnDailyBy": _user("reader"),
            "upvotes": upvotes,
            "discussionId": "69a9f0c2d3e4",
            "projectPage": "https://project.example/page",
            "githubRepo": "https://github.com/okoro/code",
            "githubRepoAddedBy": "auto",
            "githubStars": 4,
            "ai_summary": "A sentence of the service's own.",
            "ai_keywords": ["reading", "lines"],
            "source": None,
            **paper,
        },
        "publishedAt": "2026-03-04T19:00:00.000Z",
        "title": title,
        "summary": summary,
        "thumbnail": f"https://cdn.example/{arxiv_id}.png",
        "numComments": comments,
        "submittedBy": _user("reader"),
        "isAuthorParticipating": False,
    }


def _author(name: str, *, hidden: bool = False, **more: Any) -> dict[str, Any]:
    return {"_id": f"author-{name}", "name": name, "hidden": hidden, **more}


def _user(login: str) -> dict[str, Any]:
    return {
        "_id": f"user-{login}",
        "avatarUrl": f"/avatars/{login}.svg",
        "fullname": login.title(),
        "name": login,
        "isPro": False,
        "type": "user",
    }


def _json(value: Any, status: int = 200) -> Reply:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return Reply(json.dumps(value).encode(), status, headers)
