"""Feeds of a few papers, as they are written and as others read them."""

import datetime as dt
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import feedparser
from feed_rules import ATOM
from markupsafe import Markup

from pelican_hotpapers.addresses import Addresses
from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.outputs.feeds import Publisher
from pelican_hotpapers.outputs.feeds.items import (
    Items,
)
from pelican_hotpapers.pages import Listing
from pelican_hotpapers.pages.subscriptions import Subscriptions, feed_files

MONDAY = dt.date(2026, 11, 16)
DAY = dt.timedelta(days=1)
HOUSE = Publisher(
    title="Papers & Coffee",
    url="https://example.org/blog",
    since=dt.date(2026, 1, 1),
    author="Ada Hirt",
    hub="https://hub.example.org/",
)
FOLDER = f"{HOUSE.url}/papers"


def paper(number, **facts):
    facts = {"title": f"Paper {number}", "rank": number, **facts}
    return Paper(arxiv_id=f"2611.{number:05}", **facts)


def content(entry):
    return Markup("<p>On <em>{}</em>.</p>").format(entry.paper.title)


def feed_of(digests, *, publisher=HOUSE, url=lambda _: "", content=content, **facts):
    library = Library.of(digests)
    made = Items(library.newest, publisher, url=url, content=content)
    feeds = Subscriptions(
        publisher=publisher, addresses=Addresses("papers"), items=made
    )
    facts = {"title": "Computer Vision", "stem": "cs.CV", **facts}
    found = feeds.of_listing(Listing(entries=library.newest, **facts))
    page = f"{FOLDER}/cs.CV.html"
    return replace(found, folder=FOLDER, page=page, title=facts["title"])


def feed(*papers, **facts):
    return feed_of([Digest(date=MONDAY, papers=papers)], **facts)


def written(feed):
    """Return the files of a feed by address."""
    files = feed_files({"All": [feed]}, feed.publisher)
    own = (file for file in files if file.stem == feed.stem)
    return {feed.address(file.suffix): file.make() for file in own}


def atom(feed):
    return written(feed)[feed.address("atom.xml")]


def json_feed(feed):
    return json.loads(written(feed)[feed.address("feed.json")])


def parsed(text):
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.bozo_exception
    return found


def entry(feed):
    (only,) = ET.fromstring(atom(feed)).iter(f"{ATOM}entry")  # noqa: S314 - ours
    return only


def many_days(days=12, papers=5):
    """Days of papers, each of which is hot again on the next day."""
    for index in range(days):
        first = index * (papers - 1) + 1
        yield Digest(
            date=MONDAY + index * DAY,
            papers=tuple(
                paper(number, rank=rank)
                for rank, number in enumerate(range(first, first + papers), 1)
            ),
        )
