"""The readers of digests: Hot Papers posts, and data files.

A site may have another reader of Markdown: its own, that of a plugin, or one that is
merely installed. Then Hot Papers posts are still read here, and all others by that
reader, as without us.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican.contents import Content, Page
from pelican.readers import BaseReader, MarkdownReader, Readers

from pelican_hotpapers.config.digest_defaults import with_defaults
from pelican_hotpapers.errors import DigestError, Fault, shown_path
from pelican_hotpapers.formats import markdown
from pelican_hotpapers.formats.detection import is_hot_papers_post
from pelican_hotpapers.formats.syntax import MAX_FAULTS
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.markup import encoding, safe_markdown, sanitize
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pelican.build import Build, ReaderBuild
from pelican_hotpapers.pelican.digest_articles import BUILD, OURS
from pelican_hotpapers.pelican.front_matter_reader import (
    FrontMatterReader,
    HtmlAndMetadata,
    as_markdown,
    log_faults,
)
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
        found = self.read_digest(raw, source_path)
        return found or super().read_raw(raw, source_path)

    def read_digest(self, raw: bytes, source_path: str) -> HtmlAndMetadata | None:
        """Return the HTML and metadata of a Hot Papers post; None for other Markdown.

        Raises:
            DigestError: The file cannot be published; its faults have been logged.
        """
        build = self.build = self.build or ReaderBuild(self.settings)
        key = build.digest_cache.key(raw)
        if digest := build.digest_cache.find(source_path, key):
            return as_markdown(build.article(digest, source_path, raw))
        try:
            found = _read_post(build, raw, key, source_path)
        except DigestError as error:
            log_faults(error.faults)
            raise
        return found and as_markdown(found)


def _read_post(
    build: Build, raw: bytes, key: bytes, source_path: str
) -> HtmlAndMetadata | None:
    """Read a Hot Papers post, also a damaged one, and log what is wrong.

    Returns:
        Its HTML and metadata; None for other Markdown.

    Raises:
        DigestError: It cannot be published: it has no date, or may do harm.
    """
    path = shown_path(source_path)
    text, broken = digest_files.decode_loosely(raw, path)
    if not is_hot_papers_post(text):
        return None
    digest_files.check_size(path, len(raw), build.config.max_file_size)
    if build.config.repair_encoding:
        text = encoding.repair(text)
    reading = markdown.read_post(text, path, build.config.weights)
    digest, faults = reading.digest, (*broken, *reading.faults)
    if digest is None:
        raise DigestError(faults)
    if not faults:
        build.digest_cache.store(source_path, key, digest)
        return build.article(digest, source_path, raw)
    for fault in faults[:MAX_FAULTS]:
        logger.warning("%s", fault)
    around = (_prose(reading.preface, text, path), _prose(reading.rest, text, path))
    if any(around):
        papers = counted(len(digest.papers), "papers")
        logger.warning("%s: %s in it, the rest is published as text", path, papers)
    return build.article(digest, source_path, raw, around)


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
    return sanitize.as_preformatted(part)


class DataReader(BaseReader):
    """Reads data files."""

    file_extensions: list[str] = []  # noqa: RUF012 - as Pelican declares it

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)  # type: ignore[no-untyped-call]
        self.build: Build | None = None
        """The build of the generator that it reads for."""

    def process_metadata(self, name: str, value: str) -> object:
        """Return a value of Pelican's, as of a file's name or a setting.

        Pelican would pass over a file whose name has a day that does not exist, and not
        say why. A digest brings a date in any case, or a fault that says what is wrong.
        """
        if name == "date":
            return value
        return super().process_metadata(name, value)  # type: ignore[no-untyped-call]

    def read(self, source_path: str) -> HtmlAndMetadata:
        """Return the HTML and metadata of a data file.

        Raises:
            DigestError: The file cannot be published; its faults have been logged.
        """
        build = self.build = self.build or ReaderBuild(self.settings)
        path = shown_path(source_path)
        try:
            raw = digest_files.read_bytes(Path(path), build.config.max_file_size)
            key = build.digest_cache.key(raw)
            digest = build.digest_cache.find(source_path, key)
            if digest is None:
                repairs = build.config.repair_encoding
                parsed = digest_files.parse(raw, path, repair_encoding=repairs)
                digest = with_defaults(parsed, build.config)
                build.digest_cache.store(source_path, key, digest)
        except DigestError as error:
            log_faults(error.faults)
            if error.digest is None:
                raise
            digest = with_defaults(error.digest, build.config)
        return build.article(digest, source_path, raw)


def make_digests(readers: Readers, build: Build) -> None:
    """Have readers return our articles for files that hold a digest.

    Args:
        readers: Those of one of Pelican's generators.
        build: The build that the generator is of.
    """
    read_file: Callable[..., Content] = readers.read_file

    @wraps(read_file)
    def read_digest_file(
        base_path: str,
        path: str,
        content_class: type[Content] = Page,
        *args: Any,  # noqa: ANN401 - Pelican's own
        **named: Any,  # noqa: ANN401
    ) -> Content:
        @wraps(content_class, updated=())
        def make(
            *,
            metadata: dict[str, Any],
            context: dict[str, Any] | None,
            **facts: Any,  # noqa: ANN401
        ) -> Content:
            ours = OURS.get(content_class)
            if ours is None or not isinstance(metadata.get("digest"), Digest):
                return content_class(metadata=metadata, context=context, **facts)
            context = {} if context is None else context
            context.setdefault(BUILD, build)
            return ours(metadata=metadata, context=context, **facts)

        _read_digests_first(readers, build)  # a plugin may set a reader at any time
        return read_file(base_path, path, make, *args, **named)

    readers.read_file = read_digest_file  # type: ignore[method-assign]


def _read_digests_first(readers: Readers, build: Build) -> None:
    """Have our readers know the build, and others of Markdown leave us digests."""
    for suffix, reader in readers.readers.items():
        if isinstance(reader, DigestReader | DataReader):
            reader.build = build
        elif isinstance(reader.read, _DigestsFirst):
            continue
        elif suffix in _MARKDOWN or isinstance(reader, MarkdownReader):
            ours = DigestReader(reader.settings)
            ours.build = build
            first = _DigestsFirst(ours, reader.read)
            reader.read = first  # type: ignore[method-assign]


_MARKDOWN = frozenset(MarkdownReader.file_extensions)


@dataclass(frozen=True, slots=True)
class _DigestsFirst:
    """The method `read` of another reader, which is not asked for digests."""

    ours: DigestReader
    theirs: Callable[[str], HtmlAndMetadata]

    def __call__(self, source_path: str) -> HtmlAndMetadata:
        """Return the HTML and metadata of a file."""
        raw = Path(source_path).read_bytes()
        if found := self.ours.read_digest(raw, source_path):
            return found
        return self.theirs(source_path)
