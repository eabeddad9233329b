"""Addresses of posts, and what their embeds tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from markup.embeds.embedded import SCRIPT, body, oembed

from pelican_hotpapers.markup.embeds import post_body, post_from_url, read_embed
from pelican_hotpapers.model import Post


@pytest.mark.parametrize(
    ("url", "platform", "post_id", "handle"),
    [
        ("https://x.com/ada/status/12", "x", "12", "ada"),
        ("https://twitter.com/ada/status/12?s=20&t=x", "x", "12", "ada"),
        ("http://www.twitter.com/ada/statuses/12/", "x", "12", "ada"),
        ("https://mobile.twitter.com/ada/status/12/photo/1", "x", "12", "ada"),
        ("https://X.com/Ada/status/12#m", "x", "12", "Ada"),
        ("https://x.com/i/web/status/12", "x", "12", ""),
        (" https://x.com/i/status/12\n", "x", "12", ""),
        (
            "https://bsky.app/profile/ada.example.org/post/3lbq7mx?ref_src=embed",
            "bluesky",
            "3lbq7mx",
            "ada.example.org",
        ),
        (
            "https://bsky.app/profile/did:plc:ab12/post/3lbq7mx",
            "bluesky",
            "3lbq7mx",
            "",
        ),
        (
            "https://social.example/@ada/109917066789971650",
            "mastodon",
            "109917066789971650",
            "ada@social.example",
        ),
        (
            "https://social.example/@ada@b.example/99/embed",
            "mastodon",
            "99",
            "ada@b.example",
        ),
        (
            "https://social.example/users/ada/statuses/99",
            "mastodon",
            "99",
            "ada@social.example",
        ),
        ("https://news.ycombinator.com/item?id=26724123", "hackernews", "26724123", ""),
    ],
)
def test_an_address_tells_platform_id_and_handle(
    url: str, platform: str, post_id: str, handle: str
) -> None:
    post = post_from_url(url)
    assert post is not None
    assert (post.platform, post.id, post.author_handle) == (platform, post_id, handle)
    assert url.strip().lower().startswith(post.url.lower())
    assert post.url.endswith(post_id)
    assert post_from_url(post.url) == post


@pytest.mark.parametrize(
    "url",
    [
        "",
        "text",
        "https://example.org/",
        "https://x.com/ada",
        "https://x.com/ada/status/",
        "https://x.com/ada/status/12x",
        "https://x.com/ada/status/" + "1" * 30,
        "https://notx.com/ada/status/12",
        "https://x.com.example.org/ada/status/12",
        "https://example.org/https://x.com/ada/status/12",
        "https://x.com@example.org/ada/status/12",
        "//x.com/ada/status/12",
        "ftp://x.com/ada/status/12",
        "javascript:https://x.com/ada/status/12",
        "https://bsky.app/profile/ada.example.org",
        "https://medium.com/@ada/a-title-0123abc",
        "https://social.example/@ada",
        "https://news.ycombinator.com/user?id=ada",
    ],
)
def test_other_addresses_are_no_posts(url: str) -> None:
    assert post_from_url(url) is None


def test_an_embed_tells_all_about_its_post() -> None:
    html = oembed()
    assert read_embed(html) == Post(
        url="https://twitter.com/ada_l/status/1379238772961812481",
        platform="x",
        id="1379238772961812481",
        author_name="Ada",
        author_handle="ada_l",
        date=dt.date(2021, 4, 7),
        lang="en",
        dir="ltr",
        html=html,
    )


def test_the_script_and_what_is_around_is_no_part_of_the_post() -> None:
    html = oembed()
    for text in (
        f"{html}\n{SCRIPT}\n",
        f"\n {html} {SCRIPT}",
        f"<div>{html}{SCRIPT}</div>",
    ):
        assert read_embed(text) == read_embed(html)


@pytest.mark.parametrize(
    "name",
    [
        "(@ada)",
        "Ada (@fake)",
        "A & B <b>",
        'the "Ada"',
        "エイダ 🎉",
        "آدا",
        "—",
        "a (b) c",
        "",
    ],
)
def test_a_name_is_read_as_it_is_shown(name: str) -> None:
    post = read_embed(oembed(name=name))
    assert post is not None
    assert (post.author_name, post.author_handle) == (name, "ada_l")


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/ada_l/status/12",
        "http://twitter.com/ada_l/status/12",
        "https://mobile.twitter.com/ada_l/status/12",
    ],
)
def test_each_host_of_x_is_known_and_kept(url: str) -> None:
    post = read_embed(oembed(url=url))
    assert post is not None
    assert (post.platform, post.url) == ("x", url)


def test_language_and_direction_are_kept() -> None:
    post = read_embed(oembed("مرحبا", lang="ar", direction="rtl"))
    assert post is not None
    assert (post.lang, post.dir) == ("ar", "rtl")


VARIANTS = {
    "other attributes": lambda html: html.replace(
        'class="twitter-tweet"',
        "data-theme='dark' class='twitter-tweet tw-align-center'",
    ),
    "on many lines": lambda html: html.replace("<p", "\n  <p").replace(
        "&mdash;", "\n  —\n"
    ),
    "capitals": lambda html: re.sub(r"</?\w+", lambda tag: tag[0].upper(), html),
    "unquoted": lambda html: html.replace('"ltr"', "ltr").replace('"en"', "en"),
    "attributes turned round": lambda html: html.replace(
        'lang="en" dir="ltr"', 'dir="ltr" lang="en"'
    ),
    "more in the link": lambda html: html.replace("?ref_src", "?s=20&amp;ref_src"),
}


@pytest.mark.parametrize("vary", VARIANTS.values(), ids=VARIANTS)
def test_an_embed_in_another_form_tells_the_same(vary: Callable[[str], str]) -> None:
    html = vary(oembed("Text", name="Ada & (@Co)"))
    assert html != oembed("Text", name="Ada & (@Co)")
    post = read_embed(f"{html}\n{SCRIPT}")
    expected = read_embed(oembed("Text", name="Ada & (@Co)"))
    assert post is not None
    assert expected is not None
    assert post.html == html
    assert {**_facts(post), "html": ""} == {**_facts(expected), "html": ""}
    assert post_body(post) == "Text"


def _facts(post: Post) -> dict[str, object]:
    return {name: getattr(post, name) for name in Post.__slots__}


BLUESKY = (
    '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:ab12/'
    'app.bsky.feed.post/3lh5px"><p lang="en">A butterfly<br><br>'
    '<a href="https://bsky.app/profile/did:plc:ab12/post/3lh5px?ref_src=embed">'
    "[image or embed]</a></p>&mdash; Ada ("
    '<a href="https://bsky.app/profile/did:plc:ab12?ref_src=embed">'
    "@ada.example.org</a>) "
    '<a href="https://bsky.app/profile/did:plc:ab12/post/3lh5px?ref_src=embed">'
    "February 1, 2025 at 7:01 PM</a></blockquote>"
)


def test_an_embed_of_bluesky() -> None:
    post = read_embed(
        f'{BLUESKY}<script async src="https://embed.bsky.app/static/embed.js"></script>'
    )
    assert post is not None
    assert post == Post(
        url="https://bsky.app/profile/did:plc:ab12/post/3lh5px",
        platform="bluesky",
        id="3lh5px",
        author_name="Ada",
        author_handle="ada.example.org",
        date=dt.date(2025, 2, 1),
        lang="en",
        html=BLUESKY,
    )
    assert post_body(post).striptags().startswith("A butterfly")


def test_an_embed_of_mastodon() -> None:
    quote = (
        '<blockquote class="mastodon-embed" '
        'data-embed-url="https://social.example/@ada/12345/embed" style="x"> '
        '<a href="https://social.example/@ada/12345" target="_blank"> <svg></svg> '
        "<div>Post by @ada@social.example</div> <div>View on Mastodon</div> </a> "
        "</blockquote>"
    )
    frame = '<iframe src="https://social.example/@ada/12345/embed"></iframe>'
    for html in (quote, frame):
        post = read_embed(html)
        assert post is not None
        assert (post.platform, post.id) == ("mastodon", "12345")
        assert post.url == "https://social.example/@ada/12345"
        assert post.author_handle == "ada@social.example"
        assert post_body(post) == ""


def test_another_platform_has_no_name() -> None:
    post = read_embed(
        "<blockquote><p>Nice</p><a href='https://example.org/p/1?ref_src=a&amp;b=2#c'>"
        "May 3, 2024</a></blockquote>"
    )
    assert post is not None
    assert (post.platform, post.id) == ("", "")
    assert post.url == "https://example.org/p/1?b=2#c"
    assert post.date == dt.date(2024, 5, 3)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "text",
        "<blockquote><p>no link</p></blockquote>",
        "<blockquote><a href='javascript:alert(1)'>x</a></blockquote>",
        "<blockquote><a href='{static}x'>x</a><a href='/x'>y</a></blockquote>",
        "<a name='https://example.org/'>x</a>",
        SCRIPT,
    ],
)
def test_without_a_link_there_is_no_post(html: str) -> None:
    assert read_embed(html) is None


@pytest.mark.parametrize("date", ["February 30, 2021", "Avril 7, 2021", "7 April", ""])
def test_what_is_no_date_is_none(date: str) -> None:
    post = read_embed(oembed().replace("April 7, 2021", date))
    assert post is not None
    assert post.date is None


def test_the_text_is_what_the_person_said() -> None:
    text = 'One &amp; two<br><br>三 <a href="https://t.co/x">pic.twitter.com/x</a>'
    shown = body(oembed(text, name="Not this"))
    assert re.sub(r' rel="[^"]*"', "", shown) == text


def test_links_do_not_tell_where_they_stand() -> None:
    tag = "https://twitter.com/hashtag/birds?src=hash&amp;ref_src=twsrc%5Etfw"
    name = "https://twitter.com/ada_l?ref_src=twsrc%5Etfw"
    shown = body(oembed(f'<a href="{tag}">#birds</a> <a href="{name}">@ada</a>'))
    assert re.findall('href="([^"]*)"', shown) == [
        "https://twitter.com/hashtag/birds?src=hash",
        "https://twitter.com/ada_l",
    ]


def test_paragraphs_are_divided() -> None:
    assert body("<blockquote><p>a</p>\n<p dir='ltr'>b</p>— Ada</blockquote>") == (
        "a<br><br>b"
    )
    assert body("a<p>b<p>c") == "a<br><br>b<br><br>c"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<blockquote></blockquote>", ""),
        ("<blockquote><p></p></blockquote>", ""),
        ("just text", "just text"),
        ("<blockquote>Nice <i>one</i></blockquote>", "Nice <i>one</i>"),
        ("<blockquote><p>left open", "left open"),
        (
            "<blockquote>Nice! &mdash; Ada (@a) "
            "<a href='https://x.com/a/status/5'>May 3, 2024</a></blockquote>",
            "Nice!",
        ),
        (f"<blockquote><p>x</p></blockquote>{SCRIPT}", "x"),
        (f"{SCRIPT}<blockquote><p>x</p></blockquote>", "x"),
    ],
)
def test_a_text_in_another_form(html: str, text: str) -> None:
    assert body(html) == text


def test_the_signature_is_not_in_the_text() -> None:
    shown = body(oembed("text"))
    assert shown == "text"
