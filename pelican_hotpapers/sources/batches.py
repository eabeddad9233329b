"""What tells one day's list of papers from another's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

DIGITS = 16
"""Hexadecimal digits of a fingerprint."""


def fingerprint(arxiv_ids: Iterable[str]) -> str:
    """Return what the same papers always have, and hardly ever others.

    Args:
        arxiv_ids: Identifiers, in any order; one that comes twice counts once.

    Returns:
        `DIGITS` hexadecimal digits; nothing where there are no papers, since two empty
        lists are not the same list again.
    """
    listed = sorted(set(arxiv_ids))
    if not listed:
        return ""
    text = "\n".join(listed).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:DIGITS]
