"""arXiv's services as the catalogue asks them."""

from __future__ import annotations

from loopback.arxiv import ArXiv
from loopback.arxiv_replies import Eprint

from pelican_hotpapers.http import Client
from pelican_hotpapers.sources.catalogue import Catalogue


def catalogue(server, papers=(), timeout=60, tries=2, **arxiv_settings):
    url = ArXiv(papers, **arxiv_settings).speak(server)
    http = Client(backoff=0.01, timeout=timeout, tries=tries)
    return Catalogue(http, base_url=url, oai_url=url, pace=0)


def eprints(count, first=1, **fields):
    return [
        Eprint(f"2608.{number:05}", **fields) for number in range(first, first + count)
    ]


def ids(papers):
    return [paper.id for paper in papers]
