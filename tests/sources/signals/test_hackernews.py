"""What Hacker News says of papers."""

import datetime as dt

import pytest
from loopback.faults import EACH_KIND
from loopback.hackernews import PREFIX, story
from loopback.hackernews import HackerNews as Service
from loopback.server import Reply, send

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.markup.embeds import post_body, post_from_url, read_embed
from pelican_hotpapers.sources.signals.hackernews import QUESTIONS, HackerNews

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SINCE = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
AT = int(dt.datetime(2026, 11, 18, 23, 30, tzinfo=dt.UTC).timestamp())
DAY = dt.timedelta(days=1)
ONE, TWO = "2611.01778", "2611.09999"


def link(paper):
    return f"https://arxiv.org/pdf/{paper}v3"


@pytest.fixture
def hear(server, context):
    """Hear what Hacker News says, whose stories these are."""

    def hear(*stories, papers=(ONE, TWO), since=SINCE, until=NOW, **how):
        base_url = Service(stories, **how).speak(server)
        return HackerNews(context(), base_url).mentions(papers, since, until)

    return hear


def test_a_story_has_its_points_and_comments_and_who_posted_it(hear, server):
    heard = hear(story(41, link(ONE), at=AT, points=120, num_comments=64))

    (mention,) = heard.mentions
    assert mention.arxiv_id == ONE
    assert mention.counts == {"points": 120, "comments": 64}
    assert mention.post.author_handle == "poster_41"
    assert mention.post.date == dt.date(2026, 11, 18)
    known = post_from_url(mention.post.url)
    assert known is not None
    assert (known.platform, known.id) == (mention.post.platform, mention.post.id)
    assert heard.problems == ()
    assert len(server.requests) == len(QUESTIONS)


def test_a_story_is_shown_as_its_title_with_its_link(hear):
    title = 'Attention & <b onclick="x">Tables</b>'
    heard = hear(story(41, link(ONE) + '"><script>', at=AT, title=title))

    (mention,) = heard.mentions
    shown = post_body(mention.post)
    assert "Attention &amp; &lt;b" in shown
    assert f'href="{link(ONE)}' in shown
    assert "<script" not in mention.post.html
    assert "poster_41" not in shown
    read = read_embed(mention.post.html)
    assert read is not None
    assert (read.platform, read.id, read.date, read.author_handle) == (
        mention.post.platform,
        mention.post.id,
        mention.post.date,
        mention.post.author_handle,
    )


@pytest.mark.parametrize(
    ("points", "comments"), [(None, None), (-3, True), ("9", 1e99), ([], {})]
)
def test_what_is_no_number_counts_nothing(hear, points, comments):
    heard = hear(story(41, link(ONE), at=AT, points=points, num_comments=comments))

    assert heard.mentions[0].counts == {"points": 0, "comments": 0}


def test_stories_that_only_look_like_it_are_left_out(hear):
    heard = hear(
        story(1, "https://arxiv.example/abs/" + ONE, at=AT),
        story(2, None, at=AT),
        story(3, link("2611.00001"), at=AT),
        story(4, "https://arxiv.org/list/cs/recent", at=AT),
        story(5, link(TWO), at=AT),
    )

    assert [mention.post.id for mention in heard.mentions] == ["5"]
    assert heard.problems == ()


def test_a_day_is_two_questions_and_ends_where_it_ends(hear, server):
    start = int(SINCE.timestamp())
    heard = hear(
        story(1, link(ONE), at=start - 1),
        story(2, link(ONE), at=start),
        story(3, link(ONE), at=start + 86_399),
        story(4, link(ONE), at=start + 86_400),
        until=SINCE + dt.timedelta(days=1),
    )

    assert [mention.post.id for mention in heard.mentions] == ["2", "3"]
    assert [asked.query["query"] for asked in server.requests] == [
        question["query"] for question in QUESTIONS
    ]
    for asked in server.requests:
        assert asked.query["restrictSearchableAttributes"] == "url"
        assert "points" not in asked.query["numericFilters"]


@pytest.mark.parametrize(
    "url",
    [
        f"https://arxiv.org/abs/{ONE}",
        f"https://arxiv.org/pdf/{ONE}v2.pdf",
        f"https://arxiv.org/html/{ONE}v1",
        f"https://huggingface.co/papers/{ONE}",
        f"https://www.alphaxiv.org/abs/{ONE}",
    ],
)
def test_a_link_is_about_the_paper_wherever_it_leads(hear, url):
    assert [each.arxiv_id for each in hear(story(41, url, at=AT)).mentions] == [ONE]


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/blog/papers",
        f"https://huggingface.co/datasets/{ONE}",
        "https://huggingface.co/papers",
        "https://www.alphaxiv.org/abs/2611.some-words",
    ],
)
def test_another_page_of_those_sites_is_about_no_paper(hear, url):
    assert hear(story(41, url, at=AT)).mentions == ()


def test_the_days_of_one_run_are_asked_for_once(server, context):
    stories = [story(number, link(ONE), at=AT + 86_400 * number) for number in range(9)]
    base_url = Service(stories).speak(server)
    signal = HackerNews(context(now=NOW + 9 * DAY), base_url)
    found = []
    for day in range(4):
        since = SINCE + day * DAY
        heard = signal.mentions([ONE], since, since + 3 * DAY)
        found.append([each.post.id for each in heard.mentions])

    assert found == [["0", "1", "2"], ["1", "2", "3"], ["2", "3", "4"], ["3", "4", "5"]]
    spans = [each.query["numericFilters"] for each in server.requests]
    assert len(set(spans)) == 1, "and those of the next days with them"
    assert len(spans) == len(QUESTIONS)


def test_days_that_could_not_be_read_are_asked_for_again(server, context):
    base_url = Service([story(1, link(ONE), at=AT)]).speak(server)
    signal = HackerNews(context(tries=1), base_url)
    server.faults[PREFIX] = [EACH_KIND["503"]] * 2
    with pytest.raises(SourceError, match="503"):
        signal.mentions([ONE], SINCE, NOW)

    assert len(signal.mentions([ONE], SINCE, NOW).mentions) == 1


# More stories than can be had


def test_a_span_with_more_stories_than_can_be_had_is_narrowed(hear, server):
    start = int(SINCE.timestamp())
    stories = [story(n, link(ONE), at=start + 1000 * n) for n in range(100)]

    heard = hear(*stories, reach=30)

    assert len(heard.mentions) == 100
    assert heard.problems == ()
    assert len(server.requests) < 20


def test_more_stories_at_one_time_than_can_be_had_are_told(hear, server):
    stories = [story(number, link(ONE), at=AT) for number in range(100)]

    heard = hear(*stories, reach=30)

    assert len(heard.mentions) == 30
    (problem,) = heard.problems
    assert "100 are there at once, and 30 can be had" in problem
    assert len(server.requests) < 20


def test_more_than_a_page_is_read_on(hear, server):
    stories = [story(number, link(ONE), at=AT) for number in range(1, 26)]

    heard = hear(*stories, page_size=10)

    assert len({mention.post.id for mention in heard.mentions}) == 25
    assert len(server.requests) == 3 + 1
    assert heard.problems == ()


def test_a_story_on_two_pages_counts_once(hear):
    again = story(7, link(ONE), at=AT)

    assert len(hear(again, again, again, page_size=1).mentions) == 1


def test_a_story_that_cannot_be_read_is_counted_and_the_others_stay(hear):
    bare = {"objectID": "5", "url": link(ONE)}
    odd = {**bare, "objectID": "6", "title": 3, "author": "<b>", "created_at_i": 10**30}

    heard = hear(None, "story", {}, {"objectID": 12}, {"objectID": "1/../2"}, bare, odd)

    assert [mention.post.id for mention in heard.mentions] == ["5", "6"]
    assert {mention.post.html for mention in heard.mentions} == {""}
    assert ["could not be read: 5" in problem for problem in heard.problems] == [True]


@pytest.mark.parametrize("hours", [24, 60])
def test_a_day_without_a_single_paper_is_told_of(hear, hours):
    """What takes the stories in may stand still, and the answer is sound."""
    since = NOW - dt.timedelta(hours=hours)

    heard = hear(story(1, "https://example.org/", at=AT), since=since)

    assert heard.mentions == ()
    (problem,) = heard.problems
    assert "unusual" in problem
    assert f"{since:%Y-%m-%d}" in problem


def test_an_hour_without_a_paper_is_not_unusual(hear):
    assert hear(since=NOW - dt.timedelta(hours=1)).problems == ()
    later = NOW + dt.timedelta(days=1)
    assert hear(since=NOW - dt.timedelta(hours=1), until=later).problems == ()


def test_a_day_in_which_others_were_posted_is_not_unusual(hear):
    assert hear(story(3, link("2611.00001"), at=AT)).problems == ()


def test_nothing_is_asked_of_the_future_or_for_no_papers(hear, server):
    hear(since=NOW + dt.timedelta(hours=1), until=NOW + dt.timedelta(days=2))
    hear(papers=[])

    assert server.requests == []


@pytest.mark.parametrize("body", [b"[]", b'{"hits": {}}', b"7", b'{"message": "no"}'])
def test_an_answer_of_another_shape_is_an_error(server, context, body):
    server.speakers[PREFIX] = lambda _: Reply(body)

    with pytest.raises(SourceError, match=r"127\.0\.0\.1.* expected .* list of hits"):
        HackerNews(context(tries=2), server.url).mentions([ONE], SINCE, NOW)


@pytest.mark.parametrize("hits", [b"[]", b'[{"objectID": "1"}]'], ids=["empty", "full"])
def test_pages_without_end_end(server, context, hits):
    body = b'{"hits": %s, "page": 0, "nbPages": 999999999, "nbHits": -1}' % hits
    server.speakers[PREFIX] = lambda _: Reply(body)

    heard = HackerNews(context(), server.url).mentions([ONE], SINCE, NOW)

    assert len(server.requests) < 60
    assert any("not read to the end" in problem for problem in heard.problems)


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_a_fault_is_an_error_in_bounded_time(server, context, fault):
    base_url = Service([story(1, link(ONE), at=AT)]).speak(server)
    server.faults[PREFIX] = fault
    signal = HackerNews(context(tries=2), base_url)

    with pytest.raises(SourceError) as caught:
        signal.mentions([ONE], SINCE, NOW)

    assert "127.0.0.1" in caught.value.reason


def test_what_was_heard_before_a_failure_is_kept(server, context):
    stories = [story(number, link(ONE), at=AT) for number in range(1, 26)]
    base_url = Service(stories, page_size=10).speak(server)
    server.faults[PREFIX] = [send, *[EACH_KIND["503"]] * 9]

    heard = HackerNews(context(), base_url).mentions([ONE], SINCE, NOW)

    assert len(heard.mentions) == 10
    assert "503" in heard.lacks
    assert heard.problems == ()
