"""What became of each day of a collection run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from pelican_hotpapers.model import Coverage, Digest


class DayState(Enum):
    """What became of a day."""

    NEW = "collected"
    REFRESHED = "refreshed"
    COMPLETED = "completed"
    INCOMPLETE = "still incomplete"
    QUIET = "nothing announced"
    COLD = "nothing hot"
    FAILED = "failed"
    BUSY = "left to another collector"
    ELSEWHERE = "collected by another"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one day of a collection run."""

    day: dt.date
    state: DayState
    papers: int = 0
    """Papers in the day's digest now."""
    is_whole: bool = True
    """Whether that lacks nothing that a later collection might bring."""
    problems: tuple[str, ...] = ()
    """What went wrong, a line each that names the source; also where all went well
    enough for the day to be written. What an earlier day of the run had is left out."""
    fallback: dt.datetime | None = None
    """When the digest was collected that the site shows in spite of the problems."""


def outcome_of(
    state: DayState,
    digest: Digest,
    problems: tuple[str, ...],
    before: Digest | None = None,
) -> Outcome:
    """Return the outcome of a day that has a digest.

    Args:
        state: What became of the day.
        digest: The digest that it has now.
        problems: What went wrong, a line each.
        before: The digest that it had, if the site goes on showing that one's counts.
    """
    return Outcome(
        day=digest.date,
        state=state,
        papers=len(digest.papers),
        is_whole=digest.is_whole,
        problems=problems,
        fallback=before.collected_at if before and problems else None,
    )


def problems_of(digests: Iterable[Digest]) -> tuple[str, ...]:
    """Return all that went wrong where sources answered."""
    return tuple(
        f"{record.source}: {problem}"
        for digest in digests
        for record in digest.coverage
        for problem in (*record.problems, *_reasons(record))
    )


def _reasons(record: Coverage) -> Iterator[str]:
    """Yield why a source lacks something, beginning with what, unless it is itself."""
    for name, why in record.lacks.items():
        yield why if name == record.source else f"{name}: {why}"
