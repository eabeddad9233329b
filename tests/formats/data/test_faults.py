"""Faults of data files, and the way there and back."""

import datetime as dt
import json

import jsonschema
import pytest
from formats.data.documents import PAPER, counts, json_of, moments, papers, texts
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import data_reader, data_writer, records
from pelican_hotpapers.model import Coverage, Digest, Discussion, Paper

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
