"""A paper, a day and their summaries, as templates show them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from filter_results import Elements
from rendered_templates import (
    COLD,
    DAY,
    EMPTY,
    GONE,
    HOT,
    MORNING,
    SAID,
    render,
    show,
    words,
)

from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Digest, Post


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
    assert "counted 2021-04-08" in text
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


def test_the_day_lists_its_papers_and_leads_to_each() -> None:
    html = render("digest", digest=DAY)
    shown = Elements(html)

    targets = [str(a["id"]) for a in shown.attributes("article")]
    assert targets == ["arxiv-2104.01778", "arxiv-quant-ph-0201082"]
    contents = Elements(html[html.index("<ol") : html.index("</ol>")])
    assert [a["href"] for a in contents.attributes("a")] == [f"#{t}" for t in targets]
    assert "2 papers · collected 2021-04-08 09:37 UTC" in words(shown.text)


def test_the_list_of_the_day_has_the_ranks_of_its_papers() -> None:
    several = [replace(COLD, rank=rank) for rank in (1, 2, 5, 6)]
    shown = show("digest", digest=replace(DAY, papers=tuple(several)))

    number, numbers = 0, []
    for item in shown.attributes("li"):  # as browsers count
        number = int(item.get("value") or number + 1)
        numbers.append(number)
    assert numbers == [1, 2, 5, 6]


@pytest.mark.parametrize(
    ("collected", "says"),
    [
        (MORNING - dt.timedelta(hours=9), []),
        (MORNING - dt.timedelta(hours=10), ["counted 2021-04-08"]),
        (None, ["counted 2021-04-08"]),
    ],
)
def test_the_day_of_counts_is_told_where_the_digest_names_another(
    collected: dt.datetime | None, says: list[str]
) -> None:
    text = words(show("digest", digest=replace(DAY, collected_at=collected)).text)

    assert re.findall(r"counted \S+", text) == says


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ("<p>All of it.</p>", ["counted 2021-04-08"]),
        ("<p>{{ digest.date|hotpapers_time }}</p>", ["counted 2021-04-08"]),
        ("<p>{{ digest.collected_at|hotpapers_time }}</p>", []),
        ("<p>{{ digest.collected_at|hotpapers_time('%A, %H:%M') }}</p>", []),
    ],
)
def test_papers_tell_the_day_of_counts_where_a_themes_line_above_does_not(
    about: str, says: list[str]
) -> None:
    theme = {"hotpapers/about.html": about}
    digest = replace(DAY, date=MORNING.date())
    html = render("digest", theme=theme, digest=digest)

    assert re.findall(r"counted \S+", words(Elements(html).text)) == says


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
