"""Papers as feeds show them: plain text, links that hold, nothing of endless length.

A reader's program sorts by time, takes what is newer than what it has seen, and may
lose one of two entries of the same time. So a paper's time follows from its **first**
day and its rank on that day alone: noon, less a second for each rank. Then it is

- unlike any other, since there is one digest a day, and a rank is given once;
- the same in every feed and every build: neither other papers, nor later days, nor
  the clock of whoever builds the site have a say in it;
- of the digest's own day, as people in nearly all time zones see it, and not later;
- later for the hotter of two papers, so that they are listed as the digest has them.

That a paper is hot again changes its counts and its posts, but is not news to those
who have it already. Were the last day taken, they would have it twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import itemgetter
from urllib.parse import quote

from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.library import LibraryEntry
from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import arxiv_abs_url
from pelican_hotpapers.outputs.feeds import PAPERS_LANGUAGE, Item, Publisher
from pelican_hotpapers.storage.keys import key_of

MOST_NAMES = 100
"""Authors, and categories, that are named; there are papers of 5,000 authors."""
LONGEST_LINE = 1_000
"""Characters of a title or a name."""
LONGEST_ABSTRACT = 2_000
"""Characters of the summary where there is no content. (arXiv takes abstracts of at
most 1,920.)"""
LONGEST_CONTENT = 100_000
"""Characters of a paper's HTML; of what is longer the summary alone is shown."""
_NOON = dt.time(12, tzinfo=dt.UTC)
_LAST_RANK = 12 * 60 * 60
"""The last rank with a second of its own: midnight."""
_MOMENT = dt.timedelta(microseconds=1)


class Items:
    """The papers of a site as its feeds show them, each made when a feed has it."""

    def __init__(
        self,
        entries: Collection[LibraryEntry],
        publisher: Publisher,
        *,
        url: Callable[[LibraryEntry], str],
        content: Callable[[LibraryEntry], str],
        key: bytes | None = None,
    ) -> None:
        """Take the papers, and what their items are made with.

        Args:
            entries: The papers, each once and with all of its days.
            publisher: The site.
            url: Returns the absolute address of a paper's own page; nothing where it
                has none, then the abstract page is linked.
            content: Returns a paper as safe HTML in which links are absolute; nothing
                where the abstract as plain text will do.
            key: A hash of what these depend on beside the paper, if that is known.
        """
        self.publisher = publisher
        self.appeared = moments(entries)
        """When each paper appeared, by arXiv identifier; no two at the same time."""
        self._entries = {entry.arxiv_id: entry for entry in entries}
        self._url = url
        self._content = content
        self._key = key
        self._made: dict[str, Item] = {}

    def __getitem__(self, arxiv_id: str) -> Item:
        """Return the item of a paper."""
        if arxiv_id not in self._made:
            self._made[arxiv_id] = self._item(self._entries[arxiv_id])
        return self._made[arxiv_id]

    def key(self, appeared: Mapping[str, dt.datetime]) -> bytes | None:
        """Return a hash of what items are made of, if that is known.

        Args:
            appeared: When each appeared, by arXiv identifier.
        """
        if self._key is None:
            return None
        entries = (self._entries[arxiv_id].fingerprint for arxiv_id in appeared)
        return key_of(self._key, repr([*appeared.values()]).encode(), *entries)

    def _item(self, entry: LibraryEntry) -> Item:
        paper = entry.paper
        abs_url = _page_url(paper.abs_url) or arxiv_abs_url(quote(paper.arxiv_id))
        content = str(self._content(entry))
        shown = without_controls(content) if len(content) <= LONGEST_CONTENT else ""
        abstract = "" if shown else tex.to_text(paper.abstract)
        return Item(
            id=self.publisher.tag(f"arxiv/{paper.arxiv_id}"),
            title=_line(paper.title) or f"arXiv:{_line(paper.arxiv_id)}",
            url=self._url(entry) or abs_url,
            abs_url=abs_url,
            appeared=self.appeared[paper.arxiv_id],
            authors=_names(paper.authors),
            categories=_names(paper.categories),
            summary=_shortened(abstract, LONGEST_ABSTRACT),
            content=shown,
            language=PAPERS_LANGUAGE if self.publisher.language else "",
        )


def moments(entries: Iterable[LibraryEntry]) -> Mapping[str, dt.datetime]:
    """Return when papers appeared.

    Args:
        entries: Papers with all of their days, each once.

    Returns:
        Distinct times in UTC, by arXiv identifier. Should papers share a rank, each is
        a microsecond later than the next by identifier.
    """
    found: dict[str, dt.datetime] = {}
    latest = dt.datetime.min.replace(tzinfo=dt.UTC)
    by_id = sorted(entries, key=lambda entry: entry.arxiv_id, reverse=True)
    wanted = (
        (moment_of_rank(entry.hot[0].day, entry.hot[0].rank), entry.arxiv_id)
        for entry in by_id
    )
    for moment, arxiv_id in sorted(wanted, key=itemgetter(0)):
        latest = max(moment, latest + _MOMENT)
        found[arxiv_id] = latest
    return found


def moment_of_rank(day: dt.date, rank: int) -> dt.datetime:
    """Return when a paper appears that has a rank on a day: the hotter, the later."""
    noon = dt.datetime.combine(day, _NOON)
    return noon - dt.timedelta(seconds=min(max(rank, 0), _LAST_RANK))


def _page_url(url: str) -> str:
    """Let an address through, if it is that of a page."""
    found = safe_url(url)
    return "" if found.startswith("mailto:") else found


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_line, names[:MOST_NAMES]))))


def _line(text: str) -> str:
    return _shortened(tex.to_text(text), LONGEST_LINE)


def _shortened(text: str, longest: int) -> str:
    """Cut a text where a word ends, and mark the cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    return (head.rpartition(" ")[0] or head) + "…"
