"""The Hot Papers post: what is read out of it, and that it is given back."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hot_posts import FRONT, embed, papers_in, post, section

from pelican_hotpapers.arxiv.identifiers import why_impossible
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import data_reader, markdown
from pelican_hotpapers.formats.detection import is_hot_papers_post
from pelican_hotpapers.markup import encoding
from pelican_hotpapers.model import Coverage, Discussion, Paper, Post
from pelican_hotpapers.storage.digest_files import read_digest, write_digest

UTC = dt.UTC
POSTS = Path(__file__).parents[2] / "example_site" / "content" / "posts"
EXAMPLE = POSTS / "2021-04-06---Hot-Papers.md"


def faults_of(text, path="2021-04-07.md"):
    with pytest.raises(DigestError) as caught:
        markdown.parse_post(text, path)
    return caught.value


class TestBlog:
    def test_every_paper_of_every_post_is_read(self, blog_posts):
        for path in blog_posts:
            assert len(read_digest(path).papers) == papers_in(path) > 10

    def test_every_embed_becomes_a_post_with_its_facts(self, blog_posts):
        for path in blog_posts:
            text = encoding.repair(path.read_text("utf-8"))
            posts = [post for paper in read_digest(path).papers for post in paper.posts]
            assert len(posts) == text.count("<blockquote ")
            for found in posts:
                assert found.platform == "x"
                assert found.id.isdigit()
                assert found.author_name
                assert found.author_handle
                assert found.lang
                assert found.date
                assert found.html in text

    def test_facts_of_a_paper(self):
        digest = read_digest(EXAMPLE)
        assert digest.date == dt.date(2021, 4, 6)
        assert digest.collected_at == dt.datetime(2021, 4, 7, 10, 15, 27, tzinfo=UTC)
        assert digest.title == "Hot Papers 2021-04-06"
        assert digest.slug == "hot-papers-2021-04-06"
        assert digest.extra["category"] == "Hot Papers"
        assert digest.extra["draft"] is False
        paper = digest.papers[0]
        assert replace(paper, abstract="", posts=()) == Paper(
            rank=1,
            arxiv_id="2104.01778",
            title="AST: Audio Spectrogram Transformer",
            authors=("Yuan Gong", "Yu-An Chung", "James Glass"),
            categories=("cs.SD", "cs.AI"),
            reposts=2570,
            likes=333,
            score=2903,
            measured_at=dt.datetime(2021, 4, 7, 10, 15, 27, tzinfo=UTC),
        )

    def test_a_post_is_given_back_byte_for_byte(self, blog_posts, tmp_path):
        for path in blog_posts:
            write_digest(read_digest(path), tmp_path / path.name)
            assert (tmp_path / path.name).read_bytes() == path.read_bytes()

    @pytest.mark.parametrize("suffix", [".json", ".yaml"])
    def test_a_post_survives_the_way_through_data(self, blog_posts, tmp_path, suffix):
        for path in blog_posts:
            digest = read_digest(path)
            file = tmp_path / f"digest{suffix}"
            write_digest(digest, file)
            back = read_digest(file)
            assert back == digest
            write_digest(back, tmp_path / "post.md")
            repaired = encoding.repair(path.read_text("utf-8"))
            assert (tmp_path / "post.md").read_text("utf-8") == repaired


class TestReading:
    def test_day_without_papers(self):
        digest = markdown.parse_post(FRONT, "2021-04-07.md")
        assert digest.papers == ()
        assert digest.date == dt.date(2021, 4, 7)

    def test_papers_without_posts_and_with_seven(self):
        seven = [embed(number) for number in range(1, 8)]
        digest = markdown.parse_post(post(section(1), section(2, embeds=seven)), "x.md")
        assert [len(paper.posts) for paper in digest.papers] == [0, 7]
        assert [post.id for post in digest.papers[1].posts] == list("1234567")

    def test_right_to_left_post(self):
        text = post(section(1, embeds=[embed(1, "שלום", "he", "rtl")]))
        (found,) = markdown.parse_post(text, "x.md").papers[0].posts
        assert (found.lang, found.dir) == ("he", "rtl")
        assert "שלום" in found.html

    @pytest.mark.parametrize(
        ("written", "arxiv_id"),
        [
            ("quant-ph/0201082", "quant-ph/0201082"),
            ("math.GT/0309136", "math/0309136"),
            ("2104.01778v2", "2104.01778"),
            ("0704.0001", "0704.0001"),
        ],
    )
    def test_identifiers(self, written, arxiv_id):
        text = post(section(1, arxiv_id=written))
        paper = markdown.parse_post(text, "x.md").papers[0]
        assert paper.arxiv_id == arxiv_id
        assert paper.abs_url == f"https://arxiv.org/abs/{written}"
        assert markdown.render_post(markdown.parse_post(text, "x.md")) == text

    def test_title_is_kept_as_recorded(self):
        title = 'S$^2$-MLP & the <b> of  two  lines: "quoted"'
        assert (
            markdown.parse_post(post(section(1, title=title)), "x").papers[0].title
            == title
        )

    def test_paragraphs_of_an_abstract_are_kept(self):
        abstract = "One.\n\n\nTwo [a](b) - three\n- four"
        paper = markdown.parse_post(post(section(1, abstract=abstract)), "x").papers[0]
        assert paper.abstract == abstract

    def test_bare_link_is_a_post(self):
        link = "https://x.com/annreads/status/99"
        text = post(section(1, abstract=f"We do.\n\n{link}"))
        paper = markdown.parse_post(text, "x").papers[0]
        assert paper.abstract == "We do."
        assert [(p.url, p.id, p.html) for p in paper.posts] == [(link, "99", "")]

    def test_windows_line_ends(self, tmp_path):
        text = post(section(1, embeds=[embed(1)]), section(2))
        file = tmp_path / "post.md"
        file.write_bytes(text.replace("\n", "\r\n").encode())
        digest = read_digest(file)
        assert digest == markdown.parse_post(text, "x.md")
        write_digest(digest, tmp_path / "back.md")
        assert (tmp_path / "back.md").read_bytes() == file.read_bytes()

    def test_day_comes_from_the_file_when_nothing_else_says_it(self):
        front = "---\ntitle: What was hot\nslug: what\n---\n\n"
        digest = markdown.parse_post(front, "content/2021-04-07---Hot-Papers.md")
        assert digest.date == dt.date(2021, 4, 7)

    def test_day_may_be_said(self):
        front = "---\ntitle: What was hot\nday: 2021-04-07\n---\n\n"
        assert markdown.parse_post(front, "x.md").date == dt.date(2021, 4, 7)


class TestFaults:
    def test_faults_name_the_line_and_what_was_expected(self):
        text = post(section(1), section(2)).replace("retweets: 98", "retweets: many")
        error = faults_of(text)
        (fault,) = error.faults
        line = text[: text.index("many")].count("\n") + 1
        assert (fault.line, fault.field) == (line, "counts")
        assert "retweets: many" in fault.found
        assert "- retweets: 1, favorites: 2" in fault.expected
        assert str(fault).startswith(f"2021-04-07.md:{line}:1: counts: found '")

    def test_sound_papers_survive_beside_a_fault(self):
        text = post(section(1), section(2), section(3)).replace(
            "abs](https", "abs](x", 1
        )
        error = faults_of(text)
        assert [paper.rank for paper in error.digest.papers] == [2, 3]

    def test_all_faults_are_reported_at_once(self):
        text = post(section(1), section(2), section(3))
        text = text.replace("retweets: 99", "retweets: x").replace(
            "# 3. A Paper", "# 3."
        )
        text = text.replace("date: 2021-04-08T09:37:53.Z", "date: soon")
        fields = [fault.field for fault in faults_of(text).faults]
        assert fields == ["date", "counts", "heading", "heading"]

    def test_ranks_must_rise(self):
        error = faults_of(post(section(2), section(1)))
        assert [(f.field, f.expected) for f in error.faults] == [
            ("rank", "a rank after 2")
        ]

    def test_no_rank_is_there_twice(self):
        error = faults_of(post(section(1), section(1, arxiv_id="2104.00002")))
        assert [(f.field, f.expected) for f in error.faults] == [
            ("rank", "a rank after 1")
        ]

    def test_an_identifier_that_cannot_be_is_explained(self):
        (fault,) = faults_of(post(section(1, arxiv_id="2113.00001"))).faults
        assert (fault.field, fault.hint) == ("links", why_impossible("2113.00001"))
        assert fault.hint

    def test_a_paper_stands_once(self):
        text = post(section(1), section(2, arxiv_id="2104.00001"))
        error = faults_of(text)
        assert [fault.field for fault in error.faults] == ["links"]
        assert len(error.digest.papers) == 1

    def test_no_such_time(self):
        text = post(section(1)).replace("(04/08/2021", "(04/31/2021")
        assert [fault.field for fault in faults_of(text).faults] == ["counts"]

    def test_text_between_the_posts(self):
        text = post(section(1, embeds=[embed(1), "By the way.", embed(2)]))
        (fault,) = faults_of(text).faults
        assert (fault.field, fault.found) == ("post", "'By the way.'")

    def test_no_front_matter(self):
        assert faults_of(section(1)).faults[0].field == "front matter"

    def test_no_day(self):
        error = faults_of("---\ntitle: What was hot\n---\n", "post.md")
        assert error.digest is None
        assert error.faults[0].field == "date"


TALK = Discussion(url="https://example.org/talk", comments=3)


class TestWriting:
    def test_changed_digest_is_written_anew(self, tmp_path):
        file = tmp_path / "post.md"
        file.write_text(post(section(1), section(2)))
        digest = read_digest(file)
        changed = replace(digest, papers=digest.papers[:1])
        write_digest(changed, file)
        assert read_digest(file) == changed
        assert file.read_text() == post(section(1))

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"signals": {"upvotes": 3}}, "papers[0].signals"),
            ({"score": 1000}, "papers[0].score"),
            ({"code_url": "https://example.org/code"}, "papers[0].code_url"),
            ({"published": dt.date(2021, 4, 5)}, "papers[0].published"),
            ({"comment": "8 pages"}, "papers[0].comment"),
            ({"keywords": ("audio",)}, "papers[0].keywords"),
            ({"discussions": (TALK,)}, "papers[0].discussions"),
            ({"posts": (Post(url="https://example.org/1"),)}, "papers[0].posts"),
            ({"abstract": "One.\n# 9. Two."}, "papers[0].abstract"),
            ({"authors": ("One, Two",)}, "papers[0].authors"),
            ({"title": "On\ntwo lines"}, "papers[0].title"),
        ],
    )
    def test_what_a_post_cannot_hold_is_refused(self, change, field):
        digest = markdown.parse_post(post(section(1)), "x.md")
        digest = replace(digest, papers=(replace(digest.papers[0], **change),))
        with pytest.raises(DigestError) as caught:
            markdown.render_post(digest)
        assert field in [fault.field for fault in caught.value.faults]

    def test_coverage_is_refused_and_the_reader_sent_to_data(self):
        digest = markdown.parse_post(post(section(1)), "x.md")
        covered = replace(digest, coverage=(Coverage(source="arxiv", listed=2),))
        with pytest.raises(DigestError) as caught:
            markdown.render_post(covered)
        (fault,) = caught.value.faults
        assert fault.field == "coverage"
        assert "arxiv" in fault.found
        assert ".json" in fault.hint

    def test_refusal_leaves_the_file_alone(self, tmp_path):
        file = tmp_path / "post.md"
        file.write_text(post(section(1)))
        digest = read_digest(file)
        paper = replace(digest.papers[0], signals={"upvotes": 3})
        with pytest.raises(DigestError, match="signals"):
            write_digest(replace(digest, papers=(paper,)), file)
        assert file.read_text() == post(section(1))
        assert [path.name for path in tmp_path.iterdir()] == ["post.md"]

    def test_a_digest_made_by_hand(self):
        digest = data_reader.parse_yaml(
            "papers:\n- arxiv_id: 2104.01778\n  title: A Paper\n", "2021-04-07.yaml"
        )
        assert markdown.parse_post(markdown.render_post(digest), "x.md") == digest


IN_CODE = f"```\n{section(1)}```\n"
LINKS = "- links: [abs](https://arxiv.org/abs/2104.00001)\n"
CATEGORY = "- [cs.LG](https://arxiv.org/list/cs.LG/recent)\n"


class TestRecognition:
    @pytest.mark.parametrize(
        "text",
        [
            "---\ntitle: Hot Papers 2020-12-07\n---\n",
            '---\nslug: "hot-papers-2020-12-07"\n---\n',
            '+++\r\nslug = "hot-papers-2020-12-07"\r\n+++\r\n',
            '{\n  "title": "Hot Papers 2020-12-07",\n  "draft": false\n}\n',
            f"---\ntitle: Papers\n---\n{section(1)}",
            f"--\ntitle: Papers\n---\n{section(1)}",
            f"title: [Papers\n{section(1)}",
            section(1),
            section(1).replace("\n", "\r\n"),
            section(1).replace("# 1.", "## 1."),
            section(1).replace("\n- ", "\n* ").replace("//arxiv", "//export.arxiv"),
            section(1)[:70],
            f"{section(1, abstract='```')}```\n",
            f"{IN_CODE}```\n{section(1)}",
            f"# 1. A heading\n{LINKS}",
            f"{LINKS}{CATEGORY}",
            f"```\n{section(1)}",
            f"{IN_CODE}A line\u2028```\n{section(1)}```\n",
        ],
    )
    def test_texts_that_mean_to_be_digests(self, text):
        assert is_hot_papers_post(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "---\ntitle: My year in papers\n---\n# 1. First\n\n- links: none\n",
            "---\ntitle: On Hot Papers 2020-12-07\n---\nI liked it.\n",
            "Title: Hot Papers 2020-12-07\nDate: 2020-12-07\n\nI liked it.\n",
            "---\nx: y\n---\ntitle: Hot Papers 2020-12-07\n",
            "Read https://arxiv.org/abs/2104.01778, all of it.\n",
            f"# My reading list\n\n{LINKS}{LINKS}",
            f"# 1. Lists to follow\n\n{CATEGORY}",
            "# 1. My post\n\n    - retweets: 12\n",
            IN_CODE,
            f"~~~~ md\n{section(1)}\n```\n~~~~\n",
            "- retweets: 12\n- likes: 3\n",
        ],
    )
    def test_texts_that_do_not(self, text):
        assert not is_hot_papers_post(text)
