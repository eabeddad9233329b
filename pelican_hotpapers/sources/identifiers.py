"""arXiv's identifiers, told from what only looks like one.

One malformed identifier makes arXiv refuse all that it is asked for together with.
"""

from __future__ import annotations

import re

from pelican_hotpapers import taxonomy

_MONTH = r"(?:0[1-9]|1[0-2])"
# Four digits up to December 2014, five since.
_NEW = (
    rf"(?:0[7-9]|1[0-4]){_MONTH}\.[0-9]{{4}}|(?:1[5-9]|[2-9][0-9]){_MONTH}\.[0-9]{{5}}"
)
_OLD = rf"[a-z]{{2,8}}(?:-[a-z]{{2,8}})?/[0-9]{{2}}{_MONTH}[0-9]{{3}}"
_BARE = re.compile(rf"{_NEW}|{_OLD}")
_VERSIONED = re.compile(rf"({_NEW}|{_OLD})(?:v[1-9][0-9]{{0,3}})?")
_ARCHIVE = re.compile(r"[a-z]{2,8}(?:-[a-z]{2,8})?")


def is_identifier(text: str) -> bool:
    """Tell whether a text is an identifier without a version, and nothing else.

    So is ``2104.01778`` and, of old, ``quant-ph/0201082``; ``math.GT/0309136`` is not,
    since arXiv's own identifier of that paper is ``math/0309136``.
    """
    return _BARE.fullmatch(text) is not None


def without_version(text: str) -> str:
    """Return the identifier that a text is, versioned or not; nothing for others."""
    found = _VERSIONED.fullmatch(text)
    return found[1] if found else ""


def is_archive(text: str) -> bool:
    """Tell whether a text may be an archive of arXiv's, or a category in one."""
    return _ARCHIVE.fullmatch(text) is not None or taxonomy.is_category(text)
