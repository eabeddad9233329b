"""A paper's section of a Hot Papers post.

A section reads, with blank lines between its parts::

    # 1. Title
    Author One, Author Two
    - retweets: 12, favorites: 34 (04/08/2021 09:37:53)
    - links: [abs](https://arxiv.org/abs/…) | [pdf](https://arxiv.org/pdf/…)
    - [cs.CV](https://arxiv.org/list/cs.CV/recent) | …
    The abstract.
    <blockquote class="twitter-tweet">…</blockquote>
    <script async src="https://platform.twitter.com/widgets.js" …></script>

with any number of posts at its end, each an embed or a bare link. Times are UTC.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import pairwise

from pelican_hotpapers.arxiv.identifiers import identifier_of_link, why_impossible
from pelican_hotpapers.errors import Fault, excerpt
from pelican_hotpapers.formats.detection import DISTINCTIVE, line_kind
from pelican_hotpapers.formats.frontmatter import FrontMatter
from pelican_hotpapers.formats.records import MOST_PAPERS
from pelican_hotpapers.markup import embeds
from pelican_hotpapers.model import Paper, Post, in_zone
from pelican_hotpapers.scores import EVEN, score

_TIME = "%m/%d/%Y %H:%M:%S"
_SCRIPT = (
    '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8">'
    "</script>"
)
_HEADING = re.compile(r"# ([0-9]+)\. +(\S.*)")
_COUNTS = re.compile(
    r"- retweets: (\d{1,15}), favorites: (\d{1,15})"
    r"(?: \((\d\d)/(\d\d)/(\d{4}) (\d\d):(\d\d):(\d\d)\))? *",
    re.ASCII,
)
_LINKS = re.compile(r"- links: \[abs\]\(([^()\s]+)\) \| \[pdf\]\(([^()\s]+)\) *")
_CATEGORY = re.compile(r"\[([^\[\]]+)\]\(https?://arxiv\.org/list/[^()]*\)")
_CATEGORIES = re.compile(rf"-(?: {_CATEGORY.pattern}(?: \|(?= ))?)* *")
_BEGINNINGS = {
    "title": "# ",
    "counts": "- retweets",
    "links": "- links",
    "categories": "- [",
}
"""How a line begins that stands in its place, and is not as it should be."""
_SCRIPT_LINE = re.compile(r"<script\b[^<>]*></script>\s*")


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of a post, read as far as they keep to the grammar."""

    papers: tuple[Paper, ...]
    faults: tuple[Fault, ...]
    """What is wrong with the others."""
    preface: str
    """The text above the first of these papers, as it is written."""
    rest: str
    """The text of the sections below it that are none, as it is written."""


def read_sections(
    front: FrontMatter, path: str, weights: Mapping[str, float] | None = None
) -> Sections:
    """Read the papers of a post, and keep the text that is of none.

    Args:
        front: The post, taken apart.
        path: The file's name, for errors.
        weights: Those of a site, by which papers are scored for good.
    """
    lines = front.body.replace("\r\n", "\n").split("\n")
    papers: dict[str, Paper] = {}
    faults: list[Fault] = []
    preface: list[str] = []
    rest: list[str] = []
    rank = 0
    for start, end in _sections(lines):
        if len(papers) == MOST_PAPERS:
            line = front.body_line + start
            expected = f"at most {MOST_PAPERS:,} of a day"
            faults.append(
                Fault(
                    path=path,
                    line=line,
                    field="papers",
                    found="more",
                    expected=expected,
                )
            )
            rest.extend(lines[start:])
            break
        reading = _Section(lines, start, end, first_line=front.body_line, path=path)
        paper = reading.paper(rank, papers.keys(), weights)
        faults.extend(reading.faults)
        if paper is None:
            (rest if papers else preface).extend(lines[start:end])
            continue
        rank = paper.rank
        papers[paper.arxiv_id] = paper
    return Sections(
        tuple(papers.values()), tuple(faults), "\n".join(preface), "\n".join(rest)
    )


def _sections(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where each section begins and ends: at the numbered headings."""
    starts = [
        index
        for index, text in enumerate(lines)
        if text.startswith("# ") and _HEADING.match(text)
    ]
    preface = lines[: starts[0]] if starts else lines
    if any(text and not text.isspace() for text in preface):
        starts.insert(0, 0)
    return pairwise([*starts, len(lines)])


class _Section:
    """The reading of one paper's lines, from the heading down."""

    def __init__(
        self, lines: list[str], start: int, end: int, *, first_line: int, path: str
    ) -> None:
        self.faults: list[Fault] = []
        self._lines = lines
        self._next = start
        self._end = end
        self._first_line = first_line
        self._path = path
        self._places: dict[str, int] = {}

    def paper(
        self, after: int, seen: Set[str], weights: Mapping[str, float] | None
    ) -> Paper | None:
        """Return the paper, or None when the section has a fault.

        Args:
            after: The rank of the paper before.
            seen: The identifiers of the papers before.
            weights: Those of a site, if it is read for one.
        """
        heading = self._take(_HEADING, "title", "'# 1. Title'")
        if heading is None:
            return None
        authors = self._authors()
        counts = self._take(
            _COUNTS, "counts", "'- retweets: 1, favorites: 2 (04/07/2021 10:15:27)'"
        )
        links = self._take(
            _LINKS,
            "links",
            "'- links: [abs](https://arxiv.org/abs/…) | [pdf](https://arxiv.org/pdf/…)'",
        )
        categories = self._take(
            _CATEGORIES,
            "categories",
            "'- [cs.LG](https://arxiv.org/list/cs.LG/recent)'",
        )
        abstract = self._abstract()
        posts = tuple(self._posts())
        rank = self._rank(heading, after)
        arxiv_id = self._arxiv_id(links, seen)
        measured_at = self._time(counts)
        if self.faults or counts is None or links is None or categories is None:
            return None
        reposts, likes = int(counts[1]), int(counts[2])
        return Paper(
            rank=rank,
            title=heading[2].rstrip(),
            authors=authors,
            arxiv_id=arxiv_id,
            categories=tuple(_CATEGORY.findall(categories[0])),
            abstract=abstract,
            reposts=reposts,
            likes=likes,
            score=score({"reposts": reposts, "likes": likes}, weights or EVEN),
            score_recorded=weights is not None,
            measured_at=measured_at,
            abs_url=links[1],
            pdf_url=links[2],
            posts=posts,
        )

    def _peek(self) -> str | None:
        """Return the next line that holds anything."""
        while self._next < self._end:
            text = self._lines[self._next]
            if text and not text.isspace():
                return text
            self._next += 1
        return None

    def _take(
        self, pattern: re.Pattern[str], field: str, expected: str
    ) -> re.Match[str] | None:
        """Take the next line, which must have this form."""
        text = self._peek()
        match = pattern.fullmatch(text) if text else None
        if match is None:
            self._fault(field, expected)
        if match or (text and text.startswith(_BEGINNINGS[field])):
            self._places[field] = self._next
            self._next += 1
        return match

    def _fault(
        self, field: str, expected: str, found: str | None = None, hint: str = ""
    ) -> None:
        """Note a fault of a line that was taken, or else of the next one."""
        at = self._places.get(field, self._next)
        if found is None:
            found = self._lines[at] if at < self._end else None
        self.faults.append(
            Fault(
                path=self._path,
                line=self._first_line + min(at, self._end - 1),
                column=1,
                field=field,
                found=excerpt(found) if found is not None else "the end of the paper",
                expected=expected,
                hint=hint,
            )
        )

    def _rank(self, heading: re.Match[str], after: int) -> int:
        rank = int(heading[1][:9])
        if rank <= after:
            self._places["rank"] = self._places["title"]
            self._fault("rank", f"a rank after {after}")
        return rank

    def _authors(self) -> tuple[str, ...]:
        text = self._peek()
        if text is None or text.startswith("- "):
            return ()
        self._next += 1
        return tuple(name for name in text.strip().split(", ") if name)

    def _arxiv_id(self, links: re.Match[str] | None, seen: Set[str]) -> str:
        if links is None:
            return ""
        arxiv_id = identifier_of_link(links[1])
        if not arxiv_id:
            hint = why_impossible(links[1])
            expected = "'https://arxiv.org/abs/2104.01778'"
            self._fault("links", expected, links[1], hint)
        elif arxiv_id in seen:
            self._fault("links", "each paper once a digest", links[1])
        return arxiv_id

    def _time(self, counts: re.Match[str] | None) -> dt.datetime | None:
        if counts is None or counts[3] is None:
            return None
        month, day, year, hour, minute, second = map(int, counts.groups()[2:])
        try:
            return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
        except ValueError:
            self._fault("counts", "a time as in 04/07/2021 10:15:27")
            return None

    def _abstract(self) -> str:
        self._peek()
        start = self._next
        while (text := self._peek()) and not _begins_post(text):
            if line_kind(text) in DISTINCTIVE:
                self._fault("heading", "'# 2. Title' before the next paper")
            self._next += 1
        return "\n".join(self._lines[start : self._next]).rstrip("\n")

    def _posts(self) -> Iterator[Post]:
        while self._peek():
            self._places["post"] = self._next
            post = self._post()
            if post is None:
                self._fault("post", "an embedded post that holds a link to itself")
                return
            yield post

    def _post(self) -> Post | None:
        """Take an embed with its script line, or a bare link."""
        text = self._lines[self._next]
        if not text.startswith("<blockquote"):
            self._next += 1
            return embeds.post_from_url(text.strip())
        html = self._blockquote()
        script = self._peek()
        if script and _SCRIPT_LINE.fullmatch(script):
            self._next += 1
        return embeds.read_embed(html)

    def _blockquote(self) -> str:
        start = self._next
        while text := self._peek():
            self._next += 1
            if text.rstrip().endswith("</blockquote>"):
                break
        return "\n".join(self._lines[start : self._next]).rstrip("\n")


def _begins_post(text: str) -> bool:
    """Tell whether a line after the abstract begins a post."""
    if text.startswith("<blockquote"):
        return True
    link = text.strip()
    return (
        link.startswith("https://")
        and " " not in link
        and embeds.post_from_url(link) is not None
    )


def paper_text(paper: Paper) -> str:
    """Return the section of a paper."""
    counts = f"- retweets: {paper.reposts}, favorites: {paper.likes}"
    if paper.measured_at is not None:
        counts += f" ({in_zone(paper.measured_at, dt.UTC).strftime(_TIME)})"
    links = f"- links: [abs]({paper.abs_url}) | [pdf]({paper.pdf_url})"
    categories = " | ".join(
        f"[{name}](https://arxiv.org/list/{name}/recent)" for name in paper.categories
    )
    parts = [
        f"# {paper.rank}. {paper.title}",
        ", ".join(paper.authors),
        counts,
        f"{links}\n- {categories}",
        paper.abstract,
        *(f"{post.html}\n{_SCRIPT}" if post.html else post.url for post in paper.posts),
    ]
    return "\n\n".join(parts) + "\n\n\n\n"
