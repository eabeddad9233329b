"""Posts as Pelican has them are read as before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from front_matter_sites import PLAIN_SETTINGS, THEME, Build, Site, only, post
from pelican.readers import MarkdownReader

from pelican_hotpapers.pelican.front_matter_reader import FrontMatterReader

PLAIN_POSTS = {
    "plain.md": "Title: Plain\nDate: 2021-04-07 10:20\nTags: a, b\n\nText.\n",
    "odd.md": "title: Odd: one # two\nDATE: 2021-04\nmodified: 2021-05-01\n"
    "Category: c\nAuthors: A B, C D\nSlug: odd-one\nLang: en\nKeywords: x, y\n"
    "Summary: Some *words*\n    and more\nSubtitle: of _it_\nNumber: 05\n\n"
    "Text [link]({filename}plain.md) and [^1]\n\n[^1]: Note\n",
    "fenced.md": "---\nTitle: Fenced: in\nDate: 2021-04-07\nTags: [x\n---\n\nText.\n",
    "open.md": "---\nTitle: Open\nDate: 2021-04-07\nTags: one\n    two\n\nText\n---\n",
    "hidden.md": "Title: Hidden\nDate: 2021-04-07\nStatus: hidden\n\nText\n",
    "draft.md": "Title: Draft\nStatus: draft\n\nText\n",
    "de.md": "Title: Deutsch\nDate: 2021-04-07\nSlug: plain\nLang: de\n\nText\n",
    "2020-01-02-rule.md": "---\n\nA rule above\n\n---\n\nText: this\n",
    "2020-01-03-none.md": "No headers at all\n\n---\n\nText\n",
    "2020-01-04-empty.md": "",
    "bom.md": "\ufeffTitle: Mark\r\nDate: 2021-04-07\r\n\r\nText\r\n",
    "untitled.md": "Date: 2021-04-07\n\nText\n",
    "undated.md": "Title: Undated\n\nText\n",
    "dup.md": "Title: Twice\nDate: 2021-04-07\nDate: 2021-04-08\nX: a\nX: b\n\nText\n",
    "pages/page.md": "Title: Page\nFront_matter: x\nReader: me\n\nText {filename}\n",
    "other.rst": "Other\n#####\n\n:date: 2021-04-07\n\nText\n",
}


class TestOrdinaryPosts:
    def test_come_out_as_without_the_reader(self, both: Any) -> None:
        without, with_reader = both(PLAIN_POSTS, **PLAIN_SETTINGS)
        assert {"plain.html", "fenced-in.html", "open.html"} <= set(without.pages)
        assert with_reader.pages == without.pages
        assert with_reader.warnings == without.warnings
        assert with_reader.errors == without.errors

    def test_have_the_same_metadata(self, both: Any) -> None:
        without, with_reader = both(PLAIN_POSTS, **PLAIN_SETTINGS)

        def metadata(site: Site) -> dict[str, dict[str, str]]:
            return {
                article.relative_source_path: {
                    key: repr(value) for key, value in article.metadata.items()
                }
                for article in site.articles
            }

        assert metadata(with_reader) == metadata(without)

    @pytest.mark.parametrize(
        "header",
        [
            "Title: A title\nDate: 2021-04-07",
            "title: A title\ndate: 2021-04-07 10:20\nmodified: 2021-04-08 10:20:30",
            "Title: A title\nDate: 2021-04-07\nTags: one; two, three\nCategory: c",
            "Title: A title\nDate: 2021-04-07\nAuthor: Doe, Jane\nLang: de",
            "Title: A title\nDate: 2021-04-07\nAuthors: Doe, Jane; Doe, John",
            "Title: A title\nDate: 2021-04-07\nAuthors: Jane Doe, John Doe\nAuthor: X",
            "Title: A title\nDate: 2021-04-07\nSummary: Some *words* & <b>more</b>",
            "Title: A title\nDate: 7 April 2021\nStatus: hidden",
            "Title: A title\nDate: 2021_04_07\nSlug: other\nStatus: draft",
            "Title: A title\nDate: 2021-04-07\nUrl: a/b/\nSave_as: a/b/index.html",
            "Title: C# #1 & more #2\nDate: 2021-04-07\nTags: c#, #one\nCategory: #x",
            "Title: &amp; on\nDate: 2021-04-07\nSummary: #1",
            "Title: <b>A</b> & b\nDate: 2021-04-07\nWeight: 05\nRating: 2.50\nN: 7",
            "Title: 2021\nDate: 2021-04-07\nTags: 2021, 1.50\nSeries: 3",
            "Title: A title\nDate: 2021-04-07\nEmpty:\nTags:\nCategory:\nSlug:",
            "Title: A title\nDate: 2021-04-07\nTimezone: Asia/Tokyo",
            "Title: A title\nDate: 2021-04-07\nDescription: It is &quot;it&quot;",
            "Title: A title\nDate: 2021-04-07\nTranslation: true\nTemplate: article",
        ],
    )
    def test_in_fences_come_out_as_without_the_reader(
        self, both: Any, header: str
    ) -> None:
        theme = {
            "templates/article.html": "{% for key, value in article.metadata.items()"
            " if key != 'front_matter' %}{{ key }}: {{ value }}{% endfor %}"
            "{{ article.author }}{{ article.url }} {{ article.locale_date }}"
            "{{ article.date.isoformat() }} {{ article.status }}{{ article.content }}"
        }
        text = f"---\n{header}\n---\n\nText *of* it.\n"
        without, with_reader = both({"name.md": text}, theme={**THEME, **theme})
        assert without.articles
        assert with_reader.errors == []
        assert sorted(with_reader.pages) == sorted(without.pages)
        for path, page in without.pages.items():
            assert sorted(with_reader.pages[path]) == sorted(page)

    def test_keep_a_reader_the_site_has_chosen(self, site: Build) -> None:
        class Loud(MarkdownReader):
            def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
                content, metadata = super().read(source_path)
                return content.upper(), metadata

        plain = "Title: A\nDate: 2021-04-07\n\ntext\n"
        built = site({"a.md": plain}, READERS={"md": Loud})
        assert "<P>TEXT</P>" in built.pages["a.html"]


class TestPelican:
    def test_links_between_posts(self, site: Build) -> None:
        built = site(
            {
                "a.md": post(body="[b]({filename}sub/b.md) [i]({static}/images/i.png)"),
                "sub/b.md": "Title: B\nDate: 2021-04-07\n\n[a]({filename}/a.md)\n",
                "images/i.png": b"",
            }
        )
        assert (built.warnings, built.errors) == ([], [])
        assert 'href="/b.html"' in built.pages["post.html"]
        assert 'href="/images/i.png"' in built.pages["post.html"]
        assert 'href="/post.html"' in built.pages["b.html"]

    def test_translations(self, site: Build) -> None:
        built = site(
            {
                "a.md": post(),
                "a-de.md": post("lang: de"),
                "a-fr.md": post("language: fr\ntranslation: true"),
                "a-ja.md": "Title: J\nDate: 2021-04-07\nSlug: post\nLang: ja\n\nText\n",
            },
        )
        assert (built.warnings, built.errors) == ([], [])
        assert {"post.html", "post-de.html", "post-fr.html", "post-ja.html"} <= set(
            built.pages
        )
        (original,) = [a for a in built.articles if a.lang == "en"]
        assert {a.lang for a in original.translations} == {"de", "fr", "ja"}

    def test_defaults_stand_behind_front_matter(self, site: Build) -> None:
        built = site(
            {"2020-01-02-a.md": "---\ntitle: A\n---\nText"},
            FILENAME_METADATA=r"(?P<date>\d{4}-\d{2}-\d{2})-.*",
            DEFAULT_METADATA={"status": "draft", "series": "s"},
            DEFAULT_CATEGORY="papers",
            TIMEZONE="Asia/Tokyo",
        )
        article = only(built)
        assert article.date.isoformat() == "2020-01-02T00:00:00+09:00"
        assert article.category.name == "papers"
        assert (article.status, article.series) == ("draft", "s")

    def test_future_posts_may_be_drafts(self, site: Build) -> None:
        text = post().replace("2021-04-07", "2999-01-01T00:00:00Z")
        assert only(site({"a.md": text}, WITH_FUTURE_DATES=False)).status == "draft"

    @pytest.mark.parametrize("layer", ["reader", "generator"])
    @pytest.mark.parametrize("method", ["mtime", "md5"])
    def test_the_cache(
        self,
        site: Build,
        layer: str,
        method: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        files: dict[str, str | bytes] = {
            "a.md": post("template: wide\nnested: {a: [1]}\nauthor: Ann\ntags: [x]"),
            "b.md": PLAIN_POSTS["plain.md"],
        }
        read: list[str] = []
        original = FrontMatterReader.read

        def spy(self: FrontMatterReader, source_path: str) -> Any:
            read.append(Path(source_path).name)
            return original(self, source_path)

        monkeypatch.setattr(FrontMatterReader, "read", spy)
        settings: dict[str, Any] = {
            "CACHE_CONTENT": True,
            "LOAD_CONTENT_CACHE": True,
            "CONTENT_CACHING_LAYER": layer,
            "CHECK_MODIFIED_METHOD": method,
            "theme": THEME,
        }
        first = site(files, **settings)
        assert sorted(read) == ["a.md", "b.md"]
        second = site(files, **settings)
        assert sorted(read) == ["a.md", "b.md"]
        assert second.pages == first.pages
        assert (second.warnings, second.errors) == ([], [])
        third = site({**files, "a.md": post(body="Changed.")}, **settings)
        assert sorted(read) == ["a.md", "a.md", "b.md"]
        assert "Changed." in third.pages["post.html"]

    def test_two_builds_are_the_same(self, site: Build, blog_posts: list[Path]) -> None:
        files = {path.name: path.read_bytes() for path in blog_posts}
        assert site(files).pages == site(files).pages

    def test_an_order_by_a_key_of_both_kinds_of_posts(self, site: Build) -> None:
        built = site(
            {
                "a.md": post("order: 2"),
                "b.md": "Title: B\nDate: 2021-04-07\nOrder: 1\n\nText\n",
            },
            ARTICLE_ORDER_BY="order",
        )
        assert [article.order for article in built.articles] == ["1", "2"]


class TestDates:
    @pytest.mark.parametrize(
        "name",
        [
            *("2021-04-07-post.md", "2021-04-07---Post.md", "post-2021-04-07.md"),
            *("2021-04-07-post/index.md", "_posts/2021-04-07-post.md"),
        ],
    )
    @pytest.mark.parametrize("date", ["", "date: someday\n"])
    def test_a_post_has_the_day_of_its_name(
        self, site: Build, name: str, date: str
    ) -> None:
        text = f"---\ntitle: A\nslug: post\n{date}---\nText"
        built = site({name: text}, FILENAME_METADATA="(?P<other>x)")
        assert only(built).date.isoformat() == "2021-04-07T00:00:00+00:00"
        assert "<p>Text</p>" in built.pages["post.html"]
        assert [line.split("content/")[1] for line in built.errors] == [
            f"{name}:4:7: date: found 'someday', expected a date as in 2021-04-07 or "
            "2021-04-07T10:15:27Z. The day of its name is taken, 2021-04-07"
        ] * bool(date)

    def test_the_day_may_be_in_the_slug(self, site: Build) -> None:
        built = site({"a.md": "---\ntitle: A\nslug: day-2021-04-07\n---\nText"})
        assert only(built).date.day == 7

    def test_a_day_of_the_name_is_more_than_a_default(self, site: Build) -> None:
        text = "---\ntitle: A\ndate: someday\n---\nText"
        files = {"2021-04-07-a.md": text, "b.md": text.replace(" A", " B")}
        built = site(files, DEFAULT_DATE=(2020, 1, 2))
        dates = {article.slug: article.date.year for article in built.articles}
        assert dates == {"a": 2021, "b": 2020}

    def test_what_the_settings_see_comes_first(self, site: Build) -> None:
        built = site(
            {"2021/04/2021-05-06-a.md": "---\ntitle: A\ndate: someday\n---\nText"},
            FILENAME_METADATA="",
            PATH_METADATA=r"(?P<date>\d{4}/\d\d)/.*",
        )
        assert only(built).date.month == 4
        assert built.errors[0].endswith("The day in the path of its file is taken")

    def test_without_any_the_error_says_what_to_do(self, site: Build) -> None:
        built = site({"a.md": "---\ntitle: A\ndate: someday\n---\nText"})
        assert built.articles == []
        assert "a.md:3:7: date: found 'someday'" in built.errors[0]
        assert "2021-04-07-name.md, or set DEFAULT_DATE" in built.errors[0]

    def test_neither_a_draft_nor_a_page_needs_one(self, site: Build) -> None:
        text = "---\ntitle: A\ndraft: true\n---\nText"
        built = site({"a.md": text, "pages/b.md": "---\ntitle: B\n---\nText"})
        assert built.errors == []
        assert {"drafts/a.html", "pages/b.html"} <= set(built.pages)
