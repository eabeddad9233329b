"""A paper's links, as they may stand in a file."""

from __future__ import annotations

from urllib.parse import quote

from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import Paper, arxiv_abs_url, arxiv_pdf_url


def ascii_abs_url(paper: Paper) -> str:
    """Return the link to the abstract, in ASCII."""
    return _ascii_url(paper.abs_url) or _ascii_url(arxiv_abs_url(paper.arxiv_id))


def ascii_pdf_url(paper: Paper) -> str:
    """Return the link to the PDF, in ASCII."""
    return _ascii_url(paper.pdf_url) or _ascii_url(arxiv_pdf_url(paper.arxiv_id))


_ASCII_OF_URLS = "!#$%&'()*+,/:;=?@[]~"


def _ascii_url(url: str) -> str:
    found = safe_url(url)
    return found if found.isascii() else quote(found, safe=_ASCII_OF_URLS)
