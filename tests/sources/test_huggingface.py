"""Hugging Face's Daily Papers: what is made of a list, and what goes wrong with it."""

import datetime as dt
import json

import pytest
from loopback.arxiv import ArXiv, Eprint
from loopback.faults import EACH_KIND, answering, too_many_requests
from loopback.huggingface import PATH, item
from loopback.huggingface import HuggingFace as Service
from loopback.server import Reply, Server
from loopback.server import send as as_it_is

from pelican_hotpapers import read_digest, write_digest
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client
from pelican_hotpapers.model import Discussion
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.entry_points import open_source
from pelican_hotpapers.sources.huggingface import MAX_PAGES, PAGE, HuggingFace

DAY = dt.date(2026, 3, 6)
SATURDAY = dt.date(2026, 3, 7)
NOW = dt.datetime(2026, 3, 9, 5, tzinfo=dt.UTC)
TODAY = NOW.date()
TOKEN = "hf_QmVyeVNlY3JldA"  # noqa: S105 - made up
EPRINTS = [Eprint(f"2603.{number:05}") for number in range(300)]

ODD_TEXTS = [None, 7, True, ["A"], {"a": 1}, ""]
ODD_COUNTS = [None, "12", -1, 1e99, 10**30, True, 2.5, [], {}]


@pytest.fixture
def server():
    with Server() as server:
        yield server


class World:
    """A server on which Hugging Face and arXiv speak, and a source that asks them."""

    def __init__(self, server, items, eprints):
        self.server = server
        ArXiv(EPRINTS if eprints is None else eprints).speak(server)
        Service({DAY: items}, TODAY).speak(server)

    def source(self, *, rules=None, environ=None, client=None, **options):
        http = Client(backoff=0.01, **{"timeout": 60, **(client or {})})
        catalogue = Catalogue(
            http, base_url=self.server.url, oai_url=self.server.url, pace=0
        )
        context = Context(
            http=http,
            catalogue=catalogue,
            rules=rules or Rules(),
            environ=environ or {},
            now=lambda: NOW,
        )
        return HuggingFace(context, self.server.url, **{"pace": 0, **options})

    def fetch(self, **options):
        return self.source(**options).fetch(DAY)


def world(server, *items, eprints=None):
    """Make a world in which the day has these items, and arXiv knows their papers."""
    return World(server, items, eprints)


def many(count):
    return [item(f"2603.{number:05}", upvotes=number) for number in range(1, count + 1)]


def ids(digest):
    return [paper.arxiv_id for paper in digest.papers]


def refused(source, day=DAY):
    with pytest.raises(SourceError) as caught:
        source.fetch(day)
    return caught.value.in_full


# What is made of a list


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


# Paging


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


# Days without a list


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


# The token


def test_no_token_is_needed(server):
    world(server, *many(1)).fetch()
    assert "authorization" not in server.requests[0].headers


def test_a_token_is_sent_to_the_service_alone_and_never_told(server):
    made = world(server, *many(1))
    source = made.source(environ={"HF_TOKEN": f" {TOKEN}\n"}, client={"tries": 1})
    source.fetch(DAY)
    for request in server.requests:
        sent = request.headers.get("authorization")
        assert sent == (f"Bearer {TOKEN}" if request.path == PATH else None)
    said = {"error": f"The token {TOKEN} is bad"}
    for status in (400, 401, 429):
        reply = Reply(json.dumps(said).encode(), status)
        server.faults[PATH] = answering(reply)
        text = refused(source)
        assert TOKEN not in text
        assert "The token *** is bad" in text
    assert TOKEN not in repr(source)


# Papers with something wrong


@pytest.mark.parametrize(
    "odd",
    [
        "2603.00001v2",
        "2603.00001\n",
        " 2603.00001",
        "2603.00001/sso-callback",
        "2603.00001?utm=x",
        "https://arxiv.org/abs/2603.00001v1",
    ],
)
def test_rubbish_around_an_identifier_is_taken_off(server, odd):
    digest = world(server, item(odd), eprints=[Eprint("2603.00001")]).fetch()
    assert ids(digest) == ["2603.00001"]
    assert digest.coverage[0].problems == ()


@pytest.mark.parametrize(
    "odd",
    [
        2603.0001,
        "2603.0213",
        "2603.000012",
        "2613.00001",
        "x" * 9_000,
        "\ud800",
        *ODD_TEXTS,
    ],
)
def test_what_is_no_identifier_is_left_out_and_counted(server, odd):
    digest = world(server, item("2603.00001"), item(odd)).fetch()
    assert ids(digest) == ["2603.00001"]
    (line,) = digest.coverage
    assert (line.listed, line.shown, line.incomplete) == (2, 1, 1)
    assert "1 of 2 papers were left out" in line.problems[0]
    assert line.problems[0].endswith(": 1 with no arXiv id")


def test_one_malformed_identifier_among_a_hundred(server):
    listed = many(100)
    listed[41]["paper"]["id"] = "not-an-id"
    digest = world(server, *listed).fetch()
    assert len(digest.papers) == 99
    assert all(paper.categories for paper in digest.papers)
    assert digest.coverage[0].incomplete == 1


def test_many_bad_identifiers_are_told_by_a_few(server):
    bad = [item(f"bad-{number}") for number in range(50)]
    (line,) = world(server, *many(2), *bad).fetch().coverage
    assert line.incomplete == 50
    assert line.problems[0] == "50 of 52 papers were left out: 50 with no arXiv id"


@pytest.mark.parametrize("odd", [None, 7, "2603.00009", [], {}, {"paper": None}])
def test_what_is_no_item_is_left_out(server, odd):
    digest = world(server, item("2603.00001"), odd).fetch()
    assert ids(digest) == ["2603.00001"]
    assert digest.coverage[0].incomplete == 1


def test_a_list_of_nothing_sound_is_an_error(server):
    text = refused(world(server, *(item(f"bad-{n}") for n in range(9))).source())
    assert "listed 9 papers for 2026-03-06, of which none could be read" in text
    assert "9 with no arXiv id" in text


def test_a_withdrawn_paper_is_left_out(server):
    gone = item("2603.00002", withdrawnAt="2026-03-07T10:00:00.000Z")
    digest = world(server, item("2603.00001", withdrawnAt=None), gone).fetch()
    assert ids(digest) == ["2603.00001"]
    assert digest.coverage[0].incomplete == 1
    only = world(server, gone).fetch()
    assert (only.papers, only.coverage[0].incomplete) == ((), 1)


@pytest.mark.parametrize("odd", ODD_COUNTS)
def test_a_count_that_is_none_is_not_shown_as_one(server, odd):
    listed = [item("2603.00001", upvotes=odd), item("2603.00002", comments=odd)]
    digest = world(server, *listed).fetch()
    counts = {paper.arxiv_id[-1]: paper.signals for paper in digest.papers}
    assert counts == {
        "1": {"comments": 3, "stars": 4},
        "2": {"upvotes": 12, "stars": 4},
    }
    assert digest.coverage[0].problems == (
        "1 of 2 papers came without a count of upvotes",
        "1 of 2 papers came without a count of comments",
    )


@pytest.mark.parametrize(
    "odd",
    [
        "javascript:alert(1)",
        "ftp://files.example/code",
        "/relative",
        "mailto:a@b.example",
        "https://",
        "https://user:word@bank.example/",
        "https://x.example/" + "y" * 100_000,
        *ODD_TEXTS,
    ],
)
def test_only_links_that_may_stand_in_a_page_are_kept(server, odd):
    (paper,) = (
        world(server, item("2603.00001", githubRepo=odd, projectPage=odd))
        .fetch()
        .papers
    )
    assert (paper.code_url, paper.project_url) == ("", "")


def test_fields_that_may_be_missing_may_be_missing(server):
    bare = {"paper": {"id": "2603.00001", "upvotes": 4}, "numComments": 0}
    digest = world(server, bare).fetch()
    (paper,) = digest.papers
    assert paper.title == "On the question of 2603.00001"
    assert paper.score == 4
    assert digest.coverage[0].problems == ()


def test_fields_that_are_not_known_are_passed_over(server):
    new = item("2603.00001", mood={"deep": [[[1]]]}) | {"mood": None}
    assert world(server, new).fetch().coverage[0].problems == ()


# Without arXiv


@pytest.mark.parametrize("fault", EACH_KIND)
def test_papers_are_shown_while_arxiv_is_down(server, fault):
    made = world(server, *many(3))
    server.faults |= dict.fromkeys(("/api/query", "/oai"), EACH_KIND[fault])
    digest = made.fetch(client={"tries": 2})
    assert ids(digest) == ["2603.00003", "2603.00002", "2603.00001"]
    paper = digest.papers[0]
    assert paper.title == "What Hugging Face calls 2603.00003"
    assert paper.abstract == "We read 2603.00003 over two lines."
    assert paper.authors == ("Ines Okoro", "Tomás Lind")
    assert paper.categories == ()
    (line,) = digest.coverage
    assert (line.shown, line.incomplete) == (3, 0)
    assert line.lacks["arxiv"].count("127.0.0.1") == 2
    assert not digest.is_whole


def test_a_paper_that_arxiv_does_not_have_is_shown_with_what_there_is(server):
    digest = world(server, *many(2), eprints=[Eprint("2603.00001")]).fetch()
    found = {paper.arxiv_id[-1]: paper.categories for paper in digest.papers}
    assert found == {"1": ("cs.LG", "stat.ML"), "2": ()}
    assert "2603.00002" in digest.coverage[0].lacks["arxiv"]


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_a_paper_without_any_title_is_left_out(server, odd):
    listed = [item("2603.00001"), item("2603.00002", title=odd)]
    digest = world(server, *listed, eprints=[]).fetch()
    assert ids(digest) == ["2603.00001"]
    (line,) = digest.coverage
    assert (line.listed, line.incomplete) == (2, 1)
    assert "2603.00002 has no title" in line.problems[0]


def test_no_titles_at_all_are_an_error(server):
    text = refused(world(server, item("2603.00001", title=""), eprints=[]).source())
    assert "none could be read" in text


@pytest.mark.parametrize(
    ("odd", "names"),
    [
        (None, ()),
        ("Ines Okoro", ()),
        ([None, 7, "Ines", {}, {"name": None}, {"name": " \n"}], ()),
        ([{"name": "Ines\n Okoro"}, {"name": ["T"]}], ("Ines Okoro",)),
        ([{"name": "<b>Ines</b>"}], ("<b>Ines</b>",)),
        ([{"name": "Ines\x00\u202e Okoro\ud83d"}], ("Ines Okoro",)),
    ],
)
def test_authors_are_those_with_a_name(server, odd, names):
    (paper,) = world(server, item("2603.00001", authors=odd), eprints=[]).fetch().papers
    assert tuple(name.replace("\ufffd", "") for name in paper.authors) == names


def test_texts_without_end_have_one(server, tmp_path):
    long = "word " * 200_000
    listed = item(
        "2603.00001",
        title=long,
        summary=long,
        authors=[{"name": long}],
        organization={"fullname": long},
        ai_keywords=["word " * 200] * 1000,
    )
    digest = world(server, listed, eprints=[]).fetch()
    write_digest(digest, tmp_path / "day.json")
    assert (tmp_path / "day.json").stat().st_size < 100_000


# What goes wrong on the way


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
def test_every_fault_is_told(server, fault):
    source = world(server, *many(3)).source(client={"tries": 2})
    server.faults[PATH] = fault
    text = refused(source)
    assert server.url.removeprefix("http://") in text
    assert len(text) < 400


@pytest.mark.parametrize("fault", EACH_KIND.values(), ids=EACH_KIND)
@pytest.mark.parametrize("before", [0, 1])
def test_after_a_fault_a_day_is_whole_or_not_there(server, fault, before):
    made = world(server, *many(120))
    server.faults[PATH] = [*[as_it_is] * before, fault]
    try:
        assert len(made.source(client={"tries": 2}).fetch(DAY).papers) == 120
    except SourceError:
        assert len(made.source(client={"tries": 2}).fetch(DAY).papers) == 120


def test_a_limit_of_the_rate_is_told_as_the_service_says_it(server):
    said = {"error": "We had to rate limit your IP (192.0.2.7). Use a token"}
    server.faults[PATH] = too_many_requests(body=json.dumps(said).encode())
    text = refused(world(server, *many(3)).source(client={"tries": 2}))
    assert "We had to rate limit your IP (192.0.2.7)" in text
    assert len(server.asked(PATH)) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"error": "Internal error"},
        {"papers": []},
        "soon",
        None,
        7,
        b"[1, 2",
        b"[NaN]",
        b"[" * 100_000,
        b"\xff\xfe[]",
    ],
)
def test_what_is_no_list_is_told(server, body):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    server.faults[PATH] = answering(Reply(raw))
    text = refused(world(server, *many(3)).source(client={"tries": 2}))
    assert server.url.removeprefix("http://") in text
    assert len(text) < 400
    assert len(server.asked(PATH)) == 2


def test_an_error_in_the_place_of_a_list_is_quoted(server):
    server.faults[PATH] = answering(Reply(b'{"error": "Internal error"}'))
    text = refused(world(server, *many(3)).source(client={"tries": 1}))
    assert "Internal error" in text
    assert "expected a list of papers" in text


@pytest.mark.parametrize(
    "address", ["", "huggingface.co", "ftp://a.example", "http://["]
)
def test_an_address_that_is_none_is_told(server, address):
    source = world(server).source()
    with pytest.raises(SourceError):
        HuggingFace(source.context, address).fetch(DAY)
