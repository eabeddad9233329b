"""Highwire meta tags, by which Zotero and Google Scholar know a page about one paper.

The names are those that arXiv's own abstract pages have.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pelican_hotpapers.arxiv.identifiers import best_doi, month_of
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url, ascii_pdf_url
from pelican_hotpapers.outputs.exports.names import split_names


def meta_tags(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Return what belongs into the head of a paper's page.

    Args:
        paper: What the page is about.

    Returns:
        Names and contents of ``<meta name="…" content="…">``, plain text, to be
        escaped for HTML; ``citation_author`` comes once for each author.
    """
    return tuple(_tags(paper))


def _tags(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "citation_title", tex.to_text(paper.title)
    for name in split_names(paper.authors):
        # Zotero parts the content at semicolons.
        yield "citation_author", name.inverted.replace(";", "")
    if paper.published:
        yield "citation_date", _day(paper.published)
    elif month := month_of(paper.arxiv_id):
        yield "citation_date", f"{month.year}/{month.month:02}"
    if paper.updated:
        yield "citation_online_date", _day(paper.updated)
    if paper.journal_ref:
        yield "citation_journal_title", tex.to_text(paper.journal_ref)
    if doi := best_doi(paper.doi, paper.arxiv_id):
        yield "citation_doi", doi
    yield "citation_arxiv_id", without_controls(paper.arxiv_id)
    yield "citation_abstract_html_url", ascii_abs_url(paper)
    yield "citation_pdf_url", ascii_pdf_url(paper)
    if paper.abstract:
        yield "citation_abstract", tex.to_text(paper.abstract)


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "/")
