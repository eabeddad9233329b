"""Constellation: how many posts on Bluesky link to a paper, without an account.

A volunteer's machine, https://constellation.microcosm.blue, keeps what links to what in
all of atproto. It is best effort, names itself unstable, and asks those who use it for
a name and contact, which every request of ours has. ``GET /xrpc/
blue.microcosm.links.getBacklinks`` with a ``subject``, and as its ``source`` where the
link stands, answers ``{"total": int, "records": [{"did", "collection", "rkey"}],
"cursor": text or null}``. Seen in October 2026.

What a post says, and whether its author shows it to everybody, it does not tell: so
posts are counted, and not shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from pelican_hotpapers.errors import BadResponse, SourceError
from pelican_hotpapers.http import Response, read_json
from pelican_hotpapers.model import arxiv_abs_url
from pelican_hotpapers.sources import Context, SignalReport, fields

PLACES = (
    "app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#link].uri",
    "app.bsky.feed.post:embed.external.uri",
)
"""Where a link may stand: in the text, and on a card below it."""
PAGE = 100
"""The most records that it gives at once."""
MOST_PAGES = 5
"""Pages of one paper and place."""
MOST_PAPERS = 100
"""Papers that are asked for, two requests each; a list of a day has fewer."""

_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_KEY_LENGTH = 13
_CLOCK_BITS = 10


@dataclass(frozen=True)
class Constellation:
    """The signal ``constellation``: counts ``posts`` on Bluesky, and shows none.

    It needs no account. It is run by a volunteer, on one machine, as well as that goes.
    """

    context: Context = field(repr=False)
    base_url: str = "https://constellation.microcosm.blue"
    """Where it is; the software is free, to be run by anybody."""
    pace: float = 0.2
    """Seconds from one request to the next."""
    name: ClassVar[str] = "constellation"

    def mentions(
        self, arxiv_ids: Iterable[str], since: dt.datetime, until: dt.datetime
    ) -> SignalReport:
        """Return how many posts link to the abstracts of these papers; see `Signal`."""
        papers = list(dict.fromkeys(arxiv_ids))
        counts: dict[str, dict[str, int]] = {}
        problems: tuple[str, ...] = ()
        if len(papers) > MOST_PAPERS:
            unasked = len(papers) - MOST_PAPERS
            problems = (f"Constellation was not asked for {unasked:,} of the papers",)
        for paper in papers[:MOST_PAPERS]:
            try:
                posts = {
                    key
                    for place in PLACES
                    for key in self._posts(arxiv_abs_url(paper), place)
                    if since <= _written(key[1]) < until
                }
            except SourceError as error:
                if not counts:
                    raise
                return SignalReport((), problems, error.reason, counts)
            counts[paper] = {"posts": len(posts)}
        found = {paper: each for paper, each in counts.items() if each["posts"]}
        return SignalReport((), problems, counts=found)

    def _posts(self, url: str, place: str) -> Iterator[tuple[str, str]]:
        """Yield who has posted a link, and the key of the post."""
        cursor = ""
        for _ in range(MOST_PAGES):
            page, cursor = self.context.http.get(
                f"{self.base_url.rstrip('/')}/xrpc/blue.microcosm.links.getBacklinks",
                _read_page,
                params={
                    "subject": url,
                    "source": place,
                    "limit": str(PAGE),
                    **({"cursor": cursor} if cursor else {}),
                },
                headers={"Accept": "application/json"},  # or it gives a page of HTML
                pace=self.pace,
            )
            yield from page
            if not cursor:
                return


def _read_page(response: Response) -> tuple[list[tuple[str, str]], str]:
    """Return who has linked, with the keys of their records, and the next cursor."""
    body = fields.mapping(read_json(response))
    if not isinstance(body.get("records"), list):
        raise BadResponse(f"{response.host} gave no list of records, expected one")
    records = [
        (fields.text(each.get("did")), fields.text(each.get("rkey")))
        for each in map(fields.mapping, body["records"])
    ]
    return records, fields.text(body.get("cursor"))


def _written(key: str) -> dt.datetime:
    """Return when a record was made, by its key; long ago where that does not tell.

    A key is a number to the base of 32: microseconds since 1970, and 10 bits that tell
    clocks apart (https://atproto.com/specs/tid).
    """
    number = 0
    for digit in key if len(key) == _KEY_LENGTH else "":
        number = number * len(_DIGITS) + max(_DIGITS.find(digit), 0)
    seconds = (number >> _CLOCK_BITS) / 1_000_000
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
