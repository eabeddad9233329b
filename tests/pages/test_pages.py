"""The plugin's own pages, in whole builds."""

import re

import pytest
from clean_html import faults_of_html
from hot_posts import yaml_digest
from jinja2 import StrictUndefined

from pelican_hotpapers.library import MOST_AUTHORS
from pelican_hotpapers.pages import PER_PAGE

SETTINGS = {"PLUGINS": ["pelican_hotpapers"], "SITEURL": "https://hotpapers.example"}


def made(date, *papers):
    """A digest whose papers are (number, score, facts)."""
    lines = [f"date: {date}", "papers:"]
    for number, score, facts in papers:
        lines += [
            f"- arxiv_id: '2104.{number:05}'",
            f"  title: Paper {number}",
            f"  score: {score}",
            f"  reposts: {score}",
            *(f"  {name}: {value}" for name, value in facts.items()),
        ]
    return "\n".join(lines) + "\n"


ML = {"categories": "[cs.LG, stat.ML]"}
CV = {"categories": "[cs.CV]", "code_url": "https://github.com/a/b"}
FILES = {
    "hotpapers/2021-04-06.yaml": made(
        "2021-04-06", (1, 90, ML), (2, 70, CV), (3, 50, ML)
    ),
    "hotpapers/2021-04-07.yaml": made("2021-04-07", (4, 95, CV), (1, 80, ML)),
    "hotpapers/2021-06-15.yaml": made("2021-06-15", (5, 60, ML)),
}


def titles(page):
    """Return the papers of a page, as they are listed."""
    return [int(number) for number in re.findall(r'id="arxiv-2104\.(\d+)"', page)]


def links(page):
    """Where a page of ours leads on its own site: to others of ours by their names."""
    site = r"https://hotpapers\.example/|\.\./"
    found = re.findall(rf'href="(?:({site})([^"#]*)|([^":#]+))["#]', page)
    return {place if way else f"papers/{name}" for way, place, name in found}


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


def many_papers(date, first, last, facts=ML):
    """A digest of papers with one number after another, the hottest first."""
    papers = ((number, 1000 - number, facts) for number in range(first, last + 1))
    return {f"hotpapers/{date}.yaml": made(date, *papers)}


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


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_every_page_is_reached_from_the_overview(build, theme):
    topics = {"With code": {"has_code": True}}
    site = build(
        FILES,
        **SETTINGS,
        THEME=theme,
        HOTPAPERS_TOPICS=topics,
        HOTPAPERS_AUTHOR_PAGES=1,
    )
    seen, waiting = set(), {"papers/index.html"}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= {link for link in links(site.pages[name]) if link in site.pages}
        waiting -= seen
    pages = {name for name in site.pages if re.match(r"papers/.*\.html", name)}
    assert pages
    assert pages <= seen
    assert site.warnings == site.errors == []


def test_no_link_leads_nowhere(site):
    for name in site.pages:
        if name.startswith("papers/") and name.endswith(".html"):
            assert {link for link in links(site.pages[name]) if link} <= set(site.pages)


def test_relative_links_hold_on_every_page(build):
    site = build(FILES, **{**SETTINGS, "RELATIVE_URLS": True})
    page = site.pages["papers/cs.LG.html"]
    own = re.search(r"<section.*</section>", page, re.S)[0]
    assert 'href="2104.00005.html"' in own
    assert "hotpapers.example" not in own


def test_nothing_is_made_where_nothing_is_wanted(build):
    assert not [
        name
        for name in build(FILES, **SETTINGS, HOTPAPERS_PAGES="").pages
        if name.startswith("papers/")
    ]
    text = "Title: A post\nDate: 2021-01-01\n\nWords.\n"
    bare = build({"post.md": text}, **SETTINGS)
    assert not [name for name in bare.pages if name.startswith("papers/")]


def test_drafts_are_in_no_listing(build):
    draft = FILES | {
        "hotpapers/2021-06-16.yaml": "extra:\n  status: draft\n"
        + yaml_digest("2021-06-16")
    }
    site = build(draft, **SETTINGS)
    assert "2104.00009" not in site.pages["papers/top.html"]


def test_no_text_from_outside_becomes_markup(build):
    evil = '"<script>alert(1)</script> & $x<y$"'
    facts = {
        "categories": "[cs.LG, '<img src=x>']",
        "authors": f"[{evil}]",
        "abstract": evil,
    }
    text = made("2021-04-06", (1, 9, facts)).replace("title: Paper 1", f"title: {evil}")
    site = build(
        {"hotpapers/2021-04-06.yaml": text},
        **SETTINGS,
        HOTPAPERS_AUTHOR_PAGES=1,
        HOTPAPERS_TOPICS={"<b>&": {"about": "<i>", "include": ["script"]}},
    )
    pages = [
        page
        for name, page in site.pages.items()
        if re.match(r"papers/(?!search).*html", name)
    ]
    assert len(pages) > 8
    for page in pages:
        scripts = re.findall(r"<script[^>]*>", page)
        assert set(scripts) <= {'<script type="application/ld+json">'}
        assert "<img" not in page
        assert "<i>" not in page
        (own,) = re.findall(
            r'<section class="body hotpapers-page".*</section>', page, re.S
        )
        assert faults_of_html(own) == []


KINDS = (
    *("index", "article", "archives", "category", "author", "tag", "page"),
    *("tags", "categories", "authors", "period_archives"),
)
"""The templates that Pelican wants of a theme."""


def theme_of(base):
    """Return a theme whose pages are all made of one template."""
    pages = {f"templates/{name}.html": '{% extends "base.html" %}' for name in KINDS}
    return {"templates/base.html": base, **pages}


HEADLESS = """\
<!DOCTYPE html><html><head><title>{% block page_title %}A site{% endblock %}</title>
</head><body>{% block header %}{% endblock %}
{% block main %}{% block content %}{% endblock %}{% endblock %}
{% block related %}{% endblock %}{% block listed %}{% endblock %}</body></html>
"""


def test_a_theme_may_have_blocks_of_other_names(build):
    site = build(FILES, theme=theme_of(HEADLESS), **SETTINGS, HOTPAPERS_SEARCH=True)
    names = ["top", "cs.LG", "categories", "days", "index", "search", "2104.00001"]
    for name in names:
        page = site.pages[f"papers/{name}.html"]
        assert page.count("<h1") == page.count('class="body hotpapers-page"') == 1
        for style in ("hotpapers", "hotpapers-pages"):
            assert page.count(f"/theme/hotpapers/{style}.css") == 1


def test_styles_are_in_the_head_where_a_theme_lets_them(build):
    page = build(FILES, **SETTINGS).pages["papers/top.html"]
    assert page.count("/theme/hotpapers/hotpapers.css") == 1
    assert "/theme/hotpapers/hotpapers.css" in page.partition("</head>")[0]
    bare = build(FILES, **SETTINGS, HOTPAPERS_CSS=False).pages["papers/top.html"]
    assert "hotpapers.css" not in bare


def test_a_theme_may_do_each_piece_its_own_way(build):
    theme = {
        **theme_of("<main>{% block content %}{% endblock %}</main>"),
        "templates/hotpapers/pages/hot-days.html": "{{ entry.hot|length }} days!",
    }
    page = build(FILES, theme=theme, **SETTINGS).pages["papers/2104.00001.html"]
    assert page.startswith("<main>")
    assert "2 days!" in page


DESCRIPTION = '<meta name="description" property="og:description" content="([^"]+)">'


def test_every_page_is_described_to_search_engines(build):
    site = build(FILES, **SETTINGS, HOTPAPERS_SEARCH=True)
    described = {
        name: re.findall(DESCRIPTION, page)
        for name, page in site.pages.items()
        if name.startswith("papers/") and name.endswith(".html")
    }
    assert len(described) > 15
    assert {len(found) for found in described.values()} == {1}
    assert described["papers/cs.LG.html"] == [
        "Machine Learning: Paper 5; Paper 1; Paper 3"
    ]


def test_a_newest_day_without_papers_leads_to_no_leaderboard_of_its_own(build):
    empty = {"hotpapers/2021-09-01.yaml": "papers: []\n"}
    site = build(FILES | empty, **SETTINGS, HOTPAPERS_SEARCH=True)
    for name in ("index", "search", "days"):
        assert {link for link in links(site.pages[f"papers/{name}.html"]) if link} <= (
            set(site.pages)
        )
    assert "papers/top-2021-06.html" in links(site.pages["papers/search.html"])
    assert "September 2021" in site.pages["papers/days.html"]


def test_of_two_digests_of_a_day_one_is_the_days_own_everywhere(build):
    other = "title: Another\nslug: another\n" + made("2021-04-06", (4, 99, ML))
    site = build(FILES | {"hotpapers/another.yaml": other}, **SETTINGS)
    days = links(site.pages["papers/days.html"])
    assert len(days & {"another.html", "hot-papers-2021-04-06.html"}) == 1
    for name, page in site.pages.items():
        for place, anchor in re.findall(r'example/([^"#]*)#([^"]*)"', page):
            assert f'id="{anchor}"' in site.pages[place], name


def test_authors_are_called_by_their_names_and_not_by_tex(build):
    one, two = {"authors": '["Henri Poincar\\\\\'e"]'}, {"authors": "[Henri Poincaré]"}
    text = made("2021-04-06", (1, 9, one), (2, 8, two))
    site = build(
        {"hotpapers/2021-04-06.yaml": text}, **SETTINGS, HOTPAPERS_AUTHOR_PAGES=2
    )
    page = site.pages["papers/author-henri-poincare.html"]
    assert titles(page) == [1, 2]
    assert "Henri Poincaré" in site.pages["papers/authors.html"]
    assert "author-henri-poincare.html" in site.pages["papers/2104.00001.html"]


def test_a_description_is_cut_between_characters_whatever_they_are_escaped_as(build):
    title = "字" * 196 + "&" + "字" * 20
    text = made("2021-04-06", (1, 9, {"authors": "[Ada]"})).replace("Paper 1", title)
    files = {"hotpapers/2021-04-06.yaml": text}
    pages = build(files, **SETTINGS, HOTPAPERS_AUTHOR_PAGES=1).pages
    (found,) = re.findall(DESCRIPTION, pages["papers/author-ada.html"])
    assert found == "字" * 196 + "&amp;..."


@pytest.mark.parametrize(
    ("settings", "name"),
    [({}, "description"), ({"HOTPAPERS_META": False}, "citation_abstract")],
)
def test_the_head_of_a_papers_page_has_its_abstract_once(build, settings, name):
    abstract = "A long one. " * 50
    text = made("2021-04-06", (1, 9, {"abstract": abstract}))
    site = build({"hotpapers/2021-04-06.yaml": text}, **SETTINGS, **settings)
    head, _, _ = site.pages["papers/2104.00001.html"].partition("</head>")
    told = re.findall(r'<meta name="(\w+)"[^>]* content="A long [^"]*"', head)
    assert told == [name]
    assert head.count(abstract.strip()) == 1


@pytest.mark.parametrize("address", ["https://hotpapers.example", ""])
def test_a_site_may_want_all_that_its_templates_print_defined(build, address):
    settings = {
        "JINJA_ENVIRONMENT": {"undefined": StrictUndefined},
        "DIRECT_TEMPLATES": [],
        "HOTPAPERS_SEARCH": True,
        "HOTPAPERS_COMFORTS": ["keys", "marks", "copy"],
    }
    theme = theme_of("{% block head %}{% endblock %}{% block content %}{% endblock %}")
    site = build(FILES, theme=theme, **{**SETTINGS, **settings, "SITEURL": address})
    assert "papers/search.html" in site.pages
    assert site.warnings == site.errors == []


def test_a_sites_templates_may_have_delimiters_of_their_own(build):
    delimiters = {
        "block_start_string": "<%",
        "block_end_string": "%>",
        "variable_start_string": "<<",
        "variable_end_string": ">>",
        "comment_start_string": "<#",
        "comment_end_string": "#>",
    }
    jinja = {"trim_blocks": True, "lstrip_blocks": True, **delimiters}
    theme = theme_of("<% block head %><% endblock %><% block content %><% endblock %>")
    theme = {
        name: text.replace("{%", "<%").replace("%}", "%>")
        for name, text in theme.items()
    }
    site = build(FILES, theme=theme, **SETTINGS, JINJA_ENVIRONMENT=jinja)
    assert titles(site.pages["papers/cs.LG.html"]) == [5, 1, 3]
    assert not re.search(r"{[{%#]|%}|<[<%#]", site.pages["papers/cs.LG.html"])
    assert site.warnings == site.errors == []


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_the_menu_leads_to_them_from_each_page(build, theme):
    menu = [("Papers", "/papers/index.html")]
    site = build(FILES, PLUGINS=["pelican_hotpapers"], THEME=theme, MENUITEMS=menu)
    pages = {name: page for name, page in site.pages.items() if ".html" in name}
    assert {"index.html", "papers/index.html", "papers/cs.CV.html"} <= pages.keys()
    link = re.compile(r'<a[^>]* href="/papers/index.html">\s*Papers\s*</a>')
    nav = re.compile("<nav.*?</nav>", re.DOTALL)
    assert all(link.search("".join(nav.findall(page))) for page in pages.values())


def test_a_day_of_eight_papers_shows_how_its_scores_lie(build):
    files = {
        f"hotpapers/2021-04-0{day}.yaml": made(
            f"2021-04-0{day}", *((10 * day + n, 99 - n, {}) for n in range(number))
        )
        for day, number in ((6, 7), (7, 8))
    }
    pages = build(files, **SETTINGS).pages
    assert "A dot a paper" not in pages["hot-papers-2021-04-06.html"]
    assert "A dot a paper" in pages["hot-papers-2021-04-07.html"]
