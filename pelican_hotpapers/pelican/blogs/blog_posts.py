"""Posts with front matter, after Pelican has made articles of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.contents import Article, Content

from pelican_hotpapers.config.site_settings import config_of
from pelican_hotpapers.formats import permalinks
from pelican_hotpapers.formats.permalinks import PostNames
from pelican_hotpapers.pelican.blogs.publication import hold_back
from pelican_hotpapers.pelican.blogs.relative_links import with_marks
from pelican_hotpapers.pelican.filters import is_digest
from pelican_hotpapers.pelican.front_matter_reader import post_path
from pelican_hotpapers.pelican.private_names import html_of, put_html


def complete_post(content: Content) -> None:
    """Set the status, the address and the links of a post with front matter.

    A receiver of ``content_object_init``. Posts without front matter are left alone.
    """
    front_matter = content.metadata.get("front_matter")
    if isinstance(front_matter, Mapping) and content.source_path:
        hold_back(content)
        _give_address(content, front_matter, content.source_path)
        _find_links(content, content.source_path)


def _give_address(
    content: Content, front_matter: Mapping[str, Any], source_path: str
) -> None:
    """Give a post that is no draft its own address, or that of the settings."""
    placed = hasattr(content, "override_url") or hasattr(content, "override_save_as")
    if placed or content.status == "draft":
        return
    address = str(front_matter.get("permalink", ""))
    if isinstance(content, Article) and hasattr(content, "date"):
        address = _filled(content, address, front_matter, source_path)
    if address and not permalinks.has_placeholder(address):
        for name, value in permalinks.page_at(address).items():
            setattr(content, f"override_{name}", value)


def _filled(
    article: Article, own: str, front_matter: Mapping[str, Any], source_path: str
) -> str:
    """Return an article's address, by its own pattern or that of the settings."""
    pattern = own or config_of(article.settings).permalink
    if not pattern or permalinks.check(pattern):
        return own
    post = PostNames(
        date=article.date,
        slug=article.slug,
        has_slug="slug" in article.metadata,
        file=post_path(source_path, article.settings),
        categories=tuple(front_matter.get("categories", ())),
    )
    address = permalinks.address(pattern, post)
    if own or article.in_default_lang:
        return address
    return f"/{article.lang}{address}"


def _find_links(content: Content, source_path: str) -> None:
    """Mark a post's links to files beside it, so that Pelican resolves them."""
    if is_digest(content) or not html_of(content):
        return
    html = with_marks(
        html_of(content),
        post_path(source_path, content.settings),
        Path(str(content.settings["PATH"])),
        digests=config_of(content.settings).path,
        has_folder=PurePosixPath(content.save_as).name == "index.html",
    )
    put_html(content, html)
