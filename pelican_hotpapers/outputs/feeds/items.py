"""Papers as feeds show them: plain text, links that hold, nothing of endless length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.library import Entry
from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.model import arxiv_abs_url
from pelican_hotpapers.outputs.feeds.model import Item, Publisher
from pelican_hotpapers.outputs.feeds.timeline import moments

MOST_NAMES = 100
"""Authors, and categories, that are named; there are papers of 5,000 authors."""
LONGEST_LINE = 1_000
"""Characters of a title or a name."""
LONGEST_SUMMARY = 300
"""Characters of the summary beside a content; readers show it in lists."""
LONGEST_ABSTRACT = 2_000
"""Characters of the summary where there is no content. (arXiv takes abstracts of at
most 1,920.)"""
LONGEST_CONTENT = 100_000
"""Characters of a paper's HTML; of what is longer the summary alone is shown."""


def items(
    entries: Iterable[Entry],
    publisher: Publisher,
    *,
    url: Callable[[Entry], str],
    content: Callable[[Entry], str],
) -> Mapping[str, Item]:
    """Make an item of each paper of a site, for all of its feeds.

    Args:
        entries: The papers, each once and with all of its days.
        publisher: The site.
        url: Returns the absolute address of a paper's own page; nothing where it has
            none, then the abstract page is linked.
        content: Returns a paper as safe HTML in which links are absolute; nothing
            where the abstract as plain text will do.

    Returns:
        The items by arXiv identifier; no two have the same time.
    """
    entries = tuple(entries)
    appeared = moments(entries)
    return {
        entry.arxiv_id: _item(
            entry,
            publisher,
            appeared[entry.arxiv_id],
            url=url(entry),
            content=str(content(entry)),
        )
        for entry in entries
    }


def _item(
    entry: Entry,
    publisher: Publisher,
    appeared: dt.datetime,
    *,
    url: str,
    content: str,
) -> Item:
    paper = entry.paper
    abs_url = _page_url(paper.abs_url) or arxiv_abs_url(quote(paper.arxiv_id))
    shown = without_controls(content) if len(content) <= LONGEST_CONTENT else ""
    longest = LONGEST_SUMMARY if shown else LONGEST_ABSTRACT
    return Item(
        id=publisher.tag(f"arxiv/{paper.arxiv_id}"),
        title=_line(paper.title) or f"arXiv:{_line(paper.arxiv_id)}",
        url=url or abs_url,
        abs_url=abs_url,
        appeared=appeared,
        authors=_names(paper.authors),
        categories=_names(paper.categories),
        summary=_shortened(tex.to_text(paper.abstract), longest),
        content=shown,
    )


def _page_url(url: str) -> str:
    """Let an address through, if it is that of a page."""
    found = safe_url(url)
    return "" if found.startswith("mailto:") else found


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_line, names[:MOST_NAMES]))))


def _line(text: str) -> str:
    return _shortened(tex.to_text(text), LONGEST_LINE)


def _shortened(text: str, longest: int) -> str:
    """Cut a text where a word ends, and mark the cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    return (head.rpartition(" ")[0] or head) + "…"
