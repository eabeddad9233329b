"""The Hot Papers post: front matter, then a section a paper.

Times carry no zone in this grammar; they are taken as UTC, as the front matter's ``Z``
says.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats import frontmatter
from pelican_hotpapers.formats.frontmatter import FrontMatter
from pelican_hotpapers.formats.sections import TELLTALE, paper_text, read_papers
from pelican_hotpapers.model import Digest, Paper, day_in, in_zone

OURS = frozenset({"title", "date", "slug", "day"})
"""Front matter that becomes fields of the digest; the rest is its ``extra``."""
FIRST = ("template", "draft")
"""Front matter that the posts have before the slug."""

_NAMED_DAY = re.compile(r"hot[ -]papers[ -](\d{4}-\d\d-\d\d)", re.IGNORECASE)


def looks_like_digest(front: FrontMatter) -> bool:
    """Tell whether a post means to be a Hot Papers digest.

    It does when its title or slug says so, or when a line of its body is one that
    only a digest has; whether it keeps to the grammar is another question.
    """
    named = (str(front.values.get(key, "")) for key in ("title", "slug"))
    return any(map(_NAMED_DAY.fullmatch, named)) or _has_telltale(front.body)


def means_digest(text: str) -> bool:
    """Tell whether a file means to be a digest, also where its head is not sound."""
    try:
        front = frontmatter.split(text, "")
    except DigestError:
        return _has_telltale(text)
    return front is not None and looks_like_digest(front)


_FENCE = re.compile(r"^(?:```|~~~).*$", re.MULTILINE)


def _has_telltale(text: str) -> bool:
    """Tell whether a text has a line of a digest, other than quoted as code."""
    pieces = _FENCE.split(text)
    # Every second piece is code, but for the last: nothing closes its fence.
    own = [*pieces[:-1:2], pieces[-1]]
    return any(map(TELLTALE.search, own))


def parse(text: str, path: str) -> Digest:
    """Read a Hot Papers post.

    Args:
        text: The whole file.
        path: The file's name, for errors and, failing all else, for the day.

    Returns:
        The digest, with its text as recorded.

    Raises:
        DigestError: The post leaves the grammar. Its ``digest`` holds the papers
            that do not, unless the front matter itself is at fault.
    """
    front = frontmatter.split(text, path)
    if front is None:
        raise DigestError([_no_front_matter(text, path)])
    return parse_front(front, path)


def parse_front(front: FrontMatter, path: str) -> Digest:
    """Read a Hot Papers post whose front matter has been split off; see parse."""
    faults: list[Fault] = []
    day, collected_at = _dates(front, path, faults)
    papers = tuple(read_papers(front, path, faults))
    if day is None:
        raise DigestError(faults)
    values = front.values
    digest = Digest(
        date=day,
        collected_at=collected_at,
        title=str(values.get("title") or ""),
        slug=str(values.get("slug") or ""),
        papers=papers,
        extra={key: value for key, value in values.items() if key not in OURS},
    )
    if faults:
        raise DigestError(faults, digest)
    return digest


def render(digest: Digest) -> str:
    """Write a digest as a Hot Papers post.

    Raises:
        DigestError: The digest holds something that the grammar has no place for,
            such as a score of its own or counts of another platform.
    """
    text = _front_text(digest) + "\n".join(map(paper_text, digest.papers))
    try:
        back = parse(text, "post.md")
    except DigestError as error:
        raise DigestError(error.faults) from error
    if back != digest:
        raise DigestError(_differences(digest, back))
    return text


# Reading: the front matter


def _no_front_matter(text: str, path: str) -> Fault:
    return Fault(
        path=path,
        field="front matter",
        found=excerpt(text.split("\n", 1)[0]),
        expected="a line of '---'",
    )


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
    collected_at = _aware(collected) if isinstance(collected, dt.datetime) else None
    try:
        day = _named_day(front.values, path) or collected
    except ValueError:
        faults.append(_front_fault(front, path, "day", "a day as in 2021-04-07"))
        return None, collected_at
    if isinstance(day, dt.datetime):
        day = day.date()
    if day is None and not faults:
        faults.append(_front_fault(front, path, "date", "the day of the digest"))
    return day, collected_at


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _named_day(values: Mapping[str, Any], path: str) -> dt.date | None:
    """Find the day in what names the post: its own key, slug, title or file."""
    if "day" in values:
        return dt.date.fromisoformat(str(values["day"]))
    names = (str(values.get(key) or "") for key in ("slug", "title"))
    return day_in(*names, PurePath(path).name)


def _front_fault(front: FrontMatter, path: str, key: str, expected: str) -> Fault:
    line, column = front.place(key)
    found = excerpt(front.values[key]) if key in front.values else "nothing"
    return Fault(
        path=path, line=line, column=column, field=key, found=found, expected=expected
    )


# Writing


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
        return utc.isoformat().replace("+00:00", "Z")
    return utc.strftime("%Y-%m-%dT%H:%M:%S.Z")


def _plain(text: str) -> str:
    """Write a title bare where YAML reads it back as the same text."""
    return text if re.fullmatch(r"[A-Za-z][\w -]*\w", text) else _quoted(text)


def _quoted(value: object) -> str:
    """Write a value as JSON, which YAML can read."""
    return json.dumps(value, ensure_ascii=False)


def _yaml(key: str, value: object) -> str:
    name = key if re.fullmatch(r"[A-Za-z_][\w-]*", key) else _quoted(key)
    if isinstance(value, list) and value:
        return "\n".join([f"{name}:", *(f"  - {_quoted(item)}" for item in value)])
    return f"{name}: {_quoted(value)}"


def _differences(digest: Digest, back: Digest) -> Iterator[Fault]:
    """Name each field that the grammar has no place for."""
    for field, ours, theirs in _fields(digest, back, ""):
        yield Fault(
            path="post.md",
            field=field,
            found=excerpt(ours),
            expected=f"what a Markdown post can hold, such as {excerpt(theirs)}",
            hint="Write it as .json or .yaml, which hold everything.",
        )


def _fields(
    ours: Digest | Paper, theirs: Digest | Paper, prefix: str
) -> Iterator[tuple[str, object, object]]:
    for name in type(ours).__dataclass_fields__:
        mine, read = getattr(ours, name), getattr(theirs, name)
        if mine == read or name == "origin":
            continue
        if name == "papers" and len(mine) == len(read):
            for index, (paper, other) in enumerate(zip(mine, read, strict=True)):
                yield from _fields(paper, other, f"papers[{index}].")
        else:
            yield prefix + name, mine, read
