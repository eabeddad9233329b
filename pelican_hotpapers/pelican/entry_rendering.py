"""Papers in listings and in feeds, each rendered once however many it is in."""

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
"""Stands for the place of a paper, which comes before all else that it says."""


class ListingEntryRenderer:
    """Shows the papers of a library in its listings, with all their days."""

    def __init__(
        self,
        library: Library,
        env: Environment,
        context: Mapping[str, Any],
        everything: Mapping[str, Any],
        kept: TextCache,
    ) -> None:
        """Take what papers are shown with.

        Args:
            library: All papers.
            env: The environment of the site's templates.
            context: What our templates use beside the entry, its place, and the
                addresses of its days.
            everything: These by day, ``days``, and what else a theme's may use.
            kept: What was made before.
        """
        self._library = library
        self._template = env.get_template(IN_LISTINGS)
        self._context = {**everything, **context}
        self._ways = {day: each.url for day, each in everything["days"].items()}
        self._kept = kept
        self._basis = template_hash(env, context, everything.keys())
        self._made: dict[str, str] = {}

    def __call__(self, entry: LibraryEntry, place: int) -> Markup:
        """Return the HTML of a paper at a place, from 1."""
        html = self._made.get(entry.arxiv_id)
        if html is None:
            html = self._made[entry.arxiv_id] = self._text(entry.arxiv_id)
        return Markup(html.replace(_PLACE, str(place), 1))  # noqa: S704 - a template's

    def _text(self, arxiv_id: str) -> str:
        whole = self._library.entries[arxiv_id]
        ways = "\0".join(self._ways.get(hot.day, "") for hot in whole.hot)
        of = whole.fingerprint + ways.encode()
        return self._kept.text(self._basis, of, partial(self._render, whole))

    def _render(self, entry: LibraryEntry) -> str:
        return self._template.render(self._context, entry=entry, place=_PLACE)


class FeedEntryRenderer:
    """Shows papers in feeds."""

    def __init__(
        self, env: Environment, site: str, config: Config, kept: TextCache
    ) -> None:
        """Take where the site is, its settings, and what was made before."""
        self._template = env.get_template(IN_FEEDS)
        self._context = {"SITEURL": site, "hotpapers": config}
        self._kept = kept
        self._basis = template_hash(env, self._context)

    def __call__(self, entry: LibraryEntry) -> str:
        """Return the HTML of a paper, in which every link is absolute."""
        render = partial(self._template.render, self._context, entry=entry)
        return self._kept.text(self._basis, entry.fingerprint, render)
