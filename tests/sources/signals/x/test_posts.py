"""What X says of papers."""

import datetime as dt

import pytest
from loopback.x import post
from sources.signals.x.posts import NOW, ONE, SINCE, TWO, counted, link

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.markup.embeds import post_body, post_from_url
from pelican_hotpapers.sources.signals.x import X


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
