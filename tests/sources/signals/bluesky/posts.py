"""Posts of Bluesky, as its API gives them."""

from __future__ import annotations

import datetime as dt

from loopback.bluesky import post

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SINCE = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
ONE, TWO = "2611.01778", "2611.09999"


def link(paper):
    return f"https://arxiv.org/abs/{paper}"


def said(hear, text, *links, **record):
    facets = [
        {
            "index": {"byteStart": begin, "byteEnd": end},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": url}],
        }
        for begin, end, url in (*links, (0, 0, link(ONE)))
    ]
    told = post("3kabc", record={"text": text, "facets": facets, **record})
    (mention,) = hear(told).mentions
    return mention.post
