"""The search: its page, its index and what browsers are told of it, in whole builds."""

import datetime as dt
import gzip
import json
import logging
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.outputs import search_index
from pelican_hotpapers.outputs.search_index import (
    SearchIndexError,
    SearchRecord,
    is_possible,
)
from pelican_hotpapers.pages.search import search_choices

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://hotpapers.example",
    "HOTPAPERS_SEARCH": True,
}
STAYING = {**SETTINGS, "DELETE_OUTPUT_DIRECTORY": False}
PAGE = "papers/search.html"
DESCRIPTION = "papers/opensearch.xml"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
DIGEST = """\
date: {date}
papers:
- arxiv_id: '2104.00001'
  title: Zebras & <b>attention</b>
  score: 9
  categories: [cs.LG, cs.SY, '68T05']
  authors: [Ada Hirt]
  abstract: Why they have stripes.
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

needs_pagefind = pytest.mark.skipif(
    not is_possible(), reason="Pagefind is not here: install `pagefind[bin]`"
)


def found(folder):
    """Return what an index has of each page, by its address."""
    return by_url(
        path.read_bytes() for path in folder.glob("pagefind/2*/fragment/*.pf_fragment")
    )


def by_url(fragments):
    texts = [gzip.decompress(each).decode("utf-8") for each in fragments]
    pages = [json.loads(text[text.index("{") :]) for text in texts]
    found = {page["url"]: page for page in pages}
    assert len(found) == len(pages)
    return found


def found_by(records):
    """Return what an index of these has of each, by its address."""
    files = dict(search_index.index(records))
    assert not any(name.endswith(".js") for name in files)
    return by_url(files[name] for name in files if name.startswith("fragment/"))


def broken_pagefind(folder, code):
    """Put a package in a folder that stands in Pagefind's place and does this."""
    package = folder / "pagefind"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text(code)
    return folder


@pytest.fixture
def in_place_of_pagefind(tmp_path, monkeypatch):
    def put(code):
        folder = broken_pagefind(tmp_path / "packages", code)
        monkeypatch.setenv("PYTHONPATH", str(folder))
        monkeypatch.setattr(sys, "path", [str(folder), *sys.path])

    return put


# The index


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(FILES, **SETTINGS)


@needs_pagefind
def test_the_index_has_each_paper_once_and_nothing_else(site):
    pages = found(site.output / "papers")
    assert set(pages) == {"/2104.00001.html", "/quant-ph-0201082.html"}
    assert all(f"papers{url}" in site.pages for url in pages)
    assert site.warnings == site.errors == []


@needs_pagefind
def test_a_paper_is_found_by_title_authors_and_abstract_but_not_its_counts(build):
    site = build(FILES, **SETTINGS, HOTPAPERS_SUMMARY_PAPERS=0)
    paper = found(site.output / "papers")["/2104.00001.html"]
    assert paper["meta"]["title"] == "Zebras & <b>attention</b>"
    for words in ("Zebras", "Ada Hirt", "Why they have stripes"):
        assert words in paper["content"]
    for words in ("pdf", "BibTeX", "Hot on", "Papers", "Categories"):
        assert words not in paper["content"]


@needs_pagefind
def test_papers_are_narrowed_down_by_category_and_code(site):
    pages = found(site.output / "papers")
    assert pages["/2104.00001.html"]["filters"] == {"category": ["cs.LG", "eess.SY"]}
    assert pages["/quant-ph-0201082.html"]["filters"] == {
        "category": ["quant-ph"],
        "code": ["yes"],
    }


@needs_pagefind
def test_what_is_gone_from_the_site_is_gone_from_the_index(build):
    build(FILES, **SETTINGS)
    other = {
        name: text.replace("2104.00001", "2104.00002") if "hotpapers" in name else text
        for name, text in FILES.items()
    }
    pages = found(build(other, **SETTINGS).output / "papers")
    assert set(pages) == {"/2104.00002.html", "/quant-ph-0201082.html"}


@needs_pagefind
def test_a_site_may_have_an_index_of_its_own(build, tmp_path):
    theme = {
        "templates/base.html": "<html><body><main data-pagefind-body>"
        "{% block content %}{% endblock %}</main></body></html>",
        **{
            f"templates/{name}.html": '{% extends "base.html" %}'
            for name in ("index", "article", "archives", "category", "author", "tag")
        },
        **{
            f"templates/{name}.html": '{% extends "base.html" %}'
            for name in ("page", "tags", "categories", "authors", "period_archives")
        },
    }
    (tmp_path / "pagefind.yml").write_text("exclude_selectors: ['h1', 'p']")
    site = build(FILES, theme=theme, **SETTINGS)
    assert "stripes" in found(site.output / "papers")["/2104.00001.html"]["content"]


@needs_pagefind
def test_settings_in_the_environment_are_anothers(build, monkeypatch):
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "h1")
    paper = found(build(FILES, **SETTINGS).output / "papers")["/2104.00001.html"]
    assert "Zebras" in paper["content"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit('no such machine')", "no such machine"),
        ("import sys; sys.exit(3)", "code 3"),
    ],
)
def test_a_failure_is_a_warning_with_its_reason(
    build, in_place_of_pagefind, code, reason
):
    in_place_of_pagefind(code)
    site = build(FILES, **SETTINGS)
    (line,) = site.warnings
    assert reason in line
    assert PAGE in site.pages
    assert site.errors == []


RECORD = SearchRecord(
    stem="a",
    arxiv_id="2104.00001",
    title="Zebras",
    texts=(),
    facets=(),
    day="2021-04-06",
)


@needs_pagefind
def test_words_of_papers_are_no_markup():
    hostile = '"><script data-pagefind-ignore>'
    papers = SearchRecord(
        stem="a",
        arxiv_id=hostile,
        title=f"Zebras {hostile} run",
        texts=(),
        facets=(("category", hostile),),
        day="2021-04-06",
        url=f"b.html#{hostile}",
    )
    page = found_by([papers])["/a.html"]
    assert page["meta"]["title"] == f"Zebras {hostile} run"
    assert page["meta"]["url"] == f"b.html#{hostile}"
    assert page["filters"] == {"category": [hostile]}


@needs_pagefind
def test_an_index_outlives_a_failure(build, in_place_of_pagefind):
    before = indexed(build(FILES, **STAYING))
    in_place_of_pagefind("raise SystemExit('full')")
    site = build(changed("Zebras", "Okapis"), **STAYING)
    assert len(site.warnings) == 1
    assert indexed(site) == before


def test_making_it_takes_a_bounded_time(in_place_of_pagefind):
    in_place_of_pagefind("import time; time.sleep(60)")
    with pytest.raises(SearchIndexError, match="more than"):
        list(search_index.index([RECORD], seconds=0.5))


# Its parts


def indexed(site):
    """Return the times of change of all files of the search, by their paths."""
    folder = site.output / "papers" / "pagefind"
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def changed(old, new):
    return {name: text.replace(old, new) for name, text in FILES.items()}


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


DAYS = ("2019-12-31", "2020-02-29", "2021-03-31", "2021-06-30", "2021-07-01")


@needs_pagefind
def test_the_newest_quarter_has_an_index_and_each_year_before_it(build):
    site = build(of_days(*DAYS), **SETTINGS)
    parts = {name.partition("/")[0] for name in indexed(site)}
    assert parts == {"program", "2019", "2020", "2021-before-q3", "2021-q3"}
    assert set(found(site.output / "papers")) == {
        f"/2104.{number:05}.html" for number in range(1, len(DAYS) + 1)
    }


@needs_pagefind
def test_a_paper_is_in_the_part_of_its_first_day(site):
    parts = {name.partition("/")[0] for name in indexed(site)}
    assert parts == {"program", "2021"}


@needs_pagefind
def test_a_new_day_makes_the_index_of_its_quarter_alone(build, in_place_of_pagefind):
    before = indexed(build(of_days(*DAYS), **STAYING))
    after = indexed(build(of_days(*DAYS, "2021-07-02"), **STAYING))
    new = {name for name in after if after[name] != before.get(name)}
    assert {name.partition("/")[0] for name in new} == {"2021-q3"}
    in_place_of_pagefind("raise SystemExit('is asked')")
    same = build(of_days(*DAYS, "2021-07-02"), **STAYING)
    assert same.warnings == []
    assert indexed(same) == after


@needs_pagefind
def test_the_quarters_of_a_year_become_one_with_the_next_year(build):
    build(of_days(*DAYS), **STAYING)
    site = build(of_days(*DAYS, "2022-01-01"), **STAYING)
    parts = {name.partition("/")[0] for name in indexed(site)}
    assert parts == {"program", "2019", "2020", "2021", "2022-q1"}


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
        ({"2021-04-06": 3}, ["All years (3): 2021-q2"]),
        (
            {"2020-04-06": 3, "2021-01-06": 3, "2021-04-06": 2},
            [
                "All years (8): 2021-q2 2021-before-q2 2020",
                "2021 (5): 2021-q2 2021-before-q2",
                "2020 (3): 2020",
            ],
        ),
        (
            {"2019-04-06": 7500, "2020-04-06": 900, "2021-04-06": 100},
            [
                "Since 2020 (1000): 2021-q2 2020",
                "2021 (100): 2021-q2",
                "2020 (900): 2020",
                "2019 (7500): 2019",
                "All years (8500): 2021-q2 2020 2019",
            ],
        ),
    ],
)
def test_a_reader_searches_what_can_be_loaded_in_a_moment(papers, choices):
    found = search_choices(library(papers))
    parts = [" ".join(part.name for part in choice.parts) for choice in found]
    assert [
        f"{choice.name} ({choice.papers}): {names}"
        for choice, names in zip(found, parts, strict=True)
    ] == choices


def test_without_pagefind_readers_meet_no_search_and_the_log_tells_why(
    build, monkeypatch
):
    monkeypatch.setitem(sys.modules, "pagefind", None)
    site = build(FILES, **SETTINGS)
    told = map(logging.LogRecord.getMessage, site.log)
    assert len([line for line in told if "[search]" in line]) == 1
    assert site.warnings == site.errors == []
    assert_no_search(site)


# The page


def test_the_page_says_what_to_do_without_a_script_and_without_an_index(site):
    page = site.pages[PAGE]
    assert "JavaScript" in re.search(r"<p>(.*?)</p>", page)[1]
    assert "cannot be loaded" in re.search(r"<p hidden>(.*?)</p>", page)[1]
    assert "pip install" not in page
    for name in ("categories", "days", "top", "top-2022"):
        assert f'href="https://hotpapers.example/papers/{name}.html"' in page


def test_the_page_has_no_script_inside(site):
    (script,) = re.findall(r"<script[^>]*>[^<]*</script>", site.pages[PAGE])
    (source,) = re.findall(r' src="https://hotpapers\.example/([^"]*)"', script)
    assert source in site.pages
    assert script.endswith("></script>")
    assert " on" not in script


def test_the_overview_and_each_digest_lead_to_it(site):
    pages = site.pages
    for name in ("papers/index.html", "hot-papers-2022-01-01.html"):
        assert f'href="https://hotpapers.example/{PAGE}"' in pages[name]


def test_there_is_none_where_it_is_not_wanted(build):
    assert_no_search(build(FILES, **{**SETTINGS, "HOTPAPERS_SEARCH": False}))


@needs_pagefind
@pytest.mark.parametrize("relative", [False, True])
def test_papers_without_pages_are_found_in_their_last_digest(build, relative):
    settings = {**SETTINGS, "HOTPAPERS_PAPER_PAGES": False, "RELATIVE_URLS": relative}
    site = build(FILES, **settings)
    start = ".." if relative else "https://hotpapers.example"
    papers = found(site.output / "papers")
    assert {paper["meta"]["url"] for paper in papers.values()} == {
        f"{start}/hot-papers-2022-01-01.html#arxiv-{name}"
        for name in ("2104.00001", "quant-ph-0201082")
    }
    assert "stripes" in papers["/2104.00001.html"]["content"]


def assert_no_search(site):
    """Check that nothing of a site is a search, leads to one or speaks of it."""
    ours = [name for name in site.pages if name.startswith("papers/")]
    assert not [name for name in ours if "search" in name or "pagefind" in name]
    for name in (name for name in site.pages if name.endswith(".html")):
        speaks_of_it = r">[^<]*\bsearch|rel=.search"
        assert not re.search(speaks_of_it, site.pages[name], re.IGNORECASE), name


# What browsers are told


def test_browsers_are_told_where_to_search(build):
    name = "Papers & <b>more</b> for a very long name"
    site = build(FILES, **SETTINGS, SITENAME=name)
    root = ET.fromstring(site.pages[DESCRIPTION])  # noqa: S314 - our own
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    short = root.findtext(f"{OPENSEARCH}ShortName")
    assert 0 < len(short) <= 16
    assert name.startswith(short)
    url = root.find(f"{OPENSEARCH}Url")
    assert url.get("type") == "text/html"
    assert url.get("template") == f"https://hotpapers.example/{PAGE}?q={{searchTerms}}"


@pytest.mark.parametrize("relative", [False, True])
def test_each_page_leads_to_what_browsers_are_told(build, relative):
    site = build(FILES, **SETTINGS, RELATIVE_URLS=relative)
    start = ".." if relative else "https://hotpapers.example"
    for name in (PAGE, "papers/index.html", "papers/top.html"):
        (link,) = re.findall(r'<link rel="search"[^>]*>', site.pages[name])
        assert f'href="{start}/{DESCRIPTION}"' in link


def test_a_site_without_address_tells_browsers_nothing(build):
    site = build(FILES, **{**SETTINGS, "SITEURL": ""})
    assert DESCRIPTION not in site.pages
    assert 'rel="search"' not in site.pages[PAGE]


def test_the_script_is_small():
    script = Path(search_index.__file__).parents[1] / "static" / "hotpapers-search.js"
    assert script.stat().st_size < 4_500
