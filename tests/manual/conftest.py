"""What the examples of the manual are tried on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from loopback.server import Server

from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def context() -> Context:
    """What a source is given, and nothing beyond it."""
    http = Client(tries=1)
    return Context(
        http=http,
        catalogue=Catalogue(http),
        rules=Rules(),
        environ={},
        now=lambda: dt.datetime.now(dt.UTC),
    )
