"""HTML from outside that means harm."""

from __future__ import annotations

from collections.abc import Callable

Faults = Callable[[str], list[str]]
