"""Feeds as Atom (RFC 4287), archived (RFC 5005, section 4), with WebSub's hub."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pelican_hotpapers.arxiv.taxonomy import category_name
from pelican_hotpapers.outputs.feeds.elements import DECLARATION, element, text
from pelican_hotpapers.outputs.feeds.model import Feed, Item
from pelican_hotpapers.outputs.feeds.timeline import Part

TYPE = "application/atom+xml"
SCHEME = "http://arxiv.org/schemas/atom"
"""What arXiv's own feeds say that a category is one of."""

_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
}


def suffix(number: int) -> str:
    """Return what follows a feed's stem: ``atom.xml``; ``atom-3.xml`` if archived."""
    return f"atom-{number}.xml" if number else "atom.xml"


def write(feed: Feed, part: Part, entries: Iterable[str]) -> str:
    """Return a document of a feed, as text to be stored in UTF-8.

    Args:
        feed: The feed.
        part: Which of its documents.
        entries: What `entry` gave for the items of that part.
    """
    return DECLARATION + element("feed", _NAMESPACES, *_head(feed, part), *entries)


def entry(item: Item) -> str:
    """Return a paper as an entry."""
    return "\n" + element("entry", {}, *_inside(item))


def timestamp(moment: dt.datetime) -> str:
    """Return an aware time as RFC 3339 writes it: ``2026-11-19T11:59:59Z``."""
    return moment.astimezone(dt.UTC).isoformat().removesuffix("+00:00") + "Z"


def _updated(feed: Feed, part: Part) -> dt.datetime:
    """Return when a document was last updated: with its newest paper.

    One that has none yet is as old as the site, so that it does not change by itself.
    """
    if part.items:
        return part.items[0].appeared
    return dt.datetime.combine(feed.publisher.since, dt.time(), tzinfo=dt.UTC)


def _head(feed: Feed, part: Part) -> Iterator[str]:
    publisher = feed.publisher
    yield element("id", {}, text(feed.id))
    yield element("title", {}, text(feed.title))
    if feed.subtitle:
        yield element("subtitle", {}, text(feed.subtitle))
    yield element("updated", {}, timestamp(_updated(feed, part)))
    yield _author(publisher.author or publisher.title)
    yield _page_link("alternate", feed.page)
    yield _own_link(feed, "self", part.number)
    if part.number:
        yield element("fh:archive")
        yield _own_link(feed, "current", 0)
    elif publisher.hub:
        yield element("link", {"rel": "hub", "href": publisher.hub})
    if part.older is not None:
        yield _own_link(feed, "prev-archive", part.older)
    if part.newer is not None:
        yield _own_link(feed, "next-archive", part.newer)


def _inside(item: Item) -> Iterator[str]:
    moment = timestamp(item.appeared)
    yield element("id", {}, text(item.id))
    yield element("title", {}, text(item.title))
    yield element("published", {}, moment)
    yield element("updated", {}, moment)
    yield from map(_author, item.authors)
    yield _page_link("alternate", item.url)
    if item.abs_url != item.url:
        yield _page_link("related", item.abs_url)
    yield from map(_category, item.categories)
    if item.summary:
        yield element("summary", {}, text(item.summary))
    if item.content:
        yield element("content", {"type": "html"}, text(item.content))


def _author(name: str) -> str:
    return element("author", {}, element("name", {}, text(name)))


def _category(name: str) -> str:
    label = category_name(name)
    return element("category", {"term": name, "scheme": SCHEME, "label": label})


def _page_link(rel: str, url: str) -> str:
    return element("link", {"rel": rel, "type": "text/html", "href": url})


def _own_link(feed: Feed, rel: str, number: int) -> str:
    """Return the link to a document of this feed."""
    address = feed.address(suffix(number))
    return element("link", {"rel": rel, "type": TYPE, "href": address})
