"""Which days of an archive lack something, and when they are asked for again.

A text file beside the digests, a line each, so that git shows what became of a day:

    2026-11-19 2026-11-20T05:00:00Z 1 2026-11-21T16:00:00Z 5f0c… arxiv: …

These are the day; since when it is incomplete; how often it was asked for again; when
that is due; a fingerprint of its file as it was collected; and what it lacks. What a
digest lacks stands in the digest itself, in its coverage: this is for what a digest
cannot say, and so that nobody need read a decade to find the days.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from pelican_hotpapers.errors import one_line
from pelican_hotpapers.model import aware_moment, in_utc
from pelican_hotpapers.storage.digest_files import read_lines, replace_file

INCOMPLETE_DAYS = "incomplete-days.txt"
"""The file, in the archive's folder; there is none where nothing is missing."""

MOST_TRIES = 7
"""How often a day is asked for again."""
FIRST_WAIT = dt.timedelta(hours=11)
"""From the first of those tries to the second. It doubles with each, and they take four
weeks together. An hour less than half a day, since no job begins by the second."""
LONGEST_REASON = 300
"""Characters of what is missing, and why."""

_HEAD = (
    "# Days that lack something, and when they are asked for again; `never` after "
    f"{MOST_TRIES} tries.\n"
    "# day, incomplete since, tries, next try, fingerprint of its file, what lacks\n"
)
_NEVER, _NO_FILE = "never", "-"
_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteDay:
    """A day that lacks something, or all."""

    day: dt.date
    since: dt.datetime
    """When it was found to; aware."""
    tries: int = 0
    """How often it was asked for again."""
    next_try: dt.datetime | None = None
    """When that is due; None when it was asked for often enough."""
    fingerprint: str = ""
    """Of its file as it was collected, to know edits by hand; empty without a file."""
    lacks: str = ""
    """What is missing, and why, on one line."""

    def is_due(self, now: dt.datetime) -> bool:
        """Tell whether it is time to ask for it again."""
        return self.next_try is not None and self.next_try <= now

    def tried(self, now: dt.datetime) -> IncompleteDay:
        """Return it after one try more in vain, with the next one later."""
        tries = self.tries + 1
        wait = FIRST_WAIT * 2 ** (tries - 1)
        due = now + wait if tries < MOST_TRIES else None
        return replace(self, tries=tries, next_try=due)


def read(folder: Path) -> dict[dt.date, IncompleteDay]:
    """Return the days of an archive that lack something, in order.

    Raises:
        OSError: The file is there, and cannot be read.
    """
    found = filter(None, map(_incomplete_day, read_lines(folder / INCOMPLETE_DAYS)))
    return dict(sorted((each.day, each) for each in found))


def write(folder: Path, days: Collection[IncompleteDay]) -> None:
    """Put these days in the place of those noted before, in one step.

    Raises:
        OSError: The file cannot be written.
    """
    path = folder / INCOMPLETE_DAYS
    if not days:
        return path.unlink(missing_ok=True)
    lines = map(_line, sorted(days, key=lambda each: each.day))
    return replace_file(path, "".join((_HEAD, *lines)).encode())


def fingerprint_of(path: Path) -> str:
    """Return what tells a file's content from others, whatever ends its lines.

    Raises:
        OSError: It cannot be read.
    """
    content = path.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def _line(each: IncompleteDay) -> str:
    fields = (
        each.day.isoformat(),
        in_utc(each.since),
        str(each.tries),
        in_utc(each.next_try) if each.next_try else _NEVER,
        each.fingerprint or _NO_FILE,
        one_line(each.lacks, LONGEST_REASON),
    )
    return " ".join(fields) + "\n"


def _incomplete_day(line: str) -> IncompleteDay | None:
    """Read a line; one that a hand or a merge has spoilt says nothing."""
    try:
        day, since, tries, due, fingerprint, *lacks = line.split(" ", 5)
        return IncompleteDay(
            day=dt.date.fromisoformat(day),
            since=aware_moment(since),
            tries=int(tries),
            next_try=None if due == _NEVER else aware_moment(due),
            fingerprint="" if fingerprint == _NO_FILE else fingerprint,
            lacks="".join(lacks),
        )
    except ValueError:
        return None
