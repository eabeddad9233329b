"""What was heard: posts as a service gave them, made into mentions of papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pelican_hotpapers.model import Post
from pelican_hotpapers.ranking import Mention
from pelican_hotpapers.sources.signals.paging import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post, and all papers it links to."""

    post: Post
    papers: tuple[str, ...]
    counts: Mapping[str, int]
    key: str
    """What tells it from other posts; the same for a later version of it."""
    public: bool = True
    """Whether it may be shown."""


def mentions(
    said: Iterable[Said | None], asked: Collection[str]
) -> tuple[Mention, ...]:
    """Return a mention for each paper that was asked for and each post about it.

    Args:
        said: What was read; None for what could not be. Of the same post the last
            one counts.
        asked: The papers.
    """
    posts = {each.key: each for each in said if each}
    return tuple(
        Mention(arxiv_id=paper, post=each.post, counts=each.counts, public=each.public)
        for each in posts.values()
        for paper in each.papers
        if paper in asked
    )


def problems(name: str, readings: Sequence[Reading[Said | None]]) -> tuple[str, ...]:
    """Return why a service may have more than was read, a sentence each.

    Args:
        name: The service, for a person: ``Hacker News``.
        readings: All that was asked of it.
    """
    notes = [note for reading in readings for note in reading.notes]
    ends = [reading.broke_off for reading in readings if reading.broke_off]
    said = [each for reading in readings for each in reading.records]
    bad = said.count(None)
    sentences = (
        *notes,
        *(f"{name} was not read to the end: {end}" for end in ends),
        *([f"{name} gave posts that could not be read: {bad:,}"] if bad else []),
    )
    return tuple(dict.fromkeys(sentences))
