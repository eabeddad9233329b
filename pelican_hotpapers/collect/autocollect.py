"""Collecting while a site is built: bounded, once in a while, told in Pelican's log."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pelican_hotpapers.collect import (
    PATIENCE,
    Agenda,
    Outcome,
    State,
    agenda_of,
    is_offline,
    last_days,
    open_collector,
)
from pelican_hotpapers.config import Config, config_of
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.storage.archive import Archive
from pelican_hotpapers.wording import counted

logger = get_logger(__name__)

TRIES = 2
"""How often a build makes a request, at the most: somebody waits for it."""


def collect_missing(settings: Mapping[str, Any]) -> None:
    """Collect the last days that are missing, as far as the settings ask for it.

    Whatever happens is logged, and never ends the build.
    """
    config = config_of(settings)
    if not config.collect:
        return
    if is_offline(config, os.environ):
        logger.info("Offline: no day is collected")
        return
    agenda = agenda_of(config, archive_of(config, settings))
    if not _Round.of(agenda.archive.folder).begins(config.collect_every * 60):
        return
    try:
        _collect(config, agenda, settings)
    except SourceError as error:
        logger.error("HOTPAPERS_SOURCES: %s", error)  # noqa: TRY400 - it says it all
    except OSError as error:
        logger.error("The archive cannot be written: %s", error)  # noqa: TRY400


def archive_of(config: Config, settings: Mapping[str, Any]) -> Archive:
    """Return the archive of a site."""
    content = Path(settings["PATH"])
    return Archive(content / config.path, content, config.max_file_size)


class _Round:
    """When an archive was last asked about in this process."""

    def __init__(self) -> None:
        self._begun = float("-inf")

    @staticmethod
    @cache
    def of(_folder: Path) -> _Round:
        """Return the round of an archive, one a process."""
        return _Round()

    def begins(self, seconds: float) -> bool:
        """Tell whether so much time has passed, and if so begin anew."""
        now = time.monotonic()
        if now - self._begun < seconds:
            return False
        self._begun = now
        return True


def _collect(config: Config, agenda: Agenda, settings: Mapping[str, Any]) -> None:
    days = agenda.wanted(last_days(config.days, agenda.now()))
    if not days:
        return
    seconds = config.collect_seconds
    until = time.monotonic() + seconds
    collector = open_collector(
        replace(config, tries=min(config.tries, TRIES)),
        agenda,
        contact=str(settings["SITEURL"]),
        environ=os.environ,
        seconds=seconds,
    )
    left = len(days)
    for outcome in collector.collect(days, patience=seconds):
        _tell(outcome, agenda)
        left -= 1
        if time.monotonic() >= until:
            _tell_left(left, f"the {seconds} s of HOTPAPERS_COLLECT_SECONDS are over")
            return
    _tell_left(left, f"the sources failed {PATIENCE} times in a row")


def _tell(outcome: Outcome, agenda: Agenda) -> None:
    """Log what became of a day."""
    day, state = outcome.day, outcome.state
    if not outcome.problems:
        logger.info("%s: %s, %s papers", day, state.value, outcome.papers)
        return
    what = "could not be collected" if state is State.FAILED else "is not complete"
    sentences = ("; ".join(outcome.problems), _instead(outcome, agenda))
    logger.warning("%s %s: %s", day, what, ". ".join(filter(None, sentences)))


def _tell_left(days: int, why: str) -> None:
    if days:
        logger.warning(
            "%s not asked for: %s. `hotpapers collect` has more patience",
            counted(days, "more days"),
            why,
        )


def _instead(outcome: Outcome, agenda: Agenda) -> str:
    """Say what the site shows where something could not be had."""
    if outcome.instead:
        age = ago(agenda.now() - outcome.instead)
        return f"Used instead: what was collected {age}"
    if outcome.state is not State.FAILED:
        return ""
    newest = agenda.archive.newest()
    if newest is None:
        return "There is no digest yet"
    return f"The newest digest stays that of {newest}"


def ago(age: dt.timedelta) -> str:
    """Say how long ago something was, in the largest unit of which there are two."""
    seconds = age.total_seconds()
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length:.0f} {unit} ago"
    return "just now"
