"""Secrets, replaced in the texts of errors."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection
from urllib.parse import quote, quote_plus


def spellings(secret: str) -> set[str]:
    """Return a secret as it may appear in addresses, JSON, HTML and Python."""
    return {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        html.escape(secret),
        repr(secret)[1:-1],
    }


def masked(text: str, secrets: Collection[str]) -> str:
    """Replace secrets by ``***``, and the beginnings of them where a text was cut.

    In whatever case, since the names of hosts have none.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        text = re.sub(re.escape(secret), "***", text, flags=re.IGNORECASE)
        *cut, end = text.split("…")
        text = "…".join((*(_without_beginning(part, secret) for part in cut), end))
    return text


def _without_beginning(text: str, secret: str) -> str:
    """Replace the beginning of a secret that a text ends with."""
    end = text[-len(secret) :].lower()
    for length in range(len(secret) - 1, _SHORTEST, -1):
        if end.endswith(secret[:length].lower()):
            return f"{text[:-length]}***"
    return text


_SHORTEST = 3
"""Characters of a secret that tell nothing of it."""
