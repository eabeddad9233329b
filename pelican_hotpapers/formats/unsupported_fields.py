"""The fields of a digest that a format cannot express: they would be lost in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import islice

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats.syntax import MAX_FAULTS
from pelican_hotpapers.model import Coverage, Digest, Discussion, Paper, Post, Summary
from pelican_hotpapers.scores import is_stated

Back = Callable[[Digest], Digest]
"""Writes a digest and reads it again; raises DigestError where that cannot be done."""


def unsupported_fields(digest: Digest, back: Back) -> tuple[Fault, ...]:
    """Return a fault for each field of a digest that a format cannot hold.

    Each is tried by itself, on a digest that has nothing else to say: so the field is
    found, where what was written could only be told to be wrong somewhere.

    Args:
        digest: One that would not read the same.
        back: Writes and reads in that format.
    """
    found = [
        _fault(name, value) for name, value in islice(_lost(digest, back), MAX_FAULTS)
    ]
    return tuple(found) or (_fault("papers", "papers that contradict each other"),)


def _lost(digest: Digest, back: Back) -> Iterator[tuple[str, object]]:
    """Yield the name and value of each field that does not come back."""
    bare = Digest(date=digest.date)
    for field in fields(Digest):
        value = getattr(digest, field.name)
        if field.name in {"date", "papers", "extra"} or not field.compare:
            continue
        if not _survives(replace(bare, **{field.name: value}), back):
            yield field.name, value
    for key, value in digest.extra.items():
        if not _survives(replace(bare, extra={key: value}), back):
            yield f"extra.{key}", value
    for index, paper in enumerate(digest.papers):
        if not _survives(replace(bare, papers=(paper,)), back):
            for name, value in _lost_of(paper, bare, back):
                yield f"papers[{index}].{name}", value


def _lost_of(paper: Paper, bare: Digest, back: Back) -> Iterator[tuple[str, object]]:
    plain = Paper(
        arxiv_id=paper.arxiv_id,
        title="A title",
        rank=paper.rank,
        reposts=paper.reposts,
        likes=paper.likes,
        score=paper.reposts + paper.likes,
    )
    for field in fields(Paper):
        if field.name == "score" and not is_stated(paper):
            continue
        value = getattr(paper, field.name)
        changed = replace(plain, **{field.name: value})
        if field.compare and not _survives(replace(bare, papers=(changed,)), back):
            yield field.name, value


def _survives(digest: Digest, back: Back) -> bool:
    try:
        return back(digest) == digest
    except DigestError:
        return False


def _fault(name: str, value: object) -> Fault:
    return Fault(
        path="post.md",
        field=name,
        found=_shown(value),
        expected="what a Markdown post has a place for",
        hint="Write it as .json or .yaml, which hold everything",
    )


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return excerpt([_named(each) for each in value])
    return excerpt(value)


def _named(value: object) -> object:
    if isinstance(value, Coverage):
        return value.source
    if isinstance(value, Summary):
        return value.text
    return value.url if isinstance(value, Post | Discussion) else value
