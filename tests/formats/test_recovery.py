"""Hot Papers posts that came to some harm: what can be read of them is a digest."""

import datetime as dt
import html
import re

import pytest
from hot_posts import FRONT, embed, post, section

from pelican_hotpapers import DigestError, read_digest
from pelican_hotpapers.formats import markdown
from pelican_hotpapers.formats.records import MOST_PAPERS

PAGE = "hot-papers-2021-04-07.html"
DIGEST = post(section(1, title="First"), section(2, title="Second", embeds=[embed(1)]))
BODY = DIGEST.removeprefix(FRONT)


@pytest.fixture
def site(build):
    """Build a site with the plugin, and no page but articles."""

    def build_site(files, **options):
        ours = {"PLUGINS": ["pelican_hotpapers"], "HOTPAPERS_PAGES": ""}
        return build(files, **{**ours, **options})

    return build_site


def told(built):
    """Return the places and fields of what was said of a file."""
    faults = (re.search(r"\.md:(\d+):\d+: (.+?):", line) for line in built.warnings)
    return [(int(found[1]), found[2]) for found in faults if found]


def titles(built):
    (article,) = built.articles
    return [paper.title for paper in article.digest.papers]


class TestFrontMatter:
    @pytest.mark.parametrize(
        ("sound", "damaged", "places"),
        [
            ("---\ntitle", "--\ntitle", [(1, "front matter")]),
            ("---\ntitle", "—-\ntitle", [(1, "front matter")]),
            ("---\ntitle", "\u200b---\ntitle", [(1, "front matter")]),
            ("---\ntitle", "title", [(1, "front matter")]),
            ("---\ntitle", "\n\n---\ntitle", [(1, "front matter")]),
            ("\n---\n\n#", "\n#", [(1, "front matter")]),
            ("\n---\n\n#", "\n--\n\n#", [(1, "front matter")]),
            ("title: Hot", "title: [Hot", [(2, "YAML")]),
            ("category: ", "category: @", [(7, "YAML")]),
            ('"2021', '"It said "no" on 2021', [(11, "YAML")]),
            ("---\ntitle", "+++\ntitle", [(1, "front matter")]),
        ],
        ids=range(11),
    )
    def test_that_is_not_sound_costs_no_paper(self, site, sound, damaged, places):
        text = DIGEST.replace('description: "Hot papers', 'description: "2021 papers')
        assert sound in text
        built = site({"2021-04-07---hot-papers.md": text.replace(sound, damaged, 1)})
        assert titles(built) == ["First", "Second"]
        assert built.errors == []
        assert [field for _, field in told(built)] == [field for _, field in places]
        assert [line for line, _ in told(built)] == [
            pytest.approx(line, abs=1) for line, _ in places
        ]
        (article,) = built.articles
        assert article.slug == "hot-papers-2021-04-07"
        assert article.digest.date == dt.date(2021, 4, 7)
        assert [tag.name for tag in article.tags] == ["arXiv", "Machine Learning"]

    def test_that_is_missing_leaves_the_day_to_the_name(self, site):
        built = site({"2021-04-07.md": BODY})
        assert titles(built) == ["First", "Second"]
        assert "First" in built.pages[PAGE]

    @pytest.mark.parametrize("fences", ["--\n", "---\n\n"])
    def test_of_fences_alone_is_no_text(self, site, fences):
        built = site({"2021-04-07.md": fences + BODY})
        assert titles(built) == ["First", "Second"]
        assert [field for _, field in told(built)] == ["front matter"]
        assert "the rest is published" not in "".join(built.warnings)

    def test_without_any_day_names_the_cause(self, site):
        built = site({"hot.md": BODY})
        assert built.articles == []
        assert any(
            re.search(r"hot\.md:1:1: date: found no day, .* expected the day", error)
            for error in built.errors
        )

    @pytest.mark.parametrize(
        "date", ["date: when it was hot", "date: 2021-13-45", "date: [x", "day: today"]
    )
    def test_a_bad_date_is_told_and_the_name_has_the_day(self, site, date):
        text = DIGEST.replace("date: 2021-04-08T09:37:53.Z", date)
        built = site({"2021-04-07.md": text})
        assert titles(built) == ["First", "Second"]
        assert [line for line, _ in told(built)] == [3]

    @pytest.mark.parametrize(
        ("draft", "is_unclear"),
        [
            ("draft: true\nx: [", False),
            ("status: draft\nx: [", False),
            ("published: false\nx: [", False),
            ("draft: [true", True),
            ("x: [\ndraft: 'true", True),
            ("status: [draft", True),
            ("x: [\n draft: true", True),
            ("draft true", True),
            ("x [\n\ndraft yes", True),
        ],
    )
    @pytest.mark.parametrize("end", ["---\n", ""])
    def test_what_may_be_a_draft_is_one(self, site, draft, is_unclear, end):
        text = DIGEST.replace("draft: false", draft)
        text = text.replace("\n---\n\n#", f"\n{end}\n#")
        built = site({"2021-04-07.md": text})
        (article,) = built.articles
        assert article.status == "draft"
        told = any("It is a draft until" in line for line in built.warnings)
        assert told is is_unclear

    def test_a_header_as_pelican_has_it_is_read_too(self, site):
        head = "Title: Hot: the day's\nDate: 2021-04-08\nTags: a, b\nCategory: c\n\n"
        built = site({"2021-04-07.md": head + BODY})
        assert titles(built) == ["First", "Second"]

    def test_its_prose_stays(self, site):
        text = DIGEST.replace("title: Hot", "titel Hot").replace("---\n", "", 1)
        built = site({"2021-04-07.md": text})
        assert "titel Hot Papers" in built.pages[PAGE]

    def test_a_value_that_is_left_out_is_told_with_its_place(self, site):
        text = DIGEST.replace("---\n", "--\n", 1).replace(
            "tags:", "lang: no language\ntags:"
        )
        built = site({"2021-04-07.md": text})
        (error,) = built.errors
        assert re.search(
            r"2021-04-07\.md:8:\d+: lang: found 'no language', expected", error
        )

    def test_bytes_that_are_no_text_are_told(self, site):
        raw = DIGEST.replace("First", "Fírst").encode("latin-1")
        built = site({"2021-04-07.md": raw})
        assert titles(built) == ["F\ufffdrst", "Second"]
        assert told(built) == [(15, "encoding")]

    def test_faults_without_end_are_not_all_told(self, site):
        head = "".join(f"k{n}: ]\n" for n in range(300))
        built = site({"2021-04-07.md": f"---\n{head}---\n{BODY}"})
        assert 0 < len(built.warnings) <= 101


class TestSections:
    def test_those_that_keep_to_the_grammar_are_papers(self, site):
        text = post(
            "Words of *mine* above.\n\n",
            section(1, title="First"),
            section(2, title="Second").replace("retweets: 98", "retweets: many"),
            section(3, title="Third"),
        )
        built = site({"2021-04-07.md": text}, HOTPAPERS_PAGES="papers")
        assert titles(built) == ["First", "Third"]
        page = built.pages[PAGE]
        order = ["Words of <em>mine</em>", "First", "Third", "Second", "retweets: many"]
        assert sorted(order, key=page.rindex) == order
        assert "papers/2104.00003.html" in built.pages
        assert "papers/2104.00002.html" not in built.pages

    @pytest.mark.parametrize(
        ("much", "line"),
        [
            ("[" * 20_000, 3),
            ("1. " * 5_000 + "deep", 3),
            ("Some words.\n\n" + "===\n" * 5_000, 5),
            ("<a " * 10_000, 3),
            ("<![CDATA[" * 5_000, 3),
            ("```\n" * 5_000, 1),
            ("word " * 50_000, 1),
        ],
        ids=range(7),
    )
    def test_what_markdown_takes_too_long_for_is_shown_as_it_is(self, site, much, line):
        above, paper = f"Words of *mine*.\n\n{much}\n\n", section(1, title="First")
        text = post(above, paper)
        built = site({"2021-04-07.md": text})
        assert titles(built) == ["First"]
        page = built.pages[PAGE]
        (shown,) = re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)
        assert " ".join(html.unescape(shown).split()) == " ".join(above.split())
        first = text[: text.index(above)].count("\n")
        ((told_line, field),) = [each for each in told(built) if each[1] == "text"]
        assert (told_line, field) == (first + line, "text")

    def test_beyond_the_most_papers_the_others_are_text(self):
        sections = [section(1 + n, title=f"Paper {n}") for n in range(MOST_PAPERS + 2)]
        text = post(*sections).replace("retweets: -", "retweets: ")
        reading = markdown.read_post(text, "2021-04-07.md")
        assert len(reading.digest.papers) == MOST_PAPERS
        assert [fault.expected for fault in reading.faults] == [
            "at most 5,000 of a day"
        ]
        assert f"Paper {MOST_PAPERS + 1}" in reading.rest

    def test_a_post_of_no_readable_paper_is_published_as_text(self, site):
        text = DIGEST.replace("retweets:", "reposts:")
        built = site({"2021-04-07.md": text})
        (article,) = built.articles
        assert not hasattr(article, "digest")
        assert "First" in built.pages[PAGE]
        assert "Second" in article.summary
        assert "No hot papers" not in built.pages[PAGE]

    def test_it_is_said_at_each_build(self, site):
        files = {"2021-04-07.md": DIGEST.replace("retweets: 98", "retweets: many")}
        first = site(files)
        again = site(files)
        assert first.warnings == again.warnings != []
        assert first.pages == again.pages

    def test_no_extension_of_the_sites_sees_them(self, site):
        text = DIGEST.replace("retweets: 98", "retweets: many")
        text = text.replace("A few words of mine.", "[[Secret]]")
        wiki = {"extensions": ["markdown.extensions.wikilinks"]}
        built = site({"2021-04-07.md": text}, MARKDOWN=wiki)
        assert "[[Secret]]" in built.pages[PAGE]


def test_what_is_sound_is_kept_for_the_command(tmp_path):
    file = tmp_path / "2021-04-07.md"
    file.write_text(DIGEST.replace("---\n", "--\n", 1))
    with pytest.raises(DigestError, match=r":1:1: front matter: found '--'") as caught:
        read_digest(file)
    assert [paper.rank for paper in caught.value.digest.papers] == [1, 2]


ORDINARY = {
    "about-digests.md": "Title: How digests are written\nDate: 2021-04-07\n\n"
    f"Like this:\n\n```\n{DIGEST}```\n",
    "reading.md": "Title: My reading\nDate: 2021-04-07\n\n# 1. A list\n\n"
    "- [abs](https://arxiv.org/abs/2104.01778) <img src=http://a.example/x.png>\n",
    "hot.md": "Title: Hot Papers 2021-04-07\nDate: 2021-04-08\n\nI <b onclick=x>did\n",
}


def test_ordinary_posts_come_out_as_without_the_plugin(build):
    settings = {"HOTPAPERS_PAGES": "", "HOTPAPERS_CSS": False}
    without = build(ORDINARY)
    ours = build(ORDINARY, PLUGINS=["pelican_hotpapers"], **settings)
    assert ours.pages == without.pages
    assert len(ours.articles) == len(ORDINARY)
