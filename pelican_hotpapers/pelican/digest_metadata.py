"""The metadata that Pelican has of a digest's article."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from pelican.readers import ensure_metadata_list
from pelican.utils import slugify

from pelican_hotpapers.addresses import portable
from pelican_hotpapers.config import Config
from pelican_hotpapers.errors import excerpt
from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.plain_text import theme_safe, typographic
from pelican_hotpapers.model import Digest, in_zone
from pelican_hotpapers.pelican.front_matter_reader import post_path
from pelican_hotpapers.pelican.metadata import (
    Metadata,
    Settings,
    WrongValue,
    pelican_metadata,
)

_PLAIN_SLUG = re.compile(r"(?!/)(?!(?:.*/)?\.\.?(?:/|\Z))[\w.~/-]+")
"""A slug that needs no change: a relative path of such characters without ``..``."""

SUMMARY_WORDS = 50
"""Words in the summary of a post of which no paper could be read."""


def metadata_of(
    digest: Digest, source_path: str, settings: Settings, config: Config
) -> Metadata:
    """Return a digest's metadata as Pelican has it, without the summary.

    Args:
        digest: The digest.
        source_path: Its file.
        settings: Pelican's.
        config: Ours.
    """
    front = _front_matter(digest, config)
    slug = _slug(digest.slug, settings)
    front["slug"] = portable(slug)
    front["date"] = _moment(digest, settings)
    front |= _address(front, digest.date, config)
    metadata = pelican_metadata(front, settings, post_path(source_path, settings))
    if slug == front["slug"]:
        return metadata
    wrong = WrongValue(
        path=("slug",),
        found=excerpt(slug),
        expected="a name that a file can have on every system",
        hint=f"It is changed to {front['slug']!r}",
    )
    return replace(metadata, wrong_values=(*metadata.wrong_values, wrong))


def _front_matter(digest: Digest, config: Config) -> dict[str, Any]:
    """Return a digest as the front matter of a post.

    Its texts are made safe: themes put them into pages without escaping them.
    """
    front: dict[str, Any] = {
        "description": _description(digest, config.summary_papers),
        "tags": list(config.tags),
        **theme_safe_values(digest.extra),
        "title": theme_safe(tex.to_text(digest.title)),
    }
    if config.category and not front.keys() & {"category", "categories"}:
        front["category"] = config.category
    if config.categories_as_tags:
        tags = front["tags"]
        if isinstance(tags, str):
            tags = ensure_metadata_list(tags)
        own = tags if isinstance(tags, list) else []
        front["tags"] = [*own, *map(theme_safe, categories_of(digest))]
    return front


def _slug(slug: str, settings: Settings) -> str:
    """Return the digest's slug, changed if it does not fit into an address."""
    if _PLAIN_SLUG.fullmatch(slug):
        return slug
    substitutions = settings["SLUG_REGEX_SUBSTITUTIONS"]
    return str(slugify(slug, regex_subs=substitutions)) or "digest"


def _moment(digest: Digest, settings: Settings) -> dt.date:
    """Return the date of the article, in the site's time zone."""
    if digest.collected_at is None:
        return digest.date
    return in_zone(digest.collected_at, ZoneInfo(settings.get("TIMEZONE", "UTC")))


def _address(front: Mapping[str, Any], day: dt.date, config: Config) -> dict[str, str]:
    """Return the address that the settings give a digest that is not a draft."""
    if front.get("draft") or front.get("status") == "draft" or "permalink" in front:
        return {}
    patterns = {"url": config.url, "save_as": config.save_as}
    return {
        name: pattern.format(slug=front["slug"], date=day)
        for name, pattern in patterns.items()
        if pattern and name not in front
    }


def theme_safe_values(value: Any) -> Any:  # noqa: ANN401
    """Return front matter in which no text can become markup."""
    if isinstance(value, str):
        return theme_safe(value)
    if isinstance(value, Mapping):
        return {key: theme_safe_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [theme_safe_values(item) for item in value]
    return value


def first_words(html: Markup) -> str:
    """Return the beginning of a page as a summary, as harmless as `hotpapers_plain`."""
    words = typographic(html.striptags()).split()
    cut = " ".join(words[:SUMMARY_WORDS]) + ("…" if len(words) > SUMMARY_WORDS else "")
    return f"<p>{escape(cut)}</p>"


def _description(digest: Digest, papers: int) -> str:
    """Return what a search engine shows: the hottest titles, in plain text."""
    named = digest.papers[: max(papers, 1)]
    return "; ".join(theme_safe(tex.to_text(paper.title)) for paper in named)


def categories_of(digest: Digest) -> Iterator[str]:
    """Yield the arXiv categories of a digest's papers, each once."""
    yield from dict.fromkeys(chain(*(paper.categories for paper in digest.papers)))
