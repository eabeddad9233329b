"""Searching papers: by what they are narrowed down, and how browsers are told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from markupsafe import escape

from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.markup import embeds, tex
from pelican_hotpapers.outputs.search_index import SearchRecord

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
"""OpenSearch 1.1, draft 6: https://github.com/dewitt/opensearch"""
SHORT_NAME = 16
"""The most letters of a short name, by the specification."""


def search_records(
    library: Library, url: Callable[[LibraryEntry], str]
) -> Iterator[SearchRecord]:
    """Yield what the search knows of each paper: title, authors, abstract and posts.

    Args:
        library: All papers.
        url: Returns where a result leads, or nothing if that is the paper's page.
    """
    for entry in library.newest:
        paper = entry.paper
        texts = [escape(", ".join(paper.authors)), tex.to_html(paper.abstract)]
        for post in paper.posts:
            texts += [embeds.post_body(post), escape(post.author_name)]
        yield SearchRecord(
            stem=entry.stem,
            arxiv_id=paper.arxiv_id,
            title=tex.to_text(paper.title),
            texts=tuple(filter(None, texts)),
            facets=tuple(facets(entry)),
            url=url(entry),
        )


def facets(entry: LibraryEntry) -> Iterator[tuple[str, str]]:
    """Yield what a paper is found by, beside its words: a name and a value each.

    Its arXiv categories, the years in which it was hot, whether it has code.
    """
    for category in dict.fromkeys(map(taxonomy.canonical, entry.paper.categories)):
        if taxonomy.is_category(category):
            yield "category", category
    for year in sorted({hot.day.year for hot in entry.hot}):
        yield "year", f"{year:04}"
    if entry.paper.code_url:
        yield "code", "yes"


def opensearch(name: str, address: str) -> str:
    """Return the OpenSearch description of a search page.

    Args:
        name: What the site is called, plain text.
        address: The page's absolute URL, which takes what is searched for as ``q``.
    """
    root = ET.Element("OpenSearchDescription", xmlns=NAMESPACE)
    ET.SubElement(root, "ShortName").text = name[:SHORT_NAME].strip()
    ET.SubElement(root, "Description").text = f"Papers on {name}"[:1024]
    ET.SubElement(root, "InputEncoding").text = "UTF-8"
    template = f"{address}?q={{searchTerms}}"
    ET.SubElement(root, "Url", type="text/html", method="get", template=template)
    return ET.tostring(root, "unicode", xml_declaration=True)
