"""arXiv's identifiers: how they are written, and what they tell of a paper.

The one home of their grammar, after https://info.arxiv.org/help/arxiv_identifier.html:

* since April 2007 year and month, a point, and a number from 1 on, which has four
  digits up to December 2014 and five since: ``0704.0001``, ``2104.01778``;
* until March 2007 an archive, a slash, year and month, and a number of three digits:
  ``quant-ph/0201082``. ``math.GT/0309136`` is another way to write ``math/0309136``.

Digits are those of ASCII alone. ``v2`` behind an identifier is a version of the paper.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ARCHIVE = "[a-z]{2,8}(?:-[a-z]{2,8})?"
"""An archive, as a regular expression: ``hep-th``."""

_MONTH = "(?:0[1-9]|1[0-2])"
_NEW = (
    f"(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})[.](?!0000)[0-9]{{4}}"
    f"|(?:1[5-9]|[2-9][0-9]){_MONTH}[.](?!00000)[0-9]{{5}}"
)
_OLD_NUMBER = f"(?:(?:9[1-9]|0[0-6]){_MONTH}|070[1-3])(?!000)[0-9]{{3}}"
_VERSION = "(?:v[1-9][0-9]{0,3})?"
_LINK = r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/"
_CLASS = "(?:[.][A-Z]{2})?"
_BEHIND = f"{_VERSION}(?:[.]pdf)?"

WRITTEN = (
    f"^(?:{_LINK}|ar[Xx]iv:)?(?:{_NEW}|{ARCHIVE}{_CLASS}/{_OLD_NUMBER}){_BEHIND}"
    "$(?!\\n)"
)
"""An identifier as people write it, as a regular expression for Python and ECMAScript.

In Python ``$`` stands before a last line break too, which is no part of any.
"""

DOI = r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,4}/[!-~]{1,200}"
"""A DOI without an address, in ASCII, as a regular expression for Python and
ECMAScript."""

_DOI = re.compile(DOI)
_IDENTIFIER = re.compile(f"{_NEW}|{ARCHIVE}/{_OLD_NUMBER}")
_VERSIONED = re.compile(f"({_NEW}|{ARCHIVE}/{_OLD_NUMBER}){_VERSION}")
_WRITTEN = re.compile(
    f"(?:(?P<link>{_LINK})|ar[Xx]iv:)?"
    f"(?:(?P<new>{_NEW})|(?P<archive>{ARCHIVE}){_CLASS}(?P<old>/{_OLD_NUMBER})){_BEHIND}"
)
_PARTS = re.compile(
    f"(?:{_LINK}|ar[Xx]iv:)?(?:(?P<archive>{ARCHIVE}){_CLASS}/)?"
    "(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<point>[.]?)(?P<number>[0-9]{1,9})"
)
_FIRST_YEAR = 1991
"""The year in which arXiv began, and that of its first identifiers."""


class Month(NamedTuple):
    """The month in which a paper was given its identifier."""

    year: int
    month: int
    """From 1."""


def is_identifier(text: str) -> bool:
    """Tell whether a text is an identifier without a version, and nothing else.

    So is ``2104.01778`` and, of old, ``quant-ph/0201082``; ``math.GT/0309136`` is not,
    since arXiv's own identifier of that paper is ``math/0309136``. Whether there is
    such a paper is not known.
    """
    return _IDENTIFIER.fullmatch(text) is not None


def without_version(text: str) -> str:
    """Return the identifier that a text is, versioned or not; nothing for others."""
    found = _VERSIONED.fullmatch(text)
    return found[1] if found else ""


def identifier_in(text: str) -> str:
    """Return the identifier that a person wrote; nothing where it is none.

    Args:
        text: An identifier, with or without a version and ``arXiv:``; or the link to a
            paper's page at arXiv.
    """
    found = _WRITTEN.fullmatch(text)
    return _canonical(found) if found else ""


def identifier_of_link(url: str) -> str:
    """Return the identifier in the link to a paper's page at arXiv, or nothing."""
    found = _WRITTEN.fullmatch(url)
    return _canonical(found) if found and found["link"] else ""


def _canonical(written: re.Match[str]) -> str:
    return written["new"] or written["archive"] + written["old"]


def month_of(arxiv_id: str) -> Month | None:
    """Return the month that an identifier tells, or nothing where it is none.

    ``2104.01778`` is of April 2021, ``quant-ph/9508027`` of August 1995.
    """
    if not is_identifier(arxiv_id):
        return None
    archive, _, number = arxiv_id.rpartition("/")
    year, month = int(number[:2]), int(number[2:4])
    is_old = archive and 1900 + year >= _FIRST_YEAR
    return Month((1900 if is_old else 2000) + year, month)


def doi_of(arxiv_id: str) -> str:
    """Return the DOI that arXiv registers for each paper, or nothing for no identifier.

    See https://info.arxiv.org/help/doi.html.
    """
    return f"10.48550/arXiv.{arxiv_id}" if is_identifier(arxiv_id) else ""


def is_doi(text: str) -> bool:
    """Tell whether a text is a DOI without an address, and nothing else."""
    return _DOI.fullmatch(text) is not None


def best_doi(doi: str, arxiv_id: str) -> str:
    """Return a publisher's DOI; arXiv's own where that is none."""
    return doi if is_doi(doi) else doi_of(arxiv_id)


def why_impossible(text: str) -> str:
    """Say why no paper can have what looks like an identifier.

    Returns:
        A sentence without its full stop; nothing where the text holds an identifier,
        or looks like none at all.
    """
    found = _PARTS.match(text)
    if found is None or identifier_in(text):
        return ""
    begins = found["year"] + found["month"]
    if not "01" <= found["month"] <= "12":
        return f"It begins with year and month, and there is no month {begins[2:]}"
    if found["archive"]:
        return (
            "With an archive it has seven digits, year, month and a number from 001 "
            "on, and is of March 2007 at the latest"
        )
    if begins < "0704":
        return "Identifiers with a point begin in April 2007, with 0704.0001"
    digits, when = (4, "until 2014") if begins < "1501" else (5, "since 2015")
    if len(found["number"]) != digits:
        return f"Behind the point there are {digits} digits {when}"
    return "" if int(found["number"]) else "Its number must be above 0"
