"""The text of posts: from their platforms, each once, and never at any price."""

import datetime as dt
import json

import pytest
from loopback.faults import EACH_KIND, FAULTS
from loopback.oembed import PROTECTED, OEmbed, bluesky_embed, x_embed
from loopback.server import Reply, Server, send

from pelican_hotpapers.http import Client
from pelican_hotpapers.markup.embeds import post_body
from pelican_hotpapers.model import Paper, Post
from pelican_hotpapers.sources.oembed import MOST_TEXTS, Embedder

X_POST = Post(url="https://x.com/ada/status/7", platform="x", id="7")
BLUESKY_POST = Post(
    url="https://bsky.app/profile/bea.bsky.social/post/3k7",
    platform="bluesky",
    id="3k7",
    author_name="Bea B.",
    lang="en",
    date=dt.date(2026, 11, 18),
)


@pytest.fixture
def server():
    with Server() as server:
        yield server


@pytest.fixture
def embedder(server):
    """Make an embedder whose X has these posts: ``embedder({url: answer})``."""

    def make(posts, platform="x", **client):
        http = Client(backoff=0.01, **{"timeout": 60, **client})
        return Embedder(http, {platform: OEmbed(posts).speak(server)})

    return make


def post(number):
    return Post(url=f"https://x.com/ada/status/{number}", platform="x", id=str(number))


def test_a_post_of_x_has_its_text_and_who_and_when(embedder):
    said = x_embed("7", "ada", 'Tables are <a href="https://t.co/a">all you need</a>')

    got = embedder({X_POST.url: said}).embed(X_POST)

    assert got.html == said
    assert (got.author_name, got.author_handle) == ("Ada & Co", "ada")
    assert (got.date, got.lang, got.dir) == (dt.date(2026, 11, 19), "en", "ltr")
    assert (got.url, got.platform, got.id) == (X_POST.url, "x", "7")
    assert "all you need" in post_body(got)


def test_x_is_asked_for_no_script_and_no_tracking(embedder, server):
    embedder({}).embed(X_POST)

    (asked,) = server.requests
    assert asked.query["url"] == X_POST.url
    assert asked.query["omit_script"] == "1"
    assert asked.query["dnt"] == "true"


def test_what_a_signal_told_stands_and_a_script_is_left_out(embedder):
    said = bluesky_embed("3k7", "bea.bsky.social", "Tabellen")

    got = embedder({BLUESKY_POST.url: said}, "bluesky").embed(BLUESKY_POST)

    assert got.author_name == "Bea B."
    assert got.author_handle == "bea.bsky.social"
    assert (got.date, got.lang) == (BLUESKY_POST.date, "en")
    assert "script" not in got.html
    assert got.html.endswith("</blockquote>")
    assert "Tabellen" in post_body(got)


def test_each_post_is_asked_for_once(embedder, server):
    texts = embedder({X_POST.url: x_embed("7", "ada", "text")})

    for _ in range(3):
        assert texts.embed(X_POST).html
        assert texts.embed(post(8)) == post(8)

    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "given",
    [
        Post(
            url=X_POST.url, platform="x", id="7", html="<blockquote>kept</blockquote>"
        ),
        Post(url="https://lab.example/@ada/9", platform="mastodon", id="9"),
        Post(url="https://example.org/"),
        Post(url="", platform="x", id="7"),
    ],
    ids=["has its text", "no service", "no platform", "no address"],
)
def test_what_needs_no_text_or_can_have_none_is_not_asked_for(embedder, server, given):
    assert embedder({}).embed(given) == given
    assert server.requests == []


# Posts without a text


@pytest.mark.parametrize(
    "answer",
    [
        PROTECTED,
        Reply(b"", 404),
        Reply(b"<html>gone</html>", 410),
        Reply(b'{"error": "bad"}', 400),
        {"error": "Sorry, you are not authorized to see this status."},
        [],
        "",
        {"html": None},
        {"html": 7},
        {"html": ["<blockquote>"]},
        {"type": "error"},
        "no blockquote",
        f'<a href="{X_POST.url}">only a link</a>',
        x_embed("8", "ada", "another post"),
        bluesky_embed("7", "bea.bsky.social", "another platform's"),
        '<blockquote><a href="https://example.org/">elsewhere</a></blockquote>',
        x_embed("7", "ada", "long " * 10_000),
    ],
    ids=lambda answer: str(answer)[:40],
)
def test_a_post_without_a_sound_text_is_its_link_and_facts(embedder, server, answer):
    texts = embedder({X_POST.url: answer})

    assert texts.embed(X_POST) == X_POST
    assert texts.problems([X_POST]) == ()
    assert len(server.requests) == 1


def test_many_posts_that_are_gone_do_not_stop_the_others(embedder):
    texts = embedder({post(9).url: x_embed("9", "ada", "text")})

    assert [bool(texts.embed(post(number)).html) for number in range(10)] == [
        *[False] * 9,
        True,
    ]


# More posts than one asks for at once


def paper(numbers):
    posts = tuple(map(post, numbers))
    return Paper(arxiv_id="2611.00001", title="Tables", rank=1, posts=posts)


def with_text(papers):
    return [each.id for paper in papers for each in paper.posts if each.html]


def test_thousands_of_posts_are_not_asked_for_at_once_and_come_bit_by_bit(
    embedder, server
):
    numbers = range(MOST_TEXTS + 20)
    said = {post(n).url: x_embed(str(n), "ada", "text") for n in numbers}
    papers = [paper(numbers[:-30]), paper(numbers[-30:])]

    first, problems = embedder(said).complete(papers)

    assert len(server.requests) == len(with_text(first)) == MOST_TEXTS
    assert problems == (
        f"some posts have no text: no more than {MOST_TEXTS} are asked for at once",
    )
    again = embedder(said)
    again.remember(first)
    second, problems = again.complete(papers)
    assert with_text(second) == list(map(str, numbers))
    assert problems == ()
    assert len(server.requests) == 2 * MOST_TEXTS


def test_a_post_that_was_deleted_loses_its_text_when_the_day_is_asked_again(embedder):
    said = {post(n).url: x_embed(str(n), "ada", "text") for n in range(3)}
    first, _problems = embedder(said).complete([paper(range(3))])
    again = embedder({**said, post(1).url: PROTECTED})
    again.remember(first)
    second, problems = again.complete([paper(range(3))])
    assert (with_text(second), problems) == (["0", "2"], ())


def test_each_day_has_as_many_posts_as_others(embedder, server):
    texts = embedder({})
    for day in range(2):
        texts.complete([paper(range(day * 1000, day * 1000 + MOST_TEXTS))])
    assert len(server.requests) == 2 * MOST_TEXTS


# A service that is down


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_a_fault_leaves_the_post_as_it_was(embedder, server, fault):
    said = {post(n).url: x_embed(str(n), "ada", "text") for n in range(5)}
    texts = embedder(said, tries=2)
    server.faults["/oembed"] = fault

    assert [texts.embed(post(number)) for number in range(5)] == list(
        map(post, range(5))
    )
    problems = texts.problems(map(post, range(5)))
    assert all("127.0.0.1" in each for each in problems)


def test_a_service_that_is_down_is_left_alone_and_told_of(embedder, server):
    texts = embedder({}, tries=1)
    server.faults["/oembed"] = FAULTS["503"]

    for number in range(10):
        texts.embed(post(number))

    assert len(server.requests) == 2
    (problem,) = texts.problems(map(post, range(10)))
    assert "127.0.0.1" in problem
    assert "503" in problem


def test_a_failure_now_and_then_stops_nothing(embedder, server):
    said = {post(n).url: x_embed(str(n), "ada", "text") for n in range(6)}
    texts = embedder(said, tries=1)
    server.faults["/oembed"] = [FAULTS["503"], send, FAULTS["503"], send]

    got = [bool(texts.embed(post(number)).html) for number in range(6)]

    assert got == [False, True, False, True, True, True]
    assert len(texts.problems(map(post, range(6)))) == 1
    assert texts.problems([post(1), post(5)]) == ()


def test_one_service_down_leaves_the_others(server):
    down = OEmbed({}, "/down").speak(server)
    up = OEmbed({X_POST.url: x_embed("7", "ada", "text")}, "/up").speak(server)
    server.faults["/down"] = FAULTS["reset"]
    texts = Embedder(Client(backoff=0.01, tries=1), {"bluesky": down, "x": up})

    assert [texts.embed(BLUESKY_POST), texts.embed(X_POST).html != ""] == [
        BLUESKY_POST,
        True,
    ]
    assert len(texts.problems([BLUESKY_POST, X_POST])) == 1


def test_a_secret_that_is_sent_back_is_not_told(server):
    http = Client(backoff=0.01, tries=1)
    http.hide("a-secret-of-another")
    body = json.dumps({"error": "a-secret-of-another"}).encode()
    url = OEmbed({X_POST.url: Reply(body, 500)}).speak(server)
    texts = Embedder(http, {"x": url})
    texts.embed(X_POST)

    problems = texts.problems([X_POST])
    assert problems
    assert "a-secret" not in f"{problems} {texts!r}"
