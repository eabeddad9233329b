"""Addresses: no two pages have the same, whatever things are called."""

import pytest

from pelican_hotpapers.addresses import Addresses, distinct, slug, topic_stem


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ada Lovelace", "ada-lovelace"),
        ("José Núñez", "jose-nunez"),
        ("C++", "c"),
        ("GPT p2", "gpt-p-2"),
        ("P2", "p2"),
    ],
)
def test_a_name_becomes_plain(name, plain):
    assert slug(name) == plain


def test_a_name_without_latin_letters_is_told_from_others():
    assert slug("李雷") != slug("韩梅梅")
    assert slug("李雷").isascii()


NAMES = ["C", "C++", "C#", "c", "C p2", "C-p 2"]


def test_no_two_names_have_one_stem():
    stems = distinct(NAMES, topic_stem)
    assert len(set(stems.values())) == len(NAMES)
    assert stems["C"] == "topic-c"


def test_a_stem_does_not_depend_on_what_comes_later_or_between():
    stems = distinct(NAMES, topic_stem)
    assert distinct(NAMES[:2], topic_stem) == {name: stems[name] for name in NAMES[:2]}
    assert distinct(["C", "C#"], topic_stem)["C#"] == stems["C#"]


def test_a_name_that_looks_like_the_stem_of_another_gets_one_of_its_own():
    taken = distinct(["C", "C++"], topic_stem)["C++"].removeprefix("topic-")
    for names in (["C", taken, "C++"], ["C", "C++", taken]):
        assert len(set(distinct(names, topic_stem).values())) == 3


def test_no_page_is_a_further_part_of_another():
    places = Addresses("papers")
    stems = distinct(["C", "C P2"], topic_stem)
    assert places.page(stems["C P2"]) != places.page(stems["C"], 2)
