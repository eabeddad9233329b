"""Pages that are not articles: what a library shows, as values without HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from pelican_hotpapers.addresses import each_stem, part_stem
from pelican_hotpapers.library import LibraryEntry
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs import exports
from pelican_hotpapers.pages.periods import Period

if TYPE_CHECKING:
    from pelican_hotpapers.library.plots import ShareOverTime

PER_PAGE = 50
"""Papers of an older part of a listing; the first page has as many at least."""
PAPER = "paper"
"""The template of the page of a paper."""
NAMED = 3
"""Papers by which a list of them is described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page to be written."""

    stem: str
    """Its name, and that of its further parts: ``cs.CV``."""
    template: str
    """Of which template in ``hotpapers/pages/`` it is made: ``listing``."""
    title: str
    """Plain text from anybody."""
    description: str = ""
    """What a search engine shows; plain text from anybody."""
    papers: tuple[Paper, ...] = ()
    """The papers that it lists, or is about."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What its template is given."""
    shows: tuple[Any, ...] | None = None
    """What title, description and values are made of, where that is less to hash than
    they are; None where it is not."""
    number: int = 0
    """Which of its older parts it is, the oldest 1; 0 for the page itself."""
    newer: int | None = None
    """The number of the part with what is newer, if it is an older part."""
    older: int | None = None
    """The number of the part with what is older, if there is one."""

    @property
    def name(self) -> str:
        """The name of its files: that of the page, or of its part."""
        return part_stem(self.stem, self.number)

    @property
    def first_id(self) -> str:
        """The identifier of its first paper, which tells its time; or nothing."""
        return self.papers[0].arxiv_id if self.papers else ""

    @property
    def meta_tags(self) -> tuple[tuple[str, str], ...]:
        """Names and contents of what the head of a paper's page says; plain text."""
        return exports.meta_tags(self.papers[0]) if self.template == PAPER else ()

    @property
    def content(self) -> tuple[Any, ...]:
        """All that our own template shows: equal contents make equal pages."""
        name = (self.stem, self.template, self.number, self.newer, self.older)
        if self.shows is not None:
            return (*name, *self.shows)
        return (*name, self.title, self.description, self.values)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page."""

    stem: str
    name: str
    papers: int = 0
    """How many papers it has; 0 where that is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Papers in a row, under a name."""

    stem: str
    title: str
    about: str = ""
    """A sentence on what these papers have in common, plain text."""
    archive: str = ""
    """What the archive is called that a category is part of."""
    on_arxiv: str = ""
    """Where arXiv lists the papers of a category itself."""
    entries: tuple[LibraryEntry, ...]
    hottest: tuple[LibraryEntry, ...] = ()
    """The hottest of them, where they are in another order."""
    around: tuple[Link, ...] = ()
    """Pages beside this one: the week before, the year it is of."""
    up: Link | None = None
    """The overview it is in."""
    plot: ShareOverTime | None = None
    """The share of these papers among all, where there is enough of it to see."""
    is_leaderboard: bool = False
    """Whether the hottest come first, and all are on one page; else the newest do."""
    period: Period | None = None
    """The time that its papers are the hottest of, if it is that of a time."""

    @property
    def feed(self) -> str:
        """The stem of its feed: all weeks share one, all months, and all years."""
        return each_stem(self.period.kind) if self.period else self.stem

    def pages(self) -> Iterator[Page]:
        """Yield the page of the newest, and the parts with those of before.

        The parts are filled from the oldest paper on and never change: what is new
        changes the first page alone, until that passes on its oldest papers.
        """
        older = 0 if self.is_leaderboard else max(0, len(self.entries) // PER_PAGE - 1)
        end = len(self.entries) - older * PER_PAGE
        yield self._page(self.entries[:end], 0, newer=None, older=older or None)
        for number in range(older, 0, -1):
            entries = self.entries[end : end + PER_PAGE]
            newer = number + 1 if number < older else 0
            yield self._page(entries, number, newer=newer, older=number - 1 or None)
            end += PER_PAGE

    def _page(
        self,
        entries: tuple[LibraryEntry, ...],
        number: int,
        *,
        newer: int | None,
        older: int | None,
    ) -> Page:
        about = replace(self, entries=(), hottest=(), plot=None)
        of_all = () if number else (len(self.entries), self.hottest, self.plot)
        return Page(
            stem=self.stem,
            template="listing",
            title=self.title,
            description=_described(self.about, entries),
            papers=tuple(entry.paper for entry in entries),
            values={"listing": self, "entries": entries, "feed": self.feed},
            shows=(about, entries, *of_all),
            number=number,
            newer=newer,
            older=older,
        )


def _described(about: str, entries: Iterable[LibraryEntry]) -> str:
    """Describe papers by what they have in common, and by the first titles."""
    titles = "; ".join(entry.paper.title for entry in islice(entries, NAMED))
    return ": ".join(filter(None, (about.rstrip("."), titles)))


def overview(stem: str, title: str, links: Iterable[Link], about: str = "") -> Page:
    """Return a page of links."""
    every = tuple(links)
    return Page(
        stem=stem,
        template="overview",
        title=title,
        description=about or ", ".join(link.name for link in every),
        values={"links": every, "about": about},
    )
