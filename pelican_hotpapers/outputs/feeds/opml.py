"""The list of all feeds as OPML 2.0 (http://opml.org/spec2.opml)."""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pelican_hotpapers.outputs.feeds import PaperFeed, Publisher, atom
from pelican_hotpapers.outputs.feeds.elements import DECLARATION, element, xml_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed to subscribe to, whoever makes it; all texts are plain."""

    title: str
    url: str
    """The absolute address of the feed."""
    page: str = ""
    """The absolute address of the HTML page it belongs to."""
    about: str = ""

    @classmethod
    def of(cls, feed: PaperFeed) -> Subscription:
        """Return how to subscribe to a feed of papers, as Atom."""
        return cls(
            title=feed.title,
            url=feed.address(atom.SUFFIX),
            page=feed.page,
            about=feed.subtitle,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Feeds that belong together, such as those of categories."""

    title: str
    feeds: tuple[Subscription, ...]


def subscription_list(
    publisher: Publisher, groups: Iterable[Group], *, modified: dt.datetime
) -> str:
    """Return the list of a site's feeds, as text to be stored in UTF-8.

    Args:
        publisher: The site.
        groups: Its feeds; a group without any is left out.
        modified: When anything of them was last updated; aware.
    """
    head = element("head", {}, *_head(publisher, modified))
    body = element("body", {}, *(_group(group) for group in groups if group.feeds))
    return DECLARATION + element("opml", {"version": "2.0"}, head, body)


def _head(publisher: Publisher, modified: dt.datetime) -> Iterator[str]:
    moment = email.utils.format_datetime(modified.astimezone(dt.UTC), usegmt=True)
    yield element("title", {}, xml_text(publisher.title))
    yield element("dateModified", {}, moment)
    yield element("ownerName", {}, xml_text(publisher.author or publisher.title))
    yield element("docs", {}, "http://opml.org/spec2.opml")


def _group(group: Group) -> str:
    return element("outline", {"text": group.title}, *map(_outline, group.feeds))


def _outline(feed: Subscription) -> str:
    """Return the outline of a feed, whose type is ``rss`` whatever its format is."""
    return element(
        "outline",
        {
            "type": "rss",
            "text": feed.title,
            "title": feed.title,
            "description": feed.about,
            "xmlUrl": feed.url,
            "htmlUrl": feed.page,
        },
    )
