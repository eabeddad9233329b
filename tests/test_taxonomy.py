import json
from importlib.resources import files

import pytest

from pelican_hotpapers.taxonomy import archive_name, canonical, category_name


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
        files("pelican_hotpapers").joinpath("data/taxonomy.json").read_text("utf-8")
    )
    for alias in table["aliases"]:
        assert category_name(alias)
        assert category_name(canonical(alias))
        assert canonical(canonical(alias)) == canonical(alias)
