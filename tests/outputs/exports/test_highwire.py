"""Highwire meta tags, read from a page."""

from html import escape

from hostile_papers import papers
from hypothesis import given
from lxml import html

from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports import meta_tags
from pelican_hotpapers.outputs.exports.names import split_names


def read(paper):
    tags = "".join(
        f'<meta name="{name}" content="{escape(content)}">'
        for name, content in meta_tags(paper)
    )
    page = html.document_fromstring(f"<html><head>{tags}</head><body></body></html>")
    found = {}
    for tag in page.iterfind("head/meta"):
        found.setdefault(tag.get("name"), []).append(tag.get("content"))
    return found


def test_all_papers_of_a_blog_have_their_tags(blog_papers):
    for paper in blog_papers:
        year, month = f"20{paper.arxiv_id[:2]}", paper.arxiv_id[2:4]
        assert read(paper) == {
            "citation_title": [tex.to_text(paper.title)],
            "citation_author": [name.inverted for name in split_names(paper.authors)],
            "citation_date": [f"{year}/{month}"],
            "citation_doi": [f"10.48550/arXiv.{paper.arxiv_id}"],
            "citation_arxiv_id": [paper.arxiv_id],
            "citation_abstract_html_url": [paper.abs_url],
            "citation_pdf_url": [paper.pdf_url],
            "citation_abstract": [tex.to_text(paper.abstract)],
        }


def test_what_is_not_known_has_no_tag():
    found = read(Paper(arxiv_id="unknown", title="x", rank=1))
    assert not found.keys() & {
        *("citation_author", "citation_date", "citation_doi", "citation_abstract")
    }


@given(papers)
def test_any_paper_has_its_tags(paper):
    found = read(paper)
    assert found["citation_title"] == [tex.to_text(paper.title)]
    people = found.get("citation_author", [])
    assert len(people) == len(split_names(paper.authors))
    assert not any(";" in author for author in people)
