"""The readers of digests: Hot Papers posts, and data files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican.readers import BaseReader

from pelican_hotpapers.config import Config
from pelican_hotpapers.errors import DigestError, Fault, shown_path
from pelican_hotpapers.formats import markdown
from pelican_hotpapers.formats.detection import is_hot_papers_post
from pelican_hotpapers.formats.syntax import MAX_FAULTS
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.markup import encoding, safe_markdown
from pelican_hotpapers.model import Digest, default_slug, default_title
from pelican_hotpapers.pelican.build import Build, ReaderBuild
from pelican_hotpapers.pelican.front_matter_reader import (
    FrontMatterReader,
    HtmlAndMetadata,
    log_faults,
)
from pelican_hotpapers.scores import all_scored
from pelican_hotpapers.storage import digest_files
from pelican_hotpapers.wording import counted

logger = get_logger(__name__)


class DigestReader(FrontMatterReader):
    """Reads Hot Papers posts as digests, and other Markdown as its parent does."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)  # type: ignore[no-untyped-call]
        self.build: Build | None = None
        """The build of the generator that it reads for."""

    def read_raw(self, raw: bytes, source_path: str) -> HtmlAndMetadata:
        """Return the HTML and metadata of a file's bytes.

        Raises:
            DigestError: The file cannot be published; its faults have been logged.
        """
        build = self.build = self.build or ReaderBuild(self.settings)
        if digest := build.known_digest(source_path, raw):
            return build.article(digest, source_path, raw)
        if not is_hot_papers_post(raw.decode("utf-8-sig", "replace")):
            return super().read_raw(raw, source_path)
        try:
            path = shown_path(source_path)
            digest_files.check_size(path, len(raw), build.config.max_file_size)
            return _read_post(build, raw, source_path)
        except DigestError as error:
            log_faults(error.faults)
            raise


def _read_post(build: Build, raw: bytes, source_path: str) -> HtmlAndMetadata:
    """Read a Hot Papers post, also a damaged one, and log what is wrong.

    Raises:
        DigestError: It cannot be published: it has no date, or may do harm.
    """
    path = shown_path(source_path)
    text, broken = digest_files.decode_loosely(raw, path)
    if build.config.repair_encoding:
        text = encoding.repair(text)
    reading = markdown.read_post(text, path)
    faults = (*broken, *reading.faults)
    if reading.digest is None:
        raise DigestError(faults)
    if not faults:
        build.remember(reading.digest, source_path, raw)
        return build.article(reading.digest, source_path, raw)
    for fault in faults[:MAX_FAULTS]:
        logger.warning("%s", fault)
    around = (_prose(reading.preface, text, path), _prose(reading.rest, text, path))
    if any(around):
        papers = counted(len(reading.digest.papers), "papers")
        logger.warning("%s: %s in it, the rest is published as text", path, papers)
    return build.article(reading.digest, source_path, raw, around)


def _prose(part: str, text: str, path: str) -> Markup:
    """Return a part of a post as HTML, or as it is written if that takes too long."""
    try:
        return safe_markdown.markdown_to_html(part)
    except safe_markdown.TooMuchError as error:
        beginning, _, _ = part[error.offset :].partition("\n")
        fault = Fault(
            path=path,
            line=text.count("\n", 0, text.find(beginning)) + 1,
            field="text",
            found=error.found,
            expected=error.expected,
            hint="It is shown as it is written: as Markdown it would take too long",
        )
    logger.warning("%s", fault)
    return safe_markdown.as_preformatted(part)


class DataReader(BaseReader):
    """Reads data files."""

    file_extensions: list[str] = []  # noqa: RUF012 - as Pelican declares it

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)  # type: ignore[no-untyped-call]
        self.build: Build | None = None
        """The build of the generator that it reads for."""

    def read(self, source_path: str) -> HtmlAndMetadata:
        """Return the HTML and metadata of a data file.

        Raises:
            DigestError: The file cannot be published; its faults have been logged.
        """
        build = self.build = self.build or ReaderBuild(self.settings)
        path = shown_path(source_path)
        try:
            raw = digest_files.read_bytes(Path(source_path), build.config.max_file_size)
            digest = build.known_digest(source_path, raw)
            if digest is None:
                repairs = build.config.repair_encoding
                digest = digest_files.parse(raw, path, repair_encoding=repairs)
                build.remember(digest, source_path, raw)
        except DigestError as error:
            log_faults(error.faults)
            if error.digest is None:
                raise
            digest = error.digest
        return build.article(named(digest, build.config), source_path, raw)


def named(digest: Digest, config: Config) -> Digest:
    """Give a digest without a title or slug of its own those of the settings."""
    title, slug = digest.title, digest.slug
    if title == default_title(digest.date):
        title = config.title.format(date=digest.date)
    if slug == default_slug(digest.date):
        slug = config.slug.format(date=digest.date)
    return replace(digest, title=title, slug=slug)


def completed(digest: Digest, config: Config) -> Digest:
    """Give a digest the title, slug and scores of the settings where it has none."""
    return all_scored(named(digest, config), config.weights)
