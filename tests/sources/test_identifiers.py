"""arXiv's identifiers, and what only looks like one."""

import pytest

from pelican_hotpapers.sources.identifiers import (
    is_archive,
    is_identifier,
    without_version,
)
from pelican_hotpapers.taxonomy import is_category

SOUND = ["0704.0001", "1412.9999", "1501.00001", "2608.12345", "quant-ph/0201082"]
SOUND += ["hep-th/9901001", "cs/0309136"]
UNSOUND = ["", "0613.0001", "1412.00001", "1501.0001", "2600.00001", "2613.00001"]
UNSOUND += ["2608.123456", "2608.12345\n", " 2608.12345", "2608.12345v", "2608.12345v0"]
UNSOUND += ["math.GT/0309136", "quant-ph/0213082", "2608.12345/x", "arXiv:2608.12345"]
UNSOUND += ["\uff12608.00001", "260\u0668.00001", "a" * 100_000]


@pytest.mark.parametrize("text", SOUND)
def test_identifiers(text):
    assert is_identifier(text)
    assert without_version(text) == text
    assert without_version(f"{text}v12") == text
    assert not is_identifier(f"{text}v12")


@pytest.mark.parametrize("text", UNSOUND)
def test_what_is_none(text):
    assert not is_identifier(text)
    assert without_version(text) == ""


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
def test_categories(text):
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
        "CS.LG",
        "68T05, 62H30",
    ],
)
def test_codes_of_others_are_no_categories(text):
    assert not is_category(text)


def test_an_archive_is_not_a_category_when_it_has_some():
    assert is_archive("cs")
    assert not is_category("cs")
    assert not is_archive("cs OR all:x")
