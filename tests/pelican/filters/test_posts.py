"""Filters of posts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from filter_results import HOSTILE, OEMBED, STATUS, Elements, environment, evaluate

from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Post


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            Post(
                url=STATUS,
                platform="x",
                author_name="Ada L.",
                author_handle="ada",
                date=dt.date(2021, 2, 9),
                lang="fr",
                dir="ltr",
                html=OEMBED,
            ),
            id="Post",
        ),
        pytest.param(OEMBED, id="HTML"),
    ],
)
def test_tweet_embed_shows_text_author_handle_date_and_link(given: Post | str) -> None:
    shown = Elements(evaluate("{{ post|tweet_embed }}", post=given))

    assert shown.found[0][0] == "blockquote"
    quote = shown.found[0][1]
    assert quote["class"] == "hotpapers-post"
    assert quote["cite"] == STATUS
    assert "Voici un graphe & un arbre" in shown.text
    assert "Ada L." in shown.text
    assert "@ada" in shown.text
    assert "2021-02-09" in shown.text
    hrefs = [link["href"] for link in shown.attributes("a")]
    assert hrefs == ["https://t.co/abc", STATUS]
    assert "dir" not in quote
    assert {"lang": "fr"} in shown.attributes("p")
    assert "script" not in shown.tags


@pytest.mark.parametrize(
    "url", [STATUS, STATUS.replace("twitter.com", "x.com"), f"  {STATUS}\n"]
)
def test_tweet_embed_of_a_url_is_a_quote_with_that_link(url: str) -> None:
    shown = Elements(evaluate("{{ url|tweet_embed }}", url=url))

    assert shown.attributes("blockquote")[0]["class"] == "hotpapers-post"
    assert [link["href"] for link in shown.attributes("a")] == [url.strip()]
    assert "@ada" in shown.text


@pytest.mark.parametrize(
    "text", ["", "no post at all", HOSTILE, "javascript:alert(1)", "<b>bold</b>", 7]
)
def test_tweet_embed_gives_back_as_text_what_is_no_post(text: Any) -> None:
    shown = Elements(evaluate("{{ text|tweet_embed }}", text=text))

    assert shown.text == str(text)
    assert not shown.tags


def test_link_mode_leaves_out_the_text_of_a_post() -> None:
    shown = Elements(evaluate("{{ p|tweet_embed }}", Config(embeds="link"), p=OEMBED))

    assert "Voici" not in shown.text
    assert "Ada L." in shown.text
    assert [link["href"] for link in shown.attributes("a")] == [STATUS]


def test_a_theme_changes_every_post_with_a_template_of_its_own() -> None:
    env = environment(
        templates={"hotpapers/post.html": "<p>{{ post.author_handle }} said it</p>"}
    )

    html = env.from_string("{{ post|tweet_embed }}").render(post=OEMBED)

    assert html == "<p>ada said it</p>"


def test_hostile_posts_are_quotes_like_any_other() -> None:
    post = Post(
        url=f"https://x.com/{HOSTILE}",
        platform=HOSTILE,
        author_name=HOSTILE,
        author_handle=HOSTILE,
        lang=HOSTILE,
        dir=HOSTILE,
        html=OEMBED.replace("Voici", HOSTILE),
    )

    shown = Elements(evaluate("{{ post|tweet_embed }}", post=post))

    assert not shown.tags & {"script", "img", "style", "iframe"}
    assert not any(
        name.startswith("on") for _, attributes in shown.found for name in attributes
    )


def test_characters_that_turn_a_page_round_are_taken_out() -> None:
    post = Post(url=STATUS, author_name="A\u202eda\x00", author_handle="a\ud800da")

    shown = Elements(evaluate("{{ post|tweet_embed }}", post=post))

    assert "Ada" in shown.text
    assert "@ada" in shown.text
