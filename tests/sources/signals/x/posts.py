"""Posts of X, as its API gives them."""

from __future__ import annotations

import datetime as dt

from pelican_hotpapers.ranking import total

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SINCE = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
ONE, TWO = "2611.01778", "2611.09999"


def link(paper):
    return f"https://arxiv.org/abs/{paper}"


def counted(heard, paper=ONE):
    return total(each for each in heard.mentions if each.arxiv_id == paper)
