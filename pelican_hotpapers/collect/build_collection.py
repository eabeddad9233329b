"""Collecting missing days at the beginning of a build, within a bounded time."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pelican_hotpapers.collect import (
    MAX_FAILURES,
    CollectionPlan,
    DayState,
    Outcome,
    collection_plan,
    is_offline,
    last_days,
    open_collector,
)
from pelican_hotpapers.config import Config
from pelican_hotpapers.config.site_settings import config_of
from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.storage.archive import Archive
from pelican_hotpapers.wording import counted

logger = get_logger(__name__)

TRIES = 2
"""How often a build makes a request, at the most: somebody waits for it."""


def collect_missing(settings: Mapping[str, Any], last: float | None) -> float | None:
    """Collect the last days that are missing, unless that was done a while ago.

    Whatever happens is logged, and never ends the build.

    Args:
        settings: Pelican's.
        last: When an earlier build of this process did so, by `time.monotonic`; None
            where none did.

    Returns:
        The same for the next build.
    """
    config, now = config_of(settings), time.monotonic()
    if is_offline(config, os.environ):
        logger.info("Offline: no day is collected")
        return last
    if last is not None and now - last < config.collect_every * 60:
        return last
    plan = collection_plan(config, archive_of(config, settings))
    try:
        _collect(config, plan, settings)
    except SourceError as error:
        logger.error("HOTPAPERS_SOURCES: %s", error)  # noqa: TRY400 - it says it all
    except OSError as error:
        logger.error("The archive cannot be written: %s", error)  # noqa: TRY400
    return now


def archive_of(config: Config, settings: Mapping[str, Any]) -> Archive:
    """Return the archive of a site."""
    content = Path(settings["PATH"])
    return Archive(content / config.path, content, config.max_file_size)


def _collect(config: Config, plan: CollectionPlan, settings: Mapping[str, Any]) -> None:
    last = last_days(config.days, plan.now())
    days = [*plan.wanted(last), *(day for day in plan.due() if day not in last)]
    if not days:
        return
    seconds = config.collect_seconds
    until = time.monotonic() + seconds
    collector = open_collector(
        replace(config, tries=min(config.tries, TRIES)),
        plan,
        contact=str(settings["SITEURL"]),
        environ=os.environ,
        seconds=seconds,
    )
    left = len(days)
    for outcome in collector.collect(days, max_wait=seconds):
        _log(outcome, plan)
        left -= 1
        if time.monotonic() >= until:
            _warn_of_skipped(
                left, f"the {seconds} s of HOTPAPERS_COLLECT_SECONDS are over"
            )
            return
    _warn_of_skipped(left, f"the sources failed {MAX_FAILURES} times in a row")


def _log(outcome: Outcome, plan: CollectionPlan) -> None:
    """Log what became of a day."""
    day, state = outcome.day, outcome.state
    failed = state is DayState.FAILED
    if not outcome.problems and not failed:
        # What it lacks was told of a day before, or nobody knows it.
        lacks = "" if outcome.is_whole else ", incomplete"
        logger.info("%s: %s%s, %s papers", day, state.value, lacks, outcome.papers)
        return
    what = "could not be collected" if failed else "is not complete"
    reasons = "; ".join(outcome.problems) or "as told of a day before"
    sentences = (reasons, _fallback(outcome, plan))
    logger.warning("%s %s: %s", day, what, ". ".join(filter(None, sentences)))


def _warn_of_skipped(days: int, why: str) -> None:
    if days:
        logger.warning(
            "%s not asked for: %s. `hotpapers collect` has more patience",
            counted(days, "more days"),
            why,
        )


def _fallback(outcome: Outcome, plan: CollectionPlan) -> str:
    """Say what the site shows where something could not be had."""
    if outcome.fallback:
        age = ago(plan.now() - outcome.fallback)
        return f"Used instead: what was collected {age}"
    if outcome.state is not DayState.FAILED:
        return ""
    newest = plan.archive.newest()
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
