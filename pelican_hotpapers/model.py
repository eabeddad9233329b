"""What the project is about: a digest of a day's papers, and the posts about them.

Plain frozen values. Nothing here reads a file, asks the network or knows Pelican,
and nothing here is escaped or sanitised: a text is what a file or a service gave.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What somebody said about a paper, on some platform.

    Every field but ``url`` may be empty: a post that is gone leaves its link.
    """

    url: str
    """The address of the post (``https://x.com/…/status/…``)."""
    platform: str = ""
    """``x``, ``bluesky``, ``mastodon``, ``hackernews``…"""
    id: str = ""
    """The platform's own identifier, as text."""
    author_name: str = ""
    """The name shown, plain text."""
    author_handle: str = ""
    """The handle without ``@``."""
    date: dt.date | None = None
    """The day it was posted."""
    lang: str = ""
    """BCP 47 tag of the text."""
    dir: str = ""
    """Direction of the text: ``ltr``, ``rtl``, or empty where unknown."""
    html: str = ""
    """The post as the platform gave it (an oEmbed blockquote), **not** sanitised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """A page on which people talk about a paper."""

    url: str
    """The address of the page (``https://news.ycombinator.com/item?id=…``)."""
    platform: str = ""
    """``huggingface``, ``hackernews``, ``alphaxiv``…"""
    comments: int | None = None
    """Comments counted there; None where nobody counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a paper is about, in a few sentences that are not its abstract."""

    text: str
    """Plain text; may hold TeX."""
    source: str = ""
    """Who had a machine make it: ``huggingface``, or the host of a language model;
    empty for one written by hand."""
    model: str = ""
    """The language model, where that is told."""
    lang: str = ""
    """BCP 47 tag of the text; English where empty."""
    date: dt.date | None = None
    """The day it was made, where that is told."""
    prompt: str = ""
    """What tells the words that the model was given from others, where known."""

    @property
    def language(self) -> str:
        """The tag of its language."""
        return self.lang or "en"

    @property
    def is_machine_made(self) -> bool:
        """Whether no person wrote it."""
        return bool(self.source or self.model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An arXiv paper as it stood in one day's digest."""

    arxiv_id: str
    """Without a version: ``2104.01778``, or ``quant-ph/0201082`` of old."""
    title: str
    """As arXiv has it: may hold TeX."""
    rank: int
    """Place in the digest, from 1."""
    authors: tuple[str, ...] = ()
    """Names in the paper's order."""
    categories: tuple[str, ...] = ()
    """arXiv categories (``cs.LG``), the primary one first."""
    abstract: str = ""
    """As arXiv has it: may hold TeX."""
    reposts: int = 0
    """Reposts counted when measured."""
    likes: int = 0
    """Likes counted when measured."""
    score: int = 0
    """What the paper was ranked by."""
    score_recorded: bool = field(default=True, compare=False, repr=False)
    """Whether the file or the collector gave the score. Otherwise it is the sum of the
    counts: each weighs 1 until a site applies its settings."""
    measured_at: dt.datetime | None = None
    """When the counts were taken; aware."""
    abs_url: str = ""
    """The abstract page; arXiv's own unless the record says otherwise."""
    pdf_url: str = ""
    """The PDF; arXiv's own unless the record says otherwise."""
    code_url: str = ""
    """Source code, where there is any."""
    project_url: str = ""
    """The project's page, where there is one."""
    signals: Mapping[str, int] = field(default_factory=dict)
    """Other counts by name: ``upvotes``, ``comments``, ``points``, and the ``stars`` of
    the repository, which are no part of the score unless a site gives them a weight."""
    published: dt.date | None = None
    """The day the first version was submitted."""
    updated: dt.date | None = None
    """The day the newest version was submitted."""
    comment: str = ""
    """What the authors say of it: ``12 pages. Accepted at ICLR 2027``."""
    journal_ref: str = ""
    """Where it was published: ``Mach. Learn. 116 (2027) 1-20``."""
    doi: str = ""
    """The publisher's DOI, without an address: ``10.1000/182``."""
    license: str = ""
    """The address of the licence it is under."""
    organization: str = ""
    """Whose work it is: a laboratory, a university, a company."""
    keywords: tuple[str, ...] = ()
    """What it is about, in a few words each."""
    discussions: tuple[Discussion, ...] = ()
    """Where people talk about it."""
    summaries: tuple[Summary, ...] = ()
    """What it is about in other words than its own, in any number of languages."""
    posts: tuple[Post, ...] = ()
    """The posts to show, best first."""

    def __post_init__(self) -> None:
        """Work out the links that follow from the identifier."""
        if not self.abs_url:
            object.__setattr__(self, "abs_url", arxiv_abs_url(self.arxiv_id))
        if not self.pdf_url:
            object.__setattr__(self, "pdf_url", arxiv_pdf_url(self.arxiv_id))

    @property
    def shown_summaries(self) -> tuple[Summary, ...]:
        """The summaries, without those of machines where a person wrote one."""
        by_hand = {each.language for each in self.summaries if not each.is_machine_made}
        return tuple(
            each
            for each in self.summaries
            if not each.is_machine_made or each.language not in by_hand
        )

    @property
    def is_whole(self) -> bool:
        """Whether it has all the texts that arXiv has of every paper."""
        return bool(self.authors and self.categories and self.abstract)

    @property
    def primary_category(self) -> str:
        """The first category, or nothing."""
        return self.categories[0] if self.categories else ""

    @property
    def anchor(self) -> str:
        """The paper's ``id`` in HTML: ``arxiv-2104.01778``."""
        return "arxiv-" + self.arxiv_id.replace("/", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What became of the papers that one source listed for a day.

    ``listed`` papers are those shown, below the threshold, beyond the limit, and
    incomplete.
    """

    source: str
    """The source's name: ``huggingface``, ``arxiv``…"""
    url: str = ""
    """A page where the list can be seen; empty where there is none."""
    listed: int = 0
    """Papers the source had for the day."""
    shown: int = 0
    """Papers of those that are in the digest."""
    below: int = 0
    """Papers whose score fell under the threshold."""
    beyond: int = 0
    """Papers above the threshold, but beyond the most that are shown."""
    incomplete: int = 0
    """Papers left out: nothing told their title, their id was bad, or they were
    withdrawn."""
    kept: int = 0
    """Papers shown as an earlier collection had them: the source no longer does."""
    counted_by: tuple[str, ...] = ()
    """Where the counts were taken from: ``huggingface``, ``x``, ``hackernews``…"""
    counted_at: dt.datetime | None = None
    """When the counts were taken; aware."""
    problems: tuple[str, ...] = ()
    """What went wrong for good, a sentence each without its full stop."""
    lacks: Mapping[str, str] = field(default_factory=dict)
    """What is missing, and asked for again: of which service, and why, in a sentence
    without its full stop. The service is ``arxiv`` for texts of papers, a signal, the
    source itself, or an archive or category of arXiv's that was not listed."""
    batch: str = ""
    """A fingerprint of the ids that were listed, to know the same batch again."""
    batches: Mapping[str, str] = field(default_factory=dict)
    """Such a fingerprint for each list, by name, where the source has several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The papers people talked about on one day, hottest first."""

    date: dt.date
    """The day the digest is about."""
    collected_at: dt.datetime | None = None
    """When it was put together; aware."""
    title: str = ""
    """``Hot Papers 2021-04-07`` where nothing else is said."""
    slug: str = ""
    """``hot-papers-2021-04-07`` where nothing else is said."""
    papers: tuple[Paper, ...] = ()
    """In rank order."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Front matter that is not ours: tags, category, description…"""
    coverage: tuple[Coverage, ...] = ()
    """One for each source that was asked; none for what was written by hand."""
    origin: Origin | None = field(default=None, compare=False, repr=False)
    """The Markdown post it was read from, so that it can be given back."""

    def __post_init__(self) -> None:
        """Work out the title and slug that follow from the date."""
        if not self.title:
            object.__setattr__(self, "title", default_title(self.date))
        if not self.slug:
            object.__setattr__(self, "slug", default_slug(self.date))

    @property
    def partial_papers(self) -> tuple[Paper, ...]:
        """The papers of which arXiv has more texts."""
        return tuple(paper for paper in self.papers if not paper.is_whole)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing that a later collection might bring.

        What was written by hand has no coverage, and is as its author wants it.
        """
        if not self.coverage:
            return True
        return not (
            self.partial_papers or any(record.lacks for record in self.coverage)
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """The bytes of a Markdown post, and the digest they were read as."""

    data: bytes
    digest: Digest


_FACTS = (
    *("title", "authors", "categories", "abstract", "code_url", "project_url"),
    *("published", "updated", "comment", "journal_ref", "doi", "license"),
    *("organization", "keywords"),
)
"""The fields that are taken from another record of a paper where they are empty."""


def with_facts_of(paper: Paper, other: Paper) -> Paper:
    """Return a paper with the texts, days, discussions and summaries of another record.

    What both have stays the paper's own: of summaries, what both have from one source
    in one language. Counts and posts are never taken over, but for the number of
    comments on a discussion, where the paper has none.
    """
    facts = {name: getattr(paper, name) or getattr(other, name) for name in _FACTS}
    discussions = {each.url: each for each in paper.discussions}
    for known in other.discussions:
        each = discussions.setdefault(known.url, known)
        if each.comments is None:
            discussions[known.url] = replace(each, comments=known.comments)
    summaries = {
        (each.source, each.lang): each for each in (*other.summaries, *paper.summaries)
    }
    return replace(
        paper,
        **facts,
        discussions=tuple(discussions.values()),
        summaries=tuple(summaries.values()),
    )


def arxiv_abs_url(arxiv_id: str) -> str:
    """Return the address of a paper's abstract page at arXiv."""
    return f"https://arxiv.org/abs/{arxiv_id}"


def arxiv_pdf_url(arxiv_id: str) -> str:
    """Return the address of a paper's PDF at arXiv."""
    return f"https://arxiv.org/pdf/{arxiv_id}"


def in_zone(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return an aware moment on another clock; as it is, where that has no such year.

    The first and the last hours of all years there are have no place on every clock.
    """
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def in_utc(moment: dt.datetime) -> str:
    """Write an aware moment as RFC 3339 does, in UTC."""
    return in_zone(moment, dt.UTC).isoformat().replace("+00:00", "Z")


def aware_moment(text: str) -> dt.datetime:
    """Read a moment, as `in_utc` writes it or in another zone.

    Raises:
        ValueError: It is none, has no zone, or is at an end of all years there are.
    """
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None or not dt.MINYEAR < moment.year < dt.MAXYEAR:
        raise ValueError(text)
    return moment


def default_title(date: dt.date) -> str:
    """Return the title of a digest that was given none."""
    return f"Hot Papers {date.isoformat()}"


def default_slug(date: dt.date) -> str:
    """Return the slug of a digest that was given none."""
    return f"hot-papers-{date.isoformat()}"


_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", re.ASCII)


def day_in(*names: str) -> dt.date | None:
    """Return the first day that one of these titles, slugs or file names holds."""
    for name in names:
        for found in _DAY.findall(name):
            try:
                return dt.date.fromisoformat(found)
            except ValueError:
                continue
    return None
