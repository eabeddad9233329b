"""Where Pelican puts a digest, for those who do not build the site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican.contents import Article
from pelican.readers import default_metadata

from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pelican.digest_metadata import metadata_of


def published_address(
    digest: Digest, path: Path, settings: Mapping[str, Any], config: Config
) -> str | None:
    """Return the address of a digest's page, relative to the site.

    Args:
        digest: The digest, with its title and slug.
        path: Its file.
        settings: Pelican's.
        config: Ours.

    Returns:
        The address; None for a draft, or what else is not published.
    """
    values = metadata_of(digest, str(path), settings, config).values
    article = Article(
        "",
        metadata={**default_metadata(settings), **values},
        settings=settings,
        source_path=str(path),
    )
    return str(article.url) if article.status == "published" else None
