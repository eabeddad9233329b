"""COinS: a paper within a page's text, so that Zotero offers the papers of a list.

A page holds ``<span class="Z3988" title="…"></span>`` for each, with what `coins`
gives, escaped, for its title. A page about one paper has none: Zotero would take it
before the better `meta_tags`.

The abstract is left out: encoded, those of 28 papers are 36 kB, a quarter of what a
page may weigh, for what stands in the page already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pelican_hotpapers.arxiv.identifiers import best_doi, month_of
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url
from pelican_hotpapers.outputs.exports.names import split_names

_RESERVED = re.compile(r"[^A-Za-z0-9 _.~,:/\x1e\x1f-]+")
"""What has to be encoded; the two separators and the space are seen to at the end."""


def coins(paper: Paper) -> str:
    """Return the value of the title attribute of a paper's span.

    Args:
        paper: Any paper of the list.

    Returns:
        A context object of OpenURL 1.0 as key-encoded values, in ASCII. No character
        in it means anything in HTML: its ampersands are bare, and no semicolon, which
        would make of one the name of a character, is there.
    """
    # All at once: to encode each value alone takes several times as long.
    pairs = "\x1f".join(f"{key}\x1e{text}" for key, text in _values(paper))
    # Zotero reads a plus as a space, even where it is encoded; not the full-width one.
    encoded = _RESERVED.sub(_encoded, pairs.replace("+", "\uff0b"))
    return encoded.replace(" ", "+").replace("\x1e", "=").replace("\x1f", "&")


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _values(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.type", "preprint"
    yield "rft.title", tex.to_text(paper.title)
    for name in split_names(paper.authors):
        # A comma parts a name for Zotero, which without one would part a whole name.
        yield "rft.au", name.inverted if name.given else f"{name.inverted},"
    if month := month_of(paper.arxiv_id):
        yield "rft.date", f"{month.year}-{month.month:02}"
    yield "rft.publisher", "arXiv"
    if paper.journal_ref:
        yield "rft.source", tex.to_text(paper.journal_ref)
    if doi := best_doi(paper.doi, paper.arxiv_id):
        yield "rft_id", f"info:doi/{doi}".replace("+", "%2B")
    yield "rft.identifier", ascii_abs_url(paper).replace("+", "%2B")
