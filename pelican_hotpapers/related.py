"""Papers that are alike, by the words of their titles and abstracts.

A word weighs the more the fewer papers have it (TF-IDF), and papers are as alike as
the directions of their weighed words (the cosine). scikit-learn does the sums; it is
installed by ``pip install pelican-hotpapers[related]``, and imported where there is
something to reckon.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from pelican_hotpapers.library import Entry, Library
from pelican_hotpapers.markup.tex import to_text
from pelican_hotpapers.model import Paper

LEAST = 0.1
"""The least cosine of related papers, of 0 to 1. On real digests, those below have
common words in common, but no subject."""
CHUNK = 256
"""Papers that are compared with all others at once: what bounds the memory."""
METHOD = 1
"""Goes up when the same texts come to give other relations."""
FILE = "related"
"""Where they are kept."""


def related_papers(
    library: Library, most: int, cache: Path | None = None
) -> Mapping[str, tuple[Entry, ...]]:
    """Return the papers most like each, the most alike first, then by identifier.

    Args:
        library: All papers.
        most: How many are related to one, at most; 1 or more.
        cache: The folder in which to keep them for as long as no text changes.

    Raises:
        ImportError: scikit-learn is not installed, or cannot run.
    """
    entries = sorted(library.newest, key=lambda entry: entry.arxiv_id)
    key = _key(entries, most)
    nearest = _kept(cache, key)
    if nearest is None:
        nearest = list(_nearest([_text(entry.paper) for entry in entries], most))
        _keep(cache, key, nearest)
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


# What was found is kept: finding it takes as long as the rest of a build that reads
# all digests from the cache.


class _Kept(msgspec.Struct):
    """What was found before, and of what."""

    key: str
    nearest: list[list[int]]


def _key(entries: Iterable[Entry], most: int) -> str:
    """Return a hash of all that relations depend on."""
    texts = ([each.arxiv_id, each.paper.title, each.paper.abstract] for each in entries)
    of = [METHOD, version("scikit-learn"), most, *texts]
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()


def _kept(cache: Path | None, key: str) -> list[list[int]] | None:
    """Return what was found, if nothing that it depends on has changed."""
    if cache is None:
        return None
    try:
        kept = msgspec.json.decode((cache / FILE).read_bytes(), type=_Kept)
    except (OSError, ValueError):
        return None
    return kept.nearest if kept.key == key else None


def _keep(cache: Path | None, key: str, nearest: list[list[int]]) -> None:
    """Keep what was found, where the folder can be written."""
    if cache is None:
        return
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        (cache / FILE).write_bytes(msgspec.json.encode(_Kept(key, nearest)))
