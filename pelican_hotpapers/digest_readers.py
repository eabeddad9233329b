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
from pelican_hotpapers.articles import Made, Press
from pelican_hotpapers.config import Config, read_config
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import markdown
from pelican_hotpapers.formats.recognition import means_digest
from pelican_hotpapers.formats.syntax import MAX_FAULTS
from pelican_hotpapers.markup import encoding, prose
from pelican_hotpapers.model import Digest, default_slug, default_title
from pelican_hotpapers.reader import FrontMatterReader, log_faults, shown_path
from pelican_hotpapers.scores import all_scored
from pelican_hotpapers.wording import counted

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
        path = shown_path(source_path)
        read = partial(_read_post, raw, path, press.config)
        if kept := press.kept(source_path, raw, read):
            return kept
        if not means_digest(raw.decode("utf-8-sig", "replace")):
            return super().read_raw(raw, source_path)
        try:
            digest_files.check_size(path, len(raw), press.config.max_file_size)
            return _read_as_far_as_it_goes(press, raw, source_path)
        except DigestError as error:
            log_faults(error.faults)
            raise


def _read_as_far_as_it_goes(press: Press, raw: bytes, source_path: str) -> Made:
    """Publish a Hot Papers post in whatever state it is, and say what is wrong.

    Raises:
        DigestError: It cannot be published: nothing tells its day, or it may do harm.
    """
    path = shown_path(source_path)
    text, broken = digest_files.decode_loosely(raw, path)
    if press.config.repair_encoding:
        text = encoding.repair(text)
    reading = markdown.read(text, path)
    faults = (*broken, *reading.faults)
    if reading.digest is None:
        raise DigestError(faults)
    digest = all_scored(reading.digest, press.config.weights)
    if not faults:
        return press.make(digest, source_path, raw)
    for fault in faults[:MAX_FAULTS]:
        logger.warning("%s", fault)
    around = (prose.to_html(reading.preface), prose.to_html(reading.rest))
    if any(around):
        logger.warning(
            "%s: %s read; the rest of it is published through Markdown",
            path,
            counted(len(digest.papers), "papers"),
        )
    return press.make_once(digest, source_path, raw, around)


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
            digest = completed(error.digest, press.config)
            return press.make_once(digest, source_path, raw)
        return press.make(digest, source_path, raw)


def _read_data(raw: bytes, path: str, config: Config) -> Digest:
    digest = digest_files.parse(raw, path, repair_encoding=config.repair_encoding)
    return completed(digest, config)


def _read_post(raw: bytes, path: str, config: Config) -> Digest:
    text = digest_files.decode(raw, path)
    text = encoding.repair(text) if config.repair_encoding else text
    return all_scored(markdown.parse(text, path), config.weights)


def completed(digest: Digest, config: Config) -> Digest:
    """Give a digest what the settings say where it says nothing: a name, and scores."""
    title, slug = digest.title, digest.slug
    if title == default_title(digest.date):
        title = config.title.format(date=digest.date)
    if slug == default_slug(digest.date):
        slug = config.slug.format(date=digest.date)
    named = replace(digest, title=title, slug=slug)
    return all_scored(named, config.weights)


def _own_press(settings: Mapping[str, Any]) -> Press:
    """Return a press for a reader that no generator has equipped."""
    config, _ = read_config(settings)
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], f"{settings['THEME']}/templates"]
    options = settings["JINJA_ENVIRONMENT"]
    env = Environment(loader=FileSystemLoader(folders), **options)  # noqa: S701
    filters.install(env, config)
    return Press(settings, env, config)
