"""The plugin's own pages, in whole builds."""

import re

import pytest
from clean_html import faults_of_html
from hot_posts import yaml_digest
from jinja2 import StrictUndefined
from pages.page_sites import FILES, ML, SETTINGS, links, made, titles


@pytest.fixture(scope="module")
def site(build_module):
    return build_module(FILES, **SETTINGS)


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
