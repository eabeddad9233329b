"""What arXiv knows of papers: their titles, authors, categories and abstracts.

Its query API is asked first, for many papers at a time, and its OAI-PMH for those
that the query API did not give. Both are described in arXiv's user manuals
(info.arxiv.org/help/api, info.arxiv.org/help/oa).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pelican_hotpapers.model import Paper

if TYPE_CHECKING:
    from pelican_hotpapers.http import Client


@dataclass(frozen=True, slots=True)
class Found:
    """What arXiv knows of the papers it was asked for."""

    papers: Mapping[str, Paper]
    """By identifier; without those that it does not know."""
    problems: tuple[str, ...] = ()
    """What could not be asked, a sentence each without its full stop."""


class Catalogue:
    """What arXiv knows of papers, each asked for once."""

    def __init__(
        self,
        http: Client,
        *,
        base_url: str = "https://export.arxiv.org",
        oai_url: str = "https://oaipmh.arxiv.org",
        pace: float = 3.0,
    ) -> None:
        """Make a catalogue that knows nothing yet.

        Args:
            http: The way to the network.
            base_url: Where the query API is.
            oai_url: Where OAI-PMH is.
            pace: Seconds from one request to the next; arXiv's terms ask for 3.
        """
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._oai_url = oai_url.rstrip("/")
        self.pace = pace
        self._known: dict[str, Paper] = {}

    def remember(self, papers: Iterable[Paper]) -> None:
        """Take note of papers, so that those that are complete are not asked for."""
        for paper in papers:
            if _is_complete(paper):
                self._known[paper.arxiv_id] = paper

    def look_up(self, arxiv_ids: Iterable[str]) -> Found:
        """Return what arXiv knows of papers, whatever fails.

        Args:
            arxiv_ids: Without versions, in any order; from anybody.
        """
        raise NotImplementedError

    def submitted(
        self, archives: Sequence[str], since: dt.datetime, until: dt.datetime
    ) -> Mapping[str, Paper]:
        """Return the papers whose first version was submitted in a span of time.

        Args:
            archives: Archives and categories, as ``cs`` and ``stat.ML``.
            since: Aware; from here on.
            until: Aware; before here.

        Returns:
            The papers that are public by now, by identifier.

        Raises:
            SourceError: They cannot all be told now.
        """
        raise NotImplementedError


def _is_complete(paper: Paper) -> bool:
    return bool(paper.title and paper.authors and paper.categories and paper.abstract)
