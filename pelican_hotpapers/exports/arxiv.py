"""What an arXiv identifier tells of a paper, and the links that may stand in a file."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import Paper, arxiv_abs_url, arxiv_pdf_url


class Month(NamedTuple):
    """The month in which a paper was given its identifier."""

    year: int
    month: int
    """From 1."""


_NEW = re.compile(r"(\d\d)(\d\d)\.\d{4,5}", re.ASCII)
_OLD = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/(\d\d)(\d\d)\d{3}", re.ASCII)
_FIRST_YEAR = 1991
"""The year in which arXiv began, and that of its first identifiers."""


def submitted(arxiv_id: str) -> Month | None:
    """Return the month that an identifier tells, or nothing where it is none.

    ``2104.01778`` is of April 2021, ``quant-ph/9508027`` of August 1995. See
    https://info.arxiv.org/help/arxiv_identifier.html.
    """
    if found := _NEW.fullmatch(arxiv_id):
        year = 2000 + int(found[1])
    elif found := _OLD.fullmatch(arxiv_id):
        year = 1900 + int(found[1])
        year += 100 * (year < _FIRST_YEAR)
    else:
        return None
    month = int(found[2])
    return Month(year, month) if 1 <= month <= 12 else None  # noqa: PLR2004


def doi(arxiv_id: str) -> str:
    """Return the DOI that arXiv registers for each paper, or nothing for no identifier.

    See https://info.arxiv.org/help/doi.html.
    """
    return f"10.48550/arXiv.{arxiv_id}" if submitted(arxiv_id) else ""


def abs_url(paper: Paper) -> str:
    """Return the link to the abstract, in ASCII."""
    return _ascii_url(paper.abs_url) or _ascii_url(arxiv_abs_url(paper.arxiv_id))


def pdf_url(paper: Paper) -> str:
    """Return the link to the PDF, in ASCII."""
    return _ascii_url(paper.pdf_url) or _ascii_url(arxiv_pdf_url(paper.arxiv_id))


_ASCII_OF_URLS = "!#$%&'()*+,/:;=?@[]~"


def _ascii_url(url: str) -> str:
    return quote(safe_url(url), safe=_ASCII_OF_URLS)
