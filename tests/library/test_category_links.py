"""Links of categories that go to the site's own pages, in whole builds."""

import json
import re

import feedparser
import pytest
from pages.page_sites import made

SITE = "https://hotpapers.example"
SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": SITE,
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
}
DAY = "hotpapers/2021-04-06.yaml"
PAGE = "hot-papers-2021-04-06.html"
FILES = {
    DAY: made(
        "2021-04-06",
        (1, 90, {"categories": "[cs.LG, cs.SY]"}),
        (2, 80, {"categories": "[68T05, '<b>']"}),
    )
}


def leads(html):
    """Return where each link goes, by its text."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)<', html)
    return {name: url for url, name in found}


def arxiv(category):
    return f"https://arxiv.org/list/{category}/recent"


@pytest.mark.parametrize(
    ("relative", "begin"), [(False, f"{SITE}/papers"), (True, "./papers")]
)
def test_a_digest_leads_to_the_pages(build, relative, begin):
    site = build(FILES, **SETTINGS, RELATIVE_URLS=relative)
    found = leads(site.pages[PAGE])
    assert found == found | {
        "cs.LG": f"{begin}/cs.LG.html",
        "cs.SY": f"{begin}/eess.SY.html",
        "68T05": arxiv("68T05"),
        "&lt;b&gt;": arxiv("%3Cb%3E"),
    }
    assert {"papers/cs.LG.html", "papers/eess.SY.html"} <= set(site.pages)
    assert site.warnings == site.errors == []


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("page", ["cs.LG", "top"])
def test_so_do_listings_without_pages_of_papers(build, relative, page):
    settings = {"RELATIVE_URLS": relative, "HOTPAPERS_PAPER_PAGES": False}
    pages = build(FILES, **SETTINGS, **settings).pages
    found = leads(pages[f"papers/{page}.html"])
    assert found["cs.LG"] == "../papers/cs.LG.html"
    assert found["cs.SY"] == "../papers/eess.SY.html"


@pytest.mark.parametrize("relative", [False, True])
def test_a_paper_leads_to_the_pages_that_have_it(build, relative):
    pages = build(FILES, **SETTINGS, RELATIVE_URLS=relative).pages
    found = leads(pages["papers/2104.00001.html"])
    assert found["cs.LG"] == "cs.LG.html"
    assert found["eess.SY"] == "eess.SY.html"
    other = leads(pages["papers/2104.00002.html"])
    assert other["68T05"] == arxiv("68T05")


@pytest.mark.parametrize("relative", [False, True])
def test_links_in_feeds_are_absolute(build, relative):
    pages = build(FILES, **SETTINGS, RELATIVE_URLS=relative).pages
    (digest,) = feedparser.parse(pages["feeds/all.atom.xml"]).entries
    (paper,) = json.loads(pages["papers/cs.LG.feed.json"])["items"]
    for html in (digest.content[0].value, paper["content_html"]):
        assert f'href="{SITE}/papers/cs.LG.html"' in html
        assert f'href="{SITE}/papers/eess.SY.html"' in html


@pytest.mark.parametrize(
    ("relative", "begin"), [(False, f"{SITE}/papers"), (True, "../papers")]
)
def test_so_do_links_in_a_themes_own_templates(build, relative, begin):
    words = {
        "own.html": "{% for category in ('cs.LG', 'cs.SY') %}"
        "{{ category|category_link }}{% endfor %}{{ ['cs.LG']|category_links }}"
        "{{ 'cs.LG'|hotpapers_category_url }}"
    }
    site = build(
        {**FILES, **words},
        **SETTINGS,
        RELATIVE_URLS=relative,
        TEMPLATE_PAGES={"own.html": "deep/own.html"},
    )
    page = site.pages["deep/own.html"]
    assert leads(page)["cs.SY"] == f"{begin}/eess.SY.html"
    assert page.endswith(f"{begin}/cs.LG.html")


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_a_category_that_only_a_draft_has_is_arxivs(build, relative, status):
    draft = f"extra: {{status: {status}}}\n" + made(
        "2021-04-07", (3, 9, {"categories": "[cs.LG, math.PR]"})
    )
    site = build(
        {**FILES, "hotpapers/2021-04-07.yaml": draft},
        **SETTINGS,
        RELATIVE_URLS=relative,
    )
    (name,) = (name for name in site.pages if "2021-04-07.html" in name)
    found = leads(site.pages[name])
    assert found["math.PR"] == arxiv("math.PR")
    assert found["cs.LG"].endswith("papers/cs.LG.html")
    assert "papers/math.PR.html" not in site.pages
    assert site.warnings == site.errors == []


@pytest.mark.parametrize("relative", [False, True])
def test_without_pages_all_are_arxivs(build, relative):
    site = build(FILES, **SETTINGS, RELATIVE_URLS=relative, HOTPAPERS_PAGES="")
    assert leads(site.pages[PAGE])["cs.LG"] == arxiv("cs.LG")
    assert site.warnings == site.errors == []


@pytest.mark.parametrize("relative", [False, True])
def test_what_was_kept_leads_there_too(build, relative):
    first = build(FILES, **SETTINGS, RELATIVE_URLS=relative)
    again = build(FILES, **SETTINGS, RELATIVE_URLS=relative)
    assert again.pages[PAGE] == first.pages[PAGE]
    settings = SETTINGS | {"SITEURL": "https://elsewhere.example"}
    moved = build(FILES, **settings, RELATIVE_URLS=False)
    begin = "https://elsewhere.example/papers/"
    assert leads(moved.pages[PAGE])["cs.LG"] == f"{begin}cs.LG.html"


def test_a_setting_sends_all_to_arxiv(build):
    pages = build(FILES, **SETTINGS, HOTPAPERS_CATEGORY_LINK=arxiv("{category}")).pages
    assert leads(pages[PAGE])["cs.LG"] == arxiv("cs.LG")


def test_the_page_of_a_category_says_what_it_is_and_leads_to_arxiv(build):
    pages = build(FILES, **SETTINGS).pages
    page = pages["papers/eess.SY.html"]
    said = " ".join(re.sub("<[^>]*>", " ", page).split())
    assert "Systems and Control" in said
    archive = "Electrical Engineering and Systems Science"
    assert f"{archive} · 1 paper · eess.SY on arXiv" in said
    assert f'href="{arxiv("eess.SY")}"' in page
    assert "on arXiv" not in pages["papers/top.html"]
