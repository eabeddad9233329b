"""What all signals of a site said, and what is kept of it."""

import datetime as dt

import pytest
from loopback import bluesky, x
from loopback.server import Server

from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.signal_pool import SignalPool

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 19)
ONE = "2611.01778"
LINK = f"https://arxiv.org/abs/{ONE}"


@pytest.fixture
def server():
    with Server() as server:
        yield server


def pool(*specs, textless=(), environ=None):
    http = Client(tries=1)
    context = Context(
        http=http,
        catalogue=Catalogue(http),
        rules=Rules(),
        environ=environ or {},
        now=lambda: NOW,
        textless=frozenset(textless),
    )
    return SignalPool(specs, context)


ACCOUNT = {
    "BLUESKY_HANDLE": bluesky.HANDLE,
    "BLUESKY_APP_PASSWORD": bluesky.PASSWORD,
    "X_BEARER_TOKEN": x.TOKEN,
}


@pytest.mark.parametrize("textless", [(), ("bluesky",)])
def test_a_platform_without_texts_has_links_and_facts_alone(server, textless):
    url = bluesky.Bluesky([bluesky.post("3k", LINK, text="read this")]).speak(server)
    spec = {"name": "bluesky", "base_url": url}
    (mention,) = (
        pool(spec, textless=textless, environ=ACCOUNT)
        .ask_around(DAY, [ONE])
        .mentions_of(ONE)
    )
    assert ("</a> this" in mention.post.html) is not bool(textless)
    assert mention.post.author_name == "Reader 3k"


def test_a_signal_that_cannot_tell_costs_the_others_nothing(server):
    url = bluesky.Bluesky([bluesky.post("3k", LINK)]).speak(server)
    both = ["x", {"name": "bluesky", "base_url": url}, "small_signals:Missing"]
    report = pool(*both, environ={**ACCOUNT, "X_BEARER_TOKEN": ""}).ask_around(
        DAY, [ONE]
    )
    assert report.counted_by == ("bluesky",)
    assert len(report.mentions_of(ONE)) == 1
    assert report.lacks.keys() == {"x", "small_signals:Missing"}
