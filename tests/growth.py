"""Whether the cost of something grows faster than what it is given.

The cost is the time that the processor spends in this thread, which other programs do
not add to. Calls of functions, which no machine's load would change at all, cannot be
counted where the cost is: within one regular expression, or in a library of Rust or C.
So ratios are compared, and with much slack: what grows with the square is beyond it
more than twice over. What seems too slow is tried again, and has to seem so each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import pairwise

Work = Callable[[], object]
ATTEMPTS = 5
SLACK = 3
"""How many times as much as its share something may cost."""
FLOOR = 0.005
"""Seconds that are not looked at."""
FEW = (8, 16, 24)
"""So that what doubles with each piece is found before it takes for ever."""


def repeats(piece: str, longest: int) -> list[int]:
    """Return how often a piece is repeated for texts up to a length."""
    most = longest // len(piece) + 1
    return sorted({*FEW, most // 8, most} - {0})


def growth(work_of: Callable[[int], Work], sizes: Iterable[int]) -> str:
    """Return how a cost grew that grew too fast, or nothing.

    Args:
        work_of: Returns what to do for a size; making that is not counted.
        sizes: The sizes, the smallest first. Each attempt takes others, a little
            larger, since what was done before may be remembered.
    """
    told = ""
    for attempt in range(ATTEMPTS):
        told = _growth(work_of, [size + attempt for size in sizes])
        if not told:
            break
    return told


def _growth(work_of: Callable[[int], Work], sizes: list[int]) -> str:
    work_of(sizes[0])()  # what is made at the first time
    costs = [_cost(work_of(sizes[0]))]
    for before, size in pairwise(sizes):
        share = costs[-1] * size / before
        costs.append(_cost(work_of(size)))
        if costs[-1] > FLOOR + SLACK * share:
            return ", ".join(
                f"{size}: {cost * 1000:.1f} ms"
                for size, cost in zip(sizes, costs, strict=False)
            )
    return ""


def _cost(work: Work) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started
