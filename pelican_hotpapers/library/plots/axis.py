"""What plots have in common: numbers that are short, words that stay English."""

from __future__ import annotations

from dataclasses import dataclass

MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
"""Not strftime's, which are in the language of the build."""


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
