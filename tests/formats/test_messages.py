"""What is said of wrong data: always where, which field, what was found, what for."""

import json
import re

import pytest
import yaml

from pelican_hotpapers.config.topic_rules import valid_topics
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import data_reader
from pelican_hotpapers.formats.paper_parts import (
    DiscussionRecord,
    PostRecord,
    SummaryRecord,
)
from pelican_hotpapers.formats.records import (
    CoverageRecord,
    DigestRecord,
    PaperRecord,
)
from pelican_hotpapers.formats.syntax import read_json
from pelican_hotpapers.formats.validation import field_types

SAID = re.compile(
    r"(?P<path>[\w./-]+):(?P<line>\d+):(?P<column>\d+): (?P<field>[\w.\[\]$]+( \w+)?): "
    r"found (?P<found>\S.*), expected (?P<expected>\S.*)"
)
PYTHON = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|<class|object at 0x|\bStruct\b|msgspec|\bdict\b"
    r"|\btuple\b|\bstr\b|\bint\b|\bfloat\b|\bbool\b|datetime|Unset|Record\b|\{'|Error\b"
)
WRONG = [None, True, 7, -1, 1.5, 10**30, "", "x", "\n", [], [1], [None], {}]
WRONG += [{"a": None}, {"a": -1}, [[]], [{}], [{"a": [None, True]}], "2021-02-30"]
WRONG += ["javascript:alert(1)", "https://a b", "2104.1778", "2021-04-07T10:00:00"]
SOUND = {"arxiv_id": "2104.01778", "title": "A title"}
AT = {
    DigestRecord: lambda fields: {"papers": [SOUND], **fields},
    PaperRecord: lambda fields: {"papers": [{**SOUND, **fields}]},
    PostRecord: lambda fields: {"papers": [{**SOUND, "posts": [fields]}]},
    DiscussionRecord: lambda fields: {"papers": [{**SOUND, "discussions": [fields]}]},
    SummaryRecord: lambda fields: {"papers": [{**SOUND, "summaries": [fields]}]},
    CoverageRecord: lambda fields: {"coverage": [{"source": "x", **fields}]},
}


def said_of(document, form):
    """Return what is said of a document, a line a fault."""
    try:
        if form == "json":
            data_reader.parse_json(json.dumps(document, indent=1), "2021-04-06.json")
        else:
            text = yaml.safe_dump(document, sort_keys=False)
            data_reader.parse_yaml(text, "2021-04-06.yaml")
    except DigestError as error:
        return str(error).split("\n")
    return []


def check(line):
    assert SAID.fullmatch(line), line
    assert not PYTHON.search(line), line
    assert line.isprintable(), line


@pytest.mark.parametrize("form", ["json", "yaml"])
@pytest.mark.parametrize("kind", AT, ids=lambda kind: kind.__name__)
def test_every_field_says_what_is_wrong_with_it(kind, form):
    for name in field_types(kind):
        lines = [
            line for wrong in WRONG for line in said_of(AT[kind]({name: wrong}), form)
        ]
        for line in lines:
            check(line)
        assert any(name in line.partition(": found")[0] for line in lines)
        if any("found nothing" in line for line in lines):
            assert "null" not in "".join(lines)


@pytest.mark.parametrize("form", ["json", "yaml"])
@pytest.mark.parametrize("document", WRONG[1:], ids=ascii)
def test_whatever_the_whole_is(document, form):
    for line in said_of(document, form):
        check(line)


@pytest.mark.parametrize("form", ["json", "yaml"])
@pytest.mark.parametrize("item", WRONG, ids=ascii)
def test_whatever_stands_in_a_list(item, form):
    lists = [{"papers": [item]}, {"papers": [SOUND], "coverage": [item]}]
    lists += [
        {"papers": [{**SOUND, name: [item]}]}
        for name in ("posts", "discussions", "authors")
    ]
    for line in (line for document in lists for line in said_of(document, form)):
        check(line)


@pytest.mark.parametrize("wrong", WRONG, ids=ascii)
def test_topics_too(wrong):
    documents = [{"A": {name: wrong}} for name in Topic.__struct_fields__]
    for document in [*documents, {"A": wrong}, wrong]:
        read = read_json(json.dumps(document), "topics.json")
        for fault in valid_topics(read, "topics.json")[1]:
            check(str(fault))


def test_nothing_is_called_nothing():
    (line,) = said_of({"papers": [{**SOUND, "likes": None}]}, "yaml")
    assert "papers[0].likes: found nothing, expected a whole number, 0 or more" in line
    (line,) = said_of({"papers": [{**SOUND, "signals": {"a": [None, True]}}]}, "yaml")
    assert "papers[0].signals: found {a: [nothing, true]}, expected names" in line


# What was meant


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("code", "Did you mean 'code_url'?"),
        ("project", "Did you mean 'project_url'?"),
        ("pdf", "Did you mean 'pdf_url'?"),
        ("id", "Did you mean 'arxiv_id'?"),
        ("author", "Did you mean 'authors'?"),
        ("category", "Did you mean 'categories'?"),
        ("retweets", "Did you mean 'reposts'?"),
        ("liks", "Did you mean 'likes'?"),
        ("tilte", "Did you mean 'title'?"),
        ("upvotes", "Other counts go under 'signals', as in signals: {upvotes: 12}"),
        ("comments", "Other counts go under 'signals', as in signals: {comments: 12}"),
        ("stars", "Other counts go under 'signals', as in signals: {stars: 12}"),
        ("colour", "Its fields are arxiv_id, title, rank"),
    ],
)
def test_the_field_of_a_paper_that_was_meant(field, hint):
    (line,) = said_of({"papers": [{**SOUND, field: "x"}]}, "yaml")
    assert hint in line


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("draft", "Front matter of your own goes under 'extra'"),
        ("tags", "Front matter of your own goes under 'extra'"),
        ("status", "Front matter of your own goes under 'extra'"),
        ("paper", "Did you mean 'papers'?"),
        ("arxiv_id", "It belongs to a paper, under 'papers'"),
    ],
)
def test_the_field_of_a_digest_that_was_meant(field, hint):
    (line,) = said_of({"papers": [SOUND], field: "x"}, "yaml")
    assert line.endswith(hint)


# Categories and days


@pytest.mark.parametrize(
    "written", ["cs.LG cs.AI", ["cs.LG cs.AI"], "cs.LG, cs.AI", "cs.LG; cs.AI"]
)
def test_categories_are_told_apart_however_they_are_written(written):
    text = json.dumps({"papers": [{**SOUND, "categories": written}]})
    (paper,) = data_reader.parse_json(text, "2021-04-06.json").papers
    assert paper.categories == ("cs.LG", "cs.AI")


def test_words_are_no_categories():
    (line,) = said_of({"papers": [{**SOUND, "categories": "Machine Learning"}]}, "yaml")
    assert "papers[0].categories: found 'Machine Learning', expected categor" in line


def test_a_list_of_categories_is_as_a_program_wrote_it():
    text = json.dumps({"papers": [{**SOUND, "categories": ["I.2.7; H.3.1"]}]})
    (paper,) = data_reader.parse_json(text, "2021-04-06.json").papers
    assert paper.categories == ("I.2.7; H.3.1",)


def test_a_day_that_contradicts_the_files_name_is_told():
    (line,) = said_of({"date": "2021-04-07", "papers": [SOUND]}, "yaml")
    assert line == (
        "2021-04-06.yaml:1:7: date: found 2021-04-07, expected 2021-04-06, the day in "
        "the file's name"
    )
    assert said_of({"date": "2021-04-06", "papers": [SOUND]}, "yaml") == []
