"""What a score is made of: one rule, whichever way a paper comes."""

import re

import pytest
from hot_posts import post, section
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers import Paper, read_digest, write_digest
from pelican_hotpapers.ranking import Rules, hottest
from pelican_hotpapers.scores import MAX_SCORE, score, scored

SITE = {"PLUGINS": ["pelican_hotpapers"], "SITEURL": "https://hotpapers.example"}
BY_HAND = """
papers:
- {arxiv_id: 2104.00001, title: Two likes, likes: 2}
- {arxiv_id: 2104.00002, title: Upvotes, signals: {upvotes: 500, comments: 10}}
- {arxiv_id: 2104.00003, title: Stated, likes: 9, score: 70}
"""
AS_DATA = """{"papers": [{"arxiv_id": "2105.00001", "title": "Data", "likes": 2,
"signals": {"upvotes": 500, "comments": 10}}]}"""


def scores(site):
    """Return the score of each paper of all digests."""
    return {
        paper.arxiv_id: paper.score
        for article in site.articles
        for paper in article.digest.papers
    }


def test_weights_say_what_a_count_is_worth():
    counts = {"likes": 4, "comments": 100, "points": 3}
    assert score(counts, {"comments": 0, "points": 2.5}) == 12


@pytest.mark.parametrize(
    ("weight", "found"), [(-1, 0), (1e300, MAX_SCORE), (float("inf"), MAX_SCORE)]
)
def test_a_score_is_one_that_a_file_can_hold(weight, found):
    assert score({"likes": 1_000_000_000}, {"likes": weight}) == found


def test_a_count_beyond_all_reason_is_no_error():
    assert score({"likes": 10**400}) == MAX_SCORE


@given(st.permutations(["reposts", "likes", "upvotes", "points"]))
def test_the_order_of_counts_does_not_round_a_score(names):
    # Added one by one, these are 1.5 or a hair less, by their order.
    weights = {"reposts": 0.1, "likes": 0.2, "upvotes": 0.6, "points": 0.6}
    assert score(dict.fromkeys(names, 1), weights) == 2


def test_every_way_in_has_the_same_rule(build):
    files = {
        "hotpapers/2021-04-06.yaml": BY_HAND,
        "hotpapers/2021-05-06.json": AS_DATA,
        "old.md": post(section(7)),  # 93 retweets, 7 favorites
    }
    weights = {"comments": 2, "upvotes": 0.1, "reposts": 10}
    for each, found in [
        ({}, {"00002": 510, "00001": 512, "00007": 100}),
        (weights, {"00002": 70, "00001": 72, "00007": 937}),
    ]:
        site = build(files, HOTPAPERS_WEIGHTS=each, **SITE)
        assert not site.errors
        assert scores(site) == {
            "2104.00001": 2,
            "2104.00002": found["00002"],
            "2104.00003": 70,
            "2105.00001": found["00001"],
            "2104.00007": found["00007"],
        }
        assert f'"score":{found["00002"]},' in site.pages["papers/2021-04-06.json"]
    collected = Paper(
        arxiv_id="2104.00002",
        title="Upvotes",
        rank=1,
        signals={"upvotes": 500, "comments": 10},
        score_recorded=False,
    )
    (hot,) = hottest([collected], Rules(weights=weights)).papers
    assert hot.score == 70


def test_what_was_upvoted_stands_above_two_likes(build):
    site = build({"hotpapers/2021-04-06.yaml": BY_HAND}, **SITE)
    page = site.pages["papers/top.html"]
    assert re.findall(r'id="arxiv-2104\.0000(\d)"', page) == ["2", "3", "1"]
    assert "score 0" not in "".join(site.pages.values())


def test_a_file_that_is_sound_in_part_has_the_same_scores(build):
    files = {"hotpapers/2021-04-06.yaml": BY_HAND + "- {title: No identifier}\n"}
    site = build(files, HOTPAPERS_WEIGHTS={"comments": 0}, **SITE)
    assert len(site.errors) == 1
    assert scores(site)["2104.00002"] == 500


def test_without_a_site_each_count_adds_one(tmp_path):
    file = tmp_path / "2021-04-06.yaml"
    file.write_text(BY_HAND)
    assert [paper.score for paper in read_digest(file).papers] == [2, 510, 70]


def test_another_format_states_no_more_than_the_file_did(tmp_path):
    """Else the site's weights would no longer count."""
    source, target = tmp_path / "2021-04-06.yaml", tmp_path / "2021-04-06.json"
    source.write_text(BY_HAND)
    write_digest(read_digest(source), target)
    back = read_digest(target)
    assert back == read_digest(source)
    found = [scored(paper, {"upvotes": 2}).score for paper in back.papers]
    assert found == [2, 1010, 70]


def test_a_post_is_given_back_by_a_site_as_well(build, tmp_path):
    text = post(section(1), section(2))
    site = build({"old.md": text}, **SITE)
    (article,) = site.articles
    write_digest(article.digest, tmp_path / "back.md")
    assert (tmp_path / "back.md").read_text() == text


def test_a_page_says_what_one_count_is_worth_where_that_is_not_one(build):
    data = "papers: [{arxiv_id: 2104.00001, title: A, signals: {upvotes: 50}}]"
    for weight, said in [
        (1, "50 upvotes ·"),
        (2, "2 \N{MULTIPLICATION SIGN} 50 upvotes = 100 ·"),
    ]:
        weights = {"upvotes": weight}
        files = {"hotpapers/2021-04-06.yaml": data}
        site = build(files, HOTPAPERS_WEIGHTS=weights, **SITE)
        page = site.pages["hot-papers-2021-04-06.html"]
        facts = page.partition('"hotpapers-facts">')[2].partition("</p>")[0]
        assert " ".join(re.sub(r"<[^>]*>", "", facts).split()).startswith(said)


def test_what_adds_nothing_stands_beside_the_score(build):
    data = """papers: [{arxiv_id: 2104.00001, title: A, signals:
 {upvotes: 50, comments: 2, stars: 1234}}]"""
    for weights, said in [
        ({}, "50 upvotes + 2 comments = 52 · 1,234 stars · arXiv"),
        (
            {"stars": 0},
            "50 upvotes + 2 comments + 0 \N{MULTIPLICATION SIGN} 1,234 stars",
        ),
        (
            {"stars": 0.5},
            "50 upvotes + 2 comments + 0.5 \N{MULTIPLICATION SIGN} 1,234 stars = 669 ·",
        ),
    ]:
        files = {"hotpapers/2021-04-06.yaml": data}
        site = build(files, HOTPAPERS_WEIGHTS=weights, **SITE)
        page = site.pages["hot-papers-2021-04-06.html"]
        facts = page.partition('"hotpapers-facts">')[2].partition("</p>")[0]
        assert " ".join(re.sub(r"<[^>]*>", "", facts).split()).startswith(said)
