"""Which days a collection run asks for, by what is in the archive already."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pelican_hotpapers.arxiv.schedule import DAY, FIRST_DAY
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.model import Digest
from pelican_hotpapers.sources.entry_points import Spec, source_label
from pelican_hotpapers.storage.archive import Archive

SETTLED = 2 * DAY
"""From the beginning of a day until sources that have nothing for it never will."""


@dataclass(frozen=True, kw_only=True)
class CollectionPlan:
    """Tells which days an archive lacks, and for which counts may have grown."""

    archive: Archive
    specs: tuple[Spec, ...]
    """The sources that are asked, as the settings have them."""
    refresh_days: int
    """Days back, from yesterday on, in which a collected day is asked again."""
    fresh_for: dt.timedelta
    """How long a day that was collected is not asked again."""
    now: Callable[[], dt.datetime]
    """The time; aware."""

    def wanted(
        self, days: Iterable[dt.date], *, by_name: bool = False
    ) -> list[dt.date]:
        """Return the days among these that are to be asked for, oldest first.

        Those are the days that no file is there for, and no note that there is
        nothing; the recent ones, whose counts may have grown; and those that lack
        something.

        Args:
            days: In any order.
            by_name: Whether a person named them. Then those that lack something are
                asked for without waiting until they are due.
        """
        asked = frozenset(days)
        files = self.archive.days(asked)
        waiting = (
            frozenset()
            if by_name
            else {
                day
                for day, each in self.archive.incomplete_days().items()
                if not each.is_due(self.now()) and self.archive.path(day).exists()
            }
        )
        return [
            day
            for day in sorted(asked)
            if self._is_wanted(day, files.get(day), waits=day in waiting)
        ]

    def due(self) -> list[dt.date]:
        """Return all days that are noted to lack something and are due, newest first.

        Raises:
            OSError: The archive's notes cannot be read.
        """
        noted = self.archive.incomplete_days().values()
        due = [each.day for each in noted if each.is_due(self.now())]
        files = self.archive.days(frozenset(due))
        return [day for day in reversed(due) if self._is_wanted(day, files.get(day))]

    def is_still_wanted(self, day: dt.date) -> bool:
        """Tell whether no other collector has brought a day in the meantime."""
        path = self.archive.path(day)
        return self._is_wanted(day, path if path.exists() else None)

    def is_to_refresh(self, day: dt.date) -> bool:
        """Tell whether a day that was collected is to be asked for anew as a whole.

        It is recent, so that its counts may have grown, ours to rewrite, and not just
        made. What was written by hand has no coverage.
        """
        known = self.archived(day) if self.is_recent(day) else None
        if known is None or not known.coverage or not known.collected_at:
            return False
        age = self.now() - known.collected_at
        return not dt.timedelta() <= age < self.fresh_for  # clocks may be set back

    def is_incomplete(self, day: dt.date) -> bool:
        """Tell whether the file of a day lacks something."""
        known = self.archived(day)
        return known is not None and not known.is_whole

    def open_sources(self, day: dt.date) -> list[str]:
        """Return the labels of the sources that may have something for a day."""
        return [label for label in self.labels if (day, label) not in self._quiet]

    def is_recent(self, day: dt.date) -> bool:
        """Tell whether a day's counts may still grow; then it is not frozen yet."""
        return (self.now().astimezone(dt.UTC).date() - day).days <= self.refresh_days

    def is_settled(self, day: dt.date) -> bool:
        """Tell whether a source that has nothing for a day now never will."""
        begin = dt.datetime.combine(day, dt.time(), dt.UTC)
        return self.now() >= begin + SETTLED

    def is_newest(self, day: dt.date) -> bool:
        """Tell whether a day is one of the last two that sources may have."""
        return not self.is_settled(day + DAY)

    def archived(self, day: dt.date) -> Digest | None:
        """Return the archived digest of a day; None where there is no sound one."""
        try:
            return self.archive.read(self.archive.path(day))
        except (DigestError, OSError):
            return None

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """A name for each source that no other has: a second one has a 2 behind it."""
        return tuple(_numbered(map(source_label, self.specs)))

    @cached_property
    def _quiet(self) -> frozenset[tuple[dt.date, str]]:
        return self.archive.quiet_days()

    def _is_wanted(
        self, day: dt.date, path: Path | None, *, waits: bool = False
    ) -> bool:
        if not self.open_sources(day):
            return False
        if path is None:
            return True
        if path != self.archive.path(day):
            return False
        return self.is_to_refresh(day) or (not waits and self.is_incomplete(day))


def _numbered(names: Iterable[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield f"{name} {seen[name]}" if seen[name] > 1 else name


def now() -> dt.datetime:
    """Return the time in UTC, to the second, as digests record it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def last_days(count: int, moment: dt.datetime) -> list[dt.date]:
    """Return the last days that are over, in UTC, oldest first; none before arXiv."""
    today = moment.astimezone(dt.UTC).date()
    most = (today - FIRST_DAY).days
    return [today - back * DAY for back in range(min(count, most), 0, -1)]
