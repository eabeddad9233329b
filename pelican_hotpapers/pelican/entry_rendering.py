"""Papers in listings, each rendered once for all that it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.pelican.jinja_environment import PreparedTemplate


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
        self._in_listings, self._in_links, self._days = (
            PreparedTemplate(
                env.get_template(f"hotpapers/pages/{name}.html"),
                {**context, "shown": self},
            )
            for name in ("entry", "brief", "hot-days")
        )
        self._made: dict[tuple[PreparedTemplate, str, int], Markup] = {}

    def __call__(self, entry: LibraryEntry, place: int = 0) -> Markup:
        """Return the HTML of a paper at a place, from 1, or at none."""
        return self._html(self._in_listings, entry, place)

    def link(self, entry: LibraryEntry) -> Markup:
        """Return the HTML of a paper in half a line."""
        return self._html(self._in_links, entry)

    def days(self, entry: LibraryEntry) -> Markup:
        """Return the HTML of the days on which a paper was hot."""
        return self._html(self._days, entry)

    def _html(
        self, template: PreparedTemplate, entry: LibraryEntry, place: int = 0
    ) -> Markup:
        key = template, entry.arxiv_id, place
        if key not in self._made:
            given = {"entry": self._library.entries[entry.arxiv_id], "place": place}
            html = template.render(given)
            self._made[key] = Markup(html)  # noqa: S704 - a template's
        return self._made[key]
