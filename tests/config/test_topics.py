"""Topics: which papers their rules gather."""

import pytest
from rule_cases import CATEGORIES, NAMES, TEXTS

from pelican_hotpapers.config.topics import Topic, without_tex
from pelican_hotpapers.model import Paper

PAPER = Paper(
    arxiv_id="2611.00001",
    rank=1,
    title="Self-Supervised Agents in a Garden",
    abstract="We let language models grow tomatoes. Diffusion is not used.",
    authors=("Ines Okoro", "Jürgen Lind"),
    categories=("cs.LG", "eess.SY"),
    code_url="https://github.com/okoro/garden",
)


@pytest.mark.parametrize(
    ("rule", "has"),
    [
        ({}, True),
        ({"include": ("tomatoes",)}, True),
        ({"include": ("TOMATOES", "roses")}, True),
        ({"include": ("tomato",)}, False),
        ({"include": ("tomato*",)}, True),
        ({"include": ("language model",)}, False),
        ({"include": ("language model*",)}, True),
        ({"include": ("self supervised",)}, True),
        ({"include": ("age",)}, False),
        ({"include": ("C++",)}, False),
        ({"include": ("agents",), "exclude": ("diffusion",)}, False),
        ({"exclude": ("quantum",)}, True),
        ({"categories": ("cs.LG",)}, True),
        ({"categories": ("cs",)}, True),
        ({"categories": ("cs.SY",)}, True),
        ({"categories": ("cs.CV", "stat")}, False),
        ({"authors": ("okoro",)}, True),
        ({"authors": ("Jürgen Lind",)}, True),
        ({"authors": ("Oko",)}, False),
        ({"has_code": True}, True),
        ({"include": ("agents",), "categories": ("stat",)}, False),
    ],
)
def test_a_topic_has_what_fits_all_its_rules(rule, has):
    assert Topic(**rule).has(PAPER) is has


def paper(**fields):
    return Paper(**{"arxiv_id": "2611.00001", "rank": 1, "title": "-", **fields})


@pytest.mark.parametrize(("phrase", "text", "finds"), TEXTS)
def test_words_are_found_as_in_the_browser(phrase, text, finds):
    topic = Topic(include=(phrase,))
    assert topic.has(paper(title=text)) is finds
    assert topic.has(paper(abstract=text)) is finds
    assert Topic(exclude=(phrase,)).has(paper(title=text)) is not finds


@pytest.mark.parametrize(("name", "authors", "finds"), NAMES)
def test_authors_are_found_as_in_the_browser(name, authors, finds):
    assert Topic(authors=(name,)).has(paper(authors=authors)) is finds


@pytest.mark.parametrize(("category", "categories", "finds"), CATEGORIES)
def test_categories_are_found_as_in_the_browser(category, categories, finds):
    assert Topic(categories=(category,)).has(paper(categories=categories)) is finds


def test_a_topic_may_want_code():
    bare = Paper(arxiv_id="2611.00001", rank=1, title="No code")
    assert not Topic(has_code=True).has(bare)


@pytest.mark.parametrize(
    "rules",
    [
        {"include": ("Schrödinger",)},
        {"include": ("Kähler metrics",)},
        {"authors": ("Poincaré",)},
    ],
)
def test_words_and_names_may_be_written_in_tex(rules):
    paper = Paper(
        arxiv_id="2104.00001",
        rank=1,
        title='On Schr\\"odinger',
        authors=("Henri Poincar\\'e",),
        abstract='Of K\\"ahler\nmetrics.',
    )
    assert Topic(**rules).has(without_tex(paper))
