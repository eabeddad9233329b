"""CSL-JSON, which pandoc, citeproc and Zotero cite from.

The fields are those of CSL 1.0.2 (https://docs.citationstyles.org), of which the
schema is ``csl-data.json``; a preprint is an ``article``. There is no abstract: see
bibtex.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pelican_hotpapers.arxiv.identifiers import best_doi, month_of
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url
from pelican_hotpapers.outputs.exports.bibtex import citation_key
from pelican_hotpapers.outputs.exports.names import Name, split_names


def csl_item(paper: Paper) -> str:
    """Write a paper as one item, a JSON object in a line."""
    return json.dumps(_item(paper), ensure_ascii=False, separators=(",", ":"))


def csl_file(items: Iterable[str]) -> str:
    """Put items of `csl_item` into a JSON array, a line for each paper."""
    listed = ",\n".join(dict.fromkeys(items))
    return f"[\n{listed}\n]\n" if listed else "[]\n"


def _item(paper: Paper) -> dict[str, Any]:
    month = month_of(paper.arxiv_id)
    fields = {
        "id": citation_key(paper),
        "type": "article",
        "title": tex.to_text(paper.title),
        "author": [*map(_author, split_names(paper.authors))],
        "issued": {"date-parts": [[*month]]} if month else {},
        "publisher": "arXiv",
        "number": f"arXiv:{without_controls(paper.arxiv_id)}",
        "genre": "preprint",
        "keyword": ", ".join(
            [
                *map(without_controls, paper.categories),
                *map(tex.to_text, paper.keywords),
            ]
        ),
        "note": tex.to_text(paper.journal_ref),
        "DOI": best_doi(paper.doi, paper.arxiv_id),
        "URL": ascii_abs_url(paper),
    }
    return {name: value for name, value in fields.items() if value}


def _author(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}
