"""All digests of a site as one: each paper once, with the days on which it was hot."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import groupby, starmap
from operator import attrgetter

import msgspec

from pelican_hotpapers.addresses import paper_stem
from pelican_hotpapers.arxiv.taxonomy import canonical
from pelican_hotpapers.markup.tex import to_text
from pelican_hotpapers.model import Digest, Paper, Post, with_facts_of

MOST_AUTHORS = 100
"""A paper that has more authors is listed under none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HotDay:
    """A day on which a paper was hot."""

    day: dt.date
    rank: int
    """Its place on that day, from 1."""
    of: int
    """Papers of that day."""
    score: int


@dataclass(frozen=True, kw_only=True)
class LibraryEntry:
    """A paper, and all its days."""

    paper: Paper
    """As its last day has it, with the posts of all days, the last day's first."""
    hot: tuple[HotDay, ...]
    """Its days, the first one first; at least one."""
    records: tuple[Paper, ...] = field(repr=False)
    """The paper as each of these days has it, the last day's first."""

    @property
    def arxiv_id(self) -> str:
        """The paper's identifier."""
        return self.paper.arxiv_id

    @property
    def stem(self) -> str:
        """Its name in file names: ``2104.01778``, ``quant-ph-0201082``."""
        return paper_stem(self.paper.arxiv_id)

    @cached_property
    def fingerprint(self) -> bytes:
        """A hash of its days, and of all that they know of it."""
        return hashlib.sha256(msgspec.json.encode((self.hot, self.records))).digest()

    @property
    def first(self) -> dt.date:
        """The first day."""
        return self.hot[0].day

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.hot[-1].day

    @property
    def score(self) -> int:
        """The highest score of all days."""
        return max(hot.score for hot in self.hot)

    @cached_property
    def by_score(self) -> tuple[int, dt.date, str]:
        """What papers are sorted by that are wanted by their highest scores.

        Of equal papers the earlier comes first, then that whose identifier does.
        """
        return -self.score, self.first, self.arxiv_id

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Its arXiv categories, each once; of one that has two names, arXiv's own."""
        return tuple(dict.fromkeys(map(canonical, self.paper.categories)))


@dataclass(frozen=True, kw_only=True)
class Library:
    """The digests of a site, and what is in them."""

    digests: tuple[Digest, ...] = ()
    """One a day, the newest first."""
    entries: Mapping[str, LibraryEntry] = field(default_factory=dict)
    """All papers by identifier."""
    _fingerprints: dict[dt.date, tuple[Digest, bytes]] = field(default_factory=dict)
    """Those that were asked for."""

    @classmethod
    def of(cls, digests: Iterable[Digest], before: Library | None = None) -> Library:
        """Return a library of digests, of which the first of a day counts.

        Args:
            digests: The digests.
            before: Another library. Papers whose digests are the same objects in both
                have its entries, with the fingerprints that were made of them.
        """
        days: dict[dt.date, Digest] = {}
        for digest in digests:
            days.setdefault(digest.date, digest)
        newest_first = tuple(days[day] for day in sorted(days, reverse=True))
        before = before or Library()
        known = _appearances(before.digests)
        entries = {
            arxiv_id: before.entries[arxiv_id]
            if _are_same(known.get(arxiv_id, []), found)
            else _entry(found)
            for arxiv_id, found in _appearances(newest_first).items()
        }
        fingerprints = {
            day: found for day, found in before._fingerprints.items() if day in days
        }
        return cls(digests=newest_first, entries=entries, _fingerprints=fingerprints)

    def fingerprint(self, digest: Digest) -> bytes:
        """Return a hash of a digest, but for what it says of its page alone."""
        known = self._fingerprints.get(digest.date)
        if known is None or known[0] is not digest:
            told = replace(digest, extra={}, origin=None)
            made = hashlib.sha256(msgspec.json.encode(told)).digest()
            known = self._fingerprints[digest.date] = (digest, made)
        return known[1]

    @cached_property
    def newest(self) -> tuple[LibraryEntry, ...]:
        """All papers, by their first day, the newest first, and their rank on it.

        A paper that is hot again stays in its place: a new day only adds papers in
        front.
        """
        by_rank = sorted(self.entries.values(), key=lambda entry: entry.hot[0].rank)
        return tuple(sorted(by_rank, key=lambda entry: entry.first, reverse=True))

    @cached_property
    def years(self) -> Mapping[int, tuple[LibraryEntry, ...]]:
        """The papers of each year, by their first day, the newest first."""
        by_year = groupby(self.newest, key=lambda entry: entry.first.year)
        return {year: tuple(entries) for year, entries in by_year}

    @cached_property
    def categories(self) -> Mapping[str, tuple[LibraryEntry, ...]]:
        """The papers of each arXiv category, cross-lists too, the newest first."""
        found: dict[str, list[LibraryEntry]] = defaultdict(list)
        for entry in self.newest:
            for category in entry.categories:
                found[category].append(entry)
        return {name: tuple(found[name]) for name in sorted(found)}

    @cached_property
    def authors(self) -> Mapping[str, tuple[LibraryEntry, ...]]:
        """The papers of each author, by the name in plain text, the newest first.

        Those of more than `MOST_AUTHORS` are left out: each of as many pages would list
        them all.
        """
        found: dict[str, list[LibraryEntry]] = defaultdict(list)
        for entry in self.newest:
            if len(entry.paper.authors) > MOST_AUTHORS:
                continue
            for author in dict.fromkeys(map(to_text, entry.paper.authors)):
                found[author].append(entry)
        return {name: tuple(found[name]) for name in sorted(found)}

    def between(self, first: dt.date, last: dt.date) -> tuple[LibraryEntry, ...]:
        """Return the papers that were hot in a span of days, the hottest first.

        Of a paper only the days of the span count.
        """
        found = _appearances(
            each for each in self.digests if first <= each.date <= last
        )
        return hottest_first(starmap(self._part_of_entry, found.items()))

    def _part_of_entry(self, arxiv_id: str, found: _Appearances) -> LibraryEntry:
        """Return a paper with some of its days; seldom are there others."""
        whole = self.entries[arxiv_id]
        return whole if len(whole.hot) == len(found) else _entry(found)


_Appearances = list[tuple[Digest, Paper]]
"""A paper on each of its days, the newest first."""


def _appearances(digests: Iterable[Digest]) -> Mapping[str, _Appearances]:
    """Return the papers of digests by identifier, those of the newest day first."""
    found: dict[str, _Appearances] = defaultdict(list)
    for digest in digests:
        for paper in digest.papers:
            found[paper.arxiv_id].append((digest, paper))
    return found


def _are_same(known: _Appearances, found: _Appearances) -> bool:
    """Tell whether a paper's digests are the same objects, which never change."""
    return len(known) == len(found) and all(
        digest is other for (digest, _), (other, _) in zip(known, found, strict=True)
    )


def hottest_first(entries: Iterable[LibraryEntry]) -> tuple[LibraryEntry, ...]:
    """Return papers by their highest scores."""
    return tuple(sorted(entries, key=attrgetter("by_score")))


def _entry(found: _Appearances) -> LibraryEntry:
    """Return a paper's entry."""
    days = (
        HotDay(
            day=digest.date,
            rank=paper.rank,
            of=_places(digest),
            score=paper.score,
        )
        for digest, paper in reversed(found)
    )
    records = tuple(paper for _, paper in found)
    return LibraryEntry(paper=_of_all_days(records), hot=tuple(days), records=records)


def _places(digest: Digest) -> int:
    """Return how many papers were ranked; one whose record is faulty is left out."""
    return max(len(digest.papers), digest.papers[-1].rank)


def _of_all_days(papers: Sequence[Paper]) -> Paper:
    """Return a paper as it was last, with all that its other days have beside."""
    newest = papers[0]
    if len(papers) == 1:
        return newest
    posts: dict[str, Post] = {}
    for paper in papers:
        for post in paper.posts:
            posts.setdefault(post.url, post)
    return replace(reduce(with_facts_of, papers), posts=tuple(posts.values()))
