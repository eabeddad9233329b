"""Papers in listings and feeds, each rendered once for all that it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from pelican_hotpapers.library import Library, LibraryEntry

IN_LISTINGS = "hotpapers/pages/entry.html"
IN_LINKS = "hotpapers/pages/brief.html"
DAYS = "hotpapers/pages/hot-days.html"
IN_FEEDS = "hotpapers/pages/feed-entry.html"


class ListingEntryRenderer:
    """Renders papers for listings and for lists of links, with all their days.

    A paper is in several listings of a kind, and its days are on its own page too.
    """

    def __init__(
        self, library: Library, env: Environment, context: Mapping[str, Any]
    ) -> None:
        """Prepare the templates and what they are rendered with.

        Args:
            library: All papers.
            env: The environment of the site's templates.
            context: What templates use beside the entry and its place.
        """
        self._library = library
        self._in_listings = env.get_template(IN_LISTINGS)
        self._in_links = env.get_template(IN_LINKS)
        self._days = env.get_template(DAYS)
        self._context = {**context, "shown": self}
        self._made: dict[tuple[Template, str, int], Markup] = {}

    def __call__(self, entry: LibraryEntry, place: int = 0) -> Markup:
        """Return the HTML of a paper at a place, from 1, or at none."""
        return self._html(self._in_listings, entry, place)

    def link(self, entry: LibraryEntry) -> Markup:
        """Return the HTML of a paper in half a line."""
        return self._html(self._in_links, entry)

    def days(self, entry: LibraryEntry) -> Markup:
        """Return the HTML of the days on which a paper was hot."""
        return self._html(self._days, entry)

    def _html(self, template: Template, entry: LibraryEntry, place: int = 0) -> Markup:
        key = template, entry.arxiv_id, place
        if key not in self._made:
            given = {"entry": self._library.entries[entry.arxiv_id], "place": place}
            html = template.render({**self._context, **given})
            self._made[key] = Markup(html)  # noqa: S704 - a template's
        return self._made[key]


class FeedEntryRenderer:
    """Renders papers for feeds."""

    def __init__(self, env: Environment, context: Mapping[str, Any]) -> None:
        """Prepare the template and what it is rendered with.

        Args:
            env: The environment of the site's templates.
            context: ``SITEURL``, the absolute address of the site, and ``hotpapers``,
                its settings.
        """
        self._template = env.get_template(IN_FEEDS)
        self._context = context

    def __call__(self, entry: LibraryEntry) -> str:
        """Return the HTML of a paper, in which every link is absolute."""
        return self._template.render(self._context, entry=entry)
