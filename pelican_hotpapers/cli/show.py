"""``hotpapers show``: a digest in the terminal."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from rich.console import Console

from pelican_hotpapers.cli.site import LocalSite, UsageError
from pelican_hotpapers.cli.subcommand import (
    DONE,
    ELSEWHERE,
    FAILED,
    Subcommand,
    complain,
    positive,
    searched_folders,
)
from pelican_hotpapers.cli.terminal import DigestPrinter
from pelican_hotpapers.collect import last_days, now
from pelican_hotpapers.pelican.digest_readers import completed


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "day",
        metavar="DAY",
        help="2021-04-07, 'yesterday' (in UTC), 'latest', or a digest's file",
    )
    parser.add_argument(
        "--papers", metavar="N", type=positive, default=0, help="the hottest N alone"
    )
    parser.add_argument(
        "--abstracts", action="store_true", help="with the papers' abstracts"
    )


def _run(arguments: argparse.Namespace, site: LocalSite) -> int:
    path = _digest_of(arguments.day, site)
    if path is None:
        return FAILED
    digest, faults = site.read_with_faults(path)
    if digest is not None:
        console = Console(highlight=False)
        printer = DigestPrinter(
            console=console, papers=arguments.papers, abstracts=arguments.abstracts
        )
        printer.print(completed(digest, site.config))
    for fault in faults:
        complain(str(fault))
    return FAILED if faults else DONE


def _digest_of(wanted: str, site: LocalSite) -> Path | None:
    """Return the file of a day; None where there is none, which has been said."""
    if wanted == "latest":
        days = site.days()
        if not days:
            complain(f"There are no digests {searched_folders(site)}. {ELSEWHERE}")
            return None
        return days[max(days)]
    day = last_days(1, now())[0] if wanted == "yesterday" else _day(wanted)
    if day is None:
        return _file(wanted)
    path = site.archive.days({day}).get(day) or site.days().get(day)
    if path is None:
        complain(
            f"There is no digest of {day} {searched_folders(site)}.{_near(day, site)}"
        )
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


def _near(day: dt.date, site: LocalSite) -> str:
    """Name the days around a day that has no digest."""
    days = site.days()
    before = max((other for other in days if other < day), default=None)
    after = min((other for other in days if other > day), default=None)
    around = " and ".join(str(other) for other in (before, after) if other)
    return f" The nearest: {around}." if around else ""


SHOW = Subcommand(
    name="show",
    help="print a digest in the terminal",
    more="""\
examples:
  hotpapers show latest                    the newest digest of the site
  hotpapers show yesterday --papers 5      its five hottest papers
  hotpapers show 2021-04-07 --abstracts    all there is to read of that day
  hotpapers show drafts/2021-04-07.yaml    a file, wherever it is
""",
    arguments=_arguments,
    run=_run,
)
