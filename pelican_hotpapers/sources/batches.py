"""Telling one day's list of papers from another's: a source may give a stale one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

STALE_AFTER = 7
"""Days back in which the same list of papers again is a stale one."""
FINGERPRINT_DIGITS = 16


def fingerprint(arxiv_ids: Iterable[str]) -> str:
    """Return what tells one day's list of papers from another's.

    Args:
        arxiv_ids: Identifiers, in any order; one that comes twice counts once.

    Returns:
        `FINGERPRINT_DIGITS` hexadecimal digits, which the same papers always have and
        others hardly ever; nothing where there are no papers, since two empty lists
        are not the same list again.
    """
    listed = sorted(set(arxiv_ids))
    if not listed:
        return ""
    text = "\n".join(listed).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:FINGERPRINT_DIGITS]
