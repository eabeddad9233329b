"""``hotpapers show``: a digest in the terminal."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from rich.console import Console

from pelican_hotpapers.cli.site import LocalSite, UsageError
from pelican_hotpapers.cli.subcommand import (
    DONE,
    FAILED,
    Subcommand,
    complain,
    positive,
    say_nothing_found,
)
from pelican_hotpapers.cli.terminal import DigestPrinter
from pelican_hotpapers.collect import last_days, now
from pelican_hotpapers.config.digest_defaults import with_defaults
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.messages import gettext_noop


def _arguments(parser: argparse.ArgumentParser, translation: Translation) -> None:
    parser.add_argument(
        "day",
        metavar="DAY",
        help=translation.gettext(
            "2021-04-07, 'yesterday' (in UTC), 'latest', or a digest's file"
        ),
    )
    parser.add_argument(
        "--papers",
        metavar="N",
        type=positive,
        default=0,
        help=translation.gettext("the hottest N alone"),
    )
    parser.add_argument(
        "--abstracts",
        action="store_true",
        help=translation.gettext("with the papers' abstracts"),
    )


def _run(
    arguments: argparse.Namespace, site: LocalSite, translation: Translation
) -> int:
    path = _digest_of(arguments.day, site, translation)
    if path is None:
        return FAILED
    digest, faults = site.read_with_faults(path)
    if digest is not None:
        printer = DigestPrinter(
            console=Console(highlight=False),
            translation=translation,
            papers=arguments.papers,
            abstracts=arguments.abstracts,
        )
        printer.print(with_defaults(digest, site.config))
    for fault in faults:
        complain(str(fault))
    return FAILED if faults else DONE


def _digest_of(wanted: str, site: LocalSite, translation: Translation) -> Path | None:
    """Return the file of a day; None where there is none, which has been said."""
    if wanted == "latest":
        days = site.days()
        if not days:
            none = translation.gettext("There are no digests.")
            say_nothing_found(none, site, translation)
            return None
        return days[max(days)]
    day = last_days(1, now())[0] if wanted == "yesterday" else _day(wanted)
    if day is None:
        return _file(wanted)
    path = site.archive.days({day}).get(day) or site.days().get(day)
    if path is None:
        _say_nothing_of(day, site, translation)
    return path


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise UsageError(
            f"found {name!r}, expected a day as in 2021-04-07, 'yesterday', 'latest', "
            "or a digest's file"
        )
    return path


def _say_nothing_of(day: dt.date, site: LocalSite, translation: Translation) -> None:
    """Say that a day has no digest, and which days around it have one."""
    none = translation.gettext("There is no digest of {day}.", day=day)
    say_nothing_found(none, site, translation)
    days = site.days()
    before = max((other for other in days if other < day), default=None)
    after = min((other for other in days if other > day), default=None)
    if around := [str(other) for other in (before, after) if other]:
        days_around = translation.names(around)
        complain(translation.gettext("The nearest: {days}.", days=days_around))


SHOW = Subcommand(
    name="show",
    help=gettext_noop("print a digest in the terminal"),
    examples=(
        ("hotpapers show latest", gettext_noop("the newest digest of the site")),
        (
            "hotpapers show yesterday --papers 5",
            gettext_noop("its five hottest papers"),
        ),
        (
            "hotpapers show 2021-04-07 --abstracts",
            gettext_noop("all there is to read of that day"),
        ),
        (
            "hotpapers show drafts/2021-04-07.yaml",
            gettext_noop("a file, wherever it is"),
        ),
    ),
    arguments=_arguments,
    run=_run,
)
