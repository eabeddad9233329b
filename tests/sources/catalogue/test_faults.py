"""Answers that are no answers, and papers of a span of time."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import arxiv_replies as replies
from loopback.arxiv import OAI, QUERY, ArXiv
from loopback.arxiv_replies import Eprint
from loopback.faults import EACH_KIND, FAULTS, answering
from loopback.server import Reply, send
from sources.catalogue.services import catalogue, eprints, ids

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client, Response
from pelican_hotpapers.sources import arxiv_atom, arxiv_oai, arxiv_rss, fields
from pelican_hotpapers.sources.catalogue import MOST_RESULTS, PAGE, SLICE, Catalogue

NOON = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
EMPTY = answering(replies.feed([], 0))
"""Seconds that the slowest fault may take, with room to spare."""


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
    body = replies.feed(papers, 4).body
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
RSS_ITEMS = [replies.item(paper, "new", BUILT) for paper in eprints(2)]
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
                (arxiv_atom.read_query_page, replies.feed(eprints(2), 2)),
                (arxiv_atom.read_query_page, replies.refusal("x", "incorrect id")),
                (arxiv_oai.read_oai_record, replies.record(Eprint("2608.00001"))),
                (arxiv_oai.read_oai_record, replies.oai_error("badVerb", "x")),
                (arxiv_rss.read_announcement_feed, replies.rss("cs", RSS_ITEMS, BUILT)),
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
    empty = answering(replies.feed([], len(papers), PAGE))
    server.faults[QUERY] = [send, empty]
    assert set(submitted(known)) == set(ids(papers))


def test_an_empty_page_that_stays_empty_is_an_error(server):
    known = catalogue(server, eprints(PAGE + 3, submitted=NOON))
    empty = answering(replies.feed([], PAGE + 3, PAGE))
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
    body = replies.feed(eprints(3), 3).body.replace(*change)
    server.faults[QUERY] = answering(Reply(body))
    assert reads in refused(known)
    assert len(server.requests) == 2


def test_more_than_arxiv_can_give_is_an_error(server):
    known = catalogue(server)
    page = replies.feed(eprints(PAGE), MOST_RESULTS + 1)
    server.faults[QUERY] = answering(page)
    assert "30,001" in refused(known)
    assert len(server.requests) == 1


def test_a_refused_question_is_an_error(server):
    known = catalogue(server)
    server.faults[QUERY] = answering(replies.refusal("x", "malformed search query"))
    assert "malformed search query" in refused(known)
    assert len(server.requests) == 1


def test_an_error_that_says_nothing_is_an_error(server):
    known = catalogue(server)
    server.faults[QUERY] = answering(replace(replies.feed([], 0), status=400))
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
