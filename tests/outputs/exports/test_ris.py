"""RIS, read by rispy."""

import rispy
from hostile_papers import papers
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.bibtex import citation_key
from pelican_hotpapers.outputs.exports.names import split_names
from pelican_hotpapers.outputs.exports.ris import ris_file, ris_record


def ris(papers):
    return ris_file(map(ris_record, papers))


def test_all_papers_of_a_blog_are_read_back(blog_papers):
    found = rispy.loads(ris(blog_papers))
    assert [each["accession_number"] for each in found] == [
        f"arXiv:{paper.arxiv_id}" for paper in blog_papers
    ]
    for each, paper in zip(found, blog_papers, strict=True):
        assert each["type_of_reference"] == "UNPB"
        assert each["id"] == citation_key(paper)
        assert each["title"] == tex.to_text(paper.title)
        assert "abstract" not in each
        assert each["authors"] == [name.inverted for name in split_names(paper.authors)]
        assert each["keywords"] == list(paper.categories)
        assert each["urls"] == [paper.abs_url]
        assert each["file_attachments1"] == paper.pdf_url
        assert each["doi"].endswith(paper.arxiv_id)
        assert each["date"].startswith(each["year"])
        assert each["year"][2:] == paper.arxiv_id[:2]


def test_a_suffix_comes_last_and_a_group_is_not_parted():
    paper = Paper(
        arxiv_id="2104.01778",
        title="x",
        rank=1,
        authors=("Martin L. King Jr.", "The A, B Collaboration"),
    )
    (found,) = rispy.loads(ris([paper]))
    assert found["authors"] == ["King, Martin L., Jr.", "The A B Collaboration"]


def test_lines_end_as_the_specification_has_it(blog_papers):
    text = ris(blog_papers)
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == text.count("\r")


@given(st.lists(papers, max_size=3, unique_by=citation_key))
def test_any_papers_are_read_back(several):
    text = ris(several)
    found = rispy.loads(text)
    assert [each["id"] for each in found] == [citation_key(paper) for paper in several]
    assert [len(each.get("authors", ())) for each in found] == [
        len(split_names(paper.authors)) for paper in several
    ]
    assert text.splitlines() == text.split("\r\n")[:-1]


def test_what_comes_twice_is_there_once(blog_papers):
    one = blog_papers[0]
    assert ris([one, one]) == ris_file([ris_record(one)]) == ris_record(one)
    assert ris([]) == ""
