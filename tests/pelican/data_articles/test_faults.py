"""Settings of digests in data files, and files with faults."""

import datetime as dt
import logging
import os
import re

import pytest
from data_sites import ORDINARY, PLUGIN, problems
from hot_posts import embed, post, section, yaml_digest
from pelican.plugins import signals


class TestSettings:
    def test_wrong_values_and_names_are_reported(self, site):
        built = site(
            {"2021-04-07.md": post(section(1))},
            HOTPAPERS_EMBEDS="iframe",
            HOTPAPERS_EMBED="static",
        )
        wrong, unknown = built.errors
        assert wrong.startswith("HOTPAPERS_EMBEDS: found 'iframe', expected one of")
        assert "did you mean HOTPAPERS_EMBEDS?" in unknown
        assert len(built.articles) == 1

    def test_they_are_reported_before_the_build(self, site):
        built = site({"x.md": "no title"}, HOTPAPERS_PATH="../elsewhere")
        lines = [r.getMessage() for r in built.log if r.levelno >= logging.ERROR]
        assert lines[0].startswith("HOTPAPERS_PATH")

    def test_the_sites_own_readers_stay(self, site):
        from pelican.readers import MarkdownReader  # noqa: PLC0415

        class Own(MarkdownReader):
            def read(self, _source_path):
                return "<p>Own.</p>", {"title": "Own", "date": self._date()}

            def _date(self):
                return dt.datetime(2021, 1, 1)

        built = site({"a.md": ORDINARY}, READERS={"md": Own})
        assert built.articles[0].content == "<p>Own.</p>"

    def test_no_style_sheet_when_not_wanted(self, site):
        built = site({"2021-04-07.md": post(section(1))}, HOTPAPERS_CSS=False)
        assert "theme/hotpapers/hotpapers.css" not in built.pages
        assert "hotpapers.css" not in built.pages["hot-papers-2021-04-07.html"]

    def test_a_themes_own_style_sheet_wins(self, site):
        theme = {
            "templates/article.html": "{{ article.content }}",
            "static/hotpapers/hotpapers.css": "/* mine */",
        }
        built = site({"2021-04-07.md": post(section(1))}, theme=theme)
        assert built.pages["theme/hotpapers/hotpapers.css"] == "/* mine */"


class TestOffTheGrammar:
    def test_such_a_post_is_published_whole_with_a_warning(self, site):
        text = post(section(1, embeds=[embed(1)]), section(2))
        text = text.replace("retweets: 98", "retweets: many")
        built = site({"2021-04-07.md": text})
        page = built.pages["hot-papers-2021-04-07.html"]
        line = text[: text.index("many")].count("\n") + 1
        assert any(f"2021-04-07.md:{line}:1: counts:" in w for w in built.warnings)
        for kept in ("A Paper", "retweets: many", "A few words of mine.", "hep-th"):
            assert kept in page
        assert built.errors == []

    def test_an_ordinary_post_with_front_matter_is_none(self, site):
        front = "---\ntitle: On papers\ndate: 2021-04-01\n---\n\n# 1. First\n\nWords.\n"
        built = site({"a.md": front})
        assert problems(built) == []
        assert "Words." in built.pages["on-papers.html"]


class TestFaultyDataFiles:
    def test_whatever_goes_wrong_with_one_the_build_goes_on(self, site):
        class Plugin:
            __name__ = "stumbles"

            @staticmethod
            def stumble(_generator, metadata):
                if metadata["title"].endswith("09"):
                    raise KeyError(metadata["title"])

            @staticmethod
            def register():
                signals.article_generator_context.connect(Plugin.stumble)

        files = {
            "hotpapers/2021-04-09.yaml": yaml_digest(),
            "hotpapers/2021-04-10.yaml": yaml_digest("2021-04-10"),
        }
        built = site(files, PLUGINS=[*PLUGIN, Plugin])
        assert [article.slug for article in built.articles] == ["hot-papers-2021-04-10"]
        assert built.errors == ["Could not process hotpapers/2021-04-09.yaml"]

    def test_one_that_is_too_large_is_named_from_the_working_folder(
        self, site, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        files = {"hotpapers/2021-04-09.yaml": yaml_digest()}
        (error,) = site(files, HOTPAPERS_MAX_FILE_SIZE=9).errors
        assert error.startswith("content/hotpapers/2021-04-09.yaml:1:1: file: found")

    def test_a_day_in_its_name_that_does_not_exist_is_told(self, site):
        (error,) = site({"hotpapers/2021-02-29.yaml": "papers: []\n"}).errors
        assert re.search(r"2021-02-29\.yaml:1:1: date: found nothing, expected", error)

    def test_a_day_of_its_own_takes_the_place_of_one_that_does_not_exist(self, site):
        built = site({"hotpapers/2021-02-29.yaml": yaml_digest("2021-03-01")})
        assert problems(built) == []
        assert "hot-papers-2021-03-01.html" in built.pages

    def test_the_bad_paper_is_lost_and_the_rest_published(self, site):
        text = yaml_digest() + "- arxiv_id: nonsense\n  title: Bad\n"
        built = site({"hotpapers/2021-04-09.yaml": text})
        (error,) = built.errors
        assert re.search(
            r"2021-04-09\.yaml:5:13: papers\[1\]\.arxiv_id: found 'nonsense', expected",
            error,
        )
        page = built.pages["hot-papers-2021-04-09.html"]
        assert "A Kept Paper" in page
        assert "Bad" not in page

    def test_it_is_said_at_each_build(self, site):
        files = {
            "hotpapers/2021-04-09.yaml": yaml_digest() + "- title: Bad\n",
        }
        first = site(files)
        second = site(files)
        assert first.errors == second.errors != []

    def test_an_unreadable_file_leaves_the_others(self, site):
        built = site(
            {
                "hotpapers/2021-04-09.yaml": yaml_digest(),
                "hotpapers/2021-04-10.json": "{",
                "hotpapers/2021-04-11.yaml": b"\xff\xfe\x00",
                "hotpapers/notes.json": "[]",
            }
        )
        assert len(built.articles) == 1
        assert len(built.errors) == 3
        for error, name in zip(
            sorted(built.errors),
            ("04-10.json", "04-11.yaml", "notes.json"),
            strict=True,
        ):
            assert name in error
            assert re.search(r":\d+:\d+: .*found .*, expected ", error)


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_moment_at_the_end_of_time_ends_no_build(build, moment):
    text = f"date: 2021-04-07\ncollected_at: {moment}\npapers: []\n"
    site = build(
        {
            "hotpapers/2021-04-07.yaml": text,
            "other.md": "Title: Other\nDate: 2021-01-01\n\nX",
        },
        PLUGINS=["pelican_hotpapers"],
        TIMEZONE="Europe/Berlin",
    )
    assert "other.html" in site.pages
    assert "hot-papers-2021-04-07.html" in site.pages


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_of_all_days_are_days(build, day):
    name = f"hotpapers/{day}.yaml"
    site = build({name: yaml_digest(day)}, PLUGINS=["pelican_hotpapers"])
    assert f"hot-papers-{day}.html" in site.pages
    assert site.errors == []


@pytest.mark.parametrize("slug", ["papers/index", "papers/2104.00009"])
def test_a_digest_in_the_place_of_a_page_of_ours_stays_and_is_told(build, slug):
    files = {"hotpapers/2021-04-07.yaml": f"slug: {slug}\n{yaml_digest('2021-04-07')}"}
    site = build(files, PLUGINS=["pelican_hotpapers"])
    (article,) = site.articles
    assert article.title in site.pages[f"{slug}.html"]
    (warning,) = site.warnings
    assert warning.startswith(f"{slug}.html belongs to the digest ")
    assert "2021-04-07.yaml. So our page " in warning


def test_a_name_of_no_text_is_a_name(build):
    name = os.fsdecode(b"hotpapers/\xff.yaml")
    site = build({name: yaml_digest("2021-04-07")}, PLUGINS=["pelican_hotpapers"])
    assert "hot-papers-2021-04-07.html" in site.pages
