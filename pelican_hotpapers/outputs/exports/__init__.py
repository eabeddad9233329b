"""Papers in the forms that other programs read: for citing, importing, finding.

The table of contents. All are pure functions of papers; what they take is not escaped,
what they give is safe in the form that it is in.

    bibliography, key       bibtex.py       .bib
    ris                     ris.py          .ris
    csl                     csl.py          CSL-JSON
    csv                     spreadsheet.py  all papers of a site as a table
    coins                   coins.py        papers in a list, for Zotero
    meta_tags               highwire.py     the head of a paper's page, for Zotero
    item_list,              linked_data.py  JSON-LD, for search engines
    scholarly_article

Names are taken apart in names.py, LaTeX is written in latex.py, and what an identifier
tells is in arxiv.py. `bibtex.entry`, `ris.record` and `csl.item` write one paper, and
``joined`` beside each makes a file of what they gave, so that the many pages a paper
is on share the work.
"""

from pelican_hotpapers.outputs.exports.bibtex import bibliography, key
from pelican_hotpapers.outputs.exports.coins import coins
from pelican_hotpapers.outputs.exports.csl import csl
from pelican_hotpapers.outputs.exports.highwire import meta_tags
from pelican_hotpapers.outputs.exports.linked_data import item_list, scholarly_article
from pelican_hotpapers.outputs.exports.ris import ris
from pelican_hotpapers.outputs.exports.spreadsheet import csv

__all__ = [
    "bibliography",
    "coins",
    "csl",
    "csv",
    "item_list",
    "key",
    "meta_tags",
    "ris",
    "scholarly_article",
]
