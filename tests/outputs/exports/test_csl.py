"""CSL-JSON, read by citeproc-py."""

import json

from citeproc.source.json import CiteProcJSON
from hostile_papers import papers
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.bibtex import citation_key
from pelican_hotpapers.outputs.exports.csl import csl_file, csl_item
from pelican_hotpapers.outputs.exports.names import split_names


def csl(papers):
    return csl_file(map(csl_item, papers))


def test_all_papers_of_a_blog_are_read_back(blog_papers):
    source = CiteProcJSON(json.loads(csl(blog_papers)))
    assert len(source) == len(blog_papers)
    for paper in blog_papers:
        found = source[citation_key(paper).lower()]
        assert found.type == "article"
        assert str(found["title"]) == tex.to_text(paper.title)
        assert "abstract" not in found
        assert (found["issued"].year % 100, found["issued"].month) == (
            int(paper.arxiv_id[:2]),
            int(paper.arxiv_id[2:4]),
        )
        assert [(name.family, name.given) for name in found["author"]] == [
            (name.family, name.given) for name in split_names(paper.authors)
        ]


def test_a_name_has_the_parts_that_are_clear():
    authors = ("Ann van der Berg", "Martin L. King Jr.", "The X Collaboration")
    paper = Paper(arxiv_id="math/0309136", title="x", rank=1, authors=authors)
    (found,) = json.loads(csl([paper]))
    assert found["author"] == [
        {"family": "Berg", "given": "Ann", "non-dropping-particle": "van der"},
        {"family": "King", "given": "Martin L.", "suffix": "Jr."},
        {"literal": "The X Collaboration"},
    ]
    assert found["issued"] == {"date-parts": [[2003, 9]]}


@given(st.lists(papers, max_size=3, unique_by=citation_key))
def test_any_papers_are_read_back(several):
    text = csl(several)
    found = json.loads(text)
    assert [each["id"] for each in found] == [citation_key(paper) for paper in several]
    assert all(value for each in found for value in each.values())
    assert text.encode()


def test_what_comes_twice_is_there_once(blog_papers):
    one = blog_papers[0]
    assert csl([one, one]) == csl_file([csl_item(one)])
    assert len(json.loads(csl([one, one]))) == 1
    assert json.loads(csl([])) == []
