"""Papers in the forms that other programs read: for citing, importing, finding.

The table of contents. All are pure functions of papers; what they take is not escaped,
what they give is safe in the form that it is in.

    CITATION_FORMATS        citations.py    bibtex.py, ris.py, csl.py
    IN_LISTINGS                             those of listings
    Citations                               papers in these, as files and addresses
    csv_rows, csv_file      spreadsheet.py  papers as a table
    coins                   coins.py        papers in a list, for Zotero
    meta_tags               highwire.py     the head of a paper's page, for Zotero
    item_list               linked_data.py  JSON-LD, for search engines

Names are taken apart in names.py, LaTeX is written in latex.py.
"""

from __future__ import annotations

from pelican_hotpapers.outputs.exports.citations import (
    CITATION_FORMATS,
    IN_LISTINGS,
    Citations,
)
from pelican_hotpapers.outputs.exports.coins import coins
from pelican_hotpapers.outputs.exports.highwire import meta_tags
from pelican_hotpapers.outputs.exports.linked_data import item_list
from pelican_hotpapers.outputs.exports.spreadsheet import csv_file, csv_rows

__all__ = [
    "CITATION_FORMATS",
    "IN_LISTINGS",
    "Citations",
    "coins",
    "csv_file",
    "csv_rows",
    "item_list",
    "meta_tags",
]
