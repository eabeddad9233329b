"""Which papers arXiv announced on a day: new ones, and those listed in more archives.

The current batch is in arXiv's RSS, which is built at midnight in US Eastern time and
keeps no others. Those of earlier days, and what RSS does not tell, are worked out from
the time of submission.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pelican_hotpapers.arxiv import schedule
from pelican_hotpapers.arxiv.services import RSS
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client
from pelican_hotpapers.sources.arxiv_rss import AnnouncementFeed, read_announcement_feed
from pelican_hotpapers.sources.batches import STALE_AFTER, fingerprint
from pelican_hotpapers.sources.catalogue import Catalogue

MOST_ITEMS = 2_000
"""Items that a feed holds; the others are cut off."""
SETTLED = dt.timedelta(days=7)
"""How far back a day may be that arXiv's index does not have yet."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What was announced on a day."""

    arxiv_ids: tuple[str, ...]
    """At least one."""
    at: dt.datetime
    """When; aware."""
    problems: tuple[str, ...] = ()
    """What could not be asked and was told by another, a sentence each."""
    lacks: Mapping[str, str] = field(default_factory=dict)
    """Why there may be more papers of an archive or category, by its name."""
    batches: Mapping[str, str] = field(default_factory=dict)
    """What tells the list of each feed from others, by the archive or category."""


@dataclass(frozen=True, slots=True)
class Announcements:
    """Tells what arXiv announced."""

    http: Client
    catalogue: Catalogue
    now: Callable[[], dt.datetime]
    """The time; aware."""
    rss_url: str = RSS
    batches: Callable[[dt.date], Mapping[str, str]] = field(default=lambda _day: {})
    """What told the lists of an earlier day from others, by archive or category."""

    def on(self, day: dt.date, archives: Sequence[str]) -> Announced | None:
        """Return what was announced under a day's heading.

        Args:
            day: As in the headings of arXiv's lists.
            archives: Archives and categories, as ``cs`` and ``stat.ML``.

        Returns:
            None when nothing was: at a weekend, on a holiday.

        Raises:
            SourceError: arXiv does not say now. That is also raised where a recent day
                has nothing, since so it looks when arXiv's index lags.
        """
        span = schedule.submission_span(day)
        if span is None:
            return None
        at = schedule.announced_at(day)
        if self.now() < at:
            raise SourceError(
                f"arXiv announces the papers of {day} on "
                f"{at.astimezone(dt.UTC):%Y-%m-%d at %H:%M} UTC",
                "Ask for them after that",
            )
        feeds = self._feeds(day, archives)
        rest, lacks = self._rest(feeds, archives, span)
        arxiv_ids = tuple(dict.fromkeys((*feeds.arxiv_ids, *rest)))
        if arxiv_ids:
            return Announced(arxiv_ids, at, feeds.problems, lacks, feeds.fingerprints)
        self._check_settled(day, feeds.problems)
        return None

    # The feeds of the current batch

    def _feeds(self, day: dt.date, archives: Sequence[str]) -> _Feeds:
        """Return the feeds of a day; those of any but the current one are gone."""
        if schedule.today(self.now()) != day:
            return _Feeds({})
        batches: dict[str, AnnouncementFeed] = {}
        problems: list[str] = []
        stale: dict[str, str] = {}
        for archive in archives:
            try:
                batch = self.http.get(
                    f"{self.rss_url.rstrip('/')}/rss/{archive}",
                    read_announcement_feed,
                    pace=self.catalogue.pace,
                    accept=(200, 400),
                    service=self.rss_url,
                )
            except SourceError as error:
                problems.append(str(error))
                continue
            if {schedule.today(moment) for moment in batch.dates} != {day}:
                continue
            if known := self._known_since(archive, batch, day):
                stale[archive] = f"its feed has the batch of {known} again"
                problems.append(f"{archive}: {stale[archive]}")
                continue
            batches[archive] = batch
            self.catalogue.remember(batch.papers)
        return _Feeds(batches, tuple(problems), stale)

    def _known_since(
        self, archive: str, batch: AnnouncementFeed, day: dt.date
    ) -> dt.date | None:
        """Return the earlier day that had the same batch: a feed may be stale alone."""
        found = fingerprint(batch.arxiv_ids)
        days = (day - back * schedule.DAY for back in range(1, STALE_AFTER + 1))
        return next(
            (
                each
                for each in days
                if found and self.batches(each).get(archive) == found
            ),
            None,
        )

    # The index, for what the feeds do not tell

    def _rest(
        self,
        feeds: _Feeds,
        archives: Sequence[str],
        span: tuple[dt.datetime, dt.datetime],
    ) -> tuple[tuple[str, ...], Mapping[str, str]]:
        """Return the papers that the feeds may lack, and why an archive has more.

        Raises:
            SourceError: The index cannot tell, and the feeds have nothing either.
        """
        lacking = feeds.lacking(archives)
        if not lacking:
            return (), {}
        try:
            submitted = self.catalogue.submitted(lacking, *span)
        except SourceError as error:
            if not feeds.arxiv_ids:
                raise
            reasons = dict.fromkeys(lacking, error.reason)
            return (), {
                name: "; ".join(filter(None, (feeds.stale.get(name), why)))
                for name, why in reasons.items()
            }
        listed = {name for paper in submitted.values() for name in paper.categories}
        listed |= {name.partition(".")[0] for name in listed}
        unlisted = {
            name: f"{why}, and arXiv's index has none"
            for name, why in feeds.stale.items()
            if name not in listed
        }
        return tuple(submitted), unlisted

    def _check_settled(self, day: dt.date, problems: Sequence[str]) -> None:
        """Refuse that nothing was announced on a day that is not long ago."""
        if self.now() - schedule.announced_at(day) > SETTLED:
            return
        found = f"arXiv has no papers of {day} yet"
        raise SourceError(
            "; ".join((found, *problems)),
            "Its index may lag, or it was a holiday; it is asked again. If this "
            "lasts, check the archives",
        )


@dataclass(frozen=True, slots=True)
class _Feeds:
    """The day's feeds, as far as there are any."""

    batches: Mapping[str, AnnouncementFeed]
    """By archive."""
    problems: tuple[str, ...] = ()
    stale: Mapping[str, str] = field(default_factory=dict)
    """Why the feed of an archive is an earlier day's, by archive."""

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """What tells the list of each feed from others; empty ones are all alike."""
        found = {
            name: fingerprint(each.arxiv_ids) for name, each in self.batches.items()
        }
        return {name: digits for name, digits in found.items() if digits}

    @property
    def arxiv_ids(self) -> tuple[str, ...]:
        """The papers of all of them, each once."""
        listed = (each for batch in self.batches.values() for each in batch.arxiv_ids)
        return tuple(dict.fromkeys(listed))

    def lacking(self, archives: Sequence[str]) -> list[str]:
        """Return the archives of which the feeds do not tell all.

        An archive without papers is a quiet one where others have some; where none
        has any, that tells nothing.
        """
        if not self.arxiv_ids:
            return list(archives)
        return [
            archive
            for archive in archives
            if archive not in self.batches or self.batches[archive].count >= MOST_ITEMS
        ]
