"""What was measured, as tables, and what has to hold of it.

The bars and the growth go by CPU time, which is the time of the clock on a machine
that does nothing else (Pelican is one thread), and stays the same on one that does.
"""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from contest import DATA, EVERYTHING, HUGO, PLAIN, POSTS, Contender, Results, Way
from measure import Run

JUDGED_FROM = 300
"""Days from which a build is judged; below, most of it is the start of Python."""
GROWTH = 1.1
"""How many times as much a digest may cost in the largest archive."""
KEPT = 10
"""How many times smaller the plugin's own share has to be in a warm build."""
ALL, DIGESTS = 1.5, 0.4
"""What cold builds of everything, and of digests alone, may take of plain Pelican's."""

StartUps = Mapping[Contender, Run]
"""What the build of an empty site takes each contender."""


@dataclass(frozen=True)
class Bar:
    """Something that has to hold, and whether it does."""

    text: str
    holds: bool

    def __str__(self) -> str:
        """Say it on one line."""
        return f"{'holds ' if self.holds else 'BROKEN'}  {self.text}"


def heading(repeat: int, start_ups: StartUps) -> Iterator[str]:
    """Say on what is measured, and what an empty site takes."""
    packages = ("pelican", "markdown", "hugo")
    versions = ", ".join(filter(None, map(_version, packages)))
    yield (
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores; "
        f"the least of {repeat}"
    )
    yield ""
    if start_ups:
        yield _row("An empty site", "wall s", "CPU s", "", "", "peak MB")
    for who, run in start_ups.items():
        figures = f"{run.wall:.2f}", f"{run.cpu:.2f}", "", "", f"{run.peak:.0f}"
        yield _row(who.label, *figures)


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def tables(results: Results) -> Iterator[str]:
    """Show what an archive took each contender, and the plugin's own share."""
    days = results.days
    yield ""
    yield (
        f"{days:,} days: {results.papers:,} papers, {results.size / 1e6:.1f} MB "
        f"({results.size / days / 1e3:.1f} kB and {results.papers / days:.1f} papers "
        "a post)"
    )
    columns = "wall s", "CPU s", "of plain", "of Hugo", "peak MB", "files", "MB"
    yield _row("", *columns)
    plain, hugo = (results.runs.get((who, "cold")) for who in (PLAIN, HUGO))
    for way, run in results.runs.items():
        yield _row(
            _name(way),
            f"{run.wall:.2f}",
            f"{run.cpu:.2f}",
            f"{run.cpu / plain.cpu:.2f}" if plain else "",
            f"{run.cpu / hugo.cpu:.1f}" if hugo else "",
            f"{run.peak:.0f}",
            f"{run.files:,}",
            f"{run.size:.1f}",
        )
    yield from _shares(results)


def _shares(results: Results) -> Iterator[str]:
    if not results.shares:
        return
    yield ""
    yield _row("Of the work, ms a digest", "own", "Pelican's", "import ms")
    per_digest = 1e3 / results.days
    for way, share in results.shares.items():
        yield _row(
            _name(way),
            f"{share.own * per_digest:.3f}",
            f"{share.rest * per_digest:.3f}",
            f"{share.imported * 1e3:.0f}",
        )
        for entry, seconds in share.entries.items():
            yield _row(f"    {entry}", f"{seconds * per_digest:.3f}")


def growth(results: Sequence[Results], start_ups: StartUps) -> Iterator[str]:
    """Show how the cost grows from the smallest archive to the largest."""
    small, large = results[0], results[-1]
    if small is large:
        return
    yield ""
    yield f"{small.days:,} to {large.days:,} days: time grows as days to the power of"
    yield _row("", "all of it", "less empty")
    for way, run in small.runs.items():
        before, after = run.cpu, large.runs[way].cpu
        empty = start_ups[way[0]].cpu
        yield _row(
            _name(way),
            f"{_exponent(small, large, before, after):.2f}",
            f"{_exponent(small, large, before - empty, after - empty):.2f}",
        )


def _exponent(small: Results, large: Results, before: float, after: float) -> float:
    return math.log(after / before) / math.log(large.days / small.days)


def bars(results: Sequence[Results]) -> Iterator[Bar]:
    """Judge the plugin, as far as enough was measured for it."""
    judged = [one for one in results if one.days >= JUDGED_FROM]
    for one in judged:
        yield from _speed(one)
        yield from _keeping(one)
    if len(judged) > 1:
        yield from _growing(judged[0], judged[-1])


def _speed(results: Results) -> Iterator[Bar]:
    plain = results.runs.get((PLAIN, "cold"))
    for who, most in ((POSTS, DIGESTS), (EVERYTHING, ALL)):
        ours = results.runs.get((who, "cold"))
        if plain and ours:
            yield Bar(
                f"{results.days:,} days, {who.label}, cold: {ours.cpu / plain.cpu:.2f} "
                f"of the work of Pelican alone, at most {most}",
                ours.cpu <= most * plain.cpu,
            )


def _keeping(results: Results) -> Iterator[Bar]:
    for who in (POSTS, DATA):
        cold, warm = (results.shares.get((who, when)) for when in ("cold", "warm"))
        if cold and warm:
            yield Bar(
                f"{results.days:,} days, {who.label}: the own share is "
                f"{cold.own / warm.own:.1f} times smaller when warm, at least {KEPT}",
                cold.own / warm.own >= KEPT,
            )


def _growing(small: Results, large: Results) -> Iterator[Bar]:
    for way in small.shares:
        before, after = (one.runs[way].cpu / one.days for one in (small, large))
        yield Bar(
            f"{_name(way)}: a digest costs {after / before:.2f} times as much among "
            f"{large.days:,} as among {small.days:,}, at most {GROWTH}",
            after / before <= GROWTH,
        )


def _name(way: Way) -> str:
    who, when = way
    return f"{who.label}, {when}" if who.is_plugin else who.label


def _row(label: str, *figures: str) -> str:
    return f"{label:<34}" + "".join(f"{figure:>12}" for figure in figures)
