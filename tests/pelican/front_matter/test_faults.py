"""Front matter with faults, and front matter that means harm."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import hot_posts
import pytest
from front_matter_sites import Build, only, post
from pelican.contents import Article, Page

from pelican_hotpapers.pelican.metadata import GUARDED


class TestFaults:
    def test_each_value_is_named_with_its_place(self, site: Build) -> None:
        text = """---
title: A title
date: 2021-04-07
slug: post
tags: {a: b}
category: [[c], d]
authors:
  - Ann
  - {nom: x}
modified: [1]
lang: 'not a language'
summary: {x: y}
url: ../../x
save_as: "a\\0b"
---
Text.
"""
        built = site({"a.md": text})
        places = [line.split("a.md:")[1].split(": found")[0] for line in built.errors]
        assert sorted(places) == sorted(
            [
                *("5:7: tags", "6:12: category[0]", "9:5: authors[1]"),
                *("10:11: modified", "11:7: lang", "12:10: summary"),
                *("13:6: url", "14:10: save_as"),
            ]
        )
        assert all(", expected " in line for line in built.errors)
        article = only(built)
        assert article.category.name == "d"
        assert [author.name for author in article.authors] == ["Ann"]
        assert "Text." in built.pages["post.html"]

    @pytest.mark.parametrize("url", ["https://elsewhere.example/a", "2021/a:b/"])
    def test_a_url_may_lead_anywhere(self, site: Build, url: str) -> None:
        text = post(f"url: '{url}'\nsave_as: a.html")
        built = site({"a.md": text}, FEED_ALL_ATOM="all.atom.xml")
        assert built.errors == []
        assert url in built.pages["all.atom.xml"]

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "DATA:text/html,x"])
    def test_a_url_runs_no_script(self, site: Build, url: str) -> None:
        text = post(f"url: '{url}'\nsave_as: a.html")
        built = site({"a.md": text}, FEED_ALL_ATOM="all.atom.xml")
        (line,) = built.errors
        assert "a.md:5:6: url: found" in line
        assert url not in built.pages["all.atom.xml"]

    @pytest.mark.parametrize(
        "date", ["[1]", "soon", "2021-13-45", "true", "{a: b}", "5"]
    )
    def test_a_bad_date_is_a_missing_one(self, site: Build, date: str) -> None:
        text = f"---\ntitle: A\ndate: {date}\n---\nText"
        built = site({"a.md": text})
        assert built.articles == []
        mine, pelicans = built.errors
        assert "a.md:3:7: date: found " in mine
        assert "a date as in 2021-04-07" in mine
        assert "'date'" in pelicans
        assert only(site({"a.md": text}, DEFAULT_DATE=(2020, 1, 1))).date.year == 2020

    def test_a_formatted_field_must_be_text(self, site: Build) -> None:
        built = site({"a.md": post("subtitle: [a]")}, FORMATTED_FIELDS=["subtitle"])
        (line,) = built.errors
        assert "a.md:5:11: subtitle: found ['a'], expected text" in line
        assert not hasattr(only(built), "subtitle")

    @pytest.mark.parametrize("title", ["[a]", "{a: b}", "true"])
    def test_a_bad_title_is_a_missing_one(self, site: Build, title: str) -> None:
        built = site({"a.md": f"---\ntitle: {title}\ndate: 2021-04-07\n---\nText"})
        assert "a.md:2:8: title: found " in built.errors[0]
        assert "'title'" in built.errors[1]

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("---\ntitle: A\ntags:\n  - b: c: d\n---\n", "4:9"),
            ("---\ntitle: A\ntags:\n  - b\n\nText", "1:1"),
            ("+++\ntitle = A\n+++\n", "2:1"),
            ("+++\ntitle = 'A'\n\nText", "1:1"),
            ("---\ntitle: A\n- x\n---\n", "3:1"),
            ("---\ntitle: A: b\ndraft: true\n---\n", "2:9"),
            ('---\ntitle: [\n  "A\x00"]\n---\n', "3:5"),
            ("---\na: &a [1]\nb:\n- *a\n- *c\n---\n", "5:3"),
            ("---\na:\n- !!python/object:os.system x\n---\n", "3:3"),
            ("---\ntags:\n  - b\n---\n\n\udcff", "6:1"),
            ("Title: A\n\né\udcff", "3:2"),
        ],
    )
    def test_a_broken_file_is_passed_over(
        self, site: Build, text: str, place: str
    ) -> None:
        files = {
            "bad.md": text.encode(errors="surrogateescape"),
            "good.md": post(),
        }
        built = site(files)
        assert [article.slug for article in built.articles] == ["post"]
        mine, pelicans = built.errors
        assert f"bad.md:{place}: " in mine
        assert "bad.md" in pelicans

    def test_faults_without_end_are_not_all_told(self, site: Build) -> None:
        built = site({"a.md": post(f"tags: [{'[], ' * 10_000}]")})
        assert 1 < len(built.errors) < 1000
        assert "<em>text</em>" in built.pages["post.html"]

    def test_fatal_ends_the_build(self, site: Build) -> None:
        with pytest.raises(RuntimeError):
            site({"a.md": post("tags: {a: b}")}, fatal="errors")

    def test_a_path_is_shown_from_the_working_folder(
        self, site: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (line,) = site({"sub/a.md": post("tags: {a: b}")}).errors
        assert line.startswith("content/sub/a.md:5:7: tags: ")


class TestHostile:
    def test_an_alias_bomb(self, site: Build) -> None:
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [
            f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)
        ]
        built = site({"a.md": post("\n".join(lines))})
        assert "found the alias *a0, expected no aliases" in built.errors[0]

    @pytest.mark.parametrize(
        "extra",
        [
            "tags: " + "[" * 10_000,
            "tags:\n" + "  - x\n" * 10_000 + " y",
            "a: [x,\n" + "  x,\n" * 10_000,
            "a: !!python/object/apply:os.system ['true']",
            "? " * 1000,
            "&a " * 1000,
            "{" * 1000,
        ],
    )
    def test_great_and_broken(self, site: Build, extra: str) -> None:
        built = site({"a.md": post(extra)})
        assert "a.md:" in built.errors[0]
        assert "index.html" in built.pages
        assert "tag/.html" not in built.pages

    @pytest.mark.parametrize(
        "extra",
        [
            "a: " + "x" * 100_000,
            "".join(f"key{n}: value\n" for n in range(5_000)),
            "tags: [" + ", ".join(["same"] * 10_000) + "]",
            'zero: "a\\0b"\n"key\\0": x',
            "aliases: [/a/, /b/]\nmenu: {main: {weight: 5}}",
        ],
    )
    def test_great_and_sound(self, site: Build, extra: str) -> None:
        built = site({"a.md": post(extra)})
        assert built.errors == []
        assert "<em>text</em>" in built.pages["post.html"]

    @pytest.mark.parametrize(
        "keys",
        [
            ("title",),
            ("save_as",),
            ("url",),
            ("category", "tags", "author", "authors", "slug", "lang"),
        ],
    )
    @pytest.mark.parametrize(
        "value",
        [
            *("x" * 100_000, "語" * 300, '"a\\0b"', "../../up", "/", ".", "..", "a/"),
            *(
                "<script>x</script>",
                '"\\"><x>"',
                "{slug}",
                "a/../b",
                "C:\\x",
                '""',
                "~",
            ),
        ],
    )
    def test_no_name_stops_the_build(
        self, site: Build, keys: tuple[str, ...], value: str
    ) -> None:
        files = {"post.md": post()}
        for key in keys:
            fields = {"title": f"On {key}", "date": "2021-04-07"} | {key: value}
            header = "".join(f"{name}: {text}\n" for name, text in fields.items())
            files[f"{key}.md"] = f"---\n{header}---\nText\n"
        built = site(files)
        assert "post.html" in built.pages
        assert all(".." not in Path(path).parts for path in built.pages)

    @pytest.mark.parametrize(
        ("folder", "value"),
        [
            *product([""], ["5", "true", "null", '""', "'{x!r:>9}'", "[1, {a: b}]"]),
            *product(["", "pages/"], ["text", "{a: b}"]),
        ],
    )
    def test_no_key_stops_the_build(self, site: Build, folder: str, value: str) -> None:
        keys = {
            *GUARDED,
            *dir(Article),
            *dir(Page),
            *vars(only(site({"a.md": post()}))),
        }
        keys -= {"title", "date", "slug", "save_as"}
        files = {
            f"{folder}{n}.md": f'---\ntitle: T\nslug: "{n}"\ndate: 2021-04-07\n'
            f'"{key}": {value}\n---\nText of {n}.\n'
            for n, key in enumerate(sorted(keys))
        }
        built = site(files, FEED_ALL_ATOM="feeds/all.xml", FEED_DOMAIN="http://x.org")
        everything = "".join([*built.pages.values(), *built.errors])
        for n, key in enumerate(sorted(keys)):
            assert f"Text of {n}." in everything or f"/{n}.md" in everything, key
        assert "Could not process" not in everything

    def test_a_description_cannot_leave_its_attribute(self, site: Build) -> None:
        built = site({"a.md": post('description: "\'\\"><script>x</script> &lt; & b"')})
        page = built.pages["post.html"]
        assert "<script>" not in page
        assert "&lt;script&gt;x&lt;/script&gt; &lt; &amp; b" in page
        assert f"{only(built).description:>1}".count("&amp;lt;") == 0

    @pytest.mark.parametrize("year", ["0001", "0999", "9999"])
    def test_no_year_stops_the_build(self, site: Build, year: str) -> None:
        for zone in ("", "+14:00", "-12:00"):
            text = f"---\ntitle: A\ndate: {year}-01-01T00:00:00{zone}\n---\nText"
            built = site({"a.md": text, "b.md": post()}, FEED_ALL_ATOM="a.xml")
            assert "post.html" in built.pages


def test_tex_in_double_quotes_is_told_and_the_posts_are_published(build: Build) -> None:
    digest = hot_posts.post(hot_posts.section(1))
    files = {
        "2021-04-07.md": digest.replace("Hot papers 2021", r"Of $\alpha$"),
        "plain.md": post('summary: "Of $\\beta$"'),
    }
    built = build(files, PLUGINS=["pelican_hotpapers"])
    assert len(built.articles) == 2
    told = sorted(line for line in built.warnings if "in double quotes" in line)
    assert len(told) == len(built.warnings) == 2
    assert r"2021-04-07.md:11:14: description: found \alpha in double" in told[0]
    assert r"plain.md:5:10: summary: found \beta in double quotes" in told[1]
    assert all("expected TeX in single quotes" in line for line in told)
