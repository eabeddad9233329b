"""All pages that a library makes, by the settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from pelican_hotpapers import addresses
from pelican_hotpapers.collect.status import CollectionStatus
from pelican_hotpapers.config import Config
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.library import MOST_AUTHORS, Library, LibraryEntry
from pelican_hotpapers.library.plots import calendar_heat_map, rank_path
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages import PAPER, Link, Listing, Page, overview
from pelican_hotpapers.pages.browser_pages import browser_pages
from pelican_hotpapers.pages.listings import (
    HOTTEST,
    PERIODS,
    all_time,
    author_listings,
    category_listings,
    leaderboards,
    topic_listings,
)
from pelican_hotpapers.pages.main_pages import overview_names
from pelican_hotpapers.pages.periods import Period, month_period
from pelican_hotpapers.pages.search import search_choices
from pelican_hotpapers.pages.status_page import status_page
from pelican_hotpapers.translation import ENGLISH, Translation

LARGEST = 12
"""Listings of each overview that the page of all papers names."""


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

    def pages(self) -> Sequence[Page]:
        """Return the pages of all, those of the same time one after another.

        They show the same papers, which so are looked at together.
        """
        every = chain.from_iterable(listing.pages() for listing in self)
        return sorted(every, key=lambda page: page.first_id)

    def overviews(
        self, names: Mapping[str, str]
    ) -> Iterator[tuple[Link, tuple[Listing, ...]]]:
        """Yield the link to each overview that has a listing, and all its listings.

        Args:
            names: What overviews are called, by their stems.
        """
        for stem, listed in self.by_overview.items():
            if listed:
                yield Link(stem, names[stem], len(listed)), listed

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
    library: Library,
    topics: Mapping[str, Topic],
    config: Config,
    translation: Translation = ENGLISH,
) -> Listings:
    """Return the listings that a library makes, by the settings."""
    by_overview = {
        addresses.CATEGORIES: tuple(category_listings(library, translation)),
        addresses.TOPICS: tuple(topic_listings(library, topics, translation)),
        addresses.AUTHORS: (
            tuple(author_listings(library, config.author_pages, translation))
            if config.author_pages
            else ()
        ),
    }
    return Listings(by_overview, tuple(leaderboards(library, translation)))


def all_pages(  # noqa: PLR0913, PLR0917 - all that pages are made of
    library: Library,
    listings: Listings,
    config: Config,
    related: Mapping[str, Sequence[LibraryEntry]] | None = None,
    status: CollectionStatus | None = None,
    translation: Translation = ENGLISH,
) -> Iterator[Page]:
    """Yield every page of a library that has papers.

    Args:
        library: All papers.
        listings: Their listings.
        config: The site's settings.
        related: The papers related to each, by its identifier, where there are any.
        status: How collecting goes; None where nothing was collected.
        translation: The words of the site's language.
    """
    names = overview_names(translation)
    yield _index(library, listings, translation)
    for link, listed in listings.overviews(names):
        is_of_authors = link.stem == addresses.AUTHORS
        about = _about_authors(library, translation) if is_of_authors else ""
        yield overview(link.stem, link.name, map(_link, listed), about)
    yield _leaderboards(listings.leaderboards, translation)
    yield from listings.pages()
    yield from _calendars(library, status, config, translation)
    if status and config.status:
        yield status_page(status, translation)
    if config.search:
        yield _search(library, listings, translation)
    yield from browser_pages(library, config, translation)
    if config.paper_pages:
        yield from _paper_pages(library, listings, related or {}, names)


def _paper_pages(
    library: Library,
    listings: Listings,
    related: Mapping[str, Sequence[LibraryEntry]],
    names: Mapping[str, str],
) -> Iterator[Page]:
    """Yield the page of each paper."""
    links = listings.of_papers()
    for entry in library.newest:
        listed = _primary_first(links.get(entry.arxiv_id, {}), entry)
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
                "names": names,
                "related": alike,
            },
            shows=(entry, *chain.from_iterable(listed.values()), None, *alike),
        )


def _primary_first(
    listed: Mapping[str, Sequence[Link]], entry: LibraryEntry
) -> Mapping[str, Sequence[Link]]:
    """Return where a paper is listed, its categories in its own order."""
    categories = listed.get(addresses.CATEGORIES)
    if not categories:
        return listed
    order = entry.categories
    ordered = sorted(categories, key=lambda link: order.index(link.name))
    return {**listed, addresses.CATEGORIES: ordered}


def _index(library: Library, listings: Listings, translation: Translation) -> Page:
    """Return the page that leads to all others."""
    overviews = listings.overviews(overview_names(translation))
    return Page(
        stem=addresses.INDEX,
        template="index",
        title=translation.gettext("Papers"),
        description=translation.gettext(
            "What people talked about on arXiv: {extent}.",
            extent=_extent(library, translation),
        ),
        values={
            "library": library,
            "overviews": [(link, _largest(listed)) for link, listed in overviews],
            "tops": _newest(library, translation),
            "hottest": listings.leaderboards[-1].entries[:HOTTEST],
            "tables": {year: addresses.table_stem(year) for year in library.years},
        },
    )


def _leaderboards(leaderboards: Sequence[Listing], translation: Translation) -> Page:
    """Return the page that leads to all leaderboards."""
    of_all_time, *of_periods = leaderboards
    rows: dict[str, list[Listing]] = defaultdict(list)
    for top in of_periods:
        rows[top.feed].append(top)
    return Page(
        stem=addresses.LEADERBOARDS,
        template="leaderboards",
        title=overview_names(translation)[addresses.LEADERBOARDS],
        description=translation.gettext(
            "The hottest papers of each week, month and year."
        ),
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


def _search(library: Library, listings: Listings, translation: Translation) -> Page:
    overviews = listings.overviews(overview_names(translation))
    categories = listings.by_overview[addresses.CATEGORIES]
    return Page(
        stem=addresses.SEARCH,
        template="search",
        title=translation.gettext("Search"),
        description=translation.gettext(
            "A search in {extent}.", extent=_extent(library, translation)
        ),
        values={
            "choices": search_choices(library, translation),
            "category_links": list(map(_link, categories)),
            "overviews": [link for link, _ in overviews],
            "tops": _newest(library, translation),
        },
    )


def _extent(library: Library, translation: Translation) -> str:
    """Return how much there is: ``7,474 papers of 300 days``."""
    return translation.ngettext(
        "{n} paper of {days}",
        "{n} papers of {days}",
        len(library.entries),
        days=translation.counted(len(library.digests), "days"),
    )


def _newest(library: Library, translation: Translation) -> tuple[Link, ...]:
    """Return the leaderboards of the newest day with papers, and that of all time."""
    newest = next(digest.date for digest in library.digests if digest.papers)
    periods = (period_of(newest, translation) for period_of in reversed(PERIODS))
    links = (Link(period.stem, period.name) for period in periods)
    return (*links, all_time(translation))


def _largest(listings: Iterable[Listing]) -> tuple[Link, ...]:
    ranked = sorted(listings, key=lambda listing: -len(listing.entries))
    return tuple(map(_link, ranked[:LARGEST]))


def _calendars(
    library: Library,
    status: CollectionStatus | None,
    config: Config,
    translation: Translation,
) -> Iterator[Page]:
    """Yield the calendar of the newest year, and that of each year before.

    All other years are named by the newest alone, so that only its page changes with a
    new day.
    """
    missing = status.missing if status else frozenset()
    plot = calendar_heat_map(library, missing, translation)
    links = [
        Link(addresses.days_stem(each.year), f"{each.year}", each.papers)
        for each in plot.years
    ]
    newest, *before = links
    links = [Link(addresses.DAYS, newest.name), *before]
    for place, (link, year) in enumerate(zip(links, plot.years, strict=True)):
        is_newest = place == 0
        papers = translation.counted(year.papers, "papers")
        extent = _extent(library, translation) if is_newest else papers
        yield Page(
            stem=link.stem,
            template="days",
            title=(
                translation.gettext("All days")
                if is_newest
                else translation.gettext("All days of {year}", year=year.year)
            ),
            description=translation.gettext(
                "A calendar of all days: {extent}.", extent=extent
            ),
            values={
                "months": _months(library, year.year, translation),
                "plot": replace(plot, years=(year,), has_missing=year.has_missing),
                "years": before if is_newest else (),
                "newer": None if is_newest else links[place - 1],
                "older": next(iter(links[place + 1 :]), None),
                "has_status": is_newest and bool(status and config.status),
            },
        )


def _months(
    library: Library, year: int, translation: Translation
) -> tuple[tuple[Period, tuple[Digest, ...]], ...]:
    """Return the digests of each month of a year, the newest first."""
    of_year = (digest for digest in library.digests if digest.date.year == year)
    by_month = groupby(
        of_year, key=lambda digest: month_period(digest.date, translation)
    )
    return tuple((month, tuple(digests)) for month, digests in by_month)


def _about_authors(library: Library, translation: Translation) -> str:
    """Say which papers count for no author, if there are any."""
    if all(len(entry.paper.authors) <= MOST_AUTHORS for entry in library.newest):
        return ""
    return translation.ngettext(
        "Papers of more than {n} author are not counted.",
        "Papers of more than {n} authors are not counted.",
        MOST_AUTHORS,
    )


def _link(listing: Listing) -> Link:
    return Link(listing.stem, listing.title, len(listing.entries))
