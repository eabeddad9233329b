"""The pages from which all others are reached, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping

from pelican_hotpapers import addresses
from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.config import Config
from pelican_hotpapers.library import Library
from pelican_hotpapers.pages import Link
from pelican_hotpapers.translation import ENGLISH, Translation


def main_pages(
    library: Library, config: Config, translation: Translation = ENGLISH
) -> tuple[Link, ...]:
    """Return the pages from which all others are reached, as far as there are any."""
    if not library.entries:
        return ()
    names = overview_names(translation)
    links = [Link(addresses.INDEX, translation.gettext("All papers"))]
    if any(map(taxonomy.is_category, library.categories)):
        links.append(Link(addresses.CATEGORIES, names[addresses.CATEGORIES]))
    links.append(Link(addresses.LEADERBOARDS, names[addresses.LEADERBOARDS]))
    links.append(Link(addresses.DAYS, translation.gettext("All days")))
    if config.search:
        links.append(Link(addresses.SEARCH, translation.gettext("Search")))
    return tuple(links)


def overview_names(translation: Translation) -> Mapping[str, str]:
    """Return what overviews are called, by their stems."""
    return {
        addresses.CATEGORIES: translation.gettext("Categories"),
        addresses.TOPICS: translation.gettext("Topics"),
        addresses.AUTHORS: translation.gettext("Authors"),
        addresses.LEADERBOARDS: translation.gettext("Leaderboards"),
    }
