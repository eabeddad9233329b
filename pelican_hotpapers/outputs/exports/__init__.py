"""Papers in the forms that other programs read: for citing, importing, finding.

The table of contents. All are pure functions of papers; what they take is not escaped,
what they give is safe in the form that it is in.

    CITATION_FORMATS        bibtex.py       .bib
                            ris.py          .ris
                            csl.py          CSL-JSON
    citation_url                            one paper in one of these, as an address
    csv                     spreadsheet.py  papers as a table
    coins                   coins.py        papers in a list, for Zotero
    meta_tags               highwire.py     the head of a paper's page, for Zotero
    item_list               linked_data.py  JSON-LD, for search engines

Names are taken apart in names.py, LaTeX is written in latex.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.bibtex import bibtex_entry, bibtex_file
from pelican_hotpapers.outputs.exports.coins import coins
from pelican_hotpapers.outputs.exports.csl import csl_file, csl_item
from pelican_hotpapers.outputs.exports.highwire import meta_tags
from pelican_hotpapers.outputs.exports.linked_data import item_list
from pelican_hotpapers.outputs.exports.ris import ris_file, ris_record
from pelican_hotpapers.outputs.exports.spreadsheet import csv

__all__ = [
    "CITATION_FORMATS",
    "CitationFormat",
    "citation_url",
    "coins",
    "csv",
    "item_list",
    "meta_tags",
]


class CitationFormat(NamedTuple):
    """How papers are written to be cited; files that have one paper share the work."""

    paper: Callable[[Paper], str]
    """Writes one paper."""
    file: Callable[[Iterable[str]], str]
    """Makes a file of papers that were written; of one that comes twice the first."""


CITATION_FORMATS: Mapping[str, CitationFormat] = {
    "bib": CitationFormat(bibtex_entry, bibtex_file),
    "ris": CitationFormat(ris_record, ris_file),
    "csl.json": CitationFormat(csl_item, csl_file),
}
"""By the suffix of their files."""

_UNENCODED = re.compile("[A-Za-z0-9!$()*+,./:;=?@_~-]")
_ENCODED = str.maketrans(
    {
        character: quote(character)
        for character in map(chr, range(0xA1))
        if not _UNENCODED.match(character)
    }
)
"""What an address cannot have, and what would be longer when escaped for HTML."""


def citation_url(paper: Paper, suffix: str) -> str:
    """Return an address that is a file itself: a paper as it is cited.

    Browsers save it like any other, and show no page of it. A link to it names the
    file, by ``download``. (``data:``, RFC 2397; what need not be encoded is said in
    https://url.spec.whatwg.org/#url-code-points)

    Args:
        paper: The paper.
        suffix: In which form, one of `CITATION_FORMATS`.
    """
    form = CITATION_FORMATS[suffix]
    text = form.file([form.paper(paper)])
    return f"data:application/octet-stream,{text.translate(_ENCODED)}"
