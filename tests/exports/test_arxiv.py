"""What an identifier tells."""

import pytest
from hostile_papers import papers, texts
from hypothesis import given

from pelican_hotpapers.exports import arxiv
from pelican_hotpapers.markup.sanitize import safe_url


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("2104.01778", (2021, 4)),
        ("0704.0001", (2007, 4)),
        ("9112.01234", (2091, 12)),
        ("quant-ph/9508027", (1995, 8)),
        ("hep-th/9108028", (1991, 8)),
        ("math/0309136", (2003, 9)),
        ("math.GT/0309136", (2003, 9)),
        ("2113.01778", None),
        ("2100.01778", None),
        ("", None),
        ("2104.01778v2", None),
        ("\uff12\uff11\uff10\uff14.01778", None),
    ],
)
def test_an_identifier_tells_its_month(arxiv_id, month):
    assert arxiv.submitted(arxiv_id) == month
    assert bool(arxiv.doi(arxiv_id)) == (month is not None)


def test_a_doi_is_arxivs_own():
    assert arxiv.doi("2104.01778") == "10.48550/arXiv.2104.01778"


@given(texts)
def test_any_text_may_be_asked(text):
    month = arxiv.submitted(text)
    assert month is None or 1 <= month.month <= 12


@given(papers)
def test_links_are_safe_and_ascii(paper):
    for url in (arxiv.abs_url(paper), arxiv.pdf_url(paper)):
        assert url.isascii()
        assert safe_url(url) == url != ""
        assert not set(url) & set('{}\\"<>^`| ')
