"""Of many papers, authors or posts, each costs as much as of few.

The lines of code that are run are counted: see growth.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from grown_inputs import SUFFIXES, feeds_of, needed, tried
from growth import Work, growth_of_lines
from hostile_texts import DAY

from pelican_hotpapers.config import Config
from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Coverage, Digest, Paper, Post, Summary
from pelican_hotpapers.outputs import exports
from pelican_hotpapers.outputs.exports import CITATION_FORMATS
from pelican_hotpapers.pages.all_pages import all_pages, listings_of
from pelican_hotpapers.storage import digest_files

PAPER = Paper(arxiv_id="2104.00001", rank=1, title="A Paper", authors=("Ada One",))
SMALL = Digest(date=DAY, title="A Digest", slug="a", papers=(PAPER,))


def numbered(count: int) -> tuple[Paper, ...]:
    return tuple(
        replace(
            PAPER,
            arxiv_id=f"2104.{number:05}",
            rank=number,
            authors=(f"B {count} {number}",),
        )
        for number in range(1, count + 1)
    )


def with_paper(**facts: Any) -> Digest:
    return replace(SMALL, papers=(replace(PAPER, **facts),))


MANY: dict[str, Callable[[int], Digest]] = {
    "papers": lambda count: replace(SMALL, papers=numbered(count)),
    "faults": lambda count: replace(
        SMALL, papers=tuple(replace(each, likes=-1) for each in numbered(count))
    ),
    "authors": lambda count: with_paper(
        authors=tuple(f"Bo {count} {n}" for n in range(count))
    ),
    "categories": lambda count: with_paper(
        categories=tuple(f"cs.{n}" for n in range(count))
    ),
    "signals": lambda count: with_paper(signals={f"s{n}": n for n in range(count)}),
    "posts": lambda count: with_paper(
        posts=tuple(Post(url=f"https://x.com/a/status/{n}") for n in range(count))
    ),
    "summaries": lambda count: with_paper(
        summaries=tuple(Summary(text="a", lang=f"l{n}") for n in range(count))
    ),
    "coverage": lambda count: replace(
        SMALL, coverage=tuple(Coverage(source=f"s{n}") for n in range(count))
    ),
    "extra": lambda count: replace(SMALL, extra={f"k{n}": n for n in range(count)}),
}


def pages_of(digest: Digest) -> None:
    library, config = Library.of([digest]), Config(author_pages=1, related=0)
    list(all_pages(library, listings_of(library, {}, config), config))


def exported(name: str, digest: Digest) -> None:
    """Export a digest's papers, by an exporter of whatever takes one, or all."""
    exporter = getattr(exports, name)
    wanted = needed(exporter)
    if "entries" in wanted:
        exporter(Library.of([digest]).newest)
    elif "papers" in wanted:
        values = {"name": "A Digest", "url": "", "papers": digest.papers}
        exporter(**{key: values[key] for key in wanted})
    else:
        for paper in digest.papers:
            exporter(**{key: {"paper": paper, "url": ""}[key] for key in wanted})


def cited(suffix: str, digest: Digest) -> None:
    form = CITATION_FORMATS[suffix]
    form.file(map(form.paper, digest.papers))


def read_again(suffix: str, digest: Digest) -> None:
    document = digest_files._WRITERS[suffix](digest)
    digest_files.parse(document.encode(), f"2021-04-06{suffix}")


DONE: dict[str, Callable[[Digest], object]] = {
    "pages": pages_of,
    "feed": feeds_of,
    **{
        name: partial(exported, name)
        for name in ("coins", "csv_rows", "item_list", "meta_tags")
    },
    **{f"cite.{suffix}": partial(cited, suffix) for suffix in CITATION_FORMATS},
    **{f"file{suffix}": partial(read_again, suffix) for suffix in SUFFIXES},
}


@pytest.mark.parametrize("done", sorted(DONE))
def test_many(done):
    def told(of: Callable[[int], Digest]) -> str:
        return growth_of_lines(lambda count: partial(tried, DONE[done], of(count)), 25)

    assert {what: slow for what, of in MANY.items() if (slow := told(of))} == {}


def test_what_grows_with_the_square_is_seen():
    def work(count: int) -> Work:
        papers = numbered(count)
        return lambda: [
            paper
            for paper in papers
            if [one for one in papers if one.rank > paper.rank]
        ]

    assert "25: " in growth_of_lines(work, 25)
