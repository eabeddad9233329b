"""The ways from each digest to others, which it cannot know by itself.

At its foot, those to the days beside it; at each paper, those to its other days, and to
its categories.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import escape
from pelican.contents import Article
from pelican.generators import ArticlesGenerator

from pelican_hotpapers import category_links
from pelican_hotpapers.addresses import (
    Addresses,
    category_stem,
    day_stem,
    site_prefix,
)
from pelican_hotpapers.articles import categories_of, digests_by_day, every_digest
from pelican_hotpapers.config import Config
from pelican_hotpapers.filters import is_digest
from pelican_hotpapers.library import Entry, Library
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages import Link
from pelican_hotpapers.pages.all_pages import ways_in
from pelican_hotpapers.pages.listings import PERIODS
from pelican_hotpapers.pages.periods import Period
from pelican_hotpapers.plots import ScoreDistribution, score_distribution
from pelican_hotpapers.setting_checks import OWN_PAGES
from pelican_hotpapers.taxonomy import canonical

FOOT = "hotpapers/pages/around.html"
OTHER_DAYS = "hotpapers/pages/other-days.html"
LEAST_DOTS = 8
"""Papers from which on the scores of a day are worth a plot."""
SUFFIXES = ("bib", "ris", "csl.json", "json")
"""What stands beside the pages of a day."""
_PLACE = re.compile("<!-- hotpapers: other days of ([^ ]+) -->")
"""Where the filter `other_days` wants the other days of a paper, by its anchor."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A digest, as the one beside it links to it."""

    day: dt.date
    way: str
    """Its address, or a link that Pelican resolves."""


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A paper on another day, as a digest that has it too links to it."""

    day: dt.date
    rank: int
    of: int
    way: str


def add_ways(generator: ArticlesGenerator, config: Config) -> None:
    """Add to each digest the ways to other days.

    They are added when all articles have been read, and before any is written.
    """
    articles = sorted(filter(is_digest, generator.articles), key=_day)
    days = digests_by_day(articles)
    places = Addresses(config.pages)
    library = Library.of(article.digest for article in days.values())
    pages = ways_in(library, config)
    _announce(generator, _places(places, articles, pages))
    add_feet(generator, places, articles, days, pages)
    add_other_days(generator, library, days)
    if config.category_link == OWN_PAGES:
        lead_to_categories(generator, library, config)


def add_feet(
    generator: ArticlesGenerator,
    places: Addresses,
    articles: Iterable[Article],
    days: Mapping[dt.date, Article],
    pages: Sequence[Link],
) -> None:
    """Add to the foot of each digest the ways to the days beside it, and to all pages.

    Args:
        generator: Whose templates and settings are used.
        places: Where own pages are.
        articles: The digests that get a foot.
        days: The article that stands for each day.
        pages: From where all others are reached.
    """
    settings = generator.settings
    template = generator.env.get_template(FOOT)
    beside = _beside(days)
    for article in articles:
        before, after = beside[_day(article)]
        html = template.render(
            before=_neighbour(before, settings),
            after=_neighbour(after, settings),
            day=_day(article),
            plot=_plot(article),
            site=site_prefix(settings),
            addresses=places,
            pages=pages,
            periods=_periods(article),
        )
        article._content = f"{article._content}\n{html}"


def add_other_days(
    generator: ArticlesGenerator, library: Library, days: Mapping[dt.date, Any]
) -> None:
    """Add to each paper of a digest the other days on which it was hot.

    Args:
        generator: It has all digests, drafts too.
        library: The digests that can be linked to.
        days: Their articles.
    """
    template = generator.env.get_template(OTHER_DAYS)
    entries = library.entries
    ways = {day: _way(article, generator.settings) for day, article in days.items()}
    for article in every_digest(generator):
        found = (entries.get(paper.arxiv_id) for paper in article.digest.papers)
        shown = {
            entry.paper.anchor: template.render(days=others)
            for entry in filter(None, found)
            if (others := tuple(_other_days(entry, _day(article), ways)))
        }
        article._content = _PLACE.sub(partial(_fill, shown), article._content)


def lead_to_categories(
    generator: ArticlesGenerator, library: Library, config: Config
) -> None:
    """Have the links of categories go to pages that there are.

    A digest that is read supposes one of each. But a category that only drafts have has
    none: its links go to arXiv.
    """
    site, places = site_prefix(generator.settings), Addresses(config.pages)
    pages = library.categories
    _announce(generator, (places.page(category_stem(each)) for each in pages))
    for article in every_digest(generator):
        for category in categories_of(article.digest):
            if canonical(category) not in pages:
                missing = escape(category_links.address(category, config, site))
                listing = escape(category_links.arxiv_listing(category))
                article._content = article._content.replace(missing, listing)


def _other_days(
    entry: Entry, today: dt.date, ways: Mapping[dt.date, str]
) -> Iterator[OtherDay]:
    for hot in entry.hot:
        if hot.day != today:
            way = f"{ways[hot.day]}#{entry.paper.anchor}"
            yield OtherDay(hot.day, hot.rank, hot.of, way)


def _fill(shown: Mapping[str, str], place: re.Match[str]) -> str:
    return shown.get(place[1], "")


def _day(article: Any) -> dt.date:  # noqa: ANN401 - an article with a digest
    day: dt.date = article.digest.date
    return day


def _plot(article: Any) -> ScoreDistribution | None:  # noqa: ANN401
    """Return the scores of a day, where there are enough to see how they lie."""
    digest: Digest = article.digest
    return score_distribution(digest) if len(digest.papers) >= LEAST_DOTS else None


def _periods(article: Any) -> list[Period]:  # noqa: ANN401
    """Return whose leaderboards a day's papers are in."""
    digest: Digest = article.digest
    periods = [period_of(digest.date) for period_of in reversed(PERIODS)]
    return periods if digest.papers else []


def _beside(
    days: Mapping[dt.date, Article],
) -> dict[dt.date, tuple[Article | None, Article | None]]:
    """Return what stands for the days before and after each."""
    order = sorted(days)
    articles = [None, *(days[day] for day in order), None]
    return dict(zip(order, zip(articles, articles[2:], strict=False), strict=False))


def _neighbour(
    article: Article | None, settings: Mapping[str, Any]
) -> Neighbour | None:
    if article is None:
        return None
    return Neighbour(_day(article), _way(article, settings))


def _way(article: Article, settings: Mapping[str, Any]) -> str:
    """Return the address of an article, or a link that Pelican resolves."""
    if settings["RELATIVE_URLS"]:
        place = quote(article.get_relative_source_path() or "")
    else:
        place = article.url
    return f"{site_prefix(settings)}/{place}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Something with an address, as Pelican asks for it when it resolves a link."""

    url: str


def _announce(generator: ArticlesGenerator, places: Iterable[str]) -> None:
    """Let Pelican resolve links to pages and files that have no source."""
    if generator.settings["RELATIVE_URLS"]:
        known = generator.context["generated_content"]
        for place in places:
            known.setdefault(place, _Place(place))


def _places(
    places: Addresses, articles: Sequence[Article], pages: Sequence[Link]
) -> Iterator[str]:
    """Yield the pages and files that digests lead to."""
    yield from (places.page(page.stem) for page in pages)
    for day in map(_day, articles):
        yield from (places.page(period_of(day).stem) for period_of in PERIODS)
        yield from (places.file(day_stem(day), suffix) for suffix in SUFFIXES)
