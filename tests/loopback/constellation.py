"""Constellation: what links to what in all of atproto."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loopback.server import Reply, Request, Server

PATH = "/xrpc/blue.microcosm.links.getBacklinks"
FACETS = "app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#link].uri"
CARDS = "app.bsky.feed.post:embed.external.uri"
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass
class Constellation:
    """Constellation, with these links, as a speaker.

    ``Constellation({(url, FACETS): [("did:plc:a", tid(now))]}).speak(server)`` returns
    its ``base_url``.
    """

    links: Mapping[tuple[str, str], Sequence[tuple[str, str]]]
    """Who links to an address with which record, by the address and the place."""

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address to ask."""
        server.speakers[PATH] = self
        return server.url

    def __call__(self, request: Request) -> Reply:
        query = request.query
        if "json" not in request.headers.get("accept", ""):
            page = b"<html><body>This is a constellation API server</body></html>"
            return Reply(page, 200, {"Content-Type": "text/html"})
        size = int(query.get("limit", "16"))
        if not {"subject", "source"} <= query.keys() or not 1 <= size <= 100:
            return Reply(b"Failed to deserialize query string", 400)
        found = self.links.get((query["subject"], query["source"]), ())
        start = int(query.get("cursor", "0"))
        rest = start + size < len(found)
        body = {
            "total": len(found),
            "records": [
                {"did": did, "collection": "app.bsky.feed.post", "rkey": key}
                for did, key in found[start : start + size]
            ],
            "cursor": str(start + size) if rest else None,
        }
        kind = {"Content-Type": "application/json"}
        return Reply(json.dumps(body).encode(), 200, kind)


def tid(moment: dt.datetime, clock: int = 0) -> str:
    """Return the key of a record that was made at a moment."""
    number = int(moment.timestamp() * 1_000_000) << 10 | clock
    return "".join(_DIGITS[number >> 5 * place & 31] for place in range(12, -1, -1))
