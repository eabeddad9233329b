"""Sites of posts with front matter."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from pelican.contents import Article
from pelican.plugins import signals
from pelican.readers import MarkdownReader, Readers

from pelican_hotpapers.pelican.blogs.blog_posts import complete_post
from pelican_hotpapers.pelican.front_matter_reader import FrontMatterReader
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


def post(extra: str = "", body: str = "Some *text*.") -> str:
    return f"{HEAD}{extra}\n---\n\n{body}\n"


def only(site: Site) -> Article:
    (article,) = site.articles
    return article


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
