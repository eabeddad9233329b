"""The feeds of the day's announcements that arXiv offers, in RSS.

See info.arxiv.org/help/rss.html.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pelican_hotpapers.arxiv.identifiers import without_version
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Response
from pelican_hotpapers.model import Paper
from pelican_hotpapers.sources.arxiv_xml import (
    author_names,
    aware,
    bad_xml,
    first_doi,
    known_categories,
    root_of,
    text_of,
)
from pelican_hotpapers.sources.fields import (
    LONGEST_ABSTRACT,
    line,
    link,
)


@dataclass(frozen=True, slots=True)
class AnnouncementFeed:
    """What one feed of the day's announcements holds."""

    dates: frozenset[dt.datetime]
    """All that the feed says of when it is from; aware."""
    papers: tuple[Paper, ...]
    """Those that are new, or newly listed here, each once."""
    count: int
    """How many items there were of all kinds."""

    @property
    def arxiv_ids(self) -> tuple[str, ...]:
        """The identifiers of the papers."""
        return tuple(paper.arxiv_id for paper in self.papers)


def read_announcement_feed(response: Response) -> AnnouncementFeed:
    """Read a feed of the day's announcements.

    Raises:
        SourceError: arXiv does not know what it was asked for.
        BadResponse: It is something else, as the page that explains the feeds.
    """
    channel = root_of(response, "rss").find("{*}channel")
    if channel is None:
        raise bad_xml(response, "RSS that has no channel")
    if text_of(channel, "title").startswith("Feed error"):
        said = line(text_of(channel, "description"))
        raise SourceError(
            f"{response.host} refuses the question: {said[:200]}",
            "Check the archives",
        )
    items = channel.findall("{*}item")
    announced = {paper.arxiv_id: paper for paper in map(_announced, items) if paper}
    return AnnouncementFeed(
        dates=frozenset(filter(None, map(_published, (channel, *items)))),
        papers=tuple(announced.values()),
        count=len(items),
    )


_ANNOUNCED = frozenset({"new", "cross"})
"""The kinds of announcements that are no replacements."""


def _announced(item: Element) -> Paper | None:
    """Return the paper that an item announces for the first time, if it does."""
    head, _, abstract = text_of(item, "description").partition("Abstract:")
    said = re.search(r"Announce Type: *([\w-]+)", head)
    kind = text_of(item, "announce_type").strip() or (said[1] if said else "")
    link_id = text_of(item, "link").strip().partition("/abs/")[2]
    guid = text_of(item, "guid").strip().removeprefix("oai:arXiv.org:")
    arxiv_id = without_version(link_id) or without_version(guid)
    if kind not in _ANNOUNCED or not arxiv_id:
        return None
    categories = ("".join(each.itertext()) for each in item.findall("{*}category"))
    return Paper(
        arxiv_id=arxiv_id,
        rank=1,
        title=line(text_of(item, "title")),
        authors=author_names(_creators(text_of(item, "creator"))),
        categories=known_categories(each.strip() for each in categories),
        abstract=line(abstract, LONGEST_ABSTRACT),
        journal_ref=line(text_of(item, "journal_reference")),
        doi=first_doi(text_of(item, "DOI")),
        license=link(text_of(item, "rights").strip()),
    )


def _creators(said: str) -> Iterator[str]:
    """Yield the names in ``Ana Ruiz (A, B), Bo Li Jr``; affiliations have commas, too.

    What stands in parentheses is no name, however deep; one that is not closed ends
    the list.
    """
    depth, name = 0, ""
    for character in said:
        if character == "," and not depth:
            yield name
            name = ""
        elif character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif not depth:
            name += character
    yield name


def _published(element: Element) -> dt.datetime | None:
    """Return when a channel or item is from."""
    said = text_of(element, "pubDate") or text_of(element, "lastBuildDate")
    try:
        return aware(email.utils.parsedate_to_datetime(said))
    except (ValueError, TypeError, OverflowError):
        return None
