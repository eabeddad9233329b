"""``hotpapers collect``: new days for a nightly job, or years of them at once."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from pelican_hotpapers.arxiv.schedule import DAY, FIRST_DAY
from pelican_hotpapers.characters import plain_line, visible
from pelican_hotpapers.cli.site import SETTINGS_FILE, LocalSite, UsageError
from pelican_hotpapers.cli.subcommand import (
    DONE,
    FAILED,
    MAX_WAIT,
    Subcommand,
    day_of_argument,
)
from pelican_hotpapers.cli.terminal import DigestPrinter
from pelican_hotpapers.collect import (
    CollectionPlan,
    Collector,
    DayState,
    Outcome,
    collection_plan,
    is_offline,
    last_days,
    now,
    open_collector,
)
from pelican_hotpapers.errors import SourceError, shown_path
from pelican_hotpapers.model import in_zone
from pelican_hotpapers.sources.entry_points import SOURCES, installed_names
from pelican_hotpapers.storage.incomplete_days import MOST_TRIES
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.messages import gettext_noop

NAMED = 3
"""Days that are named where many have something wrong."""


def _arguments(parser: argparse.ArgumentParser, translation: Translation) -> None:
    """Declare what the command takes."""
    days = parser.add_mutually_exclusive_group()
    days.add_argument(
        "--date",
        metavar="DAY",
        type=_day,
        help=translation.gettext("this day alone"),
    )
    days.add_argument(
        "--since",
        metavar="DAY",
        type=_day,
        help=translation.gettext("this day and those after it"),
    )
    parser.add_argument(
        "--until",
        metavar="DAY",
        type=_day,
        help=translation.gettext("with --since, up to this day; yesterday if left out"),
    )
    parser.add_argument(
        "--source",
        metavar="NAME",
        help=translation.gettext(
            "ask this source alone: {names}", names=", ".join(installed_names(SOURCES))
        ),
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=translation.gettext("ask, print what there is, and write nothing"),
    )


def _run(
    arguments: argparse.Namespace, site: LocalSite, translation: Translation
) -> int:
    """Collect, print what became of each day, and return the exit status.

    Raises:
        UsageError: The days make no sense, a source cannot be made of the settings, or
            there is no site here.
    """
    report = Report.here(translation)
    days = _days(arguments, site)
    if is_offline(site.config, os.environ):
        report.complain(
            translation.gettext("Offline, by HOTPAPERS_OFFLINE: nothing was asked")
        )
        return FAILED
    plan = collection_plan(site.config, site.archive, arguments.source or "")
    collector = _collector(plan, site)
    if arguments.dry_run:
        return report.preview(collector, days)
    _check_site(arguments, site)
    by_name = bool(arguments.date or arguments.since)
    wanted = plan.wanted(days, by_name=by_name)
    report.announce(len(days) - len(wanted), site)
    if not by_name:
        wanted += [day for day in plan.due() if day not in days]
    status = report.collect(collector, wanted)
    report.open_days(site)
    return status


@dataclass(frozen=True, slots=True)
class Report:
    """Prints what happens while days are collected."""

    out: Console
    err: Console
    translation: Translation
    """The words of whoever reads it."""

    @classmethod
    def here(cls, translation: Translation) -> Report:
        """Return the report of this process.

        On a screen both are one console: it alone knows where the bar stands, and
        writes lines above it.
        """
        out, err = Console(highlight=False), Console(stderr=True, highlight=False)
        is_one = _is_screen(out) and _is_screen(err)
        return cls(out, out if is_one else err, translation)

    def complain(self, line: str) -> None:
        """Print what went wrong."""
        self.err.print(Text(visible(line), "yellow"), soft_wrap=True)

    def announce(self, kept: int, site: LocalSite) -> None:
        """Say how many days need not be asked for."""
        if kept:
            line = self.translation.ngettext(
                "{n} day not asked for: kept in {folder}, or quiet",
                "{n} days not asked for: kept in {folder}, or quiet",
                kept,
                folder=shown_path(str(site.archive.folder)),
            )
            self.out.print(Text(plain_line(line), "dim"), soft_wrap=True)

    def preview(self, collector: Collector, days: Iterable[dt.date]) -> int:
        """Print what there is for each day."""
        status = DONE
        for day in days:
            try:
                digest = collector.preview(day)
            except SourceError as error:
                self.complain(f"{day}: {error}")
                status = FAILED
                continue
            if digest is None:
                self.out.print(f"{day}: {self._name(DayState.QUIET)}")
            else:
                DigestPrinter(console=self.out, translation=self.translation).print(
                    digest
                )
                if asked := collector.summary_plan(digest, self.translation):
                    self.out.print(Text(plain_line(asked), "dim"), soft_wrap=True)
        return status

    def collect(self, collector: Collector, days: list[dt.date]) -> int:
        """Collect days, and print what became of each and of all."""
        states: Counter[DayState] = Counter()
        try:
            with self._progress(len(days)) as advance:
                for outcome in collector.collect(days, MAX_WAIT):
                    states[outcome.state] += 1
                    self._tell(outcome)
                    advance()
        except (KeyboardInterrupt, OSError):
            self.complain(
                self.translation.gettext(
                    "Stopped. What was collected is kept; run it again to go on"
                )
            )
            raise
        self._sum_up(states, len(days))
        asked_for_all = states.total() == len(days)
        return FAILED if states.keys() & _BAD or not asked_for_all else DONE

    def open_days(self, site: LocalSite) -> None:
        """Say how many days still lack something, and when they are asked for again."""
        noted = site.archive.incomplete_days().values()
        due = [each.next_try for each in noted if each.next_try]
        if due:
            moment = self.translation.moment(in_zone(max(min(due), now()), dt.UTC))
            self.complain(
                self.translation.ngettext(
                    "{n} day incomplete, and asked for again from {moment} on",
                    "{n} days incomplete, and asked for again from {moment} on",
                    len(due),
                    moment=moment,
                )
            )
        if given_up := [str(each.day) for each in noted if not each.next_try]:
            some = ", ".join(given_up[:NAMED]) + ("…" if given_up[NAMED:] else "")
            self.complain(
                self.translation.ngettext(
                    "{n} day incomplete after {tries} tries ({days}). Name one with "
                    "--date to ask for it again",
                    "{n} days incomplete after {tries} tries ({days}). Name one with "
                    "--date to ask for it again",
                    len(given_up),
                    tries=MOST_TRIES,
                    days=some,
                )
            )

    @contextmanager
    def _progress(self, days: int) -> Iterator[Callable[[], None]]:
        """Show a bar while many days are collected, where somebody can see it."""
        columns = (
            TextColumn(self.translation.gettext("collecting")),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        is_shown = _is_screen(self.err) and days > 1
        with Progress(
            *columns, console=self.err, transient=True, disable=not is_shown
        ) as bar:
            task = bar.add_task("collecting", total=days)
            yield lambda: bar.advance(task)

    def _tell(self, outcome: Outcome) -> None:
        state = outcome.state
        said = [self._name(state)]
        if outcome.papers:
            said.append(self.translation.counted(outcome.papers, "papers"))
        if not outcome.is_whole and state is not DayState.INCOMPLETE:
            said.append(self.translation.gettext("incomplete", "a day"))
        line = f"{outcome.day}  {self.translation.listed(said)}"
        self.out.print(Text(line, _STYLES.get(state, "")), soft_wrap=True)
        for problem in outcome.problems:
            self.complain(f"{outcome.day}  {problem}")

    def _sum_up(self, states: Counter[DayState], days: int) -> None:
        translation = self.translation
        if not days:
            self.out.print(translation.gettext("Nothing to collect."))
            return
        said = [
            translation.gettext(
                "{n} {state}",
                "days",
                n=translation.number(number),
                state=self._name(state),
            )
            for state, number in states.items()
        ]
        if left := days - states.total():
            said.append(
                translation.ngettext("{n} not asked for", "{n} not asked for", left)
            )
        line = translation.ngettext(
            "{n} day: {states}",
            "{n} days: {states}",
            days,
            states=translation.listed(said),
        )
        self.out.print(line, soft_wrap=True)

    def _name(self, state: DayState) -> str:
        """Return what became of a day."""
        translation = self.translation
        return {
            DayState.NEW: translation.gettext("collected", "a day"),
            DayState.REFRESHED: translation.gettext("refreshed", "a day"),
            DayState.COMPLETED: translation.gettext("completed", "a day"),
            DayState.INCOMPLETE: translation.gettext("still incomplete", "a day"),
            DayState.QUIET: translation.gettext("nothing announced", "a day"),
            DayState.COLD: translation.gettext("nothing hot", "a day"),
            DayState.FAILED: translation.gettext("failed", "a day"),
            DayState.BUSY: translation.gettext("left to another collector", "a day"),
            DayState.ELSEWHERE: translation.gettext("collected by another", "a day"),
        }[state]


def _is_screen(console: Console) -> bool:
    """Tell whether somebody sees a console, whatever FORCE_COLOR says."""
    return console.file.isatty()


_BAD = frozenset({DayState.FAILED, DayState.BUSY})
_STYLES = {DayState.FAILED: "red", DayState.QUIET: "dim", DayState.COLD: "dim"}


def _collector(plan: CollectionPlan, site: LocalSite) -> Collector:
    try:
        return open_collector(
            site.config,
            plan,
            contact=str(site.settings["SITEURL"]),
            environ=os.environ,
        )
    except SourceError as error:
        raise UsageError(f"HOTPAPERS_SOURCES: {error}") from error


def _check_site(arguments: argparse.Namespace, site: LocalSite) -> None:
    """Refuse to begin an archive in a folder that is no site's.

    Raises:
        UsageError: This is none.
    """
    told = arguments.settings or Path(SETTINGS_FILE).is_file()
    if not told and not site.archive.folder.exists():
        raise UsageError(
            f"found no {SETTINGS_FILE} here, expected a site's settings; name them "
            "with -s, or run this where they are"
        )


def _days(arguments: argparse.Namespace, site: LocalSite) -> list[dt.date]:
    """Return the days that were asked for, oldest first.

    Raises:
        UsageError: There are none, or they are not over.
    """
    today = now().date()
    if arguments.until and not arguments.since:
        raise UsageError("found --until without --since, expected both")
    if not arguments.date and not arguments.since:
        return last_days(site.config.days, now())
    first = arguments.date or arguments.since
    last = arguments.date or arguments.until or today - DAY
    if not FIRST_DAY <= first <= last <= today:
        raise UsageError(
            f"found {first} to {last}, expected days in order from {FIRST_DAY} to today"
        )
    return [first + back * DAY for back in range((last - first).days + 1)]


def _day(text: str) -> dt.date:
    """Read a day of the command line, which may be one that has a name."""
    if text in _NAMED:
        return now().date() - _NAMED[text] * DAY
    return day_of_argument(text)


_NAMED = {"today": 0, "yesterday": 1}
COLLECT = Subcommand(
    name="collect",
    help=gettext_noop("bring new days from the sources into the archive"),
    about=(
        gettext_noop(
            "Without a day, it asks for what is missing of the last HOTPAPERS_DAYS "
            "days, and asks again for those of the last HOTPAPERS_REFRESH_DAYS, whose "
            "counts grow, and for what days of the archive lack. All else that is on "
            "disk is not asked for, so it can be stopped and run again. Secrets come "
            "from the environment: X_BEARER_TOKEN, BLUESKY_HANDLE, "
            "BLUESKY_APP_PASSWORD, HF_TOKEN, HOTPAPERS_MODEL_KEY."
        ),
        gettext_noop(
            "A day that was collected is asked for anew when its file is deleted. The "
            "exit status is 1 when a day could not be collected; what is on disk stays."
        ),
    ),
    examples=(
        ("hotpapers collect", gettext_noop("for a nightly job")),
        (
            "hotpapers collect --since 2025-01-01",
            gettext_noop("a year and more, with a bar"),
        ),
        (
            "hotpapers collect --date yesterday --dry-run",
            gettext_noop("what there would be, in the terminal"),
        ),
        ("hotpapers collect --date yesterday --source arxiv --dry-run", ""),
    ),
    arguments=_arguments,
    run=_run,
)
