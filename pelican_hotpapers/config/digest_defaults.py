"""What the settings give a digest that does not say it itself."""

from __future__ import annotations

from dataclasses import replace

from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Digest, default_slug, default_title
from pelican_hotpapers.scores import all_scored


def with_defaults(digest: Digest, config: Config) -> Digest:
    """Give a digest the title, slug and scores of the settings where it has none."""
    title, slug = digest.title, digest.slug
    if title == default_title(digest.date):
        title = config.title.format(date=digest.date)
    if slug == default_slug(digest.date):
        slug = config.slug.format(date=digest.date)
    return all_scored(replace(digest, title=title, slug=slug), config.weights)
