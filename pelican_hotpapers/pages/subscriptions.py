"""The feeds of all listings, and of the hottest papers of each week, month and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nlargest
from itertools import groupby

import msgspec

from pelican_hotpapers import addresses
from pelican_hotpapers.addresses import Addresses
from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.outputs.feeds import (
    MOST_ITEMS,
    Item,
    PaperFeed,
    Publisher,
    atom,
    json_feed,
    opml,
)
from pelican_hotpapers.outputs.feeds.items import Items
from pelican_hotpapers.pages import Listing
from pelican_hotpapers.pages.files import File

SINCE = dt.date(2026, 1, 1)
"""The day in the ids of feeds; it must never change."""
HOTTEST = 10
"""The papers of a week, a month or a year that the feed of each has."""
_NOON = dt.time(12, tzinfo=dt.UTC)
_IN_MEMORY = 10_000
"""Papers that are remembered as they were written, for all feeds that have them: some
40 MB for each format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """Makes the feeds of a site."""

    publisher: Publisher
    addresses: Addresses
    items: Items
    """Its papers as feeds show them."""

    def of_all(self, library: Library) -> PaperFeed:
        """Return the feed of all papers."""
        return self._feed(addresses.TOP, "All papers", self._newest(library.newest))

    def of_listing(self, listing: Listing) -> PaperFeed:
        """Return the feed of a listing to which papers are added."""
        found = self._newest(listing.entries)
        return self._feed(listing.stem, listing.title, found, about=listing.about)

    def of_periods(
        self, leaderboards: Iterable[Listing], newest: dt.date
    ) -> Iterator[PaperFeed]:
        """Yield the feeds of the hottest of each year, of each month, of each week.

        A period is in its feed when it is over, which a later digest tells. A paper
        that is among the hottest of several is there once, at the first.

        Args:
            leaderboards: Those of a kind together, and in the order of time.
            newest: The day of the newest digest.
        """
        of_periods = (top for top in leaderboards if top.period)
        for stem, row in groupby(of_periods, key=lambda top: top.feed):
            appeared: dict[str, dt.datetime] = {}
            for period, entries in ((top.period, top.entries) for top in row):
                if not period or period.last >= newest:
                    continue
                ended = dt.datetime.combine(period.last, _NOON)
                for rank, entry in enumerate(entries[:HOTTEST], 1):
                    moment = ended - dt.timedelta(seconds=rank)
                    appeared.setdefault(entry.arxiv_id, moment)
            items = (
                replace(
                    self.items[arxiv_id],
                    id=self.publisher.tag(f"{stem}/{arxiv_id}"),
                    appeared=appeared[arxiv_id],
                )
                for arxiv_id in nlargest(MOST_ITEMS, appeared, key=appeared.__getitem__)
            )
            title = f"The hottest of each {stem.rpartition('-')[2]}"
            yield self._feed(stem, title, items, page=addresses.LEADERBOARDS)

    def _newest(self, entries: Iterable[LibraryEntry]) -> Iterator[Item]:
        ids = (entry.arxiv_id for entry in entries)
        newest = nlargest(MOST_ITEMS, ids, key=self.items.appeared.__getitem__)
        return map(self.items.__getitem__, newest)

    def _feed(
        self,
        stem: str,
        title: str,
        items: Iterable[Item],
        *,
        about: str = "",
        page: str = "",
    ) -> PaperFeed:
        publisher = self.publisher
        feeds_url = publisher.feeds_url or publisher.url
        return PaperFeed(
            publisher=publisher,
            title=f"{title} · {publisher.title}",
            subtitle=about,
            folder=f"{feeds_url}/{self.addresses.folder}",
            stem=stem,
            page=f"{publisher.url}/{self.addresses.page(page or stem)}",
            items=tuple(items),
        )


def feed_in_each_format(
    feed: PaperFeed,
    atom_entry: Callable[[Item], str] = atom.atom_entry,
    json_item: Callable[[Item], msgspec.Raw] = json_feed.json_item,
) -> Iterator[File]:
    """Yield a feed in both formats.

    Args:
        feed: The feed.
        atom_entry: What writes an item as Atom has it.
        json_item: What writes it as JSON Feed does.
    """
    text = atom.atom_feed(feed, map(atom_entry, feed.items))
    yield File(feed.stem, atom.SUFFIX, text)
    text = json_feed.json_feed(feed, map(json_item, feed.items))
    yield File(feed.stem, json_feed.SUFFIX, text)


def feed_files(
    groups: Mapping[str, Iterable[PaperFeed]], publisher: Publisher
) -> Iterator[File]:
    """Yield each feed in both formats, and a list of all feeds.

    Args:
        groups: What can be subscribed to, under a heading each.
        publisher: The site.
    """
    atom_entry = lru_cache(_IN_MEMORY)(atom.atom_entry)
    json_item = lru_cache(_IN_MEMORY)(json_feed.json_item)
    subscriptions: list[opml.Group] = []
    latest: list[dt.datetime] = []
    for heading, of_group in groups.items():
        made: list[opml.Subscription] = []
        for feed in of_group:
            made.append(opml.Subscription.of(feed))
            latest += [item.appeared for item in feed.items[:1]]
            yield from feed_in_each_format(feed, atom_entry, json_item)
        subscriptions.append(opml.Group(title=heading, feeds=tuple(made)))
    if latest:
        text = opml.subscription_list(publisher, subscriptions, modified=max(latest))
        yield File("feeds", "opml", text)
