"""Feeds as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.model import in_utc
from pelican_hotpapers.outputs.feeds import Item, PaperFeed

SUFFIX = "feed.json"
"""What follows a feed's stem in the name of its file."""
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: PaperFeed, items: Iterable[msgspec.Raw]) -> str:
    """Return a feed, as text to be stored in UTF-8.

    Args:
        feed: The feed.
        items: What `json_item` gave for its items.
    """
    publisher = feed.publisher
    author = _filled(name=publisher.author or publisher.title, url=publisher.url)
    hub = _filled(type="WebSub", url=publisher.hub)
    document = _filled(
        version=VERSION,
        title=feed.title,
        description=feed.subtitle,
        home_page_url=feed.page,
        feed_url=feed.address(SUFFIX),
        authors=[author],
        language=publisher.language,
        hubs=[hub] if publisher.hub else [],
    )
    document["items"] = list(items)
    return msgspec.json.encode(document).decode() + "\n"


def json_item(item: Item) -> msgspec.Raw:
    """Return a paper as JSON."""
    members = _filled(
        id=item.id,
        url=item.url,
        external_url=item.abs_url if item.abs_url != item.url else "",
        title=item.title,
        content_html=item.content,
        content_text="" if item.content else item.summary or item.title,
        date_published=in_utc(item.appeared),
        authors=[_filled(name=name) for name in item.authors],
        language=item.language,
        tags=[without_controls(category) for category in item.categories],
    )
    return msgspec.Raw(msgspec.json.encode(members))


def _filled(**members: str | list[Any]) -> dict[str, Any]:
    """Return the members that are not empty, without what breaks readers' programs."""
    return {
        name: without_controls(str(value)) if isinstance(value, str) else value
        for name, value in members.items()
        if value
    }
