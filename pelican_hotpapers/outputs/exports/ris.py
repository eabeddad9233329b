"""RIS, which reference managers import.

The tags are those of the specification of 2011, as EndNote, Zotero and rispy read
them; a preprint is ``UNPB``, unpublished work. There is no abstract: see bibtex.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pelican_hotpapers.arxiv.identifiers import best_doi, month_of
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url, ascii_pdf_url
from pelican_hotpapers.outputs.exports.bibtex import citation_key
from pelican_hotpapers.outputs.exports.names import Name, split_names

_LINE_END = "\r\n"


def ris_record(paper: Paper) -> str:
    """Write a paper as one record, which ends with an empty line.

    Its line ends are those of the specification, CR and LF.
    """
    lines = (f"{tag}  - {' '.join(text.split())}" for tag, text in _tags(paper))
    return _LINE_END.join([*lines, "ER  - ", "", ""])


def ris_file(records: Iterable[str]) -> str:
    """Put records of `ris_record` together."""
    return "".join(dict.fromkeys(records))


def _tags(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "TY", "UNPB"
    yield "ID", citation_key(paper)
    yield "TI", tex.to_text(paper.title)
    for name in split_names(paper.authors):
        yield "AU", _author(name)
    if month := month_of(paper.arxiv_id):
        yield "PY", f"{month.year}"
        yield "DA", f"{month.year}/{month.month:02}//"
    for category in paper.categories:
        yield "KW", without_controls(category)
    for keyword in paper.keywords:
        yield "KW", tex.to_text(keyword)
    if paper.journal_ref:
        yield "N1", tex.to_text(paper.journal_ref)
    yield "PB", "arXiv"
    yield "AN", f"arXiv:{without_controls(paper.arxiv_id)}"
    if doi := best_doi(paper.doi, paper.arxiv_id):
        yield "DO", doi
    yield "UR", ascii_abs_url(paper).replace(";", "%3B")
    yield "L1", ascii_pdf_url(paper)


def _author(name: Name) -> str:
    """Write ``Family, Given, Suffix``."""
    if not name.given:
        return name.inverted
    return ", ".join(filter(None, [name.surname, name.given, name.suffix]))
