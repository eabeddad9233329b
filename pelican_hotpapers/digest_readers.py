"""The readers of digests: Hot Papers posts, and data files."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from pelican.readers import BaseReader

from pelican_hotpapers import digest_files, filters
from pelican_hotpapers.articles import Made, Press, inert_values
from pelican_hotpapers.config import Config, read_config
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import frontmatter, markdown
from pelican_hotpapers.formats.frontmatter import FrontMatter
from pelican_hotpapers.markup import encoding, sanitize
from pelican_hotpapers.model import Digest, default_slug, default_title
from pelican_hotpapers.reader import FrontMatterReader, log_faults, shown_path

logger = logging.getLogger(__name__)


class DigestReader(FrontMatterReader):
    """Reads Hot Papers posts as digests, and other Markdown as its parent does."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)  # type: ignore[no-untyped-call]
        self.press: Press | None = None

    def read_raw(self, raw: bytes, source_path: str) -> Made:
        """Return the HTML and metadata of a file's bytes.

        Raises:
            DigestError: The file cannot be published; its faults have been logged.
        """
        press = self.press = self.press or _own_press(self.settings)
        read = partial(_read_post, raw, shown_path(source_path), press.config)
        kept = press.kept(source_path, raw, read)
        return kept or super().read_raw(raw, source_path)

    def read_post(self, front: FrontMatter, raw: bytes, source_path: str) -> Made:
        """Return the HTML and metadata of a post with front matter."""
        if self.press is None or not markdown.looks_like_digest(front):
            return super().read_post(front, raw, source_path)
        return self._read_digest(self.press, front, raw, source_path)

    def _read_digest(
        self, press: Press, front: FrontMatter, raw: bytes, source_path: str
    ) -> Made:
        path = shown_path(source_path)
        try:
            digest_files.check_size(path, len(raw), press.config.max_file_size)
        except DigestError as error:
            log_faults(error.faults)
            raise
        if press.config.repair_encoding:
            front = _repaired(front, digest_files.decode(raw, path), path)
        try:
            return press.make(markdown.parse_front(front, path), source_path, raw)
        except DigestError as error:
            return self._read_loosely(front, raw, source_path, error)

    def _read_loosely(
        self, front: FrontMatter, raw: bytes, source_path: str, error: DigestError
    ) -> Made:
        """Publish a post that leaves the grammar through Markdown, sanitised."""
        for fault in error.faults:
            logger.warning("%s", fault)
        path = shown_path(source_path)
        logger.warning("%s: published through Markdown, nothing of it is lost", path)
        front = replace(front, values=inert_values(dict(front.values)))
        content, metadata = super().read_post(front, raw, source_path)
        return str(sanitize.document(content)), metadata


def _repaired(front: FrontMatter, text: str, path: str) -> FrontMatter:
    """Return the front matter of a text whose encoding has been mended, if need be."""
    repaired = encoding.repair(text)
    if repaired is text:
        return front
    return frontmatter.split(repaired, path) or front


class DataReader(BaseReader):
    """Reads data files."""

    file_extensions: list[str] = []  # noqa: RUF012 - as Pelican declares it

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)  # type: ignore[no-untyped-call]
        self.press: Press | None = None

    def read(self, source_path: str) -> Made:
        """Return the HTML and metadata of a data file.

        Raises:
            DigestError: The file cannot be published; its faults have been logged.
        """
        press = self.press = self.press or _own_press(self.settings)
        try:
            raw = digest_files.read_bytes(Path(source_path), press.config.max_file_size)
            path = shown_path(source_path)
            read = partial(_read_data, raw, path, press.config)
            if kept := press.kept(source_path, raw, read):
                return kept
            digest = read()
        except DigestError as error:
            log_faults(error.faults)
            if error.digest is None:
                raise
            digest = named(error.digest, press.config)
            return press.make_once(digest, source_path, raw)
        return press.make(digest, source_path, raw)


def _read_data(raw: bytes, path: str, config: Config) -> Digest:
    digest = digest_files.parse(raw, path, repair_encoding=config.repair_encoding)
    return named(digest, config)


def _read_post(raw: bytes, path: str, config: Config) -> Digest:
    text = digest_files.decode(raw, path)
    return markdown.parse(
        encoding.repair(text) if config.repair_encoding else text, path
    )


def named(digest: Digest, config: Config) -> Digest:
    """Name a digest that was given no name of its own as the settings say."""
    title, slug = digest.title, digest.slug
    if title == default_title(digest.date):
        title = config.title.format(date=digest.date)
    if slug == default_slug(digest.date):
        slug = config.slug.format(date=digest.date)
    return replace(digest, title=title, slug=slug)


def _own_press(settings: Mapping[str, Any]) -> Press:
    """Return a press for a reader that no generator has equipped."""
    config, _ = read_config(settings)
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], f"{settings['THEME']}/templates"]
    options = settings["JINJA_ENVIRONMENT"]
    env = Environment(loader=FileSystemLoader(folders), **options)  # noqa: S701
    filters.install(env, config)
    return Press(settings, env, config)
