"""What Bluesky says of papers, to an account, and what of it may be shown."""

import datetime as dt
import json

import pytest
from loopback.bluesky import HANDLE, LOGIN, PASSWORD, PREFIX, SEARCH, error, label, post
from loopback.bluesky import Bluesky as Service
from loopback.faults import EACH_KIND
from loopback.server import Reply, send

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.markup.embeds import post_body, post_from_url, read_embed
from pelican_hotpapers.ranking import Rules, shown_posts, total
from pelican_hotpapers.sources.signals.bluesky import Bluesky

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SINCE = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
ONE, TWO = "2611.01778", "2611.09999"
ACCOUNT = {"BLUESKY_HANDLE": HANDLE, "BLUESKY_APP_PASSWORD": PASSWORD}


def link(paper):
    return f"https://arxiv.org/abs/{paper}"


@pytest.fixture
def hear(server, context):
    """Hear what Bluesky says, whose posts these are."""

    def hear(*posts, papers=(ONE, TWO), since=SINCE, until=NOW, max_posts=3000):
        base_url = Service(posts).speak(server)
        signal = Bluesky(context(), base_url, max_posts)
        return signal.mentions(papers, since, until)

    return hear


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


# What it says


def said(hear, text, *links, **record):
    facets = [
        {
            "index": {"byteStart": begin, "byteEnd": end},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": url}],
        }
        for begin, end, url in (*links, (0, 0, link(ONE)))
    ]
    told = post("3kabc", record={"text": text, "facets": facets, **record})
    (mention,) = hear(told).mentions
    return mention.post


def test_a_post_has_its_text_without_asking_anybody_else(hear, server):
    text = "Größer & <b>kühner</b>: see arxiv.org/abs/26… now"
    begin = len(text[: text.index("arxiv")].encode())
    end = len(text[: text.index(" now")].encode())
    found = said(hear, text, (begin, end, link(ONE)), langs=["de"])
    assert post_body(found) == (
        "Größer &amp; &lt;b&gt;kühner&lt;/b&gt;: see "
        f'<a href="{link(ONE)}" rel="nofollow ugc">arxiv.org/abs/26…</a> now'
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


# What may be shown


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


# Pages


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


# What is wrong with an answer


def test_a_post_that_cannot_be_read_is_counted_and_the_others_stay(hear):
    bare = {
        "uri": "at://did:plc:x/app.bsky.feed.post/x1",
        "record": {"text": link(ONE)},
    }
    odd = {
        "uri": "at://did:web:lab.example/app.bsky.feed.post/x2",
        "author": {"handle": "a/../b", "displayName": 7, "labels": {}},
        "record": {
            "text": link(ONE),
            "createdAt": "soon",
            "langs": [None],
            "facets": [None, {"features": {}}, {"features": [3, {"uri": 4}]}],
            "embed": [],
            "labels": [3],
        },
        "embed": {"external": "none", "media": 3},
        "repostCount": -1,
        "likeCount": "many",
        "labels": "none",
    }

    heard = hear(None, {}, {"uri": "https://bsky.app"}, {"uri": 3}, bare, odd)

    assert [mention.post.id for mention in heard.mentions] == ["x1", "x2"]
    assert {tuple(mention.counts.values()) for mention in heard.mentions} == {(0, 0)}
    assert {mention.post.author_handle for mention in heard.mentions} == {""}
    assert post_from_url(heard.mentions[1].post.url) is not None
    assert ["could not be read: 4" in problem for problem in heard.problems] == [True]


def test_a_handle_that_is_lost_is_not_shown(hear):
    heard = hear(post("a", link(ONE), author={"handle": "handle.invalid"}))

    assert heard.mentions[0].post.author_handle == ""
    assert "did:plc:a" in heard.mentions[0].post.url


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"posts": {}}', b"3"])
def test_an_answer_of_another_shape_is_an_error(server, context, body):
    service = Service(())
    server.speakers[PREFIX] = service
    server.speakers[SEARCH] = lambda _: Reply(body)

    with pytest.raises(SourceError, match=r"127\.0\.0\.1.* list of posts"):
        Bluesky(context(tries=2), server.url).mentions([ONE], SINCE, NOW)


# The account


def test_one_login_is_enough(server, context):
    base_url = Service([post("a", link(ONE))]).speak(server)
    signal = Bluesky(context(), base_url)

    for _ in range(3):
        assert len(signal.mentions([ONE], SINCE, NOW).mentions) == 1

    assert len(server.asked(LOGIN)) == 1


def test_a_handle_may_be_written_with_its_sign(server, context):
    base_url = Service([post("a", link(ONE))]).speak(server)
    signal = Bluesky(context({**ACCOUNT, "BLUESKY_HANDLE": f"@{HANDLE}"}), base_url)

    assert len(signal.mentions([ONE], SINCE, NOW).mentions) == 1


def test_a_token_that_runs_out_is_replaced(server, context):
    posts = [post(f"k{number}", link(ONE)) for number in range(350)]
    base_url = Service(posts, lasts=3).speak(server)

    heard = Bluesky(context(), base_url).mentions([ONE], SINCE, NOW)

    assert len(heard.mentions) == 350
    assert len(server.asked(LOGIN)) == 2


def test_a_token_that_never_holds_is_an_error(server, context):
    base_url = Service((), lasts=0).speak(server)

    with pytest.raises(SourceError, match="does not accept the token"):
        Bluesky(context(), base_url).mentions([ONE], SINCE, NOW)

    assert len(server.asked(LOGIN)) == 2


def test_an_account_that_is_refused_is_not_tried_again(server, context):
    base_url = Service(()).speak(server)
    wrong = context({**ACCOUNT, "BLUESKY_APP_PASSWORD": "not this one"})
    signal = Bluesky(wrong, base_url)

    for _ in range(3):
        with pytest.raises(SourceError, match="BLUESKY_APP_PASSWORD") as caught:
            signal.mentions([ONE], SINCE, NOW)

    assert "app-passwords" in caught.value.hint
    assert "127.0.0.1" in caught.value.reason
    assert len(server.requests) == 1


@pytest.mark.parametrize("missing", ACCOUNT)
def test_without_an_account_nothing_is_asked(server, context, missing):
    environ = {name: value for name, value in ACCOUNT.items() if name != missing}

    with pytest.raises(SourceError, match=f"found no {missing}"):
        Bluesky(context(environ), server.url).mentions([ONE], SINCE, NOW)

    assert server.requests == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"<html>Request forbidden by administrative rules.</html>", 403),
        error("BadQueryString"),
        error("AuthMissing", 401),
    ],
    ids=["forbidden", "query", "auth"],
)
def test_a_search_that_is_refused_says_what_to_do(server, context, reply):
    server.speakers[PREFIX] = Service(())
    server.speakers[SEARCH] = lambda _: reply

    with pytest.raises(SourceError) as caught:
        Bluesky(context(), server.url).mentions([ONE], SINCE, NOW)

    assert str(reply.status) in caught.value.reason
    assert "base_url" in caught.value.hint
    assert len(server.asked(SEARCH)) == 1


@pytest.mark.parametrize("status", [200, 400, 401, 403, 418, 429, 503])
@pytest.mark.parametrize("path", [LOGIN, SEARCH])
def test_secrets_that_are_sent_back_are_not_told(server, context, caplog, path, status):
    service = Service([post("a", link(ONE))])
    server.speakers[PREFIX] = service

    def echo(request):
        said = request.body.decode() + request.headers.get("authorization", "")
        body = {"error": said, "message": said, "posts": said, said: said}
        return Reply(json.dumps(body).encode(), status)

    server.speakers[path] = echo
    signal = Bluesky(context(tries=2), server.url)
    caplog.set_level("DEBUG")

    with pytest.raises(SourceError) as caught:
        signal.mentions([ONE], SINCE, NOW)

    told = [str(caught.value), repr(caught.value), caplog.text]
    told += [repr(signal), repr(signal.context)]
    secrets = [PASSWORD, *service.tokens]
    assert not [each for each in told for secret in secrets if secret in each]


# What goes wrong on the way


@pytest.mark.parametrize("path", [LOGIN, SEARCH])
@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_a_fault_is_an_error_in_bounded_time(server, context, fault, path):
    base_url = Service([post("a", link(ONE))]).speak(server)
    server.faults[path] = fault
    signal = Bluesky(context(tries=2), base_url)

    with pytest.raises(SourceError) as caught:
        signal.mentions([ONE], SINCE, NOW)

    assert "127.0.0.1" in caught.value.reason


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_a_fault_in_the_middle_leaves_what_was_heard(server, context, fault):
    posts = [post(f"k{number}", link(ONE)) for number in range(150)]
    base_url = Service(posts).speak(server)
    server.faults[SEARCH] = [send, *[fault] * 20]
    signal = Bluesky(context(tries=2), base_url)

    heard = signal.mentions([ONE], SINCE, NOW)

    assert len(heard.mentions) == 100
    assert "not read to the end" in heard.lacks


def test_a_login_that_fails_once_is_tried_the_next_time(server, context):
    base_url = Service([post("a", link(ONE))]).speak(server)
    server.faults[LOGIN] = [EACH_KIND["503"]] * 2
    signal = Bluesky(context(tries=2), base_url)

    with pytest.raises(SourceError, match="503"):
        signal.mentions([ONE], SINCE, NOW)

    assert len(signal.mentions([ONE], SINCE, NOW).mentions) == 1
