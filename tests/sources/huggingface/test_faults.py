"""What goes wrong with the lists of Hugging Face: papers, token, network."""

import json

import pytest
from loopback.arxiv_replies import Eprint
from loopback.faults import EACH_KIND, answering, too_many_requests
from loopback.huggingface import PATH, item
from loopback.server import Reply
from loopback.server import send as as_it_is
from sources.huggingface.daily_papers import DAY, ODD_TEXTS, many, refused, world

from pelican_hotpapers import write_digest
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.sources.huggingface import HuggingFace

TOKEN = "hf_QmVyeVNlY3JldA"  # noqa: S105 - made up
ODD_COUNTS = [None, "12", -1, 1e99, 10**30, True, 2.5, [], {}]


def ids(digest):
    return [paper.arxiv_id for paper in digest.papers]


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
