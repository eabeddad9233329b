"""What X says of papers: counted once each, in bounds of time and money."""

import datetime as dt
import json

import pytest
from loopback.faults import EACH_KIND
from loopback.server import Reply, send
from loopback.x import PREFIX, TOKEN, answer, post, problem
from loopback.x import X as Service

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.markup.embeds import post_body, post_from_url
from pelican_hotpapers.ranking import total
from pelican_hotpapers.sources import fields
from pelican_hotpapers.sources.signals.x import X

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SINCE = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
TRIES = 3
ONE, TWO = "2611.01778", "2611.09999"


def link(paper):
    return f"https://arxiv.org/abs/{paper}"


@pytest.fixture
def hear(server, context):
    """Hear what X says, whose posts these are."""

    def hear(*posts, papers=(ONE, TWO), since=SINCE, until=NOW, max_posts=1000, **how):
        service = Service(posts, now=NOW, **how)
        signal = X(context(), service.speak(server), max_posts)
        heard = signal.mentions(papers, since, until)
        hear.asked = service.asked
        return heard

    return hear


def counted(heard, paper=ONE):
    return total(each for each in heard.mentions if each.arxiv_id == paper)


@pytest.mark.parametrize("renamed", [False, True], ids=["guides", "openapi"])
def test_a_post_has_its_author_and_counts_in_both_namings(hear, renamed):
    said = post("1858000000000000001", link(ONE), reposts=7, likes=30, handle="ada_l")

    heard = hear(said, renamed=renamed)

    (mention,) = heard.mentions
    assert (mention.arxiv_id, mention.counts) == (ONE, {"reposts": 7, "likes": 30})
    assert mention.post.author_name == "Reader 1858000000000000001"
    assert mention.post.date == dt.date(2026, 11, 19)
    assert mention.post.lang == "en"
    assert mention.post.html == ""
    assert heard.problems == ()
    known = post_from_url(mention.post.url)
    assert known is not None
    assert (known.platform, known.id, known.author_handle) == (
        mention.post.platform,
        mention.post.id,
        mention.post.author_handle,
    )


def test_a_post_about_two_papers_counts_for_both(hear):
    heard = hear(post("1", link(ONE), link(TWO + "v2"), reposts=3))

    assert {mention.arxiv_id for mention in heard.mentions} == {ONE, TWO}


def test_a_post_that_several_queries_find_counts_once(hear):
    papers = [f"2611.{number:05}" for number in range(1, 61)]
    both = post("1", link(papers[0]), link(papers[59]), reposts=3)

    heard = hear(both, papers=papers)

    assert len(hear.asked) > 1
    assert counted(heard, papers[0])["reposts"] == 3
    assert len(heard.mentions) == 2


def test_queries_ask_for_every_paper_once_and_are_as_long_as_x_allows(hear):
    papers = [f"2611.{number:05}" for number in range(1, 101)] + ["quant-ph/0201082"]

    heard = hear(papers=papers)

    asked = [query["query"] for query in hear.asked]
    assert all(sum(f'"{paper}"' in query for query in asked) == 1 for paper in papers)
    assert len(asked) == 5
    assert heard.mentions == heard.problems == ()


def test_an_identifier_that_is_none_is_not_asked_for(hear):
    heard = hear(post("1", link(ONE)), papers=[ONE, '2611.01778" OR from:a OR "', "x"])

    assert [query["query"] for query in hear.asked] == [f'(url:"{ONE}") -is:retweet']
    assert len(heard.mentions) == 1


def test_only_where_a_link_leads_makes_a_post_one_about_a_paper(hear):
    elsewhere = post("1", f"https://shop.example/item/{ONE}", reposts=100)
    short = post("2", "https://bit.example/a", reposts=3)
    short["entities"]["urls"][0]["unwound_url"] = link(ONE)
    long_one = post(
        "3", reposts=4, note_tweet={"entities": {"urls": [{"expanded_url": link(ONE)}]}}
    )

    assert counted(hear(elsewhere, short, long_one)) == {"reposts": 7, "likes": 0}


@pytest.mark.parametrize("renamed", [False, True])
def test_a_repost_is_in_the_count_of_the_original_alone(hear, renamed):
    original = post("1", link(ONE), reposts=2, likes=9)
    sent_on = [
        post(
            n,
            link(ONE),
            reposts=2,
            referenced_tweets=[{"type": "retweeted", "id": "1"}],
        )
        for n in ("2", "3")
    ]

    heard = hear(*sent_on, original, gives_reposts=True, renamed=renamed)

    assert counted(heard) == {"reposts": 2, "likes": 9}


def test_a_quote_with_the_link_is_a_post_of_its_own(hear):
    quote = post(
        "2", link(ONE), reposts=5, referenced_tweets=[{"type": "quoted", "id": "1"}]
    )

    assert counted(hear(quote))["reposts"] == 5


def test_of_an_edited_post_the_last_edition_counts(hear):
    first = post("9", link(ONE), reposts=1, edit_history_tweet_ids=["9"])
    last = post("10", link(ONE), reposts=4, edit_history_tweet_ids=["9", "10"])

    heard = hear(last, first)

    assert [mention.post.id for mention in heard.mentions] == ["10"]
    assert counted(heard)["reposts"] == 4


def test_all_pages_are_read(hear):
    posts = [post(str(n), link(ONE), reposts=1) for n in range(250)]

    heard = hear(*posts, papers=[ONE])

    assert counted(heard)["reposts"] == 250
    assert len(hear.asked) == 3
    assert heard.problems == ()


def test_no_more_posts_are_read_than_are_paid_for(hear):
    posts = [post(str(n), link(ONE), reposts=1) for n in range(250)]

    heard = hear(*posts, papers=[ONE], max_posts=120)

    assert sum(int(query["max_results"]) for query in hear.asked) <= 120
    assert counted(heard)["reposts"] == 120
    assert len(heard.problems) == 1
    assert "max_posts" in heard.problems[0]


def test_the_first_papers_do_not_use_up_what_is_paid_for(hear):
    papers = [f"2611.{number:05}" for number in range(1, 31)]
    first = [post(str(n), link(papers[0]), reposts=1) for n in range(200)]
    last = post("999", link(papers[29]), reposts=1)

    heard = hear(*first, last, papers=papers, max_posts=60)

    assert counted(heard, papers[29]) == {"reposts": 1, "likes": 0}
    assert sum(int(query["max_results"]) for query in hear.asked) <= 60


def test_a_bound_that_allows_nothing_is_refused(context):
    with pytest.raises(SourceError, match="max_posts: found 5, expected at least 10"):
        X(context(), max_posts=5)


# Time


def test_a_span_is_cut_to_the_week_that_x_can_tell_of(hear):
    heard = hear(post("1", link(ONE), reposts=1), since=NOW - dt.timedelta(days=9))

    assert counted(heard)["reposts"] == 1
    assert ["7 days" in problem for problem in heard.problems] == [True]


def test_a_span_that_is_not_over_ends_now(hear):
    heard = hear(post("1", link(ONE), reposts=1), until=NOW + dt.timedelta(days=2))

    assert counted(heard)["reposts"] == 1


def test_a_span_before_that_week_is_an_error_that_costs_nothing(hear, server):
    with pytest.raises(SourceError, match="goes back 7 days") as caught:
        hear(since=SINCE - dt.timedelta(days=30), until=SINCE - dt.timedelta(days=29))

    assert "Collect within a week" in str(caught.value)
    assert server.requests == []


def test_a_span_to_come_and_no_papers_ask_nothing(hear, server):
    assert hear(since=NOW, until=NOW + dt.timedelta(days=1)).mentions == ()
    assert hear(papers=[]).mentions == ()
    assert server.requests == []


def test_times_are_told_in_utc(hear):
    tokyo = dt.timezone(dt.timedelta(hours=9))
    hear(since=dt.datetime(2026, 11, 18, 9, tzinfo=tokyo))

    assert hear.asked[0]["start_time"] == "2026-11-18T00:00:00Z"


# What is wrong with an answer


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


# Paging that does not end


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


# Long posts


def test_a_long_post_is_whole(hear):
    text = "First &amp; foremost:\n\nread https://t.co/abc today. " + "More. " * 100
    entity = {
        "url": "https://t.co/abc",
        "expanded_url": link(ONE),
        "display_url": "arxiv.org/abs/26…",
    }
    note = {"text": text, "entities": {"urls": [entity]}}
    (mention,) = hear(post("7", note_tweet=note, text="First &amp; …")).mentions
    said = post_body(mention.post)
    assert said.startswith("First &amp; foremost:<br><br>read <a href=")
    assert f'href="{link(ONE)}"' in said
    assert ">arxiv.org/abs/26…</a> today. More." in said
    assert said.count("More.") == 100
    assert (mention.post.lang, mention.post.dir) == ("en", "ltr")


def test_the_text_of_a_short_post_is_its_embed_s_to_tell(hear):
    assert hear(post("7", link(ONE))).mentions[0].post.html == ""


@pytest.mark.parametrize(
    "note",
    [
        {"text": 3, "entities": {"urls": [{"expanded_url": link(ONE)}]}},
        {"text": "<b>x</b> https://t.co/abc", "entities": {"urls": [None, {}]}},
        {
            "text": "https://t.co/abc",
            "entities": {
                "urls": [{"url": "https://t.co/abc", "expanded_url": "data:"}]
            },
        },
    ],
)
def test_a_long_post_of_another_shape_does_no_harm(hear, note):
    (mention,) = hear(post("7", link(ONE), note_tweet=note)).mentions
    assert "<b>" not in post_body(mention.post)
    assert "data:" not in post_body(mention.post)


# Secrets


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


# What goes wrong on the way


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
