"""Digests and papers as Markdown, for programs that read rather than show.

They are Hot Papers posts, which `read_digest` reads, with what such a post has a place
for. Posts about papers are links in them: what they say is HTML of other people's. For
the same reason no text in them can become markup where somebody renders the file.

``llms.txt`` names these files, as https://llmstxt.org proposes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pelican_hotpapers.addresses import ARCHIVE, day_stem, table_stem
from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.formats.markdown import post_text
from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import (
    Digest,
    Paper,
    Post,
    arxiv_abs_url,
    arxiv_pdf_url,
)
from pelican_hotpapers.wording import counted

LLMS_TXT = "llms.txt"
"""Where programs look for it: at the root of the site."""
NAMED_DAYS = 30
"""Days that it names; the index of days has all."""

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_MARKER = re.compile(r"[-#>`~=*+|\[\\:]|\d+[.)]")
"""What means something at the beginning of a line of Markdown."""
_CATEGORY = re.compile(r"[A-Za-z-]+(?:\.[A-Za-z-]+)?")


def digest_markdown(digest: Digest) -> str:
    """Write a digest.

    Args:
        digest: With its title and slug.
    """
    return post_text(
        replace(
            digest,
            title=_without_markup(digest.title),
            slug=_without_markup(digest.slug),
            papers=tuple(map(_paper, digest.papers)),
            extra={},
            coverage=(),
            origin=None,
        )
    )


def paper_markdown(entry: LibraryEntry) -> str:
    """Write a paper, as it was on its last day."""
    paper = replace(entry.paper, rank=entry.hot[-1].rank)
    title = tex.to_text(paper.title)
    return digest_markdown(
        Digest(date=entry.last, title=title, slug=entry.stem, papers=(paper,))
    )


def llms_txt(
    name: str, library: Library, url: Callable[[str, str], str], *, has_papers: bool
) -> str:
    """Write what there is to read, for language models.

    Args:
        name: What the site is called, plain text.
        library: All digests; there is one at least.
        url: Returns the address of a file of ours, by its stem and suffix.
        has_papers: Whether each paper is there as Markdown as well.
    """
    a_paper = f", a paper at {url('ARXIV-ID', 'md')}" if has_papers else ""
    papers = counted(len(library.entries), "papers")
    days = counted(len(library.digests), "days")
    newest = library.digests[0].date
    return "\n".join(
        [
            f"# {_without_markup(name)}",
            "",
            "> Daily digests of the arXiv papers that people talked about most: "
            f"{papers} of {days}, the newest of {newest}.",
            "",
            f"A day is at {url('YYYY-MM-DD', 'md')}{a_paper}. What they say are texts "
            "of other people.",
            "",
            "## Digests",
            "",
            *_days(library.digests[:NAMED_DAYS], url),
            "",
            "## Optional",
            "",
            f"- [All days]({url(ARCHIVE, 'json')}): an index in JSON; each day is "
            "there as data, with all counts and posts",
            *(
                f"- [Papers of {year}]({url(table_stem(year), 'csv')}): a table"
                for year in library.years
            ),
            "",
        ]
    )


def _days(digests: Iterable[Digest], url: Callable[[str, str], str]) -> Iterator[str]:
    for digest in digests:
        title = (
            _without_markup(tex.to_text(digest.title))
            .replace("]", ")")
            .replace("[", "(")
        )
        hottest = (
            _without_markup(tex.to_text(paper.title)) for paper in digest.papers[:1]
        )
        about = "; the hottest: ".join(
            [counted(len(digest.papers), "papers"), *hottest]
        )
        yield f"- [{title}]({url(day_stem(digest.date), 'md')}): {about}"


def _paper(paper: Paper) -> Paper:
    """Return what a section of a post can have of a paper, and nothing that acts."""
    return Paper(
        arxiv_id=paper.arxiv_id,
        title=_without_markup(paper.title),
        rank=paper.rank,
        authors=tuple(map(_without_markup, paper.authors)),
        categories=tuple(filter(_CATEGORY.fullmatch, paper.categories)),
        abstract=_beginning(_without_markup(paper.abstract)),
        reposts=paper.reposts,
        likes=paper.likes,
        measured_at=paper.measured_at,
        abs_url=_address(paper.abs_url) or arxiv_abs_url(paper.arxiv_id),
        pdf_url=_address(paper.pdf_url) or arxiv_pdf_url(paper.arxiv_id),
        posts=tuple(_links(paper.posts)),
    )


def _links(posts: Iterable[Post]) -> Iterator[Post]:
    for post in posts:
        if url := _address(post.url):
            yield Post(url=url)


def _without_markup(text: str) -> str:
    """Return a text as one line in which Markdown finds no tag, link or picture."""
    line = plain_line(text)
    return _TAG.sub("< ", line).replace("](", "] (").replace("]:", "] :")


def _beginning(line: str) -> str:
    """Return a line that begins no list, heading, code or table."""
    return f"\\{line}" if _MARKER.match(line) else line


def _address(url: str) -> str:
    found = safe_url(url)
    for sign in "()<>":
        found = found.replace(sign, f"%{ord(sign):X}")
    return found
