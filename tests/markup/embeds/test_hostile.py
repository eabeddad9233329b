"""Embeds that mean harm, and those of a blog."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup.embeds.embedded import SCRIPT, body, oembed

from pelican_hotpapers.markup.embeds import post_body, read_embed
from pelican_hotpapers.markup.encoding import repair

Faults = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>x",
        "<img src=x onerror=alert(1)>",
        "</p></blockquote><script>alert(1)</script>",
        "<p><p><b><i>",
        "</blockquote></article></body>",
        "<!-- </p> -->",
        "<svg><style></p><img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a><a href='{static}x'>y</a>",
        "\x00\u202e\ud800&#0;&#x202e;",
        "<blockquote><p>",
    ],
)
def test_a_hostile_post_is_shown_safely(
    text: str, faults: Faults, pelican_links: Faults
) -> None:
    for html in (oembed(text), text, f"<blockquote>{text}"):
        shown = body(html)
        assert not faults(shown)
        assert not pelican_links(shown)
        read_embed(html)


HEAD = oembed().partition("A new paper!")[0]


@pytest.mark.parametrize(
    "piece",
    [
        *("a", " ", "<", "&", "&#", '"', "( ", "(@b) ", "&mdash; ", "—", "<p>", "</p>"),
        *(
            "<p ",
            "</p ",
            "<a ",
            '<a href="',
            "<a b='",
            "<a x=",
            "<!--",
            "<![",
            "<?",
            "</",
        ),
        *("<blockquote", "</blockquote ", "<blockquote>", "<script>", "<svg>"),
        *("</p>&mdash; a (@b) <a href=", "&mdash; <a >", "January 1, 2020 "),
        "<a href=https://x.com/a/status/1>",
    ],
)
@pytest.mark.parametrize("around", ["{}", HEAD + "{}", "<blockquote>{}</blockquote>"])
def test_much_of_anything_is_read(piece: str, around: str, faults: Faults) -> None:
    html = around.replace("{}", piece * (250_000 // len(piece)))
    read_embed(html)
    assert not faults(body(html))


PIECES = st.sampled_from(
    [
        *(
            "<blockquote>",
            '<blockquote class="twitter-tweet">',
            "</blockquote>",
            SCRIPT,
        ),
        *(
            '<p lang="en" dir="ltr">',
            "<p>",
            "</p>",
            "&mdash; ",
            "Ada ",
            "(@ada) ",
            "<b>",
        ),
        *(
            '<a href="https://x.com/a/status/1">',
            "<a href='https://example.org'>",
            "</a>",
        ),
        *(
            "April 7, 2021",
            "<",
            ">",
            '"',
            "&amp;",
            "\n",
            "<!--",
            "-->",
            "<svg>",
            "\ud800",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=14).map("".join))
def test_any_html_is_read_and_shown_safely(faults: Faults, html: str) -> None:
    post = read_embed(html)
    if post:
        assert post.url.startswith(("https://", "http://"))
        assert post.html in html
        assert not faults(post_body(post))
    assert not faults(body(html))


def test_the_posts(blog_posts: list[Path], faults: Faults) -> None:
    embeds = [html for path in blog_posts for html in _embeds(path)]
    assert len(embeds) > 60
    for html in embeds:
        post = read_embed(html)
        assert post is not None
        assert post.platform == "x"
        assert post.html == html
        assert f"/{post.author_handle}/status/{post.id}?" in html
        assert post.author_name
        assert post.date is not None
        assert post.lang
        assert post.dir
        shown = post_body(post)
        assert not faults(shown)
        said = re.sub(r"(\?|&amp;)ref_src=twsrc%5Etfw", "", html)
        assert shown.replace(' rel="nofollow"', "") in said.replace(
            "&quot;", '"'
        ).replace("&#39;", "'")


def _embeds(path: Path) -> list[str]:
    text = repair(path.read_text("utf-8"))
    return re.findall(r"^<blockquote .*</blockquote>$", text, re.MULTILINE)
