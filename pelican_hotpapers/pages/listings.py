"""Listings of papers: by category, by time, by author."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from pelican_hotpapers import addresses
from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.config.topics import Topic, without_tex
from pelican_hotpapers.library import Library, LibraryEntry, hottest_first
from pelican_hotpapers.library.category_links import arxiv_listing
from pelican_hotpapers.library.plots import ShareOverTime, Shares, share_over_time
from pelican_hotpapers.pages import Link, Listing
from pelican_hotpapers.pages.periods import (
    Period,
    month_period,
    week_period,
    year_period,
)
from pelican_hotpapers.translation import ENGLISH, Translation

HOTTEST = 5
"""The hottest papers above a listing of the newest."""
MOST = 100
"""Papers of the leaderboard of a month, a year or all time."""
MOST_OF_WEEK = 50
"""Papers of that of a week, which has some twice as many hot ones."""
LEAST_POINTS = 3
"""Months or weeks from which on a share over time is worth a plot."""
PeriodOf = Callable[[dt.date, Translation], Period]
PERIODS: tuple[PeriodOf, ...] = (
    year_period,
    month_period,
    week_period,
)
"""The periods that have leaderboards, the longest first."""


def category_listings(
    library: Library, translation: Translation = ENGLISH
) -> Iterator[Listing]:
    """Yield the papers of each arXiv category, the newest first."""
    up = Link(addresses.CATEGORIES, translation.gettext("All categories"))
    shares = Shares.of(library, translation)
    for category, entries in library.categories.items():
        if taxonomy.is_category(category):
            yield Listing(
                stem=addresses.category_stem(category),
                title=category,
                about=taxonomy.category_name(category),
                archive=taxonomy.archive_name(category),
                on_arxiv=arxiv_listing(category),
                entries=entries,
                hottest=_hottest(entries),
                up=up,
                plot=_plot(shares, category, translation),
            )


def author_listings(
    library: Library, least: int, translation: Translation = ENGLISH
) -> Iterator[Listing]:
    """Yield the papers of each author who has so many, the newest first.

    Names are as they are written; two people of one name are one here.
    """
    up = Link(addresses.AUTHORS, translation.gettext("All authors"))
    names = (name for name, of in library.authors.items() if len(of) >= least)
    for name, stem in addresses.distinct(names, addresses.author_stem).items():
        entries = library.authors[name]
        yield Listing(
            stem=stem,
            title=name,
            entries=entries,
            hottest=_hottest(entries),
            up=up,
        )


def topic_listings(
    library: Library, topics: Mapping[str, Topic], translation: Translation = ENGLISH
) -> Iterator[Listing]:
    """Yield the papers of each topic, the newest first."""
    up = Link(addresses.TOPICS, translation.gettext("All topics"))
    stems = addresses.distinct(topics, addresses.topic_stem)
    entries: dict[str, list[LibraryEntry]] = {name: [] for name in topics}
    for entry in library.newest if topics else ():
        paper = without_tex(entry.paper)
        for name, topic in topics.items():
            if topic.has(paper):
                entries[name].append(entry)
    for name, topic in topics.items():
        yield Listing(
            stem=stems[name],
            title=name,
            about=topic.about,
            entries=tuple(entries[name]),
            hottest=_hottest(entries[name]),
            up=up,
        )


def leaderboards(
    library: Library, translation: Translation = ENGLISH
) -> Iterator[Listing]:
    """Yield the hottest papers of all time, then of each year, month and week."""
    days = sorted(digest.date for digest in library.digests if digest.papers)
    rows = [
        sorted({period_of(day, translation) for day in days}) for period_of in PERIODS
    ]
    yield Listing(
        stem=addresses.TOP,
        title=translation.gettext("The hottest of all time"),
        entries=hottest_first(library.newest)[:MOST],
        is_leaderboard=True,
        up=_all_leaderboards(translation),
        around=tuple(Link(year.stem, year.name) for year in reversed(rows[0])),
    )
    for length, row in enumerate(rows):
        for place in range(len(row)):
            yield _leaderboard(library, row, place, PERIODS[:length], translation)


def _leaderboard(
    library: Library,
    row: Sequence[Period],
    place: int,
    longer: Sequence[PeriodOf],
    translation: Translation,
) -> Listing:
    """Return the leaderboard of a period, with those it is in, before and after it."""
    period = row[place]
    periods = [period_of(period.first, translation) for period_of in longer]
    periods += [*row[max(place - 1, 0) : place], *row[place + 1 : place + 2]]
    most = MOST_OF_WEEK if period.kind == "week" else MOST
    return Listing(
        stem=period.stem,
        title=translation.gettext("The hottest of {period}", period=period.name),
        entries=library.between(period.first, period.last)[:most],
        around=(all_time(translation), *map(_link, periods)),
        up=_all_leaderboards(translation),
        is_leaderboard=True,
        period=period,
    )


def _plot(
    shares: Shares, category: str, translation: Translation
) -> ShareOverTime | None:
    """Return the plot of a category, where time shows something."""
    plot = share_over_time(shares, category, translation)
    return plot if len(plot.points) >= LEAST_POINTS else None


def all_time(translation: Translation) -> Link:
    """Return the link to the hottest papers of all time, beside those of periods."""
    return Link(addresses.TOP, translation.gettext("all time"))


def _all_leaderboards(translation: Translation) -> Link:
    return Link(addresses.LEADERBOARDS, translation.gettext("All leaderboards"))


def _link(period: Period) -> Link:
    return Link(period.stem, period.name)


def _hottest(entries: Sequence[LibraryEntry]) -> tuple[LibraryEntry, ...]:
    """Return the hottest papers of some, where there are many more of them."""
    return hottest_first(entries)[:HOTTEST] if len(entries) > 2 * HOTTEST else ()
