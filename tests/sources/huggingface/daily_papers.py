"""The daily papers of Hugging Face, as its API gives them."""

from __future__ import annotations

import datetime as dt

import pytest
from loopback.arxiv import ArXiv
from loopback.arxiv_replies import Eprint
from loopback.huggingface import HuggingFace as Service
from loopback.huggingface import item

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.huggingface import HuggingFace

DAY = dt.date(2026, 3, 6)
NOW = dt.datetime(2026, 3, 9, 5, tzinfo=dt.UTC)
TODAY = NOW.date()
EPRINTS = [Eprint(f"2603.{number:05}") for number in range(300)]
ODD_TEXTS = [None, 7, True, ["A"], {"a": 1}, ""]


class World:
    """A server on which Hugging Face and arXiv speak, and a source that asks them."""

    def __init__(self, server, items, eprints):
        self.server = server
        ArXiv(EPRINTS if eprints is None else eprints).speak(server)
        Service({DAY: items}, TODAY).speak(server)

    def source(self, *, rules=None, environ=None, client=None, **options):
        http = Client(backoff=0.01, **{"timeout": 60, **(client or {})})
        catalogue = Catalogue(
            http, base_url=self.server.url, oai_url=self.server.url, pace=0
        )
        context = Context(
            http=http,
            catalogue=catalogue,
            rules=rules or Rules(),
            environ=environ or {},
            now=lambda: NOW,
        )
        return HuggingFace(context, self.server.url, **{"pace": 0, **options})

    def fetch(self, **options):
        return self.source(**options).fetch(DAY)


def world(server, *items, eprints=None):
    """Make a world in which the day has these items, and arXiv knows their papers."""
    return World(server, items, eprints)


def many(count):
    return [item(f"2603.{number:05}", upvotes=number) for number in range(1, count + 1)]


def refused(source, day=DAY):
    with pytest.raises(SourceError) as caught:
        source.fetch(day)
    return caught.value.in_full
