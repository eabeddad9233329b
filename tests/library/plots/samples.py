"""Papers and digests to draw plots of."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

from rendered_templates import render

from pelican_hotpapers import Digest, Paper
from pelican_hotpapers.library import Library
from pelican_hotpapers.library.plots import (
    Shares,
    calendar_heat_map,
    score_distribution,
)

MONDAY = dt.date(2026, 11, 16)
DAY = dt.timedelta(days=1)


def paper(number, score=60, *categories, **facts):
    facts = {"title": f"Paper {number}", "rank": 1, **facts}
    arxiv_id = f"2611.{number:05}"
    return Paper(arxiv_id=arxiv_id, score=score, categories=categories, **facts)


def digest(day, *scores):
    papers = (paper(n, score, rank=n + 1) for n, score in enumerate(scores))
    return Digest(date=day, papers=tuple(papers))


def days(first, last):
    return map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def heat_map(*digests):
    return calendar_heat_map(Library.of(digests))


def quarters(plot):
    return [quarter for year in plot.years for half in year.halves for quarter in half]


THIRTY_YEARS = [*days(dt.date(1996, 1, 1), dt.date(2025, 12, 31))]
ARCHIVES = {
    "one day": [MONDAY],
    "a leap day": [dt.date(2024, 2, 29)],
    "the ends of a year": [dt.date(2023, 1, 1), dt.date(2023, 12, 31)],
    "the first and the last day of all": [dt.date.min, dt.date.max],
    "each day of a leap year": [*days(dt.date(2024, 1, 1), dt.date(2024, 12, 31))],
    "thirty years": THIRTY_YEARS,
}
MANY = (35385, 1569, 1194, 730, 729, 618, 147, 99, 93, 88, 86, 71, 71, 70, 70, 52, 50)


def swarm(*scores):
    return score_distribution(digest(MONDAY, *scores))


def shares_of(*papers_of_days):
    return Shares.of(
        Library.of(
            Digest(date=day, papers=tuple(papers)) for day, *papers in papers_of_days
        )
    )


def month(number, day=15):
    return dt.date(2020 + (number - 1) // 12, (number - 1) % 12 + 1, day)


def drawn(name, plot, **context):
    html = render(f"pages/plot-{name}", plot=plot, SITEURL="..", **context)
    return ET.fromstring(html) if html.strip() else None  # noqa: S314 - ours
