"""Data files among the articles, as if Pelican had found them itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.contents import Article
from pelican.generators import ArticlesGenerator
from pelican.plugins import signals

from pelican_hotpapers.config.site_settings import config_of
from pelican_hotpapers.errors import DigestError, shown_path
from pelican_hotpapers.formats import DATA_SUFFIXES, data_file_order
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.conflicts import warn_of

logger = get_logger(__name__)

DATA_FORMAT = "hotpapers"
"""The format of data files, for Pelican's table of readers."""
_EXTENSIONS = tuple(suffix.removeprefix(".") for suffix in DATA_SUFFIXES)
"""The suffixes of data files without their dot, as Pelican has them."""


def add_data_files(generator: ArticlesGenerator) -> None:
    """Have a generator find the data files after the files that it reads itself.

    So other plugins see them as articles from the beginning, in whatever order plugins
    receive signals.
    """
    find: Any = generator.get_files
    recall: Any = generator.get_cached_data
    made: dict[str, Article] = {}

    def data_files() -> Iterator[str]:
        """Yield the paths of data files; all other files have been read then."""
        made.update(made or _data_articles(generator))
        yield from made

    def get_files(
        paths: list[str], exclude: list[str] | None = None, extensions: object = None
    ) -> Iterable[str]:
        """Return paths; with those of data files, if articles are looked for."""
        found: set[str] = find(paths, exclude, extensions)
        if extensions is not None or paths != generator.settings["ARTICLE_PATHS"]:
            return found
        return chain(found, data_files())

    def get_cached_data(path: str, default: object = None) -> object:
        """Return the article of a file that has been read."""
        return made.get(path) or recall(path, default)

    vars(generator).update(get_files=get_files, get_cached_data=get_cached_data)


def _data_articles(generator: ArticlesGenerator) -> Iterator[tuple[str, Article]]:
    """Yield the path of each data file, and its article.

    A file whose slug an article has already, whatever its status, is passed over:
    Pelican would take the two for translations of each other.
    """
    known = generator.context["generated_content"].values()
    owners = {_slug(each): each for each in known if isinstance(each, Article)}
    for path in _data_files(generator):
        article = _read(generator, path)
        if article is None:
            continue
        owner = owners.setdefault(_slug(article), article)
        # Another generator may have read the same file before.
        if owner.source_path == article.source_path:
            yield path, article
        else:
            warn_of(
                article,
                ("slug",),
                found=f"the slug {article.slug} in {article.lang}, which "
                f"{shown_path(str(owner.source_path))} has already",
                expected="one of its own",
                hint="This file is not published",
            )


def _data_files(generator: ArticlesGenerator) -> list[str]:
    """Return the data files by path, those of one name in the order of suffixes."""
    folder = config_of(generator.settings).path
    found = [
        *generator.get_files([folder], extensions=_EXTENSIONS),
        *_folders(generator, folder),
    ]
    paths = map(PurePosixPath, filter(partial(_is_file, generator.path), found))
    return list(map(str, sorted(paths, key=data_file_order)))


def _folders(generator: ArticlesGenerator, where: str) -> Iterator[str]:
    """Yield the folders that have the name of a digest: Pelican does not list them."""
    suffixes = (*DATA_SUFFIXES, ".md")
    for folder, names, _ in os.walk(Path(generator.path, where), followlinks=True):
        for name in names:
            if not name.startswith(".") and PurePosixPath(name).suffix in suffixes:
                yield os.path.relpath(Path(folder, name), generator.path)


def _is_file(content: str, path: str) -> bool:
    """Tell whether a path is a file: Pelican would wait for a pipe for ever."""
    place = Path(content, path)
    if place.is_file():
        return True
    logger.warning(
        "%s: found %s, expected a file. It is passed over",
        shown_path(str(place)),
        "a folder" if place.is_dir() else "no regular file",
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
        generator.context["generated_content"][path] = None
        return None
    except Exception:
        # As Pelican does with a post: an error in another plugin does not end a build.
        # Under --fatal the log line does.
        debug = generator.settings.get("DEBUG", False)
        logger.exception("Could not process %s", path, exc_info=debug)
        generator.context["generated_content"][path] = None
        return None
    if isinstance(article, Article) and article.is_valid():
        return article
    return None


def _slug(article: Article) -> tuple[str, str]:
    """Return what no two articles may share."""
    return article.slug, article.lang
