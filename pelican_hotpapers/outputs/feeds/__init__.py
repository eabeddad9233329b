"""Feeds of papers, one entry a paper, as Atom and as JSON Feed.

`items.items` makes an item of each paper, once for all feeds. A `model.Feed` has some
of them, and a `FeedWriter` writes it, with the archive of what it no longer shows.
`opml.write` lists all feeds of a site.

Everything here returns text; nothing reads or writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pelican_hotpapers.outputs.feeds import atom, json_feed
from pelican_hotpapers.outputs.feeds.model import Feed
from pelican_hotpapers.outputs.feeds.timeline import MOST_ARCHIVES, SIZE, parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of a feed."""

    suffix: str
    """What follows the feed's stem in its name: ``atom.xml``, ``feed-3.json``."""
    text: str
    """To be stored in UTF-8."""


class FeedWriter:
    """Writes the feeds of a site; a paper that several have is written once."""

    def __init__(self) -> None:
        self._entry = lru_cache(_KEPT)(atom.entry)
        self._item = lru_cache(_KEPT)(json_feed.item)

    def documents(
        self, feed: Feed, *, size: int = SIZE, archives: int = MOST_ARCHIVES
    ) -> Iterator[Document]:
        """Write a feed, and its archive.

        Args:
            feed: The feed.
            size: Papers in a document of the archive, as `timeline.parts` has it.
            archives: The most documents of the archive.

        Yields:
            ``atom.xml`` and ``feed.json``, to subscribe to; then the same two for each
            document of the archive, the newest first.
        """
        for part in parts(feed.items, size=size, archives=archives):
            yield Document(
                suffix=atom.suffix(part.number),
                text=atom.write(feed, part, map(self._entry, part.items)),
            )
            yield Document(
                suffix=json_feed.suffix(part.number),
                text=json_feed.write(feed, part, map(self._item, part.items)),
            )


_KEPT = 10_000
"""Papers that are kept as they were written: some 40 MB for each format."""
