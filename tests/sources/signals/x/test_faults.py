"""What goes wrong with the posts of X."""

import datetime as dt
import json

import pytest
from loopback.faults import EACH_KIND
from loopback.server import Reply, send
from loopback.x import PREFIX, TOKEN, answer, post, problem
from loopback.x import X as Service
from sources.signals.x.posts import NOW, ONE, SINCE, counted, link

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.sources import fields
from pelican_hotpapers.sources.signals.x import X

TRIES = 3


def test_one_post_that_cannot_be_read_is_counted_and_the_others_stay(hear):
    bad = [{"id": "no number"}, {}, None, "post", {"id": 12}]

    heard = hear(*bad, post("1", link(ONE), reposts=3))

    assert counted(heard)["reposts"] == 3
    assert [problem for problem in heard.problems if "could not be read: 5" in problem]


@pytest.mark.parametrize("absurd", [-4, True, "12", None, 1e99, 10**30, [3], {}])
def test_an_absurd_number_counts_nothing(hear, absurd):
    heard = hear(post("1", link(ONE), reposts=absurd, likes=2))

    assert counted(heard) == {"reposts": 0, "likes": 2}


def test_fields_that_are_missing_or_of_another_type_leave_the_rest(server, context):
    bare = {"id": "5", "entities": {"urls": [{"expanded_url": link(ONE)}]}}
    odd = {
        "id": "6",
        "author_id": ["7"],
        "created_at": "99999-01-01T00:00:00Z",
        "lang": "<b>",
        "public_metrics": [],
        "referenced_tweets": "none",
        "edit_history_tweet_ids": {"a": 1},
        "note_tweet": 3,
        "entities": {"urls": [None, {"expanded_url": 4}, {"expanded_url": link(ONE)}]},
    }
    server.speakers[PREFIX] = lambda _: answer({"data": [bare, odd]})

    heard = X(context(), server.url).mentions([ONE], SINCE, NOW)

    assert [mention.post.url for mention in heard.mentions] == [
        "https://x.com/i/status/5",
        "https://x.com/i/status/6",
    ]
    assert {mention.post.date for mention in heard.mentions} == {None}
    assert {mention.post.lang for mention in heard.mentions} == {""}
    assert heard.problems == ()


def test_a_name_is_one_line_and_short_and_a_handle_is_one(hear):
    named = post("1", link(ONE), name="Ada\n\x00<b>" + "x" * 5000, handle="a/../b")

    (mention,) = hear(named).mentions

    assert mention.post.author_handle == ""
    assert mention.post.author_name.startswith("Ada <b>x")
    assert len(mention.post.author_name) <= fields.LONGEST_LINE


def test_an_answer_with_things_left_out_is_told_of(hear):
    gone = {
        "title": "Not Found Error",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
        "resource_id": "91",
    }

    heard = hear(post("1", link(ONE), reposts=3), errors=[gone], users=[{"id": "5"}])

    assert counted(heard)["reposts"] == 3
    assert heard.mentions[0].post.author_handle == ""
    assert ["gone or protected" in problem for problem in heard.problems] == [True]


def test_no_posts_are_no_problem(hear):
    heard = hear()

    assert (heard.mentions, heard.problems) == ((), ())


def refusing(server, context, *replies):
    """Return what X's refusal says, the last reply given for ever."""
    given = list(replies)
    server.speakers[PREFIX] = lambda _: given.pop(0) if len(given) > 1 else given[0]
    with pytest.raises(SourceError) as caught:
        X(context(), server.url).mentions([ONE], SINCE, NOW)
    return str(caught.value)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (problem(401, "Unauthorized", "Unauthorized"), "X_BEARER_TOKEN"),
        (problem(402, "CreditsDepleted", "no credits"), "Buy credits"),
        (problem(403, "Client Forbidden", "not enrolled"), "what the app may do"),
        (problem(400, "Invalid Request", "no such operator"), "base_url"),
        (
            problem(429, "UsageCapExceeded", "cap", "…/usage-capped"),
            "max_posts",
        ),
        (Reply(b"<html>no</html>", 403), "403"),
    ],
    ids=["token", "credits", "forbidden", "query", "capped", "html"],
)
def test_a_refusal_says_what_it_means_and_is_not_repeated(server, context, reply, says):
    said = refusing(server, context, reply)

    assert says in said
    assert "127.0.0.1" in said
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [401, 402, 403])
def test_an_account_that_is_refused_is_not_tried_again_in_a_run(
    server, context, status
):
    server.speakers[PREFIX] = lambda _: problem(status, "No", "not so")
    signal = X(context(), server.url)
    said = set()
    for _ in range(5):
        with pytest.raises(SourceError) as caught:
            signal.mentions([ONE], SINCE, NOW)
        said.add(str(caught.value))

    assert len(server.requests) == 1
    assert len(said) == 1


def test_too_many_requests_are_waited_for(server, context):
    service = Service([post("1", link(ONE), reposts=3)], now=NOW)
    slow = problem(429, "Too Many Requests", "Too Many Requests")
    replies = [slow, None]
    server.speakers[PREFIX] = lambda request: replies.pop(0) or service(request)

    heard = X(context(), server.url).mentions([ONE], SINCE, NOW)

    assert counted(heard)["reposts"] == 3


def test_a_quarter_of_an_hour_is_not_waited_for(server, context):
    reset = str(int(dt.datetime.now(dt.UTC).timestamp()) + 890)
    slow = Reply(b"{}", 429, {"x-rate-limit-reset": reset})

    said = refusing(server, context, slow)

    assert "429" in said
    assert "wait 8" in said
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "text",
        7,
        {"data": {}, "meta": {}},
        {"data": None},
        {"errors": [{"title": "Invalid"}]},
    ],
    ids=str,
)
def test_an_answer_of_another_shape_is_an_error(server, context, body):
    assert "expected an object with data" in refusing(server, context, answer(body))


@pytest.mark.parametrize(
    "body",
    [
        {"meta": None},
        {"data": [], "includes": [], "errors": "none"},
        {"meta": {"next_token": 5}},
        {"data": [], "includes": {"users": [None, {"id": {}}]}},
    ],
    ids=str,
)
def test_an_odd_answer_without_posts_is_one(server, context, body):
    server.speakers[PREFIX] = lambda _: answer(body)

    assert X(context(), server.url).mentions([ONE], SINCE, NOW).mentions == ()


@pytest.mark.parametrize("token", ["same", None], ids=["again", "new"])
@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
def test_paging_without_end_ends(server, context, token, full):
    numbers = iter(range(10**6))

    def endless(_request):
        number = next(numbers)
        meta = {"next_token": token or str(number)}
        page = [strip(post(str(number), link(ONE), reposts=1))] if full else []
        return answer({"data": page, "meta": meta})

    server.speakers[PREFIX] = endless
    heard = X(context(), server.url).mentions([ONE], SINCE, NOW)

    assert len(server.requests) < (4 if token else 60)
    assert ["not read to the end" in problem for problem in heard.problems] == [True]


def strip(said):
    return {key: value for key, value in said.items() if key != "_user"}


def test_an_empty_page_with_more_behind_it_is_passed_over(server, context):
    pages = [
        {"data": [], "meta": {"next_token": "0", "result_count": 0}},
        {"data": [strip(post("1", link(ONE), reposts=1))], "meta": {"next_token": "a"}},
        {"meta": {"next_token": "b", "result_count": 0}},
        {"data": [strip(post("2", link(ONE), reposts=1))], "meta": {}},
    ]
    server.speakers[PREFIX] = lambda _: answer(pages.pop(0))

    heard = X(context(), server.url).mentions([ONE], SINCE, NOW)

    assert counted(heard)["reposts"] == 2
    assert heard.problems == ()


@pytest.mark.parametrize("papers", [1, 60], ids=["page", "query"])
def test_what_was_heard_before_a_failure_is_kept(server, context, papers):
    service = Service([post(str(n), link(ONE), reposts=1) for n in range(150)], now=NOW)
    first = [True]

    def failing(request):
        return service(request) if first and first.pop() else Reply(b"", 503)

    server.speakers[PREFIX] = failing
    asked = [ONE, *(f"2611.{number:05}" for number in range(10_000, 9_999 + papers))]
    heard = X(context(tries=TRIES), server.url).mentions(asked, SINCE, NOW)

    assert counted(heard)["reposts"] >= 50
    assert heard.problems == ()
    assert "X was not read to the end" in heard.lacks
    assert "503" in heard.lacks
    assert len(server.requests) == 1 + TRIES


def test_without_a_token_nothing_is_asked(server, context):
    with pytest.raises(SourceError, match="found no X_BEARER_TOKEN"):
        X(context(environ={}), server.url).mentions([ONE], SINCE, NOW)

    assert server.requests == []


@pytest.mark.parametrize("status", [200, 400, 401, 403, 418, 429, 503])
def test_a_token_that_is_sent_back_is_not_told(server, context, caplog, status):
    server.speakers[PREFIX] = lambda request: answer(
        {"title": request.headers["authorization"], "detail": TOKEN, TOKEN: TOKEN},
        status,
    )
    signal = X(context(), server.url)
    caplog.set_level("DEBUG")

    with pytest.raises(SourceError) as caught:
        signal.mentions([ONE], SINCE, NOW)

    told = [str(caught.value), caught.value.hint, repr(caught.value), caplog.text]
    told += [repr(signal), repr(signal.context)]
    assert not [text for text in told if TOKEN in text or json.dumps(TOKEN) in text]


def test_a_token_that_is_sent_back_beside_posts_is_not_told(hear):
    errors = [{"title": TOKEN, "type": TOKEN, "detail": TOKEN, "value": TOKEN}]

    assert TOKEN not in str(hear(post("1", link(ONE)), errors=errors).problems)


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_a_fault_is_an_error_in_bounded_time(server, context, fault):
    base_url = Service([post("1", link(ONE))], now=NOW).speak(server)
    server.faults[PREFIX] = fault
    signal = X(context(tries=2), base_url)

    with pytest.raises(SourceError) as caught:
        signal.mentions([ONE], SINCE, NOW)

    assert "127.0.0.1" in caught.value.reason
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_a_fault_in_the_middle_leaves_what_was_heard(server, context, fault):
    posts = [post(str(number), link(ONE), reposts=1) for number in range(150)]
    base_url = Service(posts, now=NOW).speak(server)
    server.faults[PREFIX] = [send, *[fault] * 20]
    signal = X(context(tries=2), base_url)

    heard = signal.mentions([ONE], SINCE, NOW)

    assert counted(heard)["reposts"] == 100
    assert "not read to the end" in heard.lacks
