"""The way from a digest to others."""

import re

import pytest
from hot_posts import yaml_digest
from pages.page_sites import FILES as FILES_OF_PAGES

SETTINGS = {"PLUGINS": ["pelican_hotpapers"], "SITEURL": "https://hotpapers.example"}
DAYS = ("2021-04-06", "2021-04-07", "2021-06-15")
FILES = {f"hotpapers/{day}.yaml": yaml_digest(day) for day in DAYS}


def ways(page):
    foot = re.search(r'<div class="[^"]*hotpapers-foot".*?</div>\s*</div>', page, re.S)
    return re.findall(r'<a(?: rel="(\w+)")? href="([^"]*)"', foot[0])


@pytest.mark.parametrize(
    ("relative", "begin"), [(False, "https://hotpapers.example/"), (True, "./")]
)
def test_each_day_leads_to_those_beside_it(build, relative, begin):
    site = build(FILES, **{**SETTINGS, "RELATIVE_URLS": relative})
    pages = [f"hot-papers-{day}.html" for day in DAYS]
    first, middle, last = (dict(ways(site.pages[page])) for page in pages)
    assert middle["prev"] == begin + pages[0]
    assert middle["next"] == begin + pages[2]
    assert "prev" not in first
    assert "next" not in last


def test_two_digests_of_one_day_are_beside_the_same_days(build):
    twin = "slug: the-same-day\n" + yaml_digest(DAYS[1])
    site = build(FILES | {"hotpapers/twin.yaml": twin}, **SETTINGS)
    first, middle, last = (f"hot-papers-{day}.html" for day in DAYS)
    for page in (middle, "the-same-day.html"):
        found = dict(ways(site.pages[page]))
        assert found["prev"].endswith(first)
        assert found["next"].endswith(last)
    before = dict(ways(site.pages[last]))["prev"]
    assert dict(ways(site.pages[first]))["next"] == before


@pytest.mark.parametrize("css", [False, True])
@pytest.mark.parametrize("relative", [False, True])
def test_every_way_leads_somewhere(build, relative, css):
    settings = SETTINGS | {"RELATIVE_URLS": relative, "HOTPAPERS_CSS": css}
    site = build(FILES, **settings)
    for day in DAYS:
        found = [url for _, url in ways(site.pages[f"hot-papers-{day}.html"])]
        begin = "./" if relative else "https://hotpapers.example/"
        assert len(found) > 6
        assert {url.removeprefix(begin) for url in found} <= set(site.pages)
    assert site.warnings == site.errors == []


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_each_day_leads_to_the_pages_of_all(build, theme):
    site = build(FILES_OF_PAGES, **SETTINGS, THEME=theme)
    for day in DAYS:
        found = [url for _, url in ways(site.pages[f"hot-papers-{day}.html"])]
        for name in ("index", "categories", "leaderboards", "days"):
            assert f"https://hotpapers.example/papers/{name}.html" in found


def test_a_site_without_categories_leads_to_none(build):
    day = "papers:\n- {arxiv_id: '2104.00001', title: A Paper, categories: ['68T05']}\n"
    site = build({"hotpapers/2021-04-06.yaml": day}, **SETTINGS)
    names = {
        url.rpartition("/")[2]
        for _, url in ways(site.pages["hot-papers-2021-04-06.html"])
    }
    assert "index.html" in names
    assert "categories.html" not in names


def test_a_day_without_papers_leads_to_no_leaderboard(build):
    empty = {"hotpapers/2020-01-01.yaml": "papers: []\n"}
    site = build(FILES | empty, **SETTINGS)
    found = [url for _, url in ways(site.pages["hot-papers-2020-01-01.html"])]
    names = {url.removeprefix("https://hotpapers.example/") for url in found}
    assert names <= set(site.pages)


def test_feeds_have_no_way_to_other_days(build):
    site = build(FILES, **SETTINGS, FEED_ALL_ATOM="all.atom.xml")
    assert "hotpapers-foot" in site.pages["hot-papers-2021-04-06.html"]
    assert "hotpapers-foot" not in site.pages["all.atom.xml"]
    assert "A Kept Paper" in site.pages["all.atom.xml"]


def test_a_draft_is_beside_nothing(build):
    draft = "extra: {status: draft}\n" + yaml_digest("2021-04-08")
    site = build(FILES | {"hotpapers/2021-04-08.yaml": draft}, **SETTINGS)
    (after,) = (
        url
        for rel, url in ways(site.pages["hot-papers-2021-04-07.html"])
        if rel == "next"
    )
    assert "2021-06-15" in after


def test_without_pages_there_is_no_way(build):
    page = build(FILES, **SETTINGS, HOTPAPERS_PAGES="").pages
    assert "hotpapers-foot" not in page["hot-papers-2021-04-07.html"]


AGAIN = {"hotpapers/2021-04-08.yaml": yaml_digest("2021-04-08", arxiv_id="2104.00010")}


def other_days(page):
    return re.findall(r" · also hot on (.*)", page)


@pytest.mark.parametrize(
    ("relative", "begin"), [(False, "https://hotpapers.example/"), (True, "./")]
)
def test_a_paper_says_on_which_other_days_it_was_hot(build, relative, begin):
    site = build(FILES | AGAIN, **{**SETTINGS, "RELATIVE_URLS": relative})
    (line,) = other_days(site.pages["hot-papers-2021-04-07.html"])
    assert re.sub("<[^>]*>", "", line) == "2021-04-06, 1 of 1; 2021-06-15, 1 of 1"
    assert re.findall('href="([^"]*)"', line) == [
        f"{begin}hot-papers-{day}.html#arxiv-2104.00009"
        for day in ("2021-04-06", "2021-06-15")
    ]
    assert other_days(site.pages["hot-papers-2021-04-08.html"]) == []
    assert not [page for page in site.pages.values() if "hotpapers: other" in page]


def test_a_draft_says_other_days_and_is_none_of_them(build):
    draft = "extra: {status: draft}\n" + yaml_digest("2021-04-08")
    site = build(FILES | {"hotpapers/2021-04-08.yaml": draft}, **SETTINGS)
    (line,) = other_days(site.pages["drafts/hot-papers-2021-04-08.html"])
    assert [day in line for day in DAYS] == [True] * 3
    assert "2021-04-08" not in other_days(site.pages["hot-papers-2021-04-07.html"])[0]


def test_another_build_knows_of_a_new_day(build):
    alone = {"hotpapers/2021-04-06.yaml": FILES["hotpapers/2021-04-06.yaml"]}
    before = build(alone, **SETTINGS)
    assert other_days(before.pages["hot-papers-2021-04-06.html"]) == []
    after = build(FILES, **SETTINGS)
    assert "2021-06-15" in other_days(after.pages["hot-papers-2021-04-06.html"])[0]


def test_without_pages_no_place_is_kept(build):
    site = build(FILES, **SETTINGS, HOTPAPERS_PAGES="")
    assert "other days" not in site.pages["hot-papers-2021-04-07.html"]


@pytest.mark.parametrize("relative", [False, True])
def test_files_may_be_called_anything(build, relative):
    names = ("a & b's 100%.yaml", "c %20 #1?.yaml", 'd "é" (e).yaml')
    files = {
        f"hotpapers/{name}": yaml_digest(day)
        for name, day in zip(names, DAYS, strict=True)
    }
    site = build(files, **{**SETTINGS, "RELATIVE_URLS": relative})
    begin = "./" if relative else "https://hotpapers.example/"
    for day in DAYS:
        page = site.pages[f"hot-papers-{day}.html"]
        (line,) = other_days(page)
        found = [url for _, url in ways(page)] + re.findall('href="([^"#]*)', line)
        assert {url.removeprefix(begin) for url in found} <= set(site.pages)
    assert site.warnings == site.errors == []
