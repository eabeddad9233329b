"""Which days are to be asked for, by what is on disk already."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pelican_hotpapers.config import Config
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.model import Digest
from pelican_hotpapers.sources.opening import Spec, label, name_of
from pelican_hotpapers.storage.archive import Archive

DAY = dt.timedelta(days=1)
FIRST_DAY = dt.date(1991, 8, 14)
"""The day on which arXiv began."""
SETTLED = 2 * DAY
"""From the beginning of a day until a source that has nothing for it never will."""


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The days that an archive lacks, or that may have grown."""

    archive: Archive
    specs: tuple[Spec, ...]
    """The sources that are asked, as the settings have them."""
    refresh_days: int
    """Days back, from yesterday on, in which a collected day is asked again."""
    fresh_for: dt.timedelta
    """How long a day that was collected is not asked again."""
    now: Callable[[], dt.datetime]
    """The time; aware."""

    def wanted(self, days: Iterable[dt.date]) -> list[dt.date]:
        """Return the days among these that are to be asked for, oldest first.

        Those are the days that no file is there for, and no note that there is
        nothing; and the recent ones, whose counts may have grown.
        """
        asked = frozenset(days)
        files = self.archive.days(asked)
        return [day for day in sorted(asked) if self._is_wanted(day, files.get(day))]

    def is_still_wanted(self, day: dt.date) -> bool:
        """Look again, now that no other collector is at work."""
        path = self.archive.path(day)
        return self._is_wanted(day, path if path.exists() else None)

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
        """Tell whether a day may yet come, or is the one that such a day follows."""
        return not self.is_settled(day + DAY)

    def kept(self, day: dt.date) -> Digest | None:
        """Return the digest that was collected for a day; None where none is sound."""
        try:
            return self.archive.read(self.archive.path(day))
        except (DigestError, OSError):
            return None

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What tells the sources apart: names, places, and numbers where need be."""
        return tuple(_numbered(map(label, self.specs)))

    @cached_property
    def _quiet(self) -> frozenset[tuple[dt.date, str]]:
        return self.archive.quiet_days()

    def _is_wanted(self, day: dt.date, path: Path | None) -> bool:
        if not self.open_sources(day):
            return False
        if path is None:
            return True
        return path == self.archive.path(day) and self._may_have_grown(day)

    def _may_have_grown(self, day: dt.date) -> bool:
        """Tell whether a day's file is recent, ours to rewrite, and not just made.

        What was written by hand has no coverage.
        """
        kept = self.kept(day) if self.is_recent(day) else None
        if kept is None or not kept.coverage or not kept.collected_at:
            return False
        age = self.now() - kept.collected_at
        return not dt.timedelta() <= age < self.fresh_for  # clocks may be set back


def _numbered(names: Iterable[str]) -> Iterator[str]:
    """Yield names; one that comes again has a 2 behind it, then a 3."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield f"{name} {seen[name]}" if seen[name] > 1 else name


def agenda_of(config: Config, archive: Archive, only: str = "") -> Agenda:
    """Return the agenda that a site's settings describe.

    Args:
        config: The settings.
        archive: Where digests are kept.
        only: The name of the sources to ask; empty for all. One that the settings do
            not name is taken with its own defaults.
    """
    named = tuple(spec for spec in config.sources if name_of(spec) == only)
    return Agenda(
        archive=archive,
        specs=(named or (only,)) if only else config.sources,
        refresh_days=config.refresh_days,
        fresh_for=dt.timedelta(minutes=config.collect_every),
        now=now,
    )


def now() -> dt.datetime:
    """Return the time in UTC, to the second, as digests record it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def last_days(count: int, moment: dt.datetime) -> list[dt.date]:
    """Return the last days that are over, in UTC, oldest first; none before arXiv."""
    today = moment.astimezone(dt.UTC).date()
    most = (today - FIRST_DAY).days
    return [today - back * DAY for back in range(min(count, most), 0, -1)]
