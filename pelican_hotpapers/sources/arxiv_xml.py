"""The XML that arXiv's services answer with: query API, OAI-PMH and RSS.

Their shapes are in arXiv's user manuals (info.arxiv.org/help/api/user-manual.html,
/help/oa, /help/rss.html); elements are known by their local names, since the
namespaces changed over the years. Whatever a response holds, reading it raises
BadResponse or SourceError at most.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pelican_hotpapers.arxiv.identifiers import is_doi, without_version
from pelican_hotpapers.arxiv.taxonomy import is_category
from pelican_hotpapers.errors import BadResponse, SourceError, one_line
from pelican_hotpapers.http import RefusalError, Response, read_xml
from pelican_hotpapers.model import Paper
from pelican_hotpapers.sources.fields import (
    LONGEST_ABSTRACT,
    MOST_AUTHORS,
    day,
    line,
    link,
)

# The query API's Atom


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
    feed = _root(response, "feed")
    entries = feed.findall("{*}entry")
    for entry in entries:
        if "/api/errors" in _text(entry, "id"):
            return QueryPage(refusal=line(_text(entry, "summary")) or "no reason given")
    if response.status != 200:  # noqa: PLR2004 - it is no refusal, and no result either
        raise _bad(response, f"a feed of status {response.status} that names no error")
    return QueryPage(
        entries=tuple(_entries(entries)),
        count=len(entries),
        start=_number(response, feed, "startIndex"),
        total=_number(response, feed, "totalResults"),
    )


def _entries(entries: Iterable[Element]) -> Iterator[QueryEntry]:
    for entry in entries:
        arxiv_id = without_version(_text(entry, "id").strip().partition("/abs/")[2])
        if arxiv_id:
            yield QueryEntry(
                _paper(arxiv_id, entry), _moment(_text(entry, "published"))
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
        title=line(_text(entry, "title")),
        authors=_names(_text(author, "name") for author in entry.findall("{*}author")),
        categories=_categories(terms),
        abstract=line(_text(entry, "summary"), LONGEST_ABSTRACT),
        published=day(_text(entry, "published").strip()),
        updated=day(_text(entry, "updated").strip()),
        comment=line(_text(entry, "comment")),
        journal_ref=line(_text(entry, "journal_ref")),
        doi=_doi(_text(entry, "doi")),
    )


def _number(response: Response, feed: Element, name: str) -> int:
    """Return a count of the feed.

    Raises:
        BadResponse: It has none.
    """
    said = _text(feed, name).strip()
    if not re.fullmatch(r"[0-9]{1,12}", said):
        found = f"a {name} that is no number" if said else f"no {name}"
        raise _bad(response, f"a feed that has {found}", said=said)
    return int(said)


# OAI-PMH


def read_oai_record(response: Response) -> Paper | None:
    """Read the response to GetRecord in the format ``arXiv``.

    Returns:
        The paper; None when there is none of the identifier.

    Raises:
        SourceError: It is an error of another kind.
        BadResponse: It is something else.
    """
    root = _root(response, "OAI-PMH")
    if not _has_records(response, root, "idDoesNotExist"):
        return None
    record = root.find("{*}GetRecord/{*}record")
    header = root.find("{*}GetRecord/{*}record/{*}header")
    if header is not None and header.get("status") == "deleted":
        return None
    paper = None if record is None else _recorded(record)
    if paper is None:
        raise _bad(response, "OAI-PMH that holds no record of a paper")
    return paper


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of what OAI-PMH lists."""

    papers: tuple[Paper, ...] = ()
    token: str = ""
    """What the next page is asked for by; empty for the last one."""


def read_oai_records(response: Response) -> RecordPage:
    """Read the response to ListRecords in the format ``arXiv``.

    Raises:
        SourceError: It is an error of another kind than that there are none.
        BadResponse: It is something else.
    """
    root = _root(response, "OAI-PMH")
    if not _has_records(response, root, "noRecordsMatch"):
        return RecordPage()
    listed = root.find("{*}ListRecords")
    if listed is None:
        raise _bad(response, "OAI-PMH that lists no records")
    return RecordPage(
        papers=tuple(filter(None, map(_recorded, listed.findall("{*}record")))),
        token=_text(listed, "resumptionToken").strip(),
    )


def _recorded(record: Element) -> Paper | None:
    """Return the paper of a record, if it has an identifier and a title."""
    found = record.find("{*}metadata/{*}arXiv")
    if found is None:
        return None
    arxiv_id = without_version(_text(found, "id").strip())
    title = line(_text(found, "title"))
    if not arxiv_id or not title:
        return None
    return Paper(
        arxiv_id=arxiv_id,
        rank=1,
        title=title,
        authors=_names(map(_full_name, found.findall("{*}authors/{*}author"))),
        categories=_categories(_text(found, "categories").split()),
        abstract=line(_text(found, "abstract"), LONGEST_ABSTRACT),
        published=day(_text(found, "created").strip()),
        updated=day(_text(found, "updated").strip() or _text(found, "created")),
        comment=line(_text(found, "comments")),
        journal_ref=line(_text(found, "journal-ref")),
        doi=_doi(_text(found, "doi")),
        license=link(_text(found, "license").strip()),
    )


def _has_records(response: Response, root: Element, none: str) -> bool:
    """Tell whether there is no error; the code of one says that there is nothing.

    Raises:
        SourceError: There is another one.
    """
    error = root.find("{*}error")
    if error is None:
        return True
    code = error.get("code", "")
    if code == none:
        return False
    said = line("".join(error.itertext()))
    raise SourceError(
        f"{response.host} answered with an error",
        "Try again later",
        one_line(f"{code}: {said}"),
    )


def _full_name(author: Element) -> str:
    parts = ("forenames", "keyname", "suffix")
    return " ".join(_text(author, part) for part in parts)


# RSS


@dataclass(frozen=True, slots=True)
class AnnouncementFeed:
    """What one feed of the day's announcements holds."""

    dates: frozenset[dt.datetime]
    """All that the feed says of when it is from; aware."""
    papers: tuple[Paper, ...]
    """Those that are new, or newly listed here, each once."""
    count: int
    """How many items there were of all kinds."""

    @property
    def arxiv_ids(self) -> tuple[str, ...]:
        """The identifiers of the papers."""
        return tuple(paper.arxiv_id for paper in self.papers)


def read_announcement_feed(response: Response) -> AnnouncementFeed:
    """Read a feed of the day's announcements.

    Raises:
        SourceError: arXiv does not know what it was asked for.
        BadResponse: It is something else, as the page that explains the feeds.
    """
    channel = _root(response, "rss").find("{*}channel")
    if channel is None:
        raise _bad(response, "RSS that has no channel")
    if _text(channel, "title").startswith("Feed error"):
        said = line(_text(channel, "description"))
        raise SourceError(
            f"{response.host} refuses the question: {said[:200]}",
            "Check the archives",
        )
    items = channel.findall("{*}item")
    announced = {paper.arxiv_id: paper for paper in map(_announced, items) if paper}
    return AnnouncementFeed(
        dates=frozenset(filter(None, map(_published, (channel, *items)))),
        papers=tuple(announced.values()),
        count=len(items),
    )


_ANNOUNCED = frozenset({"new", "cross"})
"""The kinds of announcements that are no replacements."""


def _announced(item: Element) -> Paper | None:
    """Return the paper that an item announces for the first time, if it does."""
    head, _, abstract = _text(item, "description").partition("Abstract:")
    said = re.search(r"Announce Type: *([\w-]+)", head)
    kind = _text(item, "announce_type").strip() or (said[1] if said else "")
    link_id = _text(item, "link").strip().partition("/abs/")[2]
    guid = _text(item, "guid").strip().removeprefix("oai:arXiv.org:")
    arxiv_id = without_version(link_id) or without_version(guid)
    if kind not in _ANNOUNCED or not arxiv_id:
        return None
    categories = ("".join(each.itertext()) for each in item.findall("{*}category"))
    return Paper(
        arxiv_id=arxiv_id,
        rank=1,
        title=line(_text(item, "title")),
        authors=_names(_creators(_text(item, "creator"))),
        categories=_categories(each.strip() for each in categories),
        abstract=line(abstract, LONGEST_ABSTRACT),
        journal_ref=line(_text(item, "journal_reference")),
        doi=_doi(_text(item, "DOI")),
        license=link(_text(item, "rights").strip()),
    )


def _creators(said: str) -> Iterator[str]:
    """Yield the names in ``Ana Ruiz (A, B), Bo Li Jr``; affiliations have commas, too.

    What stands in parentheses is no name, however deep; one that is not closed ends
    the list.
    """
    depth, name = 0, ""
    for character in said:
        if character == "," and not depth:
            yield name
            name = ""
        elif character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif not depth:
            name += character
    yield name


def _published(element: Element) -> dt.datetime | None:
    """Return when a channel or item is from."""
    said = _text(element, "pubDate") or _text(element, "lastBuildDate")
    try:
        return _aware(email.utils.parsedate_to_datetime(said))
    except (ValueError, TypeError, OverflowError):
        return None


# Text


def _root(response: Response, name: str) -> Element:
    """Return the root of a response.

    Raises:
        RefusalError: arXiv says that it is asked too often, with a status of success.
        BadResponse: It is not XML, or has another root.
    """
    if response.text.lstrip().startswith("Rate exceeded"):
        said = f"{response.host} answered that it is asked too often"
        raise RefusalError(said, "Try again later", response.glimpse)
    root = read_xml(response)
    found = str(root.tag).rpartition("}")[2]
    if found != name:
        raise _bad(response, "XML of another kind", name, said=found)
    return root


def _bad(
    response: Response,
    found: str,
    expected: str = "what its manual says",
    *,
    said: str = "",
) -> BadResponse:
    return BadResponse(
        f"{response.host} answered with {found}, expected {expected}",
        "Try again later",
        one_line(said),
    )


def _text(element: Element, name: str) -> str:
    """Return all text of the first child of a local name."""
    child = element.find(f"{{*}}{name}")
    return "" if child is None else "".join(child.itertext())


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of authors that have any."""
    return tuple(filter(None, map(line, names)))[:MOST_AUTHORS]


def _categories(terms: Iterable[str]) -> tuple[str, ...]:
    """Return each category once; arXiv puts codes of ACM and MSC among them."""
    return tuple(dict.fromkeys(filter(is_category, terms)))


def _doi(text: str) -> str:
    """Return the first DOI of those that the authors gave, or nothing."""
    return next((each for each in text.split() if is_doi(each)), "")


def _moment(text: str) -> dt.datetime | None:
    try:
        return _aware(dt.datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def _aware(moment: dt.datetime) -> dt.datetime:
    """Return a moment with its zone, which is UTC where it has none.

    Raises:
        ValueError: It is at an end of the calendar, where it has no neighbours.
    """
    if not dt.MINYEAR < moment.year < dt.MAXYEAR:
        raise ValueError(moment.year)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
