"""How a setting is declared: a field of a dataclass, and what else is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any


def _whole(found: object) -> tuple[object, tuple[str, ...]]:
    """Return a value as it is: its check looks at all of it at once."""
    return found, ()


def as_bool(found: object) -> tuple[object, tuple[str, ...]]:
    """Return a switch, for which a number may stand: 0 is off.

    Args:
        found: What the settings say.

    Returns:
        True or False where it is a number, anything else as it is; and what is said of
        a number.
    """
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
        begins: The heading in the documentation of this setting and of those after it.
        parts: Returns the sound part of a value, and a line for each wrong part, before
            the value is checked as a whole.
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
