"""What goes wrong with the posts of Bluesky, and the account."""

import json

import pytest
from loopback.bluesky import HANDLE, LOGIN, PASSWORD, PREFIX, SEARCH, error, post
from loopback.bluesky import Bluesky as Service
from loopback.faults import EACH_KIND
from loopback.server import Reply, send
from sources.signals.bluesky.posts import NOW, ONE, SINCE, link

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.markup.embeds import post_from_url
from pelican_hotpapers.sources.signals.bluesky import Bluesky

ACCOUNT = {"BLUESKY_HANDLE": HANDLE, "BLUESKY_APP_PASSWORD": PASSWORD}


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
