"""The words by which a reader's browser ranks papers, as files."""

import datetime as dt
import gzip
import json
import random

from pelican_hotpapers import Digest, Paper
from pelican_hotpapers.outputs.interests import (
    MOST_WORDS,
    closed_papers,
    day_file,
    vocabulary_file,
)

PLUGIN = {"PLUGINS": ["pelican_hotpapers"]}
SETTINGS = {**PLUGIN, "HOTPAPERS_COMFORTS": ["marks", "interests"]}
DAY = dt.date(2021, 4, 7)


def paper(number, title="Zebras", abstract="", **fields):
    return Paper(
        arxiv_id=f"2104.{number:05}",
        rank=number,
        title=title,
        abstract=abstract,
        **fields,
    )


def digest(*papers, date=DAY):
    return Digest(date=date, papers=papers)


def words_of(text):
    """Return of each word, the number of its papers, each as often as it has it."""
    parts = json.loads(text)["words"].split(" ")
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    assert len(found) == len(parts) / 2
    return {word: [_place(sign) for sign in signs] for word, signs in found.items()}


def _place(sign):
    return ord(sign) - ord("#") - (sign > "\\")


def test_a_day_has_its_papers_and_their_words():
    text = day_file(
        digest(
            paper(
                1,
                title=r"Of Schr\"odinger's cats",
                abstract="Cats sleep, and a CAT sleeps.",
                authors=(r"Henri Poincar\'e", *"ABCDEFGHI"),
                categories=("cs.LG", "stat.ML"),
                score=7,
            ),
            paper(2, title="Cats"),
        ),
    )
    assert json.loads(text)["papers"] == [
        [
            "2104.00001",
            "Of Schrödinger's cats",
            "Henri Poincaré, A, B, C, D, E, F, G, …",
            "cs.LG stat.ML",
            7,
        ],
        ["2104.00002", "Cats", "", "", 0],
    ]
    assert words_of(text) == {
        "schrödinger": [0, 0],
        "cats": [0, 0, 0, 1, 1],
        "cat": [0],
        "sleep": [0],
        "sleeps": [0],
    }


def test_a_day_may_have_many_papers_or_none():
    many = day_file(digest(*(paper(n, title=f"w{n}") for n in range(1, 1001))))
    assert words_of(many) == {f"w{n}": [n - 1] * 2 for n in range(1, 1001)}
    assert json.loads(day_file(digest()))["papers"] == []


def test_the_vocabulary_counts_papers_of_months_that_are_over():
    days = [
        digest(paper(1, "Cats sleep"), paper(2, "Cats run"), date=dt.date(2021, 3, 30)),
        digest(paper(2, "Cats run"), paper(3, "Dogs run"), date=dt.date(2021, 3, 31)),
        digest(paper(4, "Dogs run"), date=dt.date(2021, 4, 1)),
    ]
    for newest_first in (days, days[::-1]):
        until, papers = closed_papers(newest_first)
        found = json.loads(vocabulary_file(papers, until))
        assert found["papers"] == 3
        assert found["until"] == "2021-04-01"
        assert found["words"] == "cats 2 run 2"
    until, papers = closed_papers(days[-1:])
    assert until is None
    assert [each.arxiv_id for each in papers] == ["2104.00004"]
    assert json.loads(vocabulary_file((), None))["words"] == ""


def test_the_files_are_small_however_many_words_there_are():
    rng = random.Random(3)  # noqa: S311 - no secret
    letters = "etaoinshrdlucmfwypvbgkqjxz"
    weights = [1 / (n + 2) for n in range(26)]
    words = sorted(
        {
            "".join(rng.choices(letters, weights, k=rng.randint(4, 12)))
            for _ in range(2 * MOST_WORDS)
        }
    )
    rng.shuffle(words)
    # Zipf's law, as in texts; abstracts longer than most, of words that have no pattern
    known = words[:6000]
    frequent = [1 / (n + 10) for n in range(len(known))]
    fifty = [
        paper(
            n,
            title=" ".join(rng.choices(known, frequent, k=10)),
            abstract=" ".join(rng.choices(known, frequent, k=1400 // 9)),
            authors=tuple(" ".join(rng.choices(words, k=2)) for _ in range(6)),
            categories=("cs.LG", "stat.ML"),
            score=n,
        )
        for n in range(1, 51)
    ]
    assert len(gzip.compress(day_file(digest(*fifty)).encode())) < 30_000
    twice = [paper(n, title=" ".join(words)) for n in (1, 2, 3)]
    whole = vocabulary_file(twice, DAY).encode()
    assert len(json.loads(whole)["words"].split(" ")) == 2 * MOST_WORDS
    assert len(gzip.compress(whole)) < 150_000


def published(site):
    folder = site.output / "papers"
    paths = [*folder.glob("*.words.bin"), *folder.glob("vocabulary.json")]
    return {path.name: path.read_bytes() for path in paths}


def post(day, number):
    return (
        f"date: {day}\npapers:\n- arxiv_id: '2104.{number:05}'\n"
        f"  title: Cats {number}\n  score: 60\n  abstract: They sleep."
    )


def test_a_new_day_changes_no_file_of_the_others(build):
    files = {
        f"hotpapers/{day}.yaml": post(day, number)
        for number, day in enumerate(("2021-03-30", "2021-03-31", "2021-04-06"), 1)
    }
    before = published(build(files, **SETTINGS))
    assert {*before} == {
        "vocabulary.json",
        *(f"{name[10:20]}.words.bin" for name in files),
    }
    day = json.loads(gzip.decompress(before["2021-03-30.words.bin"]))
    assert [row[0] for row in day["papers"]] == ["2104.00001"]
    files["hotpapers/2021-04-07.yaml"] = post("2021-04-07", 4)
    after = published(build(files, **SETTINGS))
    assert {*after} - {*before} == {"2021-04-07.words.bin"}
    assert {name: after[name] for name in before} == before


def test_nothing_is_published_that_nothing_reads(build):
    files = {"hotpapers/2021-03-30.yaml": post("2021-03-30", 1)}
    for comforts in ([], ["keys", "copy"], ["interests"], ["marks"]):
        site = build(files, **PLUGIN, HOTPAPERS_COMFORTS=comforts)
        assert published(site) == {}
        assert "papers/for-you.html" not in site.pages
        assert ("papers/lists.html" in site.pages) == ("marks" in comforts)
