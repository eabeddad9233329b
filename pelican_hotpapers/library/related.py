"""Papers that are alike, by the words of their titles and abstracts.

Days are gone through in the order of time, and what a day finds is never changed by a
later one:

- A paper's words are those of the first day on which it was hot. Each weighs the more
  the fewer of the papers known by that day have it (TF-IDF).
- Papers are as alike as the directions of their weighed words (the cosine). A word
  brings a paper together with the last `PAPERS_OF_A_WORD` that have it by that day.
- A paper is related to those most like it, among the earlier ones and those of its day;
  and to a later one that finds it, if that is more alike than one of these.

So a new day changes the few older papers that are among the most like a new one, and
the cost of a day does not grow with the archive. A build that only adds goes on from
where the one before it was, and finds what a clean one does.

NumPy does the sums; it is installed by ``pip install pelican-hotpapers[related]``, and
imported where there is something to reckon.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.library.words import words_of
from pelican_hotpapers.model import Paper
from pelican_hotpapers.storage.cache import NO_CACHE, Cache
from pelican_hotpapers.storage.keys import key_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
    _Words = tuple[Array, Array]
    """The words of a paper, by their numbers, and their weights."""

_WordsOf = Callable[[Paper], Sequence[str]]

LEAST = 0.1
"""The least cosine of related papers, of 0 to 1. On real digests, those below have
common words in common, but no subject."""
PAPERS_OF_A_WORD = 128
"""Papers that a word brings a new one together with: what bounds the work of a day."""
METHOD = 4
"""Goes up when the same texts come to give other relations."""
FOUND, STATE = "related papers of all days", "related papers"
"""What the cache knows them by, and what it takes to go on from there."""
_WORD_BITS = 32
_PAPER = (1 << _WORD_BITS) - 1
"""A posting is the number of a word, followed by that of a paper in these bits."""
_OPEN_DAYS = 7
"""The last days, which may be edited, or completed by collecting, for a while: what
they add is not stored."""
_DAYS_AT_ONCE = 100
_PAPERS_AT_ONCE = 8
"""What is weighed, and what is compared at once: they bound the memory."""


class _State(msgspec.Struct):
    """What was found on some days, and what it takes to go on from there.

    Tables of numbers are as NumPy has them in memory.
    """

    key: bytes
    """A hash of the texts of these days."""
    days: int
    known: list[str]
    papers_with: bytes
    """All words that were met, and how many papers have each."""
    postings: bytes
    weights: bytes
    """Where each word was met last: its number and that of the paper in one; and what
    it weighs there."""
    nearest: bytes
    likeness: bytes
    """Of each paper those most like it, the most alike first, and how much they are."""


def related_papers(
    library: Library, indices: Sequence[Sequence[int]]
) -> Mapping[str, tuple[LibraryEntry, ...]]:
    """Return the papers most like each, the most alike first, then the earlier.

    Args:
        library: All papers.
        indices: What `related_indices` gives of them.
    """
    entries = [
        library.entries[paper.arxiv_id]
        for paper in chain.from_iterable(_new_papers(library))
    ]
    return {
        entry.arxiv_id: tuple(entries[index] for index in of_one)
        for entry, of_one in zip(entries, indices, strict=True)
    }


def related_indices(
    library: Library,
    most: int,
    cache: Cache = NO_CACHE,
    words: _WordsOf = words_of,
) -> list[list[int]]:
    """Return of each paper which are most like it, as their indices among all.

    Args:
        library: All papers.
        most: How many are related to one, at most; 1 or more.
        cache: Of earlier builds.
        words: Returns the words of a paper.

    Raises:
        ImportError: NumPy is not installed, or cannot run.
    """
    if not _is_numpy_here():
        raise ImportError("NumPy is not installed")
    key = _key_of_all(library, most)
    find = partial(_nearest, library, most, cache, words)
    return cache.get(FOUND, key, list[list[int]], find)


def are_known(library: Library, most: int, cache: Cache) -> bool:
    """Tell whether `related_indices` has nothing to reckon."""
    key = _key_of_all(library, most)
    known = cache.find(FOUND, key, list[list[int]]) if key else None
    return known is not None or not _is_numpy_here()


def _is_numpy_here() -> bool:
    """Tell whether there are to be related papers, also where they are known."""
    return find_spec("numpy") is not None


def _key_of_all(library: Library, most: int) -> bytes | None:
    """Return a key of all that is known of papers; None where it cannot be told."""
    try:
        days = map(library.fingerprint, library.digests)
        return key_of(_form(most), *days)
    except (TypeError, ValueError, OverflowError):  # a text that is no Unicode
        return None


def _form(most: int) -> bytes:
    return key_of(json.dumps([METHOD, most]).encode())


def _nearest(
    library: Library, most: int, cache: Cache, words: _WordsOf
) -> list[list[int]]:
    """Return those most like each paper, as their numbers, the most alike first."""
    days, form = _new_papers(library), _form(most)
    keys = list(_keys(days))
    relations = _Relations(most, words)
    before = cache.find(STATE, form, _State)
    if before and before.days < len(days) and keys[before.days] == before.key:
        relations.go_on_from(before)
    end = len(days) - _OPEN_DAYS
    for start in range(relations.days, end, _DAYS_AT_ONCE):
        relations.add(days[start : min(start + _DAYS_AT_ONCE, end)])
    if not before or before.key != keys[relations.days]:
        cache.store(STATE, form, relations.state(keys[relations.days]))
    relations.add(days[relations.days :])
    return list(relations)


def _new_papers(library: Library) -> list[list[Paper]]:
    """Return the papers of each day that were not hot before, by identifier."""
    known: set[str] = set()
    days = []
    for digest in reversed(library.digests):
        new = {paper.arxiv_id: paper for paper in digest.papers}
        new = {name: new[name] for name in sorted(new.keys() - known)}
        known.update(new)
        days.append(list(new.values()))
    return list(filter(None, days))


def _keys(days: Sequence[Sequence[Paper]]) -> Iterator[bytes]:
    """Yield a hash of the texts of no day, of the first, of the first two and so on."""
    key = hashlib.sha256()
    yield key.digest()
    for day in days:
        texts = [[paper.arxiv_id, paper.title, paper.abstract] for paper in day]
        key.update(json.dumps(texts).encode())
        yield key.digest()


class _Numbers(dict[str, int]):
    """The number of each word, from 0 in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Relations:
    """The papers of some days, and which are most like which; each is a number."""

    def __init__(self, most: int, words: _WordsOf) -> None:
        """Begin without a day."""
        # It takes a tenth of a second to import.
        import numpy as np  # noqa: PLC0415

        self._np = np
        self.days = 0
        self._end = 0
        self._words = words
        self._numbers = _Numbers()
        self._papers_with = np.zeros(0, np.int32)
        self._postings = np.zeros(0, np.int64)
        self._weights = np.zeros(0, np.float32)
        # Where the postings of each word begin and end, up to the day looked at.
        self._begins = self._ends = np.zeros(0, np.int64)
        self._nearest = np.zeros((0, most), np.int32)
        self._likeness = np.zeros((0, most), np.float32)

    def __iter__(self) -> Iterator[list[int]]:
        """Yield those most like each, the most alike first."""
        for papers, likeness in zip(self._nearest, self._likeness, strict=True):
            yield papers[likeness > 0].tolist()

    def go_on_from(self, state: _State) -> None:
        """Take what was found on earlier days."""
        np = self._np
        most = self._nearest.shape[1]
        self.days = state.days
        self._numbers = _Numbers(zip(state.known, range(len(state.known)), strict=True))
        self._papers_with = np.frombuffer(state.papers_with, np.int32)
        self._postings = np.frombuffer(state.postings, np.int64)
        self._weights = np.frombuffer(state.weights, np.float32)
        self._nearest = np.frombuffer(state.nearest, np.int32).reshape(-1, most)
        self._likeness = np.frombuffer(state.likeness, np.float32).reshape(-1, most)

    def state(self, key: bytes) -> _State:
        """Return all that was found, and what it takes to go on."""
        return _State(
            key=key,
            days=self.days,
            known=[*self._numbers],
            papers_with=self._papers_with.tobytes(),
            postings=self._postings.tobytes(),
            weights=self._weights.tobytes(),
            nearest=self._nearest.tobytes(),
            likeness=self._likeness.tobytes(),
        )

    def add(self, days: Sequence[Sequence[Paper]]) -> None:
        """Go through more days."""
        if not days:
            return
        np = self._np
        starts = [*accumulate(map(len, days), initial=len(self._nearest))]
        weighed = [
            each
            for day, of in zip(days, starts[1:], strict=True)
            for each in self._weighed(day, of)
        ]
        new = ((0, len(weighed)), (0, 0))
        self._nearest = np.pad(self._nearest, new)
        self._likeness = np.pad(self._likeness, new)
        postings = [
            (words.astype(np.int64) << _WORD_BITS) + paper
            for paper, (words, _) in enumerate(weighed, starts[0])
        ]
        self._postings = np.concatenate([self._postings, *postings])
        self._weights = np.concatenate([self._weights, *(by for _, by in weighed)])
        order = np.argsort(self._postings, kind="stable")  # most are in order
        self._postings, self._weights = self._postings[order], self._weights[order]
        numbers = np.arange(len(self._papers_with), dtype=np.int64) << _WORD_BITS
        self._begins = np.searchsorted(self._postings, numbers)
        self._ends = np.searchsorted(self._postings, numbers + starts[0])
        for first, self._end in pairwise(starts):
            for words, _ in weighed[first - starts[0] : self._end - starts[0]]:
                self._ends[words] += 1
            for start in range(first, self._end, _PAPERS_AT_ONCE):
                papers = range(start, min(start + _PAPERS_AT_ONCE, self._end))
                of_papers = weighed[start - starts[0] : papers.stop - starts[0]]
                self._compare(papers, of_papers, first)
        self._forget_postings()
        self.days += len(days)

    def _weighed(self, day: Sequence[Paper], of: int) -> Iterator[_Words]:
        """Return the words of each paper of a day, and their weights.

        Args:
            day: The papers.
            of: How many there are up to this day.
        """
        np = self._np
        numbers = self._numbers.__getitem__
        counts = [Counter(map(numbers, self._words(paper))) for paper in day]
        new = len(self._numbers) - len(self._papers_with)
        self._papers_with = np.pad(self._papers_with, (0, new))
        sizes = [*map(len, counts)]
        words = np.fromiter(chain.from_iterable(counts), np.int32, sum(sizes))
        times = np.fromiter(
            chain.from_iterable(map(dict.values, counts)), np.float64, len(words)
        )
        self._papers_with += np.bincount(words, minlength=len(self._papers_with))
        idf = np.log((1 + of) / (1 + self._papers_with[words])) + 1
        weights = (1 + np.log(times)) * idf
        rows = np.repeat(np.arange(len(day)), sizes)
        weights /= np.sqrt(np.bincount(rows, weights * weights))[rows]
        ends = np.cumsum(sizes)[:-1]
        return zip(
            np.split(words, ends),
            np.split(weights.astype(np.float32), ends),
            strict=True,
        )

    def _compare(self, papers: range, weighed: Sequence[_Words], first: int) -> None:
        """Note what papers of a day are most like, and the earlier ones most like them.

        Args:
            papers: The papers.
            weighed: Their words.
            first: The first paper of their day.
        """
        np = self._np
        most = self._nearest.shape[1]
        met, likeness = self._likeness_to_others(weighed)
        likeness[met == np.array(papers)[:, None]] = 0
        earlier = likeness[:, : np.searchsorted(met, first)]
        known = self._likeness[met[: earlier.shape[1]], -1]
        rows, columns = np.nonzero(earlier > np.maximum(known, LEAST))
        found = [(met[columns], rows + papers.start, earlier[rows, columns])]
        for paper, row in zip(papers, likeness, strict=True):
            columns = np.flatnonzero(row >= LEAST)
            if len(columns) > most:
                last = np.partition(row[columns], -most)[-most]
                columns = columns[row[columns] >= last]
            found.append((np.full(len(columns), paper), met[columns], row[columns]))
        self._take_in(*map(np.concatenate, zip(*found, strict=True)))

    def _likeness_to_others(self, weighed: Sequence[_Words]) -> tuple[Array, Array]:
        """Return the papers met by words of some, and how much each is like them."""
        np = self._np
        words = np.concatenate([words for words, _ in weighed])
        weights = np.concatenate([weights for _, weights in weighed])
        ends = self._ends[words]
        counts = np.minimum(ends - self._begins[words], PAPERS_OF_A_WORD)
        # Of each word the postings of its last papers, one word after the other.
        at = np.repeat(ends - np.cumsum(counts), counts)
        at += np.arange(len(at))
        others = self._postings[at] & _PAPER
        is_met = np.zeros(self._end, bool)
        is_met[others] = True
        met = np.flatnonzero(is_met)
        columns = np.empty(self._end, np.int64)
        columns[met] = np.arange(len(met))
        columns = columns[others]
        alike = self._weights[at] * np.repeat(weights, counts)
        likeness = np.empty((len(weighed), len(met)), np.float32)
        ends_of_words = np.append(0, np.cumsum(counts))
        ends_of_papers = ends_of_words[np.cumsum([0, *(len(of) for of, _ in weighed)])]
        for row, (start, end) in enumerate(pairwise(ends_of_papers)):
            here = slice(start, end)
            likeness[row] = np.bincount(columns[here], alike[here], minlength=len(met))
        return met, likeness

    def _take_in(self, owners: Array, others: Array, likeness: Array) -> None:
        """Let papers take others in among those most like them.

        Args:
            owners: The papers.
            others: What each is like.
            likeness: How much.
        """
        np = self._np
        most = self._nearest.shape[1]
        changed = np.unique(owners)
        owners = np.concatenate([np.repeat(changed, most), owners])
        others = np.concatenate([self._nearest[changed].ravel(), others])
        likeness = np.concatenate([self._likeness[changed].ravel(), likeness])
        order = np.lexsort((others, -likeness, owners))
        # Of each paper that is changed the first; it has as many from before at least.
        begins = np.searchsorted(owners[order], changed)
        best = order[begins[:, None] + np.arange(most)]
        self._nearest[changed] = others[best]
        self._likeness[changed] = likeness[best]

    def _forget_postings(self) -> None:
        """Leave of each word those postings that later papers may ask for."""
        np = self._np
        words = self._postings >> _WORD_BITS
        ends = np.searchsorted(words, words, side="right")
        stays = ends - np.arange(len(ends)) <= PAPERS_OF_A_WORD
        self._postings, self._weights = self._postings[stays], self._weights[stays]
