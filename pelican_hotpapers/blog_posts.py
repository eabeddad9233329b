"""What becomes of a post with front matter once Pelican has made an article of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pelican.contents import Article, Content

from pelican_hotpapers import permalinks
from pelican_hotpapers.config import PREFIX
from pelican_hotpapers.permalinks import PostNames
from pelican_hotpapers.reader import blog_file


def settle(content: Content) -> None:
    """Give a post with front matter what depends on all that is known of it.

    A receiver of ``content_object_init``. What other readers read is left alone.
    """
    front_matter = content.metadata.get("front_matter")
    if isinstance(front_matter, Mapping) and content.source_path:
        _give_address(content, front_matter, content.source_path)


def _give_address(
    content: Content, front_matter: Mapping[str, Any], source_path: str
) -> None:
    """Put an article where its own pattern says, or that of the settings."""
    placed = hasattr(content, "override_url") or hasattr(content, "override_save_as")
    if placed or not isinstance(content, Article) or content.status == "draft":
        return
    own = str(front_matter.get("permalink", ""))
    pattern = own or str(content.settings.get(f"{PREFIX}PERMALINK", ""))
    if not hasattr(content, "date") or not pattern or permalinks.check(pattern):
        return
    post = PostNames(
        date=content.date,
        slug=content.slug,
        has_slug="slug" in content.metadata,
        file=blog_file(source_path, content.settings),
        categories=tuple(front_matter.get("categories", ())),
    )
    address = permalinks.address(pattern, post)
    if not own and not content.in_default_lang:
        address = f"/{content.lang}{address}"
    for name, value in permalinks.page_at(address).items():
        setattr(content, f"override_{name}", value)
