"""The data format: hand-written YAML, machine-written JSON, and their faults."""

import datetime as dt
import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import data_reader, data_writer, records
from pelican_hotpapers.model import Coverage, Digest, Discussion, Paper, Post

PAPER = {"arxiv_id": "2104.01778", "title": "A Paper"}

OLD = """{
  "version": 1,
  "date": "2021-04-07",
  "title": "Hot Papers 2021-04-07",
  "slug": "hot-papers-2021-04-07",
  "papers": [
    {
      "rank": 1,
      "arxiv_id": "2104.01778",
      "title": "A Paper",
      "authors": [],
      "categories": [
        "cs.SD"
      ],
      "abstract": "",
      "reposts": 3,
      "likes": 4,
      "score": 7,
      "signals": {
        "stars": 12
      },
      "posts": []
    }
  ]
}
"""


def faults_of(text, path="2021-04-07.json", parse=data_reader.parse_json):
    with pytest.raises(DigestError) as caught:
        parse(text, path)
    return caught.value


def json_of(*papers, **fields):
    return json.dumps({"date": "2021-04-07", **fields, "papers": papers}, indent=2)


class TestYamlByHand:
    def test_nothing_is_needed_but_identifier_and_title(self):
        text = "papers:\n- arxiv_id: 2503.02130\n  title: 2001\n"
        digest = data_reader.parse_yaml(text, "content/hotpapers/2025-03-06.yaml")
        assert digest == Digest(
            date=dt.date(2025, 3, 6),
            papers=(Paper(rank=1, arxiv_id="2503.02130", title="2001"),),
        )
        assert digest.title == "Hot Papers 2025-03-06"
        assert digest.slug == "hot-papers-2025-03-06"
        assert digest.papers[0].pdf_url == "https://arxiv.org/pdf/2503.02130"

    def test_names_may_be_one_text(self):
        text = """
        date: 2021-04-07
        papers:
        - arxiv_id: https://arxiv.org/abs/quant-ph/0201082v1
          title: A Paper
          authors: Ada One, Bob Two
          categories: cs.LG, stat.ML
        - arxiv_id: arXiv:2104.01778
          title: Another
          authors: One, Ada; Two, Bob
        """
        first, second = data_reader.parse_yaml(text, "x.yaml").papers
        assert first.arxiv_id == "quant-ph/0201082"
        assert first.authors == ("Ada One", "Bob Two")
        assert first.categories == ("cs.LG", "stat.ML")
        assert second.arxiv_id == "2104.01778"
        assert second.authors == ("One, Ada", "Two, Bob")

    def test_posts_may_be_links_or_embeds(self):
        text = """
        date: 2021-04-07
        papers:
        - arxiv_id: "2104.01778"
          title: A Paper
          posts:
          - https://x.com/annreads/status/7
          - url: https://example.org/notes/1
            author_name: Ann
          - html: >-
              <blockquote class="twitter-tweet"><p lang="en" dir="ltr">Mine.</p>&mdash;
              Ann Reader (@annreads)
              <a href="https://twitter.com/annreads/status/8">April 7, 2021</a>
              </blockquote>
        """
        link, note, embed = data_reader.parse_yaml(text, "x.yaml").papers[0].posts
        assert (link.platform, link.id, link.author_handle) == ("x", "7", "annreads")
        assert (note.url, note.author_name) == ("https://example.org/notes/1", "Ann")
        assert (embed.id, embed.author_name) == ("8", "Ann Reader")
        assert embed.date == dt.date(2021, 4, 7)

    def test_ranks_follow_the_order(self):
        text = json_of(
            PAPER,
            {**PAPER, "arxiv_id": "2104.00002", "rank": 5},
            {**PAPER, "arxiv_id": "2104.00003"},
        )
        assert [p.rank for p in data_reader.parse_json(text, "x").papers] == [1, 5, 6]

    def test_score_is_all_that_was_counted_unless_said(self):
        counts = {"reposts": 3, "likes": 4, "signals": {"upvotes": 500}}
        said = {**PAPER, **counts, "arxiv_id": "2104.00002", "score": 0}
        text = json_of({**PAPER, **counts}, said)
        assert [p.score for p in data_reader.parse_json(text, "x").papers] == [507, 0]

    def test_a_score_is_written_where_it_does_not_follow(self):
        said = {**PAPER, "arxiv_id": "2104.00002", "likes": 4, "score": 4}
        digest = data_reader.parse_json(json_of({**PAPER, "likes": 4}, said), "x")
        changed = replace(digest.papers[0], arxiv_id="2104.00003", score=5, rank=3)
        digest = replace(digest, papers=(*digest.papers, changed))
        written = json.loads(data_writer.render_json(digest))["papers"]
        assert [paper.get("score") for paper in written] == [None, 4, 5]

    def test_coverage_needs_no_more_than_the_source(self):
        text = """
        date: 2021-04-07
        coverage:
        - source: huggingface
          listed: 48
          shown: 45
          counted_by: [huggingface, x]
          counted_at: 2021-04-08T04:12:00+02:00
          problems: ["X could not be asked: it has no token"]
        - {source: 7, batch: 2021}
        papers: []
        """
        whole, bare = data_reader.parse_yaml(text, "x.yaml").coverage
        assert whole == Coverage(
            source="huggingface",
            listed=48,
            shown=45,
            counted_by=("huggingface", "x"),
            counted_at=dt.datetime(2021, 4, 8, 2, 12, tzinfo=dt.UTC),
            problems=("X could not be asked: it has no token",),
        )
        assert bare == Coverage(source="7", batch="2021")


class TestFaults:
    def test_each_fault_names_place_field_found_and_expected(self):
        text = json_of({**PAPER, "likes": "many"})
        (fault,) = faults_of(text).faults
        line = text[: text.index('"many"')].count("\n") + 1
        column = text.index('"many"') - text.rindex("\n", 0, text.index('"many"'))
        assert str(fault) == (
            f"2021-04-07.json:{line}:{column}: papers[0].likes: "
            "found 'many', expected a whole number, 0 or more"
        )

    def test_yaml_places_are_those_of_the_file(self):
        text = "date: 2021-04-07\npapers:\n- title: A\n  arxiv_id: 21\n  likes: [1]\n"
        error = faults_of(text, "d.yaml", data_reader.parse_yaml)
        assert [(f.line, f.field) for f in error.faults] == [
            (4, "papers[0].arxiv_id"),
            (5, "papers[0].likes"),
        ]

    def test_a_bad_paper_is_lost_alone(self):
        good = {**PAPER, "arxiv_id": "2104.00002"}
        error = faults_of(json_of({**PAPER, "reposts": -1}, good, 7))
        assert [f.field for f in error.faults] == ["papers[0].reposts", "papers[2]"]
        assert [p.arxiv_id for p in error.digest.papers] == ["2104.00002"]
        assert error.digest.papers[0].rank == 2

    def test_a_bad_post_is_lost_alone(self):
        posts = [{"url": "javascript:alert(1)"}, "https://x.com/a/status/1", 3, "x"]
        error = faults_of(json_of({**PAPER, "posts": posts}))
        assert [f.field for f in error.faults] == [
            "papers[0].posts[0].url",
            "papers[0].posts[2]",
            "papers[0].posts[3]",
        ]
        assert [p.id for p in error.digest.papers[0].posts] == ["1"]

    def test_a_bad_discussion_is_lost_alone(self):
        bad = [{"url": "javascript:alert(1)"}, "Hacker News", 7, {"comments": 3}]
        good = [{"url": "https://a.b", "comments": 0}, "https://c.d"]
        error = faults_of(json_of({**PAPER, "discussions": [*bad, *good]}))
        assert [fault.field for fault in error.faults] == [
            "papers[0].discussions[0].url",
            "papers[0].discussions[1]",
            "papers[0].discussions[2]",
            "papers[0].discussions[3].url",
        ]
        (paper,) = error.digest.papers
        assert paper.discussions == (
            Discussion(url="https://a.b", comments=0),
            Discussion(url="https://c.d"),
        )

    @pytest.mark.parametrize(
        ("field", "found"),
        [
            ("doi", "https://doi.org/10.1000/182"),
            ("doi", "10.1000/a b"),
            ("doi", "10.1000/182\n"),
            ("license", "CC BY 4.0"),
            ("published", "2021-04-07T17:00:00Z"),
            ("updated", "last week"),
            ("keywords", 7),
        ],
    )
    def test_what_arxiv_tells_is_checked(self, field, found):
        (fault,) = faults_of(json_of({**PAPER, field: found})).faults
        assert fault.field == f"papers[0].{field}"

    def test_a_bad_record_of_the_coverage_is_lost_alone(self):
        good = {"source": "arxiv", "listed": 2}
        wrong = [
            {"source": "x", "url": "javascript:alert(1)", "shown": -1, "wrong": 1},
            good,
            {"listed": 3},
            "huggingface",
            {"source": "", "problems": ["a", 2], "counted_at": "2021-04-08"},
        ]
        error = faults_of(json_of(PAPER, coverage=wrong))
        assert sorted(f.field for f in error.faults) == [
            "coverage[0].shown",
            "coverage[0].url",
            "coverage[0].wrong",
            "coverage[2].source",
            "coverage[3]",
            "coverage[4].counted_at",
            "coverage[4].problems[1]",
            "coverage[4].source",
        ]
        assert error.digest.coverage == (Coverage(source="arxiv", listed=2),)
        assert [p.title for p in error.digest.papers] == ["A Paper"]

    @pytest.mark.parametrize("coverage", [None, {}, {"source": "x"}, "x", 3, True])
    def test_coverage_that_is_no_list_costs_no_paper(self, coverage):
        error = faults_of(json_of(PAPER, coverage=coverage))
        assert [f.field for f in error.faults] == ["coverage"]
        assert error.digest.coverage == ()
        assert len(error.digest.papers) == 1

    def test_papers_beyond_the_most_are_told_once_and_left_out(self):
        papers = [
            {"arxiv_id": f"2104.{number:05}", "title": "A Title"}
            for number in range(1, records.MOST_PAPERS + 3)
        ]
        error = faults_of(json_of(*papers))
        (fault,) = error.faults
        assert (fault.found, fault.expected) == (
            "5,002 papers",
            "at most 5,000 of a day",
        )
        assert error.digest.papers[-1].arxiv_id == papers[-3]["arxiv_id"]

    def test_all_faults_of_a_paper_at_once(self):
        bad = {"arxiv_id": "x", "likes": 1.5, "authors": [1], "code_url": "ftp://x"}
        fields = [fault.field for fault in faults_of(json_of(bad)).faults]
        assert sorted(fields) == [
            "papers[0].arxiv_id",
            "papers[0].authors[0]",
            "papers[0].code_url",
            "papers[0].likes",
            "papers[0].title",
        ]

    @pytest.mark.parametrize(
        ("wrong", "right"),
        [("like", "likes"), ("retweets", "reposts"), ("favorites", "likes")],
    )
    def test_a_misspelt_field_is_named_with_the_nearest(self, wrong, right):
        (fault,) = faults_of(json_of({**PAPER, wrong: 3})).faults
        assert fault.field == f"papers[0].{wrong}"
        assert fault.hint == f"Did you mean '{right}'?"

    @pytest.mark.parametrize("text", ["[]", "null", '"x"', "3", '{"papers": 3}'])
    def test_what_is_no_digest(self, text):
        error = faults_of(text)
        assert error.faults
        assert error.digest is None or error.digest.papers == ()

    def test_a_wrong_digest_field_is_reported_with_the_papers(self):
        error = faults_of(json_of({**PAPER, "likes": "x"}, title=3, version=9))
        assert [f.field for f in error.faults] == [
            "title",
            "version",
            "papers[0].likes",
        ]
        assert error.digest is None

    def test_each_paper_once(self):
        (fault,) = faults_of(json_of(PAPER, PAPER)).faults
        assert fault.field == "papers[1].arxiv_id"

    def test_ranks_must_rise(self):
        second = {**PAPER, "arxiv_id": "2104.00002", "rank": 1}
        (fault,) = faults_of(json_of(PAPER, second)).faults
        assert (fault.field, fault.expected) == ("papers[1].rank", "a rank after 1")

    def test_no_day(self):
        (fault,) = faults_of('{"papers": []}', "digest.json").faults
        assert fault.field == "date"

    def test_the_day_of_the_name_comes_before_that_of_the_collection(self):
        fields = {"collected_at": "2021-04-08T10:00:00Z", "papers": [PAPER]}
        text = json.dumps(fields)
        named = data_reader.parse_json(text, "2021-04-06.json")
        unnamed = data_reader.parse_json(text, "digest.json")
        assert (named.date.day, unnamed.date.day) == (6, 8)

    def test_times_need_a_zone(self):
        (fault,) = faults_of(json_of(collected_at="2021-04-08T10:00:00")).faults
        assert fault.field == "collected_at"


class TestSchema:
    def test_the_schema_that_ships_is_that_of_the_code(self):
        shipped = files("pelican_hotpapers") / "data" / "digest.schema.json"
        assert json.loads(shipped.read_text("utf-8")) == records.schema()

    def test_it_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(records.schema())

    def test_every_field_is_described(self):
        for record in records.schema()["$defs"].values():
            for field in record["properties"].values():
                assert field["description"]

    def test_what_is_written_follows_it(self, blog_posts):
        from pelican_hotpapers.storage.digest_files import read_digest  # noqa: PLC0415

        validator = jsonschema.Draft202012Validator(records.schema())
        for path in blog_posts:
            validator.validate(json.loads(data_writer.render_json(read_digest(path))))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
counts = st.integers(0, 10**12)
moments = st.datetimes(
    dt.datetime(1991, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)
)
posts = st.builds(
    Post,
    url=st.sampled_from(
        ["https://x.com/ann/status/1", "https://example.org/", "http://a.b/c?d=[e]"]
    ),
    platform=st.sampled_from(["", "x", "mastodon"]),
    id=texts,
    author_name=texts,
    author_handle=texts,
    date=st.none() | st.dates(),
    lang=texts,
    dir=st.sampled_from(["", "ltr", "rtl", "auto"]),
    html=texts,
)
discussions = st.builds(
    Discussion,
    url=st.sampled_from(["https://example.org/", "http://a.b/c?d=[e]"]),
    platform=texts,
    comments=st.none() | counts,
)
papers = st.builds(
    Paper,
    arxiv_id=st.from_regex(r"2[0-9](0[1-9]|1[0-2])\.[0-9]{4}[1-9]", fullmatch=True),
    title=texts.filter(bool),
    rank=st.just(1),
    authors=st.lists(texts).map(tuple),
    categories=st.lists(texts).map(tuple),
    abstract=texts,
    reposts=counts,
    likes=counts,
    score=counts,
    measured_at=st.none() | moments,
    code_url=st.sampled_from(["", "https://example.org/code"]),
    signals=st.dictionaries(texts, counts, max_size=2),
    published=st.none() | st.dates(),
    updated=st.none() | st.dates(),
    comment=texts,
    journal_ref=texts,
    doi=st.sampled_from(["", "10.1000/182", "10.1000.10/a(b)<c>;d"]),
    license=st.sampled_from(["", "http://creativecommons.org/licenses/by/4.0/"]),
    organization=texts,
    keywords=st.lists(texts, max_size=2).map(tuple),
    discussions=st.lists(discussions, max_size=2).map(tuple),
    posts=st.lists(posts, max_size=2).map(tuple),
)
coverages = st.builds(
    Coverage,
    source=texts.filter(bool),
    url=st.sampled_from(["", "https://example.org/papers?day=1"]),
    listed=counts,
    shown=counts,
    below=counts,
    beyond=counts,
    incomplete=counts,
    kept=counts,
    counted_by=st.lists(texts, max_size=2).map(tuple),
    counted_at=st.none() | moments,
    problems=st.lists(texts, max_size=2).map(tuple),
    batch=texts,
)
digests = st.builds(
    Digest,
    date=st.dates(dt.date(1991, 1, 1)),
    collected_at=st.none() | moments,
    title=texts,
    slug=texts,
    papers=st.tuples() | st.tuples(papers),
    coverage=st.lists(coverages, max_size=2).map(tuple),
    extra=st.dictionaries(
        texts, st.booleans() | texts | st.lists(texts) | st.integers(0, 9), max_size=3
    ),
)


class TestRoundTrip:
    @given(digests)
    def test_json(self, digest):
        text = data_writer.render_json(digest)
        assert data_reader.parse_json(text, "x.json") == digest
        assert data_writer.render_json(data_reader.parse_json(text, "x.json")) == text

    @given(digests)
    def test_yaml(self, digest):
        assert (
            data_reader.parse_yaml(data_writer.render_yaml(digest), "x.yaml") == digest
        )

    @pytest.mark.parametrize(
        "text",
        ["\rm x", "\x07lpha", "\x0bee", "\x0crac", "\x08eta", "\x85", "a\u2028b\r"],
    )
    def test_a_control_character_before_letters_is_not_taken_for_tex(self, text):
        digest = Digest(date=dt.date(2021, 4, 7), title=text)
        written = data_writer.render_yaml(digest)
        assert data_reader.parse_yaml(written, "x.yaml").title == text

    @given(digests)
    def test_what_is_written_follows_the_schema(self, digest):
        text = data_writer.render_json(digest)
        jsonschema.Draft202012Validator(records.schema()).validate(json.loads(text))

    def test_the_second_version_is_of_files_that_say_more_than_the_first_could(self):
        def written(**facts):
            paper = Paper(arxiv_id="2104.01778", title="A", rank=1, **facts)
            digest = Digest(date=dt.date(2021, 4, 7), papers=(paper,))
            return json.loads(data_writer.render_json(digest))

        assert written()["version"] == 1
        assert "published" not in written()["papers"][0]
        told = written(comment="8 pages", discussions=(Discussion(url="https://a.b"),))
        assert told["version"] == 2
        assert told["papers"][0]["discussions"] == [{"url": "https://a.b"}]

    def test_a_file_of_the_first_version_is_written_as_it_was(self):
        assert data_writer.render_json(data_reader.parse_json(OLD, "x.json")) == OLD

    def test_coverage_stands_before_the_papers_and_says_no_more_than_it_must(self):
        coverage = (Coverage(source="arxiv", listed=2, below=2, problems=("A", "B")),)
        text = data_writer.render_json(
            Digest(date=dt.date(2021, 4, 7), coverage=coverage)
        )
        written = json.loads(text)
        assert list(written)[-2:] == ["coverage", "papers"]
        assert list(written["coverage"][0].items()) == [
            ("source", "arxiv"),
            ("listed", 2),
            ("below", 2),
            ("problems", ["A", "B"]),
        ]
        without = data_writer.render_json(Digest(date=dt.date(2021, 4, 7)))
        assert "coverage" not in json.loads(without)

    def test_json_is_friendly_to_git(self):
        text = data_writer.render_json(Digest(date=dt.date(2021, 4, 7), title="Ünï"))
        assert text.endswith("}\n")
        assert '\n  "title": "Ünï",\n' in text
