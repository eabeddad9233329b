"""Feeds of papers, one entry a paper, as Atom and as JSON Feed; and a list of them.

`items.Items` makes the entries of a site's papers, once for all feeds. `atom` and
`json_feed` write the feeds, `opml` the list of them.

A feed has the newest papers alone. There is no archive of it (RFC 5005), which hardly a
reader follows: all papers are in the tables of the years, and in the files of the days.

Everything here returns text; nothing reads or writes a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlsplit

from pelican_hotpapers.markup.sanitize import safe_url

PAPERS_LANGUAGE = "en"
"""The language of titles and abstracts: arXiv takes no paper without an abstract in
English, https://info.arxiv.org/help/faq/multilang.html."""
MOST_ITEMS = 100
"""The most papers of a feed: the hottest of three days, for readers who look as seldom.
A paper has about 3 kB in each format, and is in the feeds of all its categories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The site that feeds are of."""

    title: str
    """``SITENAME``; plain text."""
    url: str
    """Its absolute address, ``https://example.org/blog``."""
    since: dt.date
    """A day on which that host was the site's own. It is part of every id, so it must
    never change."""
    author: str = ""
    """Who answers for the feeds; the title where nobody is named."""
    feeds_url: str = ""
    """What the addresses of its feeds begin with, where that is not `url`."""
    language: str = ""
    """The language of its own words, a tag; empty where it is that of papers."""
    hub: str = ""
    """The address of the WebSub hub that is told of new entries, if any."""

    def titled(self, what: str) -> str:
        """Return the title of a feed: what it has, and the site's title."""
        return f"{what} · {self.title}"

    def feed_folder(self, folder: str) -> str:
        """Return the absolute address of a folder of feeds: ``papers``."""
        return f"{self.feeds_url or self.url}/{folder}"

    def tag(self, name: str) -> str:
        """Return the id of something of this site, as RFC 4151 has it.

        Sites that share a host, as on GitHub Pages, are told apart by their folder.

        Args:
            name: What it is called within the site, for ever: ``arxiv/2104.01778``.

        Returns:
            ``tag:example.org,2026-01-01:/blog/arxiv/2104.01778``. Where the site has no
            address, as while it is being made, the host is ``localhost``.
        """
        host, folder = _host_and_folder(self.url)
        return f"tag:{host},{self.since.isoformat()}:{folder}/{quote(name)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A paper as all feeds show it."""

    id: str
    """A ``tag:``, for ever the same."""
    title: str
    """Plain text, as all is but `content`; not escaped."""
    url: str
    """The page to read, absolute."""
    abs_url: str
    """The abstract page, absolute; it may be `url`."""
    appeared: dt.datetime
    """When it was published, and last updated; see `items.moments`."""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """arXiv categories, the primary one first."""
    summary: str = ""
    """Stands for a content where there is none."""
    content: str = ""
    """Safe HTML, in which links are absolute."""
    language: str = ""
    """The language of its texts, a tag; empty where it is that of the feed."""


@dataclass(frozen=True, kw_only=True)
class PaperFeed:
    """A feed of papers, which are made when they are asked for."""

    publisher: Publisher
    title: str
    """Plain text, as the subtitle is."""
    subtitle: str = ""
    folder: str
    """The absolute address of the folder that its files are in,
    ``https://example.org/blog/papers``."""
    stem: str
    """What the names of its files begin with, ``cs.CV``."""
    page: str
    """The absolute address of the HTML page with the same papers."""
    updated: dt.datetime | None
    """When its newest item appeared; None where it has none."""
    make_items: Callable[[], Iterable[Item]]
    """Returns its items, the newest first."""
    key: bytes | None = None
    """A hash of what they are made of, if that is known."""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Its items, the newest first."""
        return tuple(self.make_items())

    @property
    def id(self) -> str:
        """Its own ``tag:``, which its files share."""
        return self.publisher.tag(f"feed/{self.stem}")

    def address(self, suffix: str) -> str:
        """Return where a file of it is: ``…/papers/cs.CV.atom.xml``."""
        return f"{self.folder}/{quote(self.stem)}.{suffix}"


def _host_and_folder(url: str) -> tuple[str, str]:
    """Return the parts of an address that ids are made of, in ASCII."""
    try:
        parts = urlsplit(safe_url(url))
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # no address, or a name that no host can have
        return "localhost", ""
    return host or "localhost", quote(parts.path.rstrip("/"), safe="/%")
