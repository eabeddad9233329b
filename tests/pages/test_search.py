"""The search: its page, its index and what browsers are told of it, in whole builds."""

import gzip
import json
import logging
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pelican_hotpapers.outputs import search_index
from pelican_hotpapers.outputs.search_index import (
    SearchIndexError,
    SearchRecord,
    is_possible,
    make_index,
)

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://hotpapers.example",
    "HOTPAPERS_SEARCH": True,
}
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
    texts = (
        gzip.decompress(path.read_bytes()).decode("utf-8")
        for path in folder.glob("pagefind/fragment/*.pf_fragment")
    )
    pages = [json.loads(text[text.index("{") :]) for text in texts]
    by_url = {page["url"]: page for page in pages}
    assert len(by_url) == len(pages)
    return by_url


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
def test_papers_are_narrowed_down_by_category_year_and_code(site):
    pages = found(site.output / "papers")
    assert pages["/2104.00001.html"]["filters"] == {
        "category": ["cs.LG", "eess.SY"],
        "year": ["2021", "2022"],
    }
    assert pages["/quant-ph-0201082.html"]["filters"] == {
        "category": ["quant-ph"],
        "year": ["2021", "2022"],
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


def record(stem):
    return SearchRecord(
        stem=stem, arxiv_id="2104.00001", title="Zebras", texts=(), facets=()
    )


@needs_pagefind
def test_an_index_takes_the_place_of_the_one_before(tmp_path):
    make_index([record("old")], tmp_path)
    assert set(found(tmp_path)) == {"/old.html"}
    make_index([record("new")], tmp_path)
    assert set(found(tmp_path)) == {"/new.html"}


@needs_pagefind
def test_words_of_papers_are_no_markup(tmp_path):
    hostile = '"><script data-pagefind-ignore>'
    papers = SearchRecord(
        stem="a",
        arxiv_id=hostile,
        title=f"Zebras {hostile} run",
        texts=(),
        facets=(("category", hostile),),
        url=f"b.html#{hostile}",
    )
    make_index([papers], tmp_path)
    page = found(tmp_path)["/a.html"]
    assert page["meta"]["title"] == f"Zebras {hostile} run"
    assert page["meta"]["url"] == f"b.html#{hostile}"
    assert page["filters"] == {"category": [hostile]}


def test_an_index_outlives_a_failure(tmp_path, in_place_of_pagefind):
    (tmp_path / "site" / "pagefind").mkdir(parents=True)
    (tmp_path / "site" / "pagefind" / "pagefind.js").write_text("")
    in_place_of_pagefind("raise SystemExit('full')")
    with pytest.raises(SearchIndexError, match="full"):
        make_index([record("a")], tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").rglob("*")] == [
        "pagefind",
        "pagefind.js",
    ]


def test_making_it_takes_a_bounded_time(tmp_path, in_place_of_pagefind):
    in_place_of_pagefind("import time; time.sleep(60)")
    with pytest.raises(SearchIndexError, match="more than"):
        make_index([record("a")], tmp_path, seconds=0.5)


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
    for name in (PAGE, "papers/index.html", "papers/2104.00001.html"):
        (link,) = re.findall(r'<link rel="search"[^>]*>', site.pages[name])
        assert f'href="{start}/{DESCRIPTION}"' in link


def test_a_site_without_address_tells_browsers_nothing(build):
    site = build(FILES, **{**SETTINGS, "SITEURL": ""})
    assert DESCRIPTION not in site.pages
    assert 'rel="search"' not in site.pages[PAGE]


def test_the_script_is_small():
    script = Path(search_index.__file__).parents[1] / "static" / "hotpapers-search.js"
    assert script.stat().st_size < 2_500
