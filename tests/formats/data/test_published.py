"""The data of a day that other sites follow: short, and all of it is read back."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hot_posts import embed

from pelican_hotpapers import Digest, Paper, Post
from pelican_hotpapers.formats.data_reader import parse_json
from pelican_hotpapers.formats.data_writer import render_published_json
from pelican_hotpapers.markup.embeds import post_from_url, read_embed

EMBED: str = embed(12)
BLUESKY = "https://bsky.app/profile/ada.example/post/3k"


def day(*posts: Post) -> Digest:
    paper = Paper(arxiv_id="2104.00001", title="A", rank=1, posts=posts)
    return Digest(date=dt.date(2021, 4, 7), title="T", slug="t", papers=(paper,))


def published(*posts: Post) -> list[dict[str, str]]:
    """Return posts as they are published."""
    (paper,) = json.loads(render_published_json(day(*posts)))["papers"]
    found: list[dict[str, str]] = paper["posts"]
    return found


def embedded(**stated: object) -> Post:
    post = read_embed(EMBED)
    assert post
    return replace(post, **stated)


LINKED = post_from_url(BLUESKY)
assert LINKED
POSTS = {
    "an embed": embedded(),
    "in another language than it says": embedded(lang="ja"),
    "of unknown language": embedded(lang="", dir=""),
    "of another name": embedded(author_name="Ada"),
    "without a name": embedded(author_name=""),
    "whose link is another": embedded(url=BLUESKY),
    "a link": LINKED,
    "a link that says more": replace(LINKED, author_name="Ada", lang="fr"),
    "a link to nobody known": Post(url="https://example.org/a", platform="x", id="9"),
    "a text": replace(LINKED, html="<p>What was said</p>", lang="en"),
}


@pytest.mark.parametrize("name", POSTS)
def test_every_post_is_read_back(name: str) -> None:
    post = POSTS[name]
    text = render_published_json(day(post))
    (back,) = parse_json(text, "2021-04-07.json").papers[0].posts
    untracked = post.html.replace("?ref_src=twsrc%5Etfw", "")
    assert back == replace(post, html=untracked)


def test_a_post_says_once_who_wrote_it_and_where_it_is() -> None:
    (post,) = published(POSTS["an embed"])
    assert post.keys() == {"url", "author_name", "date", "html"}
    assert "ref_src" in EMBED
    assert "ref_src" not in post["html"]
    assert published(LINKED) == [{"url": BLUESKY}]


def test_it_is_one_line() -> None:
    text = render_published_json(day(*POSTS.values()))
    assert text.count("\n") == 1
    assert '": ' not in text
