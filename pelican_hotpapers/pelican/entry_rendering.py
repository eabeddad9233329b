"""Papers in listings and feeds, each rendered once for all that it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from pelican_hotpapers.library import Library, LibraryEntry

IN_LISTINGS = "hotpapers/pages/entry.html"
IN_LINKS = "hotpapers/pages/brief.html"
IN_FEEDS = "hotpapers/pages/feed-entry.html"
_PLACE = "\ue000"
"""Put where the place of a paper in a listing goes, which is filled in later; the
place comes before all text of the paper, which might have this character too."""


class ListingEntryRenderer:
    """Renders papers for listings, with all their days, and for lists of links."""

    def __init__(
        self,
        library: Library,
        env: Environment,
        context: Mapping[str, Any],
        everything: Mapping[str, Any],
    ) -> None:
        """Prepare the templates and what they are rendered with.

        Args:
            library: All papers.
            env: The environment of the site's templates.
            context: What our templates use beside the entry, its place, and the
                addresses of its days.
            everything: These by day, ``days``, and what else a theme's may use.
        """
        self._library = library
        self._template = env.get_template(IN_LISTINGS)
        self._link = env.get_template(IN_LINKS)
        self._context = {**everything, **context}
        self._made: dict[tuple[Template, str, str], str] = {}

    def __call__(self, entry: LibraryEntry, place: int = 0) -> Markup:
        """Return the HTML of a paper at a place, from 1, or at none."""
        html = self._html(self._template, entry, _PLACE if place else "")
        return Markup(html.replace(_PLACE, str(place), 1))  # noqa: S704 - a template's

    def link(self, entry: LibraryEntry) -> Markup:
        """Return the HTML of a paper in half a line."""
        return Markup(self._html(self._link, entry))  # noqa: S704 - a template's

    def _html(self, template: Template, entry: LibraryEntry, place: str = "") -> str:
        key = template, entry.arxiv_id, place
        if key not in self._made:
            whole = self._library.entries[entry.arxiv_id]
            self._made[key] = template.render(self._context, entry=whole, place=place)
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
