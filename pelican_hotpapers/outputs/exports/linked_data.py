"""JSON-LD in the vocabulary of https://schema.org, for search engines and crawlers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from pelican_hotpapers.model import Paper
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url

_CONTEXT = "https://schema.org"
# Nothing in a text may end the script or begin a comment in it, and JavaScript of old
# takes the two separators for line ends.
_UNSAFE = re.compile("[<>&\u2028\u2029]")


def item_list(name: str, url: str, papers: Iterable[Paper]) -> str:
    """Write a list of papers: a digest, a category, a leaderboard.

    Each has its place and its address, as in a summary page of
    https://developers.google.com/search/docs/appearance/structured-data/carousel. What
    is to be told of a paper, its own page tells (highwire.py).

    Args:
        name: What the list is called, plain text.
        url: The address of its page.
        papers: In the order of the list.

    Returns:
        The text of a ``<script type="application/ld+json">``, to be put there as it is.
    """
    listed = [
        {"@type": "ListItem", "position": position, "url": ascii_abs_url(paper)}
        for position, paper in enumerate(papers, 1)
    ]
    told = {
        "@context": _CONTEXT,
        "@type": "ItemList",
        "name": name,
        "url": url,
        "numberOfItems": len(listed),
        "itemListElement": listed,
    }
    filled = {key: value for key, value in told.items() if value or value == 0}
    text = json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
