from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hot_posts
import pytest
from pelican.contents import Article, Page
from pelican.plugins import signals
from pelican.readers import MarkdownReader, Readers

from pelican_hotpapers.pelican.blogs.blog_posts import complete_post
from pelican_hotpapers.pelican.front_matter_reader import FrontMatterReader
from pelican_hotpapers.pelican.metadata import GUARDED
from pelican_hotpapers.pelican.page_templates import choose_template

Site = Any  # what the fixture `build` of conftest.py gives
Build = Callable[..., Site]


def read_front_matter(readers: Readers) -> None:
    for suffix, reader in readers.reader_classes.items():
        if reader is MarkdownReader:
            readers.reader_classes[suffix] = FrontMatterReader


def register() -> None:
    signals.readers_init.connect(read_front_matter)
    signals.article_generator_context.connect(choose_template)
    signals.page_generator_context.connect(choose_template)
    signals.content_object_init.connect(complete_post)


FRONT_MATTER = SimpleNamespace(__name__="front_matter", register=register)

THEME = {
    f"templates/{name}.html": ""
    for name in ("index", "archives", "tag", "tags", "category", "categories")
} | {
    "templates/author.html": "",
    "templates/authors.html": "",
    "templates/article.html": "ARTICLE {{ article.title }} {{ article.content }}",
    "templates/page.html": "PAGE {{ page.title }}",
    "templates/wide.html": "WIDE {{ (article or page).title }}",
}

HEAD = "---\ntitle: A title\ndate: 2021-04-07\nslug: post\n"


@pytest.fixture
def site(build: Build) -> Build:
    """Build a site with the reader and nothing else of the plugin."""

    def build_site(files: dict[str, str | bytes], **settings: Any) -> Site:
        return build(files, **{"PLUGINS": [FRONT_MATTER], **settings})

    return build_site


@pytest.fixture
def both(build: Build) -> Callable[..., tuple[Site, Site]]:
    """Build the same site without the reader, and with it."""

    def build_sites(files: dict[str, str], **settings: Any) -> tuple[Site, Site]:
        without = build(files, **settings)
        return without, build(files, PLUGINS=[FRONT_MATTER], **settings)

    return build_sites


def post(extra: str = "", body: str = "Some *text*.") -> str:
    return f"{HEAD}{extra}\n---\n\n{body}\n"


def only(site: Site) -> Article:
    (article,) = site.articles
    return article


def notes(site: Site) -> str:
    return "\n".join(site.lines(logging.DEBUG))


class TestBlogs:
    def test_a_gatsby_post(self, site: Build) -> None:
        text = """---
title: "A title: with a colon"
date: 2021-04-07T10:15:27.Z
template: "post"
draft: false
slug: "/a-post/"
category: "Papers"
tags:
  - "one"
  - 'two, three'
description: "Says \\"more\\" & more"
socialImage: "/media/image.jpg"

---

# Heading
"""
        built = site({"anything.md": text})
        assert (built.warnings, built.errors) == ([], [])
        article = only(built)
        assert article.title == "A title: with a colon"
        assert article.date.isoformat() == "2021-04-07T10:15:27+00:00"
        assert [tag.name for tag in article.tags] == ["one", "two, three"]
        assert article.category.name == "Papers"
        assert article.socialimage == "/media/image.jpg"
        assert article.template == "article"
        page = built.pages["a-post.html"]
        assert "<h1>Heading</h1>" in page
        assert 'content="Says &#34;more&#34; &amp; more"' in page

    def test_a_jekyll_post(self, site: Build) -> None:
        text = """---
layout: post
title:  'It''s a post'
date:   2021-04-07 10:15:27 +0900
categories: [updates, jekyll]
tags: [ruby, "a b"]
author:
  name: Ann Author
  email: ann@example.org
permalink: /2021/04/a-post/
last_modified_at: 2021-05-01
image:
  path: /a.png
---
Text.
"""
        built = site({"2021-04-07-a-post.md": text}, TIMEZONE="Asia/Tokyo")
        assert (built.warnings, built.errors) == ([], [])
        article = only(built)
        assert article.title == "It's a post"
        assert article.date.isoformat() == "2021-04-07T10:15:27+09:00"
        assert article.modified.isoformat() == "2021-05-01T00:00:00+09:00"
        assert article.category.name == "updates"
        assert {tag.name for tag in article.tags} == {"ruby", "a b", "jekyll"}
        assert article.author.name == "Ann Author"
        assert article.image == {"path": "/a.png"}
        assert article.url == "2021/04/a-post/"
        assert "<p>Text.</p>" in built.pages["2021/04/a-post/index.html"]

    @pytest.mark.parametrize(
        "text",
        [
            """---
title: A title
date: 2021-04-07T10:15:27+09:00
lastmod: 2021-05-01T00:00:00Z
draft: true
categories: ["one"]
tags: ["two", "three"]
authors: ["Ann Author", "Bob Author"]
weight: 10
---
Text.
""",
            """+++
title = "A title"
date = 2021-04-07T10:15:27+09:00
lastmod = 2021-05-01T00:00:00Z
draft = true
categories = ["one"]
tags = ["two", "three"]
authors = ["Ann Author", "Bob Author"]
weight = 10
+++
Text.
""",
            """{
  "title": "A title",
  "date": "2021-04-07T10:15:27+09:00",
  "lastmod": "2021-05-01T00:00:00Z",
  "draft": true,
  "categories": ["one"],
  "tags": ["two", "three"],
  "authors": ["Ann Author", "Bob Author"],
  "weight": 10
}

Text.
""",
        ],
        ids=["yaml", "toml", "json"],
    )
    def test_a_hugo_post(self, site: Build, text: str) -> None:
        built = site({"post.md": text})
        assert (built.warnings, built.errors) == ([], [])
        article = only(built)
        assert article.status == "draft"
        assert article.date.isoformat() == "2021-04-07T10:15:27+09:00"
        assert article.modified.isoformat() == "2021-05-01T00:00:00+00:00"
        assert article.category.name == "one"
        assert [tag.name for tag in article.tags] == ["two", "three"]
        assert [author.name for author in article.authors] == [
            "Ann Author",
            "Bob Author",
        ]
        assert article.weight == "10"
        assert "<p>Text.</p>" in built.pages["drafts/a-title.html"]

    def test_a_blog(self, site: Build, blog_posts: list[Path]) -> None:
        files = {path.name: path.read_bytes() for path in blog_posts}
        built = site(files, fatal="warnings")
        assert len(built.articles) == len(blog_posts)
        for article in built.articles:
            assert article.date.utcoffset() is not None
            assert built.pages[f"{article.slug}.html"].count("<h1>1. ") == 1

    @pytest.mark.parametrize("suffix", ["md", "markdown", "mkd", "mdown"])
    def test_every_suffix_of_markdown(self, site: Build, suffix: str) -> None:
        assert "<em>text</em>" in site({f"a.{suffix}": post()}).pages["post.html"]

    @pytest.mark.parametrize("break_", ["\n", "\r\n"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_every_line_ending_and_mark(
        self, site: Build, break_: str, mark: str
    ) -> None:
        text = mark + post(body="a  \nb\n\n    code\n").replace("\n", break_)
        expected = site({"a.md": post(body="a  \nb\n\n    code\n")})
        assert site({"a.md": text}).pages == expected.pages


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
PLAIN_SETTINGS = {
    "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<title>.*)",
    "FORMATTED_FIELDS": ["summary", "subtitle"],
    "FEED_ALL_ATOM": "feeds/all.xml",
    "FEED_DOMAIN": "https://example.org",
    "DEFAULT_PAGINATION": 2,
    "THEME": "notmyidea",
    "MARKDOWN": {
        "extension_configs": {
            "markdown.extensions.toc": {"permalink": True},
            "markdown.extensions.extra": {},
        },
        "output_format": "html5",
    },
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


class TestMarkdown:
    def test_has_the_settings_of_the_site(self, both: Any) -> None:
        body = "# One\n\n[TOC]\n\nA | B\n--|--\n1 | 2\n\nNote[^1]\n\n[^1]: Text\n"
        headers = "Title: A title\nDate: 2021-04-07\nSlug: post\n"
        settings = {"MARKDOWN": PLAIN_SETTINGS["MARKDOWN"]}
        without, _ = both({"a.md": f"{headers}\n{body}"}, **settings)
        _, with_reader = both({"a.md": post(body=body)}, **settings)
        assert "<table>" in without.pages["post.html"]
        assert with_reader.pages["post.html"] == without.pages["post.html"]

    @pytest.mark.parametrize("first", ["Note: well", "---", "a: b\nc: d\n\ne: f"])
    def test_leaves_the_first_lines_of_the_text(self, site: Build, first: str) -> None:
        page = site({"a.md": post(body=f"{first}\n\nText")}).pages["post.html"]
        last = first.splitlines()[-1]
        assert ("<hr" if last == "---" else last) in page

    def test_extensions_find_the_front_matter(self, site: Build) -> None:
        extra = "wiki_base_url: /wiki/\nwiki_end_url: .html"
        settings = {"MARKDOWN": {"extensions": ["markdown.extensions.wikilinks"]}}
        page = site({"a.md": post(extra, "[[Name]]")}, **settings).pages["post.html"]
        assert 'href="/wiki/Name.html"' in page

    def test_formats_the_fields_the_site_names(self, site: Build) -> None:
        extra = (
            'excerpt: "Some *words*"\n'
            'subtitle: "*more* [x]({filename}b.md)"\n'
            'raw: "*as is*"'
        )
        other = post().replace("post", "other")
        built = site(
            {"a.md": post(extra), "b.md": other},
            FORMATTED_FIELDS=["summary", "subtitle"],
            ARTICLE_ORDER_BY="slug",
        )
        article = built.articles[1]
        assert article.summary == "<p>Some <em>words</em></p>"
        assert article.subtitle == '<p><em>more</em> <a href="/other.html">x</a></p>'
        assert article.raw == "*as is*"


class TestDrafts:
    @pytest.mark.parametrize(
        ("extra", "status"),
        [
            ("draft: true", "draft"),
            ("draft: 'yes'", "draft"),
            ("published: false", "draft"),
            ("draft: false", "published"),
            ("published: true", "published"),
            ("status: hidden", "hidden"),
            ("status: Draft", "draft"),
            ("status: hidden\ndraft: false", "hidden"),
            ("status: published\ndraft: true", "draft"),
            ("status: published\npublished: false", "draft"),
        ],
    )
    def test_status(self, site: Build, extra: str, status: str) -> None:
        built = site({"a.md": post(extra)})
        assert built.errors == []
        assert only(built).status == status
        assert ("drafts/post.html" in built.pages) == (status == "draft")

    @pytest.mark.parametrize(
        "extra", ["draft: perhaps", "draft: 1", "published: soon", "status: [a]"]
    )
    def test_what_is_unclear_is_not_published(self, site: Build, extra: str) -> None:
        built = site({"a.md": post(extra)})
        assert only(built).status == "draft"
        assert len(built.errors) == 1

    def test_published_may_be_a_date(self, site: Build) -> None:
        built = site({"a.md": "---\ntitle: A\npublished: 2021-04-07\n---\nText"})
        assert only(built).date.year == 2021
        assert only(built).status == "published"

    def test_a_draft_keeps_from_its_address(self, site: Build) -> None:
        built = site({"a.md": post("draft: true\npermalink: /there/")})
        assert "there/index.html" not in built.pages
        assert "drafts/post.html" in built.pages

    def test_skip_is_passed_over(self, site: Build) -> None:
        built = site({"a.md": post("status: skip")})
        assert (built.articles, built.errors) == ([], [])


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


class TestTemplates:
    @pytest.mark.parametrize("key", ["template", "layout"])
    def test_one_of_the_theme_is_used(self, site: Build, key: str) -> None:
        files = {
            "a.md": post(f"{key}: wide"),
            "pages/b.md": f"---\ntitle: B\n{key}: wide\n---\n",
        }
        built = site(files, theme=THEME)
        assert built.pages["post.html"].startswith("WIDE")
        assert built.pages["pages/b.html"].startswith("WIDE")

    @pytest.mark.parametrize(
        "name",
        [
            *("post", "page", "index", "base", "null", "false", "5", "''", "[wide]"),
            *('"!theme/index"', '"!simple/base"', "./index", "!theme//page"),
            *("../../etc/passwd", "/etc/passwd", '"a\\0b"', "x" * 5000),
        ],
    )
    def test_others_are_left_alone(self, site: Build, name: str) -> None:
        built = site({"a.md": post(f"layout: {name}")}, theme=THEME, fatal="warnings")
        assert built.pages["post.html"].startswith("ARTICLE")

    def test_a_page_has_its_own(self, site: Build) -> None:
        files = {"pages/b.md": "---\ntitle: B\nlayout: page\ntemplate: article\n---\n"}
        assert site(files, theme=THEME).pages["pages/b.html"].startswith("PAGE")

    def test_the_one_asked_for_is_on_the_article(self, site: Build) -> None:
        built = site({"a.md": post("layout: post")})
        assert only(built).front_matter["template"] == "post"
        assert "no template 'post'" in notes(built)

    def test_a_new_theme_is_noticed_in_spite_of_the_cache(self, site: Build) -> None:
        settings = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True}
        files: dict[str, str | bytes] = {"a.md": post("layout: wide")}
        assert site(files, theme=THEME, **settings).pages["post.html"][:4] == "WIDE"
        less = {path: text for path, text in THEME.items() if "wide" not in path}
        assert site(files, theme=less, **settings).pages["post.html"][:7] == "ARTICLE"


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
