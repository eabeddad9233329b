"""BibTeX, read by bibtexparser and by pybtex, which is BibTeX 0.99 in Python."""

import re
from dataclasses import replace

import bibtexparser
import pytest
from bibtexparser import middlewares
from hostile_papers import names, papers
from hypothesis import given
from hypothesis import strategies as st
from latex_reader import read
from pybtex.bibtex.utils import change_case
from pybtex.database import parse_string

from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.bibtex import (
    bibtex_entry,
    bibtex_file,
    citation_key,
)
from pelican_hotpapers.outputs.exports.latex import from_text, is_balanced
from pelican_hotpapers.outputs.exports.names import split_names


def bibliography(papers):
    return bibtex_file(map(bibtex_entry, papers))


def paper(arxiv_id="2104.01778", title="A Title", **facts):
    return Paper(arxiv_id=arxiv_id, title=title, rank=1, **facts)


def parsed(text):
    library = bibtexparser.parse_string(
        text,
        append_middleware=[
            middlewares.SeparateCoAuthors(),
            middlewares.SplitNameParts(),
        ],
    )
    assert not library.failed_blocks
    return library.entries


def pybtex_entries(text):
    return parse_string(text, "bibtex").entries


def test_a_paper_has_the_fields_of_arxivs_own_export():
    (found,) = parsed(
        bibliography([paper(authors=("Ada One", "Bo Two"), categories=("cs.SD", "x"))])
    )
    assert found.entry_type == "misc"
    fields = {name: field.value for name, field in found.fields_dict.items()}
    authors = fields.pop("author")
    assert [(name.first, name.last) for name in authors] == [
        (["Ada"], ["One"]),
        (["Bo"], ["Two"]),
    ]
    assert fields == {
        "title": "A Title",
        "year": "2021",
        "month": "apr",
        "eprint": "2104.01778",
        "archiveprefix": "arXiv",
        "primaryclass": "cs.SD",
        "url": "https://arxiv.org/abs/2104.01778",
    }


@pytest.mark.parametrize(("letters", "kept"), [(29, 29), (30, 30), (31, 30)])
def test_a_key_has_thirty_letters_of_a_name(letters, kept):
    key = citation_key(paper(authors=(f"Ada {'B' * letters}",)))
    assert key == f"{'b' * kept}2021-2104.01778"


def test_all_papers_of_a_blog_are_read_back(blog_papers):
    text = bibliography(blog_papers)
    assert is_balanced(text)
    entries = pybtex_entries(text)
    assert len(parsed(text)) == len(entries) == len(blog_papers)
    for one in blog_papers:
        found = entries[citation_key(one)]
        assert found.fields["eprint"] == one.arxiv_id
        assert len(found.persons["author"]) == len(one.authors)
        if "$" not in one.title:
            assert read(found.fields["title"]) == tex.to_text(one.title)


def bibtex_names(text):
    """Return the parts of names as BibTeX takes them apart: first, von, last, jr."""
    for found in pybtex_entries(text).values():
        for person in found.persons.get("author", ()):
            yield tuple(
                " ".join(part).strip("{}")
                for part in (
                    [*person.first_names, *person.middle_names],
                    person.prelast_names,
                    person.last_names,
                    person.lineage_names,
                )
            )


def parts_of(authors):
    return [
        tuple(
            from_text(part).strip("{}")
            for part in (name.given, name.particle, name.family, name.suffix)
        )
        for name in split_names(authors)
    ]


def test_bibtex_takes_all_names_of_a_blog_apart_as_we_do(blog_papers):
    for one in blog_papers:
        text = bibliography([replace(one, title="x")])
        assert list(bibtex_names(text)) == parts_of(one.authors)


@given(st.lists(names, max_size=4))
def test_bibtex_takes_any_names_apart_as_we_do(authors):
    text = bibliography([paper(authors=tuple(authors))])
    assert list(bibtex_names(text)) == parts_of(authors)


@given(
    st.lists(papers, max_size=3, unique_by=lambda paper: citation_key(paper).lower())
)
def test_any_papers_are_read_back(several):
    text = bibliography(several)
    assert is_balanced(text)
    assert [found.key for found in parsed(text)] == [
        citation_key(one) for one in several
    ]
    assert len(pybtex_entries(text)) == len(several)


def test_a_paper_of_five_thousand_authors_has_them_all():
    authors = tuple(f"Ada{'abcdefghij'[n % 10]} Name" for n in range(5_000))
    ((_, found),) = pybtex_entries(bibliography([paper(authors=authors)])).items()
    assert len(found.persons["author"]) == len(authors)


# Keys


@pytest.mark.parametrize(
    ("arxiv_id", "authors", "expected"),
    [
        ("2104.01778", ["Yuan Gong", "Bo Two"], "gong2021-2104.01778"),
        ("quant-ph/9508027", ["Peter W. Shor"], "shor1995-quant-ph-9508027"),
        ("math/0309136", ["Ben Green"], "green2003-math-0309136"),
        ("2104.01778", [r"Paul Erd\H{o}s"], "erdos2021-2104.01778"),
        ("2104.01778", ["Sven Ærø-Łąß"], "aerolass2021-2104.01778"),
        ("2104.01778", ["Ann van der Berg"], "berg2021-2104.01778"),
        ("2104.01778", ["李明"], "arxiv2021-2104.01778"),
        ("2104.01778", [], "arxiv2021-2104.01778"),
        ("9999.99999", ["Ada One"], "one-9999.99999"),
    ],
)
def test_a_key_is_the_first_author_the_year_and_the_identifier(
    arxiv_id, authors, expected
):
    assert citation_key(paper(arxiv_id, authors=tuple(authors))) == expected


def test_keys_are_unique_and_stable(blog_papers):
    keys = [citation_key(one) for one in blog_papers]
    assert len({each.lower() for each in keys}) == len(blog_papers)
    for one, one_key in zip(blog_papers, keys, strict=True):
        later = replace(one, rank=99, score=1, title="Renamed", posts=(), abstract="")
        assert citation_key(later) == one_key
        assert [found.key for found in parsed(bibliography([later]))] == [one_key]


@given(papers)
def test_a_key_is_of_characters_that_all_programs_take(one):
    assert re.fullmatch(r"[A-Za-z0-9.-]+", citation_key(one))


@given(papers, papers)
def test_different_papers_have_different_keys(one, other):
    usual = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}")
    if usual.fullmatch(one.arxiv_id) and usual.fullmatch(other.arxiv_id):
        assert (citation_key(one) == citation_key(other)) <= (
            one.arxiv_id == other.arxiv_id
        )


def test_what_comes_twice_is_there_once():
    one, other = paper(), paper("2104.01779")
    renamed = replace(one, title="Renamed")
    assert bibliography([one, other, one, renamed]) == bibtex_file(
        map(bibtex_entry, [one, other])
    )
    assert bibliography([]) == ""


# Titles


@pytest.mark.parametrize(
    ("title", "lowered"),
    [
        ("AST: Audio Spectrogram Transformer", "AST: Audio spectrogram transformer"),
        ("Neural SDEs as GANs", "Neural SDEs as GANs"),
        ("Efficient U-Net in 3D for iPhones", "Efficient U-Net in 3D for iPhones"),
        ("Top-$K$ Attention on $\\Delta$", "Top-$K$ attention on $\\Delta$"),
        ("S$^2$-MLP for Vision", "S$^2$-MLP for vision"),
        ("A Method Like A Method", "A method like a method"),
        ("We study the Bayesian view of cells", "We study the Bayesian view of cells"),
        ("A view of cells: The long story", "A view of cells: The long story"),
        ("The {Markov} Chain", "The Markov chain"),
    ],
)
def test_styles_that_lower_titles_leave_names_alone(title, lowered):
    (found,) = pybtex_entries(bibliography([paper(title=title)])).values()
    assert read(change_case(found.fields["title"], "t")) == lowered
