"""Remembering what went wrong in a collection run, and what was mended by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pelican_hotpapers.collect.plan import CollectionPlan, last_days
from pelican_hotpapers.collect.status import (
    INCIDENTS_OF_DAYS,
    STATUS_DAYS,
    collection_status,
)
from pelican_hotpapers.storage.collection_history import (
    CollectionHistory,
    IncidentKind,
    read_history,
    write_history,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRun:
    """What became of the days and sources that one run has asked."""

    answered: Mapping[str, dt.date]
    """The newest day that each source answered for, by its label."""
    failed: Mapping[str, str]
    """Why a source answered for no day, by its label."""
    days: Mapping[dt.date, str]
    """Of each day why it has no digest; nothing where it has, or is quiet."""


def record_run(plan: CollectionPlan, run: CollectionRun) -> None:
    """Remember in the archive what became of a run, where that is new.

    Raises:
        OSError: The archive cannot be read, or written.
    """
    now, folder = plan.now(), plan.archive.folder
    history = read_history(folder).with_answers(run.answered, now)
    failing = _still_open(history, IncidentKind.FAILING, run.answered)
    history = history.with_open(IncidentKind.FAILING, {**failing, **run.failed}, now)
    absent = _still_open(history, IncidentKind.MISSING, map(str, run.days))
    absent |= {str(day): reason for day, reason in run.days.items() if reason}
    history = history.with_open(IncidentKind.MISSING, absent, now)
    noted = (*absent, *history.open(IncidentKind.LACKING))
    days = {*last_days(STATUS_DAYS, now), *map(dt.date.fromisoformat, noted)}
    found = collection_status(plan, days, history=history).days
    for state, kind in INCIDENTS_OF_DAYS.items():
        wrong = {str(each.day): each.reason for each in found if each.state is state}
        history = history.with_open(kind, wrong, now)
    write_history(folder, history)


def _still_open(
    history: CollectionHistory, kind: IncidentKind, asked: Iterable[str]
) -> dict[str, str]:
    """Return the open incidents of what a run did not ask, and why each is."""
    asked = frozenset(asked)
    return {
        subject: incident.reason
        for subject, incident in history.open(kind).items()
        if subject not in asked
    }
