"""A paper's place on each of its days, as a line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pelican_hotpapers.library import HotDay
from pelican_hotpapers.library.plots.axis import rounded

STEP = 16
"""From one day to the next, where there is room for all."""
WIDEST = 160
HEIGHT = 24
RADIUS = 3
LEAST_DAYS = 3
"""Days from which on a line shows more than their places in words."""


@dataclass(frozen=True, slots=True)
class RankPath:
    """The places of a paper, day by day, the first place on top."""

    dots: tuple[tuple[float, float], ...]
    """The days on which it was hot, one beside the other, those between left out."""
    width: float
    height: int = HEIGHT
    radius: int = RADIUS

    @property
    def line(self) -> str:
        """The way from dot to dot, as SVG has the points of a polyline."""
        return " ".join(f"{x},{y}" for x, y in self.dots)


def rank_path(days: Sequence[HotDay]) -> RankPath | None:
    """Return the plot of a paper's places, where there are enough to see something.

    From the first place to the second it is as far as from the tenth to the twentieth.
    """
    if len(days) < LEAST_DAYS:
        return None
    step = min(STEP, (WIDEST - 2 * RADIUS) / (len(days) - 1))
    most = max(math.log(max(hot.of, hot.rank)) for hot in days) or 1
    room = HEIGHT - 2 * RADIUS
    dots = tuple(
        (
            rounded(RADIUS + place * step),
            rounded(RADIUS + room * math.log(hot.rank) / most),
        )
        for place, hot in enumerate(days)
    )
    return RankPath(dots, width=rounded(2 * RADIUS + (len(days) - 1) * step))
