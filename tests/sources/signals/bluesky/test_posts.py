"""What Bluesky says of papers."""

import datetime as dt
import json

import pytest
from loopback.bluesky import LOGIN, PREFIX, SEARCH, label, post
from loopback.bluesky import Bluesky as Service
from loopback.server import Reply
from sources.signals.bluesky.posts import NOW, ONE, SINCE, TWO, link, said

from pelican_hotpapers.markup.embeds import post_body, post_from_url, read_embed
from pelican_hotpapers.ranking import Rules, shown_posts, total
from pelican_hotpapers.sources.signals.bluesky import Bluesky


def test_a_post_has_its_author_and_counts(hear):
    heard = hear(post("3kabc", link(ONE), repostCount=4, likeCount=15))

    (mention,) = heard.mentions
    assert mention.arxiv_id == ONE
    assert mention.counts == {"reposts": 4, "likes": 15}
    assert mention.public
    assert mention.post.author_name == "Reader 3kabc"
    assert mention.post.date == dt.date(2026, 11, 19)
    assert mention.post.lang == "en"
    known = post_from_url(mention.post.url)
    assert known is not None
    assert (known.platform, known.id, known.author_handle) == (
        mention.post.platform,
        mention.post.id,
        mention.post.author_handle,
    )
    assert heard.problems == ()


LISTING = "https://arxiv.org/list/cs/new"


def card(paper):
    return {"$type": "app.bsky.embed.external", "external": {"uri": link(paper)}}


@pytest.mark.parametrize(
    "said",
    [
        post("a", link(ONE)),
        post("b", LISTING, text=f"see {link(ONE)}."),
        post("c", LISTING, text=f"see arxiv.org/abs/{ONE}v2"),
        post("d", record={"embed": card(ONE)}),
        post("e", record={"embed": {"media": card(ONE)}}, text="arxiv.org"),
        post("f", link(ONE), text="arxiv.org/abs/2611.0177..."),
    ],
    ids=["facet", "text", "bare", "card", "card beside a quote", "cut short"],
)
def test_a_link_is_found_wherever_it_stands(hear, said):
    assert [mention.arxiv_id for mention in hear(said).mentions] == [ONE]


def test_a_post_about_two_papers_counts_for_both_and_one_about_none_for_none(hear):
    both = post("a", link(ONE), link(TWO))
    none = post("b", "https://arxiv.org/list/cs/recent", link("2611.00001"))

    heard = hear(both, none, both)

    assert sorted(mention.arxiv_id for mention in heard.mentions) == [ONE, TWO]


@pytest.mark.parametrize(
    "url",
    [
        f"https://arxiv.org/abs/{ONE}",
        f"https://www.alphaxiv.org/abs/{ONE}",
        f"https://huggingface.co/papers/{ONE}",
    ],
)
@pytest.mark.parametrize("many", [False, True], ids=["a list", "a thousand papers"])
def test_a_link_is_about_the_paper_wherever_it_leads(hear, server, url, many):
    others = [
        f"2611.{number:05}" for number in range(20_000, 21_000 if many else 20_003)
    ]
    heard = hear(post("a", url, text="behind these words"), papers=[ONE, *others])
    assert [mention.arxiv_id for mention in heard.mentions] == [ONE]
    asked = server.asked(SEARCH)
    assert len(asked) == (3 if many else 2 + 4)
    assert {each.query["q"] for each in asked} == {"*"}


def test_a_post_has_its_text_without_asking_anybody_else(hear, server):
    text = "Größer & <b>kühner</b>: see arxiv.org/abs/26… now"
    begin = len(text[: text.index("arxiv")].encode())
    end = len(text[: text.index(" now")].encode())
    found = said(hear, text, (begin, end, link(ONE)), langs=["de"])
    assert post_body(found) == (
        "Größer &amp; &lt;b&gt;kühner&lt;/b&gt;: see "
        f'<a href="{link(ONE)}" rel="nofollow">arxiv.org/abs/26…</a> now'
    )
    assert (found.lang, found.dir) == ("de", "ltr")
    assert not [each for each in server.requests if "oembed" in each.path]
    read = read_embed(found.html)
    assert (read.id, read.author_handle, read.date, read.lang, read.dir) == (
        *(found.id, found.author_handle, found.date, found.lang, found.dir),
    )


def test_lines_break_where_they_do(hear):
    found = said(hear, "one\ntwo\n\n\n\nthree")
    assert post_body(found) == "one<br>two<br><br>three"


@pytest.mark.parametrize(
    ("langs", "lang", "way"),
    [
        (["ar"], "ar", "rtl"),
        (["he-IL", "en"], "he-IL", "rtl"),
        (["uz-Arab"], "uz-Arab", "rtl"),
        (["arn"], "arn", "ltr"),
        ([], "", ""),
        (["<b>"], "", ""),
        ("en", "", ""),
    ],
)
def test_a_language_tells_the_direction(hear, langs, lang, way):
    found = said(hear, "a text", langs=langs)
    assert (found.lang, found.dir) == (lang, way)


@pytest.mark.parametrize(
    "links",
    [
        [(4, 2, "https://example.org/")],
        [(0, 999, "https://example.org/")],
        [(0, 4, "javascript:alert(1)")],
        [(-3, 4, "https://example.org/")],
        [("0", 4, None)],
    ],
)
def test_a_link_that_is_nowhere_in_the_text_is_none(hear, links):
    assert post_body(said(hear, "a text", *links)) == "a text"


def test_a_link_within_another_is_none(hear):
    links = [(0, 6, "https://example.org/1"), (2, 4, "https://example.org/2")]
    assert post_body(said(hear, "a text", *links)).count("<a") == 1


@pytest.mark.parametrize(
    "said",
    [
        post("a", link(ONE), labels=["!no-unauthenticated"]),
        post("a", link(ONE), author={"labels": [label("!no-unauthenticated")]}),
        post("a", link(ONE), record={"labels": {"values": [{"val": "porn"}]}}),
        post("a", link(ONE), labels=["!hide"]),
    ],
    ids=["post", "author", "self", "moderation"],
)
def test_a_post_that_is_not_for_everybody_is_counted_and_never_shown(hear, said):
    heard = hear(said)

    assert total(heard.mentions) == {"reposts": 5, "likes": 20}
    assert shown_posts(heard.mentions, Rules(post_score=0)) == ()
    (mention,) = heard.mentions
    told = [mention.post.author_name, mention.post.author_handle, mention.post.url]
    assert not any("Reader" in each or "bsky.social" in each for each in told)


def test_a_label_that_was_taken_back_or_says_little_hides_nothing(hear):
    taken_back = label("!no-unauthenticated", neg=True)
    heard = hear(post("a", link(ONE), author={"labels": [taken_back, label("bot"), 3]}))

    assert len(shown_posts(heard.mentions, Rules())) == 1


def test_all_pages_are_read(hear, server):
    heard = hear(*(post(f"k{number}", link(ONE)) for number in range(250)))

    assert len(heard.mentions) == 250
    assert len(server.asked(SEARCH)) == 3 + 1 + 2, "and one for each other page"
    assert heard.problems == ()


def test_no_more_posts_are_read_than_are_wanted(hear):
    posts = [post(f"k{number}", link(ONE)) for number in range(250)]

    heard = hear(*posts, max_posts=130)

    assert len(heard.mentions) == 130
    assert ["max_posts is 130" in problem for problem in heard.problems] == [True]


def test_the_span_is_asked_for_in_utc(hear):
    tokyo = dt.timezone(dt.timedelta(hours=9))
    inside = post("a", link(ONE), at="2026-11-18T00:00:00.000Z")
    outside = post("b", link(ONE), at="2026-11-17T23:59:59.000Z")

    heard = hear(inside, outside, since=dt.datetime(2026, 11, 18, 9, tzinfo=tokyo))

    assert [mention.post.id for mention in heard.mentions] == ["a"]


@pytest.mark.parametrize("cursor", ["same", None], ids=["again", "new"])
@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
def test_paging_without_end_ends(server, context, cursor, full):
    service = Service(())
    numbers = iter(range(10**6))

    def endless(request):
        if request.path == LOGIN:
            return service(request)
        number = next(numbers)
        page = [post(f"k{number}", link(ONE))] if full else []
        body = {"posts": page, "cursor": cursor or str(number)}
        return Reply(json.dumps(body).encode())

    server.speakers[PREFIX] = endless
    heard = Bluesky(context(), server.url).mentions([ONE], SINCE, NOW)

    assert len(server.requests) < 150
    assert ["not read to the end" in problem for problem in heard.problems] == [True]


def test_nothing_is_asked_for_no_papers(hear, server):
    assert hear(papers=[]).mentions == ()
    assert server.requests == []
