"""What fields of the data format may hold, and how each is described."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from msgspec import Meta

from pelican_hotpapers.arxiv import identifiers


def says(meaning: str, expected: str, hint: Callable[[Any], str] | None = None) -> Meta:
    """Describe a field.

    Args:
        meaning: What it is, for the schema.
        expected: What it wants, for errors.
        hint: Says what to do about a value that is not so, or nothing.
    """
    return Meta(description=meaning, extra={"expected": expected, "hint": hint})


def why_no_identifier(found: object) -> str:
    """Say why arXiv cannot have given an identifier."""
    return identifiers.why_impossible(str(found))


# In Python "$" stands before a last line break, too.
Link = Annotated[str, Meta(pattern=r"^https?://\S+$(?!\n)")]
LinkOrNothing = Annotated[str, Meta(pattern=r"^(https?://\S+)?$(?!\n)")]
Doi = Annotated[str, Meta(pattern=rf"^({identifiers.DOI})?$(?!\n)")]
ArxivId = Annotated[str, Meta(pattern=identifiers.WRITTEN)]
Moment = Annotated[dt.datetime, Meta(tz=True)]
Rank = Annotated[int, Meta(ge=1)]
Count = Annotated[int, Meta(ge=0)]

# What they want, in the words of errors.
A_COUNT = "a whole number, 0 or more"
A_DAY = "a day as in 2021-04-07"
A_MOMENT = "a time with its zone, as in 2021-04-08T09:37:53Z"
NAMES = "a list of texts, or one text with commas"
