"""The files that Pelican is going to write, found out before it writes the first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, filterfalse
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.contents import Content, Static
from pelican.generators import (
    ArticlesGenerator,
    Generator,
    PagesGenerator,
    StaticGenerator,
)
from pelican.paginator import Paginator

from pelican_hotpapers.errors import excerpt, shown_path
from pelican_hotpapers.pelican.assets import is_plugin_file
from pelican_hotpapers.pelican.content_lists import every_content
from pelican_hotpapers.pelican.filters import is_digest

_FEEDS = ("FEED_ATOM", "FEED_RSS", "FEED_ALL_ATOM", "FEED_ALL_RSS")

OwnedFile = tuple[str, str]
"""The path of a file in the output, and who writes it, in words."""


def own_files(generator: Generator) -> Iterator[OwnedFile]:
    """Yield the files that a generator writes whatever digests the site has."""
    if isinstance(generator, ArticlesGenerator):
        yield from _articles(generator)
        yield from _direct_templates(generator)
    elif isinstance(generator, PagesGenerator):
        yield from _pages(generator)
    elif isinstance(generator, StaticGenerator):
        yield from map(static_file, filterfalse(is_plugin_file, generator.staticfiles))
        yield from _theme_files(generator)
    for source, path in generator.settings["TEMPLATE_PAGES"].items():
        yield path, f"the template page {source}"


def files_of(content: Content, kind: str) -> Iterator[OwnedFile]:
    """Yield the page of an article or a page, and its source if that is published.

    Args:
        content: The article or page.
        kind: What it is: ``the article``.
    """
    owner = f"{kind} {shown_path(str(content.source_path))}"
    yield content.save_as, owner
    if content.settings["OUTPUT_SOURCES"]:
        name, _ = os.path.splitext(content.save_as)  # noqa: PTH122 - as Pelican does
        yield f"{name}{content.settings['OUTPUT_SOURCES_EXTENSION']}", owner


def language_feeds(settings: Mapping[str, Any], language: str) -> Iterator[OwnedFile]:
    """Yield the feeds that Pelican makes of all articles in a language."""
    for path in _feeds(settings, "TRANSLATION", lang=language):
        yield path, f"the feed of the language {excerpt(language)}"


def static_file(file: Static) -> OwnedFile:
    """Return the path that a static file is copied to, unless an article attaches it.

    This does not ask for its ``save_as``: after that no article can attach it.
    """
    path = str(file.get_url_setting("save_as"))
    return path, f"the file {shown_path(str(file.source_path))}"


@dataclass(frozen=True, slots=True)
class PelicanListing:
    """A category, a tag, an author or a period, of which Pelican makes pages."""

    owner: str
    """What it is, in words: ``the category 'arXiv'``."""
    key: str
    """The key of metadata by which an article is in it."""
    paths: tuple[str, ...]
    """Its pages and feeds."""
    articles: list[Any]
    """Its articles, in the list that Pelican itself uses."""


def listings(generator: ArticlesGenerator) -> Iterator[PelicanListing]:
    """Yield each category, tag, author and period of a generator's articles."""
    settings = generator.settings
    for kind, key, terms in (
        ("category", "category", generator.categories),
        ("tag", "tags", generator.tags.items()),
        ("author", "authors", generator.authors),
    ):
        for term, articles in terms:
            pages = _parts(settings, term.save_as, term.url, articles, kind)
            feeds = _feeds(settings, kind.upper(), slug=term.slug)
            owner = f"the {kind} {excerpt(term.name)}"
            yield PelicanListing(owner, key, (*pages, *feeds), articles)
    for period in chain(*generator.period_archives.values()):
        articles, url = period["articles"], period["url"]
        pages = _parts(settings, period["save_as"], url, articles, "period_archives")
        name = " ".join(map(str, period["period"]))
        yield PelicanListing(f"the archive of {name}", "date", tuple(pages), articles)


def _articles(generator: ArticlesGenerator) -> Iterator[OwnedFile]:
    """Yield what is written of the articles that are no digests."""
    languages: dict[str, None] = {}
    for article in every_content(generator):
        if not is_digest(article):
            languages[article.lang] = None
            yield from files_of(article, "the article")
    for language in languages:
        yield from language_feeds(generator.settings, language)


def _direct_templates(generator: ArticlesGenerator) -> Iterator[OwnedFile]:
    """Yield the feeds of all articles, and the pages such as ``index.html``."""
    settings = generator.settings
    for name in _FEEDS:
        yield settings.get(name) or "", f"the feed of {name}"
    for template in settings["DIRECT_TEMPLATES"]:
        name, plain = template.upper(), f"{template}.html"
        save_as = settings.get(f"{name}_SAVE_AS", plain)
        url = settings.get(f"{name}_URL", plain)
        for path in _parts(settings, save_as, url, generator.articles, template):
            yield path, f"the site's own page of {template}"


def _pages(generator: PagesGenerator) -> Iterator[OwnedFile]:
    """Yield what is written of the pages that are no digests."""
    for page in filterfalse(is_digest, every_content(generator)):
        yield from files_of(page, "the page")


def _theme_files(generator: StaticGenerator) -> Iterator[OwnedFile]:
    """Yield where the static files of the theme are copied to."""
    settings = generator.settings
    target = PurePosixPath(settings["THEME_STATIC_DIR"])
    for name in settings["THEME_STATIC_PATHS"]:
        source = Path(generator.theme, name).expanduser()
        if source.is_file():
            yield str(target / source.name), "the theme"
        for folder, _, files in os.walk(source, followlinks=True):
            below = Path(folder).relative_to(source).as_posix()
            for file in files:
                yield str(target / below / file), "the theme"


def _parts(
    settings: Mapping[str, Any],
    save_as: object,
    url: str,
    articles: Sequence[Any],
    template: str,
) -> Iterator[str]:
    """Yield the files of a page that lists articles, as Pelican's writer divides it."""
    if not isinstance(save_as, str) or not save_as:
        return
    paginated = settings["PAGINATED_TEMPLATES"]
    if template not in paginated:
        yield save_as
        return
    per_page = paginated[template] or settings["DEFAULT_PAGINATION"]
    paginator = Paginator(save_as, url, articles, settings, per_page)
    for number in paginator.page_range:
        yield paginator.page(number).save_as


def _feeds(settings: Mapping[str, Any], of: str, **names: str) -> Iterator[str]:
    """Yield the feeds of a category, of a language and the like."""
    for kind in ("ATOM", "RSS"):
        if pattern := settings.get(f"{of}_FEED_{kind}"):
            yield str(pattern).format(**names)
