import json
from importlib.resources import files

import pytest

from pelican_hotpapers.arxiv.taxonomy import (
    archive_name,
    canonical,
    category_name,
    is_archive,
    is_category,
)


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("cs.LG", "Machine Learning"),
        ("quant-ph", "Quantum Physics"),
        ("cond-mat.str-el", "Strongly Correlated Electrons"),
        ("eess.IV", "Image and Video Processing"),
    ],
)
def test_a_category_has_the_name_arxiv_gives_it(category: str, name: str) -> None:
    assert category_name(category) == name


@pytest.mark.parametrize(
    ("category", "archive"),
    [
        ("cs.LG", "Computer Science"),
        ("cs.ZZ", "Computer Science"),
        ("cond-mat.str-el", "Condensed Matter"),
        ("quant-ph", ""),
        ("cs", ""),
        ("xx.YY", ""),
    ],
)
def test_a_category_is_part_of_an_archive(category: str, archive: str) -> None:
    assert archive_name(category) == archive


@pytest.mark.parametrize("category", ["", "cs", "cs.", "CS.LG", "cs.XX", "<b>"])
def test_what_is_no_category_has_no_name(category: str) -> None:
    assert category_name(category) == ""


@pytest.mark.parametrize(
    ("category", "same"),
    [("math.MP", "math-ph"), ("cs.SY", "eess.SY"), ("cmp-lg", "cs.CL")],
)
def test_a_category_of_two_identifiers_has_one_canonical(
    category: str, same: str
) -> None:
    assert canonical(category) == same


@pytest.mark.parametrize("category", ["cs.LG", "math-ph", "no such", ""])
def test_a_category_of_one_identifier_is_its_own(category: str) -> None:
    assert canonical(category) == category


def test_every_alias_leads_to_a_category_with_a_name_and_no_further_alias() -> None:
    table = json.loads(
        files("pelican_hotpapers.arxiv")
        .joinpath("data/taxonomy.json")
        .read_text("utf-8")
    )
    for alias in table["aliases"]:
        assert category_name(alias)
        assert category_name(canonical(alias))
        assert canonical(canonical(alias)) == canonical(alias)


@pytest.mark.parametrize(
    "text",
    [
        "cs.LG",
        "cond-mat.mes-hall",
        "quant-ph",
        "cmp-lg",
        "math.MP",
        "cs.ZZ",
        "physics.optics",
    ],
)
def test_categories(text: str) -> None:
    assert is_category(text)
    assert is_archive(text)


@pytest.mark.parametrize(
    "text",
    [
        "68T05",
        "I.2.6",
        "I.2.7; H.3.1",
        "",
        "primary",
        "cs.LG ",
        "cs.LG\n",
        "CS.LG",
        "68T05, 62H30",
    ],
)
def test_codes_of_others_are_no_categories(text: str) -> None:
    assert not is_category(text)


def test_an_archive_is_not_a_category_when_it_has_some() -> None:
    assert is_archive("cs")
    assert not is_category("cs")
    assert not is_archive("cs OR all:x")
