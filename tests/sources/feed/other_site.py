"""Another site, whose digests are taken."""

from __future__ import annotations

import datetime as dt

import pytest
from loopback.feed import Feed as Site
from loopback.feed import digest

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.feed import Feed

NOW = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 19)
BEFORE = dt.date(2026, 11, 18)


def context(rules=Rules(), now=NOW, **client):  # noqa: B008 - it is frozen
    http = Client(backoff=0.01, **{"timeout": 60, **client})
    return Context(
        http=http,
        catalogue=Catalogue(http, pace=0),
        rules=rules,
        environ={},
        now=lambda: now,
    )


def follow(server, site, **settings):
    return Feed(context(**settings), site.speak(server))


def fetch(server, *papers, day=DAY, rules=Rules(), **more):  # noqa: B008
    """Return what is made of a site's digest of one day."""
    return follow(server, Site({day: digest(day, *papers, **more)}), rules=rules).fetch(
        day
    )


def refused(source, day=DAY):
    with pytest.raises(SourceError) as caught:
        source.fetch(day)
    return caught.value.in_full
