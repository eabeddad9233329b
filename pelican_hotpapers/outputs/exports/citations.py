"""Papers as they are cited: in which forms there are, and each written once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from pelican_hotpapers.library.paper_texts import PaperTexts
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.bibtex import bibtex_entry, bibtex_file
from pelican_hotpapers.outputs.exports.csl import csl_file, csl_item
from pelican_hotpapers.outputs.exports.ris import ris_file, ris_record


class CitationFormat(NamedTuple):
    """How papers are written to be cited; files that have one paper share the work."""

    name: str
    """What people call it."""
    paper: Callable[[Paper], str]
    """Writes one paper."""
    file: Callable[[Iterable[str]], str]
    """Makes a file of papers that were written; of one that comes twice the first."""


CITATION_FORMATS: Mapping[str, CitationFormat] = {
    "bib": CitationFormat("BibTeX", bibtex_entry, bibtex_file),
    "ris": CitationFormat("RIS", ris_record, ris_file),
    "csl.json": CitationFormat("CSL-JSON", csl_item, csl_file),
}
"""By the suffix of their files."""

IN_LISTINGS = ("bib",)
"""The forms in which listings are cited. A paper is in many of them, so these have
BibTeX alone, which every reference manager takes."""
_UNENCODED = re.compile("[A-Za-z0-9!$()*+,./:;=?@_~-]")
_ENCODED = {
    character: quote(character)
    for character in sorted(map(chr, range(0xA1)), key=lambda each: each != "%")
    if not _UNENCODED.match(character)
}
"""What an address cannot have, and what would be longer when escaped for HTML; first
the sign that encodes the others."""


class Citations:
    """Writes papers to be cited, in the forms of listings each once for all of them."""

    def __init__(self) -> None:
        self._in_listings = {
            suffix: PaperTexts(CITATION_FORMATS[suffix].paper) for suffix in IN_LISTINGS
        }

    def file(self, papers: Iterable[Paper], suffix: str) -> str:
        """Return the content of a file.

        Args:
            papers: The papers, in the order of the file.
            suffix: In which form, one of `CITATION_FORMATS`.
        """
        form = CITATION_FORMATS[suffix]
        return form.file(self._text(paper, suffix) for paper in papers)

    def url(self, paper: Paper, suffix: str) -> str:
        """Return an address that is a file itself: a paper as it is cited.

        Browsers save it like any other, and show no page of it. A link to it names the
        file, by ``download``. (``data:``, RFC 2397; what need not be encoded is said in
        https://url.spec.whatwg.org/#url-code-points)

        Args:
            paper: The paper.
            suffix: In which form, one of `CITATION_FORMATS`.
        """
        text = self.file([paper], suffix)
        for character, encoded in _ENCODED.items():  # faster than `translate`
            text = text.replace(character, encoded)
        return f"data:application/octet-stream,{text}"

    def _text(self, paper: Paper, suffix: str) -> str:
        """Return a paper as it is written."""
        texts = self._in_listings.get(suffix)
        return texts[paper] if texts else CITATION_FORMATS[suffix].paper(paper)
