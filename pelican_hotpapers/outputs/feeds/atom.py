"""Feeds as Atom (RFC 4287), with WebSub's hub.

Not by feedgenerator, which Pelican uses: an entry there has one author, categories
without labels and a single link, and is written anew for each of the feeds it is in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pelican_hotpapers.arxiv.taxonomy import category_name
from pelican_hotpapers.model import in_utc
from pelican_hotpapers.outputs.feeds import Item, PaperFeed
from pelican_hotpapers.outputs.feeds.elements import (
    DECLARATION,
    element,
    html_text,
    xml_text,
)

SUFFIX = "atom.xml"
"""What follows a feed's stem in the name of its file."""
TYPE = "application/atom+xml"


def atom_feed(feed: PaperFeed, entries: Iterable[str]) -> str:
    """Return a feed, as text to be stored in UTF-8.

    Args:
        feed: The feed.
        entries: What `atom_entry` gave for its items.
    """
    attributes = {
        "xmlns": "http://www.w3.org/2005/Atom",
        "xml:lang": feed.publisher.language,
    }
    return DECLARATION + element("feed", attributes, *_head(feed), *entries)


def atom_entry(item: Item) -> str:
    """Return a paper as an entry."""
    return "\n" + element("entry", {"xml:lang": item.language}, *_inside(item))


def _head(feed: PaperFeed) -> Iterator[str]:
    publisher = feed.publisher
    # One without papers is as old as the site, so that it does not change by itself.
    since = dt.datetime.combine(publisher.since, dt.time(), tzinfo=dt.UTC)
    yield element("id", {}, xml_text(feed.id))
    yield element("title", {}, xml_text(feed.title))
    if feed.subtitle:
        yield element("subtitle", {}, xml_text(feed.subtitle))
    yield element("updated", {}, in_utc(feed.updated or since))
    yield _author(publisher.author or publisher.title)
    yield _page_link("alternate", feed.page)
    itself = {"rel": "self", "type": TYPE, "href": feed.address(SUFFIX)}
    yield element("link", itself)
    if publisher.hub:
        yield element("link", {"rel": "hub", "href": publisher.hub})


def _inside(item: Item) -> Iterator[str]:
    moment = in_utc(item.appeared)
    yield element("id", {}, xml_text(item.id))
    yield element("title", {}, xml_text(item.title))
    yield element("published", {}, moment)
    yield element("updated", {}, moment)
    yield from map(_author, item.authors)
    yield _page_link("alternate", item.url)
    if item.abs_url != item.url:
        yield _page_link("related", item.abs_url)
    for name in item.categories:
        yield element("category", {"term": name, "label": category_name(name)})
    if item.summary:
        yield element("summary", {}, xml_text(item.summary))
    if item.content:
        yield element("content", {"type": "html"}, html_text(item.content))


def _author(name: str) -> str:
    return element("author", {}, element("name", {}, xml_text(name)))


def _page_link(rel: str, url: str) -> str:
    return element("link", {"rel": rel, "href": url})
