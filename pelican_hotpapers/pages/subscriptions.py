"""The feeds of all listings, and of the hottest papers of each week, month and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pelican_hotpapers import addresses
from pelican_hotpapers.addresses import Addresses
from pelican_hotpapers.library import Entry, Library
from pelican_hotpapers.outputs import feeds
from pelican_hotpapers.outputs.feeds import opml
from pelican_hotpapers.outputs.feeds.model import Feed, Item, Publisher
from pelican_hotpapers.pages import Listing
from pelican_hotpapers.pages.files import File

SINCE = dt.date(2026, 1, 1)
"""The day in the ids of feeds; it must never change."""
HOTTEST = 10
"""The papers of a week, a month or a year that the feed of each has."""
_NOON = dt.time(12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """Makes the feeds of a site."""

    publisher: Publisher
    places: Addresses
    items: Mapping[str, Item]
    """Its papers as feeds show them, by identifier."""

    def of_all(self, library: Library) -> Feed:
        """Return the feed of all papers."""
        return self._feed(addresses.TOP, "All papers", self._items(library.newest))

    def of_listing(self, listing: Listing) -> Feed:
        """Return the feed of a listing to which papers are added."""
        found = self._items(listing.entries)
        return self._feed(listing.stem, listing.title, found, about=listing.about)

    def of_periods(self, tops: Iterable[Listing], newest: dt.date) -> Iterator[Feed]:
        """Yield the feeds of the hottest of each year, of each month, of each week.

        A period is in its feed when it is over, which a later digest tells. A paper
        that is among the hottest of several is there once, at the first.

        Args:
            tops: The leaderboards, those of a kind together and in their order.
            newest: The day of the newest digest.
        """
        of_periods = (top for top in tops if top.period)
        for stem, row in groupby(of_periods, key=lambda top: top.feed):
            yield self._of_each(stem, [*row], newest)

    def _of_each(self, stem: str, row: Sequence[Listing], newest: dt.date) -> Feed:
        found: dict[str, Item] = {}
        for period, entries in ((top.period, top.entries) for top in row):
            if not period or period.last >= newest:
                continue
            for rank, entry in enumerate(entries[:HOTTEST], 1):
                item = replace(
                    self.items[entry.arxiv_id],
                    id=self.publisher.tag(f"{stem}/{entry.arxiv_id}"),
                    appeared=_moment(period.last, rank),
                )
                found.setdefault(entry.arxiv_id, item)
        kind = stem.rpartition("-")[2]
        return self._feed(
            stem,
            f"The hottest of each {kind}",
            found.values(),
            page=addresses.LEADERBOARDS,
        )

    def _items(self, entries: Iterable[Entry]) -> Iterator[Item]:
        return (self.items[entry.arxiv_id] for entry in entries)

    def _feed(
        self,
        stem: str,
        title: str,
        items: Iterable[Item],
        *,
        about: str = "",
        page: str = "",
    ) -> Feed:
        publisher = self.publisher
        feeds_url = publisher.feeds_url or publisher.url
        return Feed(
            publisher=publisher,
            title=f"{title} · {publisher.title}",
            subtitle=about,
            folder=f"{feeds_url}/{self.places.folder}",
            stem=stem,
            page=f"{publisher.url}/{self.places.page(page or stem)}",
            items=tuple(items),
        )


def _moment(last: dt.date, rank: int) -> dt.datetime:
    """Return when a paper became one of the hottest of a period: as it ended."""
    return dt.datetime.combine(last, _NOON) - dt.timedelta(seconds=rank)


def feed_files(
    groups: Mapping[str, Iterable[Feed]], publisher: Publisher
) -> Iterator[File]:
    """Yield the documents of each feed, and a list of all feeds.

    Args:
        groups: What can be subscribed to, under a heading each.
        publisher: The site.
    """
    writer = feeds.FeedWriter()
    subscriptions: list[opml.Group] = []
    latest: list[dt.datetime] = []
    for heading, of_group in groups.items():
        made: list[opml.Subscription] = []
        for feed in of_group:
            made.append(opml.Subscription.of(feed))
            latest += [item.appeared for item in feed.items]
            for document in writer.documents(feed):
                yield File(feed.stem, document.suffix, document.text)
        subscriptions.append(opml.Group(title=heading, feeds=tuple(made)))
    if latest:
        yield File(
            "feeds", "opml", opml.write(publisher, subscriptions, modified=max(latest))
        )
