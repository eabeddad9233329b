"""The data format: what a digest's file may say, field by field.

The types of these records are what is checked, and the JSON Schema that ships with
the package is printed from them. Whatever can be worked out may be left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from pelican_hotpapers.formats.field_types import (
    A_COUNT,
    A_DAY,
    A_MOMENT,
    NAMES,
    ArxivId,
    Count,
    Doi,
    LinkOrNothing,
    Moment,
    Rank,
    says,
    why_no_identifier,
)
from pelican_hotpapers.formats.paper_parts import (
    DiscussionRecord,
    PostRecord,
    SummaryRecord,
)

VERSIONS = (1, 2)
"""Of the format. The first has no `ADDED` fields; a digest without those is written as
it always was."""
ADDED = (
    *("published", "updated", "comment", "journal_ref", "doi", "license"),
    *("organization", "keywords", "discussions", "summaries", "lacks", "batches"),
)
"""The fields of papers and of coverage that the second version adds."""
MOST_PAPERS = 5_000
"""Papers of a digest that are read: twice of what arXiv announces on its fullest days.
All are on one page."""


class PaperRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A paper of the day."""

    arxiv_id: Annotated[
        ArxivId,
        says(
            "The arXiv identifier, or a link to the paper; a version is dropped.",
            "an identifier as in 2104.01778 or quant-ph/0201082",
            why_no_identifier,
        ),
    ]
    title: Annotated[
        Annotated[str, Meta(min_length=1)],
        says("The title, which may hold TeX.", "a text"),
    ]
    rank: Annotated[
        Rank | None,
        says(
            "Place in the digest; one more than the paper before when left out.",
            "a whole number above 0",
        ),
    ] = None
    authors: Annotated[
        list[str] | str, says("Names, in the paper's order.", NAMES)
    ] = []
    categories: Annotated[
        list[str] | str, says("arXiv categories, the primary one first.", NAMES)
    ] = []
    abstract: Annotated[str, says("The abstract, which may hold TeX.", "a text")] = ""
    reposts: Annotated[Count, says("Reposts counted.", A_COUNT)] = 0
    likes: Annotated[Count, says("Likes counted.", A_COUNT)] = 0
    score: Annotated[
        Count | None,
        says(
            "What the paper was ranked by; when left out, what `HOTPAPERS_WEIGHTS` "
            "makes of all its counts.",
            A_COUNT,
        ),
    ] = None
    measured_at: Annotated[
        Moment | None, says("When the counts were taken.", A_MOMENT)
    ] = None
    abs_url: Annotated[
        LinkOrNothing, says("The abstract page; arXiv's when left out.", "a link")
    ] = ""
    pdf_url: Annotated[
        LinkOrNothing, says("The PDF; arXiv's when left out.", "a link")
    ] = ""
    code_url: Annotated[LinkOrNothing, says("The source code, if any.", "a link")] = ""
    project_url: Annotated[
        LinkOrNothing, says("The project's page, if any.", "a link")
    ] = ""
    signals: Annotated[
        dict[str, Count],
        says(
            "Other counts by name: `upvotes`, `comments`, `points`, and the `stars` of "
            "the repository, which are no part of the score unless "
            "`HOTPAPERS_WEIGHTS` names them.",
            "names with whole numbers, 0 or more",
        ),
    ] = {}
    published: Annotated[
        dt.date | None, says("The day of the first version.", A_DAY)
    ] = None
    updated: Annotated[
        dt.date | None, says("The day of the newest version.", A_DAY)
    ] = None
    comment: Annotated[
        str,
        says("The authors' comment at arXiv: pages, where it was accepted.", "a text"),
    ] = ""
    journal_ref: Annotated[
        str, says("Where it was published, as at arXiv.", "a text")
    ] = ""
    doi: Annotated[
        Doi,
        says(
            "The publisher's DOI, where it was published.",
            "a DOI without an address, as in 10.1000/182",
        ),
    ] = ""
    license: Annotated[
        LinkOrNothing, says("The address of the licence it is under.", "a link")
    ] = ""
    organization: Annotated[
        str, says("The laboratory, university or company it is from.", "a text")
    ] = ""
    keywords: Annotated[
        list[str] | str, says("What it is about, in a few words each.", NAMES)
    ] = []
    discussions: Annotated[
        list[DiscussionRecord | str],
        says(
            "Pages on which people talk about it: each a record, or a link.", "a list"
        ),
    ] = []
    summaries: Annotated[
        list[SummaryRecord | str],
        says(
            "What it is about in a few sentences that are not its own: each a record, "
            "or the text of one that was written by hand.",
            "a list",
        ),
    ] = []
    posts: Annotated[
        list[PostRecord | str],
        says("The posts to show, best first: each a record, or a link.", "a list"),
    ] = []


class CoverageRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What became of the papers that one source listed for the day."""

    source: Annotated[
        Annotated[str, Meta(min_length=1)],
        says("The source: `huggingface`, `arxiv`, `feed`…", "a text"),
    ]
    url: Annotated[
        LinkOrNothing, says("A page where the list can be seen, if any.", "a link")
    ] = ""
    listed: Annotated[Count, says("Papers the source had for the day.", A_COUNT)] = 0
    shown: Annotated[
        Count, says("Papers of those that are in the digest.", A_COUNT)
    ] = 0
    below: Annotated[
        Count, says("Papers whose score fell under the threshold.", A_COUNT)
    ] = 0
    beyond: Annotated[
        Count,
        says(
            "Papers above the threshold, but beyond the most that are shown.", A_COUNT
        ),
    ] = 0
    incomplete: Annotated[
        Count,
        says(
            "Papers left out because nothing could tell their title, or their "
            "identifier was bad.",
            A_COUNT,
        ),
    ] = 0
    kept: Annotated[
        Count,
        says(
            "Papers shown as an earlier collection had them, since the source no "
            "longer has.",
            A_COUNT,
        ),
    ] = 0
    counted_by: Annotated[
        list[str],
        says(
            "Where the counts were taken from: `huggingface`, `x`, `hackernews`…",
            "a list of texts",
        ),
    ] = []
    counted_at: Annotated[
        Moment | None, says("When the counts were taken.", A_MOMENT)
    ] = None
    problems: Annotated[
        list[str],
        says(
            "What went wrong for good, a sentence each without its full stop.",
            "a list of texts",
        ),
    ] = []
    lacks: Annotated[
        dict[str, str],
        says(
            "What is missing, and asked for again: of which service, and why.",
            "names with texts",
        ),
    ] = {}
    batch: Annotated[
        str,
        says(
            "A fingerprint of the identifiers that were listed, to know the same batch "
            "again.",
            "a text",
        ),
    ] = ""
    batches: Annotated[
        dict[str, str],
        says(
            "Such a fingerprint for each list, by name, where the source has several.",
            "names with texts",
        ),
    ] = {}


class DigestRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A day's digest."""

    schema: Annotated[str, says("Where this schema stands, for editors.", "a text")] = (
        msgspec.field(name="$schema", default="")
    )
    version: Annotated[
        Literal[1, 2],
        says(
            "The version of this format: 2 where there is a field that 1 did not have.",
            " or ".join(map(str, VERSIONS)),
        ),
    ] = 1
    date: Annotated[
        dt.date | None,
        says(
            "The day the digest is about; the one in the file's name when left out.",
            A_DAY,
        ),
    ] = None
    collected_at: Annotated[
        Moment | None, says("When the digest was put together.", A_MOMENT)
    ] = None
    title: Annotated[str, says("The title.", "a text")] = ""
    slug: Annotated[str, says("The slug of its page.", "a text")] = ""
    extra: Annotated[
        dict[str, Any],
        says(
            "Front matter for the page, as in a Markdown post: tags, category, "
            "status, lang, description…",
            "names with values",
        ),
    ] = {}
    coverage: Annotated[
        list[CoverageRecord],
        says(
            "What each source had for the day, and what became of it; nothing where "
            "the digest was written by hand.",
            "a list of records, one for each source",
        ),
    ] = []
    papers: Annotated[
        list[PaperRecord], says("The papers, hottest first.", "a list of papers")
    ] = []


NESTED: Mapping[type[msgspec.Struct], Mapping[str, type[msgspec.Struct]]] = {
    DigestRecord: {"papers": PaperRecord, "coverage": CoverageRecord},
    PaperRecord: {
        "posts": PostRecord,
        "discussions": DiscussionRecord,
        "summaries": SummaryRecord,
    },
}
"""The fields of records that are lists of other records."""


def names_in(value: Iterable[str]) -> tuple[str, ...]:
    """Return the names of a list, or of a text: at its semicolons, or its commas."""
    if not isinstance(value, str):
        return tuple(value)
    parts = value.split(";" if ";" in value else ",")
    return tuple(part.strip() for part in parts if part.strip())


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the data format."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A digest of Hot Papers",
        **msgspec.json.schema(DigestRecord),
    }
