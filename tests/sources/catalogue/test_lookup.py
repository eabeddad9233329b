"""Papers looked up by their identifiers."""

import datetime as dt

import pytest
from loopback import arxiv_replies as replies
from loopback.arxiv import OAI, QUERY
from loopback.arxiv_replies import Eprint
from loopback.faults import answering
from loopback.server import Reply
from sources.catalogue.services import catalogue, eprints, ids

from pelican_hotpapers.model import Paper, Post
from pelican_hotpapers.sources.catalogue import MOST_REFUSALS, SLICE


def test_a_paper_is_as_arxiv_has_it(server):
    paper = Eprint(
        "2608.01234",
        title="Deep\n  sets  &\n graphs",
        abstract=" One line,\n and <b>another</b>.\n",
        authors=(("Ana", "Ruiz"), ("<i>Bo</i>", "Li")),
        categories=("cs.LG", "cs.CL", "68T05", "I.2.7; H.3.1", "cs.LG", "quant-ph"),
        comment="12 pages,\n  see https://code.example",
        journal_ref="J. Sets 3 (2026)\n 1-12",
        doi="10.1000/182 10.1000/183",
    )
    found = catalogue(server, [paper]).look_up(["2608.01234"])
    assert found.problems == ()
    assert found.papers["2608.01234"] == Paper(
        arxiv_id="2608.01234",
        rank=1,
        title="Deep sets & graphs",
        abstract="One line, and <b>another</b>.",
        authors=("Ana Ruiz", "<i>Bo</i> Li"),
        categories=("cs.LG", "cs.CL", "quant-ph"),
        published=dt.date(2026, 8, 20),
        updated=dt.date(2026, 8, 21),
        comment="12 pages, see https://code.example",
        journal_ref="J. Sets 3 (2026) 1-12",
        doi="10.1000/182",
    )


def test_the_primary_category_comes_first(server):
    reply = replies.feed([Eprint("2608.01234", categories=("stat.ML", "cs.LG"))], 1)
    body = reply.body.replace(
        b'primary_category term="stat.ML"', b'primary_category term="cs.LG"'
    )
    known = catalogue(server)
    server.faults[QUERY] = answering(Reply(body))
    (paper,) = known.look_up(["2608.01234"]).papers.values()
    assert paper.categories == ("cs.LG", "stat.ML")


def test_papers_are_joined_by_identifier_and_not_by_place(server):
    papers = [*eprints(3), Eprint("quant-ph/0201082")]
    asked = ["2608.00003", "2608.09999", "quant-ph/0201082", "2608.00001"]
    found = catalogue(server, papers).look_up(asked)
    assert list(found.papers) == ["2608.00003", "quant-ph/0201082", "2608.00001"]
    assert all(each in paper.title for each, paper in found.papers.items())
    assert found.problems == ()


def test_more_than_ten_are_asked_for_at_once(server):
    papers = eprints(25)
    found = catalogue(server, papers).look_up(ids(papers))
    assert list(found.papers) == ids(papers)
    assert len(server.requests) == 1


def test_very_many_are_asked_for_in_slices(server):
    papers = eprints(2 * SLICE + 1)
    found = catalogue(server, papers).look_up(ids(papers))
    assert list(found.papers) == ids(papers)
    assert [len(each.query["id_list"].split(",")) for each in server.requests] == [
        SLICE,
        SLICE,
        1,
    ]


def test_nothing_is_asked_for_nothing(server):
    assert catalogue(server).look_up([]).papers == {}
    assert server.requests == []


def test_each_paper_is_asked_for_once(server):
    known = catalogue(server, eprints(2))
    first = known.look_up(["2608.00001", "2608.00002", "2608.09999"])
    asked = len(server.requests)
    again = known.look_up(["2608.09999", "2608.00002", "2608.00001"])
    assert dict(again.papers) == dict(first.papers)
    assert len(server.requests) == asked


def test_what_is_complete_is_not_asked_for(server):
    known = catalogue(server, eprints(2))
    post = Post(url="https://x.com/a/status/1")
    kept = Paper(
        arxiv_id="2608.00001",
        rank=7,
        title="Kept  title",
        authors=("Ana Ruiz",),
        categories=("cs.LG",),
        abstract="Kept",
        published=dt.date(2026, 8, 20),
        likes=90,
        posts=(post,),
    )
    known.remember(
        [kept, Paper(arxiv_id="2608.00002", rank=1, title="No more than this")]
    )
    found = known.look_up(["2608.00001", "2608.00002"])
    assert [each.query["id_list"] for each in server.requests] == ["2608.00002"]
    paper = found.papers["2608.00001"]
    assert (paper.title, paper.rank, paper.likes, paper.posts) == (
        "Kept title",
        1,
        0,
        (),
    )
    assert found.papers["2608.00002"].authors


MALFORMED = [
    "2512.24880/sso-callback",
    "2604.08377v2",
    "2503.02130\n",
    "",
    "2613.00001",
    "2608.1234",
    "2608.00001,2608.00002",
    "math.GT/0309136",
    "abc",
    "\uff12608.00001",
    "../../etc/passwd",
]


def test_malformed_identifiers_are_not_sent_and_do_no_harm(server):
    papers = eprints(SLICE - 1)
    found = catalogue(server, papers).look_up([*MALFORMED, *ids(papers)])
    assert list(found.papers) == ids(papers)
    assert [each.query["id_list"] for each in server.asked(QUERY)] == [
        ",".join(ids(papers))
    ]
    assert server.asked(OAI) == []
    (problem,) = found.problems
    assert problem == f"found {len(MALFORMED)} identifiers not of arXiv's"


def test_one_that_arxiv_refuses_does_not_take_the_others_along(server):
    papers = eprints(5)
    known = catalogue(server, papers, refused=["2608.00002", "2608.00004"])
    found = known.look_up(ids(papers))
    assert list(found.papers) == ["2608.00001", "2608.00003", "2608.00005"]
    assert found.problems == ()
    asked = len(server.requests)
    known.look_up(ids(papers))
    assert len(server.requests) == asked


def test_an_error_of_status_200_is_not_a_paper(server):
    papers = eprints(3)
    known = catalogue(server, papers)
    bad = replies.refusal("x", "incorrect id format for 2608.00002", status=200)
    server.faults[QUERY] = [answering(bad)]
    assert list(known.look_up(ids(papers)).papers) == ["2608.00001", "2608.00003"]


@pytest.mark.parametrize(
    "refusal",
    [
        replies.refusal("x", "something else is wrong"),
        replies.refusal("x", ""),
        replies.refusal("x", "incorrect id format for 2608.77777"),
    ],
)
def test_a_refusal_that_names_none_of_them_is_a_failure(server, refusal):
    papers = eprints(3)
    known = catalogue(server, papers)
    server.faults[QUERY] = answering(refusal)
    found = known.look_up(ids(papers))
    assert list(found.papers) == ids(papers)
    assert len(server.asked(QUERY)) == 1
    assert len(server.asked(OAI)) == 3


def test_refusals_without_end_end(server):
    papers = eprints(MOST_REFUSALS + 3)
    known = catalogue(server, papers, refused=ids(papers))
    found = known.look_up(ids(papers))
    assert list(found.papers) == ids(papers)[MOST_REFUSALS:]
    assert len(server.asked(QUERY)) == MOST_REFUSALS
