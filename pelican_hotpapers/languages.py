"""The names of languages in HTML and in posts: tags of BCP 47 (RFC 5646)."""

from __future__ import annotations

import re

_LONGEST = 35
"""Characters of a tag; RFC 5646, 4.4.1 finds none that needs more."""
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


_RIGHT_TO_LEFT = re.compile(
    r"(?:ar|ckb|dv|fa|he|iw|ji|ks|nqo|ps|sd|syr|ug|ur|yi)(?:-|\Z)|.*-(?:arab|hebr|syrc|thaa)\b",
    re.IGNORECASE,
)


def direction(tag: str) -> str:
    """Return how a language is written, ``ltr`` or ``rtl``; nothing for no tag."""
    if not is_language_tag(tag):
        return ""
    return "rtl" if _RIGHT_TO_LEFT.match(tag) else "ltr"


def is_language_tag(text: str) -> bool:
    """Tell whether a text has the form of a tag: ``ja``, ``pt-BR``."""
    return len(text) <= _LONGEST and _TAG.fullmatch(text) is not None
