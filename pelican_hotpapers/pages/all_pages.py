"""All pages that a library makes, by the settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from pelican_hotpapers import addresses
from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.collect.status import CollectionStatus
from pelican_hotpapers.config import Config
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.library import MOST_AUTHORS, Library, LibraryEntry
from pelican_hotpapers.library.plots import calendar_heat_map, rank_path
from pelican_hotpapers.library.related import related_papers
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages import PAPER, Link, Listing, Page, overview
from pelican_hotpapers.pages.listings import (
    HOTTEST,
    PERIODS,
    author_listings,
    category_listings,
    leaderboards,
    topic_listings,
)
from pelican_hotpapers.pages.periods import Period, month_period
from pelican_hotpapers.pages.search import search_choices
from pelican_hotpapers.pages.status_page import status_page
from pelican_hotpapers.storage.cache import NO_CACHE, Cache
from pelican_hotpapers.wording import counted

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Listings:
    """All listings of a library."""

    by_overview: Mapping[str, tuple[Listing, ...]]
    """Those of categories, topics and authors, by the stem of their overview."""
    leaderboards: tuple[Listing, ...]
    """That of all time first."""

    def __iter__(self) -> Iterator[Listing]:
        """Yield all of them."""
        return chain(*self.by_overview.values(), self.leaderboards)

    def of_papers(self) -> Mapping[str, Mapping[str, Sequence[Link]]]:
        """Return of each paper those that have it, by the stem of their overview."""
        found: dict[str, dict[str, list[Link]]] = defaultdict(dict)
        for stem, listings in self.by_overview.items():
            for listing in listings:
                # Without their number, which each new day changes.
                link = Link(listing.stem, listing.title)
                for entry in listing.entries:
                    found[entry.arxiv_id].setdefault(stem, []).append(link)
        return found


def listings_of(
    library: Library, topics: Mapping[str, Topic], config: Config
) -> Listings:
    """Return the listings that a library makes, by the settings."""
    by_overview = {
        addresses.CATEGORIES: tuple(category_listings(library)),
        addresses.TOPICS: tuple(topic_listings(library, topics)),
        addresses.AUTHORS: (
            tuple(author_listings(library, config.author_pages))
            if config.author_pages
            else ()
        ),
    }
    return Listings(by_overview, tuple(leaderboards(library)))


def all_pages(
    library: Library,
    listings: Listings,
    config: Config,
    cache: Cache = NO_CACHE,
    status: CollectionStatus | None = None,
) -> Iterator[Page]:
    """Yield every page of a library that has papers.

    Args:
        library: All papers.
        listings: Their listings.
        config: The site's settings.
        cache: Of earlier builds.
        status: How collecting goes; None where nothing was collected.
    """
    yield _index(library, listings)
    for stem, listed in listings.by_overview.items():
        if listed:
            about = _about_authors(library) if stem == addresses.AUTHORS else ""
            yield overview(stem, NAMES[stem], map(_link, listed), about)
    yield _leaderboards(listings.leaderboards)
    for listing in listings:
        yield from listing.pages()
    yield from _calendars(library, status, config)
    if status and config.status:
        yield status_page(status)
    if config.search:
        yield _search(library, listings)
    if "marks" in config.comforts:
        yield Page(
            stem=addresses.LISTS,
            template="lists",
            title="My lists",
            description="Papers of your own choice, in lists that your browser keeps.",
        )
    if has_interests(config):
        yield Page(
            stem=addresses.FOR_YOU,
            template="for-you",
            title="For you",
            description="The papers of the last days, by what you bookmarked.",
            values={"newest": [each.date for each in library.digests[:LAST_DAYS]]},
        )
    if config.paper_pages:
        yield from _paper_pages(library, listings, _related(library, config, cache))


def has_interests(config: Config) -> bool:
    """Tell whether papers are ranked by what a reader bookmarked."""
    return {"marks", "interests"} <= {*config.comforts}


LAST_DAYS = 14
"""Days whose papers are ranked for a reader who asks for no more."""


def main_pages(library: Library, config: Config) -> tuple[Link, ...]:
    """Return the pages from which all others are reached, as far as there are any."""
    if not library.entries:
        return ()
    links = [Link(addresses.INDEX, "All papers")]
    if any(map(taxonomy.is_category, library.categories)):
        links.append(Link(addresses.CATEGORIES, NAMES[addresses.CATEGORIES]))
    links.append(Link(addresses.LEADERBOARDS, NAMES[addresses.LEADERBOARDS]))
    links.append(Link(addresses.DAYS, "All days"))
    if config.search:
        links.append(Link(addresses.SEARCH, "Search"))
    return tuple(links)


def _paper_pages(
    library: Library,
    listings: Listings,
    related: Mapping[str, tuple[LibraryEntry, ...]],
) -> Iterator[Page]:
    """Yield the page of each paper."""
    links = listings.of_papers()
    for entry in library.newest:
        listed = links.get(entry.arxiv_id, {})
        alike = related.get(entry.arxiv_id, ())
        yield Page(
            stem=entry.stem,
            template=PAPER,
            title=entry.paper.title,
            description=entry.paper.abstract or entry.paper.title,
            papers=(entry.paper,),
            values={
                "entry": entry,
                "plot": rank_path(entry.hot),
                "listings": listed,
                "names": NAMES,
                "related": alike,
            },
            shows=(entry, listed, alike),
        )


def _related(
    library: Library, config: Config, cache: Cache
) -> Mapping[str, tuple[LibraryEntry, ...]]:
    """Return the papers related to each, where that is wanted and possible."""
    if not config.related:
        return {}
    try:
        return related_papers(library, config.related, cache)
    except ImportError:
        logger.info("no related papers shown: pelican-hotpapers[related] is not here")
        return {}


NAMES = {
    addresses.CATEGORIES: "Categories",
    addresses.TOPICS: "Topics",
    addresses.AUTHORS: "Authors",
    addresses.LEADERBOARDS: "Leaderboards",
}
"""What overviews are called."""


def _index(library: Library, listings: Listings) -> Page:
    """Return the page that leads to all others."""
    rows = [
        (Link(stem, NAMES[stem], len(listed)), _largest(listed))
        for stem, listed in listings.by_overview.items()
        if listed
    ]
    return Page(
        stem=addresses.INDEX,
        template="index",
        title="Papers",
        description=f"What people talked about on arXiv: {_extent(library)}.",
        values={
            "library": library,
            "overviews": rows,
            "tops": _newest(library),
            "hottest": listings.leaderboards[-1].entries[:HOTTEST],
        },
    )


def _leaderboards(leaderboards: Sequence[Listing]) -> Page:
    """Return the page that leads to all leaderboards."""
    of_all_time, *of_periods = leaderboards
    rows: dict[str, list[Listing]] = defaultdict(list)
    for top in of_periods:
        rows[top.feed].append(top)
    return Page(
        stem=addresses.LEADERBOARDS,
        template="leaderboards",
        title=NAMES[addresses.LEADERBOARDS],
        description="The hottest papers of each week, month and year.",
        values={
            "top": _link(of_all_time),
            "rows": [
                (row[0].period.kind, feed, row[::-1])
                for feed, row in reversed(rows.items())
                if row[0].period
            ],
            "feeds": list(rows),
        },
    )


def _search(library: Library, listings: Listings) -> Page:
    by_overview = listings.by_overview.items()
    categories = listings.by_overview[addresses.CATEGORIES]
    return Page(
        stem=addresses.SEARCH,
        template="search",
        title="Search",
        description=f"A search in {_extent(library)}.",
        values={
            "choices": search_choices(library),
            "category_links": list(map(_link, categories)),
            "overviews": [
                Link(stem, NAMES[stem], len(of)) for stem, of in by_overview if of
            ],
            "tops": _newest(library),
        },
    )


def _extent(library: Library) -> str:
    """Return how much there is: ``7,474 papers of 300 days``."""
    papers = counted(len(library.entries), "papers")
    return f"{papers} of {counted(len(library.digests), 'days')}"


def _newest(library: Library) -> tuple[Link, ...]:
    """Return the leaderboards of the newest day with papers, and that of all time."""
    newest = next(digest.date for digest in library.digests if digest.papers)
    periods = (period_of(newest) for period_of in reversed(PERIODS))
    links = (Link(period.stem, period.name) for period in periods)
    return (*links, Link(addresses.TOP, "all time"))


def _largest(listings: Iterable[Listing], most: int = 12) -> tuple[Link, ...]:
    ranked = sorted(listings, key=lambda listing: -len(listing.entries))
    return tuple(map(_link, ranked[:most]))


def _calendars(
    library: Library, status: CollectionStatus | None, config: Config
) -> Iterator[Page]:
    """Yield the calendar of the newest year, and that of each year before.

    All other years are named by the newest alone, so that only its page changes with a
    new day.
    """
    plot = calendar_heat_map(library, status.missing if status else frozenset())
    links = [
        Link(addresses.days_stem(each.year), f"{each.year}", each.papers)
        for each in plot.years
    ]
    newest, *before = links
    links = [Link(addresses.DAYS, newest.name), *before]
    for place, (link, year) in enumerate(zip(links, plot.years, strict=True)):
        is_newest = place == 0
        about = _extent(library) if is_newest else f"{year.papers} papers"
        yield Page(
            stem=link.stem,
            template="days",
            title="All days" if is_newest else f"All days of {year.year}",
            description=f"A calendar of all days: {about}.",
            values={
                "months": _months(library, year.year),
                "plot": replace(plot, years=(year,), has_missing=year.has_missing),
                "years": before if is_newest else (),
                "newer": None if is_newest else links[place - 1],
                "older": next(iter(links[place + 1 :]), None),
                "has_status": is_newest and bool(status and config.status),
            },
        )


def _months(
    library: Library, year: int
) -> tuple[tuple[Period, tuple[Digest, ...]], ...]:
    """Return the digests of each month of a year, the newest first."""
    of_year = (digest for digest in library.digests if digest.date.year == year)
    by_month = groupby(of_year, key=lambda digest: month_period(digest.date))
    return tuple((month, tuple(digests)) for month, digests in by_month)


def _about_authors(library: Library) -> str:
    """Say which papers count for no author, if there are any."""
    if all(len(entry.paper.authors) <= MOST_AUTHORS for entry in library.newest):
        return ""
    return f"Papers of more than {MOST_AUTHORS} authors are not counted."


def _link(listing: Listing) -> Link:
    return Link(listing.stem, listing.title, len(listing.entries))
