"""The front-matter reader: posts as Gatsby, Jekyll and Hugo blogs have them.

A Markdown file with front matter is read for what it says; every other Markdown file
goes to Pelican's own reader untouched. Both take the site's ``MARKDOWN`` settings.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from markdown import Markdown
from pelican.readers import MarkdownReader

from pelican_hotpapers.errors import DigestError, Fault, shown_path
from pelican_hotpapers.formats.frontmatter import FrontMatter, split
from pelican_hotpapers.formats.post_paths import PostPath
from pelican_hotpapers.formats.syntax import MAX_FAULTS, Locator, UnsafeError
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.blogs import shortcodes
from pelican_hotpapers.pelican.blogs.file_dates import with_date
from pelican_hotpapers.pelican.metadata import WrongValue, pelican_metadata
from pelican_hotpapers.storage.digest_files import decode

logger = get_logger(__name__)

HtmlAndMetadata = tuple[str, dict[str, Any]]
"""What a reader returns: the text as HTML, and Pelican's metadata."""


class FrontMatterReader(MarkdownReader):
    """Reads Markdown with front matter, and leaves the rest to Pelican's reader."""

    def read(self, source_path: str) -> HtmlAndMetadata:
        """Return a file's HTML and metadata.

        Raises:
            DigestError: The file is not UTF-8, or its front matter is not sound. Its
                faults have been logged; Pelican passes over the file.
        """
        return as_markdown(self.read_raw(Path(source_path).read_bytes(), source_path))

    def read_raw(self, raw: bytes, source_path: str) -> HtmlAndMetadata:
        """Return the HTML and metadata of a file's bytes.

        Raises:
            DigestError: As for `read`.
        """
        self._md: Any = None
        path = shown_path(source_path)
        try:
            front = _front_matter(decode(raw, path), path)
        except DigestError as error:
            log_faults(error.faults)
            raise
        if front is None:
            found: HtmlAndMetadata = super().read(source_path)  # type: ignore[no-untyped-call]
            return found
        if unknown := shortcodes.fault(front.body, path, front.body_line):
            logger.warning("%s", unknown)
        for fault in front.document.lost_tex.values():
            logger.warning("%s", fault)
        markdown = self._markdown()
        markdown.Meta = _meta(front.values)
        html: str = markdown.convert(shortcodes.readable(front.body))
        return html, self._metadata(front, source_path)

    def _metadata(self, front: FrontMatter, source_path: str) -> dict[str, Any]:
        """Return a post's metadata as Pelican has it, and log what is wrong in it."""
        values = {**front.values, **_texts_with_hashes(front)}
        file = post_path(source_path, self.settings)
        metadata = pelican_metadata(values, self.settings, file)
        metadata = with_date(metadata, file, self)
        for note in metadata.notes:
            logger.debug("%s: %s", shown_path(source_path), note)
        log_wrong_values(metadata.wrong_values, source_path, front.document.place)
        return {"front_matter": {}, **metadata.values} | {
            name: self._markdown().convert(metadata.values[name])
            for name in self.settings["FORMATTED_FIELDS"]
            if name in metadata.values
        }

    def _markdown(self) -> Any:  # noqa: ANN401  extensions add attributes to it
        """Return a converter as new; a file has one, since making it is slow."""
        if self._md is None:
            self._md = Markdown(**self.settings["MARKDOWN"])
            self._md.preprocessors.deregister("meta", strict=False)
        return self._md.reset()


def as_markdown(found: HtmlAndMetadata) -> HtmlAndMetadata:
    """Name the reader of a file as Pelican's own.

    Pelican takes the name from the class, and themes may show it.
    """
    content, metadata = found
    return content, {"reader": "markdown", **metadata}


def post_path(source_path: str, settings: Mapping[str, Any]) -> PostPath:
    """Return a file by its path in the content folder."""
    path = PurePath(os.path.relpath(source_path, settings["PATH"]))
    return PostPath(PurePosixPath(path.as_posix()))


def log_faults(faults: Iterable[Fault]) -> None:
    """Log each fault as an error of the site's."""
    for fault in faults:
        logger.error("%s", fault)


def log_wrong_values(
    wrong_values: Sequence[WrongValue],
    source_path: str,
    place: Locator,
) -> None:
    """Log each wrong value of front matter.

    Args:
        wrong_values: The values.
        source_path: The file.
        place: Returns the line and column of a field.
    """
    path = shown_path(source_path)
    log_faults(
        wrong.fault(path, place(wrong.path)) for wrong in wrong_values[:MAX_FAULTS]
    )


def _front_matter(text: str, path: str) -> FrontMatter | None:
    """Return a file's front matter, or None where the file is Pelican's to read."""
    try:
        return split(text, path)
    except UnsafeError:
        raise
    except DigestError as error:
        if not _is_pelican_header(text):
            raise
        for fault in error.faults:
            logger.debug("%s. So it is read by Pelican's rules", fault)
        return None


_META = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
_META_DRAFT = re.compile(r" {0,3}(?:draft|published)[ \t]*:", re.IGNORECASE)
_META_MORE = re.compile(r" {4,}\S")
_META_END = re.compile(r"(?:---|\.\.\.)(?:\s|$)")


def _is_pelican_header(text: str) -> bool:
    """Tell whether Pelican's own reader takes the beginning of a file as headers.

    These may stand below a line of ``---``, and need not be YAML
    (``Title: Foo: bar``). A line of ``---`` and then a blank one is a rule. Pelican
    knows no ``draft: true``: it would publish what says so.
    """
    lines = iter(text.removeprefix("\ufeff").split("\n"))
    if not _META_END.match(next(lines, "")):
        return False
    known = False
    for line in (line.expandtabs(4) for line in lines):
        if not line.strip() or _META_END.match(line):
            return True
        if _META_DRAFT.match(line):
            return False
        if not (_META.match(line) or (known and _META_MORE.match(line))):
            return False
        known = True
    return known


_TEXT = re.compile(
    r"^ {0,3}(title|subtitle|summary|description|category|tags|authors?):"
    r"[ \t]++([^\s\"'\[{|>].*)$",
    re.MULTILINE | re.IGNORECASE,
)
_HASH = re.compile(r"[ \t]#|\A[#&]")


def _texts_with_hashes(front: FrontMatter) -> dict[str, str]:
    """Return the texts of which YAML would take a part as a comment or an anchor.

    In headers that Pelican reads too, ``Title: C# #1`` is a title with a hash.
    """
    texts = {match[1]: match[2].strip() for match in _TEXT.finditer(front.header)}
    found = {key: text for key, text in texts.items() if _HASH.search(text)}
    plain = (
        found and front.kind == "yaml" and _is_pelican_header(f"---\n{front.header}")
    )
    return found if plain else {}


def _meta(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return values in the form of ``Markdown.Meta``, for Markdown's extensions."""
    return {
        key.lower(): [str(item) for item in value]
        if isinstance(value, list)
        else [str(value)]
        for key, value in values.items()
    }
