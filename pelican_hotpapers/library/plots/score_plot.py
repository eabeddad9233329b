"""The scores of a day: a dot a paper, on a logarithmic axis.

One paper often has more than all others together. In proportion the rest would be one
heap at the left; by powers of ten one sees how far ahead the hottest is, how the field
is spread, and how many only just came over the threshold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from statistics import median_low

from pelican_hotpapers.library.plots.axis import Tick, rounded
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.translation import ENGLISH, Translation

RADIUS = 3
ABREAST = 2.4
"""How far apart dots must be to stand side by side, in per cent.

In a window of 320 pixels it is a little more than a dot's width.
"""
NEAR = 9
"""How far dots can be under a number over the hottest one, in per cent."""
PITCH = 7
"""From a dot to the one that stands on it."""
HIGHEST = 84
"""The highest heap; where more papers have one score, its dots overlap."""
LABEL = 16
"""Room for the number above the hottest dot."""
MOST_TICKS = 7
LONG = 10**5
MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Dot:
    """A paper, and where its dot stands."""

    paper: Paper
    x: float
    """In per cent of the axis."""
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDistribution:
    """The scores of a day's papers."""

    dots: tuple[Dot, ...]
    """One a paper, in rank order."""
    ticks: tuple[Tick, ...]
    """In per cent of the axis."""
    base: int
    """Where the axis is, from the top."""
    radius: int = RADIUS
    least: int
    """The lowest score."""
    most: int
    """The highest score."""
    median: int
    """The score of the paper in the middle, the lower one of two."""
    label: tuple[float, float] = (0, 0)
    """Where the highest score is written: in per cent of the axis, and from the top."""


def score_distribution(
    digest: Digest, translation: Translation = ENGLISH
) -> ScoreDistribution:
    """Return the plot of a day's scores; without dots where the day has no papers."""
    scores = [_score(paper) for paper in digest.papers] or [0]
    axis = _Axis.over(min(scores), max(scores))
    places = [axis.place(_score(paper)) for paper in digest.papers]
    levels = _levels(places)
    pitch = min(PITCH, HIGHEST / (max(levels, default=0) + 1))
    base = math.ceil(LABEL + pitch * max(levels, default=0)) + 2 * RADIUS + 2
    dots = tuple(
        Dot(paper, rounded(x), rounded(base - RADIUS - 2 - pitch * level))
        for paper, x, level in zip(digest.papers, places, levels, strict=True)
    )
    return ScoreDistribution(
        dots=dots,
        ticks=axis.ticks(translation),
        base=base,
        least=min(scores),
        most=max(scores),
        median=median_low(scores),
        label=_label(dots),
    )


def _label(dots: tuple[Dot, ...]) -> tuple[float, float]:
    """Return a place over the hottest dot, and over those that are near it."""
    x = max((dot.x for dot in dots), default=0)
    y = min((dot.y for dot in dots if x - dot.x < NEAR), default=0)
    return x, rounded(y - RADIUS - 4)


def _score(paper: Paper) -> int:
    return max(0, paper.score)


def _levels(places: list[float]) -> list[int]:
    """Return on how many others each dot stands, so that none covers another."""
    levels = [0] * len(places)
    ends: list[float] = []
    """Of each level, where its last dot is."""
    for number in sorted(range(len(places)), key=places.__getitem__):
        x = places[number]
        free = (level for level, end in enumerate(ends) if x - end >= ABREAST)
        level = next(free, len(ends))
        ends[level : level + 1] = [x]
        levels[number] = level
    return levels


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic axis from one round number to another; it has a place for 0."""

    low: int
    high: int

    @classmethod
    def over(cls, least: int, most: int) -> _Axis:
        """Return the shortest axis with room for these."""
        low = high = 0
        for number in _round_numbers():
            if number <= least:
                low = number
            high = number
            if number >= most and number > low:
                return cls(low, high)
        raise AssertionError  # there is always a larger number

    def place(self, score: int) -> float:
        """Return where a score is, in per cent of the axis."""
        low, high = math.log1p(self.low), math.log1p(self.high)
        return 100 * (math.log1p(score) - low) / (high - low)

    def ticks(self, translation: Translation) -> tuple[Tick, ...]:
        """Return the marks: all round numbers, or powers of ten where those crowd."""
        numbers = []
        for number in _round_numbers():
            if number > self.high:
                break
            if number >= self.low:
                numbers.append(number)
        if len(numbers) > MOST_TICKS:
            numbers = [number for number in numbers if str(number).strip("0") == "1"]
        every = math.ceil(len(numbers) / MOST_TICKS)
        return tuple(
            Tick(rounded(self.place(number)), _written(number, translation))
            for number in numbers[::every]
        )


def _round_numbers() -> Iterator[int]:
    """Yield 0, 1, 2, 5, 10, 20, 50 and so on."""
    yield 0
    for exponent in count():
        yield from (10**exponent, 2 * 10**exponent, 5 * 10**exponent)


def _written(number: int, translation: Translation) -> str:
    """Write a round number in little room: ``10,000``, ``200k``, ``5M``."""
    if number >= MILLION:
        millions = translation.number(number // MILLION)
        return translation.gettext("{n}M", "millions", n=millions)
    if number >= LONG:
        return translation.gettext("{n}k", "thousands", n=number // 1000)
    return translation.number(number)
