"""What is wrong with what another site has."""

import json
import logging

import pytest
from loopback.faults import EACH_KIND, FAULTS
from loopback.feed import Feed as Site
from loopback.feed import digest, paper
from sources.feed.other_site import BEFORE, DAY, fetch, follow, refused

from pelican_hotpapers import read_digest, write_digest
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.model import Discussion
from pelican_hotpapers.scores import MAX_SCORE
from pelican_hotpapers.sources.feed import MAX_LOGGED, MAX_PAPERS


def test_the_digest_of_another_day_is_refused(server):
    site = Site({DAY: digest(BEFORE, paper(1))})
    text = refused(follow(server, site))
    assert "has the digest of 2026-11-18 in the place of 2026-11-19" in text


def test_bad_papers_are_counted_and_told_and_the_others_stay(server, caplog):
    caplog.set_level(logging.INFO)
    bad = [
        paper(2, arxiv_id="../../etc/passwd"),
        paper(3, likes=-1),
        paper(4, title=None),
        paper(5, authors=[["nested"]]),
        paper(6, measured_at="yesterday"),
        paper(1),
        "2611.00007",
        None,
    ]
    found = fetch(server, paper(1), *bad, paper(9))
    assert [each.arxiv_id for each in found.papers] == ["2611.00001", "2611.00009"]
    assert [each.rank for each in found.papers] == [1, 2]
    (line,) = found.coverage
    assert (line.listed, line.shown, line.incomplete) == (10, 2, 8)
    assert line.problems == ("their digest has 8 faults, which are left out",)
    logged = [record.getMessage() for record in caplog.records]
    assert "papers[1].arxiv_id: found '../../etc/passwd', expected" in logged[0]
    assert len(logged) == MAX_LOGGED
    assert all(len(line) < 200 for line in logged)


def test_one_bad_paper_among_a_hundred(server):
    papers = [paper(number) for number in range(1, 101)]
    papers[41] = paper(42, arxiv_id="2611.00042/sso-callback")
    (line,) = fetch(server, *papers).coverage
    assert (line.shown, line.incomplete) == (99, 1)


def test_a_bad_post_leaves_its_paper_and_the_other_posts(server):
    posts = [{"url": "javascript:alert(1)"}, {"url": "https://x.com/a/status/2"}, 7]
    found = fetch(server, paper(1, posts=posts))
    assert [post.id for post in found.papers[0].posts] == ["2"]
    assert found.coverage[0].incomplete == 0
    assert found.coverage[0].problems


def test_fields_of_a_later_version_are_passed_over(server):
    new = {"mood": "bright"}
    posts = [{"url": "https://x.com/a/status/2", **new}]
    coverage = [{"source": "arxiv", "counted_by": ["x"], **new}]
    told = {
        "comment": "Accepted at ICLR 2027",
        "discussions": [{"url": "https://talk.example/1", "comments": 3, **new}],
    }
    theirs = paper(1, posts=posts, **told, **new)
    found = fetch(server, theirs, coverage=coverage, **new)
    assert len(found.papers[0].posts) == 1
    assert found.papers[0].comment == "Accepted at ICLR 2027"
    assert found.papers[0].discussions == (
        Discussion(url="https://talk.example/1", comments=3),
    )
    assert found.coverage[0].problems == ()
    assert found.coverage[0].counted_by == ("x",)


def test_what_is_told_of_a_paper_has_an_end(server):
    talks = [f"https://talk.example/{number}" for number in range(900)]
    (found,) = fetch(server, paper(1, discussions=talks, keywords=["a"] * 900)).papers
    assert [each.url for each in found.discussions] == talks[:10]
    assert len(found.keywords) == 10


def test_little_is_enough(server):
    bare = {"papers": [{"arxiv_id": "2611.00001v2", "title": "Sheep"}]}
    found = follow(server, Site({DAY: bare})).fetch(DAY)
    assert [each.arxiv_id for each in found.papers] == ["2611.00001"]


@pytest.mark.parametrize(
    "held",
    [
        {"date": "2026-11-19", "papers": {}},
        {"date": "2026-11-19", "papers": None},
        {"date": 7, "papers": [paper(1)]},
        {"version": 3, "date": "2026-11-19", "papers": [paper(1)]},
        {"date": "2026-11-19", "papers": [{"id": "2611.00001"}]},
        [paper(1)],
        "2026-11-19",
        b'{"papers": [{"arxiv_id": "2611.0000',
        b'{"papers": [{"title": NaN}]}',
        b'{"papers": ' + b"[" * 100_000,
        b'{"papers": [{"title": ' + b"[" * 300 + b"]" * 300 + b"}]}",
        b"\xff\xfe",
        b"<html><title>Moved</title>",
    ],
)
def test_what_cannot_be_read_says_so(server, held):
    site = Site({DAY: held})
    text = refused(follow(server, site))
    assert server.url.removeprefix("http://") in text
    assert len(text) < 1_000


def test_a_version_to_come_is_named(server):
    site = Site({DAY: digest(DAY, paper(1), version=3)})
    text = refused(follow(server, site))
    assert "version: found 3, expected 1 or 2" in text
    assert "newer version" in text


def test_numbers_beyond_reason_do_no_harm(server, tmp_path):
    odd = [
        paper(1, likes=10**29, score=10**29),
        paper(2, score=1e99),
        paper(3, score=True),
        paper(4, signals={"points": -3}),
    ]
    found = fetch(server, *odd)
    assert [(each.arxiv_id[-1], each.score) for each in found.papers] == [
        ("1", MAX_SCORE)
    ]
    write_digest(found, tmp_path / "day.json")
    assert read_digest(tmp_path / "day.json") == found


def test_half_a_surrogate_pair_can_be_written(server, tmp_path):
    raw = json.dumps(digest(DAY, paper(1, title="Sheep \ud83d"))).encode()
    found = follow(server, Site({DAY: raw})).fetch(DAY)
    assert found.papers[0].title.startswith("Sheep")
    write_digest(found, tmp_path / "day.json")


def test_there_is_an_end_to_the_papers_of_a_day(server):
    papers = [{"arxiv_id": f"2611.{n:05}", "title": "Sheep"} for n in range(1, 1_501)]
    (line,) = fetch(server, *papers).coverage
    assert (line.listed, line.shown, line.incomplete) == (
        1_500,
        MAX_PAPERS,
        1_500 - MAX_PAPERS,
    )
    assert "1,500 papers, of which 1,000 were read" in line.problems[0]


def test_names_of_counters_have_an_end(server):
    names = [f"service {number}" for number in range(99)] + ["x" * 1_000]
    (line,) = fetch(
        server, paper(1), coverage=[{"source": "a", "counted_by": names}]
    ).coverage
    assert len(line.counted_by) == 10


def test_a_file_that_is_too_large_is_refused(server):
    site = Site({DAY: b" " * 6_000_000})
    assert "5" in refused(follow(server, site, tries=1))


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_times_beyond_all_time_do_no_harm(server, tmp_path, moment):
    coverage = [{"source": "arxiv", "counted_at": moment}]
    found = fetch(server, paper(1, measured_at=moment), paper(2), coverage=coverage)
    assert "2611.00002" in [each.arxiv_id for each in found.papers]
    write_digest(found, tmp_path / "day.json")
    assert read_digest(tmp_path / "day.json") == found


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_every_fault_of_a_day_is_told(server, fault):
    source = follow(server, Site({DAY: digest(DAY, paper(1))}), tries=2)
    server.faults[f"/hotpapers/{DAY}.json"] = fault
    _tells(server, refused(source))


@pytest.mark.parametrize("name", EACH_KIND)
def test_every_fault_of_the_index_is_told(server, name):
    fault = FAULTS[name]
    source = follow(server, Site({DAY: digest(DAY, paper(1))}), tries=2)
    server.faults["/hotpapers/hotpapers.json"] = fault
    _tells(server, refused(source))
    assert not server.asked(f"/hotpapers/{DAY}.json")


def test_an_index_that_is_not_there_is_no_fault(server):
    source = follow(server, Site({DAY: digest(DAY, paper(1))}))
    server.faults["/hotpapers/hotpapers.json"] = FAULTS["404"]
    assert len(source.fetch(DAY).papers) == 1


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_after_a_fault_a_day_is_whole_or_not_there(server, fault):
    site = Site({DAY: digest(DAY, paper(1))})
    server.faults["/hotpapers"] = [fault]
    try:
        assert len(follow(server, site, tries=2).fetch(DAY).papers) == 1
    except SourceError:
        assert len(follow(server, site, tries=2).fetch(DAY).papers) == 1


def _tells(server, text):
    assert server.url.removeprefix("http://") in text
    assert len(text) < 400
