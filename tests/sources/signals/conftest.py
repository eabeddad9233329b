"""What every signal is tried with."""

import datetime as dt

import pytest
from loopback import bluesky, x
from loopback.server import Server

from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SECRETS = {
    "X_BEARER_TOKEN": x.TOKEN,
    "BLUESKY_HANDLE": bluesky.HANDLE,
    "BLUESKY_APP_PASSWORD": bluesky.PASSWORD,
}


@pytest.fixture
def server():
    with Server() as server:
        yield server


@pytest.fixture
def context():
    """Make a context: ``context(environ={…}, tries=2)``."""

    def make(environ=SECRETS, now=NOW, **client):
        http = Client(backoff=0.01, **{"timeout": 60, **client})
        return Context(
            http=http,
            catalogue=Catalogue(http, pace=0),
            rules=Rules(),
            environ=environ,
            now=lambda: now,
        )

    return make
