"""Digests as data: JSON for machines, YAML for hands.

What may be left out is worked out here: the day from the file's name, ranks from the
order, links from the identifier, a post's facts from its link or embed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import PurePath
from typing import Any

import msgspec
import yaml
from msgspec import UNSET

from pelican_hotpapers.arxiv.identifiers import identifier_in
from pelican_hotpapers.arxiv.taxonomy import categories_in, is_archive
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats.checking import Checker
from pelican_hotpapers.formats.meant import meant
from pelican_hotpapers.formats.numbers_as_text import as_texts
from pelican_hotpapers.formats.records import (
    MOST_PAPERS,
    VERSION,
    CoverageRecord,
    DigestRecord,
    PaperRecord,
    PostRecord,
    names_in,
)
from pelican_hotpapers.formats.syntax import (
    Document,
    FieldPath,
    read_json,
    read_yaml,
)
from pelican_hotpapers.markup import embeds
from pelican_hotpapers.model import (
    Coverage,
    Digest,
    Paper,
    Post,
    arxiv_abs_url,
    arxiv_pdf_url,
    day_in,
    in_utc,
)
from pelican_hotpapers.scores import is_stated, score


def parse_json(text: str, path: str) -> Digest:
    """Read a digest from JSON.

    Args:
        text: The whole file.
        path: The file's name, for errors and for the day it may hold.

    Raises:
        DigestError: With every fault of the file. Its ``digest`` holds what is sound:
            a paper, a post or a record of the coverage with a fault is left out, alone.
    """
    return _Reading(read_json(text, path), path).digest()


def parse_yaml(text: str, path: str) -> Digest:
    """Read a digest from YAML, in which a text may look like a number; see parse_json.

    Raises:
        DigestError: As parse_json does.
    """
    document = read_yaml(text, path)
    return _Reading(replace(document, value=as_texts(document.value)), path).digest()


def render_json(digest: Digest) -> str:
    """Write a digest as JSON: two spaces, stable order of keys, a final newline."""
    # With an indent json is as slow as Python; without it is not, nor is msgspec.
    written = json.dumps(_plain(digest), ensure_ascii=False)
    return msgspec.json.format(written, indent=2) + "\n"


def render_yaml(digest: Digest) -> str:
    """Write a digest as YAML."""
    return yaml.dump(
        _plain(digest), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=88
    )


# Reading


class _Reading(Checker):
    """The reading of one file, which notes its faults as it goes."""

    def __init__(self, document: Document, path: str) -> None:
        super().__init__(document, path, "digest")

    def digest(self) -> Digest:
        record, papers = self._records()
        day = self._day(record) if record else None
        read = tuple(self._papers(papers))
        if record is None or day is None:
            raise DigestError(self.faults)
        digest = Digest(
            date=day,
            collected_at=record.collected_at,
            title=record.title,
            slug=record.slug,
            extra=record.extra,
            coverage=tuple(map(_coverage, record.coverage)),
            papers=read,
        )
        if self._faults:
            raise DigestError(self.faults, digest)
        return digest

    def _records(self) -> tuple[DigestRecord | None, list[tuple[int, PaperRecord]]]:
        """Return the digest and its sound papers with their places in the list."""
        value = self._document.value
        if self._document.lost_tex:
            return self._sound_records(value)
        try:
            record = msgspec.convert(value, DigestRecord)
        except msgspec.ValidationError:
            return self._sound_records(value)
        return record, list(enumerate(record.papers))

    def _sound_records(
        self, value: object
    ) -> tuple[DigestRecord | None, list[tuple[int, PaperRecord]]]:
        if not isinstance(value, dict):
            self.fault((), value, "a mapping with 'date' and 'papers'")
            return None, []
        rest = dict(value)
        items = rest.pop("papers", [])
        if not isinstance(items, list):
            self.fault(("papers",), items, "a list of papers")
            items = []
        papers = [
            (index, paper)
            for index, item in enumerate(items)
            if (paper := self._sound_paper(item, ("papers", index)))
        ]
        coverage = self._sound_coverage(rest.pop("coverage", []))
        digest = self.sound(rest, DigestRecord, ())
        if digest:
            digest = msgspec.structs.replace(digest, coverage=coverage)
        return digest, papers

    def _sound_coverage(self, items: object) -> list[CoverageRecord]:
        if not isinstance(items, list):
            self.fault(("coverage",), items, "a list of records, one for each source")
            return []
        records: list[CoverageRecord] = []
        for index, item in enumerate(items):
            at: FieldPath = ("coverage", index)
            if not isinstance(item, dict):
                self.fault(at, item, "a mapping with 'source'")
            elif record := self.sound(item, CoverageRecord, at):
                records.append(record)
        return records

    def _sound_paper(self, value: object, at: FieldPath) -> PaperRecord | None:
        if not isinstance(value, dict):
            self.fault(at, value, "a paper: a mapping with 'arxiv_id' and 'title'")
            return None
        rest = dict(value)
        posts = rest.pop("posts", [])
        if not isinstance(posts, list):
            self.fault((*at, "posts"), posts, "a list of posts")
            posts = []
        paper = self.sound(rest, PaperRecord, at)
        sound = [
            self._sound_post(item, (*at, "posts", index)) or _LOST
            for index, item in enumerate(posts)
        ]
        return msgspec.structs.replace(paper, posts=sound) if paper else None

    def _sound_post(self, value: object, at: FieldPath) -> PostRecord | str | None:
        if isinstance(value, str):
            return value
        if not isinstance(value, dict):
            self.fault(at, value, "a post: a link, or a mapping with 'url'")
            return None
        return self.sound(value, PostRecord, at)

    def meant(self, key: str, kind: type[msgspec.Struct]) -> str:
        """Say which field was meant, by what the posts and people call it too."""
        return meant(key, kind)

    def _day(self, record: DigestRecord) -> dt.date | None:
        named = day_in(PurePath(self._path).name)
        if record.date:
            if named and named != record.date:
                expected = f"{named}, the day in the file's name"
                self.fault(("date",), record.date, expected)
            return record.date
        day = named or day_in(record.slug, record.title)
        if day is None and record.collected_at:
            return record.collected_at.date()
        if day is None:
            self.fault(("date",), None, "a day, here or in the file's name", "nothing")
        return day

    def _papers(self, records: list[tuple[int, PaperRecord]]) -> Iterator[Paper]:
        """Yield the papers as the model has them, each once and in rank order."""
        rank = 0
        seen: set[str] = set()
        for index, record in records:
            at: FieldPath = ("papers", index)
            if len(seen) == MOST_PAPERS:
                found = f"{len(records):,} papers"
                self.fault(at, None, f"at most {MOST_PAPERS:,} of a day", found)
                return
            paper = self._paper(record, at, record.rank or max(index, rank) + 1)
            if record.rank is not None and record.rank <= rank:
                self.fault((*at, "rank"), record.rank, f"a rank after {rank}")
            elif paper.arxiv_id in seen:
                expected = "each paper once a digest"
                self.fault((*at, "arxiv_id"), paper.arxiv_id, expected)
            else:
                rank = paper.rank
                seen.add(paper.arxiv_id)
                yield paper

    def _paper(self, record: PaperRecord, at: FieldPath, rank: int) -> Paper:
        counts = {"reposts": record.reposts, "likes": record.likes, **record.signals}
        recorded = record.score
        return Paper(
            arxiv_id=identifier_in(record.arxiv_id),
            title=record.title,
            rank=rank,
            authors=names_in(record.authors),
            categories=self._categories(record, at),
            abstract=record.abstract,
            reposts=record.reposts,
            likes=record.likes,
            score=score(counts) if recorded is None else recorded,
            score_recorded=recorded is not None,
            measured_at=record.measured_at,
            abs_url=record.abs_url,
            pdf_url=record.pdf_url,
            code_url=record.code_url,
            project_url=record.project_url,
            signals=record.signals,
            posts=tuple(self._posts(record.posts, at)),
        )

    def _categories(self, record: PaperRecord, at: FieldPath) -> tuple[str, ...]:
        """Return categories, also those that only a space divides."""
        names = names_in(record.categories)
        if not any(" " in name for name in names):
            return names
        parts = tuple(part for name in names for part in categories_in(name))
        if all(map(is_archive, parts)):
            return parts
        if isinstance(record.categories, str):  # a list is as its program wrote it
            expected = "categories of arXiv's, as in cs.LG, cs.AI"
            self.fault((*at, "categories"), record.categories, expected)
        return names

    def _posts(self, items: list[PostRecord | str], at: FieldPath) -> Iterator[Post]:
        for index, item in enumerate(items):
            if item is _LOST:
                continue
            stated = {"url": item} if isinstance(item, str) else _stated(item)
            post = _post(stated)
            if post is None:
                found = item if isinstance(item, str) else stated.get("html", "")
                expected = "a link to the post, or an embed that holds one"
                self.fault((*at, "posts", index), found, expected)
            else:
                yield post


_LOST = PostRecord()
"""Stands where a post had a fault of its own, so that the others keep their places."""


def _coverage(record: CoverageRecord) -> Coverage:
    stated = msgspec.structs.asdict(record)
    for name in ("counted_by", "problems"):
        stated[name] = tuple(stated[name])
    return Coverage(**stated)


def _stated(record: PostRecord) -> dict[str, Any]:
    """Return the fields that a record of a post has."""
    found = ((field.name, getattr(record, field.name)) for field in fields(Post))
    return {name: value for name, value in found if value is not UNSET}


def _post(stated: dict[str, Any]) -> Post | None:
    """Return a post, with what its embed or link tells of it where nothing else does.

    None when there is no link, neither stated nor in the embed.
    """
    if "url" in stated and len(stated) == len(fields(Post)):
        return Post(**stated)
    embed = embeds.read_embed(stated.get("html", ""))
    url = stated.get("url", "")
    link = embeds.post_from_url(url)
    told = embed if _agree(embed, link) or not url else link
    if told is not None:
        return replace(told, **stated)
    return Post(**stated) if url.startswith(("https://", "http://")) else None


def _agree(embed: Post | None, link: Post | None) -> bool:
    """Tell whether an embed is of the post that a link leads to."""
    if embed is None or link is None:
        return False
    return (embed.platform, embed.id) == (link.platform, link.id)


# Writing


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes lists indented under their key, as people do."""

    def ignore_aliases(self, _data: object) -> bool:
        """Write equal values out each time."""
        return True


def _plain(digest: Digest) -> dict[str, Any]:
    """Return a digest as plain values in the order in which they are written."""
    plain: dict[str, Any] = {"version": VERSION, "date": digest.date.isoformat()}
    if digest.collected_at:
        plain["collected_at"] = in_utc(digest.collected_at)
    plain |= {"title": digest.title, "slug": digest.slug}
    if digest.extra:
        plain["extra"] = dict(digest.extra)
    if digest.coverage:
        plain["coverage"] = [_plain_coverage(each) for each in digest.coverage]
    plain["papers"] = [_plain_paper(paper) for paper in digest.papers]
    return plain


def _plain_paper(paper: Paper) -> dict[str, Any]:
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
    plain["posts"] = [_plain_post(post) for post in paper.posts]
    return plain


def _plain_coverage(coverage: Coverage) -> dict[str, Any]:
    """Return the fields of a record that say anything."""
    plain: dict[str, Any] = {}
    for field in fields(Coverage):
        value = getattr(coverage, field.name)
        if isinstance(value, dt.datetime):
            plain[field.name] = in_utc(value)
        elif value:
            plain[field.name] = list(value) if isinstance(value, tuple) else value
    return plain


def _plain_post(post: Post) -> dict[str, Any]:
    """Return the fields of a post that its embed or link would not tell by itself."""
    told = _post(
        {"url": post.url, "html": post.html} if post.html else {"url": post.url}
    )
    plain: dict[str, Any] = {}
    for field in fields(Post):
        value = getattr(post, field.name)
        if value or (told is not None and value != getattr(told, field.name)):
            plain[field.name] = (
                value.isoformat() if field.name == "date" and value else value
            )
    return plain
