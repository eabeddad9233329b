"""Addresses: no two pages have the same, whatever things are called."""

import json
import re

import pytest

from pelican_hotpapers.addresses import (
    Addresses,
    category_stem,
    distinct,
    portable,
    slug,
    topic_stem,
)


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


@pytest.mark.parametrize(
    ("path", "fit"),
    [
        ("con", "con-"),
        ("CON.aa", "CON-.aa"),
        ("com1/x/lpt9.b", "com1-/x/lpt9-.b"),
        ("com\N{SUPERSCRIPT TWO}", "com\N{SUPERSCRIPT TWO}-"),
        ("a./b..", "a-/b-"),
        ("console", "console"),
        ("com10", "com10"),
        ("a.con/.b", "a.con/.b"),
        ("hot-papers-2021-04-07", "hot-papers-2021-04-07"),
    ],
)
def test_every_system_can_have_the_name(path, fit):
    assert portable(path) == fit
    assert portable(fit) == fit


def test_no_two_stems_differ_by_case_alone():
    stems = distinct(["cs.Lg", "cs.LG", "CS.lg"], category_stem).values()
    assert len({stem.lower() for stem in stems}) == len(stems)


def test_a_category_called_as_a_device_has_a_page(build):
    paper = {"arxiv_id": "2104.00001", "title": "A", "categories": ["con.AA", "cs.Lg"]}
    text = json.dumps({"date": "2021-04-07", "slug": "aux", "papers": [paper]})
    site = build(
        {"hotpapers/2021-04-07.json": text},
        PLUGINS=["pelican_hotpapers"],
        HOTPAPERS_CATEGORY_LINK="pages",
    )
    assert {"aux-.html", "papers/con-.AA.html"} <= site.pages.keys()
    assert 'href="/papers/con-.AA.html"' in site.pages["aux-.html"]
    assert "papers/cs.Lg.html" not in site.pages
    (error,) = site.errors
    assert re.search(r"\.json:1:\d+: slug: found 'aux', .* changed to 'aux-'", error)
