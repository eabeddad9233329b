"""``hotpapers status``: whether sources answer, and which days are whole."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.cli.site import LocalSite
from pelican_hotpapers.cli.subcommand import DONE, FAILED, Subcommand, positive
from pelican_hotpapers.cli.terminal import WIDEST, plain
from pelican_hotpapers.collect import collection_plan, last_days, now
from pelican_hotpapers.collect.status import (
    STATUS_DAYS,
    CollectionStatus,
    Completeness,
    DaySpan,
    DayStatus,
    SourceStatus,
    collection_status,
)
from pelican_hotpapers.model import in_zone
from pelican_hotpapers.months import short_month
from pelican_hotpapers.wording import counted

MARKS = {
    Completeness.WHOLE: "o",
    Completeness.QUIET: ".",
    Completeness.LACKING: "~",
    Completeness.MISSING: "X",
}
"""How days are drawn, so that they differ without colour as well."""
_STYLES = {
    Completeness.WHOLE: "green",
    Completeness.QUIET: "dim",
    Completeness.LACKING: "yellow",
    Completeness.MISSING: "bold red",
}
_WEEK = 7


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--days",
        metavar="N",
        type=positive,
        default=STATUS_DAYS,
        help=f"the last N days, from yesterday on; {STATUS_DAYS} if left out",
    )
    parser.add_argument(
        "--check", action="store_true", help="end with status 1 where there is trouble"
    )


def _run(arguments: argparse.Namespace, site: LocalSite) -> int:
    plan = collection_plan(site.config, site.archive)
    status = collection_status(plan, last_days(arguments.days, now()))
    StatusPrinter(Console(highlight=False)).print(status, arguments.days)
    return FAILED if arguments.check and not status.is_sound else DONE


@dataclass(frozen=True, slots=True)
class StatusPrinter:
    """Prints the status of an archive."""

    console: Console

    def print(self, status: CollectionStatus, days: int) -> None:
        """Print it.

        Args:
            status: What is known.
            days: How many days were asked for; there may be fewer.
        """
        width = max((len(plain(each.name)) for each in status.sources), default=0)
        self._line(Text("Sources", "bold"))
        for source in status.sources:
            self._source(source, width)
        self.console.print()
        self._line(Text(f"The last {counted(days, 'days')}", "bold"))
        if not status.days:
            self._line(Text("  nothing was collected yet"))
            return
        self._line(Text.assemble("  ", *_sums(status)))
        for week in _weeks(status.days):
            self._line(week)
        for span in status.wrong_spans:
            self._wrong(span)

    def _source(self, source: SourceStatus, width: int) -> None:
        name = f"  {plain(source.name):<{width}}  "
        answer, failing = source.answer, source.failing
        last = f"{_moment(answer.at)}, for {answer.day}" if answer else ""
        if failing:
            since = Text(f"fails since {_moment(failing.began)}", "bold red")
            before = f"; last answered {last}" if last else "; it never answered"
            self._line(Text.assemble(name, since, before), len(name))
            name = " " * len(name)
            said = plain(failing.reason)
        else:
            said = f"answered {last}" if last else "not asked yet"
        self._line(Text(name + said), len(name))

    def _wrong(self, span: DaySpan) -> None:
        day = span.first
        state = f"  {day.state.value:<7}"
        since = f" (since {_moment(day.since)})" if day.since else ""
        ended = "" if day.is_open else "; not asked for any more"
        said = f"  {span}: {plain(day.reason)}{ended}{since}"
        text = Text.assemble((state, _STYLES[day.state]), said)
        self._line(text, len(state) + 2)

    def _line(self, text: Text, margin: int = 0) -> None:
        """Print a text; where it is too long for a line, the rest below a margin."""
        before, rest = text.divide([margin]) if margin else (Text(), text)
        width = max(min(self.console.width, WIDEST) - margin, 1)
        for line in rest.wrap(self.console, width):
            line.rstrip()
            self.console.print(Text.assemble(before, line), soft_wrap=True)
            before = Text(" " * margin)


def _sums(status: CollectionStatus) -> Iterator[Text | str]:
    """Yield how many days are so, each with its mark: the legend of the weeks."""
    for number, state in enumerate(Completeness):
        yield "   " if number else ""
        yield Text(MARKS[state], _STYLES[state])
        yield f" {status.count(state)} {state.value}"


def _weeks(days: Iterable[DayStatus]) -> Iterator[Text]:
    """Yield a line for each week, of which every day has its column."""
    by_day = {each.day: each.state for each in days}
    monday = min(by_day) - min(by_day).weekday() * DAY
    while monday <= max(by_day):
        line = Text(f"  {_short(monday):<8}")
        for day in (monday + offset * DAY for offset in range(_WEEK)):
            state = by_day.get(day)
            line.append(*(f" {MARKS[state]}", _STYLES[state]) if state else ("  ",))
        yield line
        monday += _WEEK * DAY


def _short(day: dt.date) -> str:
    return f"{day.day} {short_month(day.month)}"


def _moment(moment: dt.datetime) -> str:
    return f"{in_zone(moment, dt.UTC):%Y-%m-%d %H:%M} UTC"


STATUS = Subcommand(
    name="status",
    help="tell whether sources answer, and which of the last days are whole",
    more="""\
Of each source it says when it answered last, or since when it fails and why. Of the
last days it says which are whole; quiet, since nothing was announced, or nothing was
hot; lacking something, which is asked for again; or missing. A week is a line, from
Monday on. What is lacking or missing is named below. Nothing is asked, nor written.

examples:
  hotpapers status             the last 60 days
  hotpapers status --days 7    the last week
  hotpapers status --check     for a nightly job, after "hotpapers collect"

With --check the exit status is 1 when a source fails, or a day is missing or lacks
something that is still asked for. Otherwise it is 0 when that could be told.
""",
    arguments=_arguments,
    run=_run,
)
