"""The HTML of mails: whole in Gmail, harmless, and made for what mail programs know."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from filter_results import Elements
from hostile_digests import ELSEWHERE, PAYLOADS, PRODUCT, as_json
from jinja2 import Environment, StrictUndefined

from pelican_hotpapers.config import Config
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats.data_reader import parse_json
from pelican_hotpapers.mail.html_part import LARGEST, has_room, html_part
from pelican_hotpapers.mail.newsletter import daily
from pelican_hotpapers.model import Digest, Paper, Post
from pelican_hotpapers.pelican.jinja_environment import install

DAY = dt.date(2026, 11, 27)
GMAIL = 102_000
SENTENCE = "We count the sheep of the north, and $x^2$ of them are black. "
POST = Post(
    url="https://x.com/ada/status/1",
    author_name="Ada",
    lang="ja",
    html="<p>羊が一匹、羊が二匹。<br><a href='https://a.example'>a.example</a></p>",
)


def papers(number: int, abstract: int = 1600, **more: object) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            arxiv_id=f"2611.{rank:05}",
            rank=rank,
            title=f"On the sheep of the north, and how to count them, part {rank}",
            authors=tuple(f"Ada Hirt the {n}th" for n in range(12)),
            categories=("cs.LG", "stat.ML"),
            abstract=(SENTENCE * 100)[:abstract],
            likes=400 - rank,
            score=400 - rank,
            code_url="https://github.com/ada/sheep",
            posts=(POST,),
            **more,
        )
        for rank in range(1, number + 1)
    )


def made(digest: Digest, **given: object) -> str:
    env = Environment(trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)  # noqa: S701
    config = Config()
    install(env, config)
    given = {
        "hotpapers": config,
        "site_name": "A Site",
        "unsubscribe": "mailto:a@example.org",
        **given,
    }
    url = "https://papers.example.org/day.html"
    return html_part(
        daily(digest, url), env, given, lambda paper: f"{url}#{paper.anchor}"
    )


def test_thirty_papers_with_long_abstracts_are_shown_whole() -> None:
    html = made(Digest(date=DAY, papers=papers(30)))

    assert len(html.encode()) <= LARGEST < GMAIL
    assert html.count("part 30") == 1
    assert html.count("羊が一匹") == 30
    assert html.count("x² of them are black") > 30 * 5
    assert "more papers" not in html


def test_what_has_no_room_is_cut_then_left_out_and_counted() -> None:
    digest = Digest(date=DAY, papers=papers(400))
    html = made(digest)

    assert has_room(html)
    left_out = int(re.search(r"And (\d+) more papers", html)[1])
    assert html.count('none">On the sheep of the north') == 400 - left_out
    assert "part 1<" in html


def test_a_single_paper_may_be_too_much() -> None:
    huge = tuple(f"Ada the {n}th" + "x" * 20_000 for n in range(10))
    paper = Paper(arxiv_id="2611.00001", rank=1, title="Sheep", authors=huge)
    html = made(Digest(date=DAY, papers=(paper,)))

    assert has_room(html)
    assert "And 1 more paper" in html


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    """Mails of a digest that means harm, of a few papers each."""
    with pytest.raises(DigestError) as error:
        parse_json(as_json(DAY.isoformat()), "x.json")
    digest = error.value.digest
    return [
        made(
            Digest(
                date=DAY, title=digest.title, papers=digest.papers[start : start + 5]
            ),
            site_name=digest.title,
        )
        for start in range(0, len(PAYLOADS), 5)
    ]


def test_nothing_is_fetched_and_nothing_is_run(hostile: list[str]) -> None:
    for html in hostile:
        found = Elements(html)
        names = set(re.findall(r"<([a-z1-6]+)", html))
        assert names <= {
            *("html", "head", "meta", "title", "style", "body", "table", "tr", "td"),
            *("h1", "div", "span", "a", "br"),
        }
        assert PRODUCT not in html
        assert len(found.attributes("style")) == 1
        for name in ("a", "td", "div", "span", "table"):
            for attributes in found.attributes(name):
                assert not [each for each in attributes if each.startswith("on")]
                assert ELSEWHERE not in attributes.get("style", "")
        for link in found.attributes("a"):
            assert re.match(r"https?://|mailto:", link.get("href", "https://"))
        assert "url(" not in re.sub(r">[^<]*<", "><", html)


def test_a_formula_is_text_and_a_post_keeps_its_language() -> None:
    html = made(Digest(date=DAY, papers=papers(1)))

    assert "<math" not in html
    assert "$" not in html
    assert '<span lang="ja" dir="auto">羊が一匹、羊が二匹。 a.example</span>' in html


def test_what_mail_programs_need() -> None:
    html = made(Digest(date=DAY, papers=papers(3)))
    found = Elements(html)

    for table in found.attributes("table"):
        assert table["role"] == "presentation"
    [style] = re.findall(r"<style>\n(.*?)</style>", html, re.DOTALL)
    assert len(style) < 8192, "Gmail drops a longer one"
    assert style.count("@media (prefers-color-scheme:dark)") == 1
    for cell in found.attributes("td"):
        assert "padding" in cell["style"]
    assert not re.search(r"display:(?:flex|grid)|position:|var\(", html)
    classes = {
        each for names in re.findall(r'class="([^"]+)"', html) for each in names.split()
    }
    assert classes == set(re.findall(r"^\.(\w+)\{", style, re.MULTILINE))
