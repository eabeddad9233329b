"""Where the links of arXiv categories go."""

from __future__ import annotations

from urllib.parse import quote

from pelican_hotpapers.addresses import Addresses, category_stem
from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.config import Config
from pelican_hotpapers.config.checks import OWN_PAGES


def arxiv_listing(category: str) -> str:
    """Return where arXiv lists the papers of a category itself."""
    return f"https://arxiv.org/list/{quote(category, safe='')}/recent"


def category_address(category: str, config: Config, site: str | None) -> str:
    """Return where the link of a category goes, by HOTPAPERS_CATEGORY_LINK.

    What can have no page of its own is looked up at arXiv's.

    Args:
        category: An identifier, or what a file has for one.
        config: The site's settings.
        site: What the addresses of the site's pages begin with, where that is known.
    """
    if config.category_link != OWN_PAGES:
        return config.category_link.format(category=quote(category, safe=""))
    name = taxonomy.canonical(category)
    if site is None or not config.pages or not taxonomy.is_category(name):
        return arxiv_listing(category)
    return f"{site}/{Addresses(config.pages).page(category_stem(name))}"
