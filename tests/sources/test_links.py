"""Which papers a link, or a text with links, is about."""

import pytest

from pelican_hotpapers.sources.links import LONGEST_TEXT, linked_arxiv_ids


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("https://arxiv.org/abs/2104.01778", ["2104.01778"]),
        ("http://www.arxiv.org/pdf/2104.01778v2.pdf?download=1", ["2104.01778"]),
        ("https://export.arxiv.org/html/2604.08377v2#S1", ["2604.08377"]),
        ("HTTPS://ArXiv.org/ABS/2104.01778", ["2104.01778"]),
        ("https://arxiv.org/abs/2512.24880/sso-callback", ["2512.24880"]),
        ("https://arxiv.org/abs/2503.02130\n", ["2503.02130"]),
        ("https://arxiv.org/abs/arXiv:2503.02130", ["2503.02130"]),
        ("https://arxiv.org/abs/quant-ph/0201082", ["quant-ph/0201082"]),
        ("https://arxiv.org/pdf/math.GT/0309136v1", ["math/0309136"]),
        ("https://arxiv.org/abs/0704.0001", ["0704.0001"]),
        ("https://doi.org/10.48550/arXiv.2104.01778", ["2104.01778"]),
        ("https://huggingface.co/papers/2104.01778", ["2104.01778"]),
        ("https://www.alphaxiv.org/abs/2104.01778v1", ["2104.01778"]),
        (
            "https://a.example/?to=https%3A%2F%2Farxiv.org%2Fabs%2F2104.01778",
            ["2104.01778"],
        ),
        (
            "arxiv.org/abs/2503.02130 after (arxiv.org/abs/2104.01778), and again "
            "arxiv.org/pdf/2503.02130",
            ["2503.02130", "2104.01778"],
        ),
    ],
)
def test_a_paper_is_known_by_its_link(text, papers):
    assert list(linked_arxiv_ids(text)) == papers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2104.01778",
        "https://arxiv.org/list/cs/recent",
        "https://arxiv.org/abs/",
        "https://notarxiv.org/abs/2104.01778",
        "https://arxiv.org.example/abs/2104.01778",
        "https://my-arxiv.org/abs/2104.01778",
        "https://example.org/abs/2104.01778",
        "https://huggingface.co/ada/2104.01778",
        "https://doi.org/10.1000/2104.01778",
        "https://arxiv.org/abs/2113.01778",  # no such month
        "https://arxiv.org/abs/2104.017789",
        "https://arxiv.org/abs/cs/01120178",
        "https://arxiv.org/abs/\uff12104.01778",
    ],
)
def test_what_only_looks_like_a_link_to_a_paper_is_none(text):
    assert linked_arxiv_ids(text) == ()


def test_a_link_that_was_cut_short_is_not_taken_for_another_paper():
    """Four digits were enough until 2014: 2604.0837 would look like a whole one."""
    assert linked_arxiv_ids("arxiv.org/abs/2604.0837…") == ()


def test_a_text_without_end_is_read_to_a_bound():
    far = "x" * LONGEST_TEXT + " https://arxiv.org/abs/2104.01778"
    assert linked_arxiv_ids(far) == ()
    assert linked_arxiv_ids("https://arxiv.org/abs/" * 100_000) == ()
