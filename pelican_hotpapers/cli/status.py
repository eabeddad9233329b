"""``hotpapers status``: whether sources answer, and which days are whole."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.cli.line_breaks import in_columns, wrapped
from pelican_hotpapers.cli.site import LocalSite
from pelican_hotpapers.cli.subcommand import DONE, FAILED, Subcommand, positive
from pelican_hotpapers.cli.terminal import WIDEST
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
from pelican_hotpapers.translation import ENGLISH, Translation
from pelican_hotpapers.translation.messages import gettext_noop

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


def _arguments(parser: argparse.ArgumentParser, translation: Translation) -> None:
    parser.add_argument(
        "--days",
        metavar="N",
        type=positive,
        default=STATUS_DAYS,
        help=translation.gettext(
            "the last N days, from yesterday on; {days} if left out", days=STATUS_DAYS
        ),
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=translation.gettext("end with status 1 where there is trouble"),
    )


def _run(
    arguments: argparse.Namespace, site: LocalSite, translation: Translation
) -> int:
    plan = collection_plan(site.config, site.archive)
    status = collection_status(plan, last_days(arguments.days, now()))
    console = Console(highlight=False)
    StatusPrinter(console, translation).print(status, arguments.days)
    return FAILED if arguments.check and not status.is_sound else DONE


@dataclass(frozen=True, slots=True)
class StatusPrinter:
    """Prints the status of an archive."""

    console: Console
    translation: Translation = ENGLISH
    """The words of whoever reads it."""

    def print(self, status: CollectionStatus, days: int) -> None:
        """Print it.

        Args:
            status: What is known.
            days: How many days were asked for; there may be fewer.
        """
        translation = self.translation
        names = [plain_line(each.name) for each in status.sources]
        self._line(Text(translation.gettext("Sources"), "bold"))
        for name, source in zip(in_columns(names), status.sources, strict=True):
            self._source(f"  {name}  ", source)
        self.console.print()
        last = translation.ngettext("The last {n} day", "The last {n} days", days)
        self._line(Text(last, "bold"))
        if not status.days:
            nothing = translation.gettext("nothing was collected yet")
            self._line(Text(f"  {nothing}"))
            return
        self._line(Text.assemble("  ", *self._sums(status)))
        for week in self._weeks(status.days):
            self._line(week)
        spans = status.wrong_spans
        states = [self._name(span.first.state) for span in spans]
        for state, span in zip(in_columns(states), spans, strict=True):
            self._wrong(f"  {state}", span)

    def _source(self, name: str, source: SourceStatus) -> None:
        translation, answer = self.translation, source.answer
        at = translation.moment(in_zone(answer.at, dt.UTC)) if answer else ""
        day = answer.day if answer else ""
        if source.failing:
            fails = translation.gettext(
                "{fails}fails{/fails} since {moment}: {reason}.",
                fails="",
                moment=translation.moment(in_zone(source.failing.began, dt.UTC)),
                reason=plain_line(source.failing.reason),
            )
            self._line(Text.assemble(name, (fails, "red")), len(name))
            said = (
                translation.gettext(
                    "It last answered {moment}, for {day}.", moment=at, day=day
                )
                if answer
                else translation.gettext("It never answered.")
            )
            name = " " * cell_len(name)
        elif answer:
            said = translation.gettext(
                "answered {moment}, for {day}", moment=at, day=day
            )
        else:
            said = translation.gettext("was not asked yet")
        self._line(Text(name + said), len(name))

    def _wrong(self, state: str, span: DaySpan) -> None:
        translation, day = self.translation, span.first
        days, reason = self._days(span), plain_line(day.reason)
        if day.since:
            moment = translation.moment(in_zone(day.since, dt.UTC))
            said = translation.gettext(
                "{days} since {moment}: {reason}.",
                days=days,
                moment=moment,
                reason=reason,
            )
        else:
            said = translation.gettext("{days}: {reason}.", days=days, reason=reason)
        text = Text.assemble((state, _STYLES[day.state]), f"  {said}")
        self._line(text, len(state) + 2)
        if not day.is_open:
            margin = " " * (cell_len(state) + 2)
            said = translation.gettext("It is not asked for any more.")
            self._line(Text(margin + said), len(margin))

    def _days(self, span: DaySpan) -> str:
        first, last = span.first.day, span.days[-1].day
        if first == last:
            return str(first)
        return self.translation.ngettext(
            "{first} to {last}, {n} day",
            "{first} to {last}, {n} days",
            len(span.days),
            first=first,
            last=last,
        )

    def _name(self, state: Completeness) -> str:
        """Return what a day is in that state."""
        return {
            Completeness.WHOLE: self.translation.gettext("whole", "a day"),
            Completeness.QUIET: self.translation.gettext("quiet", "a day"),
            Completeness.LACKING: self.translation.gettext("lacking", "a day"),
            Completeness.MISSING: self.translation.gettext("missing", "a day"),
        }[state]

    def _sums(self, status: CollectionStatus) -> Iterator[Text | str]:
        """Yield how many days are so, each with its mark: the legend of the weeks."""
        for number, state in enumerate(Completeness):
            yield "   " if number else ""
            yield Text(MARKS[state], _STYLES[state])
            said = self.translation.gettext(
                "{n} {state}",
                "days",
                n=self.translation.number(status.counts[state.value]),
                state=self._name(state),
            )
            yield f" {said}"

    def _weeks(self, days: Iterable[DayStatus]) -> Iterator[Text]:
        """Yield a line for each week, of which every day has its column."""
        by_day = {each.day: each.state for each in days}
        first, last = min(by_day), max(by_day)
        monday = first - first.weekday() * DAY
        mondays = [monday + n * DAY for n in range(0, (last - monday).days + 1, _WEEK)]
        names = in_columns(map(self.translation.day_of_year, mondays))
        for name, monday in zip(names, mondays, strict=True):
            line = Text(f"  {name}  ")
            for day in (monday + offset * DAY for offset in range(_WEEK)):
                state = by_day.get(day)
                line.append(*(f" {MARKS[state]}", _STYLES[state]) if state else ("  ",))
            yield line

    def _line(self, text: Text, margin: int = 0) -> None:
        """Print a text; where it is too long for a line, the rest below a margin.

        Args:
            text: The text.
            margin: The characters of it that stand in the margin.
        """
        before, rest = text.divide([margin]) if margin else (Text(), text)
        columns = before.cell_len
        width = max(min(self.console.width, WIDEST) - columns, 1)
        for line in wrapped(rest, width):
            self.console.print(Text.assemble(before, line), soft_wrap=True)
            before = Text(" " * columns)


STATUS = Subcommand(
    name="status",
    help=gettext_noop(
        "tell whether sources answer, and which of the last days are whole"
    ),
    about=(
        gettext_noop(
            "Of each source it says when it answered last, or since when it fails and "
            "why. Of the last days it says which are whole; quiet, since nothing was "
            "announced, or nothing was hot; lacking something, which is asked for "
            "again; or missing. A week is a line, from Monday on. What is lacking or "
            "missing is named below. Nothing is asked, nor written."
        ),
        gettext_noop(
            "With --check the exit status is 1 when a source fails, or a day is "
            "missing or lacks something that is still asked for. Otherwise it is 0 "
            "when that could be told."
        ),
    ),
    examples=(
        ("hotpapers status", gettext_noop("the last 60 days")),
        ("hotpapers status --days 7", gettext_noop("the last week")),
        (
            "hotpapers status --check",
            gettext_noop('for a nightly job, after "hotpapers collect"'),
        ),
    ),
    arguments=_arguments,
    run=_run,
)
