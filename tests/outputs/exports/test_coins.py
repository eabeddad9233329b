"""COinS, read as Zotero reads them."""

import unicodedata
from html import escape
from urllib.parse import parse_qs

from hostile_papers import papers
from hypothesis import given
from lxml import html

from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports import coins
from pelican_hotpapers.outputs.exports.names import split_names


def read(paper):
    """Read the title of a span in a page; a plus, encoded or not, is a space."""
    page = html.fromstring(
        f'<span class="Z3988" title="{escape(coins(paper))}"></span>'
    )
    title = page.get("title").replace("%2B", "+").replace("%2b", "+")
    return parse_qs(title, strict_parsing=True, max_num_fields=6_000)


def authors(found):
    """Take names apart as Zotero does, which trims a comma at the end."""
    for name in found.get("rft.au", ()):
        assert "," in name  # else Zotero parts it at the last space
        family, *given_names = name.rstrip(" ,").split(", ")
        yield family, " ".join(given_names)


def parts_of(paper):
    return [
        (
            name.surname if name.given else name.family.replace(",", ""),
            f"{name.given} {name.suffix}".rstrip(),
        )
        for name in split_names(paper.authors)
    ]


def test_all_papers_of_a_blog_are_read_back(blog_papers):
    for paper in blog_papers:
        found = read(paper)
        assert found["ctx_ver"] == ["Z39.88-2004"]
        assert found["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
        assert found["rft.type"] == ["preprint"]
        assert found["rft.title"] == [tex.to_text(paper.title)]
        assert found["rft.date"] == [f"20{paper.arxiv_id[:2]}-{paper.arxiv_id[2:4]}"]
        assert found["rft.identifier"] == [paper.abs_url]
        assert found["rft_id"] == [f"info:doi/10.48550/arXiv.{paper.arxiv_id}"]
        assert list(authors(found)) == parts_of(paper)


def test_a_plus_is_not_lost():
    paper = Paper(
        arxiv_id="2104.01778", title="C++", rank=1, abs_url="https://e.org/a+b?c=%2B"
    )
    found = read(paper)
    assert unicodedata.normalize("NFKC", found["rft.title"][0]) == "C++"
    assert " " not in found["rft.identifier"][0]


def test_groups_and_single_words_are_not_parted():
    names = ("The X Collaboration", "Plato", "Martin L. King Jr.")
    paper = Paper(arxiv_id="2104.01778", title="x", rank=1, authors=names)
    assert list(authors(read(paper))) == [
        ("The X Collaboration", ""),
        ("Plato", ""),
        ("King", "Martin L. Jr."),
    ]


@given(papers)
def test_any_paper_is_read_back(paper):
    assert coins(paper).isascii()
    assert not set(coins(paper)) & set(" \"'<>")
    found = read(paper)
    title = tex.to_text(paper.title).replace("+", "\uff0b")
    assert found.get("rft.title", [""]) == [title]
    assert len(list(authors(found))) == len(parts_of(paper))
