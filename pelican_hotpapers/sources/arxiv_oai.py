"""What arXiv's OAI-PMH answers with: records of papers.

See info.arxiv.org/help/oa.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pelican_hotpapers.arxiv.identifiers import without_version
from pelican_hotpapers.errors import SourceError, one_line
from pelican_hotpapers.http import Response
from pelican_hotpapers.model import Paper
from pelican_hotpapers.sources.arxiv_xml import (
    author_names,
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
    link,
)


def read_oai_record(response: Response) -> Paper | None:
    """Read the response to GetRecord in the format ``arXiv``.

    Returns:
        The paper; None when there is none of the identifier.

    Raises:
        SourceError: It is an error of another kind.
        BadResponse: It is something else.
    """
    root = root_of(response, "OAI-PMH")
    if not _has_records(response, root, "idDoesNotExist"):
        return None
    record = root.find("{*}GetRecord/{*}record")
    header = root.find("{*}GetRecord/{*}record/{*}header")
    if header is not None and header.get("status") == "deleted":
        return None
    paper = None if record is None else _recorded(record)
    if paper is None:
        raise bad_xml(response, "OAI-PMH that holds no record of a paper")
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
    root = root_of(response, "OAI-PMH")
    if not _has_records(response, root, "noRecordsMatch"):
        return RecordPage()
    listed = root.find("{*}ListRecords")
    if listed is None:
        raise bad_xml(response, "OAI-PMH that lists no records")
    return RecordPage(
        papers=tuple(filter(None, map(_recorded, listed.findall("{*}record")))),
        token=text_of(listed, "resumptionToken").strip(),
    )


def _recorded(record: Element) -> Paper | None:
    """Return the paper of a record, if it has an identifier and a title."""
    found = record.find("{*}metadata/{*}arXiv")
    if found is None:
        return None
    arxiv_id = without_version(text_of(found, "id").strip())
    title = line(text_of(found, "title"))
    if not arxiv_id or not title:
        return None
    return Paper(
        arxiv_id=arxiv_id,
        rank=1,
        title=title,
        authors=author_names(map(_full_name, found.findall("{*}authors/{*}author"))),
        categories=known_categories(text_of(found, "categories").split()),
        abstract=line(text_of(found, "abstract"), LONGEST_ABSTRACT),
        published=day(text_of(found, "created").strip()),
        updated=day(text_of(found, "updated").strip() or text_of(found, "created")),
        comment=line(text_of(found, "comments")),
        journal_ref=line(text_of(found, "journal-ref")),
        doi=first_doi(text_of(found, "doi")),
        license=link(text_of(found, "license").strip()),
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
    return " ".join(text_of(author, part) for part in parts)
