"""The way from each digest to the days beside it, which it cannot know by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pelican.contents import Article
from pelican.generators import ArticlesGenerator

from pelican_hotpapers.addresses import Addresses, day_stem
from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages.listings import PERIODS
from pelican_hotpapers.pages.periods import Period
from pelican_hotpapers.plots import ScoreDistribution, score_distribution

TEMPLATE = "hotpapers/pages/around.html"
LEAST_DOTS = 8
"""Papers from which on the scores of a day are worth a plot."""
SUFFIXES = ("bib", "ris", "csl.json", "json")
"""What stands beside the pages of a day."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A digest, as the one beside it links to it."""

    day: dt.date
    way: str
    """Its address, or a link that Pelican resolves."""


def add_ways(generator: ArticlesGenerator, config: Config) -> None:
    """Add to each digest the way to the days before and after it.

    It is added when all articles have been read, and before any is written.
    """
    articles = sorted(_digests(generator.articles), key=_day)
    settings = generator.settings
    template = generator.env.get_template(TEMPLATE)
    places = Addresses(config.pages)
    _announce(generator, places, articles)
    for place, article in enumerate(articles):
        day = _day(article)
        html = template.render(
            before=_neighbour(articles[place - 1 : place][:1], settings),
            after=_neighbour(articles[place + 1 : place + 2], settings),
            day=day,
            plot=_plot(article),
            site=_prefix(settings),
            addresses=places,
            periods=_periods(article),
        )
        article._content = f"{article._content}\n{html}"


def _digests(articles: Sequence[Article]) -> list[Article]:
    return [
        each for each in articles if isinstance(getattr(each, "digest", None), Digest)
    ]


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


def _prefix(settings: Mapping[str, Any]) -> str:
    """Return what addresses begin with, or links that Pelican resolves."""
    return "{filename}" if settings["RELATIVE_URLS"] else str(settings["SITEURL"])


def _neighbour(
    found: Sequence[Article], settings: Mapping[str, Any]
) -> Neighbour | None:
    for article in found:
        relative = settings["RELATIVE_URLS"]
        place = article.get_relative_source_path() if relative else article.url
        return Neighbour(_day(article), f"{_prefix(settings)}/{place}")
    return None


@dataclass(frozen=True, slots=True)
class _Place:
    """Something with an address, as Pelican asks for it when it resolves a link."""

    url: str


def _announce(
    generator: ArticlesGenerator, places: Addresses, articles: Sequence[Article]
) -> None:
    """Let Pelican resolve links to pages and files that have no source."""
    if not generator.settings["RELATIVE_URLS"]:
        return
    known = generator.context["generated_content"]
    for day in map(_day, articles):
        pages = (places.page(period_of(day).stem) for period_of in PERIODS)
        files = (places.file(day_stem(day), suffix) for suffix in SUFFIXES)
        for place in chain(pages, files):
            known.setdefault(place, _Place(place))
