"""Papers in listings and feeds, each rendered once for all that it is in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pelican_hotpapers.config import Config
from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.pelican.template_hash import template_hash
from pelican_hotpapers.storage.text_cache import TextCache

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
        cache: TextCache,
    ) -> None:
        """Prepare the template and what it is rendered with.

        Args:
            library: All papers.
            env: The environment of the site's templates.
            context: What our templates use beside the entry, its place, and the
                addresses of its days.
            everything: These by day, ``days``, and what else a theme's may use.
            cache: What earlier builds rendered.
        """
        self._library = library
        self._template = env.get_template(IN_LISTINGS)
        self._context = {**everything, **context}
        self._urls = {day: each.url for day, each in everything["days"].items()}
        self._cache = cache
        self._basis = template_hash(env, context, everything.keys())
        self._made: dict[tuple[str, str], str] = {}

    def __call__(self, entry: LibraryEntry, place: int = 0) -> Markup:
        """Return the HTML of a paper at a place, from 1, or at none."""
        mark = _PLACE if place else ""
        html = self._made.get((entry.arxiv_id, mark))
        if html is None:
            html = self._text(entry.arxiv_id, mark)
            self._made[entry.arxiv_id, mark] = html
        return Markup(html.replace(_PLACE, str(place), 1))  # noqa: S704 - a template's

    def _text(self, arxiv_id: str, mark: str) -> str:
        whole = self._library.entries[arxiv_id]
        urls = "\0".join(self._urls.get(hot.day, "") for hot in whole.hot)
        of = whole.fingerprint + urls.encode() + mark.encode()
        return self._cache.text(self._basis, of, partial(self._render, whole, mark))

    def _render(self, entry: LibraryEntry, mark: str) -> str:
        return self._template.render(self._context, entry=entry, place=mark)


class FeedEntryRenderer:
    """Renders papers for feeds."""

    def __init__(
        self, env: Environment, site: str, config: Config, cache: TextCache
    ) -> None:
        """Prepare the template and what it is rendered with.

        Args:
            env: The environment of the site's templates.
            site: The absolute address of the site.
            config: Its settings.
            cache: What earlier builds rendered.
        """
        self._template = env.get_template(IN_FEEDS)
        self._context = {"SITEURL": site, "hotpapers": config}
        self._cache = cache
        self._basis = template_hash(env, self._context)

    def __call__(self, entry: LibraryEntry) -> str:
        """Return the HTML of a paper, in which every link is absolute."""
        render = partial(self._template.render, self._context, entry=entry)
        return self._cache.text(self._basis, entry.fingerprint, render)
