"""What arXiv knows of papers, and all the ways in which it does not tell."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import arxiv
from loopback.arxiv import OAI, QUERY, ArXiv, Eprint
from loopback.faults import EACH_KIND, FAULTS, answering, unavailable
from loopback.server import Reply, Server, send

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client, Response
from pelican_hotpapers.model import Paper, Post
from pelican_hotpapers.sources import arxiv_atom, arxiv_oai, arxiv_rss, fields
from pelican_hotpapers.sources.catalogue import (
    MOST_RECORDS,
    MOST_REFUSALS,
    MOST_RESULTS,
    PAGE,
    SLICE,
    Catalogue,
)

NOON = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
EMPTY = answering(arxiv.feed([], 0))
"""Seconds that the slowest fault may take, with room to spare."""


@pytest.fixture
def server():
    with Server() as server:
        yield server


def catalogue(server, papers=(), timeout=60, tries=2, **arxiv_settings):
    url = ArXiv(papers, **arxiv_settings).speak(server)
    http = Client(backoff=0.01, timeout=timeout, tries=tries)
    return Catalogue(http, base_url=url, oai_url=url, pace=0)


def eprints(count, first=1, **fields):
    return [
        Eprint(f"2608.{number:05}", **fields) for number in range(first, first + count)
    ]


def ids(papers):
    return [paper.id for paper in papers]


# Looking up


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
    reply = arxiv.feed([Eprint("2608.01234", categories=("stat.ML", "cs.LG"))], 1)
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


# The query API refuses


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
    bad = arxiv.refusal("x", "incorrect id format for 2608.00002", status=200)
    server.faults[QUERY] = [answering(bad)]
    assert list(known.look_up(ids(papers)).papers) == ["2608.00001", "2608.00003"]


@pytest.mark.parametrize(
    "refusal",
    [
        arxiv.refusal("x", "something else is wrong"),
        arxiv.refusal("x", ""),
        arxiv.refusal("x", "incorrect id format for 2608.77777"),
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


# OAI-PMH steps in


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
    for queries in (answering(arxiv.feed(papers, 1)), unavailable()):
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
    server.faults[OAI] = answering(arxiv.record(Eprint("2608.00001"), status="deleted"))
    found = known.look_up(["2608.00001"])
    assert found.papers == {}
    assert found.problems == ()


@pytest.mark.parametrize(
    ("reply", "reads"),
    [
        (arxiv.record(Eprint("2608.00002")), "2608.00002"),
        (arxiv.oai_error("badArgument", "no"), "with an error"),
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
        (arxiv.oai_error("badArgument", "no"), 1),
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


# Faults


@pytest.mark.parametrize("fault", EACH_KIND)
def test_a_fault_that_passes_costs_nothing_but_time(server, fault):
    papers = eprints(3)
    known = catalogue(server, papers)
    server.faults[QUERY] = [FAULTS[fault]]
    found = known.look_up(ids(papers))
    assert list(found.papers) == ids(papers)
    assert found.problems == ()


@pytest.mark.parametrize("fault", EACH_KIND)
def test_a_fault_that_stays_is_told_and_bounded(server, fault):
    papers = eprints(3)
    known = catalogue(server, papers)
    server.faults[QUERY] = server.faults[OAI] = FAULTS[fault]
    found = known.look_up(ids(papers))
    assert found.papers == {}
    assert "127.0.0.1" in found.lacks


def test_an_empty_feed_in_the_place_of_a_refusal_is_asked_again(server):
    papers = eprints(3)
    server.faults[QUERY] = [EMPTY]
    found = catalogue(server, papers).look_up(ids(papers))
    assert list(found.papers) == ids(papers)
    assert server.asked(OAI) == []


def test_an_entry_that_cannot_be_read_leaves_the_others(server):
    papers = eprints(4)
    body = arxiv.feed(papers, 4).body
    body = body.replace(b"abs/2608.00001v2", b"abs/2608.00001/sso-callback")
    body = body.replace(b"<title>On the question of 2608.00002</title>", b"<title/>")
    body = body.replace(b"<published>", b"<published>never ", 3)
    known = catalogue(server, papers)
    server.faults[QUERY] = answering(Reply(body))
    found = known.look_up(ids(papers))
    assert list(found.papers) == ids(papers)
    assert [each.query["identifier"][-5:] for each in server.asked(OAI)] == [
        "00001",
        "00002",
    ]


def test_text_from_outside_is_kept_within_bounds(server):
    paper = Eprint(
        "2608.00001",
        title="A\u202etitle" + "x" * 100_000,
        abstract="y" * 1_000_000,
        authors=tuple(("A", f"N{number}") for number in range(20_000)),
        categories=("cs.LG", *(f"cs.{'x' * number}" for number in range(1, 9))),
    )
    found = catalogue(server, [paper]).look_up(["2608.00001"]).papers["2608.00001"]
    assert found.title.startswith("Atitle")
    assert len(found.title) <= fields.LONGEST_LINE
    assert len(found.abstract) <= fields.LONGEST_ABSTRACT
    assert len(found.authors) <= fields.MOST_AUTHORS


BUILT = dt.datetime(2026, 8, 21, 4, tzinfo=dt.UTC)
RSS_ITEMS = [arxiv.item(paper, "new", BUILT) for paper in eprints(2)]
ODD_BYTES = [
    b"</a>",
    b"<id/>",
    b"-1",
    b"99999-12-31T00:00:00Z",
    b"Fri, 31 Dec 9999 23:59:59 -1200",
]


@given(data=st.data())
def test_no_answer_raises_anything_else(data):
    reader, reply = data.draw(
        st.sampled_from(
            [
                (arxiv_atom.read_query_page, arxiv.feed(eprints(2), 2)),
                (arxiv_atom.read_query_page, arxiv.refusal("x", "incorrect id")),
                (arxiv_oai.read_oai_record, arxiv.record(Eprint("2608.00001"))),
                (arxiv_oai.read_oai_record, arxiv.oai_error("badVerb", "x")),
                (arxiv_rss.read_announcement_feed, arxiv.rss("cs", RSS_ITEMS, BUILT)),
            ]
        )
    )
    begin = data.draw(st.integers(0, len(reply.body)))
    end = data.draw(st.integers(begin, min(len(reply.body), begin + 60)))
    put = data.draw(st.one_of(st.binary(max_size=20), st.sampled_from(ODD_BYTES)))
    body = reply.body[:begin] + put + reply.body[end:]
    answer = Response(url="http://127.0.0.1/", status=200, headers={}, body=body)
    assert complaint(reader, answer) in {"", "127.0.0.1"}


def complaint(reader, response):
    """Return the host that the reader's error names; nothing where there is none."""
    try:
        reader(response)
    except SourceError as error:
        return str(error).partition(" ")[0]
    return ""


# Papers by their time of submission


def submitted(known, archives=("cs", "stat.ML"), since=NOON, until=NOON + HOUR):
    return known.submitted(archives, since, until)


def refused(known, **span):
    with pytest.raises(SourceError) as caught:
        submitted(known, **span)
    return caught.value.in_full


def test_a_span_holds_its_beginning_and_not_its_end(server):
    second = dt.timedelta(seconds=1)
    moments = [
        NOON - second,
        NOON,
        NOON + 30 * second,
        NOON + HOUR - second,
        NOON + HOUR,
    ]
    papers = [
        Eprint(f"2608.{number:05}", submitted=moment)
        for number, moment in enumerate(moments)
    ]
    found = submitted(catalogue(server, papers))
    assert set(found) == {"2608.00001", "2608.00002", "2608.00003"}


def test_the_span_is_asked_for_in_greenwich_time(server):
    eastern = dt.timezone(dt.timedelta(hours=-4))
    known = catalogue(server, [Eprint("2608.00001", submitted=NOON)])
    found = submitted(known, since=NOON.astimezone(eastern))
    assert set(found) == {"2608.00001"}
    assert "[202608201200 TO 202608201300]" in server.requests[0].query["search_query"]


@pytest.mark.parametrize(
    ("archives", "expected"),
    [
        (["cs"], ["cs.LG", "cs.AI"]),
        (["stat.ML"], ["stat.ML"]),
        (["cs", "stat.ML"], ["cs.LG", "cs.AI", "stat.ML"]),
        (["quant-ph"], ["quant-ph"]),
        (["astro-ph"], ["astro-ph", "astro-ph.CO"]),
        (["cond-mat.mes-hall"], ["cond-mat.mes-hall"]),
    ],
)
def test_an_archive_is_all_its_categories(server, archives, expected):
    every = ["cs.LG", "cs.AI", "stat.ML", "stat.ME", "quant-ph", "astro-ph"]
    every += ["astro-ph.CO", "cond-mat.mes-hall"]
    papers = [
        Eprint(f"2608.{number:05}", submitted=NOON, categories=("math.HO", category))
        for number, category in enumerate(every, 1)
    ]
    found = submitted(catalogue(server, papers), archives)
    assert sorted(paper.categories[1] for paper in found.values()) == sorted(expected)


@pytest.mark.parametrize(
    "archives", [[], ["CS"], ["cs) OR (all:x"], [""], ["cs", "a.b c"]]
)
def test_what_is_no_archive_is_not_asked_for(server, archives):
    assert "expected" in refused(catalogue(server), archives=archives)
    assert server.requests == []


def test_pages_are_read_to_the_last(server):
    papers = eprints(2 * PAGE + 3, submitted=NOON)
    known = catalogue(server, papers)
    assert set(submitted(known)) == set(ids(papers))
    assert [each.query["start"] for each in server.requests] == [
        "0",
        str(PAGE),
        str(2 * PAGE),
    ]
    assert known.look_up(ids(papers)).problems == ()
    assert len(server.requests) == 3


def test_nothing_may_have_been_submitted(server):
    assert submitted(catalogue(server)) == {}
    assert len(server.requests) == 1


def test_an_empty_page_in_mid_paging_is_asked_for_again(server):
    papers = eprints(PAGE + 3, submitted=NOON)
    known = catalogue(server, papers)
    empty = answering(arxiv.feed([], len(papers), PAGE))
    server.faults[QUERY] = [send, empty]
    assert set(submitted(known)) == set(ids(papers))


def test_an_empty_page_that_stays_empty_is_an_error(server):
    known = catalogue(server, eprints(PAGE + 3, submitted=NOON))
    empty = answering(arxiv.feed([], PAGE + 3, PAGE))
    server.faults[QUERY] = [send, empty, empty]
    reads = refused(known)
    assert "0 papers" in reads
    assert "expected 3" in reads


@pytest.mark.parametrize(
    ("change", "reads"),
    [
        ((b"totalResults>3<", b"totalResults>500<"), "expected 500"),
        ((b"totalResults>3<", b"totalResults>2<"), "expected 2"),
        ((b"totalResults>3<", b"totalResults>-3<"), "-3"),
        ((b"totalResults>3<", b"totalResults>1e99<"), "1e99"),
        ((b"totalResults>3<", b"totalResults><"), "no totalResults"),
        ((b"startIndex>0<", b"startIndex>7<"), "from 7 on"),
        ((b"startIndex", b"endIndex"), "no startIndex"),
    ],
)
def test_a_feed_that_lies_about_itself_is_an_error(server, change, reads):
    known = catalogue(server, eprints(3, submitted=NOON))
    body = arxiv.feed(eprints(3), 3).body.replace(*change)
    server.faults[QUERY] = answering(Reply(body))
    assert reads in refused(known)
    assert len(server.requests) == 2


def test_more_than_arxiv_can_give_is_an_error(server):
    known = catalogue(server)
    page = arxiv.feed(eprints(PAGE), MOST_RESULTS + 1)
    server.faults[QUERY] = answering(page)
    assert "30,001" in refused(known)
    assert len(server.requests) == 1


def test_a_refused_question_is_an_error(server):
    known = catalogue(server)
    server.faults[QUERY] = answering(arxiv.refusal("x", "malformed search query"))
    assert "malformed search query" in refused(known)
    assert len(server.requests) == 1


def test_an_error_that_says_nothing_is_an_error(server):
    known = catalogue(server)
    server.faults[QUERY] = answering(replace(arxiv.feed([], 0), status=400))
    assert "status 400" in refused(known)


@pytest.mark.parametrize("fault", EACH_KIND)
def test_a_fault_while_listing_is_an_error_that_names_the_service(server, fault):
    papers = eprints(3, submitted=NOON)
    known = catalogue(server, papers)
    server.faults[QUERY] = FAULTS[fault]
    assert "127.0.0.1" in refused(known)


def test_requests_are_made_at_the_pace_that_is_set(server):
    url = ArXiv(eprints(SLICE + 1)).speak(server)
    known = Catalogue(Client(timeout=60), base_url=url + "/", oai_url=url, pace=0.3)
    known.look_up(ids(eprints(SLICE + 1)))
    first, second = server.requests
    assert second.at - first.at >= 0.29
