"""What plots have in common: ticks on an axis, and numbers that are short."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, and what stands there."""

    at: float
    text: str


def rounded(length: float) -> float:
    """Return a length to a tenth; a whole number as an int, which is written shorter.

    Rounding keeps pages small, and the same on every machine.
    """
    tenths = round(length * 10)
    return tenths // 10 if tenths % 10 == 0 else tenths / 10
