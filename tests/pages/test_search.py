"""The search: its page, its index and what browsers are told of it, in whole builds."""

import datetime as dt
import gzip
import itertools
import json
import re
from pathlib import Path

import pytest

from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.outputs import search_index
from pelican_hotpapers.outputs.search_index import SearchRecord, words_of_text
from pelican_hotpapers.pages.search import search_choices

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://hotpapers.example",
    "HOTPAPERS_SEARCH": True,
}
STAYING = {**SETTINGS, "DELETE_OUTPUT_DIRECTORY": False}
PAGE = "papers/search.html"
DIGEST = """\
date: {date}
papers:
- arxiv_id: '2104.00001'
  title: Zebras & <b>attention</b>
  score: 9
  categories: [cs.LG, cs.SY, '68T05']
  authors: [Ada Hirt]
  abstract: Why they have stripes.
  posts:
  - url: https://twitter.com/cy/status/1
    author_name: Cy
    html: 'Said &lt;so&gt;!'
- arxiv_id: 'quant-ph/0201082'
  title: Walks of quanta
  score: 8
  categories: [quant-ph]
  code_url: https://github.com/a/b
"""
FILES = {
    "hotpapers/2021-12-31.yaml": DIGEST.format(date="2021-12-31"),
    "hotpapers/2022-01-01.yaml": DIGEST.format(date="2022-01-01"),
    "post.md": "Title: A post\nDate: 2021-01-01\n\nAbout zebras too.\n",
}


def unpacked(content):
    return gzip.decompress(content).decode("utf-8")


def found(folder):
    """Return what an index has of each page, by its address."""
    return by_url(path.read_bytes() for path in folder.glob("search/*/papers-*.bin"))


def by_url(blocks):
    papers = [paper for block in blocks for paper in json.loads(unpacked(block))]
    found = {paper["url"]: paper for paper in papers}
    assert len(found) == len(papers)
    return found


def index_of(*records):
    """Return the files of an index."""
    return dict(search_index.index(records))


def papers_by_word(files):
    """Return the papers that have each word, and how much, as browsers read them."""
    found = {}
    names = [name for name in files if name.startswith("words-")]
    for name in sorted(names, key=lambda name: int(re.search(r"\d+", name)[0])):
        for line in unpacked(files[name]).split("\n"):
            word, *steps = line.split(" ")
            assert word not in found
            papers = itertools.accumulate(int(step) >> 2 for step in steps)
            levels = [int(step) & 3 for step in steps]
            found[word] = dict(zip(papers, levels, strict=True))
    return found


def record(**changes):
    empty = {
        "url": "a.html",
        "arxiv_id": "2104.00001",
        "title": "Zebras",
        "authors": (),
        "categories": (),
        "has_code": False,
        "day": "2021-04-06",
        "abstract": "",
        "posts": (),
    }
    return SearchRecord(**empty | changes)


# The index


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(FILES, **SETTINGS)


def test_the_index_has_each_paper_once_and_nothing_else(site):
    pages = found(site.output / "papers")
    assert set(pages) == {"2104.00001.html", "quant-ph-0201082.html"}
    assert all(f"papers/{url}" in site.pages for url in pages)
    assert site.warnings == site.errors == []


def test_a_paper_is_found_by_its_texts_and_number_but_not_its_counts(site):
    folder = site.output / "papers" / "search" / "2021"
    words = papers_by_word({path.name: path.read_bytes() for path in folder.iterdir()})
    hottest = {word for word, papers in words.items() if 1 in papers}
    assert hottest == {
        *("zebras", "b", "attention", "ada", "hirt", "why", "they", "have", "stripes"),
        *("said", "so", "cy", "2104", "00001", "=cs.LG", "=eess.SY"),
    }


def test_what_is_shown_of_a_paper_is_plain_text(site):
    paper = found(site.output / "papers")["2104.00001.html"]
    assert paper == {
        "url": "2104.00001.html",
        "arxiv_id": "2104.00001",
        "title": "Zebras & <b>attention</b>",
        "authors": ["Ada Hirt"],
        "categories": ["cs.LG", "eess.SY"],
        "has_code": False,
        "day": "2021-12-31",
        "abstract": "Why they have stripes.",
        "posts": ["Cy Said <so>!"],
    }


def test_papers_are_narrowed_down_by_category_and_code():
    words = papers_by_word(
        index_of(
            record(categories=("cs.LG", "cs.CV")),
            record(categories=("cs.CV",), has_code=True),
        )
    )
    narrowing = {word: [*papers] for word, papers in words.items() if word[0] == "="}
    assert narrowing == {"=cs.CV": [0, 1], "=cs.LG": [0], "=code": [1]}


def test_a_word_counts_as_often_as_it_is_there_and_most_in_a_title():
    texts = ("one two two", "three THREE Three", "four " * 9)
    files = index_of(record(), record(abstract=texts[0], authors=texts[1:]))
    words = papers_by_word(files)
    levels = {
        word: words[word][1] for word in ("one", "two", "three", "four", "zebras")
    }
    assert levels == {"one": 0, "two": 1, "three": 2, "four": 3, "zebras": 3}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Self-Attention, GPT-4!", ["self", "attention", "gpt", "4"]),
        ("Erd\u0151s and \u0130zmir", ["erdos", "and", "izmir"]),
        ("sparse_rewards x\u00b2 \U0001d400", ["sparse", "rewards", "x2", "a"]),
        ("\u6df1\u5ea6learning", ["\u6df1", "\u5ea6", "learning"]),
        (
            "\u0433\u043b\u0443\u0431\u043e\u043a\u0438\u0439",
            ["\u0433\u043b\u0443\u0431\u043e\u043a\u0438\u0438"],
        ),
        ("a" * 120, ["a" * 50, "a" * 50, "a" * 20]),
        ("=cs.LG", ["cs", "lg"]),
        ("\u2026 \U0001f600", []),
    ],
)
def test_words_are_small_letters_and_digits(text, words):
    assert words_of_text(text) == words


def test_many_words_are_in_several_files_each_named_by_its_first():
    papers = (record(abstract=f"{number} \U00010400 \ufa0e") for number in range(3000))
    files = dict(search_index.index(papers))
    entry = json.loads(files["index.json"])
    before = ""
    for number, first in enumerate(entry["firsts"]):
        lines = unpacked(files[f"words-{number}.bin"]).split("\n")
        words = [line.partition(" ")[0] for line in lines]
        assert words[0].startswith(first)
        assert before.encode("utf-16-be") < first.encode("utf-16-be")
        assert first[:-1] in {"", before[: len(first) - 1]}, "no longer than needed"
        before = words[-1]
    assert number > 3
    assert entry["papers"] == 3000
    words = [word.encode("utf-16-be") for word in papers_by_word(files)]
    assert words == sorted(words)
    assert len(words) == 3000 + len(["00001", "zebras", "\U00010428", "\ufa0e"])
    assert len([name for name in files if name.startswith("papers-")]) == 150
    assert [*files][-1] == "index.json"


def test_the_same_papers_make_the_same_index_and_others_another_version():
    def version(files):
        return json.loads(files["index.json"])["version"]

    assert index_of(record()) == index_of(record())
    others = [record(abstract="a"), record(day="2021-04-07"), record(url="b.html")]
    files = map(index_of, [record(), *others])
    assert len({*map(version, files)}) == 4


def test_what_is_gone_from_the_site_is_gone_from_the_index(build):
    build(FILES, **STAYING)
    other = {
        name: text.replace("2104.00001", "2104.00002") if "hotpapers" in name else text
        for name, text in FILES.items()
    }
    pages = found(build(other, **STAYING).output / "papers")
    assert set(pages) == {"2104.00002.html", "quant-ph-0201082.html"}


# Its parts


def indexed(site):
    """Return the times of change of all files of the search, by their paths."""
    folder = site.output / "papers" / "search"
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def parts(files):
    return {name.partition("/")[0] for name in files}


def of_days(*days):
    """Return files of digests of these days, each with a paper of its own."""
    return {
        f"hotpapers/{day}.yaml": f"""\
date: {day}
papers:
- arxiv_id: '2104.{number:05}'
  title: A paper of {day}
  score: 9
  categories: [cs.LG]
"""
        for number, day in enumerate(days, 1)
    }


DAYS = ("2019-12-31", "2020-02-29", "2021-06-30", "2021-07-01", "2021-08-31")


def test_months_of_the_newest_quarter_have_an_index_then_quarters_then_years(build):
    site = build(of_days(*DAYS), **SETTINGS)
    names = {"2019", "2020", "2021-q2", "2021-07", "2021-08"}
    assert parts(indexed(site)) == names
    assert set(found(site.output / "papers")) == {
        f"2104.{number:05}.html" for number in range(1, len(DAYS) + 1)
    }


def test_a_paper_is_in_the_part_of_its_first_day(site):
    assert parts(indexed(site)) == {"2021"}


def test_a_new_day_makes_the_index_of_its_month_alone(build):
    before = indexed(build(of_days(*DAYS), **STAYING))
    after = indexed(build(of_days(*DAYS, "2021-08-01"), **STAYING))
    new = {name for name in after if after[name] != before.get(name)}
    assert parts(new) == {"2021-08"}
    assert indexed(build(of_days(*DAYS, "2021-08-01"), **STAYING)) == after


def test_the_months_of_a_year_become_one_with_the_next_year(build):
    build(of_days(*DAYS), **STAYING)
    site = build(of_days(*DAYS, "2022-01-01"), **STAYING)
    assert parts(indexed(site)) == {"2019", "2020", "2021", "2022-01"}


def library(papers_by_day):
    """Return a library of days with so many papers each."""
    numbers = iter(range(1_000_000))
    return Library.of(
        Digest(
            date=dt.date.fromisoformat(day),
            papers=tuple(
                Paper(arxiv_id=f"2104.{next(numbers):06}", rank=rank, title="A")
                for rank in range(1, papers + 1)
            ),
        )
        for day, papers in papers_by_day.items()
    )


@pytest.mark.parametrize(
    ("papers", "choices"),
    [
        ({"2021-04-06": 3}, ["All years (3): 2021-04"]),
        (
            {"2020-04-06": 3, "2021-01-06": 3, "2021-04-06": 2},
            [
                "All years (8): 2021-04 2021-q1 2020",
                "2021 (5): 2021-04 2021-q1",
                "2020 (3): 2020",
            ],
        ),
    ],
)
def test_a_reader_searches_all_or_a_year(papers, choices):
    found = search_choices(library(papers))
    parts = [" ".join(part.name for part in choice.parts) for choice in found]
    assert [
        f"{choice.name} ({choice.papers}): {names}"
        for choice, names in zip(found, parts, strict=True)
    ] == choices


# The page


def test_the_page_says_what_to_do_without_a_script_and_without_an_index(site):
    page = site.pages[PAGE]
    assert "JavaScript" in re.search(r"<p>(.*?)</p>", page)[1]
    assert "cannot be loaded" in re.search(r"<p hidden>(.*?)</p>", page)[1]
    assert "pip install" not in page
    for name in ("categories", "days", "top", "top-2022"):
        assert f'href="{name}.html"' in page


def test_the_page_has_no_script_inside(site):
    (script,) = re.findall(r"<script[^>]*>[^<]*</script>", site.pages[PAGE])
    (source,) = re.findall(r' src="\.\./([^"]*)"', script)
    assert source in site.pages
    assert script.endswith("></script>")
    assert " on" not in script


def test_the_overview_and_each_digest_lead_to_it(site):
    pages = site.pages
    site = "https://hotpapers.example"
    for name, address in (
        ("papers/index.html", "search.html"),
        ("hot-papers-2022-01-01.html", f"{site}/{PAGE}"),
    ):
        assert f'href="{address}"' in pages[name]


def test_there_is_none_where_it_is_not_wanted(build):
    assert_no_search(build(FILES, **{**SETTINGS, "HOTPAPERS_SEARCH": False}))


@pytest.mark.parametrize("relative", [False, True])
def test_papers_without_pages_are_found_in_their_last_digest(build, relative):
    settings = {**SETTINGS, "HOTPAPERS_PAPER_PAGES": False, "RELATIVE_URLS": relative}
    site = build(FILES, **settings)
    papers = found(site.output / "papers")
    assert set(papers) == {
        f"../hot-papers-2022-01-01.html#arxiv-{name}"
        for name in ("2104.00001", "quant-ph-0201082")
    }


def assert_no_search(site):
    """Check that nothing of a site is a search, leads to one or speaks of it."""
    ours = [name for name in site.pages if name.startswith("papers/")]
    assert not [name for name in ours if "search" in name]
    for name in (name for name in site.pages if name.endswith(".html")):
        speaks_of_it = r">[^<]*\bsearch|rel=.search"
        assert not re.search(speaks_of_it, site.pages[name], re.IGNORECASE), name


def test_the_script_is_small():
    script = Path(search_index.__file__).parents[1] / "static" / "hotpapers-search.js"
    assert script.stat().st_size < 10_000
