"""Hints for unknown fields of the data format: the field that was likely meant."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pelican_hotpapers.errors import near
from pelican_hotpapers.formats.records import DigestRecord, PaperRecord
from pelican_hotpapers.formats.validation import field_types

_SAME: Mapping[str, tuple[str, ...]] = {
    "retweets": ("reposts",),
    "favorites": ("likes",),
    "tweets": ("posts",),
    "arxiv": ("arxiv_id",),
    "id": ("arxiv_id",),
    "author": ("authors", "author_name"),
    "category": ("categories",),
    "summary": ("abstract",),
    "link": ("url", "abs_url"),
    "url": ("abs_url",),
    "pdf": ("pdf_url",),
    "code": ("code_url",),
    "github": ("code_url",),
    "repository": ("code_url",),
    "project": ("project_url",),
    "website": ("project_url",),
    "journal": ("journal_ref",),
    "reference": ("journal_ref",),
    "submitted": ("published",),
    "name": ("author_name",),
    "handle": ("author_handle",),
    "text": ("html",),
}
"""What the posts, or people, call a field that has another name in some record."""
_COUNTS = frozenset(
    {"citations", "comments", "downloads", "points", "shares", "stars", "upvotes"}
    | {"views", "votes"}
)
"""What people count that has no field of its own."""


def suggestion(key: str, kind: type[msgspec.Struct]) -> str:
    """Say what to write instead of a field that a record does not have.

    Args:
        key: The field.
        kind: The record.

    Returns:
        A sentence; nothing where nobody could tell.
    """
    hints = field_types(kind)
    for field in _SAME.get(key, ()):
        if field in hints:
            return f"Did you mean '{field}'?"
    if key in _COUNTS and kind is PaperRecord:
        return f"Other counts go under 'signals', as in signals: {{{key}: 12}}"
    if likely := near(key, hints):
        return f"Did you mean '{likely}'?"
    if kind is not DigestRecord:
        return ""
    if key in field_types(PaperRecord):
        return "It belongs to a paper, under 'papers'"
    return "Front matter of your own goes under 'extra'"
