"""Posts as a service gave them, made into mentions of papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pelican_hotpapers.model import Post
from pelican_hotpapers.ranking import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPost:
    """A post, and all papers it links to."""

    post: Post
    papers: tuple[str, ...]
    counts: Mapping[str, int]
    key: str
    """What tells it from other posts; the same for a later version of it."""
    public: bool = True
    """Whether it may be shown."""
    at: dt.datetime | None = None
    """When it was written, where a service gives posts of other times as well."""


def mentions_in(
    posts: Iterable[FoundPost | None], arxiv_ids: Collection[str]
) -> tuple[Mention, ...]:
    """Return a mention for each of these papers and each post about it.

    Args:
        posts: Of the same post the last one counts.
        arxiv_ids: The papers that were asked for.
    """
    known = {each.key: each for each in posts if each}
    return tuple(
        Mention(arxiv_id=paper, post=each.post, counts=each.counts, public=each.public)
        for each in known.values()
        for paper in each.papers
        if paper in arxiv_ids
    )
