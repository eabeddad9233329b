"""What an answer says is shown in the log at most: no reason of ours repeats it."""

import datetime as dt
import json
from itertools import product

import pytest
from loopback import faults
from loopback.server import Reply, Server
from loopback.world import ENVIRONMENT, World, arxiv_id, last_batch

from pelican_hotpapers.collect import CollectionPlan, Collector
from pelican_hotpapers.http import Client
from pelican_hotpapers.model import Digest, Paper
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.entry_points import open_source
from pelican_hotpapers.sources.oembed import Embedder
from pelican_hotpapers.storage.archive import Archive

MARK = "Xyzzy"
"""What nobody but an answer says."""
NOW = dt.datetime.now(dt.UTC)
DAY = last_batch(NOW.date())


def feed_of(entry):
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<totalResults>{MARK}</totalResults><entry>{entry}</entry></feed>"
    )


def a_digest(**paper):
    known = {"arxiv_id": arxiv_id(DAY, 1), "title": "A title", **paper}
    return {"date": DAY.isoformat(), "papers": [known]}


SAID = {
    "text": MARK,
    "page": f"<!doctype html><title>{MARK}</title>",
    "JSON text": json.dumps(MARK),
    "JSON list": json.dumps([MARK, {MARK: MARK}, {"paper": {"id": MARK}}]),
    "JSON object": json.dumps({MARK: MARK, "error": MARK, "message": MARK}),
    "JSON of lists": json.dumps(
        {name: [MARK, {MARK: MARK}] for name in ("hits", "posts", "data", "errors")}
    ),
    "an index": json.dumps({"version": MARK, "days": []}),
    "days": json.dumps({"days": MARK, "hits": MARK, "posts": MARK, "data": MARK}),
    "a digest": json.dumps(
        a_digest(
            title=[MARK], likes=MARK, signals={MARK: MARK}, posts=[{"url": [MARK]}]
        )
    ),
    "a bad digest": json.dumps({"date": MARK, "papers": [a_digest(), MARK]}),
    "a paper": json.dumps(a_digest(arxiv_id=MARK)),
    "a token": json.dumps({"accessJwt": [MARK]}),
    "XML": f"<{MARK}>{MARK}</{MARK}>",
    "broken XML": f"<{MARK}",
    "a feed": feed_of(f"<id>{MARK}</id>"),
    "a refusal": feed_of(
        f"<id>http://arxiv.org/api/errors#{MARK}</id><summary>{MARK}</summary>"
    ),
    "an error": f'<OAI-PMH><error code="{MARK}">{MARK}</error></OAI-PMH>',
    "a channel": f"<rss><channel><item>{MARK}</item></channel></rss>",
}


REFUSED = ("text", "page", "JSON object", "a refusal", "an error")
ANSWERS = [
    *(Reply(said.encode()) for said in SAID.values()),
    *(Reply(SAID[name].encode(), 400) for name in REFUSED),
]


@pytest.fixture
def server():
    with Server() as server:
        yield server


class Sound:
    """A source that answers well, so that there is a page to tell of the other."""

    name = "sound"

    def fetch(self, day):
        paper = Paper(arxiv_id=arxiv_id(DAY, 9), rank=1, title="Sound", reposts=90)
        return Digest(date=day, papers=(paper,))


def collect(folder, url, spec):
    """Collect a day, and return what readers and whoever runs this are told."""
    http = Client(tries=1, timeout=20)
    catalogue = Catalogue(http, base_url=url, oai_url=url, pace=0)
    context = Context(
        http=http,
        catalogue=catalogue,
        rules=Rules(paper_score=0),
        environ=ENVIRONMENT,
        now=lambda: NOW,
    )
    archive = Archive(folder / "hotpapers", folder)
    plan = CollectionPlan(
        archive=archive,
        specs=(Sound.name, spec),
        now=lambda: NOW,
        refresh_days=3,
        fresh_for=dt.timedelta(),
    )
    sources = [Sound(), open_source(spec, context)]
    embedder = Embedder(http, {"x": f"{url}/oembed"})
    made = Collector(plan, sources, context, embedder)
    (outcome,) = made.collect(plan.wanted([DAY]), max_wait=5)
    coverage = archive.read(archive.path(DAY)).coverage
    return [problem for line in coverage for problem in line.problems], outcome.problems


@pytest.mark.parametrize("name", ["huggingface", "feed", "hackernews", "x", "bluesky"])
def test_no_page_repeats_it(server, name, tmp_path):
    """Each service that a source asks says each of it, as an answer or a refusal."""
    world = World(server, [DAY])
    assert collect(tmp_path, server.url, world.source(name))[1] == ()
    prefixes = {request.path for request in server.requests}
    told = 0
    for number, (prefix, reply) in enumerate(product(sorted(prefixes), ANSWERS)):
        server.faults = {prefix: faults.answering(reply)}
        folder = tmp_path / str(number)
        readers, owner = collect(folder, server.url, world.source(name))
        assert not [line for line in readers if MARK in line], (prefix, reply)
        told += any(MARK in line for line in owner)
        assert len(max(owner, key=len, default="")) < 600
    assert told > len(SAID)
