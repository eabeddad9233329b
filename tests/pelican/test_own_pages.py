"""The plugin's own pages in the page of a theme."""

import re

import pytest
from clean_html import faults_of_html
from hot_posts import yaml_digest

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://hotpapers.example",
    "SITENAME": "A Site",
}
FILES = {
    "hotpapers/2021-04-07.yaml": """\
papers:
- arxiv_id: '2104.00001'
  title: 'On $x^2$ & "quotes"'
  categories: [cs.LG]
  likes: 3
  abstract: What is asked.
"""
}
KINDS = {
    f"papers/{name}.html": name
    for name in ("index", "cs.LG", "categories", "top", "leaderboards", "days")
}
PAPER = "papers/2104.00001.html"
LISTS = ("index", "article", "archives", "category", "author", "tag")
OTHERS = ("tags", "categories", "authors", "period_archives")
BASE = """\
<!DOCTYPE html>
<html lang="en"><head>
<title>{% block title %}{{ SITENAME }}{% endblock %}</title>
{% block head %}{% endblock %}
</head><body>{% block content %}{% endblock %}</body></html>
"""
CARD = """\
{% extends "base.html" %}
{% block title %}{{ page.title }} at {{ SITENAME }}{% endblock %}
{% block content %}
<div class="card" id="page-{{ page.slug }}"><h1>{{ page.title }}</h1>
<p class="summary">{{ page.summary }}</p>
<p class="about">{{ page.url }} {{ page.save_as }} {{ page.lang }} {{ page.status }}
{{ page.metadata.title }} {{ page.translations|length }}</p>
{{ page.content }}</div>
{% endblock %}
"""
SECTION = '<section class="body hotpapers-page" '


def theme(page, base=BASE, **others):
    """Return a theme whose page.html is this."""
    every = dict.fromkeys((*LISTS, *OTHERS), '{% extends "base.html" %}')
    texts = {**every, "base": base, "page": page, **others}
    return {f"templates/{name}.html": text for name, text in texts.items()}


def cards(page):
    return re.findall(r'<div class="card"[^>]*>.*?</section></div>', page, re.DOTALL)


def test_they_stand_where_the_theme_puts_pages(build):
    site = build(FILES, theme=theme(CARD), **SETTINGS)
    for name in (*KINDS, PAPER):
        (card,) = cards(site.pages[name])
        assert card.count(SECTION) == site.pages[name].count(SECTION) == 1
        assert name in card
        assert faults_of_html(card) == []
    assert site.warnings == site.errors == []


def test_their_titles_are_the_themes(build):
    page = build(FILES, theme=theme(CARD), **SETTINGS).pages["papers/top.html"]
    assert "<title>The hottest of all time at A Site</title>" in page
    assert page.count("<h1") == 1
    assert "<h1>The hottest of all time</h1>" in page


def test_a_title_of_anybody_stays_text(build):
    hostile = "</title><script>alert(1)</script>\"'<img src=x>&lt;b&gt;"
    text = yaml_digest("2021-04-07", title=repr(hostile).replace("\\'", "''"))
    site = build(
        {"hotpapers/2021-04-07.yaml": text},
        theme=theme(CARD.replace("<h1>", "<h1 title='{{ page.title|striptags }}'>")),
        **SETTINGS,
    )
    (name,) = [name for name in site.pages if re.fullmatch(r"papers/\d.*html", name)]
    page = site.pages[name]
    assert "<img" not in page
    assert "<b>" not in page
    assert "<script" not in page


def test_a_title_has_its_formulas_in_words_of_the_theme(build):
    page = build(FILES, theme=theme(CARD), **SETTINGS).pages[PAPER]
    assert (
        "<h1>On x² &amp; “quotes”</h1>" in page or "<h1>On x² & “quotes”</h1>" in page
    )


def test_further_parts_of_a_list_have_their_number_in_the_title(build):
    papers = "".join(
        f"- {{arxiv_id: '2104.{number:05}', title: Paper {number}, likes: 1, "
        "categories: cs.LG}\n"
        for number in range(1, 101)
    )
    site = build(
        {"hotpapers/2021-04-07.yaml": f"papers:\n{papers}"},
        theme=theme(CARD),
        **SETTINGS,
        HOTPAPERS_SEARCH=False,
    )
    assert "<h1>cs.LG (1)</h1>" in site.pages["papers/cs.LG-p1.html"]


def test_a_theme_that_shows_no_title_gets_ours(build):
    untitled = (
        '{% extends "base.html" %}{% block content %}{{ page.content }}{% endblock %}'
    )
    page = build(FILES, theme=theme(untitled), **SETTINGS).pages[PAPER]
    assert page.count("<h1") == 1
    assert re.search(r'<h1 class="hotpapers-heading">On <math.*?</h1>', page)


def test_a_content_block_of_another_name_is_no_matter(build):
    base = BASE.replace("block content", "block body_content")
    page = CARD.replace("block content", "block body_content")
    site = build(FILES, theme=theme(page, base), **SETTINGS)
    assert [len(cards(site.pages[name])) for name in KINDS] == [1] * len(KINDS)


@pytest.mark.parametrize(
    "page",
    [
        '{% extends "base.html" %}',
        '{% extends "base.html" %}{% block content %}{{ page.title }}{% endblock %}',
        '{% extends "base.html" %}{% block content %}{{ 1 / 0 }}{% endblock %}',
        '{% extends "nothing.html" %}',
        "{{ page.content",
    ],
)
def test_a_page_template_that_does_not_show_them_is_left_aside(build, page):
    site = build(FILES, theme=theme(page), **SETTINGS)
    for name in (*KINDS, PAPER):
        assert site.pages[name].count(SECTION) == 1
        assert site.pages[name].count("<h1") == 1
    assert "— A Site</title>" in site.pages[PAPER]
    assert site.warnings == site.errors == []


def test_a_theme_that_shows_them_nowhere_is_told(build):
    base = BASE.replace("block content", "block body_content")
    site = build(FILES, theme=theme('{% extends "base.html" %}', base), **SETTINGS)
    (warning,) = site.warnings
    assert "hotpapers/pages/frame.html" in warning
    assert site.pages[PAPER].count(SECTION) == 1
    mended = {
        "hotpapers/pages/frame": '{% extends "base.html" %}'
        "{% block body_content %}{{ page.content }}{% endblock %}"
    }
    site = build(
        FILES, theme=theme('{% extends "base.html" %}', base, **mended), **SETTINGS
    )
    assert site.pages[PAPER].count(SECTION) == 1
    assert site.warnings == []


@pytest.mark.parametrize("block", ["block head", "block elsewhere"])
def test_the_head_and_what_stands_in_its_place_say_the_same_once(build, block):
    base = BASE.replace("block head", block)
    page = build(FILES, theme=theme(CARD, base), **SETTINGS).pages[PAPER]
    assert ("citation_title" in page) == (block == "block head")
    assert ("Z3988" in page) == (block != "block head")
    assert page.count("hotpapers/hotpapers.css") == 1
    assert page.count("hotpapers/hotpapers-pages.css") == 1
    assert ("og:title" in page) == (block == "block head")


def test_relative_addresses_lead_from_where_a_page_is(build):
    page = build(FILES, theme=theme(CARD), **SETTINGS, RELATIVE_URLS=True).pages[PAPER]
    assert 'href="index.html"' in page
    assert 'href="../hot-papers-2021-04-07.html#' in page


def test_the_menu_of_pages_stays_as_it_is(build):
    menu = CARD + "{% block menu %}{% endblock %}"
    base = BASE.replace(
        "<body>", "<body><nav>{% for p in pages %}{{ p.title }};{% endfor %}</nav>"
    )
    own = {"pages/about.md": "Title: About\n\nWords.\n"}
    site = build({**FILES, **own}, theme=theme(menu, base), **SETTINGS)
    assert "<nav>About;</nav>" in site.pages["papers/top.html"]


def test_other_plugins_see_pages(build, tmp_path, monkeypatch):
    (tmp_path / "stamp.py").write_text(
        "from pelican import contents, signals\n"
        "def stamp(content):\n"
        "    content.stamp = 'Page' if isinstance(content, contents.Page) else ''\n"
        "def register():\n"
        "    signals.content_object_init.connect(stamp)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    stamped = CARD.replace("</h1>", " [{{ page.stamp }}]</h1>")
    settings = {**SETTINGS, "PLUGINS": ["stamp", "pelican_hotpapers"]}
    site = build(FILES, theme=theme(stamped), **settings)
    assert "of all time [Page]</h1>" in site.pages["papers/top.html"]


def test_a_themes_parts_take_the_place_of_ours_on_all_pages(build):
    post = "  posts: [{url: 'https://x.com/ada/status/1', html: A word of mine.}]\n"
    (name, text), *_ = FILES.items()
    parts = {
        "hotpapers/comforts": "<!-- comforts of {{ hotpapers_files }} -->",
        "hotpapers/paper": '{% extends "!hotpapers/paper.html" %}'
        "{% block authors %}<i>by {{ paper.title }} of {{ SITENAME }}</i>"
        "{% endblock %}",
        "hotpapers/post": "<q>{{ post|hotpapers_post_text }}</q>",
        "hotpapers/pages/hot-days": "<b>{{ entry.hot[0].rank }} of {{ SITENAME }}</b>",
        "hotpapers/pages/entry": "<h3>{{ place }} {{ entry.paper.title }} "
        "{{ days.values()|map(attribute='title')|join }}</h3>",
    }
    site = build({name: text + post}, theme=theme(CARD, **parts), **SETTINGS)
    page, top = site.pages[PAPER], site.pages["papers/top.html"]
    for each in (page, top):
        assert each.count("<!-- comforts of ../theme/hotpapers -->") == 1
    assert page.count("<i>by On $x^2$ &amp; &#34;quotes&#34; of A Site</i>") == 1
    assert page.count("<q>A word of mine.</q>") == 1
    assert page.count("<b>1 of A Site</b>") == 1
    assert top.count("<h3>1 On $x^2$ &amp; &#34;quotes&#34; ") == 1
    assert site.warnings == site.errors == []
