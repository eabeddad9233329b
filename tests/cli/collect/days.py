"""The days that ``hotpapers collect`` asks for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from loopback.world import last_batch

from pelican_hotpapers.collect import last_days

NOW = dt.datetime.now(dt.UTC)
YESTERDAY = last_days(1, NOW)[0]
BATCH = last_batch(NOW.date())
"""The last day on which arXiv announced anything."""
SOURCES = ("huggingface", "feed", "hackernews", "x", "bluesky")


def kept(day):
    return Path("content", "hotpapers", f"{day}.json")
