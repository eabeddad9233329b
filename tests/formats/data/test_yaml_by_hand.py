"""Digests in YAML that somebody wrote, and the schema."""

import datetime as dt
import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
from formats.data.documents import PAPER, json_of

from pelican_hotpapers.formats import data_reader, data_writer, records
from pelican_hotpapers.model import Coverage, Digest, Paper


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
