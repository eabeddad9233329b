"""Posts with front matter, as blogs have them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from front_matter_sites import PLAIN_SETTINGS, THEME, Build, Site, only, post


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
