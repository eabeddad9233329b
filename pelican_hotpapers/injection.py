"""Data files among the articles, as if Pelican had found them itself."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.contents import Article
from pelican.generators import ArticlesGenerator
from pelican.plugins import signals
from pelican.utils import order_content, process_translations

from pelican_hotpapers.config import Config
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.reader import shown_path

logger = logging.getLogger(__name__)

DATA_FORMAT = "hotpapers"
"""What Pelican's readers know the data files by."""
DATA_SUFFIXES = ("yaml", "yml", "json")
"""The suffixes of data files; of two for one day, the one for hands wins."""


def add_data_files(generator: ArticlesGenerator, config: Config) -> None:
    """Add an article for each data file to those that Pelican has read.

    A file whose slug or page an article has already, whatever its status, is passed
    over: two writers of one page would end the build.
    """
    taken = _pages_of_the_site(generator.settings)
    for known in _articles(generator):
        taken |= dict.fromkeys(_claims(known), str(known.source_path))
    added: list[Article] = []
    for path in _data_files(generator, config):
        article = _read(generator, path)
        if article is None:
            continue
        claims = _claims(article)
        source = str(article.source_path)
        if clash := next((claim for claim in claims if claim in taken), None):
            _say_taken(source, clash, taken[clash])
            continue
        taken |= dict.fromkeys(claims, source)
        added.append(article)
    if added:
        _sort_in(generator, added)


def _data_files(generator: ArticlesGenerator, config: Config) -> list[str]:
    """Return the data files by path, those of one name in the order of suffixes."""
    found = generator.get_files([config.path], extensions=DATA_SUFFIXES)
    paths = map(PurePosixPath, filter(partial(_is_file, generator.path), found))
    return [
        str(path)
        for path in sorted(
            paths,
            key=lambda path: (
                path.with_suffix(""),
                DATA_SUFFIXES.index(path.suffix[1:]),
            ),
        )
    ]


def _is_file(folder: str, path: str) -> bool:
    """Tell whether a path leads to a file: Pelican would wait for a pipe for ever."""
    if Path(folder, path).is_file():
        return True
    logger.warning(
        "%s: found no regular file, expected one. It is passed over",
        shown_path(str(Path(folder, path))),
    )
    return False


def _read(generator: ArticlesGenerator, path: str) -> Article | None:
    """Read a data file as Pelican reads a post, defaults and signals included."""
    try:
        article = generator.readers.read_file(
            base_path=generator.path,
            path=path,
            content_class=Article,
            fmt=DATA_FORMAT,
            context=generator.context,
            preread_signal=signals.article_generator_preread,
            preread_sender=generator,
            context_signal=signals.article_generator_context,
            context_sender=generator,
        )
    except DigestError:  # its faults have been logged
        generator._add_failed_source_path(path)
        return None
    except Exception:
        # As Pelican does with a post: another plugin's stumble is not the build's end.
        # Under --fatal the line itself ends it.
        debug = generator.settings.get("DEBUG", False)
        logger.exception("Could not process %s", path, exc_info=debug)
        generator._add_failed_source_path(path)
        return None
    if isinstance(article, Article) and article.is_valid():
        return article
    return None


def _articles(generator: ArticlesGenerator) -> Iterator[Article]:
    for kept, translated in _LISTS.values():
        yield from getattr(generator, kept)
        yield from getattr(generator, translated)


def _claims(article: Article) -> tuple[str, str]:
    """Return what no two articles may share."""
    return f"slug {article.slug} in {article.lang}", f"page {article.save_as}"


def _pages_of_the_site(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the pages that Pelican makes itself, as claims."""
    return {
        f"page {settings.get(f'{name.upper()}_SAVE_AS', f'{name}.html')}": (
            f"the site's own {name}"
        )
        for name in settings["DIRECT_TEMPLATES"]
    }


def _say_taken(path: str, claim: str, owner: str) -> None:
    logger.warning(
        "%s: found the %s, which %s has already, expected one of its own. "
        "This file is not published",
        shown_path(path),
        claim,
        shown_path(owner),
    )


_LISTS = {
    "published": ("articles", "translations"),
    "hidden": ("hidden_articles", "hidden_translations"),
    "draft": ("drafts", "drafts_translations"),
}
"""The lists of a generator that articles of a status stand in."""


def _sort_in(generator: ArticlesGenerator, added: list[Article]) -> None:
    """Put articles where Pelican would have put them, had it read them itself."""
    settings = generator.settings
    for article in added:
        generator.add_source_path(article)
        generator.add_static_links(article)
    for status, (kept, translated) in _LISTS.items():
        everything = [
            *getattr(generator, kept),
            *getattr(generator, translated),
            *(article for article in added if article.status == status),
        ]
        originals, translations = process_translations(
            everything, translation_id=settings["ARTICLE_TRANSLATION_ID"]
        )
        setattr(generator, kept, order_content(originals, settings["ARTICLE_ORDER_BY"]))
        setattr(generator, translated, translations)
