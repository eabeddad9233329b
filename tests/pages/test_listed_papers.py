"""Which papers are listed on the pages of categories, topics, authors and times."""

import re

import pytest
from pages.page_sites import FILES, ML, SETTINGS, links, made, many_papers, titles

from pelican_hotpapers.library import MOST_AUTHORS
from pelican_hotpapers.pages import PER_PAGE


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(FILES, **SETTINGS)


def test_a_category_has_its_papers_newest_first_each_once(site):
    page = site.pages["papers/cs.LG.html"]
    assert titles(page) == [5, 1, 3]
    assert "Machine Learning" in page
    assert titles(site.pages["papers/stat.ML.html"]) == [5, 1, 3]


def test_a_category_of_two_names_has_one_page(build):
    text = made("2021-04-06", (1, 9, {"categories": "[cs.SY]"}))
    site = build({"hotpapers/2021-04-06.yaml": text}, **SETTINGS)
    assert "papers/eess.SY.html" in site.pages
    assert "papers/cs.SY.html" not in site.pages


def test_only_categories_of_arxiv_have_a_page(build):
    odd = "['68T05', 'top-2021', '../../x', '<b>', 'cs.LG']"
    text = made("2021-04-06", (1, 9, {"categories": odd}))
    site = build({"hotpapers/2021-04-06.yaml": text}, **SETTINGS)
    assert titles(site.pages["papers/categories.html"]) == []
    assert links(site.pages["papers/categories.html"]) >= {"papers/cs.LG.html"}
    assert titles(site.pages["papers/top-2021.html"]) == [1]
    assert not [name for name in site.pages if "68T05" in name or "/x" in name]


@pytest.mark.parametrize(
    ("page", "papers"),
    [
        ("top", [4, 1, 2, 5, 3]),
        ("top-2021", [4, 1, 2, 5, 3]),
        ("top-2021-04", [4, 1, 2, 3]),
        ("top-2021-06", [5]),
        ("top-2021-w14", [4, 1, 2, 3]),
        ("top-2021-w24", [5]),
    ],
)
def test_leaderboards_have_the_hottest_of_their_time(site, page, papers):
    assert titles(site.pages[f"papers/{page}.html"]) == papers


def test_a_paper_tells_all_its_days_and_leads_to_them(site):
    page = site.pages["papers/2104.00001.html"]
    said = " ".join(re.sub("<[^>]*>", " ", page).split())
    assert "1st of 3 on 2021-04-06 , 2nd of 2 on 2021-04-07" in said
    assert {"hot-papers-2021-04-06.html", "hot-papers-2021-04-07.html"} <= links(page)


def test_each_paper_has_a_page_where_a_site_wants_it(build):
    assert "papers/2104.00005.html" in build(FILES, **SETTINGS).pages
    none = build(FILES, **SETTINGS, HOTPAPERS_PAPER_PAGES=False)
    assert "papers/2104.00005.html" not in none.pages
    assert "https://arxiv.org/abs/2104.00005" in none.pages["papers/top.html"]


@pytest.mark.parametrize(("number", "meant"), [(4, True), (0, False)])
def test_how_many_papers_have_pages_is_told_to_be_no_number(build, number, meant):
    site = build(FILES, **SETTINGS, HOTPAPERS_PAPER_PAGES=number)
    assert ("papers/2104.00005.html" in site.pages) == meant
    (line,) = site.errors
    assert line.startswith(
        f"HOTPAPERS_PAPER_PAGES: found {number}, expected True or False; taken for "
        f"{meant}"
    )


def test_topics_have_what_their_rules_ask_for(build):
    topics = {"With code": {"has_code": True}, "Fifth": {"include": ["paper 5"]}}
    site = build(FILES, **SETTINGS, HOTPAPERS_TOPICS=topics)
    assert titles(site.pages["papers/topic-with-code.html"]) == [4, 2]
    assert titles(site.pages["papers/topic-fifth.html"]) == [5]
    assert {"papers/topic-with-code.html", "papers/topic-fifth.html"} <= links(
        site.pages["papers/topics.html"]
    )


def test_authors_have_pages_from_a_number_of_papers_on(build):
    named = {"authors": "[Ada One, 李雷]", **ML}
    text = made("2021-04-06", (1, 9, named), (2, 8, {"authors": "[Ada One]"}))
    files = {"hotpapers/2021-04-06.yaml": text}
    assert "papers/authors.html" not in build(files, **SETTINGS).pages
    site = build(files, **SETTINGS, HOTPAPERS_AUTHOR_PAGES=2)
    assert titles(site.pages["papers/author-ada-one.html"]) == [1, 2]
    everyone = build(files, **SETTINGS, HOTPAPERS_AUTHOR_PAGES=1)
    assert "李雷" in everyone.pages["papers/authors.html"]


def test_a_paper_of_very_many_authors_makes_no_pages_of_theirs(build):
    crowd = {
        "authors": f"[{', '.join(f'Member {n}' for n in range(MOST_AUTHORS + 1))}]"
    }
    text = made("2021-04-06", (1, 9, crowd), (2, 8, {"authors": "[Ada One, Member 1]"}))
    files = {"hotpapers/2021-04-06.yaml": text}
    site = build(files, **SETTINGS, HOTPAPERS_AUTHOR_PAGES=1)
    assert titles(site.pages["papers/author-member-1.html"]) == [2]
    assert "papers/author-member-2.html" not in site.pages
    assert f"more than {MOST_AUTHORS} authors" in site.pages["papers/authors.html"]


def test_topics_and_authors_of_like_names_have_pages_of_their_own(build):
    one, two = {"authors": "[José Mar]"}, {"authors": "[Jose Mar, José Mar 2]"}
    text = made("2021-04-06", (1, 9, one), (2, 8, two))
    topics = {"C": {"include": ["paper 1"]}, "C++": {"include": ["paper 2"]}}
    site = build(
        {"hotpapers/2021-04-06.yaml": text},
        **SETTINGS,
        HOTPAPERS_AUTHOR_PAGES=1,
        HOTPAPERS_TOPICS=topics,
    )

    def listed(overview):
        pages = links(site.pages[f"papers/{overview}s.html"])
        pages = [page for page in pages if page.startswith(f"papers/{overview}-")]
        return sorted(titles(site.pages[page]) for page in pages)

    assert listed("topic") == [[1], [2]]
    assert listed("author") == [[1], [2], [2]]


def test_every_day_is_in_the_calendar(site):
    page = site.pages["papers/days.html"]
    assert {f"hot-papers-{name[10:20]}.html" for name in FILES} <= links(page)


def test_each_year_has_a_calendar_and_a_new_day_changes_the_newest_alone(build):
    plain = SETTINGS | {"HOTPAPERS_PAPER_PAGES": False}
    days = ("2019-12-31", "2020-01-02", "2022-05-05")
    old = {f"hotpapers/{day}.yaml": made(day, (1, 9, ML)) for day in days}
    before = build(old, **plain).pages
    new = {"hotpapers/2022-05-06.yaml": made("2022-05-06", (2, 9, ML))}
    after = build(old | new, **plain).pages
    for stem, shown in {
        "days": {"hot-papers-2022-05-05.html", "hot-papers-2022-05-06.html"},
        "days-2020": {"hot-papers-2020-01-02.html"},
        "days-2019": {"hot-papers-2019-12-31.html"},
    }.items():
        found = links(after[f"papers/{stem}.html"])
        assert {link for link in found if link.startswith("hot-papers")} == shown
    assert {"papers/days-2020.html", "papers/days-2019.html"} <= links(
        after["papers/days.html"]
    )
    assert "papers/days.html" in links(after["papers/days-2020.html"])
    changed = {name for name in before if before[name] != after.get(name)}
    assert "papers/days.html" in changed
    assert not changed & {"papers/days-2020.html", "papers/days-2019.html"}


def test_long_listings_come_in_parts_the_newest_on_the_page_itself(build):
    few = {"categories": "[cs.CL]"}
    days = many_papers("2021-04-06", 1, 170) | many_papers(
        "2021-04-07", 171, 169 + 2 * PER_PAGE, few
    )
    site = build(days, **SETTINGS)
    parts = [site.pages[f"papers/cs.LG{part}.html"] for part in ("", "-p2", "-p1")]
    assert [titles(part) for part in parts] == [
        [*range(1, 71)],
        [*range(71, 121)],
        [*range(121, 171)],
    ]
    ways = [
        {link for link in links(part) if re.match(r"papers/cs\.LG.*html", link)}
        for part in parts
    ]
    assert [each - {"papers/cs.LG.html"} for each in ways] == [
        {"papers/cs.LG-p2.html"},
        {"papers/cs.LG-p1.html"},
        {"papers/cs.LG-p2.html"},
    ]
    assert 'rel="prev" href="cs.LG.html"' in parts[1]
    assert len(titles(site.pages["papers/cs.CL.html"])) == 2 * PER_PAGE - 1
    assert "papers/cs.CL-p1.html" not in site.pages


@pytest.mark.parametrize(("new", "touched"), [(29, []), (30, ["-p2", "-p3"])])
def test_a_new_day_leaves_older_parts_of_listings_as_they_are(build, new, touched):
    plain = SETTINGS | {"HOTPAPERS_PAPER_PAGES": False}
    days = many_papers("2021-04-06", 1, 170)
    before = build(days, **plain).pages
    again = many_papers("2021-04-07", 171, 170 + new)
    after = build(days | again, **plain).pages
    changed = [
        part
        for part in ("-p1", "-p2", "-p3")
        if before.get(f"papers/cs.LG{part}.html")
        != after.get(f"papers/cs.LG{part}.html")
    ]
    assert changed == touched
    assert titles(after["papers/cs.LG.html"])[:new] == [*range(171, 171 + new)]


def test_a_leaderboard_follows_the_other_days_of_its_papers(build):
    settings = SETTINGS | {"DELETE_OUTPUT_DIRECTORY": False}
    may = many_papers("2021-05-10", 1, 1)
    for papers in (2, 1):
        pages = build(many_papers("2021-04-05", 1, papers) | may, **settings).pages
        found = re.findall(r"1st of (\d+) on", pages["papers/top-2021-05.html"])
        assert sorted(found) == ["1", str(papers)]


def test_a_paper_that_is_hot_again_stays_in_its_place(build):
    days = many_papers("2021-04-06", 1, 3) | {
        "hotpapers/2021-04-07.yaml": made("2021-04-07", (4, 90, ML), (3, 80, ML))
    }
    page = build(days, **SETTINGS).pages["papers/cs.LG.html"]
    assert titles(page) == [4, 1, 2, 3]
