"""One digest of two: what several sources have, and what a refresh may change."""

import datetime as dt
from dataclasses import replace

import pytest

from pelican_hotpapers.collect.merging import merged, refreshed
from pelican_hotpapers.model import Coverage, Digest, Discussion, Paper, Post, Summary
from pelican_hotpapers.ranking import Rules

DAY = dt.date(2026, 11, 19)
RULES = Rules(paper_score=50)
POST = Post(url="https://x.com/ann/status/1", platform="x", id="1")
OTHER = Post(url="https://x.com/bob/status/2", platform="x", id="2")

TALK = Discussion(url="https://talk.example/1", platform="hackernews", comments=3)


def paper(number, score=0, **facts):
    facts = {"title": f"Paper {number}", "reposts": score, **facts}
    return Paper(arxiv_id=f"2611.{number:05}", rank=1, score=facts["reposts"], **facts)


def digest(*papers, source="one", problems=(), **facts):
    ranked = tuple(replace(each, rank=rank) for rank, each in enumerate(papers, 1))
    line = Coverage(source=source, listed=len(papers), problems=problems)
    return Digest(date=DAY, papers=ranked, coverage=(line,), **facts)


def ranking(digest):
    return [(each.rank, int(each.arxiv_id[-5:]), each.score) for each in digest.papers]


# Several sources


def test_one_source_is_given_as_it_is():
    only = digest(paper(1, 3), paper(2, 99))
    assert merged([only], RULES) == only


def test_papers_of_all_sources_are_ranked_together():
    both = merged(
        [digest(paper(1, 70), paper(2, 60)), digest(paper(3, 65), source="two")], RULES
    )
    assert ranking(both) == [(1, 1, 70), (2, 3, 65), (3, 2, 60)]
    assert [line.source for line in both.coverage] == ["one", "two"]


def test_a_paper_of_two_sources_is_there_once_with_the_larger_counts():
    one = digest(paper(1, 70, likes=5, signals={"upvotes": 4}))
    two = digest(paper(1, 60, likes=9, signals={"points": 8}), source="two")
    (only,) = merged([one, two], RULES).papers
    assert (only.reposts, only.likes) == (70, 9)
    assert only.signals == {"upvotes": 4, "points": 8}
    assert only.score == 70 + 9 + 4 + 8


def test_what_one_source_does_not_know_another_does():
    one = digest(paper(1, 70, posts=(POST,), title="As one has it"))
    two = digest(
        paper(1, 70, posts=(OTHER,), title="As two has it", categories=("cs.LG",)),
        source="two",
    )
    (only,) = merged([one, two], RULES).papers
    assert (only.title, only.categories) == ("As one has it", ("cs.LG",))
    assert only.posts == (POST, OTHER)


def test_limits_hold_for_all_sources_together():
    both = merged(
        [
            digest(paper(1, 70, posts=(POST,)), paper(2, 60)),
            digest(paper(1, 70, posts=(OTHER,)), paper(3, 65), source="two"),
        ],
        replace(RULES, max_papers=2, max_posts=1),
    )
    assert ranking(both) == [(1, 1, 70), (2, 3, 65)]
    assert both.papers[0].posts == (POST,)


# The same source again


def test_counts_follow_the_new_answer_up_and_down():
    kept = digest(paper(1, 70), paper(2, 60))
    fresh = digest(paper(2, 80), paper(1, 65))
    assert ranking(refreshed(kept, fresh, RULES)) == [(1, 2, 80), (2, 1, 65)]


def test_a_paper_that_is_gone_stays_and_is_counted():
    kept = digest(paper(1, 70), paper(2, 60))
    anew = refreshed(kept, digest(paper(2, 80)), RULES)
    assert ranking(anew) == [(1, 2, 80), (2, 1, 70)]
    assert anew.coverage[0].kept == 1


def test_a_full_answer_notes_nothing_kept():
    kept = digest(paper(1, 70))
    assert refreshed(kept, digest(paper(1, 70)), RULES).coverage[0].kept == 0


def test_a_limit_lets_hotter_papers_take_the_place_of_others():
    rules = replace(RULES, max_papers=2)
    kept = digest(paper(1, 70), paper(2, 60))
    anew = refreshed(kept, digest(paper(3, 90), paper(1, 70)), rules)
    assert ranking(anew) == [(1, 3, 90), (2, 1, 70)]
    assert anew.coverage[0].kept == 0


def test_where_something_could_not_be_asked_nothing_goes_down():
    kept = digest(paper(1, 70, likes=5, signals={"points": 9}, posts=(POST, OTHER)))
    half = digest(paper(1, 60, posts=(OTHER,)), problems=("X did not answer",))
    (only,) = refreshed(kept, half, RULES).papers
    assert (only.reposts, only.likes, only.signals) == (70, 5, {"points": 9})
    assert only.score == 70 + 5 + 9
    assert set(only.posts) == {POST, OTHER}


def test_the_text_of_a_post_survives_a_service_that_is_down():
    text = replace(POST, html="<blockquote>Words</blockquote>")
    kept = digest(paper(1, 70, posts=(text,)))
    half = digest(paper(1, 70, posts=(POST,)), problems=("oEmbed did not answer",))
    assert refreshed(kept, half, RULES).papers[0].posts == (text,)


def test_a_post_that_was_taken_back_is_taken_back():
    text = replace(POST, html="<blockquote>Words</blockquote>")
    kept = digest(paper(1, 70, posts=(text, OTHER)))
    whole = digest(paper(1, 70, posts=(POST,)))
    assert refreshed(kept, whole, RULES).papers[0].posts == (POST,)


def test_a_text_that_was_known_is_not_forgotten():
    known = {
        "abstract": "We do.",
        "authors": ("Ada",),
        "categories": ("cs.LG",),
        "code_url": "https://git.example/code",
        "project_url": "https://project.example",
        "published": dt.date(2026, 11, 18),
        "updated": dt.date(2026, 11, 19),
        "comment": "Accepted at ICLR 2027",
        "journal_ref": "J. Sets 3 (2026)",
        "doi": "10.1000/182",
        "license": "http://creativecommons.org/licenses/by/4.0/",
        "organization": "A Lab",
        "keywords": ("sets",),
        "discussions": (TALK,),
    }
    kept = digest(paper(1, 70, **known))
    (only,) = refreshed(kept, digest(paper(1, 70)), RULES).papers
    assert {name: getattr(only, name) for name in known} == known


def test_what_is_told_anew_takes_the_place_of_what_was():
    kept = digest(paper(1, 70, comment="8 pages", updated=dt.date(2026, 11, 18)))
    told = {"comment": "Accepted at ICLR 2027", "updated": dt.date(2026, 11, 20)}
    (only,) = refreshed(kept, digest(paper(1, 70, **told)), RULES).papers
    assert {name: getattr(only, name) for name in told} == told


def test_summaries_are_united_and_those_of_people_stay():
    by_hand = Summary(text="Mine", lang="de")
    old = Summary(text="Old", source="huggingface")
    own = Summary(text="Own", source="models.example", model="m", lang="de")
    new = Summary(text="New", source="huggingface")
    before = digest(replace(paper(1, 90), summaries=(by_hand, old, own)))
    after = refreshed(before, digest(replace(paper(1, 95), summaries=(new,))), RULES)
    assert after.papers[0].summaries == (by_hand, new, own)


@pytest.mark.parametrize("problems", [(), ("X did not answer",)])
def test_discussions_are_united_and_no_count_of_comments_is_lost(problems):
    first, second = replace(TALK, url="https://a.b"), replace(TALK, url="https://c.d")
    uncounted, grown = replace(first, comments=None), replace(second, comments=9)
    kept = digest(paper(1, 70, discussions=(TALK, first, second)))
    fresh = digest(paper(1, 70, discussions=(uncounted, grown)), problems=problems)
    (only,) = refreshed(kept, fresh, RULES).papers
    assert only.discussions == (first, grown, TALK)


@pytest.mark.parametrize(("weights", "score"), [({}, 80), ({"stars": 0.5}, 85)])
def test_stars_that_were_not_told_again_stay(weights, score):
    kept = digest(paper(1, 70, signals={"stars": 10, "points": 3}))
    fresh = digest(paper(1, 80), paper(2, 75))
    anew = refreshed(kept, fresh, replace(RULES, weights=weights))
    assert anew.papers[0].signals == {"stars": 10}
    assert ranking(anew) == [(1, 1, score), (2, 2, 75)]
    anew = refreshed(kept, digest(paper(1, 80, signals={"stars": 2})), RULES)
    assert anew.papers[0].signals == {"stars": 2}


def test_of_two_sources_each_tells_what_the_other_does_not():
    one = digest(paper(1, 70, comment="8 pages", discussions=(TALK,)))
    other = replace(TALK, url="https://a.b")
    two = digest(
        paper(1, 70, comment="9 pages", doi="10.1000/182", discussions=(other, TALK)),
        source="two",
    )
    (only,) = merged([one, two], RULES).papers
    assert (only.comment, only.doi) == ("8 pages", "10.1000/182")
    assert only.discussions == (TALK, other)


def test_what_a_person_wrote_stays():
    kept = digest(paper(1, 70), title="My words", extra={"tags": ["mine"]})
    anew = refreshed(kept, digest(paper(1, 80)), RULES)
    assert (anew.title, anew.extra) == ("My words", {"tags": ["mine"]})


def test_a_source_that_is_down_keeps_what_it_had_said():
    kept = merged([digest(paper(1, 70)), digest(paper(2, 60), source="two")], RULES)
    fresh = digest(paper(1, 80))
    down = Coverage(source="two", problems=("two did not answer",))
    anew = refreshed(kept, replace(fresh, coverage=(*fresh.coverage, down)), RULES)
    assert ranking(anew) == [(1, 1, 80), (2, 2, 60)]
    assert anew.coverage[1] == replace(kept.coverage[1], problems=down.problems)


def test_a_source_that_is_not_asked_keeps_what_it_had_said():
    heard = paper(1, 70, signals={"points": 9}, posts=(POST,))
    kept = merged([digest(heard), digest(paper(2, 60), source="two")], RULES)
    anew = refreshed(kept, digest(paper(2, 65), source="two"), RULES)
    assert anew.papers[0] == kept.papers[0]
    assert [line.source for line in anew.coverage] == ["two", "one"]
    assert anew.coverage[1] == kept.coverage[0]
    assert anew.coverage[0].kept == 0, "nobody said that they are not listed"


def at(url, *papers):
    made = digest(*papers, source="feed")
    return replace(made, coverage=(replace(made.coverage[0], url=url),))


def test_of_two_sources_of_a_name_each_keeps_its_own():
    one, two = "https://one.example/hot", "https://two.example/hot"
    kept = merged([at(one, paper(1, 70)), at(two, paper(2, 60), paper(3, 55))], RULES)
    down = Coverage(source="feed", url=one, problems=("one.example is down",))
    fresh = at(two, paper(2, 65), paper(3, 55))
    anew = refreshed(kept, replace(fresh, coverage=(*fresh.coverage, down)), RULES)
    assert anew.coverage == (
        fresh.coverage[0],
        replace(kept.coverage[0], problems=down.problems),
    )


def test_a_source_that_answered_in_part_tells_its_new_numbers():
    kept = digest(paper(1, 70), paper(2, 60))
    half = digest(paper(1, 80), problems=("a feed did not answer",))
    (line,) = refreshed(kept, half, RULES).coverage
    assert line == replace(half.coverage[0], kept=1)


def test_a_source_that_lists_nothing_any_more_has_not_failed():
    anew = refreshed(digest(paper(1, 70)), digest(), RULES)
    assert ranking(anew) == [(1, 1, 70)]
    (line,) = anew.coverage
    assert (line.listed, line.kept) == (0, 1)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("https://one.example/papers/2026-11-19", "https://one.example"),
        ("https://one.example", ""),
        ("", "https://one.example"),
        ("", ""),
    ],
)
def test_a_source_that_is_down_is_the_one_that_was_asked_there(before, now):
    kept = at(before, paper(1, 70))
    down = Coverage(source="feed", url=now, problems=("it is down",))
    anew = refreshed(kept, Digest(date=DAY, papers=(), coverage=(down,)), RULES)
    assert anew.coverage == (replace(kept.coverage[0], problems=down.problems),)


def test_a_source_elsewhere_is_another_one():
    kept = at("https://one.example", paper(1, 70))
    down = Coverage(source="feed", url="https://one.example/papers", problems=("no",))
    anew = refreshed(kept, Digest(date=DAY, papers=(), coverage=(down,)), RULES)
    assert anew.coverage == (down, *kept.coverage)


def test_a_paper_without_any_count_is_not_lost_on_the_way():
    both = merged([digest(paper(1)), digest(paper(2, 70), source="two")], RULES)
    assert ranking(both) == [(1, 2, 70), (2, 1, 0)]


def test_a_count_that_one_source_has_as_nothing_stays_nothing():
    seen, other = paper(1, 70, signals={"points": 0}), paper(1, 60)
    (only,) = merged([digest(seen), digest(other, source="two")], RULES).papers
    assert only.signals == {"points": 0}


@pytest.mark.parametrize("names", [("one", "two"), ("two", "one")])
def test_what_another_source_had_said_is_no_word_of_one_that_is_down(names):
    answered, down = names
    before = digest(paper(1, 70), source=answered)
    line = Coverage(source=down, problems=("down",))
    now = replace(digest(paper(1, 70), source=down), coverage=(line,))
    found = refreshed(before, now, RULES).coverage
    assert [(each.source, each.listed) for each in found] == [(down, 0), (answered, 1)]
