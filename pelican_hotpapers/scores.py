"""What a paper's score is made of: the one rule, for files and for live sources.

A score that was recorded stays as it is. Any other is the sum of all that was counted,
each count by its weight: those of HOTPAPERS_WEIGHTS where a site is built or collected
for, and 1 for each where a file is read without a site.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from pelican_hotpapers.model import Digest, Paper

MAX_SCORE = 2**53 - 1
"""The largest score: beyond it, programs that read JSON disagree."""

UNWEIGHED: Mapping[str, float] = MappingProxyType({"stars": 0})
"""Counts that are told, and add nothing to the score unless a site's weights name them:
the stars of a repository grew over its whole life, not on the day."""

EVEN: Mapping[str, float] = MappingProxyType({})
"""Weights by which one of each count adds 1, but of those that are `UNWEIGHED`. So does
a count that weights leave out."""


class ScorePart(NamedTuple):
    """One count of a paper, and what it adds to the score."""

    name: str
    """``reposts``"""
    number: int
    weight: float
    """What one of them adds."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a paper has the score it has."""

    score: int
    parts: tuple[ScorePart, ...]
    """What was counted."""
    adds_up: bool
    """Whether the score is the sum of the parts. It need not be: weights may have
    changed since, and a file may bring a score of its own."""
    beside: tuple[ScorePart, ...] = ()
    """What was counted as well, and adds nothing."""

    @property
    def says_more(self) -> bool:
        """Tell whether the score is another number than the only one counted."""
        if not self.adds_up:
            return bool(self.score or self.parts)
        return len(self.parts) > 1 or self.parts[0].weight != 1


def score(counts: Mapping[str, int], weights: Mapping[str, float] = EVEN) -> int:
    """Return the weighed sum of counts, rounded, from 0 to `MAX_SCORE`."""
    weighed = [
        min(count, MAX_SCORE) * _weight(name, weights) for name, count in counts.items()
    ]
    return round(min(max(0.0, math.fsum(weighed)), MAX_SCORE))


def _weight(name: str, weights: Mapping[str, float]) -> float:
    return weights.get(name, UNWEIGHED.get(name, 1))


def counts_of(paper: Paper) -> dict[str, int]:
    """Return all that was counted of a paper, by name."""
    return {"reposts": paper.reposts, "likes": paper.likes, **paper.signals}


def is_stated(paper: Paper) -> bool:
    """Tell whether a score is more than what follows from the counts."""
    return paper.score_recorded or paper.score != score(counts_of(paper))


def scored(paper: Paper, weights: Mapping[str, float]) -> Paper:
    """Return a paper with the score that its counts make, if none was recorded."""
    if paper.score_recorded:
        return paper
    return replace(paper, score=score(counts_of(paper), weights), score_recorded=True)


def all_scored(digest: Digest, weights: Mapping[str, float]) -> Digest:
    """Return a digest with the score of each paper for which none was recorded."""
    papers = tuple(scored(paper, weights) for paper in digest.papers)
    return replace(digest, papers=papers)


def shown_counts(paper: Paper) -> dict[str, int]:
    """Return what was counted of a paper, by name, as far as people are told.

    Reposts and likes are told also where there were none, if nothing else was counted.
    """
    if not (paper.reposts or paper.likes) and (paper.signals or not paper.measured_at):
        return dict(paper.signals)
    return counts_of(paper)


def explained(paper: Paper, weights: Mapping[str, float]) -> Explanation:
    """Return what a paper's score is made of."""
    counts = shown_counts(paper)
    counted = [
        ScorePart(name, number, _weight(name, weights))
        for name, number in counts.items()
    ]
    unweighed = UNWEIGHED.keys() - weights.keys()
    parts = tuple(part for part in counted if part.name not in unweighed)
    beside = tuple(part for part in counted if part.name in unweighed)
    adds_up = bool(parts) and score(counts, weights) == paper.score
    return Explanation(paper.score, parts, adds_up, beside)
