"""The papers that a link, or a text with links in it, is about."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pelican_hotpapers.arxiv.identifiers import ARCHIVE, is_identifier

LONGEST_TEXT = 20_000
"""Characters of a text that are looked at; no post has more."""

_PLACES = "|".join(
    (
        r"(?:(?:www|export|browse)\.)?arxiv\.org/+(?:abs|pdf|html)/+(?:arxiv:)?",
        r"(?:dx\.)?doi\.org/+10\.48550/arxiv\.",
        r"(?:www\.)?(?:huggingface\.co|hf\.co)/+papers/+",
        r"(?:www\.)?alphaxiv\.org/+(?:abs|pdf|html|overview)/+",
    )
)
_LINK = re.compile(
    rf"(?<![\w.@-])(?:{_PLACES})"
    rf"(?:(?P<archive>{ARCHIVE})(?:\.[a-z]{{2}})?/)?"
    r"(?P<number>\d{1,9}(?:\.\d{1,9})?)",
    re.IGNORECASE | re.ASCII,
)


def linked_arxiv_ids(text: str) -> tuple[str, ...]:
    """Return the arXiv identifiers that links point to.

    Links are those to an abstract, PDF or HTML page of ``arxiv.org``, to arXiv's DOI,
    and to the pages that Hugging Face and alphaXiv have for a paper; with or without
    ``https://``, also within another link, whatever stands behind the identifier.

    Args:
        text: A link, or a text that holds some. From anybody.

    Returns:
        Each identifier once, without version, in the order of the text: ``2104.01778``,
        or ``quant-ph/0201082``; ``math.GT/0309136`` is ``math/0309136``, as arXiv has
        it. Whether there is such a paper is not known.
    """
    found = map(_identifier, _LINK.finditer(_decoded(text[:LONGEST_TEXT])))
    return tuple(dict.fromkeys(filter(is_identifier, found)))


def _decoded(text: str) -> str:
    return unquote(text) if "%" in text else text


def _identifier(link: re.Match[str]) -> str:
    """Return what may be an identifier: not so of a link that was cut short."""
    archive = link["archive"]
    return f"{archive.lower()}/{link['number']}" if archive else link["number"]
