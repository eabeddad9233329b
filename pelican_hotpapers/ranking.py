"""Which papers are hot, in what order, and which posts about them are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pelican_hotpapers.model import Discussion, Paper, Post
from pelican_hotpapers.scores import score, scored

MAX_DISCUSSIONS = 3
"""Discussions of one paper that are kept of what signals found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a score is made, and what it takes to be shown.

    The defaults are those of the program that wrote the first Hot Papers posts.
    """

    paper_score: int = 50
    """The least score of a paper that is shown."""
    post_score: int = 25
    """The least score of a post that is shown beside the paper's best one."""
    max_papers: int = 0
    """The most papers a digest shows; 0 for all."""
    max_posts: int = 10
    """The most posts shown with a paper."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """What one of a count adds to the score, by the count's name; 1 where unnamed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One post about one paper, and how much it was noticed."""

    arxiv_id: str
    """The paper, without a version."""
    post: Post
    counts: Mapping[str, int] = field(default_factory=dict)
    """By name: ``reposts``, ``likes``, ``points``, ``comments``, ``upvotes``…"""
    public: bool = True
    """Whether the post may be shown; its author may want it to be counted only."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers of a day that are shown, ranked, and how many are not."""

    papers: tuple[Paper, ...]
    below: int
    """Papers under the threshold."""
    beyond: int
    """Papers above it, but more than are shown."""


def with_counts(paper: Paper, counts: Mapping[str, int], rules: Rules) -> Paper:
    """Return a paper with these counts, and the score they make."""
    signals = {
        name: count
        for name, count in counts.items()
        if name not in {"reposts", "likes"}
    }
    return replace(
        paper,
        reposts=counts.get("reposts", 0),
        likes=counts.get("likes", 0),
        signals=signals,
        score=score(counts, rules.weights),
        score_recorded=True,
    )


def total(mentions: Iterable[Mention]) -> dict[str, int]:
    """Return the sum of each count over mentions; two of one post count once."""
    counted: Counter[str] = Counter()
    for mention in _once(mentions):
        counted.update(mention.counts)
    return dict(counted)


def shown_posts(mentions: Iterable[Mention], rules: Rules) -> tuple[Post, ...]:
    """Return the posts to show of one paper, best first.

    The best post is always among them, whatever its score, unless ``max_posts`` is 0;
    others are when they have the score for it. Of equal posts the earlier one comes
    first: by day, then by length of the platform's identifier and the identifier
    itself, since identifiers grow. A post that is not public is never shown.
    """
    public = (mention for mention in _once(mentions) if mention.public)
    ranked = sorted(public, key=lambda mention: _post_order(mention, rules))
    shown = [
        mention.post
        for place, mention in enumerate(ranked)
        if place == 0 or score(mention.counts, rules.weights) >= rules.post_score
    ]
    return tuple(shown[: rules.max_posts])


def discussions(mentions: Iterable[Mention]) -> tuple[Discussion, ...]:
    """Return where people talk about one paper, most comments first.

    A post is a discussion where the comments on it are counted, and there are some. A
    post that is not public is none.
    """
    found = [
        Discussion(
            url=mention.post.url, platform=mention.post.platform, comments=comments
        )
        for mention in _once(mentions)
        if mention.public and (comments := mention.counts.get("comments", 0))
    ]
    found.sort(key=lambda each: (-(each.comments or 0), each.url))
    return tuple(found[:MAX_DISCUSSIONS])


def hottest(papers: Iterable[Paper], rules: Rules) -> Selection:
    """Return the papers that are hot enough, in order of score and numbered from 1.

    Of equal papers the one whose arXiv identifier sorts first as text comes first.
    """
    all_papers = tuple(scored(paper, rules.weights) for paper in papers)
    hot = sorted(
        (paper for paper in all_papers if paper.score >= rules.paper_score),
        key=lambda paper: (-paper.score, paper.arxiv_id),
    )
    shown = hot[: rules.max_papers] if rules.max_papers else hot
    ranked = (replace(paper, rank=rank) for rank, paper in enumerate(shown, 1))
    below, beyond = len(all_papers) - len(hot), len(hot) - len(shown)
    return Selection(tuple(ranked), below, beyond)


def _once(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of each post as one, whatever their order."""
    known: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        identity = _identity(mention.post)
        before = known.get(identity)
        known[identity] = _united(before, mention) if before else mention
    return list(known.values())


def _united(one: Mention, other: Mention) -> Mention:
    """Return a post that was heard of twice, with the larger of each count."""
    names = {**one.counts, **other.counts}
    return replace(
        one,
        post=max(one.post, other.post, key=_fullness),
        counts={n: max(one.counts.get(n, 0), other.counts.get(n, 0)) for n in names},
        public=one.public and other.public,
    )


def _fullness(post: Post) -> tuple[int, str]:
    record = repr(post)
    return len(record), record


def _identity(post: Post) -> tuple[str, str]:
    return (post.platform, post.id) if post.id else ("", post.url)


def _post_order(mention: Mention, rules: Rules) -> tuple[Any, ...]:
    post = mention.post
    day = post.date.toordinal() if post.date else 0
    number = (len(post.id), post.id)
    heat = score(mention.counts, rules.weights)
    return (-heat, day, *number, post.platform, post.url)
