"""A paper's links."""

from hostile_papers import papers
from hypothesis import given

from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url, ascii_pdf_url


@given(papers)
def test_links_are_safe_and_ascii(paper):
    for url in (ascii_abs_url(paper), ascii_pdf_url(paper)):
        assert url.isascii()
        assert safe_url(url) == url != ""
        assert not set(url) & set('{}\\"<>^`| ')
