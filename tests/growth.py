"""Whether the cost of something grows faster than what it is given.

The cost of code in Python is the lines that it runs, which are the same on each machine
and under each load. Where the cost is within one regular expression, or in a library of
Rust or C, it runs no line: there it is the time that the processor spends in this
thread. Such ratios are compared with much slack: what grows with the square is beyond
it more than twice over. What seems too slow is tried again, and has to seem so each
time.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import FrameType

Work = Callable[[], object]
ATTEMPTS = 5
SLACK = 3
"""How many times as much as its share something may cost."""
FLOOR = 0.005
"""Seconds that are not looked at."""
FEW = (8, 16, 24)
"""So that what doubles with each piece is found before it takes for ever."""
EXACT_SLACK = 1.1
"""The same for lines: what is sorted costs a little more than its share."""


def growth_of_lines(work_of: Callable[[int], Work], size: int) -> str:
    """Return how the lines grew that something runs, if too fast, or nothing.

    From one size to its double, and on to the double of that, as many lines and twice
    as many are to come. So what is run for each size alike does not hide the others.

    Args:
        work_of: Returns what to do for a size; making that is not counted. It has other
            content for each size, since what was done before may be remembered.
        size: The smallest size.
    """
    work_of(size - 1)()  # what is made at the first time
    few, more, many = (_lines(work_of(size * times)) for times in (1, 2, 4))
    if many - more <= EXACT_SLACK * 2 * (more - few):
        return ""
    return f"{size}: {few} lines, {size * 2}: {more}, {size * 4}: {many}"


def _lines(work: Work) -> int:
    run = 0

    def trace(_frame: FrameType, event: str, _value: object) -> object:
        nonlocal run
        run += event == "line"
        return trace

    before = sys.gettrace()
    with _no_garbage_collected():
        sys.settrace(trace)
        try:
            work()
        finally:
            sys.settrace(before)
    return run


def repeats(piece: str, longest: int) -> list[int]:
    """Return how often a piece is repeated for texts up to a length."""
    most = longest // len(piece) + 1
    return sorted({*FEW, most // 8, most} - {0})


def growth(work_of: Callable[[int], Work], sizes: Iterable[int]) -> str:
    """Return how a time grew that grew too fast, or nothing.

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
    costs = [_seconds(work_of(sizes[0]))]
    for before, size in pairwise(sizes):
        share = costs[-1] * size / before
        costs.append(_seconds(work_of(size)))
        if costs[-1] > FLOOR + SLACK * share:
            return ", ".join(
                f"{size}: {cost * 1000:.1f} ms"
                for size, cost in zip(sizes, costs, strict=False)
            )
    return ""


def _seconds(work: Work) -> float:
    with _no_garbage_collected():
        started = time.thread_time()
        work()
        return time.thread_time() - started


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Leave the garbage of all other tests out of a cost."""
    gc.disable()
    yield
    gc.enable()
