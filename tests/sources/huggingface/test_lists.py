"""Days of Hugging Face: what is made of a list, its pages, and days without one."""

import datetime as dt
import json

import pytest
from loopback.arxiv_replies import Eprint
from loopback.faults import EACH_KIND, answering
from loopback.huggingface import PATH, item
from loopback.server import Reply
from loopback.server import send as as_it_is
from sources.huggingface.daily_papers import (
    DAY,
    NOW,
    ODD_TEXTS,
    TODAY,
    many,
    refused,
    world,
)

from pelican_hotpapers import read_digest, write_digest
from pelican_hotpapers.model import Discussion
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources.entry_points import open_source
from pelican_hotpapers.sources.huggingface import MAX_PAGES, PAGE

SATURDAY = dt.date(2026, 3, 7)


def test_papers_have_their_counts_and_links_and_what_arxiv_knows(server):
    eprint = Eprint(
        "2603.00001",
        title="Attention, $n^2$ times",
        authors=(("Ines", "Okoro-Lind"), ("T.", "Lind")),
        abstract="It is\n  quadratic.",
        categories=("cs.CL", "cs.LG"),
        comment="Accepted at ICLR 2027",
        doi="10.1000/182",
    )
    digest = world(server, item("2603.00001"), eprints=[eprint]).fetch()
    (paper,) = digest.papers
    assert paper.title == "Attention, $n^2$ times"
    assert paper.authors == ("Ines Okoro-Lind", "T. Lind")
    assert paper.abstract == "It is quadratic."
    assert paper.categories == ("cs.CL", "cs.LG")
    assert paper.signals == {"upvotes": 12, "comments": 3, "stars": 4}
    assert paper.comment == "Accepted at ICLR 2027"
    assert paper.doi == "10.1000/182"
    assert (paper.published, paper.updated) == (eprint.submitted.date(), eprint.updated)
    assert (paper.reposts, paper.likes, paper.score, paper.rank) == (0, 0, 15, 1)
    assert paper.code_url == "https://github.com/okoro/code"
    assert paper.project_url == "https://project.example/page"
    assert paper.measured_at == NOW
    assert paper.posts == ()
    assert (digest.date, digest.collected_at) == (DAY, NOW)


def test_coverage_says_what_was_listed_and_counted(server):
    (line,) = world(server, *many(5)).fetch(rules=Rules(max_papers=3)).coverage
    assert (line.source, line.counted_by) == ("huggingface", ("huggingface",))
    assert line.url == f"{server.url}/papers/date/2026-03-06"
    assert (line.listed, line.shown, line.beyond) == (5, 3, 2)
    assert (line.below, line.incomplete, line.problems) == (0, 0, ())
    assert line.counted_at == NOW


def test_papers_are_ranked_by_the_rules_of_the_site_but_for_the_threshold(server):
    listed = [
        item("2603.00001", upvotes=2, comments=90),
        item("2603.00002", upvotes=9, comments=0),
        item("2603.00003", upvotes=9, comments=0),
        item("2603.00004", upvotes=0, comments=0),
    ]
    rules = Rules(paper_score=50, weights={"comments": 0})
    digest = world(server, *listed).fetch(rules=rules)
    order = [paper.arxiv_id[-1] for paper in digest.papers]
    assert order == ["2", "3", "1", "4"]
    assert [paper.score for paper in digest.papers] == [9, 9, 2, 0]


def test_a_threshold_may_be_set(server):
    (line,) = world(server, *many(20)).fetch(paper_score=20).coverage
    assert (line.listed, line.shown, line.below) == (20, 4, 16)


def test_counts_at_the_wrong_level_are_not_read(server):
    odd = item("2603.00001", upvotes=7, comments=2)
    odd |= {"upvotes": 900, "id": "2603.99999"}
    odd["paper"]["numComments"] = 900
    digest = world(server, odd).fetch()
    assert digest.papers[0].signals == {"upvotes": 7, "comments": 2, "stars": 4}


def test_what_hugging_face_tells_of_a_paper_is_kept(server):
    lab = {"_id": "7", "name": "lab", "fullname": "A Lab of Lines", "avatar": "//x"}
    first = item("2603.00001", organization=lab, githubStars=1234)
    second = item("2603.00002", comments=None) | {"organization": {"name": "lab"}}
    found = world(server, first, second, eprints=[]).fetch().papers
    assert [each.organization for each in found] == ["A Lab of Lines", "lab"]
    assert [each.signals["stars"] for each in found] == [1234, 4]
    assert [each.score for each in found] == [15, 12]
    assert found[0].keywords == ("reading", "lines")
    assert found[0].published == dt.date(2026, 3, 5)
    assert [each.discussions for each in found] == [
        (_talk(f"{server.url}/papers/2603.00001", 3),),
        (_talk(f"{server.url}/papers/2603.00002", None),),
    ]


def _talk(url, comments):
    return Discussion(url=url, platform="huggingface", comments=comments)


@pytest.mark.parametrize("odd", [*ODD_TEXTS, {"fullname": ["x"], "name": 7}, [[]]])
def test_what_is_none_of_it_is_nothing(server, odd):
    told = {"organization": odd, "ai_keywords": odd, "publishedAt": odd}
    (paper,) = world(server, item("2603.00001", **told), eprints=[]).fetch().papers
    assert paper.organization == ""
    assert paper.keywords in {(), ("A",)}
    assert paper.published is None


def test_its_summary_is_taken_where_a_site_wants_it_and_named(server):
    items = [
        item("2603.01234", ai_summary_model="words-32b"),
        item("2603.01235", ai_summary=None),
        item("2603.01236", ai_summary="x" * 9_000),
    ]
    papers = {
        wanted: {
            paper.arxiv_id: paper.summaries
            for paper in world(server, *items).fetch(summaries=wanted).papers
        }
        for wanted in (False, True)
    }
    assert set(papers[False].values()) == {()}
    (summary,) = papers[True]["2603.01234"]
    assert summary.text == "A sentence of the service's own."
    assert (summary.source, summary.model) == ("huggingface", "words-32b")
    assert summary.is_machine_made
    assert papers[True]["2603.01235"] == ()
    assert len(papers[True]["2603.01236"][0].text) < 3_000


def test_what_is_taken_can_be_kept_and_read_again(server, tmp_path):
    digest = world(server, *many(3), item("nonsense")).fetch()
    file = tmp_path / f"{DAY}.json"
    write_digest(digest, file)
    assert read_digest(file) == digest


def test_the_same_papers_are_the_same_batch_whatever_their_counts(server):
    odd = item("no id", upvotes=1)
    (line,) = world(server, *many(3), odd).fetch().coverage
    more = [item(each["paper"]["id"], upvotes=77) for each in reversed(many(3))]
    (later,) = world(server, item("no id", upvotes=8), *more).fetch().coverage
    (other,) = world(server, *many(4)).fetch().coverage
    assert line.batch == later.batch != other.batch


def test_it_is_made_by_its_name(server):
    context = world(server).source().context
    source = open_source({"name": "huggingface", "paper_score": 3}, context)
    assert (source.name, source.paper_score) == ("huggingface", 3)
    assert source.base_url == "https://huggingface.co"


@pytest.mark.parametrize(("count", "requests"), [(1, 2), (100, 3), (101, 3), (250, 4)])
def test_pages_are_asked_for_until_one_is_empty(server, count, requests):
    digest = world(server, *many(count)).fetch()
    assert len(digest.papers) == count
    asked = [request.query for request in server.asked(PATH)]
    assert len(asked) == requests
    assert all(query["date"] == "2026-03-06" for query in asked)
    assert all(query["limit"] == "100" for query in asked)


def test_a_page_that_is_empty_by_mistake_is_asked_for_again(server):
    empty = answering(Reply(b"[]"))
    for faults in ([empty], [as_it_is, empty]):
        server.faults[PATH] = list(faults)
        assert len(world(server, *many(150)).fetch().papers) == 150


def test_a_paper_that_moves_to_the_next_page_meanwhile_is_one(server):
    listed = many(120)
    shifted = world(server, *listed[:100], *listed[99:])
    (line,) = shifted.fetch().coverage
    assert (line.listed, line.shown, line.problems) == (120, 120, ())


def test_a_service_that_gives_one_page_for_ever_is_not_asked_for_ever(server):
    made = world(server, *many(3))
    page = json.dumps(many(3)).encode()
    server.faults[PATH] = answering(Reply(page))
    (line,) = made.fetch().coverage
    assert line.listed == 3
    assert "repeated itself on page 2" in line.problems[0]
    assert len(server.asked(PATH)) == 2


def test_a_list_without_end_is_left(server):
    made = world(server)

    def endless(request):
        first = int(request.query["p"]) * 10
        page = [item(f"2603.{first + number:05}") for number in range(10)]
        return Reply(json.dumps(page).encode())

    server.speakers[PATH] = endless
    (line,) = made.fetch().coverage
    assert line.listed == 10 * MAX_PAGES
    assert len(server.asked(PATH)) == MAX_PAGES
    assert f"beyond {MAX_PAGES} pages" in line.problems[0]


def test_more_than_was_asked_for_is_not_looked_up(server):
    made = world(server)
    everything = [item(f"2603.{number:05}") for number in range(5_000)]
    server.speakers[PATH] = lambda _: Reply(json.dumps(everything).encode())
    (line,) = made.fetch().coverage
    assert line.listed == PAGE
    assert "there may be more papers" in line.problems[0]


def test_half_a_list_is_no_list(server):
    server.faults[PATH] = [as_it_is, *[EACH_KIND["503"]] * 9]
    text = refused(world(server, *many(150)).source(client={"tries": 2}))
    assert "503" in text


def test_requests_keep_their_distance(server):
    world(server, *many(3)).fetch(pace=0.2)
    first, second = (request.at for request in server.asked(PATH))
    assert second - first >= 0.19


def test_a_day_without_papers_has_nothing(server):
    assert world(server, *many(3)).source().fetch(SATURDAY) is None
    assert world(server, *many(3)).source().fetch(dt.date.min) is None


def test_a_day_that_is_not_over_may_yet_have_some(server):
    text = refused(world(server, *many(3)).source(), TODAY)
    assert "lists nothing for 2026-03-09 yet" in text
    assert server.url.removeprefix("http://") in text


def test_a_day_that_is_not_open_is_told_with_the_reason(server):
    tomorrow = TODAY + dt.timedelta(days=1)
    text = refused(world(server, *many(3)).source(), tomorrow)
    assert "The date 2026-03-10 is not yet available" in text
    assert "ask again" in text
    assert len(server.requests) == 1


def test_a_date_that_is_refused_is_told_with_the_reason(server):
    said = {"error": 'Invalid date "2026-03-06"'}
    server.faults[PATH] = answering(Reply(json.dumps(said).encode(), 400))
    text = refused(world(server, *many(3)).source())
    assert 'no list for 2026-03-06 (“Invalid date "2026-03-06"”)' in text


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"error": null}', b"<html>", b"\xff", b"x" * 100_000]
)
def test_a_refusal_without_a_reason_is_short(server, body):
    server.faults[PATH] = answering(Reply(body, 400))
    text = refused(world(server, *many(3)).source())
    assert "has no list for 2026-03-06" in text
    assert len(text) < 500
