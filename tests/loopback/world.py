"""All services at once, telling of the same papers, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from loopback import bluesky, feed, hackernews, huggingface, oembed, x
from loopback.arxiv import ArXiv
from loopback.arxiv_replies import Eprint
from loopback.server import Server
from pelican_hotpapers.arxiv import schedule

PAPERS = 3
"""Papers of each day."""
ENVIRONMENT = {
    "X_BEARER_TOKEN": x.TOKEN,
    "BLUESKY_HANDLE": bluesky.HANDLE,
    "BLUESKY_APP_PASSWORD": bluesky.PASSWORD,
}
"""What the services ask for, where they ask for anything."""


class World:
    """Every service on one server, for a span of days.

    Each day has `PAPERS` papers, the first the hottest. At weekends and on arXiv's
    holidays only Hugging Face and the followed site have any.
    """

    def __init__(self, server: Server, days: Iterable[dt.date]) -> None:
        self.days = sorted(days)
        self._server = server
        self.url = server.url
        now = dt.datetime.now(dt.UTC)
        batches = [day for day in self.days if schedule.submission_span(day)]
        ArXiv([each for day in self.days for each in _eprints(day)]).speak(server)
        huggingface.HuggingFace(
            {day: [_item(day, n) for n in _numbers()] for day in self.days}
        ).speak(server)
        feed.Feed(
            {day: feed.digest(day, *map(_paper(day), _numbers())) for day in self.days}
        ).speak(server)
        hackernews.HackerNews(
            [_story(day, n) for day in batches for n in _numbers()]
        ).speak(server)
        posts = [_x_post(day, n) for day in reversed(batches) for n in _numbers()]
        x.X(posts, now=now).speak(server)
        said = [_bluesky_post(day, n) for day in batches for n in _numbers()]
        bluesky.Bluesky(said).speak(server)
        oembed.OEmbed(dict(map(_text, posts))).speak(server)

    def source(self, name: str) -> dict[str, Any]:
        """Return what the settings say of a source; ``x`` is arXiv's with that signal.

        One of ``huggingface``, ``feed``, ``hackernews``, ``x``, ``bluesky``.
        """
        if name == "huggingface":
            return {"name": name, "base_url": self.url, "pace": 0}
        if name == "feed":
            return {"name": name, "base_url": f"{self.url}/hotpapers"}
        return {
            "name": "arxiv",
            "base_url": self.url,
            "signals": [{"name": name, "base_url": self.url}],
        }

    def settings(self, *sources: str) -> dict[str, Any]:
        """Return the settings of a site that asks these sources, and hurries."""
        return {
            "HOTPAPERS_SOURCES": [self.source(name) for name in sources],
            "HOTPAPERS_SIGNALS": [{"name": "hackernews", "base_url": self.url}],
            "HOTPAPERS_ARXIV_URL": self.url,
            "HOTPAPERS_OAI_URL": self.url,
            "HOTPAPERS_ARXIV_PACE": 0,
            "HOTPAPERS_POST_TEXTS": {"x": f"{self.url}/oembed"},
            "HOTPAPERS_TRIES": 1,
            "HOTPAPERS_TIMEOUT": 2,
        }


def last_batch(before: dt.date) -> dt.date:
    """Return the last day before one for which arXiv announced papers."""
    day = before - schedule.DAY
    while not schedule.submission_span(day):
        day -= schedule.DAY
    return day


def arxiv_id(day: dt.date, number: int) -> str:
    """Return the identifier of a paper of a day, from 1."""
    return f"{day:%y%m}.{day.day:02}{number:03}"


def _numbers() -> range:
    return range(1, PAPERS + 1)


def _link(day: dt.date, number: int) -> str:
    return f"https://arxiv.org/abs/{arxiv_id(day, number)}"


def _eprints(day: dt.date) -> list[Eprint]:
    span = schedule.submission_span(day)
    first = span[0] if span else schedule.announced_at(day) - 3 * schedule.DAY
    submitted = (first + dt.timedelta(hours=1)).astimezone(dt.UTC)
    return [Eprint(arxiv_id(day, n), submitted=submitted) for n in _numbers()]


def _item(day: dt.date, number: int) -> dict[str, Any]:
    return huggingface.item(arxiv_id(day, number), upvotes=90 - number)


def _paper(day: dt.date) -> Any:
    def paper(number: int) -> dict[str, Any]:
        return feed.paper(number, arxiv_id=arxiv_id(day, number))

    return paper


def _heard_at(day: dt.date) -> dt.datetime:
    return schedule.announced_at(day).astimezone(dt.UTC) + dt.timedelta(minutes=5)


def _story(day: dt.date, number: int) -> Any:
    at = int(_heard_at(day).timestamp())
    key = int(f"{day:%Y%m%d}{number}")
    return hackernews.story(key, _link(day, number), at=at, points=90 - number)


def _x_post(day: dt.date, number: int) -> dict[str, Any]:
    return x.post(
        f"{day:%Y%m%d}{number}",
        _link(day, number),
        at=f"{_heard_at(day):%Y-%m-%dT%H:%M:%S.000Z}",
        likes=90 - number,
        reposts=10,
    )


def _text(post: dict[str, Any]) -> tuple[str, str]:
    """Return where a post of X stands, and what oEmbed says of it."""
    number, handle = post["id"], post["_user"]["username"]
    url = f"https://x.com/{handle}/status/{number}"
    return url, oembed.x_embed(number, handle, "Worth a read.")


def _bluesky_post(day: dt.date, number: int) -> dict[str, Any]:
    return bluesky.post(
        f"k{day:%Y%m%d}{number}",
        _link(day, number),
        at=f"{_heard_at(day):%Y-%m-%dT%H:%M:%S.000Z}",
        likeCount=90 - number,
    )
