"""alphaXiv's feed, as its own pages ask for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loopback.server import Reply, Request, Server

PATH = "/papers/v3/feed"
INTERVALS = {"3 Days", "7 Days", "30 Days", "90 Days", "All time"}
SORTS = {"Hot", "Likes", "Views", "Comments", "GitHub", "Twitter (X)"}


@dataclass
class AlphaXiv:
    """alphaXiv, with these papers in whatever order is asked for, as a speaker."""

    papers: Sequence[Any]

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address to ask."""
        server.speakers[PATH] = self
        return server.url

    def __call__(self, request: Request) -> Reply:
        query = request.query
        if query.get("interval") not in INTERVALS or query.get("sort") not in SORTS:
            return _json({"error": "Invalid request"}, 400)
        size, number = int(query["pageSize"]), int(query["pageNum"])
        return _json({"papers": self.papers[number * size : (number + 1) * size]})


def paper(name: str, votes: int = 7, **more: Any) -> dict[str, Any]:
    """Return a paper as the feed has it; its name is arXiv's, or words."""
    return {
        "id": f"0198-{name}",
        "paper_group_id": f"0197-{name}",
        "title": f"What alphaXiv calls {name} &amp; co",
        "abstract": f"We look at {name}, &lt;once&gt;.",
        "paper_summary": {"summary": "Words of the service's own."},
        "image_url": f"image/{name}.png",
        "universal_paper_id": name,
        "canonical_id": f"{name}v1",
        "metrics": {
            "total_votes": votes - 1,
            "public_total_votes": votes,
            "visits_count": {"all": 900, "last_7_days": 300},
            "x_likes": 3,
        },
        "first_publication_date": "2026-11-18T00:00:00.000Z",
        "publication_date": "2026-11-18T00:00:00.000Z",
        "updated_at": "2026-11-19T10:00:00.000Z",
        "topics": ["Computer Science", "cs.LG", "agents"],
        "organization_info": [{"name": "A University", "image": "a.png"}],
        "authors": ["Ines Okoro", "Tomás Lind"],
        "author_info": [],
        "github_stars": 12,
        "github_url": "https://github.com/okoro/code",
        **more,
    }


def _json(body: Any, status: int = 200) -> Reply:
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return Reply(json.dumps(body).encode(), status, kind)
