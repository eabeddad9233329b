"""The data format: what a digest's file may say, field by field.

The types of these records are what is checked, and the JSON Schema that ships with
the package is printed from them. Whatever can be worked out may be left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from pelican_hotpapers.arxiv import identifiers

VERSIONS = (1, 2)
"""Of the format. The first has no `ADDED` fields; a digest without those is written as
it always was."""
ADDED = (
    *("published", "updated", "comment", "journal_ref", "doi", "license"),
    *("organization", "keywords", "discussions", "lacks", "batches"),
)
"""The fields of papers and of coverage that the second version adds."""
MOST_PAPERS = 5_000
"""Papers of a digest that are read: twice of what arXiv announces on its fullest days.
All are on one page."""


def _says(
    meaning: str, expected: str, hint: Callable[[Any], str] | None = None
) -> Meta:
    """Describe a field.

    Args:
        meaning: What it is, for the schema.
        expected: What it wants, for errors.
        hint: Says what to do about a value that is not so, or nothing.
    """
    return Meta(description=meaning, extra={"expected": expected, "hint": hint})


def _why_no_identifier(found: object) -> str:
    return identifiers.why_impossible(str(found))


# In Python "$" stands before a last line break, too.
Link = Annotated[str, Meta(pattern=r"^https?://\S+$(?!\n)")]
LinkOrNothing = Annotated[str, Meta(pattern=r"^(https?://\S+)?$(?!\n)")]
Doi = Annotated[str, Meta(pattern=rf"^({identifiers.DOI})?$(?!\n)")]
ArxivId = Annotated[str, Meta(pattern=identifiers.WRITTEN)]
Moment = Annotated[dt.datetime, Meta(tz=True)]
Rank = Annotated[int, Meta(ge=1)]
Count = Annotated[int, Meta(ge=0)]
_NAMES = "a list of texts, or one text with commas"


class PostRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A post about a paper. It needs `url` or `html`; the rest follows from them."""

    url: Annotated[
        Link | UnsetType,
        _says("Where the post stands.", "a link"),
    ] = UNSET
    platform: Annotated[
        str | UnsetType,
        _says("`x`, `bluesky`, `mastodon`, `hackernews`…", "a text"),
    ] = UNSET
    id: Annotated[
        str | UnsetType, _says("The platform's own identifier.", "a text in quotes")
    ] = UNSET
    author_name: Annotated[
        str | UnsetType, _says("The name shown, plain text.", "a text")
    ] = UNSET
    author_handle: Annotated[
        str | UnsetType, _says("The handle, without `@`.", "a text")
    ] = UNSET
    date: Annotated[
        dt.date | UnsetType | None,
        _says("The day it was posted.", "a day as in 2021-04-07"),
    ] = UNSET
    lang: Annotated[
        str | UnsetType, _says("Language of the text, as in HTML.", "a text")
    ] = UNSET
    dir: Annotated[
        Literal["ltr", "rtl", "auto", ""] | UnsetType,
        _says("Direction of the text.", "'ltr' or 'rtl'"),
    ] = UNSET
    html: Annotated[
        str | UnsetType,
        _says(
            "The post as the platform's oEmbed gives it. Sanitised when shown.",
            "a text",
        ),
    ] = UNSET


class DiscussionRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A page on which people talk about a paper."""

    url: Annotated[Link, _says("The address of the page.", "a link")]
    platform: Annotated[
        str, _says("`huggingface`, `hackernews`, `alphaxiv`…", "a text")
    ] = ""
    comments: Annotated[
        Count | None,
        _says(
            "Comments counted there, where anybody did.", "a whole number, 0 or more"
        ),
    ] = None


class PaperRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A paper of the day."""

    arxiv_id: Annotated[
        ArxivId,
        _says(
            "The arXiv identifier, or a link to the paper; a version is dropped.",
            "an identifier as in 2104.01778 or quant-ph/0201082",
            _why_no_identifier,
        ),
    ]
    title: Annotated[
        Annotated[str, Meta(min_length=1)],
        _says("The title, which may hold TeX.", "a text"),
    ]
    rank: Annotated[
        Rank | None,
        _says(
            "Place in the digest; one more than the paper before when left out.",
            "a whole number above 0",
        ),
    ] = None
    authors: Annotated[
        list[str] | str, _says("Names, in the paper's order.", _NAMES)
    ] = []
    categories: Annotated[
        list[str] | str, _says("arXiv categories, the primary one first.", _NAMES)
    ] = []
    abstract: Annotated[str, _says("The abstract, which may hold TeX.", "a text")] = ""
    reposts: Annotated[
        Count, _says("Reposts counted.", "a whole number, 0 or more")
    ] = 0
    likes: Annotated[Count, _says("Likes counted.", "a whole number, 0 or more")] = 0
    score: Annotated[
        Count | None,
        _says(
            "What the paper was ranked by; when left out, what `HOTPAPERS_WEIGHTS` "
            "makes of all its counts.",
            "a whole number, 0 or more",
        ),
    ] = None
    measured_at: Annotated[
        Moment | None,
        _says(
            "When the counts were taken.",
            "a time with its zone, as in 2021-04-08T09:37:53Z",
        ),
    ] = None
    abs_url: Annotated[
        LinkOrNothing,
        _says("The abstract page; arXiv's when left out.", "a link"),
    ] = ""
    pdf_url: Annotated[
        LinkOrNothing, _says("The PDF; arXiv's when left out.", "a link")
    ] = ""
    code_url: Annotated[LinkOrNothing, _says("The source code, if any.", "a link")] = ""
    project_url: Annotated[
        LinkOrNothing, _says("The project's page, if any.", "a link")
    ] = ""
    signals: Annotated[
        dict[str, Count],
        _says(
            "Other counts by name: `upvotes`, `comments`, `points`, and the `stars` of "
            "the repository, which are no part of the score unless "
            "`HOTPAPERS_WEIGHTS` names them.",
            "names with whole numbers, 0 or more",
        ),
    ] = {}
    published: Annotated[
        dt.date | None,
        _says("The day of the first version.", "a day as in 2021-04-07"),
    ] = None
    updated: Annotated[
        dt.date | None,
        _says("The day of the newest version.", "a day as in 2021-04-07"),
    ] = None
    comment: Annotated[
        str,
        _says("The authors' comment at arXiv: pages, where it was accepted.", "a text"),
    ] = ""
    journal_ref: Annotated[
        str, _says("Where it was published, as at arXiv.", "a text")
    ] = ""
    doi: Annotated[
        Doi,
        _says(
            "The publisher's DOI, where it was published.",
            "a DOI without an address, as in 10.1000/182",
        ),
    ] = ""
    license: Annotated[
        LinkOrNothing, _says("The address of the licence it is under.", "a link")
    ] = ""
    organization: Annotated[
        str, _says("The laboratory, university or company it is from.", "a text")
    ] = ""
    keywords: Annotated[
        list[str] | str, _says("What it is about, in a few words each.", _NAMES)
    ] = []
    discussions: Annotated[
        list[DiscussionRecord | str],
        _says(
            "Pages on which people talk about it: each a record, or a link.", "a list"
        ),
    ] = []
    posts: Annotated[
        list[PostRecord | str],
        _says("The posts to show, best first: each a record, or a link.", "a list"),
    ] = []


class CoverageRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What became of the papers that one source listed for the day."""

    source: Annotated[
        Annotated[str, Meta(min_length=1)],
        _says("The source: `huggingface`, `arxiv`, `feed`…", "a text"),
    ]
    url: Annotated[
        LinkOrNothing, _says("A page where the list can be seen, if any.", "a link")
    ] = ""
    listed: Annotated[
        Count,
        _says("Papers the source had for the day.", "a whole number, 0 or more"),
    ] = 0
    shown: Annotated[
        Count,
        _says("Papers of those that are in the digest.", "a whole number, 0 or more"),
    ] = 0
    below: Annotated[
        Count,
        _says(
            "Papers whose score fell under the threshold.", "a whole number, 0 or more"
        ),
    ] = 0
    beyond: Annotated[
        Count,
        _says(
            "Papers above the threshold, but beyond the most that are shown.",
            "a whole number, 0 or more",
        ),
    ] = 0
    incomplete: Annotated[
        Count,
        _says(
            "Papers left out because nothing could tell their title, or their "
            "identifier was bad.",
            "a whole number, 0 or more",
        ),
    ] = 0
    kept: Annotated[
        Count,
        _says(
            "Papers shown as an earlier collection had them, since the source no "
            "longer has.",
            "a whole number, 0 or more",
        ),
    ] = 0
    counted_by: Annotated[
        list[str],
        _says(
            "Where the counts were taken from: `huggingface`, `x`, `hackernews`…",
            "a list of texts",
        ),
    ] = []
    counted_at: Annotated[
        Moment | None,
        _says(
            "When the counts were taken.",
            "a time with its zone, as in 2021-04-08T09:37:53Z",
        ),
    ] = None
    problems: Annotated[
        list[str],
        _says(
            "What went wrong for good, a sentence each without its full stop.",
            "a list of texts",
        ),
    ] = []
    lacks: Annotated[
        dict[str, str],
        _says(
            "What is missing, and asked for again: of which service, and why.",
            "names with texts",
        ),
    ] = {}
    batch: Annotated[
        str,
        _says(
            "A fingerprint of the identifiers that were listed, to know the same batch "
            "again.",
            "a text",
        ),
    ] = ""
    batches: Annotated[
        dict[str, str],
        _says(
            "Such a fingerprint for each list, by name, where the source has several.",
            "names with texts",
        ),
    ] = {}


class DigestRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A day's digest."""

    schema: Annotated[
        str, _says("Where this schema stands, for editors.", "a text")
    ] = msgspec.field(name="$schema", default="")
    version: Annotated[
        Literal[1, 2],
        _says(
            "The version of this format: 2 where there is a field that 1 did not have.",
            " or ".join(map(str, VERSIONS)),
        ),
    ] = 1
    date: Annotated[
        dt.date | None,
        _says(
            "The day the digest is about; the one in the file's name when left out.",
            "a day as in 2021-04-07",
        ),
    ] = None
    collected_at: Annotated[
        Moment | None,
        _says(
            "When the digest was put together.",
            "a time with its zone, as in 2021-04-08T09:37:53Z",
        ),
    ] = None
    title: Annotated[str, _says("The title.", "a text")] = ""
    slug: Annotated[str, _says("The slug of its page.", "a text")] = ""
    extra: Annotated[
        dict[str, Any],
        _says(
            "Front matter for the page, as in a Markdown post: tags, category, "
            "status, lang, description…",
            "names with values",
        ),
    ] = {}
    coverage: Annotated[
        list[CoverageRecord],
        _says(
            "What each source had for the day, and what became of it; nothing where "
            "the digest was written by hand.",
            "a list of records, one for each source",
        ),
    ] = []
    papers: Annotated[
        list[PaperRecord], _says("The papers, hottest first.", "a list of papers")
    ] = []


NESTED: Mapping[type[msgspec.Struct], Mapping[str, type[msgspec.Struct]]] = {
    DigestRecord: {"papers": PaperRecord, "coverage": CoverageRecord},
    PaperRecord: {"posts": PostRecord, "discussions": DiscussionRecord},
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
