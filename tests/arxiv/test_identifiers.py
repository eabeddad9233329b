"""arXiv's identifiers, and what only looks like one."""

import json
import re

import pytest
from hot_posts import post, section
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.arxiv.identifiers import (
    WRITTEN,
    doi_of,
    identifier_in,
    identifier_of_link,
    is_identifier,
    month_of,
    why_impossible,
    without_version,
)
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import data_reader, markdown
from pelican_hotpapers.sources.links import linked_arxiv_ids

SOUND = ["0704.0001", "1412.9999", "1501.00001", "2608.12345", "quant-ph/0201082"]
SOUND += ["hep-th/9901001", "cs/0309136", "math/0703999", "hep-lat/9107001"]
IMPOSSIBLE = [
    ("2104.1778", "Behind the point there are 5 digits since 2015"),
    ("2608.123456", "Behind the point there are 5 digits since 2015"),
    ("1412.00001", "Behind the point there are 4 digits until 2014"),
    ("1501.0001", "Behind the point there are 5 digits since 2015"),
    ("2113.01778", "It begins with year and month, and there is no month 13"),
    ("2600.00001", "It begins with year and month, and there is no month 00"),
    ("9999.99999", "It begins with year and month, and there is no month 99"),
    ("quant-ph/0213082", "It begins with year and month, and there is no month 13"),
    ("0613.0001", "It begins with year and month, and there is no month 13"),
    ("0703.0001", "Identifiers with a point begin in April 2007, with 0704.0001"),
    ("2608.00000", "Its number must be above 0"),
    ("hep-th/0801001", "With an archive it has seven digits"),
    ("hep-th/0201000", "With an archive it has seven digits"),
    ("cs.LG/2104.01778", "With an archive it has seven digits"),
]
NOT_LIKE_ONE = ["", " 2608.12345", "a" * 100_000, "2104", "Hot Papers", "/0201082"]
OTHER_DIGITS = ["\uff12608.00001", "260\u0668.00001", "quant-ph/02010\u06f22"]
LONGER = ["2608.12345\n", "2608.12345v", "2608.12345v0", "2608.12345/x", "2608.12345 "]


@pytest.mark.parametrize("text", SOUND)
def test_identifiers(text):
    assert is_identifier(text)
    assert without_version(text) == text
    assert without_version(f"{text}v12") == text
    assert not is_identifier(f"{text}v12")


@pytest.mark.parametrize(
    "text",
    [text for text, _ in IMPOSSIBLE] + NOT_LIKE_ONE + OTHER_DIGITS + LONGER,
)
def test_what_is_none(text):
    assert not is_identifier(text)
    assert without_version(text) == ""
    assert identifier_in(text) == ""
    assert month_of(text) is None


@pytest.mark.parametrize("written", ["{}", "arXiv:{}", "arxiv:{}v2", "{}v2"])
@pytest.mark.parametrize("text", SOUND)
def test_what_people_write(text, written):
    assert identifier_in(written.format(text)) == text
    assert identifier_of_link(written.format(text)) == ""


@pytest.mark.parametrize(
    "link",
    [
        "https://arxiv.org/abs/{}",
        "http://www.arxiv.org/abs/{}v1",
        "https://export.arxiv.org/abs/{}",
        "https://arxiv.org/pdf/{}v3.pdf",
        "https://arxiv.org/html/{}",
    ],
)
@pytest.mark.parametrize("text", SOUND)
def test_links(text, link):
    assert identifier_in(link.format(text)) == text
    assert identifier_of_link(link.format(text)) == text


def test_the_class_of_an_old_identifier_is_no_part_of_it():
    assert not is_identifier("math.GT/0309136")
    assert identifier_in("math.GT/0309136") == "math/0309136"
    assert identifier_of_link("http://arxiv.org/abs/math.GT/0309136v1")


@pytest.mark.parametrize(
    "text",
    [
        "https://arxiv.org/abs/2104.01778\n",
        "https://arxiv.org/abs/2104.01778/",
        "https://arxiv.org/abs/2113.01778",
        "https://arxiv.org.example/abs/2104.01778",
        "https://example.org/https://arxiv.org/abs/2104.01778",
        "arXiv:https://arxiv.org/abs/2104.01778",
        "https://arxiv.org/abs/\uff12104.01778",
    ],
)
def test_what_is_no_link(text):
    assert identifier_in(text) == ""
    assert identifier_of_link(text) == ""


@pytest.mark.parametrize(("text", "why"), IMPOSSIBLE)
def test_the_impossible_is_explained(text, why):
    assert why_impossible(text).startswith(why)
    assert why_impossible(f"arXiv:{text}v1").startswith(why)
    assert why_impossible(f"https://arxiv.org/abs/{text}").startswith(why)


@pytest.mark.parametrize("text", SOUND + NOT_LIKE_ONE)
def test_nothing_else_is_explained(text):
    assert why_impossible(text) == ""


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("2104.01778", (2021, 4)),
        ("0704.0001", (2007, 4)),
        ("9112.01234", (2091, 12)),
        ("quant-ph/9508027", (1995, 8)),
        ("hep-th/9108028", (1991, 8)),
        ("math/0309136", (2003, 9)),
        ("2104.01778v2", None),
    ],
)
def test_an_identifier_tells_its_month(arxiv_id, month):
    assert month_of(arxiv_id) == month


NEAR = st.from_regex(r"[a-z.\n-]{0,4}/?[019]{2}\d{2}[./]?\d{2,6}[v\n]?\d?")


@given(NEAR | st.text())
def test_all_ask_the_same_grammar(text):
    assert identifier_in(text) in {"", *filter(is_identifier, [identifier_in(text)])}
    assert bool(re.search(WRITTEN, text)) == bool(identifier_in(text))
    assert bool(month_of(text)) == is_identifier(text)
    if is_identifier(text):
        assert identifier_in(text) == without_version(text) == text


DISGUISED = [
    "2104.01778\n",
    "2104.01778\r\n",
    "\n2104.01778",
    "2104.01778\u2028",
    "2104.0177\N{ARABIC-INDIC DIGIT EIGHT}",
    "\N{FULLWIDTH DIGIT TWO}104.01778",
    "2104\N{FULLWIDTH FULL STOP}01778",
    "2104.01778\x00",
    "2104.01778\x1b[31m",
    "\u202e2104.01778",
    "quant-ph/0201082\n",
    "qu\N{CYRILLIC SMALL LETTER A}nt-ph/0201082",
    "quant-ph/020108\N{DEVANAGARI DIGIT TWO}",
    "../2104.01778",
]
LINKED = "https://arxiv.org/abs/"


def _of_json(text):
    paper = {"arxiv_id": text, "title": "A"}
    return _papers(
        data_reader.parse_json, json.dumps({"papers": [paper]}), "2021-04-07.json"
    )


def _of_yaml(text):
    written = f"papers:\n- title: A\n  arxiv_id: {json.dumps(text)}\n"
    return _papers(data_reader.parse_yaml, written, "2021-04-07.yaml")


def _of_post(text):
    return _papers(
        markdown.parse_post, post(section(1, arxiv_id=text)), "2021-04-07.md"
    )


def _papers(parse, text, path):
    try:
        papers = parse(text, path).papers
    except DigestError as error:
        papers = error.digest.papers
    return [paper.arxiv_id for paper in papers]


ENTRANCES = {
    "JSON": _of_json,
    "JSON, a link": lambda text: _of_json(f"{LINKED}{text}"),
    "YAML": _of_yaml,
    "YAML, a link": lambda text: _of_yaml(f"{LINKED}{text}"),
    "a post": _of_post,
    "a link of anybody's": lambda text: linked_arxiv_ids(f"{LINKED}{text}"),
    "a service's list": lambda text: [*filter(is_identifier, [text])],
    "an answer of arXiv's": lambda text: [*filter(None, [without_version(text)])],
}


@pytest.mark.parametrize("text", DISGUISED)
@pytest.mark.parametrize("entrance", ENTRANCES)
def test_no_entrance_takes_what_only_looks_like_one(entrance, text):
    found = ENTRANCES[entrance](text)
    assert text not in found
    assert all(re.fullmatch(r"[a-z-]*/?[0-9.]+", each) for each in found)
    assert entrance.startswith("a link of") or list(found) == []


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("text", ["2104.01778", "quant-ph/0201082"])
def test_every_entrance_takes_an_identifier(entrance, text):
    assert [*ENTRANCES[entrance](text)] == [text]


def test_a_doi_is_arxivs_own():
    assert doi_of("2104.01778") == "10.48550/arXiv.2104.01778"
    assert doi_of("2113.01778") == ""
