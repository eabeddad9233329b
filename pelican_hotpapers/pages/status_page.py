"""What the site tells of its collecting: a page, data for programs, and a feed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pelican_hotpapers.addresses import STATUS, Addresses
from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.collect.status import (
    STATUS_DAYS,
    CollectionStatus,
    DayStatus,
    SourceStatus,
)
from pelican_hotpapers.library.plots.calendar import WEEK
from pelican_hotpapers.model import in_utc
from pelican_hotpapers.outputs.feeds import MOST_ITEMS, Item, PaperFeed, Publisher
from pelican_hotpapers.pages import Page
from pelican_hotpapers.pages.files import File
from pelican_hotpapers.storage.collection_history import Incident, IncidentKind
from pelican_hotpapers.translation import ENGLISH, Translation
from pelican_hotpapers.translation.messages import gettext_noop

VERSION = 1
"""The version of the format of ``status.json``."""
_BEGAN = {
    IncidentKind.FAILING: gettext_noop("{source} does not answer"),
    IncidentKind.MISSING: gettext_noop("{day} is missing"),
    IncidentKind.LACKING: gettext_noop("{day} lacks something"),
}
_ENDED = {
    IncidentKind.FAILING: gettext_noop("{source} answers again"),
    IncidentKind.MISSING: gettext_noop("{day} is no longer missing"),
    IncidentKind.LACKING: gettext_noop("{day} lacks nothing any more"),
}
_MOMENT = dt.timedelta(microseconds=1)


def status_page(status: CollectionStatus, translation: Translation = ENGLISH) -> Page:
    """Return the page that tells how collecting goes."""
    return Page(
        stem=STATUS,
        template="status",
        title=translation.gettext("Status"),
        description=_summary(status, translation),
        values={
            "feed": STATUS,
            "last_days": STATUS_DAYS,
            "status": status,
            "weekdays": translation.weekdays,
            "weeks": [
                (translation.day_of_year(monday), week)
                for monday, week in _weeks(status)
            ],
        },
    )


def status_file(status: CollectionStatus) -> File:
    """Return the same as data for programs.

    Its members are ``version``; ``at``, when it was so; ``sound``, whether there is no
    trouble; ``sources``; ``counts``, how many days are in each state; ``days``, the
    oldest first. What there is nothing to tell of is left out.
    """
    document = {
        "version": VERSION,
        "at": in_utc(status.at),
        "sound": status.is_sound,
        "sources": [_source(each) for each in status.sources],
        "counts": status.counts,
        "days": [_day(each) for each in status.days],
    }
    return File(STATUS, "json", lambda: json.dumps(document, indent=2) + "\n")


def status_feed(
    status: CollectionStatus,
    publisher: Publisher,
    addresses: Addresses,
    translation: Translation = ENGLISH,
) -> PaperFeed:
    """Return the feed of what went wrong, and of what was mended.

    Two entries of one run have times that differ: of entries of the same time, a
    reader's program may lose one.
    """
    page = f"{publisher.url}/{addresses.page(STATUS)}"
    names = {each.label: each.name for each in status.sources}
    items: list[Item] = []
    for at, incident in sorted(
        _moments(status.incidents), key=lambda each: (each[0], each[1].subject)
    ):
        ended = at == incident.ended
        about = f"{incident.kind.value}/{incident.subject}/{in_utc(incident.began)}"
        earlier = items[-1].appeared + _MOMENT if items else at
        items.append(
            Item(
                id=publisher.tag(f"status/{about}{'/mended' if ended else ''}"),
                title=translation.gettext(
                    (_ENDED if ended else _BEGAN)[incident.kind],
                    source=names.get(incident.subject, incident.subject),
                    day=_day_in_words(incident.subject, translation),
                ),
                url=page,
                abs_url=page,
                appeared=max(at, earlier),
                summary=incident.reason,
            )
        )
    newest_first = items[: -MOST_ITEMS - 1 : -1]
    return PaperFeed(
        publisher=publisher,
        title=publisher.titled(translation.gettext("Status")),
        subtitle=translation.gettext(
            "Sources that fail, days that are missing, and when that is mended."
        ),
        folder=publisher.feed_folder(addresses.folder),
        stem=STATUS,
        page=page,
        updated=newest_first[0].appeared if newest_first else None,
        make_items=lambda: newest_first,
    )


def _moments(
    incidents: tuple[Incident, ...],
) -> Iterator[tuple[dt.datetime, Incident]]:
    """Yield when each began and, where it has, ended."""
    for incident in incidents:
        yield incident.began, incident
        if incident.ended:
            yield incident.ended, incident


def _day_in_words(subject: str, translation: Translation) -> str:
    """Return the day that an incident is about, as people write it."""
    try:
        return translation.date(dt.date.fromisoformat(subject))
    except ValueError:  # it is about a source
        return subject


def _summary(status: CollectionStatus, translation: Translation) -> str:
    counts = {
        state: translation.number(count) for state, count in status.counts.items()
    }
    return translation.ngettext(
        "Which of the last days are whole: of {n} day, {whole} whole, {quiet} quiet, "
        "{lacking} lacking, {missing} missing.",
        "Which of the last days are whole: of {n} days, {whole} whole, {quiet} quiet, "
        "{lacking} lacking, {missing} missing.",
        len(status.days),
        **counts,
    )


def _weeks(
    status: CollectionStatus,
) -> Iterator[tuple[dt.date, tuple[DayStatus | None, ...]]]:
    """Yield the Monday of each week, and its days as far as there are any."""
    by_day = {each.day: each for each in status.days}
    if not by_day:
        return
    monday = min(by_day) - min(by_day).weekday() * DAY
    while monday <= max(by_day):
        days = (monday + offset * DAY for offset in range(WEEK))
        yield monday, tuple(map(by_day.get, days))
        monday += WEEK * DAY


def _source(source: SourceStatus) -> Mapping[str, Any]:
    told: dict[str, Any] = {"source": source.label, "answers": not source.failing}
    if source.answer:
        told["last_answer"] = in_utc(source.answer.at)
        told["last_day"] = source.answer.day.isoformat()
    if source.failing:
        told["failing_since"] = in_utc(source.failing.began)
        told["reason"] = source.failing.reason
    return told


def _day(each: DayStatus) -> Mapping[str, Any]:
    told: dict[str, Any] = {"date": each.day.isoformat(), "state": each.state.value}
    if each.reason:
        told["reason"] = each.reason
        told["asked_for"] = each.is_open
    if each.since:
        told["since"] = in_utc(each.since)
    return told
