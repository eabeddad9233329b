"""COinS: a paper within a page's text, so that Zotero offers the papers of a list.

A page holds ``<span class="Z3988" title="…"></span>`` for each, with what `coins`
gives, escaped, for its title. A page about one paper has none: Zotero would take it
before the better `meta_tags`.

The abstract is left out: encoded, those of 28 papers are 36 kB, a quarter of what a
page may weigh, for what stands in the page already. RIS and CSL-JSON have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from pelican_hotpapers.exports import arxiv, names
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper

_PLUS = str.maketrans({"+": "\uff0b"})
"""Zotero reads a plus as a space, even where it is encoded; not the full-width one."""


def coins(paper: Paper) -> str:
    """Return the value of the title attribute of a paper's span.

    Args:
        paper: Any paper of the list.

    Returns:
        A context object of OpenURL 1.0 as key-encoded values, in ASCII, to be escaped
        for HTML like any text: its ampersands are bare.
    """
    # All at once: to quote each value alone takes several times as long.
    pairs = (f"{key}\x1e{text.translate(_PLUS)}" for key, text in _values(paper))
    return quote_plus("\x1f".join(pairs)).replace("%1E", "=").replace("%1F", "&")


def _values(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.type", "preprint"
    yield "rft.title", tex.to_text(paper.title)
    for name in names.split_all(paper.authors):
        # A comma parts a name for Zotero, which without one would part a whole name.
        yield "rft.au", name.inverted if name.given else f"{_without_commas(name)},"
    if month := arxiv.submitted(paper.arxiv_id):
        yield "rft.date", f"{month.year}-{month.month:02}"
    yield "rft.publisher", "arXiv"
    if doi := arxiv.doi(paper.arxiv_id):
        yield "rft_id", f"info:doi/{doi}"
    yield "rft.identifier", arxiv.abs_url(paper).replace("+", "%2B")


def _without_commas(name: names.Name) -> str:
    return name.family.replace(",", "")
