"""What each source listed, and the style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from filter_results import HOSTILE, Elements
from rendered_templates import COVERAGE, DAY, MORNING, STATIC, render, show, words

from pelican_hotpapers.model import Coverage
from pelican_hotpapers.pelican.jinja_environment import TEMPLATES


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


def _sources() -> str:
    return "".join(
        path.read_text("utf-8") for path in (TEMPLATES / "hotpapers").rglob("*.html")
    )


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
    on_screen, _, _ = css.partition("@media print")
    assert "!important" not in on_screen


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
