"""Papers in listings, each rendered once however many listings it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from pelican_hotpapers.library import Entry, Library

_PLACE = "\ue000"
"""Stands for the place of a paper, which comes before all else that it says."""


class Entries:
    """Shows the papers of a library in its listings, with all their days."""

    def __init__(
        self, library: Library, template: Template, context: Mapping[str, Any]
    ) -> None:
        """Take what the template is given beside the entry and its place."""
        self._library = library
        self._template = template
        self._context = context
        self._made: dict[str, str] = {}

    def __call__(self, entry: Entry, place: int) -> Markup:
        """Return the HTML of a paper at a place, from 1."""
        html = self._made.get(entry.arxiv_id)
        if html is None:
            html = self._made[entry.arxiv_id] = self._render(entry.arxiv_id)
        return Markup(html.replace(_PLACE, str(place), 1))  # noqa: S704 - a template's

    def _render(self, arxiv_id: str) -> str:
        whole = self._library.entries[arxiv_id]
        return self._template.render(self._context, entry=whole, place=_PLACE)
