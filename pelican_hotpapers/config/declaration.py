"""How a setting is declared: a field of a dataclass, and what else is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any


def _whole(found: object) -> tuple[object, tuple[str, ...]]:
    """Return a value of which all is taken, or nothing."""
    return found, ()


def as_bool(found: object) -> tuple[object, tuple[str, ...]]:
    """Return what is meant by a number, which once was the most papers with pages."""
    if isinstance(found, bool) or not isinstance(found, int):
        return found, ()
    meant = found > 0
    told = f"found {found}, expected True or False; taken for {meant}"
    return meant, (f"{told}, whatever the number of papers",)


def setting(
    default: object,
    meaning: str,
    check: Callable[[Any], str] | None = None,
    *,
    begins: str = "",
    parts: Callable[[object], tuple[object, tuple[str, ...]]] = _whole,
) -> Any:  # noqa: ANN401 - the field's own annotation is the type
    """Declare a row of the table.

    Args:
        default: The value where a site says nothing.
        meaning: What it does, for documentation.
        check: Returns what was expected of a value, or nothing.
        begins: The heading that this row and those after it stand under.
        parts: Returns what is sound of a value, and what is wrong with the rest.
    """
    about = {
        "default": default,
        "meaning": meaning,
        "check": check,
        "begins": begins,
        "parts": parts,
    }
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata=about)
    return field(default=default, metadata=about)
