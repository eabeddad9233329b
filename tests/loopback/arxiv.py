"""arXiv: its query API, its RSS of the current announcements, and its OAI-PMH."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from loopback.arxiv_replies import (
    Eprint,
    feed,
    item,
    oai_error,
    record,
    records,
    refusal,
    rss,
    rss_error,
)
from loopback.server import Reply, Request, Server

QUERY = "/api/query"
RSS = "/rss"
OAI = "/oai"

MOST_ITEMS = 2_000
"""Items of a feed; the others are cut off."""

_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?")
_SPAN = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
_CATEGORY = re.compile(r"cat:([a-z-]+(?:\.[A-Za-z-]+)?)(\.\*)?")
_ARCHIVES = frozenset({"cs", "stat", "math", "quant-ph", "astro-ph", "cond-mat"})
_EASTERN = ZoneInfo("America/New_York")
_HELP = b"<!DOCTYPE html><html><head><title>arXiv feeds</title></head></html>"


@dataclass
class ArXiv:
    """arXiv, with these papers, as a speaker.

    ``ArXiv([Eprint("2608.01234")]).speak(server)`` returns the address that serves as
    ``base_url``, ``oai_url`` and ``rss_url``.
    """

    papers: Sequence[Eprint]
    day: dt.date | None = None
    """The day of the current announcements, as in the heading of the lists."""
    announced: Mapping[str, str] = field(default_factory=dict)
    """What is announced on that day: ``new``, ``cross``, ``replace``… by identifier.
    """
    lagging: Collection[str] = ()
    """Papers that are not in the index of the query API yet."""
    oai_lacks: Collection[str] = ()
    """Papers that OAI-PMH does not have."""
    oai_page: int = 2_000
    """Records on a page of OAI-PMH."""
    refused: Collection[str] = ()
    """Identifiers that the query API takes for malformed, although they are not."""

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return its address."""
        server.speakers[QUERY] = self._query
        server.speakers[RSS] = self._rss
        server.speakers[OAI] = self._oai
        return server.url

    # The query API

    def _query(self, request: Request) -> Reply:
        query = request.query
        start, size = int(query.get("start", "0")), int(query.get("max_results", "10"))
        if size > 2_000 or start + size > 32_000:
            return refusal("max_results_too_big", "max_results must be less than 2000")
        ids = list(filter(None, query.get("id_list", "").split(",")))
        for each in ids:
            if not _ID.fullmatch(each) or each in self.refused:
                name = f"incorrect_id_format_for_{each}"
                return refusal(name, f"incorrect id format for {each}")
        found = [each for each in self.papers if each.id not in self.lagging]
        if ids:
            wanted = {match[1] for each in ids if (match := _ID.fullmatch(each))}
            found = [each for each in found if each.id in wanted]
        if search := query.get("search_query"):
            found = _searched(found, search)
        if query.get("sortBy") == "submittedDate":
            descending = query.get("sortOrder") != "ascending"
            found.sort(key=lambda each: each.submitted, reverse=descending)
        return feed(found[start : start + size], len(found), start, size)

    # RSS

    def _rss(self, request: Request) -> Reply:
        named = request.path.removeprefix(RSS).strip("/")
        if not named:
            return Reply(_HELP, 200, {"Content-Type": "text/html; charset=utf-8"})
        archives = named.split("+")
        for archive in archives:
            if archive.partition(".")[0] not in _ARCHIVES:
                return rss_error(
                    named, f"Bad archive '{archive}'. Valid are: cs, stat."
                )
        items = [
            item(each, self.announced[each.id], self._midnight)
            for each in self.papers
            if each.id in self.announced and any(map(each.is_in, archives))
        ]
        return rss(named, items[:MOST_ITEMS], self._midnight)

    @property
    def _midnight(self) -> dt.datetime:
        day = self.day or dt.date(2026, 8, 1)
        return dt.datetime.combine(day, dt.time(), _EASTERN)

    # OAI-PMH

    def _oai(self, request: Request) -> Reply:
        query = request.query
        if query.get("verb") == "ListRecords":
            return self._listed(query)
        if query.get("verb") != "GetRecord" or query.get("metadataPrefix") != "arXiv":
            return oai_error("badArgument", "bad verb or metadataPrefix")
        asked = query.get("identifier", "").removeprefix("oai:arXiv.org:")
        for each in self.papers:
            if each.id == asked and each.id not in self.oai_lacks:
                return record(each)
        return oai_error("idDoesNotExist", f"no such identifier: {asked}")

    def _listed(self, query: Mapping[str, str]) -> Reply:
        """List what changed in a span of days, page by page."""
        begin, end, start = query.get("from", ""), query.get("until", "9"), 0
        if token := query.get("resumptionToken"):
            if set(query) != {"verb", "resumptionToken"}:
                return oai_error("badArgument", "resumptionToken is exclusive")
            begin, end, start = _rest_of(token)
        elif query.get("metadataPrefix") != "arXiv":
            return oai_error("badArgument", "bad metadataPrefix")
        found = [
            each
            for each in self.papers
            if begin <= each.updated.isoformat() <= end
            and each.id not in self.oai_lacks
        ]
        if not found:
            return oai_error("noRecordsMatch", "nothing changed in these days")
        more = start + self.oai_page < len(found)
        token = f"{begin}|{end}|{start + self.oai_page}" if more else ""
        return records(found[start : start + self.oai_page], token)


def _rest_of(token: str) -> tuple[str, str, int]:
    begin, end, start = token.split("|")
    return begin, end, int(start)


def _searched(papers: Iterable[Eprint], search: str) -> list[Eprint]:
    """Return what a search of ours finds; both ends of the span are in it."""
    span = _SPAN.search(search)
    assert span, search
    categories = _CATEGORY.findall(search)
    return [
        each
        for each in papers
        if span[1] <= f"{each.submitted.astimezone(dt.UTC):%Y%m%d%H%M}" <= span[2]
        and any(_fits(each, name, bool(star)) for name, star in categories)
    ]


def _fits(paper: Eprint, name: str, star: bool) -> bool:
    if star:
        return any(each.startswith(f"{name}.") for each in paper.categories)
    return name in paper.categories
