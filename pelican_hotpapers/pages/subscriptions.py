"""The feeds of all listings, and of the hottest papers of each week, month and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
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
from pelican_hotpapers.outputs.feeds.items import Items, moment_of_rank
from pelican_hotpapers.pages import Listing
from pelican_hotpapers.pages.files import File
from pelican_hotpapers.storage.keys import key_of
from pelican_hotpapers.translation import ENGLISH, Translation

SINCE = dt.date(2026, 1, 1)
"""The day in the ids of feeds; it must never change."""
HOTTEST = 10
"""The papers of a week, a month or a year that the feed of each has."""
NEWS = dt.timedelta(days=30)
"""How much older than its newest paper a paper of a feed may be."""
LEAST_ITEMS = 10
"""Papers of a feed that are there however old they are."""
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
    translation: Translation = ENGLISH
    """The words of the site's language."""

    def of_all(self, library: Library) -> PaperFeed:
        """Return the feed of all papers."""
        return self._of_newest(
            addresses.TOP, self.translation.gettext("All papers"), library.newest
        )

    def of_listing(self, listing: Listing) -> PaperFeed:
        """Return the feed of a listing to which papers are added."""
        entries, about = listing.entries, listing.about
        return self._of_newest(listing.stem, listing.title, entries, about)

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
            found: dict[str, dt.datetime] = {}
            for period, entries in ((top.period, top.entries) for top in row):
                if not period or period.last >= newest:
                    continue
                for rank, entry in enumerate(entries[:HOTTEST], 1):
                    moment = moment_of_rank(period.last, rank)
                    found.setdefault(entry.arxiv_id, moment)
            newest_first = nlargest(MOST_ITEMS, found, key=found.__getitem__)
            appeared = {arxiv_id: found[arxiv_id] for arxiv_id in newest_first}
            yield self._feed(
                stem,
                self._title_of_periods(stem.rpartition("-")[2]),
                appeared,
                partial(self._items_of_periods, stem, appeared),
                page=addresses.LEADERBOARDS,
            )

    def _title_of_periods(self, kind: str) -> str:
        if kind == "week":
            return self.translation.gettext("The hottest of each week")
        if kind == "month":
            return self.translation.gettext("The hottest of each month")
        return self.translation.gettext("The hottest of each year")

    def _items_of_periods(
        self, stem: str, appeared: Mapping[str, dt.datetime]
    ) -> Iterator[Item]:
        for arxiv_id, moment in appeared.items():
            own = self.publisher.tag(f"{stem}/{arxiv_id}")
            yield replace(self.items[arxiv_id], id=own, appeared=moment)

    def _of_newest(
        self, stem: str, title: str, entries: Iterable[LibraryEntry], about: str = ""
    ) -> PaperFeed:
        """Return the feed of the newest of some papers."""
        moments = self.items.appeared
        ids = (entry.arxiv_id for entry in entries)
        newest_first = nlargest(MOST_ITEMS, ids, key=moments.__getitem__)
        appeared = {arxiv_id: moments[arxiv_id] for arxiv_id in newest_first}
        for arxiv_id in newest_first[LEAST_ITEMS:]:
            age = moments[newest_first[0]].date() - moments[arxiv_id].date()
            if age > NEWS:
                del appeared[arxiv_id]
        make = partial(map, self.items.__getitem__, tuple(appeared))
        return self._feed(stem, title, appeared, make, about=about)

    def _feed(  # noqa: PLR0913 - what differs between feeds
        self,
        stem: str,
        title: str,
        appeared: Mapping[str, dt.datetime],
        make_items: Callable[[], Iterable[Item]],
        *,
        about: str = "",
        page: str = "",
    ) -> PaperFeed:
        publisher = self.publisher
        return PaperFeed(
            publisher=publisher,
            title=publisher.titled(title),
            subtitle=about,
            folder=publisher.feed_folder(self.addresses.folder),
            stem=stem,
            page=f"{publisher.url}/{self.addresses.page(page or stem)}",
            updated=max(appeared.values(), default=None),
            make_items=make_items,
            key=self.items.key(appeared),
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
    key = None if feed.key is None else key_of(feed.key, _encoded_head(feed))
    yield File(
        feed.stem,
        atom.SUFFIX,
        lambda: atom.atom_feed(feed, map(atom_entry, feed.items)),
        key,
    )
    yield File(
        feed.stem,
        json_feed.SUFFIX,
        lambda: json_feed.json_feed(feed, map(json_item, feed.items)),
        key,
    )


def _encoded_head(feed: PaperFeed) -> bytes:
    """Return all of a feed but its items."""
    texts = (feed.title, feed.subtitle, feed.folder, feed.stem, feed.page)
    return msgspec.json.encode((feed.publisher, *texts))


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
            latest += [feed.updated] if feed.updated else []
            yield from feed_in_each_format(feed, atom_entry, json_item)
        subscriptions.append(opml.Group(title=heading, feeds=tuple(made)))
    if latest:
        modified = max(latest)
        yield File(
            "feeds",
            "opml",
            lambda: opml.subscription_list(publisher, subscriptions, modified=modified),
        )
