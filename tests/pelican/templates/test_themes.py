"""A theme's own templates, and ours in real sites."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from filter_results import HOSTILE, Elements
from jinja2 import Environment, StrictUndefined
from rendered_templates import (
    COLD,
    COVERAGE,
    DAY,
    EMPTY,
    GONE,
    HOT,
    MORNING,
    SAID,
    render,
)

from pelican_hotpapers.config import Config
from pelican_hotpapers.formats.data_writer import render_json
from pelican_hotpapers.model import Coverage, Digest, Paper, Post
from pelican_hotpapers.pelican.jinja_environment import TEMPLATES, install
from tests.conftest import Build

THEMES = Path(__file__).parents[2] / "themes"


def test_a_theme_replaces_any_piece_by_a_file_of_its_name() -> None:
    pieces = {path.stem for path in (TEMPLATES / "hotpapers").glob("*.html")}
    config = Config(embeds="widget", pages="")

    for piece in pieces - {"summary", "redirect"}:  # these are no part of a digest
        theme = {f"hotpapers/{piece}.html": f"[{piece} of the theme]"}
        html = render("digest", config, theme, digest=DAY)
        assert f"[{piece} of the theme]" in html


@pytest.mark.parametrize("block", ["title", "authors", "facts", "abstract", "posts"])
def test_a_theme_changes_one_part_of_a_paper(block: str) -> None:
    theme = {
        "hotpapers/paper.html": '{% extends "!hotpapers/paper.html" %}'
        f"{{% block {block} %}}[{{{{ paper.rank }}}}<{block}>]{{% endblock %}}"
    }

    html = render("digest", theme=theme, digest=DAY)

    assert html.count(f"<{block}>]") == 2
    other = "Some words of mine" if block != "posts" else "Ada Lovelace"
    assert other in html


def test_a_theme_shows_a_paper_by_itself() -> None:
    page = '{% with paper = it %}{% include "hotpapers/paper.html" %}{% endwith %}'
    env = Environment(undefined=StrictUndefined)  # noqa: S701 - as Pelican has it
    install(env, Config())

    html = env.from_string(page).render(it=HOT)

    assert Elements(html).attributes("article")[0]["id"] == HOT.anchor


INTRASITE = ("{filename}x", "|V_{ub}|", "{static}/y.png", "{author}z")


def treacherous(text: str) -> Digest:
    """Return a digest that holds a text in every field that takes one, and in links."""
    post = Post(
        url=f"https://example.org/{text}",
        platform=text,
        id=text,
        author_name=text,
        author_handle=text,
        date=dt.date(2021, 4, 7),
        html=f'{text} <a href="{text}">{text}</a>',
    )
    paper = Paper(
        arxiv_id="2104.01778",
        rank=1,
        title=text,
        authors=(text, text),
        categories=(text, "cs.LG"),
        abstract=text,
        measured_at=MORNING,
        code_url=f"https://example.org/?q={text}",
        project_url=text,
        signals={text: 3},
        posts=(post, replace(post, url=text)),
    )
    coverage = Coverage(
        source=text,
        url=f"https://example.org/?q={text}",
        counted_by=(text, text),
        problems=(text,),
    )
    return replace(DAY, papers=(paper, COLD), coverage=(coverage,))


def content(digest: Digest) -> dict[str, str]:
    return {f"hotpapers/{digest.date}.json": render_json(digest)}


@pytest.mark.parametrize("text", [*INTRASITE, HOSTILE])
def test_outside_text_is_no_link_of_pelicans_and_no_markup(
    build: Build, text: str
) -> None:
    config = Config(authors=1, comforts=())
    html = render("digest", config, digest=treacherous(text)) + render(
        "summary", config, digest=treacherous(text)
    )

    site = build(
        {"page.html": f"<html><head><title>T</title></head><body>{html}</body></html>"},
        PLUGINS=["pelican_hotpapers"],
        DEFAULT_DATE="2021-04-08",
        DEFAULT_CATEGORY="c",
    )

    assert not site.warnings
    assert not site.errors
    shown = Elements(site.pages["t.html"])
    assert not shown.tags & {"script", "img"}


@pytest.mark.parametrize(
    "theme", ["simple", "notmyidea", *sorted(path.name for path in THEMES.iterdir())]
)
def test_a_digest_appears_in_any_theme(build: Build, theme: str) -> None:
    own = THEMES / theme
    site = build(
        content(DAY) | content(EMPTY),
        PLUGINS=["pelican_hotpapers"],
        THEME=str(own) if own.is_dir() else theme,
        fatal="warnings",
    )

    page = site.pages["hot-papers-2021-04-07.html"]
    _assert_whole(page, site.pages)
    assert "An old one" in site.pages["index.html"]


@pytest.mark.parametrize("theme", ["notmyidea", str(THEMES / "fixed")])
def test_a_theme_that_undoes_escaping_in_its_head_does_no_harm(
    build: Build, theme: str
) -> None:
    digest = replace(DAY, papers=(replace(COLD, title=HOSTILE),))

    site = build(content(digest), PLUGINS=["pelican_hotpapers"], THEME=theme)

    shown = Elements(site.pages["hot-papers-2021-04-07.html"])
    assert HOSTILE in shown.text
    assert "img" not in shown.tags
    scripts = shown.attributes("script")
    assert all(script == {"type": "application/ld+json"} for script in scripts)
    [description] = [
        meta for meta in shown.attributes("meta") if meta.get("name") == "description"
    ]
    assert set(description) == {"name", "content"}


@pytest.mark.browser  # the theme is of that extra
def test_a_digest_appears_in_a_theme_that_is_a_plugin(build: Build) -> None:
    site = build(
        content(DAY),
        PLUGINS=[
            "pelican_hotpapers",
            "pelican.plugins.seafoam",
            "pelican.plugins.jinja_filters",
            "pelican.plugins.image_process",
        ],
    )

    _assert_whole(site.pages["hot-papers-2021-04-07.html"], site.pages)


def _assert_whole(page: str, pages: dict[str, str]) -> None:
    """Check that a page has both papers, and the style sheet that it asks for."""
    shown = Elements(page)
    ids = {attributes.get("id") for attributes in shown.attributes("article")}
    assert {HOT.anchor, COLD.anchor} <= ids
    quotes = [quote.get("cite") for quote in shown.attributes("blockquote")]
    assert quotes == [SAID.url, GONE.url]
    sheets = [
        str(link["href"])
        for link in shown.attributes("link")
        if str(link.get("href")).endswith("hotpapers.css")
    ]
    assert len(sheets) == 1
    assert any(sheets[0].endswith(path) for path in pages if path.endswith(".css"))


def test_a_page_follows_its_coverage(build: Build) -> None:
    page = "hot-papers-2021-04-07.html"
    plugin = {"PLUGINS": ["pelican_hotpapers"]}
    grown = replace(COVERAGE, listed=50, below=17)

    before = build(content(DAY), **plugin).pages[page]
    after = build(content(replace(DAY, coverage=(grown,))), **plugin)

    assert "48 papers" in before
    assert "50 papers" in after.pages[page]
    assert "48 papers" not in after.pages[page]
    assert after.articles[0].digest.coverage == (grown,)


def test_a_site_overrides_a_template_for_whatever_theme(
    build: Build, tmp_path: Path
) -> None:
    overrides = tmp_path / "overrides"
    (overrides / "hotpapers").mkdir(parents=True)
    (overrides / "hotpapers" / "category.html").write_text("<i>{{ category }}</i>")

    site = build(
        content(DAY),
        PLUGINS=["pelican_hotpapers"],
        THEME_TEMPLATES_OVERRIDES=[str(overrides)],
    )

    assert "<i>cs.LG</i> <i>stat.ML</i>" in site.pages["hot-papers-2021-04-07.html"]


def test_a_themes_own_template_uses_the_filters(build: Build) -> None:
    theme = {
        "templates/article.html": "{% if article is hotpapers_digest %}"
        "{% for paper in article.digest.papers %}"
        "{{ paper.categories|category_links }}{{ paper.posts[0]|tweet_embed }}"
        "{% endfor %}{% endif %}"
    }
    one = replace(DAY, papers=(HOT,))

    site = build(content(one), PLUGINS=["pelican_hotpapers"], theme=theme)

    shown = Elements(site.pages["hot-papers-2021-04-07.html"])
    assert shown.attributes("blockquote")[0]["cite"] == SAID.url
    assert shown.attributes("a")[0]["title"] == "Machine Learning"


def test_a_theme_asks_on_every_page_of_a_site(build: Build) -> None:
    asked = (
        '{% extends "!simple/base.html" %}{% block head %}{{ super() }}<q>'
        "{% if article is hotpapers_digest %} has {{ article.digest.papers|length }}"
        "{% else %} has none, of {{ (nothing|hotpapers_why).parts }}{% endif %}"
        "</q>{% endblock %}"
    )

    site = build(
        {**content(DAY), "post.md": "Title: A Post\nDate: 2021-04-08\n\nText.\n"},
        PLUGINS=["pelican_hotpapers"],
        theme={"templates/base.html": asked},
    )

    pages = {name: page for name, page in site.pages.items() if ".html" in name}
    digests = {name for name, page in pages.items() if " has 2" in page}
    assert digests == {"hot-papers-2021-04-07.html"}
    others = pages.keys() - digests
    assert {"index.html", "a-post.html", "papers/index.html"} <= others
    assert all(" has none, of ()</q>" in pages[name] for name in others)
    assert site.warnings == site.errors == []
