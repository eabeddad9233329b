"""A paper's own page, in whole builds: its days, its listings, related papers."""

import logging
import re
import sys

import pytest
from clean_html import faults_of_html

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://hotpapers.example",
    "HOTPAPERS_RELATED": 5,
}
BIRDS = "What garden birds sing at dawn, and who hears them"
EVIL = '"<script>alert(1)</script> & $x<y$"'


def made(*papers):
    """A digest whose papers are (number, title, facts)."""
    lines = ["papers:"]
    for number, title, facts in papers:
        lines += [f"- arxiv_id: '2104.{number:05}'", f"  title: '{title}'"]
        lines += [f"  {name}: {value}" for name, value in facts.items()]
    return "\n".join(lines) + "\n"


FACTS = {"categories": "[cs.SD, cs.LG]", "authors": "[Ada Hirt, Bo Li]"}
FILES = {
    "hotpapers/2021-04-06.yaml": made(
        (1, "Garden birds", {**FACTS, "abstract": BIRDS}),
        (2, "Rust on bridges", FACTS),
        (3, "Birds that sing in gardens", {"abstract": BIRDS, "authors": "[Ada Hirt]"}),
    )
}
PAGE = "papers/2104.00001.html"


def own(page):
    """Return what the plugin puts into a page."""
    (part,) = re.findall(
        r'<section class="body hotpapers-page".*</section>', page, re.S
    )
    assert faults_of_html(part) == []
    return part


def related(page):
    """Return the papers that a page names as related."""
    _, _, part = own(page).partition("Related papers</h2>")
    return [int(each) for each in re.findall(r'href="2104\.(\d+)\.html"', part)]


def said(html):
    return " ".join(re.sub("<[^>]*>", " ", html).split())


@pytest.mark.parametrize(
    ("page", "formats"),
    [
        (PAGE, "Cite: BibTeX, RIS of its day"),
        ("papers/cs.SD.html", "Cite: BibTeX · Follow: Atom, JSON Feed"),
    ],
)
def test_formats_have_commas_between(build, page, formats):
    html = own(build(FILES, **SETTINGS).pages[page])
    (exports,) = re.findall(r'<p class="hotpapers-exports.*?</p>', html, re.S)
    assert said(exports).replace(" ,", ",") == formats


# Related papers


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(FILES, **SETTINGS)


def test_a_paper_names_those_related_to_it(site):
    assert related(site.pages[PAGE]) == [3]
    assert related(site.pages["papers/2104.00002.html"]) == []
    assert "Related" not in site.pages["papers/2104.00002.html"]
    assert site.warnings == site.errors == []


def test_how_many_it_names_is_a_setting(build):
    many = [(number, "Garden birds", {"abstract": BIRDS}) for number in range(1, 9)]
    files = {"hotpapers/2021-04-06.yaml": made(*many)}
    assert related(build(files, **SETTINGS).pages[PAGE]) == [2, 3, 4, 5, 6]
    few = build(files, **SETTINGS | {"HOTPAPERS_RELATED": 2})
    assert related(few.pages[PAGE]) == [2, 3]
    none = build(files, **SETTINGS | {"HOTPAPERS_RELATED": 0})
    assert related(none.pages[PAGE]) == []


def test_a_missing_numpy_is_no_fault(build, monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    site = build(FILES, **SETTINGS)
    assert any("[related]" in line for line in site.lines(logging.INFO))
    assert related(site.pages[PAGE]) == []
    assert site.warnings == site.errors == []


@pytest.mark.parametrize(
    "settings", [{"HOTPAPERS_RELATED": 0}, {"HOTPAPERS_PAPER_PAGES": False}]
)
def test_nothing_is_missed_where_nothing_is_wanted(build, monkeypatch, settings):
    monkeypatch.setitem(sys.modules, "numpy", None)
    site = build(FILES, **SETTINGS | settings)
    assert not any("[related]" in record.getMessage() for record in site.log)


def test_a_new_text_is_related_in_the_next_build(build):
    build(FILES, **SETTINGS)
    text = FILES["hotpapers/2021-04-06.yaml"].replace("Rust on", "Birds in gardens on")
    site = build({"hotpapers/2021-04-06.yaml": text}, **SETTINGS)
    assert 2 in related(site.pages[PAGE])


def test_without_a_cache_nothing_is_kept(build, tmp_path):
    site = build(FILES, **SETTINGS, HOTPAPERS_CACHE=False)
    assert related(site.pages[PAGE]) == [3]
    assert not list((tmp_path / "cache").rglob("related"))


# Its days


def days_of(build, ranks):
    """Return a page of a paper that has these places, day by day."""
    files = {
        f"hotpapers/2021-04-{day:02}.yaml": made(
            *((number, "Another", {}) for number in range(2, rank + 1)),
            (1, "Garden birds", {}),
        )
        for day, rank in enumerate(ranks, 1)
    }
    return own(build(files, **SETTINGS).pages[PAGE])


def test_its_places_are_told_in_words(build):
    page = said(days_of(build, [1, 3]))
    assert "1st of 1 on 2021-04-01 , 3rd of 3 on 2021-04-02" in page


def test_of_several_days_they_are_drawn_the_first_place_on_top(build):
    page = days_of(build, [4, 1, 2])
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', page)
    across, down = zip(*[(float(x), float(y)) for x, y in dots], strict=True)
    assert list(across) == sorted(across)
    assert down[1] < down[2] < down[0]


@pytest.mark.parametrize("ranks", [[1], [2, 1]])
def test_of_few_days_there_is_nothing_to_draw(build, ranks):
    assert "<circle" not in days_of(build, ranks)


# Its listings


def test_it_leads_to_the_pages_that_have_it(build):
    topics = {"Birds": {"include": ["bird*"]}, "Rust": {"include": ["rust"]}}
    site = build(FILES, **SETTINGS, HOTPAPERS_TOPICS=topics, HOTPAPERS_AUTHOR_PAGES=3)
    page = own(site.pages[PAGE])
    found = set(re.findall(r'href="([^"/]*html)', page))
    assert found >= {"cs.SD.html", "cs.LG.html", "topic-birds.html"}
    assert "author-ada-hirt.html" in found
    assert not found & {"topic-rust.html", "author-bo-li.html"}
    categories = "cs.SD Sound · cs.LG Machine Learning"
    assert f"Categories {categories} Topics Birds Authors Ada Hirt" in said(page)
    assert said(page).count("cs.SD") == 1


def test_a_category_that_has_no_page_stays_among_the_facts(build):
    facts = {**FACTS, "categories": "[cs.SD, ours]"}
    files = {"hotpapers/2021-04-06.yaml": made((1, "Garden birds", facts))}
    page = said(own(build(files, **SETTINGS).pages[PAGE]))
    assert "cs.SD ours ·" in page
    assert "Categories cs.SD Sound" in page


def test_a_paper_that_is_in_no_listing_says_nothing_of_any(build):
    files = {"hotpapers/2021-04-06.yaml": made((1, "Alone", {}))}
    page = own(build(files, **SETTINGS).pages[PAGE])
    assert re.findall("<dt>([^<]*)</dt>", page) == ["Hot"]


def test_no_text_from_outside_becomes_markup(build):
    evil = {"abstract": EVIL, "authors": f"[{EVIL}]", "categories": "['<b>', cs.SD]"}
    files = {
        "hotpapers/2021-04-06.yaml": made(
            *[(number, EVIL, evil) for number in (1, 2, 3)]
        )
    }
    site = build(
        files,
        **SETTINGS,
        HOTPAPERS_AUTHOR_PAGES=1,
        HOTPAPERS_TOPICS={"<b>&": {"include": ["script"]}},
    )
    page = own(site.pages[PAGE])
    assert related(site.pages[PAGE]) == [2, 3]
    assert "<script" not in page
    assert "<b>" not in page
