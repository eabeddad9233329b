"""Fields of a response, read so that one that is wrong does no harm.

What a service documents as a number, text or time may be missing, null or anything
else. What cannot be used is nothing: 0, an empty text, no day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from pelican_hotpapers.characters import cut, plain_line
from pelican_hotpapers.languages import is_language_tag
from pelican_hotpapers.markup.sanitize import safe_url

MOST = 1_000_000_000
"""A count above this is no count."""
LONGEST_LINE = 500
"""Characters of a name, title or link that are kept."""
LONGEST_ABSTRACT = 20_000
"""Characters of an abstract that are kept; arXiv takes 1,920."""
MOST_AUTHORS = 10_000
"""Authors of a paper that are kept; the largest collaborations have 5,000."""


def count(value: object) -> int:
    """Return a whole number from 0 to `MOST`; 0 for anything else."""
    return known_count(value) or 0


def known_count(value: object) -> int | None:
    """Return a whole number from 0 to `MOST`; None for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= MOST else None


def text(value: object) -> str:
    """Return a text as it is, and nothing for anything else."""
    return value if isinstance(value, str) else ""


def line(value: object, longest: int = LONGEST_LINE) -> str:
    """Return a text on one line, without controls, cut where it is very long."""
    return cut(plain_line(text(value)[: 10 * longest]), longest)


def match(pattern: re.Pattern[str], value: object) -> str:
    """Return a text that fits a pattern from end to end, and nothing for any other."""
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""


def language(value: object) -> str:
    """Return a BCP 47 tag."""
    return value if isinstance(value, str) and is_language_tag(value) else ""


def day(value: object) -> dt.date | None:
    """Return the day in UTC of a time as ISO 8601 has it, or in seconds since 1970."""
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return dt.datetime.fromtimestamp(value, dt.UTC).date()
        moment = dt.datetime.fromisoformat(text(value))
        return moment.astimezone(dt.UTC).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError, OSError):
        return None


def link(value: object) -> str:
    """Return a link of http or https that may stand in a page, and nothing else."""
    address = safe_url(value) if isinstance(value, str) else ""
    return address if address.startswith(("https:", "http:")) else ""


def mapping(value: object) -> Mapping[str, Any]:
    """Return a JSON object, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return a JSON array, and an empty one for anything else."""
    return value if isinstance(value, list) else []
