"""Feeds as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.outputs.feeds.atom import timestamp
from pelican_hotpapers.outputs.feeds.model import Feed, Item, Publisher
from pelican_hotpapers.outputs.feeds.timeline import Part

TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def suffix(number: int) -> str:
    """Return what follows a feed's stem: ``feed.json``; ``feed-3.json`` if archived."""
    return f"feed-{number}.json" if number else "feed.json"


def write(feed: Feed, part: Part, items: Iterable[msgspec.Raw]) -> str:
    """Return a document of a feed; its ``next_url`` leads to older papers.

    Args:
        feed: The feed.
        part: Which of its documents.
        items: What `item` gave for the items of that part.
    """
    document = _head(feed, part) | {"items": list(items)}
    return msgspec.json.encode(document).decode() + "\n"


def item(paper: Item) -> msgspec.Raw:
    """Return a paper as JSON."""
    return msgspec.Raw(msgspec.json.encode(_item(paper)))


def _head(feed: Feed, part: Part) -> dict[str, Any]:
    return _told(
        version=VERSION,
        title=feed.title,
        description=feed.subtitle,
        home_page_url=feed.page,
        feed_url=feed.address(suffix(part.number)),
        next_url="" if part.older is None else feed.address(suffix(part.older)),
        authors=[_publisher(feed.publisher)],
        hubs=[] if part.number else _hubs(feed.publisher),
    )


def _publisher(publisher: Publisher) -> dict[str, Any]:
    return _told(name=publisher.author or publisher.title, url=publisher.url)


def _hubs(publisher: Publisher) -> list[dict[str, Any]]:
    return [_told(type="WebSub", url=publisher.hub)] if publisher.hub else []


def _item(item: Item) -> dict[str, Any]:
    moment = timestamp(item.appeared)
    return _told(
        id=item.id,
        url=item.url,
        external_url=item.abs_url if item.abs_url != item.url else "",
        title=item.title,
        content_html=item.content,
        content_text="" if item.content else item.summary or item.title,
        summary=item.summary if item.content else "",
        date_published=moment,
        date_modified=moment,
        authors=[_told(name=name) for name in item.authors],
        tags=[without_controls(category) for category in item.categories],
    )


def _told(**members: str | list[Any]) -> dict[str, Any]:
    """Return the members that have something to say, fit for any reader."""
    return {
        name: without_controls(str(value)) if isinstance(value, str) else value
        for name, value in members.items()
        if value
    }
