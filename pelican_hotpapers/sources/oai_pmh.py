"""arXiv's OAI-PMH: papers one by one, or all that changed in some days.

Its manual is at info.arxiv.org/help/oa/. A day here is that of a paper's last change,
which for most new papers is that of their announcement.
"""

from __future__ import annotations

import datetime as dt

from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.errors import BadResponse
from pelican_hotpapers.http import Client, Response
from pelican_hotpapers.model import Paper
from pelican_hotpapers.sources.arxiv_oai import read_oai_record, read_oai_records

AROUND = range(-3, 2)
"""Which days are listed, from the one that papers are of."""
MOST_PAGES = 5
"""Pages of a list, of 2,000 records each; a day of arXiv's has about as many."""
MOST_RECENT = 10_000
"""Records that are remembered, for the days beside one."""


class OaiPmh:
    """arXiv's OAI-PMH."""

    def __init__(self, http: Client, url: str, pace: float) -> None:
        self.recent: dict[str, Paper] = {}
        """What was listed last, by identifier."""
        self._http = http
        self._url = url
        self._pace = pace
        self._listed: set[dt.date] = set()
        """The days of which everything was."""

    def list_around(self, day: dt.date) -> None:
        """Ask for all papers that changed in the days around one, each day once.

        Raises:
            SourceError: arXiv does not answer now. `recent` has what it gave.
        """
        days = (day + distance * DAY for distance in AROUND)
        wanted = [each for each in days if each not in self._listed]
        if not wanted:
            return
        question = {
            "verb": "ListRecords",
            "metadataPrefix": "arXiv",
            "from": min(wanted).isoformat(),
            "until": max(wanted).isoformat(),
        }
        for _ in range(MOST_PAGES):
            page = self._http.get(
                self._url, read_oai_records, params=question, pace=self._pace
            )
            self.recent |= {paper.arxiv_id: paper for paper in page.papers}
            if not page.token:
                break
            question = {"verb": "ListRecords", "resumptionToken": page.token}
        self._listed.update(wanted)
        while len(self.recent) > MOST_RECENT:
            del self.recent[next(iter(self.recent))]

    def record(self, arxiv_id: str) -> Paper | None:
        """Return one paper; None where arXiv has none of the identifier.

        Raises:
            SourceError: arXiv does not answer now.
        """

        def read(response: Response) -> Paper | None:
            paper = read_oai_record(response)
            if paper and paper.arxiv_id != arxiv_id:
                raise BadResponse(
                    f"{response.host} answered with {paper.arxiv_id}, expected "
                    f"{arxiv_id}"
                )
            return paper

        question = {
            "verb": "GetRecord",
            "identifier": f"oai:arXiv.org:{arxiv_id}",
            "metadataPrefix": "arXiv",
        }
        return self._http.get(self._url, read, params=question, pace=self._pace)
