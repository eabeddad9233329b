"""The articles and pages that Pelican knows, whatever their status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pelican.generators import ArticlesGenerator, PagesGenerator

from pelican_hotpapers.pelican.filters import is_digest


def content_lists(
    generator: ArticlesGenerator | PagesGenerator,
) -> tuple[list[Any], ...]:
    """Return the lists of a generator's articles or pages, one for each status."""
    names = _ARTICLES if isinstance(generator, ArticlesGenerator) else _PAGES
    return tuple(getattr(generator, name) for name in names)


_ARTICLES = (
    "articles",
    "translations",
    "hidden_articles",
    "hidden_translations",
    "drafts",
    "drafts_translations",
)
_PAGES = (
    "pages",
    "translations",
    "hidden_pages",
    "hidden_translations",
    "draft_pages",
    "draft_translations",
)


def every_content(generator: ArticlesGenerator | PagesGenerator) -> Iterator[Any]:
    """Yield all of a generator's articles or pages, drafts too."""
    return chain(*content_lists(generator))


def every_digest(generator: ArticlesGenerator) -> Iterator[Any]:
    """Yield all of a generator's articles that are digests, drafts too."""
    return filter(is_digest, every_content(generator))


def digests_by_day(articles: Iterable[Any]) -> dict[dt.date, Any]:
    """Return the articles that are digests by their days; of one day, the first."""
    days: dict[dt.date, Any] = {}
    for article in filter(is_digest, articles):
        days.setdefault(article.digest.date, article)
    return days


def announce_pages(context: Mapping[str, Any], paths: Iterable[str]) -> None:
    """Let Pelican resolve links to pages that have no source file."""
    for path in paths:
        context["generated_content"].setdefault(path, _LinkTarget(path))


@dataclass(frozen=True, slots=True)
class _LinkTarget:
    """What Pelican needs of a page to resolve a link to it."""

    url: str
    source_path: None = None
