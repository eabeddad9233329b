"""A paper's DOI and links."""

from hostile_papers import papers
from hypothesis import given

from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.outputs.exports import arxiv


def test_a_doi_is_arxivs_own():
    assert arxiv.doi("2104.01778") == "10.48550/arXiv.2104.01778"
    assert arxiv.doi("2113.01778") == ""


@given(papers)
def test_links_are_safe_and_ascii(paper):
    for url in (arxiv.abs_url(paper), arxiv.pdf_url(paper)):
        assert url.isascii()
        assert safe_url(url) == url != ""
        assert not set(url) & set('{}\\"<>^`| ')
