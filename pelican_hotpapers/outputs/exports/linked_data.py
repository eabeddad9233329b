"""JSON-LD in the vocabulary of https://schema.org, for search engines and crawlers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from pelican_hotpapers.arxiv.identifiers import doi_of, is_doi, month_of
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url
from pelican_hotpapers.outputs.exports.names import Name, split_names

_CONTEXT = "https://schema.org"
# Nothing in a text may end the script or begin a comment in it, and JavaScript of old
# takes the two separators for line ends.
_UNSAFE = re.compile("[<>&\u2028\u2029]")


def item_list(name: str, url: str, papers: Iterable[Paper]) -> str:
    """Write a list of papers: a digest, a category, a leaderboard.

    It names them. What else is to be told of a paper, its own page tells.

    Args:
        name: What the list is called, plain text.
        url: The address of its page.
        papers: In the order of the list.

    Returns:
        The text of a ``<script type="application/ld+json">``, to be put there as it is.
    """
    listed = [
        {
            "@type": "ListItem",
            "position": position,
            "name": tex.to_text(paper.title),
            "url": ascii_abs_url(paper),
        }
        for position, paper in enumerate(papers, 1)
    ]
    return _written(
        {
            "@context": _CONTEXT,
            "@type": "ItemList",
            "name": name,
            "url": url,
            "numberOfItems": len(listed),
            "itemListElement": listed,
        }
    )


def scholarly_article(paper: Paper, url: str) -> str:
    """Write a paper, for the page about it.

    What the page says by `highwire` alone is not said twice: the abstract, the PDF.

    Args:
        paper: What the page is about.
        url: The address of the page.

    Returns:
        The text of a ``<script type="application/ld+json">``, to be put there as it is.
    """
    dois = filter(is_doi, (doi_of(paper.arxiv_id), paper.doi))
    links = [f"https://doi.org/{quote(doi)}" for doi in dois]
    return _written(
        {
            "@context": _CONTEXT,
            "@type": "ScholarlyArticle",
            "url": ascii_abs_url(paper),
            "name": tex.to_text(paper.title),
            "author": [*map(_author, split_names(paper.authors))],
            "datePublished": _date(paper),
            "sameAs": links[0] if len(links) == 1 else links,
            "mainEntityOfPage": url,
            "about": [*map(without_controls, paper.categories)],
            "keywords": [*map(tex.to_text, paper.keywords)],
            "dateModified": paper.updated.isoformat() if paper.updated else "",
            "license": safe_url(paper.license),
            "isPartOf": _named("CreativeWork", paper.journal_ref),
            "sourceOrganization": _named("Organization", paper.organization),
            "publisher": {"@type": "Organization", "name": "arXiv"},
        }
    )


def _date(paper: Paper) -> str:
    if paper.published:
        return paper.published.isoformat()
    month = month_of(paper.arxiv_id)
    return f"{month.year}-{month.month:02}" if month else ""


def _named(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": tex.to_text(name)} if name else {}


def _author(name: Name) -> dict[str, str]:
    kind = "Organization" if name.is_group else "Person"
    return {"@type": kind, "name": name.direct}


def _written(data: dict[str, Any]) -> str:
    filled = {name: value for name, value in data.items() if value or value == 0}
    text = json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
