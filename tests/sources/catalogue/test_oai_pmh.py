"""OAI-PMH steps in where the query API refuses."""

import datetime as dt
from dataclasses import replace

import pytest
from loopback import arxiv_replies as replies
from loopback.arxiv import OAI, QUERY
from loopback.arxiv_replies import Eprint
from loopback.faults import answering, unavailable
from loopback.server import Reply
from sources.catalogue.services import catalogue, eprints, ids

from pelican_hotpapers.model import Paper
from pelican_hotpapers.sources.catalogue import MOST_RECORDS


def test_oai_pmh_is_asked_when_the_query_api_is_down(server):
    papers = eprints(3, title="A  title\nof two lines", categories=("cs.LG", "math.OC"))
    server.faults[QUERY] = unavailable()
    found = catalogue(server, papers).look_up(ids(papers))
    assert found.problems == ()
    paper = found.papers["2608.00001"]
    assert paper.title == "A title of two lines"
    assert paper.authors == ("Mina Okafor", "Jürgen Vlček")
    assert paper.categories == ("cs.LG", "math.OC")
    assert paper.abstract == "We ask what 2608.00001 is about. It is $x^2$."
    asked = [each.query for each in server.asked(OAI)]
    assert asked[0] == {
        "verb": "GetRecord",
        "identifier": "oai:arXiv.org:2608.00001",
        "metadataPrefix": "arXiv",
    }
    assert len(asked) == 3


def test_both_ways_tell_the_same_of_a_paper_but_for_its_licence(server):
    told = {"journal_ref": "J. Sets 3 (2026) 1-12", "doi": "10.1000/182"}
    by_query = catalogue(server, eprints(1, **told)).look_up(["2608.00001"])
    server.faults[QUERY] = unavailable()
    by_record = catalogue(server, eprints(1, **told)).look_up(["2608.00001"])
    (queried,), (recorded,) = by_query.papers.values(), by_record.papers.values()
    assert recorded.license == "http://creativecommons.org/licenses/by/4.0/"
    assert recorded == replace(queried, license=recorded.license)
    assert by_query.problems == by_record.problems == ()


@pytest.mark.parametrize(
    ("doi", "kept"),
    [("doi:10.1000/182", ""), ("none", ""), ("to come 10.1000/182", "10.1000/182")],
)
def test_a_doi_is_one_or_nothing(server, doi, kept):
    papers = eprints(1, doi=doi, license="javascript:alert(1)")
    for queries in (answering(replies.feed(papers, 1)), unavailable()):
        server.faults[QUERY] = queries
        (found,) = catalogue(server, papers).look_up(ids(papers)).papers.values()
        assert (found.doi, found.license) == (kept, "")


def test_what_is_known_of_a_paper_is_remembered_with_it(server):
    known = Paper(
        arxiv_id="2608.00001",
        rank=7,
        title="A",
        authors=("B",),
        categories=("cs.LG",),
        abstract="C",
        comment="Accepted at ICLR 2027",
        keywords=("of another's",),
    )
    asked = catalogue(server)
    asked.remember([known])
    (found,) = asked.look_up(["2608.00001"]).papers.values()
    assert found == replace(known, rank=1, keywords=())


def test_oai_pmh_is_asked_for_what_the_index_lacks(server):
    papers = eprints(3)
    found = catalogue(server, papers, lagging=["2608.00002"]).look_up(ids(papers))
    assert list(found.papers) == ids(papers)
    assert len(server.asked(OAI)) == 1


def test_what_arxiv_never_heard_of_is_told(server):
    found = catalogue(server, eprints(1)).look_up(["2608.00001", "2608.00002"])
    assert list(found.papers) == ["2608.00001"]
    assert found.problems == ()
    assert found.lacks == "arXiv does not know 2608.00002"


def test_that_oai_pmh_does_not_know_a_paper_is_told_with_why_the_index_failed(server):
    server.faults[QUERY] = unavailable(406)
    found = catalogue(server, eprints(1), tries=4).look_up(["2608.00002"])
    assert "status 406 4 times" in found.lacks
    assert found.lacks.endswith("OAI-PMH does not know 2608.00002")


def test_a_deleted_record_is_none(server):
    known = catalogue(server)
    server.faults[OAI] = answering(
        replies.record(Eprint("2608.00001"), status="deleted")
    )
    found = known.look_up(["2608.00001"])
    assert found.papers == {}
    assert found.problems == ()


@pytest.mark.parametrize(
    ("reply", "reads"),
    [
        (replies.record(Eprint("2608.00002")), "2608.00002"),
        (replies.oai_error("badArgument", "no"), "with an error"),
        (Reply(b"<OAI-PMH/>"), "no record"),
        (Reply(b"<feed/>"), "expected OAI-PMH"),
    ],
)
def test_other_answers_of_oai_pmh_are_failures(server, reply, reads):
    known = catalogue(server)
    server.faults[OAI] = answering(reply)
    found = known.look_up(["2608.00001"])
    assert found.papers == {}
    assert reads in found.lacks


def test_oai_pmh_is_left_alone_after_its_first_failure(server):
    papers = eprints(20)
    known = catalogue(server, papers, tries=1)
    server.faults[QUERY] = unavailable()
    server.faults[OAI] = unavailable()
    found = known.look_up(ids(papers))
    assert found.papers == {}
    assert len(server.asked(OAI)) == 1
    assert found.lacks.count("status 503") == 2, "both reasons"
    assert not found.lacks.endswith(".")


def test_oai_pmh_is_not_asked_for_very_many(server):
    papers = eprints(MOST_RECORDS + 5)
    server.faults[QUERY] = unavailable()
    found = catalogue(server, papers, tries=1).look_up(ids(papers))
    assert len(found.papers) == MOST_RECORDS
    assert f"no more than {MOST_RECORDS} papers" in found.lacks


def test_many_papers_of_a_day_are_listed_by_oai_pmh_and_the_rest_asked_for(server):
    day = dt.date(2026, 8, 21)
    papers = eprints(40, updated=day)
    revised = eprints(2, first=41, updated=day + dt.timedelta(days=30))
    others = eprints(70, first=1001, updated=day - dt.timedelta(days=2))
    server.faults[QUERY] = unavailable(406)
    known = catalogue(server, [*others, *papers, *revised], tries=4, oai_page=50)
    found = known.look_up(ids([*papers, *revised]), day)
    assert list(found.papers) == ids([*papers, *revised])
    assert found.lacks == ""
    verbs = [request.query["verb"] for request in server.asked(OAI)]
    assert verbs == [*["ListRecords"] * 3, *["GetRecord"] * 2]
    again = known.look_up(ids(others), day - dt.timedelta(days=1))
    assert list(again.papers) == ids(others)
    *_, last = server.asked(OAI)
    assert (last.query["from"], len(server.asked(OAI))) == ("2026-08-17", 6)


def test_what_oai_pmh_lists_is_what_it_has_of_each(server):
    day = dt.date(2026, 8, 21)
    papers = eprints(11, updated=day, comment="Accepted", doi="10.1000/1")
    server.faults[QUERY] = unavailable(406)
    listed = catalogue(server, papers).look_up(ids(papers), day)
    single = catalogue(server, papers).look_up(ids(papers))
    assert listed == single
    assert len(listed.papers) == 11


@pytest.mark.parametrize(
    ("reply", "tries"),
    [
        (replies.oai_error("badArgument", "no"), 1),
        (Reply(b"<OAI-PMH/>"), 2),
        (Reply(b"", 503), 2),
    ],
)
def test_a_list_that_cannot_be_had_costs_no_paper(server, reply, tries):
    papers = eprints(20)
    server.faults[QUERY] = unavailable(406)
    server.faults[OAI] = [answering(reply)] * tries
    known = catalogue(server, papers)
    found = known.look_up(ids(papers), dt.date(2026, 8, 21))
    assert list(found.papers) == ids(papers)


def test_what_could_not_be_told_is_asked_for_again(server):
    papers = eprints(2)
    known = catalogue(server, papers, tries=1)
    server.faults[QUERY] = [unavailable()]
    server.faults[OAI] = [unavailable()]
    assert known.look_up(ids(papers)).lacks
    found = known.look_up(ids(papers))
    assert list(found.papers) == ids(papers)
    assert found.lacks == ""
