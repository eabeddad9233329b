"""Numbers of YAML where a text is wanted: ``title: 2021`` is a title."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from pelican_hotpapers.formats.checking import hints_of
from pelican_hotpapers.formats.records import (
    CoverageRecord,
    DigestRecord,
    PaperRecord,
    PostRecord,
)


def as_texts(value: Any) -> Any:  # noqa: ANN401
    """Give a hand-written file's numbers back as texts where a text is wanted.

    YAML takes ``title: 2021`` and ``arxiv_id: 2104.01778`` for numbers; those that
    read_yaml gives as numbers are written as Python writes them, so nothing is lost.
    """
    if not isinstance(value, dict):
        return value
    digest = _texts_of(value, DigestRecord)
    papers = digest.get("papers")
    if isinstance(papers, list):
        digest["papers"] = [_paper_texts(paper) for paper in papers]
    coverage = digest.get("coverage")
    if isinstance(coverage, list):
        digest["coverage"] = [_texts_of(item, CoverageRecord) for item in coverage]
    return digest


def _paper_texts(value: Any) -> Any:  # noqa: ANN401
    paper = _texts_of(value, PaperRecord)
    posts = paper.get("posts") if isinstance(paper, dict) else None
    if isinstance(posts, list):
        paper["posts"] = [_texts_of(post, PostRecord) for post in posts]
    return paper


def _texts_of(value: Any, kind: type[msgspec.Struct]) -> Any:  # noqa: ANN401
    if not isinstance(value, dict):
        return value
    return {
        key: str(item)
        if type(item) in (int, float) and key in _text_fields(kind)
        else item
        for key, item in value.items()
    }


@cache
def _text_fields(kind: type[msgspec.Struct]) -> frozenset[str]:
    """Return the fields that hold one text and nothing else."""

    def takes(value: object, hint: Any) -> bool:  # noqa: ANN401
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError:
            return False
        return True

    numbers = {name for name, hint in hints_of(kind).items() if takes(1, hint)}
    lists = {name for name, hint in hints_of(kind).items() if takes([], hint)}
    return frozenset(hints_of(kind)) - numbers - lists
