"""Papers that are alike, by the words of their titles and abstracts.

A word weighs the more the fewer papers have it (TF-IDF), and papers are as alike as
the directions of their weighed words (the cosine). scikit-learn does the sums; it is
installed by ``pip install pelican-hotpapers[related]``, and imported where there is
something to reckon.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version

from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.markup.tex import to_text
from pelican_hotpapers.model import Paper
from pelican_hotpapers.storage.cache import NO_CACHE, Cache
from pelican_hotpapers.storage.keys import key_of

LEAST = 0.1
"""The least cosine of related papers, of 0 to 1. On real digests, those below have
common words in common, but no subject."""
CHUNK = 256
"""Papers that are compared with all others at once: what bounds the memory."""
METHOD = 1
"""Goes up when the same texts come to give other relations."""
CACHED = "related papers"
"""What the cache knows them by: finding them takes as long as the rest of a build that
reads all digests from there."""


def related_papers(
    library: Library, most: int, cache: Cache = NO_CACHE
) -> Mapping[str, tuple[LibraryEntry, ...]]:
    """Return the papers most like each, the most alike first, then by identifier.

    Args:
        library: All papers.
        most: How many are related to one, at most; 1 or more.
        cache: Of earlier builds, used as long as no text changes.

    Raises:
        ImportError: scikit-learn is not installed, or cannot run.
    """
    entries = sorted(library.newest, key=lambda entry: entry.arxiv_id)
    nearest = cache.get(
        CACHED,
        _key(entries, most),
        list[list[int]],
        lambda: list(_nearest([_text(entry.paper) for entry in entries], most)),
    )
    return {
        entry.arxiv_id: tuple(entries[place] for place in places)
        for entry, places in zip(entries, nearest, strict=True)
    }


def _text(paper: Paper) -> str:
    """Return the words of a paper; those of its title count twice."""
    title = to_text(paper.title)
    return f"{title}\n{title}\n{to_text(paper.abstract)}"


def _nearest(texts: Sequence[str], most: int) -> Iterator[list[int]]:
    """Yield of each text the places of those most like it."""
    if not texts:  # of which scikit-learn makes no table
        return
    # It takes a second to import.
    from sklearn.feature_extraction.text import (  # noqa: PLC0415
        HashingVectorizer,
        TfidfTransformer,
    )

    # Words by their hash: there need not be any, and no table of them fills memory.
    counter = HashingVectorizer(stop_words="english", norm=None, alternate_sign=False)
    weigher = TfidfTransformer(sublinear_tf=True)
    weights = weigher.fit_transform(counter.transform(texts))
    by_word = weights.T.tocsr()
    for start in range(0, len(texts), CHUNK):
        likeness = (weights[start : start + CHUNK] @ by_word).toarray()
        for place, row in enumerate(likeness, start):
            row[place] = 0  # itself
            (found,) = (row >= LEAST).nonzero()
            order = (-row[found]).argsort(kind="stable")
            yield found[order][:most].tolist()


def _key(entries: Iterable[LibraryEntry], most: int) -> bytes:
    """Return a hash of all that relations depend on."""
    texts = ([each.arxiv_id, each.paper.title, each.paper.abstract] for each in entries)
    of = [METHOD, version("scikit-learn"), most, *texts]
    return key_of(json.dumps(of).encode())
