"""Papers in listings and feeds, each rendered once for all that it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pelican_hotpapers.library import Library, LibraryEntry

IN_LISTINGS = "hotpapers/pages/entry.html"
IN_FEEDS = "hotpapers/pages/feed-entry.html"
_PLACE = "\ue000"
"""Put where the place of a paper in a listing goes, which is filled in later; the
place comes before all text of the paper, which might have this character too."""


class ListingEntryRenderer:
    """Renders papers for listings, with all their days."""

    def __init__(
        self,
        library: Library,
        env: Environment,
        context: Mapping[str, Any],
        everything: Mapping[str, Any],
    ) -> None:
        """Prepare the template and what it is rendered with.

        Args:
            library: All papers.
            env: The environment of the site's templates.
            context: What our templates use beside the entry, its place, and the
                addresses of its days.
            everything: These by day, ``days``, and what else a theme's may use.
        """
        self._library = library
        self._template = env.get_template(IN_LISTINGS)
        self._context = {**everything, **context}
        self._made: dict[tuple[str, str], str] = {}

    def __call__(self, entry: LibraryEntry, place: int = 0) -> Markup:
        """Return the HTML of a paper at a place, from 1, or at none."""
        mark = _PLACE if place else ""
        html = self._made.get((entry.arxiv_id, mark))
        if html is None:
            whole = self._library.entries[entry.arxiv_id]
            html = self._template.render(self._context, entry=whole, place=mark)
            self._made[entry.arxiv_id, mark] = html
        return Markup(html.replace(_PLACE, str(place), 1))  # noqa: S704 - a template's


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
