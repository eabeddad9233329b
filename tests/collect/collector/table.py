"""A source whose days are a table, and collectors that ask it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import MappingProxyType

from pelican_hotpapers.collect import CollectionPlan, Collector
from pelican_hotpapers.http import Client
from pelican_hotpapers.model import Coverage, Digest, Paper
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context, fingerprint
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.oembed import Embedder

NOW = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.date(2026, 11, 19)
BEFORE = dt.date(2026, 11, 18)
RULES = Rules(paper_score=50)


@dataclass
class Table:
    """A source that knows what it was told: a digest, None, or an error, by day."""

    days: dict
    name: str = "table"
    asked: list = field(default_factory=list)

    def fetch(self, day):
        self.asked.append(day)
        found = self.days[day]
        if isinstance(found, Exception):
            raise found
        return found


def digest(day, *scores, source="table", problems=(), at=NOW):
    papers = tuple(
        Paper(
            arxiv_id=f"{day:%y%m}.{day.day:02}{number:03}",
            title=f"Paper {number} of {day}",
            rank=number,
            authors=("Mina Okafor",),
            categories=("cs.LG",),
            abstract="We count.",
            reposts=score,
            score=score,
        )
        for number, score in enumerate(scores, 1)
    )
    line = Coverage(
        source=source,
        listed=len(papers),
        shown=len(papers),
        problems=problems,
        batch=fingerprint(paper.arxiv_id for paper in papers) if papers else "",
    )
    return Digest(date=day, collected_at=at, papers=papers, coverage=(line,))


def collector(archive, *sources, now=NOW, environ=MappingProxyType({}), **plan):
    http = Client(tries=1)
    context = Context(
        http=http,
        catalogue=Catalogue(http),
        rules=RULES,
        environ=environ,
        now=lambda: now,
    )
    specs = tuple(source.name for source in sources)
    options = {"refresh_days": 3, "fresh_for": HOUR, **plan}
    made = CollectionPlan(archive=archive, specs=specs, now=lambda: now, **options)
    return made, Collector(made, sources, context, Embedder(http, {}))


def collect(archive, *sources, days=(DAY,), **options):
    plan, made = collector(archive, *sources, **options)
    return list(made.collect(plan.wanted(days), max_wait=5))


def states(outcomes):
    return [outcome.state for outcome in outcomes]


def scores(archive, day=DAY):
    return [paper.score for paper in archive.read(archive.path(day)).papers]
