"""When each source last answered, and what went wrong and was mended.

A text file beside the digests, a line each with tabs between the fields, so that git
shows what changed:

    answered	huggingface	2026-11-27	2026-11-28T02:37:00Z
    missing	2026-11-19	2026-11-20T02:37:00Z	2026-11-22T02:37:00Z	huggingface: …

That is: for which day a source answered last, and when; and of each incident its kind,
what it is about, when it was noticed, when it was mended (``-`` while it is not), and
why. It is for what digests cannot tell, so it is written only when a source answered
for a later day, or when something began or ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from pelican_hotpapers.errors import one_line
from pelican_hotpapers.model import aware_moment, in_utc
from pelican_hotpapers.storage.digest_files import read_lines, replace_file
from pelican_hotpapers.storage.incomplete_days import LONGEST_REASON

COLLECTION_HISTORY = "collection-history.txt"
"""The file, in the archive's folder; there is none where nothing was collected."""
MOST_MENDED = 100
"""Incidents that are over and still told; the oldest go first."""

_HEAD = (
    "# When each source last answered, and what went wrong and was mended.\n"
    "# Written when days are collected, for `hotpapers status`.\n"
)
_ANSWERED, _OPEN = "answered", "-"


class IncidentKind(Enum):
    """What can go wrong."""

    FAILING = "failing"
    """A source answers for no day."""
    MISSING = "missing"
    """A day has no digest."""
    LACKING = "lacking"
    """A day's digest lacks something."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The last time that a source answered."""

    day: dt.date
    """The newest day that it answered for."""
    at: dt.datetime
    """When it first did for that day; aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that went wrong, and may be mended by now."""

    kind: IncidentKind
    subject: str
    """The label of a source, or a day as ``2026-11-19``."""
    began: dt.datetime
    """When it was noticed; aware."""
    ended: dt.datetime | None = None
    """When it was found to be mended; None while it is not."""
    reason: str = ""
    """Why, as it was first told: one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionHistory:
    """What is remembered of all collection runs of an archive."""

    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    """By the label of the source."""
    incidents: tuple[Incident, ...] = ()
    """In the order in which they were noticed."""

    def open(self, kind: IncidentKind) -> Mapping[str, Incident]:
        """Return the incidents of a kind that are not mended, by their subject."""
        return {
            each.subject: each
            for each in self.incidents
            if each.kind is kind and each.ended is None
        }

    def with_answers(
        self, answered: Mapping[str, dt.date], now: dt.datetime
    ) -> CollectionHistory:
        """Return it with the answers of a run, as far as they are for later days."""
        later = {
            label: Answer(day, now)
            for label, day in answered.items()
            if label not in self.answers or self.answers[label].day < day
        }
        return replace(self, answers={**self.answers, **later})

    def with_open(
        self, kind: IncidentKind, reasons: Mapping[str, str], now: dt.datetime
    ) -> CollectionHistory:
        """Return it with what is wrong now: nothing else of that kind is open.

        An incident that is mended by ``now``, at which it began, is dropped.

        Args:
            kind: Of which incidents are told.
            reasons: All that is wrong: of each subject why.
            now: When that was found; aware.
        """
        known = self.open(kind)
        kept = tuple(
            replace(each, ended=now)
            if known.get(each.subject) is each and each.subject not in reasons
            else each
            for each in self.incidents
            if each.began != now or each.kind is not kind or each.subject in reasons
        )
        begun = tuple(
            Incident(
                kind=kind,
                subject=subject,
                began=now,
                reason=one_line(reason, LONGEST_REASON),
            )
            for subject, reason in sorted(reasons.items())
            if subject not in known
        )
        return replace(self, incidents=kept + begun)


def read_history(folder: Path) -> CollectionHistory:
    """Return what is remembered in an archive; nothing where there is no file.

    A line that a hand or a merge has spoilt is passed over.

    Raises:
        OSError: The file is there, and cannot be read.
    """
    answers: dict[str, Answer] = {}
    incidents: dict[tuple[str, str, dt.datetime], Incident] = {}
    for line in read_lines(folder / COLLECTION_HISTORY):
        try:
            kind, subject, *rest = line.split("\t")
            if kind == _ANSWERED:
                day, at = rest
                answers[subject] = Answer(dt.date.fromisoformat(day), aware_moment(at))
            else:
                found = _incident(kind, subject, *rest)
                incidents[kind, subject, found.began] = found
        except (TypeError, ValueError):
            continue
    return CollectionHistory(answers=answers, incidents=tuple(incidents.values()))


def write_history(folder: Path, history: CollectionHistory) -> None:
    """Write what is to be remembered in one step, unless it is there already.

    Raises:
        OSError: The file cannot be written.
    """
    if history != read_history(folder):
        text = "".join((_HEAD, *_lines(history)))
        replace_file(folder / COLLECTION_HISTORY, text.encode())


def _lines(history: CollectionHistory) -> Iterator[str]:
    for label, answer in sorted(history.answers.items()):
        yield f"{_ANSWERED}\t{label}\t{answer.day}\t{in_utc(answer.at)}\n"
    mended = [each for each in history.incidents if each.ended]
    dropped = mended[: max(len(mended) - MOST_MENDED, 0)]
    for each in history.incidents:
        if each not in dropped:
            ended = in_utc(each.ended) if each.ended else _OPEN
            fields = (each.kind.value, each.subject, in_utc(each.began), ended)
            yield "\t".join((*fields, each.reason)) + "\n"


def _incident(
    kind: str, subject: str, began: str, ended: str, reason: str = ""
) -> Incident:
    """Read the fields of an incident.

    Raises:
        ValueError: One is malformed.
    """
    known = IncidentKind(kind)
    if known is not IncidentKind.FAILING:
        dt.date.fromisoformat(subject)
    return Incident(
        kind=known,
        subject=subject,
        began=aware_moment(began),
        ended=None if ended == _OPEN else aware_moment(ended),
        reason=reason,
    )
