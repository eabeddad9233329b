"""Which facts of a paper are arXiv's to tell."""

from __future__ import annotations

from dataclasses import replace

from pelican_hotpapers.model import Paper

ARXIV = "arxiv"
"""arXiv's name among sources, and among what a digest lacks: the texts of papers."""
_ARXIV_FACTS = (
    *("title", "authors", "categories", "abstract", "published", "updated"),
    *("comment", "journal_ref", "doi", "license"),
)


def with_arxiv_facts(paper: Paper, known: Paper) -> Paper:
    """Return a paper as arXiv knows it, with all that arXiv does not tell."""
    told = {name: getattr(known, name) or getattr(paper, name) for name in _ARXIV_FACTS}
    return replace(paper, **told)
