"""Data to digests: JSON for machines, YAML for hands.

What may be left out is worked out here: the day from the file's name, ranks from the
order, links from the identifier, a post's facts from its link or embed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import PurePath
from typing import Any

import msgspec
from msgspec import UNSET

from pelican_hotpapers.arxiv.identifiers import identifier_in
from pelican_hotpapers.arxiv.taxonomy import categories_in, is_archive
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats.paper_parts import (
    DiscussionRecord,
    PostRecord,
    SummaryRecord,
)
from pelican_hotpapers.formats.records import (
    MOST_PAPERS,
    NESTED,
    CoverageRecord,
    DigestRecord,
    PaperRecord,
    names_in,
)
from pelican_hotpapers.formats.suggestions import suggestion
from pelican_hotpapers.formats.syntax import (
    FieldPath,
    ParsedData,
    read_json,
    read_yaml,
)
from pelican_hotpapers.formats.validation import Validator, field_types
from pelican_hotpapers.markup import embeds
from pelican_hotpapers.model import (
    Coverage,
    Digest,
    Discussion,
    Paper,
    Post,
    Summary,
    day_in,
)
from pelican_hotpapers.scores import score


def parse_json(text: str, path: str) -> Digest:
    """Read a digest from JSON.

    Args:
        text: The whole file.
        path: The file's name, for errors and for the day it may hold.

    Raises:
        DigestError: With every fault of the file. Its ``digest`` holds what is sound:
            a paper, a post or a record of the coverage with a fault is left out, alone.
    """
    return _DigestParser(read_json(text, path), path).digest()


def parse_yaml(text: str, path: str) -> Digest:
    """Read a digest from YAML, in which a text may look like a number; see parse_json.

    Raises:
        DigestError: As parse_json does.
    """
    document = read_yaml(text, path)
    return _DigestParser(
        replace(document, value=_as_texts(document.value)), path
    ).digest()


class _DigestParser(Validator):
    """The reading of one file, which notes its faults as it goes."""

    def __init__(self, document: ParsedData, path: str) -> None:
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
        lists = {
            name: self._sound_items(rest.pop(name, []), kind, (*at, name))
            for name, kind in NESTED[PaperRecord].items()
        }
        paper = self.sound(rest, PaperRecord, at)
        return msgspec.structs.replace(paper, **lists) if paper else None

    def _sound_items(
        self, items: object, kind: type[msgspec.Struct], at: FieldPath
    ) -> list[object]:
        """Return posts, discussions or summaries; `_LOST` where one has a fault."""
        if not isinstance(items, list):
            self.fault(at, items, f"a list of {at[-1]}")
            return []
        return [
            self._sound_item(item, kind, (*at, index)) or _LOST
            for index, item in enumerate(items)
        ]

    def _sound_item(
        self, value: object, kind: type[msgspec.Struct], at: FieldPath
    ) -> msgspec.Struct | str | None:
        if isinstance(value, str):
            return value
        if not isinstance(value, dict):
            self.fault(at, value, _EXPECTED[str(at[-2])])
            return None
        return self.sound(value, kind, at)

    def suggestion(self, key: str, kind: type[msgspec.Struct]) -> str:
        """Say which field was meant, by what the posts and people call it too."""
        return suggestion(key, kind)

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
        worked_out = {
            "arxiv_id": identifier_in(record.arxiv_id),
            "rank": rank,
            "authors": names_in(record.authors),
            "categories": self._categories(record, at),
            "score": score(counts) if recorded is None else recorded,
            "score_recorded": recorded is not None,
            "keywords": names_in(record.keywords),
            "discussions": tuple(self._discussions(record.discussions, at)),
            "summaries": tuple(_summaries(record.summaries)),
            "posts": tuple(self._posts(record.posts, at)),
        }
        return Paper(**{**msgspec.structs.asdict(record), **worked_out})

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

    def _discussions(
        self, items: Sequence[object], at: FieldPath
    ) -> Iterator[Discussion]:
        for index, item in enumerate(items):
            if isinstance(item, DiscussionRecord):
                yield Discussion(**msgspec.structs.asdict(item))
            elif not isinstance(item, str):
                continue  # it is _LOST
            elif item.startswith(("https://", "http://")):
                yield Discussion(url=item)
            else:
                self.fault((*at, "discussions", index), item, "a link")

    def _posts(self, items: list[PostRecord | str], at: FieldPath) -> Iterator[Post]:
        for index, item in enumerate(items):
            if item is _LOST:
                continue
            stated = {"url": item} if isinstance(item, str) else _stated(item)
            post = post_of(stated)
            if post is None:
                found = item if isinstance(item, str) else stated.get("html", "")
                expected = "a link to the post, or an embed that holds one"
                self.fault((*at, "posts", index), found, expected)
            else:
                yield post


_LOST = PostRecord()
"""Stands where an item had a fault of its own, so that the others keep their places."""


_EXPECTED = {
    "posts": "a post: a link, or a mapping with 'url'",
    "discussions": "a discussion: a link, or a mapping with 'url'",
    "summaries": "a summary: a text, or a mapping with 'text'",
}


def _summaries(items: Iterable[object]) -> Iterator[Summary]:
    for item in items:
        if isinstance(item, SummaryRecord):
            yield Summary(**msgspec.structs.asdict(item))
        elif isinstance(item, str) and item:
            yield Summary(text=item)


def _coverage(record: CoverageRecord) -> Coverage:
    stated = msgspec.structs.asdict(record)
    for name in ("counted_by", "problems"):
        stated[name] = tuple(stated[name])
    return Coverage(**stated)


def _stated(record: PostRecord) -> dict[str, Any]:
    """Return the fields that a record of a post has."""
    found = ((field.name, getattr(record, field.name)) for field in fields(Post))
    return {name: value for name, value in found if value is not UNSET}


def post_of(stated: dict[str, Any]) -> Post | None:
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


# Numbers of YAML where a text is wanted


def _as_texts(value: Any, kind: type[msgspec.Struct] = DigestRecord) -> Any:  # noqa: ANN401
    """Give the numbers of a hand-written record back as texts where those are wanted.

    YAML takes ``title: 2021`` and ``arxiv_id: 2104.01778`` for numbers; those that
    read_yaml gives as numbers are written as Python writes them, so nothing is lost.
    """
    if not isinstance(value, dict):
        return value
    texts, nested = _text_fields(kind), NESTED.get(kind, {})
    made = {
        key: str(item) if type(item) in (int, float) and key in texts else item
        for key, item in value.items()
    }
    for key in nested.keys() & made.keys():
        if isinstance(made[key], list):
            made[key] = [_as_texts(item, nested[key]) for item in made[key]]
    return made


@cache
def _text_fields(kind: type[msgspec.Struct]) -> frozenset[str]:
    """Return the fields that hold one text and nothing else."""

    def takes(value: object, hint: Any) -> bool:  # noqa: ANN401
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError:
            return False
        return True

    numbers = {name for name, hint in field_types(kind).items() if takes(1, hint)}
    lists = {name for name, hint in field_types(kind).items() if takes([], hint)}
    return frozenset(field_types(kind)) - numbers - lists
