"""What arXiv knows of papers: their titles, authors, categories and abstracts.

Its query API is asked first, for many papers at a time, and its OAI-PMH for those that
the query API did not give: it refuses to answer for days, and may be days behind. Its
manual is at info.arxiv.org/help/api/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from pelican_hotpapers.arxiv import taxonomy
from pelican_hotpapers.arxiv.identifiers import is_identifier
from pelican_hotpapers.arxiv.paper_facts import with_arxiv_facts
from pelican_hotpapers.arxiv.services import OAI_PMH, PACE, QUERY_API
from pelican_hotpapers.errors import BadResponse, SourceError, excerpt, one_line
from pelican_hotpapers.http import Client, Response
from pelican_hotpapers.model import Paper
from pelican_hotpapers.sources.arxiv_atom import QueryPage, read_query_page
from pelican_hotpapers.sources.oai_pmh import OaiPmh

SLICE = 100
"""Papers in one question to the query API."""
MOST_REFUSALS = 5
"""How often arXiv may refuse a list of papers for one of them before we give it up."""
MOST_RECORDS = 100
"""Papers of one look-up that OAI-PMH is asked for one by one."""
MOST_SINGLE = 10
"""Papers that it is asked for so; for more, all that changed in some days is listed."""
PAGE = 500
"""Results on a page of the query API, which would give 2,000 at most, and slowly."""
MOST_RESULTS = 30_000
"""Results that the query API can give to one question."""
NAMED = 3
"""Papers that a sentence names."""


@dataclass(frozen=True, slots=True)
class Found:
    """What arXiv knows of the papers it was asked for."""

    papers: Mapping[str, Paper]
    """By identifier; without those that it does not know."""
    problems: tuple[str, ...] = ()
    """What is wrong with the question, a sentence each without its full stop."""
    lacks: str = ""
    """Why some papers are not there, which may be asked for later; empty where all are.
    """


class Catalogue:
    """What arXiv knows of papers, each asked for once.

    Its papers have a rank of 1, and nothing but what arXiv has: no counts, no posts.
    """

    def __init__(
        self,
        http: Client,
        *,
        base_url: str = QUERY_API,
        oai_url: str = OAI_PMH,
        pace: float = PACE,
    ) -> None:
        """Make a catalogue that knows nothing yet.

        Args:
            http: Makes the requests.
            base_url: Where the query API is.
            oai_url: Where OAI-PMH is.
            pace: Seconds from one request to the next; arXiv's terms ask for 3.
        """
        self.pace = pace
        self._http = http
        self._query_url = base_url.rstrip("/") + "/api/query"
        self._oai = OaiPmh(http, oai_url.rstrip("/") + "/oai", pace)
        self._known: dict[str, Paper] = {}
        self._outlines: dict[str, Paper] = {}
        """Papers with all their texts, but without what feeds do not tell: the authors'
        comment, and when the first version was submitted."""
        self._not_listed: set[str] = set()
        """What the query API does not know."""
        self._not_recorded: set[str] = set()
        """What OAI-PMH does not know."""

    def remember(self, papers: Iterable[Paper]) -> None:
        """Take note of papers, so that those that are complete are not asked for.

        Those of which a feed has told all but some facts are asked for with others, and
        are as they are when arXiv does not answer.
        """
        for paper in papers:
            if paper.title and paper.is_whole:
                noted = self._known if paper.published else self._outlines
                noted.setdefault(paper.arxiv_id, _texts(paper))

    def look_up(self, arxiv_ids: Iterable[str], around: dt.date | None = None) -> Found:
        """Return what arXiv knows of papers, whatever fails.

        Args:
            arxiv_ids: Without versions, in any order; from anybody.
            around: The day that most of them are of, if any.
        """
        asked = tuple(dict.fromkeys(arxiv_ids))
        sound = [each for each in asked if is_identifier(each)]
        lists = self._ask_lists(sound)
        unheard_of = [each for each in sound if each not in self._outlines]
        records = self._ask_records(unheard_of, around)
        malformed = len(asked) - len(sound)
        return Found(
            {each: paper for each in sound if (paper := self._told(each))},
            (_malformed(malformed),) if malformed else (),
            self._why_open(self._open(unheard_of), lists, records),
        )

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
            SourceError: arXiv does not name them all now.
        """
        span = f"[{_minute(since)} TO {_minute(until)}]"
        question = {
            "search_query": f"submittedDate:{span} AND ({_terms(archives)})",
            "sortBy": "submittedDate",
            "sortOrder": "ascending",
        }
        papers = {
            entry.paper.arxiv_id: entry.paper
            for page in self._pages(question)
            for entry in page.entries
            if entry.submitted is None or since <= entry.submitted < until
        }
        self.remember(papers.values())
        return papers

    # Papers by their identifiers

    def _told(self, arxiv_id: str) -> Paper | None:
        """Return all that is known of a paper: feeds alone tell the licence."""
        known, outline = self._known.get(arxiv_id), self._outlines.get(arxiv_id)
        return (
            with_arxiv_facts(outline, known) if known and outline else known or outline
        )

    def _open(self, arxiv_ids: Iterable[str], asked: Container[str] = ()) -> list[str]:
        """Return the identifiers of which nothing is known, but for those asked for."""
        return [
            each for each in arxiv_ids if each not in self._known and each not in asked
        ]

    def _why_open(self, arxiv_ids: Sequence[str], lists: str, records: str) -> str:
        """Say why nothing is known of papers, in the same way for all it is due to.

        Args:
            arxiv_ids: The papers.
            lists: Why the query API broke off.
            records: Why OAI-PMH did, which may know less than the query API would.
        """
        if not arxiv_ids:
            return ""
        unknown = [each for each in arxiv_ids if each in self._not_recorded]
        reasons = [lists, records]
        if unknown:
            who = "OAI-PMH" if lists else "arXiv"
            reasons.append(f"{who} does not know {_some(unknown)}")
        return "; ".join(filter(None, reasons))

    def _ask_lists(self, arxiv_ids: Iterable[str]) -> str:
        """Ask the query API for what is open, and return why it broke off."""
        wanted = self._open(arxiv_ids, self._not_listed)
        try:
            for begin in range(0, len(wanted), SLICE):
                self._ask_list(wanted[begin : begin + SLICE])
        except SourceError as error:
            return error.reason
        return ""

    def _ask_list(self, wanted: list[str]) -> None:
        """Ask for papers at once, without those that make arXiv refuse the others.

        Raises:
            SourceError: arXiv does not answer now.
        """
        refusal = ""
        for _ in range(MOST_REFUSALS):
            page = self._listed(wanted)
            if not page.refusal:
                self._keep(entry.paper for entry in page.entries)
                self._not_listed.update(self._open(wanted))
                return
            refusal = page.refusal
            named = {word.strip(".,;:'\"") for word in refusal.split()}
            refused = named.intersection(wanted)
            self._not_listed |= refused
            self._not_recorded |= refused
            wanted = [each for each in wanted if each not in refused]
            if not wanted:
                return
            if not refused:
                break
        raise _refused(refusal)

    def _listed(self, wanted: Sequence[str]) -> QueryPage:
        def read(response: Response) -> QueryPage:
            page = read_query_page(response)
            # Instead of saying that it is asked too often, it may give an empty list.
            if len(wanted) > 1 and not page.count and not page.refusal:
                raise _incomplete(response, 0, len(wanted))
            return page

        # Without max_results it gives ten.
        return self._ask(
            {"id_list": ",".join(wanted), "max_results": str(len(wanted))}, read
        )

    def _ask_records(self, arxiv_ids: Iterable[str], around: dt.date | None) -> str:
        """Ask OAI-PMH for what is still open, and return why it broke off."""
        wanted = self._open(arxiv_ids, self._not_recorded)
        if around and len(wanted) > MOST_SINGLE:
            with suppress(SourceError):  # what it says of the first paper is enough
                self._oai.list_around(around)
            recent = self._oai.recent
            self._keep(recent[each] for each in wanted if each in recent)
            wanted = self._open(wanted)
        try:
            for arxiv_id in wanted[:MOST_RECORDS]:
                if paper := self._oai.record(arxiv_id):
                    self._keep([paper])
                else:
                    self._not_recorded.add(arxiv_id)
        except SourceError as error:
            return error.reason
        if len(wanted) > MOST_RECORDS:
            return f"OAI-PMH is asked for no more than {MOST_RECORDS} papers at once"
        return ""

    def _keep(self, papers: Iterable[Paper]) -> None:
        self._known |= {paper.arxiv_id: paper for paper in papers if paper.title}

    # Papers by their time

    def _pages(self, question: Mapping[str, str]) -> Iterator[QueryPage]:
        """Yield all pages of the answer to a question.

        Raises:
            SourceError: One of them cannot be had, or there are too many.
        """
        start, total = 0, 1
        while start < total:
            page = self._page(question, start)
            if page.refusal:
                raise _refused(page.refusal, "Check the archives")
            if page.total > MOST_RESULTS:
                raise SourceError(
                    f"arXiv's query API has {page.total:,} papers where it can give "
                    f"{MOST_RESULTS:,}",
                    "Name fewer archives",
                )
            yield page
            start, total = start + page.count, page.total

    def _page(self, question: Mapping[str, str], start: int) -> QueryPage:
        def read(response: Response) -> QueryPage:
            page = read_query_page(response)
            expected = min(PAGE, max(0, page.total - start))
            if page.refusal or (page.start, page.count) == (start, expected):
                return page
            if page.start == start:
                raise _incomplete(response, page.count, expected)
            raise BadResponse(
                f"{response.host} answered with the papers from {page.start:,} on, "
                f"expected those from {start:,} on",
                "Try again later",
            )

        return self._ask(
            {**question, "start": str(start), "max_results": str(PAGE)}, read
        )

    def _ask(
        self, question: Mapping[str, str], read: Callable[[Response], QueryPage]
    ) -> QueryPage:
        """Ask the query API, which answers a question it refuses with status 400."""
        return self._http.get(
            self._query_url, read, params=question, pace=self.pace, accept=(200, 400)
        )


def _terms(archives: Sequence[str]) -> str:
    """Return what the query API calls the papers of archives and categories.

    Raises:
        SourceError: One is none.
    """
    for archive in archives:
        if not taxonomy.is_archive(archive):
            raise SourceError(
                f"found the archive {excerpt(archive)}, expected one of arXiv's, as "
                "'cs', or a category, as 'stat.ML'"
            )
    if not archives:
        raise SourceError("found no archives, expected at least one, as 'cs'")
    return " OR ".join(term for archive in archives for term in _term(archive))


def _term(archive: str) -> Iterator[str]:
    """Yield the terms of an archive: some have categories, some are one."""
    if "." in archive or taxonomy.category_name(archive):
        yield f"cat:{archive}"
    if "." not in archive:
        yield f"cat:{archive}.*"


def _minute(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%d%H%M}"


def _texts(paper: Paper) -> Paper:
    """Return a paper without all that arXiv does not know of it."""
    told = with_arxiv_facts(Paper(arxiv_id=paper.arxiv_id, rank=1, title=""), paper)
    return replace(
        told,
        title=" ".join(told.title.split()),
        abstract=" ".join(told.abstract.split()),
    )


# Sentences


def _incomplete(response: Response, count: int, expected: int) -> BadResponse:
    return BadResponse(
        f"{response.host} answered with {count:,} papers, expected {expected:,}",
        "Try again later",
    )


def _refused(refusal: str, hint: str = "") -> SourceError:
    said = one_line(refusal)
    return SourceError("arXiv's query API refused the question", hint, said)


def _malformed(number: int) -> str:
    which = "an identifier" if number == 1 else f"{number} identifiers"
    return f"found {which} not of arXiv's"


def _some(names: Sequence[str]) -> str:
    """Return the first few of some names."""
    return ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
