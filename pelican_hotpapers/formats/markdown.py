"""The Hot Papers post: front matter, then a section a paper.

Times carry no zone in this grammar; they are taken as UTC, as the front matter's ``Z``
says.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats import frontmatter
from pelican_hotpapers.formats.detection import is_hot_papers_post
from pelican_hotpapers.formats.field_types import A_DAY
from pelican_hotpapers.formats.frontmatter import FrontMatter
from pelican_hotpapers.formats.recovery import recover_front_matter
from pelican_hotpapers.formats.sections import paper_text, read_sections
from pelican_hotpapers.formats.syntax import UnsafeError, tex_in
from pelican_hotpapers.formats.unsupported_fields import unsupported_fields
from pelican_hotpapers.model import Digest, day_in, in_utc, in_zone

OURS = frozenset({"title", "date", "slug", "day"})
"""Front matter that becomes fields of the digest; the rest is its ``extra``."""
FIRST = ("template", "draft")
"""Front matter that the posts have before the slug."""


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """A Hot Papers post, read as far as it goes."""

    digest: Digest | None
    """What is sound of it; None where nothing tells its day."""
    faults: tuple[Fault, ...]
    preface: str
    """The Markdown above the first paper that could be read."""
    rest: str
    """The Markdown below it that is of no such paper."""


def read_post(
    text: str, path: str, weights: Mapping[str, float] | None = None
) -> ParsedPost:
    """Read a Hot Papers post in whatever state it is.

    Args:
        text: The whole file.
        path: The file's name, for errors and, failing all else, for the day.
        weights: Those of a site, by which papers are scored for good.

    Raises:
        DigestError: No digest can be seen in it, or a value of its front matter may
            do harm.
    """
    front, unsound = read_front(text, path)
    faults = [*unsound, *front.document.lost_tex.values()]
    day, collected_at = _dates(front, path, faults)
    sections = read_sections(front, path, weights)
    values = front.values
    digest = day and Digest(
        date=day,
        collected_at=collected_at,
        title=str(values.get("title") or ""),
        slug=str(values.get("slug") or ""),
        papers=sections.papers,
        extra={key: value for key, value in values.items() if key not in OURS},
    )
    return ParsedPost(
        digest or None, (*faults, *sections.faults), sections.preface, sections.rest
    )


def parse_post(text: str, path: str) -> Digest:
    """Read a Hot Papers post that keeps to the grammar.

    Args:
        text: The whole file.
        path: The file's name, for errors and, failing all else, for the day.

    Returns:
        The digest; its texts are those of the file, neither escaped nor sanitised.

    Raises:
        DigestError: The post leaves the grammar. Its ``digest`` holds the papers
            that do not.
    """
    post = read_post(text, path)
    if post.digest is None or post.faults:
        raise DigestError(post.faults, post.digest)
    return post.digest


def read_front(text: str, path: str) -> tuple[FrontMatter, tuple[Fault, ...]]:
    """Take the front matter off a Hot Papers post, sound or not, with its faults.

    Raises:
        DigestError: It is not sound, and no digest can be seen below it either.
    """
    try:
        front = frontmatter.split(text, path)
        if front is not None:
            return front, ()
        found = excerpt(text.lstrip().split("\n", 1)[0])
        fault = Fault(
            path=path, field="front matter", found=found, expected="a line of '---'"
        )
        raise DigestError([fault])  # noqa: TRY301 - handled as the other faults are
    except UnsafeError:
        raise
    except DigestError as error:
        if not is_hot_papers_post(text):
            raise
        return recover_front_matter(text, path, error.faults)


def render_post(digest: Digest) -> str:
    """Write a digest as a Hot Papers post.

    Raises:
        DigestError: The digest holds something that such a post cannot express,
            such as a score of its own or counts of another platform.
    """
    text = post_text(digest)
    try:
        same = parse_post(text, _ANY_NAME) == digest
    except DigestError:
        same = False
    if not same:
        raise DigestError(
            unsupported_fields(
                digest, lambda part: parse_post(post_text(part), _ANY_NAME)
            )
        )
    return text


# Reading: the front matter


def _dates(
    front: FrontMatter, path: str, faults: list[Fault]
) -> tuple[dt.date | None, dt.datetime | None]:
    """Return the day the digest is about, and when it was collected."""
    collected: dt.date | None = None
    if "date" in front.values:
        try:
            collected = frontmatter.read_date(front.values["date"])
        except ValueError as error:
            faults.append(_front_fault(front, path, "date", str(error)))
    try:
        day = _named_day(front.values, path)
    except ValueError:
        faults.append(_front_fault(front, path, "day", A_DAY))
        names = {key: front.values[key] for key in front.values if key != "day"}
        day = _named_day(names, path)
    if isinstance(collected, dt.datetime):
        collected_at = (
            collected if collected.tzinfo else collected.replace(tzinfo=dt.UTC)
        )
        return day or collected.date(), collected_at
    if day is None and collected is None:
        faults.append(
            Fault(
                path=path,
                field="date",
                found="no day, in front matter or in the name of the file",
                expected="the day of the digest",
                hint="Name the file after it, as 2021-04-07.md",
            )
        )
    return day or collected, None


def _named_day(values: Mapping[str, Any], path: str) -> dt.date | None:
    """Find the day in what names the post: its own key, slug, title or file."""
    if "day" in values:
        return dt.date.fromisoformat(str(values["day"]))
    names = (str(values.get(key) or "") for key in ("slug", "title"))
    return day_in(*names, PurePath(path).name)


def _front_fault(front: FrontMatter, path: str, key: str, expected: str) -> Fault:
    line, column = front.document.place((key,))
    found = excerpt(front.values[key])
    return Fault(
        path=path, line=line, column=column, field=key, found=found, expected=expected
    )


# Writing

_ANY_NAME = "post.md"
"""A name that tells no day."""


def post_text(digest: Digest) -> str:
    """Write a digest as a Hot Papers post, without what it has no place for."""
    return _front_text(digest) + "\n".join(map(paper_text, digest.papers))


def _front_text(digest: Digest) -> str:
    extra = dict(digest.extra)
    lines = ["---", f"title: {_plain(digest.title)}"]
    if digest.collected_at is not None:
        lines.append(f"date: {_moment(digest.collected_at)}")
    if _named_day({"slug": digest.slug, "title": digest.title}, "") != digest.date:
        lines.append(f"day: {digest.date.isoformat()}")
    lines.extend(_yaml(key, extra.pop(key)) for key in FIRST if key in extra)
    lines.append(_yaml("slug", digest.slug))
    lines.extend(_yaml(key, value) for key, value in extra.items())
    return "\n".join([*lines, "", "---", "", ""])


def _moment(moment: dt.datetime) -> str:
    utc = in_zone(moment, dt.UTC)
    if utc.microsecond:
        return in_utc(moment)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.Z")


def _plain(text: str) -> str:
    """Write a title bare where YAML reads it back as the same text."""
    return text if re.fullmatch(r"[A-Za-z][\w -]*\w", text) else _quoted(text)


_LINE_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\n")


def _quoted(value: object) -> str:
    """Write a value as JSON, which YAML can read."""
    written = json.dumps(value, ensure_ascii=False)
    if tex_in(written):  # a line that begins as a command of TeX's ends
        written = _LINE_BREAK.sub(r"\1\\u000a", written)
    return written


def _yaml(key: str, value: object) -> str:
    name = key if re.fullmatch(r"[A-Za-z_][\w-]*", key) else _quoted(key)
    if isinstance(value, list) and value:
        return "\n".join([f"{name}:", *(f"  - {_quoted(item)}" for item in value)])
    return f"{name}: {_quoted(value)}"
