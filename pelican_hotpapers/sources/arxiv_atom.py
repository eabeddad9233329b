"""What arXiv's query API answers with: a feed of papers in Atom.

See info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pelican_hotpapers.arxiv.identifiers import without_version
from pelican_hotpapers.http import Response
from pelican_hotpapers.model import Paper
from pelican_hotpapers.sources.arxiv_xml import (
    author_names,
    aware,
    bad_xml,
    first_doi,
    known_categories,
    root_of,
    text_of,
)
from pelican_hotpapers.sources.fields import (
    LONGEST_ABSTRACT,
    day,
    line,
)


@dataclass(frozen=True, slots=True)
class QueryEntry:
    """A paper of the query API."""

    paper: Paper
    """Its title is empty where it could not be read."""
    submitted: dt.datetime | None
    """When its first version was; aware."""


@dataclass(frozen=True, slots=True)
class QueryPage:
    """One page of the query API."""

    entries: tuple[QueryEntry, ...] = ()
    count: int = 0
    """How many entries there were, with those whose identifier could not be read."""
    start: int = 0
    """Which of all results the first entry is, from 0."""
    total: int = 0
    """How many results there are on all pages."""
    refusal: str = ""
    """What arXiv finds wrong with the question; then there is nothing else."""


def read_query_page(response: Response) -> QueryPage:
    """Read a page of the query API, or its refusal, which is a feed as well.

    Raises:
        BadResponse: It is something else.
    """
    feed = root_of(response, "feed")
    entries = feed.findall("{*}entry")
    for entry in entries:
        if "/api/errors" in text_of(entry, "id"):
            return QueryPage(
                refusal=line(text_of(entry, "summary")) or "no reason given"
            )
    if response.status != 200:  # noqa: PLR2004 - it is no refusal, and no result either
        raise bad_xml(
            response, f"a feed of status {response.status} that names no error"
        )
    return QueryPage(
        entries=tuple(_entries(entries)),
        count=len(entries),
        start=_number(response, feed, "startIndex"),
        total=_number(response, feed, "totalResults"),
    )


def _entries(entries: Iterable[Element]) -> Iterator[QueryEntry]:
    for entry in entries:
        arxiv_id = without_version(text_of(entry, "id").strip().partition("/abs/")[2])
        if arxiv_id:
            yield QueryEntry(
                _paper(arxiv_id, entry), _moment(text_of(entry, "published"))
            )


def _paper(arxiv_id: str, entry: Element) -> Paper:
    terms = [
        element.get("term", "")
        for name in ("primary_category", "category")
        for element in entry.findall(f"{{*}}{name}")
    ]
    return Paper(
        arxiv_id=arxiv_id,
        rank=1,
        title=line(text_of(entry, "title")),
        authors=author_names(
            text_of(author, "name") for author in entry.findall("{*}author")
        ),
        categories=known_categories(terms),
        abstract=line(text_of(entry, "summary"), LONGEST_ABSTRACT),
        published=day(text_of(entry, "published").strip()),
        updated=day(text_of(entry, "updated").strip()),
        comment=line(text_of(entry, "comment")),
        journal_ref=line(text_of(entry, "journal_ref")),
        doi=first_doi(text_of(entry, "doi")),
    )


def _number(response: Response, feed: Element, name: str) -> int:
    """Return a count of the feed.

    Raises:
        BadResponse: It has none.
    """
    said = text_of(feed, name).strip()
    if not re.fullmatch(r"[0-9]{1,12}", said):
        found = f"a {name} that is no number" if said else f"no {name}"
        raise bad_xml(response, f"a feed that has {found}", said=said)
    return int(said)


def _moment(text: str) -> dt.datetime | None:
    try:
        return aware(dt.datetime.fromisoformat(text.strip()))
    except ValueError:
        return None
