"""What the head of a digest's page tells programs."""

import json

import extruct
import pytest
from hot_posts import FRONT, post, section, yaml_digest

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://hotpapers.example",
    "SITENAME": "A Site",
}
PAGE = "hot-papers-2021-04-07.html"
POST = {"2021-04-07.md": post(section(1, title="On Heads"), section(2, title="Tails"))}


def metas(page):
    found = extruct.extract(page, syntaxes=["opengraph"], uniform=True)["opengraph"]
    return found[0]


def descriptions(page):
    return page.count('<meta name="description"')


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_a_link_to_a_digest_shows_what_it_is_about(build, theme):
    page = build(POST, **SETTINGS, THEME=theme).pages[PAGE]
    found = metas(page)
    assert found["og:title"] == "Hot Papers 2021-04-07"
    assert found["og:description"] == "On Heads; Tails"
    assert found["og:url"] == f"https://hotpapers.example/{PAGE}"
    assert found["og:site_name"] == "A Site"
    assert descriptions(page) == 1


@pytest.mark.parametrize("relative", [False, True])
def test_search_engines_are_told_of_each_paper(build, relative):
    page = build(POST, **{**SETTINGS, "RELATIVE_URLS": relative}).pages[PAGE]
    (data,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert data["@type"] == "ItemList"
    listed = [(each["position"], each["url"]) for each in data["itemListElement"]]
    assert listed == [
        (1, "https://arxiv.org/abs/2104.00001"),
        (2, "https://arxiv.org/abs/2104.00002"),
    ]
    assert metas(page)["og:url"] == f"https://hotpapers.example/{PAGE}"


def test_a_second_build_says_the_same(build):
    first = build(POST, **SETTINGS).pages[PAGE]
    assert build(POST, **SETTINGS).pages[PAGE] == first


def test_what_the_theme_says_already_is_left_to_it(build):
    theme = {
        "templates/base.html": "<html><head>{% block head %}<title>x</title>"
        "{% endblock %}</head><body>{% block content %}{% endblock %}</body></html>",
        "templates/article.html": '{% extends "base.html" %}'
        '{% block head %}{{ super() }}<meta property="og:title" content="Its own">'
        '<meta name="description" content="Its own">{% endblock %}'
        "{% block content %}{{ article.content }}{% endblock %}",
    }
    page = build(POST, theme=theme, **SETTINGS).pages[PAGE]
    assert metas(page)["og:title"] == "Its own"
    assert page.count("og:title") == descriptions(page) == 1


def test_a_theme_without_such_a_block_stays_as_it_is(build):
    theme = {"templates/article.html": "<html>{{ article.content }}</html>"}
    page = build(POST, theme=theme, **SETTINGS).pages[PAGE]
    assert "og:title" not in page
    assert "On Heads" in page


ARTICLE = (
    "{% extends 'base.html' %}{% block content %}{{ article.content }}{% endblock %}"
)
BODY = "<body>{% block content %}{% endblock %}</body>"
IN_BODY = {
    "none": f"<head></head>{BODY}",
    "included": "<head>{% include 'head.html' %}</head>" + BODY,
    "another's": "<head>{% block title %}x{% endblock %}</head>" + BODY,
}
IN_HEAD = {
    "its own": "<head>{% block head %}{% endblock %}</head>" + BODY,
    "nested": "<head>{% block all %}{% block head %}{% endblock %}{% endblock %}</head>"
    + BODY,
    "computed": "{% set simple = '!simple/base.html' %}{% extends simple %}",
    "chosen": "{% extends 'no.html' if page_name == 'x' else '!simple/base.html' %}",
}


@pytest.mark.parametrize(
    ("base", "is_in_head"),
    [
        *(pytest.param(base, False, id=name) for name, base in IN_BODY.items()),
        *(pytest.param(base, True, id=name) for name, base in IN_HEAD.items()),
    ],
)
def test_papers_are_told_of_in_the_head_or_else_in_the_body(build, base, is_in_head):
    theme = {
        "templates/base.html": base,
        "templates/head.html": "{% block head %}{% endblock %}",
        "templates/article.html": ARTICLE,
        "templates/index.html": "{% for each in articles %}{{ each.content }}"
        "{{ each.summary }}{% endfor %}",
    }
    site = build(POST, theme=theme, **SETTINGS, FEED_ALL_ATOM="feed.xml")
    page = site.pages[PAGE]
    (data,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert len(data["itemListElement"]) == 2
    assert ("ld+json" in page.partition("<body>")[0]) == is_in_head
    assert "ld+json" not in site.pages["index.html"] + site.pages["feed.xml"]
    assert site.warnings == site.errors == []


@pytest.mark.parametrize(
    "fills", ["{{ super() }}", "{% block head %}{% endblock %}", ""]
)
def test_a_block_that_the_theme_fills_anew_is_one_only_if_it_is_shown(build, fills):
    theme = {
        "templates/base.html": "<head>{% block all %}{% block head %}{% endblock %}"
        "{% endblock %}</head>" + BODY,
        "templates/article.html": ARTICLE
        + "{% block all %}"
        + fills
        + "{% endblock %}",
    }
    page = build(POST, theme=theme, **SETTINGS).pages[PAGE]
    assert page.count("ld+json") == 1
    assert ("ld+json" in page.partition("<body>")[0]) == bool(fills)
    assert ("og:title" in page) == bool(fills)


def test_a_digest_keeps_the_template_that_it_chose(build):
    theme = {
        "templates/base.html": "<head>{% block head %}{% endblock %}</head>"
        "{% block content %}{% endblock %}",
        "templates/wide.html": '{% extends "base.html" %}'
        "{% block content %}wide {{ article.title }}{% endblock %}",
    }
    chosen = POST["2021-04-07.md"].replace('template: "post"', 'template: "wide"')
    assert FRONT.count('template: "post"') == 1
    page = build({"2021-04-07.md": chosen}, theme=theme, **SETTINGS).pages[PAGE]
    assert "wide Hot Papers 2021-04-07" in page
    assert metas(page)["og:description"] == "On Heads; Tails"


def test_hostile_titles_stay_texts(build):
    hostile = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)>'
    text = yaml_digest("2021-04-07", title=json.dumps(hostile))
    page = build({"hotpapers/2021-04-07.yaml": text}, **SETTINGS).pages[PAGE]
    assert page.count("<script") == page.count("</script>") == 1
    assert "<img" not in page
    (data,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert data["numberOfItems"] == 1


def test_a_setting_leaves_it_all_out(build):
    page = build(POST, **SETTINGS, HOTPAPERS_META=False).pages[PAGE]
    assert "og:" not in page
    assert "<script" not in page


def test_a_draft_has_a_head_too(build):
    draft = {
        "2021-04-07.md": POST["2021-04-07.md"].replace("draft: false", "draft: true")
    }
    site = build(draft, **SETTINGS)
    assert metas(site.pages[f"drafts/{PAGE}"])["og:title"] == "Hot Papers 2021-04-07"


def test_an_ordinary_post_has_none_of_it(build):
    ordinary = {"ordinary.md": "Title: A Post\nDate: 2021-04-07\n\nWords.\n"}
    assert "og:" not in build(ordinary, **SETTINGS).pages["a-post.html"]
