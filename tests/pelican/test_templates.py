"""Templates and style sheet: what a reader sees, in whatever theme."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, StrictUndefined

import pelican_hotpapers
from pelican_hotpapers.config import Config
from pelican_hotpapers.formats.data_writer import render_json
from pelican_hotpapers.model import Coverage, Digest, Paper, Post
from pelican_hotpapers.pelican.jinja_environment import TEMPLATES, install
from tests.conftest import Build
from tests.pelican.test_filters import HOSTILE, Elements

THEMES = Path(__file__).parents[1] / "themes"
STATIC = Path(pelican_hotpapers.__file__).parent / "static"
MORNING = dt.datetime(2021, 4, 8, 9, 37, 53, tzinfo=dt.UTC)

SAID = Post(
    url="https://twitter.com/ada/status/1",
    platform="x",
    id="1",
    author_name="Ada L.",
    author_handle="ada",
    date=dt.date(2021, 4, 7),
    lang="fa",
    dir="rtl",
    html="<p>Some words of mine</p>",
)
GONE = Post(url="https://bsky.app/profile/bo.example/post/2", platform="bluesky")
HOT = Paper(
    arxiv_id="2104.01778",
    rank=1,
    title="On $x^2$ & its friends",
    authors=("Ada Lovelace", r"Henri Poincar\'e", "Emmy Noether"),
    categories=("cs.LG", "stat.ML"),
    abstract=r"We \emph{prove} that $a<b$ in 10% of cases.",
    reposts=4164,
    likes=482,
    score=400,
    measured_at=MORNING,
    code_url="https://github.com/ada/friends",
    project_url="https://example.org/friends",
    signals={"upvotes": 31, "github_stars": 1},
    posts=(SAID, GONE),
)
COLD = Paper(arxiv_id="quant-ph/0201082", rank=2, title="An old one", score=4)
COVERAGE = Coverage(
    source="huggingface",
    url="https://huggingface.co/papers/date/2021-04-07",
    listed=48,
    shown=30,
    below=15,
    incomplete=3,
    counted_by=("huggingface", "hackernews"),
    counted_at=MORNING,
)
DAY = Digest(
    date=dt.date(2021, 4, 7),
    collected_at=MORNING,
    papers=(HOT, COLD),
    coverage=(COVERAGE,),
)
EMPTY = Digest(date=dt.date(2021, 4, 10), collected_at=MORNING)


def render(
    name: str,
    config: Config | None = None,
    theme: dict[str, str] | None = None,
    options: dict[str, Any] | None = None,
    **context: object,
) -> str:
    """Render a template in an environment as strict as a site may choose."""
    env = Environment(  # noqa: S701 - as Pelican has it
        loader=ChoiceLoader([DictLoader(theme or {})]),
        undefined=StrictUndefined,
        **(options or {"trim_blocks": True, "lstrip_blocks": True}),
    )
    config = config or Config()
    install(env, config)
    template = env.get_template(f"hotpapers/{name}.html")
    given = {"hotpapers": config, "hotpapers_files": "/theme/hotpapers"}
    return template.render(given, **context)


def show(name: str, config: Config | None = None, **context: object) -> Elements:
    return Elements(render(name, config, **context))


def words(text: str) -> str:
    return " ".join(text.split())


# A paper


def test_a_paper_shows_every_datum() -> None:
    html = render("paper", paper=HOT)
    shown = Elements(html)

    [article] = shown.attributes("article")
    assert article["class"] == "hotpapers-paper"
    assert article["id"] == "arxiv-2104.01778"
    hrefs = {link["href"] for link in shown.attributes("a")}
    assert hrefs >= {
        "#arxiv-2104.01778",
        "https://arxiv.org/abs/2104.01778",
        "https://arxiv.org/pdf/2104.01778",
        "https://github.com/ada/friends",
        "https://example.org/friends",
        "https://arxiv.org/list/cs.LG/recent",
        "https://arxiv.org/list/stat.ML/recent",
        SAID.url,
        GONE.url,
    }
    text = words(shown.text)
    for said in (
        "& its friends",
        "Ada Lovelace, Henri Poincaré, Emmy Noether",
        "4,164 reposts · 482 likes · 31 upvotes · 1 github star",
        "cs.LG stat.ML · arXiv:2104.01778 · pdf · code · project",
        "We prove that",
        "in 10% of cases.",
        "Some words of mine",
        "Ada L. @ada 2021-04-07",
        "on Bluesky",
    ):
        assert said in text
    assert {"datetime": "2021-04-08T09:37:53+00:00"} in shown.attributes("time")
    assert {"math", "em"} <= shown.tags


def test_the_title_is_a_heading_with_the_rank_and_a_link_to_the_paper() -> None:
    heading = re.search(r"<h2.*?</h2>", render("paper", paper=HOT), re.DOTALL)
    assert heading
    shown = Elements(heading[0])

    assert words(shown.text).startswith("1. On ")
    assert [link["href"] for link in shown.attributes("a")] == [
        "#arxiv-2104.01778",
        "https://arxiv.org/abs/2104.01778",
    ]


def test_a_paper_of_which_little_is_known_says_no_more() -> None:
    shown = show("paper", paper=replace(COLD, score=0))

    assert words(shown.text) == "2. An old one arXiv:quant-ph/0201082 · pdf"
    assert shown.attributes("article")[0]["id"] == "arxiv-quant-ph-0201082"
    assert not shown.tags & {"blockquote", "time", "svg", "details"}


@pytest.mark.parametrize(
    ("counts", "score", "says"),
    [
        ({"reposts": 3}, 3, "3 reposts + 0 likes = 3 · "),
        ({"measured_at": MORNING}, 0, "0 reposts + 0 likes = 0 · "),
        ({"measured_at": MORNING, "signals": {"points": 9}}, 9, "9 points · "),
        (
            {"likes": 2, "signals": {"points": 1}},
            3,
            "0 reposts + 2 likes + 1 point = 3 · ",
        ),
        ({}, 0, ""),
        ({}, 4, "score 4 · "),
        ({"reposts": 1000, "likes": 3}, 4, "1,000 reposts · 3 likes · score 4 · "),
    ],
)
def test_a_paper_says_what_was_counted_and_how_it_adds_up(
    counts: dict[str, Any], score: int, says: str
) -> None:
    paper = replace(COLD, score=score, **counts)

    text = words(show("paper", paper=paper).text)

    assert text.startswith(f"2. An old one {says}arXiv:")


@pytest.mark.parametrize(
    ("weights", "score", "says"),
    [
        ({"comments": 0.5}, 40, "30 upvotes + 0.5 \xd7 20 comments = 40 · "),
        ({"comments": 0}, 30, "30 upvotes + 0 \xd7 20 comments = 30 · "),
        ({}, 40, "30 upvotes · 20 comments · score 40 · "),
    ],
)
def test_weights_are_told_if_the_score_was_made_by_them(
    weights: dict[str, float], score: int, says: str
) -> None:
    signals = {"upvotes": 30, "comments": 20}
    paper = replace(COLD, score=score, signals=signals)

    text = words(show("paper", Config(weights=weights), paper=paper).text)

    assert says in text


def test_all_authors_of_many_are_within_reach_without_script() -> None:
    shown = show("paper", Config(authors=2), paper=HOT)

    assert "details" in shown.tags
    text = words(shown.text)
    assert "Ada Lovelace, Henri Poincaré et al. +1 Emmy Noether" in text


@pytest.mark.parametrize("limit", [0, 3, 10])
def test_authors_within_the_limit_are_one_line(limit: int) -> None:
    shown = show("paper", Config(authors=limit), paper=HOT)

    assert "details" not in shown.tags
    assert "Emmy Noether" in shown.text


def test_the_bar_measures_a_paper_by_the_hottest_beside_it() -> None:
    bars = [
        show("paper", paper=paper, hottest=400).attributes("rect")[0]["width"]
        for paper in (HOT, COLD)
    ]

    assert bars == ["100%", "10%"]


def test_a_paper_is_read_as_english_and_a_post_in_its_own_language() -> None:
    digest = Digest(date=dt.date(2021, 2, 9), papers=(HOT,))
    shown = show("digest", digest=digest)

    page = shown.attributes("div")[0]
    assert (page["lang"], page["dir"]) == ("en", "ltr")
    assert {"class": "hotpapers-abstract"} in shown.attributes("p")
    assert {"lang": "fa"} in shown.attributes("p")
    assert "rtl" in [quote.get("dir") for quote in shown.attributes("blockquote")]


def test_a_post_of_unknown_language_claims_none() -> None:
    shown = show("post", post=replace(SAID, lang="", dir=""))

    assert {"lang": ""} in shown.attributes("p")
    assert shown.attributes("blockquote")[0]["dir"] == "auto"


def test_a_link_that_is_refused_leaves_its_text() -> None:
    bad = "javascript:alert(1)"
    paper = replace(HOT, abs_url=bad, pdf_url=bad, code_url=bad, posts=(Post(url=bad),))

    html = render("paper", paper=paper)

    assert "javascript" not in html
    assert "its friends" in Elements(html).text
    assert Elements(html).attributes("blockquote") == [{"class": "hotpapers-post"}]


# The day


def test_the_day_lists_its_papers_and_leads_to_each() -> None:
    html = render("digest", digest=DAY)
    shown = Elements(html)

    targets = [str(a["id"]) for a in shown.attributes("article")]
    assert targets == ["arxiv-2104.01778", "arxiv-quant-ph-0201082"]
    contents = Elements(html[html.index("<ol") : html.index("</ol>")])
    assert [a["href"] for a in contents.attributes("a")] == [f"#{t}" for t in targets]
    assert [li["value"] for li in contents.attributes("li")] == ["1", "2"]
    assert "2 papers · collected 2021-04-08 09:37 UTC" in words(shown.text)


def test_a_day_without_papers_says_so() -> None:
    shown = show("digest", digest=EMPTY)

    assert "No hot papers on this day" in words(shown.text)
    assert not shown.tags & {"article", "ol"}


def test_no_two_elements_have_one_id() -> None:
    papers = [replace(COLD, arxiv_id=f"2104.0{n:04}", rank=n) for n in range(1, 30)]
    shown = show("digest", digest=replace(DAY, papers=tuple(papers)))

    ids = [attributes["id"] for _, attributes in shown.found if "id" in attributes]
    assert len(ids) == len(set(ids)) == len(papers)
    assert all(str(name).startswith("arxiv-") for name in ids)


def test_a_digest_needs_no_script_and_no_style_of_its_own_elements() -> None:
    shown = show("digest", Config(comforts=()), digest=DAY)

    assert not shown.tags & {"script", "iframe", "img", "style", "form"}
    assert not any("style" in attributes for _, attributes in shown.found)


def test_the_style_sheet_comes_along_unless_the_site_says_otherwise() -> None:
    [link] = show("digest", digest=DAY).attributes("link")

    assert link["rel"] == "stylesheet"
    assert str(link["href"]).endswith("/hotpapers/hotpapers.css")
    assert "link" not in show("digest", Config(css=False), digest=DAY).tags


def test_widgets_add_one_script_of_the_sites_own_and_change_no_text() -> None:
    static = show("digest", Config(comforts=()), digest=DAY)
    widget = show("digest", Config(comforts=(), embeds="widget"), digest=DAY)

    [script] = widget.attributes("script")
    assert str(script["src"]).endswith("/hotpapers/hotpapers-widget.js")
    assert "defer" in script
    assert words(widget.text) == words(static.text)


def test_links_instead_of_posts_keep_who_and_when() -> None:
    shown = show("digest", Config(embeds="link"), digest=DAY)

    assert "Some words of mine" not in shown.text
    assert "Ada L. @ada 2021-04-07" in words(shown.text)
    assert SAID.url in {link["href"] for link in shown.attributes("a")}


def test_the_same_digest_gives_the_same_html() -> None:
    assert render("digest", digest=DAY) == render("digest", digest=DAY)


@pytest.mark.parametrize(
    "options", [{"keep_trailing_newline": True}, {"autoescape": True}]
)
def test_the_sites_options_of_jinja_change_nothing_a_reader_sees(
    options: dict[str, Any],
) -> None:
    usual = show("digest", digest=DAY)
    other = Elements(render("digest", options=options, digest=DAY))

    assert other.found == usual.found
    assert words(other.text) == words(usual.text)


# What each source listed


def covered(*coverage: Coverage) -> str:
    """Return the text of a digest's foot."""
    digest = replace(DAY, coverage=coverage)
    return words(show("coverage", digest=digest).text)


def test_the_foot_says_what_became_of_the_papers_and_who_counted() -> None:
    html = render("digest", digest=DAY)
    foot = html[html.rindex("</article>") :]

    assert words(Elements(foot).text) == (
        "Hugging Face listed 48 papers: 30 shown, 15 under the threshold, 3 could not "
        "be completed. Counted by Hugging Face and Hacker News, 2021-04-08 09:37 UTC."
    )
    [link] = Elements(foot).attributes("a")
    assert link["href"] == COVERAGE.url
    [time] = Elements(foot).attributes("time")
    assert time["datetime"] == "2021-04-08T09:37:53+00:00"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "arXiv listed no papers."),
        ({"listed": 1, "below": 1}, "arXiv listed 1 paper: 1 under the threshold."),
        ({"listed": 3, "beyond": 3}, "arXiv listed 3 papers: 3 beyond the limit."),
        (
            {"listed": 2, "shown": 2, "kept": 1},
            "arXiv listed 2 papers: 2 shown. 1 paper kept from an earlier collection.",
        ),
        (
            {"listed": 2000, "counted_by": ("x", "bluesky", "ours")},
            "arXiv listed 2,000 papers. Counted by X, Bluesky and ours.",
        ),
        (
            {"listed": 9, "counted_at": MORNING},
            "arXiv listed 9 papers. Counted 2021-04-08 09:37 UTC.",
        ),
        (
            {"listed": 9, "problems": ("X could not be asked: 401", "It rains")},
            "arXiv listed 9 papers. X could not be asked: 401. It rains.",
        ),
        (
            {"kept": 2, "counted_at": MORNING, "problems": ("It rains", "It pours")},
            "arXiv could not be asked: It rains. It pours. 2 papers kept from an "
            "earlier collection. Counted 2021-04-08 09:37 UTC.",
        ),
        (
            {"problems": ("export.arxiv.org answered with status 503",)},
            "arXiv could not be asked: export.arxiv.org answered with status 503.",
        ),
    ],
)
def test_the_foot_says_what_there_is_to_say(fields: dict[str, Any], says: str) -> None:
    assert covered(Coverage(source="arxiv", **fields)) == says


def test_each_source_has_a_line_of_its_own() -> None:
    feed = Coverage(source="feed", url="https://lab.example/hot.json", listed=2)
    shown = show("coverage", digest=replace(DAY, coverage=(COVERAGE, feed)))

    assert len(shown.attributes("p")) == 2
    assert [link["href"] for link in shown.attributes("a")] == [COVERAGE.url, feed.url]
    assert "lab.example listed 2 papers." in words(shown.text)


def test_a_digest_by_hand_has_no_foot_and_lists_never_have_one() -> None:
    by_hand = render("digest", digest=replace(DAY, coverage=()))

    assert "hotpapers-coverage" not in by_hand
    assert "listed" not in render("summary", digest=DAY)


@pytest.mark.parametrize("url", [HOSTILE, "javascript:alert(1)", "//evil.example"])
def test_a_hostile_foot_is_text(url: str) -> None:
    hostile = Coverage(
        source=HOSTILE,
        url=url,
        listed=1,
        counted_by=(HOSTILE, "feed"),
        problems=(HOSTILE, "\u202eright to left\x1b[31m"),
        batch=HOSTILE,
    )
    html = render("coverage", digest=replace(DAY, coverage=(hostile,)))
    shown = Elements(html)

    assert shown.tags == {"div", "p", "span"}
    assert words(HOSTILE) in words(shown.text)
    assert "\u202e" not in html
    assert "\x1b" not in html


# The summary


def test_the_summary_names_the_hottest() -> None:
    html = render("summary", digest=DAY).strip()

    shown = Elements(html)
    assert shown.found == [("p", {})]
    assert shown.text.startswith("On x² & its friends; An old one")


@pytest.mark.parametrize(
    ("digest", "named", "text"),
    [
        (DAY, 1, "On x² & its friends; and 1 more paper."),
        (DAY, 0, "2 papers."),
        (EMPTY, 3, "No hot papers on this day."),
    ],
)
def test_the_summary_says_how_many_more(digest: Digest, named: int, text: str) -> None:
    shown = show("summary", Config(summary_papers=named), digest=digest)

    assert words(shown.text) == text
    assert shown.found == [("p", {})]


# A theme's own


def test_a_theme_replaces_any_piece_by_a_file_of_its_name() -> None:
    pieces = {path.stem for path in (TEMPLATES / "hotpapers").glob("*.html")}
    config = Config(embeds="widget", pages="")

    for piece in pieces - {"summary", "redirect"}:  # these are no part of a digest
        theme = {f"hotpapers/{piece}.html": f"[{piece} of the theme]"}
        html = render("digest", config, theme, digest=DAY)
        assert f"[{piece} of the theme]" in html


def _sources() -> str:
    return "".join(
        path.read_text("utf-8") for path in (TEMPLATES / "hotpapers").rglob("*.html")
    )


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


# In real sites

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


# The style sheet


def selectors() -> Iterator[str]:
    """Yield the style sheet's selectors, each behind those that it is nested in."""
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "hotpapers.css").read_text(), flags=re.S)
    around = [""]
    for text, mark in re.findall(r"([^{};]*)([{};])", css):
        if mark == "{":
            is_selector = not text.strip().startswith("@")
            parts = re.split(r",(?![^()]*\))", text) if is_selector else [""]
            within = [f"{around[-1]} {part}".strip() for part in parts]
            if is_selector:
                yield from within
            around.append(within[0])
        elif mark == "}":
            around.pop()


def test_the_style_sheet_is_small() -> None:
    assert (STATIC / "hotpapers.css").stat().st_size < 10_000


def test_every_rule_keeps_to_what_is_ours() -> None:
    found = list(selectors())
    assert len(found) > 50
    assert [each for each in found if ".hotpapers-" not in each.split()[0]] == []


def test_the_style_sheet_asks_for_nothing_and_shouts_at_nobody() -> None:
    css = (STATIC / "hotpapers.css").read_text()

    assert "url(" not in css
    assert "@import" not in css
    assert "!important" not in css


def test_every_class_that_is_styled_is_one_that_templates_give() -> None:
    scripts = "".join(path.read_text() for path in STATIC.glob("*.js"))
    given = set(re.findall(r"hotpapers-[a-z-]+", _sources() + scripts))
    styled = {
        name
        for selector in selectors()
        for name in re.findall(r"\.(hotpapers-[a-z-]+)", selector)
    }

    assert styled <= given


def test_every_knob_is_explained_and_turns_something() -> None:
    css = (STATIC / "hotpapers.css").read_text()
    explained = set(re.findall(r"^   (--hotpapers-\w+) ", css, re.MULTILINE))
    used = set(re.findall(r"var\((--hotpapers-\w+)", css))

    assert explained
    assert explained == used


def test_nothing_moves() -> None:
    css = (STATIC / "hotpapers.css").read_text()

    assert not re.search(r"transition|animation|scroll-behavior", css)
