"""Papers related to others, by their words."""

import datetime as dt
import random
import subprocess
import sys
from pathlib import Path

import pytest

from pelican_hotpapers.library import Library
from pelican_hotpapers.library.related import (
    PAPERS_OF_A_WORD,
    related_indices,
    related_papers,
)
from pelican_hotpapers.library.words import words_of
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
    return Library.of([Digest(date=DAY, papers=papers)])


def found(library, most=5, cache=None):
    """Return the numbers of the papers related to each, by its number."""
    indices = related_indices(library, most, Cache(cache))
    related = related_papers(library, indices)
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


# Day after day


def days(*of):
    """A library of days, each the texts of its papers."""
    digests, number = [], 0
    for place, texts in enumerate(of):
        papers = []
        for number, text in enumerate(texts, number + 1):  # noqa: B020
            title, abstract = (text, "") if isinstance(text, str) else text
            papers.append(
                Paper(
                    arxiv_id=f"2104.{number:05}",
                    rank=len(papers) + 1,
                    title=title,
                    abstract=abstract,
                )
            )
        day = DAY + dt.timedelta(place)
        digests.append(Digest(date=day, papers=tuple(papers)))
    return Library.of(digests)


def drawn(seed, count=12, papers=40):
    """Draw the texts of days: words of a few, so that many papers are alike."""
    rng = random.Random(seed)  # noqa: S311
    words = [f"word{number}" for number in range(30)]
    return [
        [" ".join(rng.choices(words, k=rng.randint(1, 9))) for _ in range(papers)]
        for _ in range(count)
    ]


def changed(texts, place):
    texts = [*texts]
    texts[place] = ["birds", *texts[place][1:]]
    return texts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (lambda texts: texts[:-1], lambda texts: texts),
        (lambda texts: texts[:-3], lambda texts: texts),
        (lambda texts: texts[:1], lambda texts: texts),
        (lambda texts: texts[1:], lambda texts: texts),
        (lambda texts: texts, lambda texts: texts),
        (lambda texts: texts, lambda texts: texts[:-1]),
        (lambda texts: texts, lambda texts: texts[:-3]),
        (lambda texts: texts, lambda texts: changed(texts, -1)),
        (lambda texts: texts, lambda texts: changed(texts, -2)),
        (lambda texts: texts, lambda texts: changed(texts, 0)),
        (lambda texts: texts, lambda texts: [*texts[:5], *texts[7:]]),
    ],
)
def test_what_was_found_before_changes_nothing(before, after, tmp_path):
    texts = drawn("before")
    clean = found(days(*after(texts)))
    found(days(*before(texts)), cache=tmp_path)
    assert found(days(*after(texts)), cache=tmp_path) == clean
    assert found(days(*after(texts)), cache=tmp_path) == clean


def test_the_most_named_are_a_part_of_what_was_found(tmp_path):
    texts = drawn("most")
    found(days(*texts), most=5, cache=tmp_path)
    assert found(days(*texts), 2, tmp_path) == found(days(*texts), 2)


@pytest.mark.parametrize("seed", range(3))
def test_a_new_day_takes_places_and_changes_nothing_else(seed):
    texts = drawn(seed)
    before, after = found(days(*texts[:-1])), found(days(*texts))
    last = max(before)
    for number, related in before.items():
        stayed = [other for other in after[number] if other <= last]
        assert stayed == related[: len(stayed)]
        assert len(after[number]) >= len(related)
    changed = [number for number in before if before[number] != after[number]]
    assert 0 < len(changed) < len(before) / 2


def test_a_paper_that_is_hot_again_stays_as_it_was():
    first = days([BIRDS, BRIDGES], [(BIRDS, "at dawn"), ZEBRAS])
    again = Digest(
        date=DAY + dt.timedelta(5),
        papers=(Paper(arxiv_id="2104.00001", rank=1, title=BRIDGES),),
    )
    assert found(Library.of([*first.digests, again])) == found(first)


def test_a_word_brings_a_paper_together_with_the_last_that_have_it():
    names = found(days(*[["birds"]] * 300))[300]
    assert names == [*range(300 - PAPERS_OF_A_WORD + 1, 300)][:5]


@pytest.mark.parametrize("place", [-1, -4])
def test_a_day_that_is_completed_costs_what_the_last_days_do(place, tmp_path):
    """Collecting asks again for three days back, and adds papers to them."""
    texts = drawn("completed", 20, 5)
    found(days(*texts), cache=tmp_path)
    library = days(*changed(texts, place))
    asked = []

    def words(paper):
        asked.append(int(paper.arxiv_id[5:]))
        return words_of(paper)

    related_indices(library, 5, Cache(tmp_path), words)
    assert min(asked) > len(library.entries) / 2


# What is stored


@pytest.mark.parametrize("stored", [b"", b"{", b"[1]", b"\xff", b'{"key": 1}'])
def test_what_cannot_be_read_is_found_anew(stored, tmp_path):
    texts = drawn("damaged", 3)
    first = found(days(*texts), cache=tmp_path)
    for file in tmp_path.iterdir():
        file.write_bytes(stored)
    assert found(days(*texts), cache=tmp_path) == first


def test_what_cannot_be_stored_is_found_all_the_same(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert found(library("Birds at dawn", "Birds"), cache=tmp_path / "file")[1] == [2]


def test_numpy_is_imported_only_when_it_is_needed():
    code = "import sys, pelican_hotpapers.plugin; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_numpy_is_not_imported_where_nothing_is_new(tmp_path):
    found(days(*drawn("same", 3)), cache=tmp_path)
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_related import days, drawn, found
assert found(days(*drawn("same", 3)), cache=Path({str(tmp_path)!r}))
sys.exit("numpy" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
