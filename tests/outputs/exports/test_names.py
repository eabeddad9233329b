"""Author names taken apart."""

from time import process_time
from timeit import timeit

import pytest
from hostile_papers import names
from hypothesis import given

from pelican_hotpapers.markup import tex
from pelican_hotpapers.outputs.exports.names import Name, split_name, split_names


@pytest.mark.parametrize(
    ("name", "given_names", "particle", "family", "suffix"),
    [
        ("Yuan Gong", "Yuan", "", "Gong", ""),
        ("C. Lawrence Zitnick", "C. Lawrence", "", "Zitnick", ""),
        ("David W.Hogg", "David W.", "", "Hogg", ""),
        ("S.Y. Kung", "S.Y.", "", "Kung", ""),
        ("Ludwig van Beethoven", "Ludwig", "van", "Beethoven", ""),
        ("Carlos de la Torre-Ortiz", "Carlos", "de la", "Torre-Ortiz", ""),
        ("Laurens van der Maaten", "Laurens", "van der", "Maaten", ""),
        ("Laurens Van Der Maaten", "Laurens", "", "Van Der Maaten", ""),
        ("Aäron van den Oord", "Aäron", "van den", "Oord", ""),
        ("José Ortega y Gasset", "José", "", "Ortega y Gasset", ""),
        ("Jean le Rond d'Alembert", "Jean le Rond", "", "d'Alembert", ""),
        ("bell hooks", "bell", "", "hooks", ""),
        ("J ie Tang", "J ie", "", "Tang", ""),
        ("Quoc V. Le", "Quoc V.", "", "Le", ""),
        ("Nguyen Van Linh", "Nguyen Van", "", "Linh", ""),
        ("Martin Luther King Jr.", "Martin Luther", "", "King", "Jr."),
        ("Martin Luther King, Jr.", "Martin Luther", "", "King", "Jr."),
        ("King, Jr., Martin Luther", "Martin Luther", "", "King", "Jr."),
        ("King, Martin Luther, Jr.", "Martin Luther", "", "King", "Jr."),
        ("Harold Davenport III", "Harold", "", "Davenport", "III"),
        ("van Beethoven, Ludwig", "Ludwig", "van", "Beethoven", ""),
        (r"Paul Erd\H{o}s", "Paul", "", "Erdős", ""),
        (r"S\o ren Kierkegaard", "Søren", "", "Kierkegaard", ""),
        ("Мария Склодовская", "Мария", "", "Склодовская", ""),
    ],
)
def test_a_name_has_parts(name, given_names, particle, family, suffix):
    assert split_name(name) == Name(
        given=given_names, particle=particle, family=family, suffix=suffix
    )


@pytest.mark.parametrize(
    "name",
    [
        "Plato",
        "李明",
        "李 明",
        "김 철수",
        "Griffey Jr.",
        "Simon and Schuster",
        "Ada One (Example University)",
        "Agent 007",
        "One, Two, Three, Four",
        "Davis, Jr.",
        "van " * 60,
        "% y",
        "Ada -",
    ],
)
def test_what_is_not_clear_stays_whole(name):
    assert split_name(name) == Name(family=name.strip())


@pytest.mark.parametrize(
    "name", ["The ATLAS Collaboration", "Example Team", "Group of Four", "ACME project"]
)
def test_a_group_has_no_given_name(name):
    assert split_name(name) == Name(family=name)


def test_what_is_no_name_is_left_out():
    assert split_names(["", " ", ",", "\u202e", "Ada One", "{}"]) == (
        split_name("Ada One"),
    )


def test_all_names_of_a_blog_have_a_family_name(blog_papers):
    everyone = {name for paper in blog_papers for name in paper.authors}
    assert len(everyone) > 200
    for author in everyone:
        name = split_name(author)
        assert author.endswith(name.family)
        assert name.given
        assert split_name(name.inverted) == name


@given(names)
def test_nothing_of_a_name_is_lost(name):
    parts = split_name(name)
    assert sorted(filter(str.isalnum, parts.inverted)) == sorted(
        filter(str.isalnum, tex.to_text(name))
    )


@given(names)
def test_parts_are_tidy(name):
    parts = split_name(name)
    for part in (parts.family, parts.given, parts.particle, parts.suffix):
        assert part == part.strip()
        assert len(part.splitlines()) <= 1
    if parts.given:
        assert parts.family
        assert "," not in f"{parts.given}{parts.suffix}{parts.surname}"


@pytest.mark.parametrize("part", ["van ", "Van der ", "a, ", "y e ", "Jr. ", "W."])
def test_a_hostile_name_costs_no_more_than_its_length(part):
    def cost(letters):
        name = part * (letters // len(part))
        tries = (
            timeit(lambda: split_name(name), timer=process_time, number=1)
            for _ in range(5)
        )
        return min(tries)

    assert cost(100_000) < 30 * cost(10_000), "a square would be 100 times"
