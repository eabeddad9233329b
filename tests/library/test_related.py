"""Papers related to others, by their words."""

import datetime as dt
import subprocess
import sys

import pytest

from pelican_hotpapers.library import Library
from pelican_hotpapers.library.related import related_papers
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.storage.cache import Cache

DAY = dt.date(2021, 4, 6)
BIRDS = "Recordings of garden birds at dawn, and a classifier of their songs"
BRIDGES = "Steel cables of suspension bridges corrode; sensors listen to the rust"
ZEBRAS = "Zebras have stripes, which confuse horseflies and photographers alike"


def library(*texts):
    """A library of papers, each a title or (title, abstract), numbered from 1."""
    pairs = ((text, "") if isinstance(text, str) else text for text in texts)
    papers = tuple(
        Paper(arxiv_id=f"2104.{number:05}", rank=number, title=title, abstract=abstract)
        for number, (title, abstract) in enumerate(pairs, 1)
    )
    return Library(digests=(Digest(date=DAY, papers=papers),))


def found(library, most=5, cache=None):
    """Return the related papers, kept in a folder."""
    """Return the numbers of the papers related to each, by its number."""
    related = related_papers(library, most, Cache(cache))
    assert set(related) == set(library.entries)
    return {
        int(arxiv_id[5:]): [int(entry.arxiv_id[5:]) for entry in entries]
        for arxiv_id, entries in related.items()
    }


def test_papers_of_one_subject_are_related_and_others_are_not():
    papers = library(
        ("Garden birds", BIRDS),
        ("Bridges", BRIDGES),
        ("Songs of birds in cities", "A classifier hears more birds than we do."),
        ("Rust on cables", "What sensors hear of bridges."),
        ("Stripes", ZEBRAS),
    )
    assert found(papers) == {1: [3], 2: [4], 3: [1], 4: [2], 5: []}


def test_the_most_alike_come_first():
    papers = library(
        ("Dawn", BIRDS),
        ("Noon", f"{BIRDS}. {ZEBRAS}"),
        ("Evening", BIRDS),
        ("Bridges", BRIDGES),
    )
    assert found(papers)[1] == [3, 2]


@pytest.mark.parametrize("most", [1, 3, 5, 9])
def test_of_papers_as_much_alike_the_first_by_identifier_come_first(most):
    papers = library(*[BIRDS] * 6, *[BRIDGES] * 2)
    assert found(papers, most)[4] == [1, 2, 3, 5, 6][:most]
    assert found(papers, most)[8] == [7]


def test_a_title_says_more_than_an_abstract():
    papers = library(
        ("Zebras", "Nothing of note was seen here."),
        ("Horses", "Zebras wander past now and then."),
        ("Zebras", "Horses wander past now and then."),
    )
    assert found(papers)[1] == [3, 2]


def test_common_words_relate_nothing():
    papers = library(
        ("A study of birds", "We propose that they are and have been there."),
        ("A study of rust", "We propose that it is and has been there."),
        *[(f"Study number {number}", "We propose a study") for number in range(30)],
    )
    assert 2 not in found(papers)[1]


@pytest.mark.parametrize(("others", "is_related"), [(1, True), (4, True), (5, False)])
def test_a_word_among_many_others_relates_nothing(others, is_related):
    """Cosines of 1 / (1 + 1.97 * others): 0.34, 0.11 and 0.09."""
    one, two = (
        " ".join(["birds", *(f"{name}{number}" for number in range(others))])
        for name in ("dawn", "dusk")
    )
    assert found(library(one, two))[1] == [2] * is_related


def test_tex_is_no_word():
    papers = library(
        (r"\textbf{Birds}", r"$\mathcal{O}(\textbf{n})$ and \emph{songs}"),
        (r"\textbf{Bridges}", r"$\mathcal{P}(\textbf{k})$ and \emph{rust}"),
        (r"Na\"ive \emph{zebras}", ""),
        ("Naïve zebras", ""),
    )
    assert found(papers) == {1: [], 2: [], 3: [4], 4: [3]}


@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("Alone",),
        ("", ""),
        (("", ""), (" \n\t", "\0")),
        ("the and of", "of the and"),
        ("$x^2$", "$$"),
        ("!?", "{}\\"),
    ],
)
def test_papers_without_words_are_related_to_none(texts):
    assert not any(found(library(*texts)).values())


def test_words_may_be_of_any_script():
    papers = library("注意力机制 研究", "研究 注意力机制", "قطط", "مجموعة قطط", BIRDS)
    assert found(papers) == {1: [2], 2: [1], 3: [4], 4: [3], 5: []}


@pytest.mark.parametrize(
    "evil",
    [
        "\ud800 half a character",
        "<script>alert(1)</script>",
        "word " * 100_000,
        "x" * 500_000,
        "$" * 10_000 + "\\" * 10_000,
        "\u202e\x1b[31m",
    ],
)
def test_no_text_ends_it(evil, tmp_path):
    papers = library((evil, evil), (evil, evil), BIRDS)
    first = found(papers, cache=tmp_path)
    assert first[3] == []
    assert found(papers, cache=tmp_path) == first


def test_a_large_library_is_compared_with_all_of_itself():
    texts = [f"Subject{number % 400} alone{number}" for number in range(800)]
    assert found(library(*texts)) == {
        number: [number + 400 if number <= 400 else number - 400]
        for number in range(1, 801)
    }


# What is kept

PAPERS = ("Birds at dawn", "Birds at noon", "Rust")


@pytest.fixture
def without_scikit_learn(monkeypatch):
    """What is asked of scikit-learn fails from here on."""

    def forbid():
        monkeypatch.setitem(sys.modules, "sklearn.feature_extraction.text", None)

    return forbid


def test_what_was_found_is_kept_while_no_text_changes(tmp_path, without_scikit_learn):
    first = found(library(*PAPERS), cache=tmp_path / "new")
    assert first[1] == [2]
    without_scikit_learn()
    assert found(library(*PAPERS), cache=tmp_path / "new") == first


@pytest.mark.parametrize(
    ("texts", "most"),
    [
        (("Birds at dawn", "Birds at noon", "Rusty birds"), 5),
        (("Birds at dawn", "Birds at noon", ("Rust", "Birds")), 5),
        (PAPERS[:2], 5),
        ((*PAPERS, "More"), 5),
        (PAPERS, 1),
    ],
)
def test_what_changed_is_found_anew(texts, most, tmp_path, without_scikit_learn):
    found(library(*PAPERS), cache=tmp_path)
    assert found(library(*texts), most, tmp_path) == found(library(*texts), most)
    found(library(*PAPERS), cache=tmp_path)
    without_scikit_learn()
    with pytest.raises(ImportError):
        found(library(*texts), most, tmp_path)


@pytest.mark.parametrize("kept", [b"", b"{", b"[1]", b"\xff", b'{"key": 1}'])
def test_what_cannot_be_read_is_found_anew(kept, tmp_path):
    first = found(library(*PAPERS), cache=tmp_path)
    for file in tmp_path.iterdir():
        file.write_bytes(kept)
    assert found(library(*PAPERS), cache=tmp_path) == first


def test_what_cannot_be_kept_is_found_all_the_same(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert found(library(*PAPERS), cache=tmp_path / "file")[1] == [2]


def test_scikit_learn_is_imported_only_when_it_is_needed():
    code = "import sys, pelican_hotpapers.plugin; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
