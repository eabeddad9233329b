"""Digests to data: JSON for machines, YAML for hands.

What `data_reader` can work out is left out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any, ClassVar

import msgspec
import yaml

from pelican_hotpapers.formats.data_reader import post_of
from pelican_hotpapers.formats.records import ADDED, VERSIONS
from pelican_hotpapers.markup import embeds
from pelican_hotpapers.model import (
    Coverage,
    Digest,
    Discussion,
    Paper,
    Post,
    Summary,
    arxiv_abs_url,
    arxiv_pdf_url,
    in_utc,
)
from pelican_hotpapers.scores import is_stated


def render_json(digest: Digest) -> str:
    """Write a digest as JSON: 2 spaces, stable order of keys, a final newline."""
    # With an indent json is as slow as Python; without it is not, nor is msgspec.
    written = json.dumps(_plain(digest, _plain_post), ensure_ascii=False)
    return msgspec.json.format(written, indent=2) + "\n"


def render_published_json(digest: Digest) -> str:
    """Write a digest as JSON that other sites follow, in one line.

    What it says of its page alone, its front matter, is left out. Of posts it has what
    its readers cannot work out, and nothing that would track them.
    """
    plain = _plain(replace(digest, extra={}), _published_post)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"


def render_yaml(digest: Digest) -> str:
    """Write a digest as YAML."""
    plain = _plain(digest, _plain_post)
    dumper = _HexDumper if _CONTROLS.search(repr(plain)) else _Dumper
    return yaml.dump(
        plain, Dumper=dumper, allow_unicode=True, sort_keys=False, width=88
    )


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes lists indented under their key, as people do."""

    def ignore_aliases(self, _data: object) -> bool:
        """Write equal values out each time."""
        return True


class _HexDumper(yaml.SafeDumper):
    r"""Writes control characters by number: ``"\rm"`` is refused, as TeX in quotes."""

    ESCAPE_REPLACEMENTS: ClassVar = {'"': '"', "\\": "\\", "\n": "n", "\t": "t"}  # type: ignore[misc]

    def analyze_scalar(self, scalar: str) -> Any:  # noqa: ANN401 - yaml has no types
        """Leave double quotes alone to a text whose line ends others would lose."""
        analysis = super().analyze_scalar(scalar)
        if not scalar.isprintable():
            analysis.allow_single_quoted = analysis.allow_block = False
            analysis.allow_flow_plain = analysis.allow_block_plain = False
        return analysis

    def ignore_aliases(self, _data: object) -> bool:
        """Write equal values out each time."""
        return True


_CONTROLS = re.compile(r"(?<!\\)(?:\\\\)*\\(?:r|x0[78bc]|x1b|x85|u202[89])")
"""A control character that YAML has a letter for, as ``repr`` shows it."""


_PlainPost = Callable[[Post], dict[str, Any]]
"""Returns the fields of a post that are written."""


def _plain(digest: Digest, plain_post: _PlainPost) -> dict[str, Any]:
    """Return a digest as plain values in the order in which they are written."""
    records = (*digest.papers, *digest.coverage)
    adds = any(getattr(each, name, None) for each in records for name in ADDED)
    plain: dict[str, Any] = {
        "version": VERSIONS[adds],
        "date": digest.date.isoformat(),
    }
    if digest.collected_at:
        plain["collected_at"] = in_utc(digest.collected_at)
    plain |= {"title": digest.title, "slug": digest.slug}
    if digest.extra:
        plain["extra"] = dict(digest.extra)
    if digest.coverage:
        plain["coverage"] = [_plain_coverage(each) for each in digest.coverage]
    plain["papers"] = [_plain_paper(paper, plain_post) for paper in digest.papers]
    return plain


def _plain_paper(paper: Paper, plain_post: _PlainPost) -> dict[str, Any]:
    worked_out = {
        "abs_url": arxiv_abs_url(paper.arxiv_id),
        "pdf_url": arxiv_pdf_url(paper.arxiv_id),
    }
    plain: dict[str, Any] = {
        "rank": paper.rank,
        "arxiv_id": paper.arxiv_id,
        "title": paper.title,
        "authors": list(paper.authors),
        "categories": list(paper.categories),
        "abstract": paper.abstract,
        "reposts": paper.reposts,
        "likes": paper.likes,
    }
    if is_stated(paper):
        plain["score"] = paper.score
    if paper.measured_at:
        plain["measured_at"] = in_utc(paper.measured_at)
    for name in ("abs_url", "pdf_url", "code_url", "project_url"):
        link = getattr(paper, name)
        if link and link != worked_out.get(name):
            plain[name] = link
    if paper.signals:
        plain["signals"] = dict(paper.signals)
    for name in ADDED:
        if value := getattr(paper, name, None):
            plain[name] = _in_json(value)
    plain["posts"] = [plain_post(post) for post in paper.posts]
    return plain


def _plain_coverage(coverage: Coverage) -> dict[str, Any]:
    """Return the fields of a record that say anything."""
    values = ((field.name, getattr(coverage, field.name)) for field in fields(Coverage))
    return {name: _in_json(value) for name, value in values if value}


def _in_json(value: object) -> object:
    """Return a value of the model's as JSON has it."""
    if isinstance(value, dt.datetime):
        return in_utc(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_in_json(each) for each in value]
    if isinstance(value, Discussion | Summary):
        facts = asdict(value).items()
        return {name: _in_json(fact) for name, fact in facts if fact not in ("", None)}
    return dict(value) if isinstance(value, Mapping) else value


def _plain_post(post: Post) -> dict[str, Any]:
    """Return the fields of a post that its embed or link would not tell by itself."""
    values = {field.name: getattr(post, field.name) for field in fields(Post)}
    stated = {"url": post.url, "html": post.html} if post.html else {"url": post.url}
    told = None if all(values.values()) else post_of(stated)
    return {
        name: value.isoformat() if name == "date" and value else value
        for name, value in values.items()
        if value or (told is not None and value != getattr(told, name))
    }


_WORKED_OUT = ("platform", "id", "author_handle", "lang", "dir")
"""The fields of a post that its address or its embed tells."""


def _published_post(post: Post) -> dict[str, Any]:
    """Return the fields of a post without those that `data_reader` works out."""
    post = replace(post, html=embeds.without_referrer(post.html))
    plain = _plain_post(post)
    stated = {name: getattr(post, name) for name in plain if name not in _WORKED_OUT}
    told = post_of(stated)
    for name in _WORKED_OUT:
        if name in plain and told and getattr(told, name) == getattr(post, name):
            del plain[name]
    return plain
