"""Ranking: what a score is, who is shown, and that the order of arrival is nothing."""

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers import ranking
from pelican_hotpapers.model import Paper, Post
from pelican_hotpapers.ranking import Mention, Rules
from pelican_hotpapers.scores import counts_of, score

DAY = dt.date(2026, 3, 6)


def mention(post_id, likes=0, *, reposts=0, platform="x", day=DAY, **said):
    post = Post(
        url=f"https://{platform}.example/{post_id}",
        platform=platform,
        id=str(post_id),
        date=day,
        **said,
    )
    counts = {"likes": likes, "reposts": reposts}
    return Mention(arxiv_id="2603.00001", post=post, counts=counts)


def paper(number, score):
    return Paper(arxiv_id=f"2603.{number:05}", title="A title", rank=1, score=score)


def ids(posts):
    return [post.id for post in posts]


SMALL = st.integers(0, 3)
MENTIONS = st.lists(
    st.builds(
        mention,
        st.integers(1, 12),
        SMALL,
        reposts=SMALL,
        platform=st.sampled_from(["x", "bluesky"]),
        day=st.sampled_from([None, DAY, DAY + dt.timedelta(days=1)]),
        html=st.sampled_from(["", "<p>Said", "<p>Told"]),
    ),
    max_size=12,
)
PAPERS = st.lists(
    st.builds(paper, st.integers(1, 99), SMALL),
    unique_by=lambda each: each.arxiv_id,
    max_size=12,
)
SEEDS = st.integers(0, 10_000)


def shuffled(items, seed):
    return random.Random(seed).sample(items, len(items))  # noqa: S311


# What is counted


def test_every_post_counts_once_however_often_it_is_heard_of():
    heard = [mention(1, 7, reposts=7)] * 8 + [mention(2, 1)]
    assert ranking.total(heard) == {"likes": 8, "reposts": 7}


def test_a_post_heard_of_twice_has_its_larger_counts():
    heard = [mention(1, 5, reposts=2), mention(1, 4, reposts=3)]
    assert ranking.total(heard) == {"likes": 5, "reposts": 3}


def test_posts_of_two_platforms_with_one_identifier_are_two():
    heard = [mention(1, 5), mention(1, 5, platform="bluesky")]
    assert ranking.total(heard)["likes"] == 10


def test_posts_without_an_identifier_are_told_apart_by_their_links():
    links = ["https://a.example/1", "https://a.example/2", "https://a.example/1"]
    heard = [
        Mention(arxiv_id="2603.00001", post=Post(url=url), counts={"points": 3})
        for url in links
    ]
    assert ranking.total(heard) == {"points": 6}


def test_nothing_heard_is_nothing_counted():
    assert ranking.total([]) == {}
    assert ranking.shown_posts([], Rules()) == ()


def test_counts_are_put_in_their_places_on_the_paper():
    counts = {"likes": 3, "reposts": 4, "upvotes": 5}
    counted = ranking.with_counts(paper(1, 0), counts, Rules())
    assert (counted.likes, counted.reposts) == (3, 4)
    assert counted.signals == {"upvotes": 5}
    assert counted.score == 12
    assert counts_of(counted) == counts


# Which papers are shown


def test_papers_at_the_threshold_are_shown():
    rules = Rules(paper_score=50)
    selection = ranking.hottest([paper(1, 49), paper(2, 50), paper(3, 51)], rules)
    shown = [(each.arxiv_id, each.rank) for each in selection.papers]
    assert shown == [("2603.00003", 1), ("2603.00002", 2)]
    assert (selection.below, selection.beyond) == (1, 0)


def test_the_hottest_are_kept_where_there_are_too_many():
    papers = [paper(number, score=number) for number in range(10)]
    selection = ranking.hottest(papers, Rules(paper_score=3, max_papers=4))
    assert [each.score for each in selection.papers] == [9, 8, 7, 6]
    assert (selection.below, selection.beyond) == (3, 3)


def test_of_equal_papers_the_identifier_that_sorts_first_comes_first():
    selection = ranking.hottest([paper(2, 60), paper(3, 60), paper(1, 60)], Rules())
    assert [each.arxiv_id[-1] for each in selection.papers] == ["1", "2", "3"]


@given(PAPERS, SEEDS, st.integers(0, 4), SMALL)
def test_papers_are_ranked_alike_in_whatever_order_they_come(
    papers, seed, most, threshold
):
    rules = Rules(paper_score=threshold, max_papers=most)
    selection = ranking.hottest(papers, rules)
    assert ranking.hottest(shuffled(papers, seed), rules) == selection
    assert [each.rank for each in selection.papers] == list(
        range(1, len(selection.papers) + 1)
    )
    told = len(selection.papers) + selection.below + selection.beyond
    assert told == len(papers)


# Which posts are shown


def test_posts_at_the_threshold_are_shown():
    heard = [mention(1, 100), mention(2, 25), mention(3, 24)]
    assert ids(ranking.shown_posts(heard, Rules(post_score=25))) == ["1", "2"]


def test_the_best_post_is_shown_whatever_its_score():
    heard = [mention(1, 2), mention(2, 3), mention(3, 1)]
    assert ids(ranking.shown_posts(heard, Rules(post_score=25))) == ["2"]
    assert ids(ranking.shown_posts([mention(1, 0)], Rules(max_posts=1))) == ["1"]


def test_copies_of_a_post_take_no_place_from_others():
    heard = [mention(1, 100)] * 20 + [mention(number, 50) for number in range(2, 12)]
    shown = ids(ranking.shown_posts(heard, Rules(max_posts=10)))
    assert shown == [str(number) for number in range(1, 11)]


def test_no_posts_are_shown_where_none_are_wanted():
    assert ranking.shown_posts([mention(1, 100)], Rules(max_posts=0)) == ()


def test_of_equal_posts_the_earlier_one_comes_first():
    later = DAY + dt.timedelta(days=1)
    heard = [mention(4, 9, day=later), mention(10, 9), mention(9, 9), mention(8, 9)]
    shown = ranking.shown_posts(heard, Rules(post_score=0))
    assert ids(shown) == ["8", "9", "10", "4"]


def test_posts_are_chosen_by_the_weights_too():
    heard = [mention(1, 40), mention(2, 0, reposts=5)]
    rules = Rules(post_score=25, weights={"reposts": 10, "likes": 0.5})
    assert ids(ranking.shown_posts(heard, rules)) == ["2"]


def test_the_fuller_of_two_records_of_a_post_is_shown():
    bare, full = mention(1, 30), mention(1, 30, html="<p>Worth reading", lang="en")
    for heard in ([bare, full], [full, bare]):
        (post,) = ranking.shown_posts(heard, Rules())
        assert post.html == "<p>Worth reading"


def test_a_post_that_is_not_public_counts_and_is_not_shown():
    heard = [mention(1, 90), mention(2, 30)]
    hidden = Mention(
        arxiv_id="2603.00001", post=heard[0].post, counts={"likes": 90}, public=False
    )
    for each in ([hidden, heard[1]], [*heard, hidden], [hidden, *heard]):
        assert ids(ranking.shown_posts(each, Rules())) == ["2"]
        assert ranking.total(each)["likes"] == 120


@given(MENTIONS, SEEDS, st.integers(0, 4), SMALL)
def test_posts_are_chosen_alike_in_whatever_order_they_come(
    heard, seed, most, threshold
):
    rules = Rules(post_score=threshold, max_posts=most)
    shown = ranking.shown_posts(heard, rules)
    again = shuffled(heard, seed)
    assert ranking.shown_posts(again, rules) == shown
    assert ranking.total(again) == ranking.total(heard)
    assert len({(post.platform, post.id) for post in shown}) == len(shown)
    assert bool(shown) == bool(heard and most)


@given(MENTIONS.filter(bool), SMALL)
def test_no_post_is_better_than_the_first_one_shown(heard, threshold):
    rules = Rules(post_score=threshold)
    first, *_others = ranking.shown_posts(heard, rules)
    alike = [each for each in heard if each.post.url == first.url]
    best = score(ranking.total(alike), rules.weights)
    assert best >= max(score(each.counts, rules.weights) for each in heard)


def test_a_count_of_nothing_is_nothing_whoever_else_counted():
    heard = [mention(1, likes=0, reposts=3), mention(1, likes=0)]
    other = replace(heard[1], counts={"points": 2})
    assert ranking.total([heard[0], other]) == {"likes": 0, "reposts": 3, "points": 2}


def test_posts_with_comments_are_discussions_the_busiest_first():
    def story(number, comments):
        heard = mention(number, platform="hackernews")
        return replace(heard, counts={"points": 9, "comments": comments})

    heard = [story(1, 2), story(2, 0), story(3, 40), mention(4, 99), story(5, 2)]
    hidden = replace(story(6, 70), public=False)
    found = ranking.discussions([*heard, hidden, story(1, 3)])
    assert [(each.url[-1], each.comments) for each in found] == [
        ("3", 40),
        ("1", 3),
        ("5", 2),
    ]
    assert {each.platform for each in found} == {"hackernews"}


def test_without_settings_the_thresholds_are_those_of_the_first_posts():
    assert [paper.score for paper in hottest_by_default(49, 50, 51)] == [51, 50]
    heard = [mention(1, likes=90), mention(2, likes=24), mention(3, likes=25)]
    assert ids(ranking.shown_posts(heard, Rules())) == ["1", "3"]


def hottest_by_default(*scores):
    papers = [paper(number, score) for number, score in enumerate(scores)]
    return ranking.hottest(papers, Rules()).papers
