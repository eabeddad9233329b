"""Who builds the archive, and what it takes each of them."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sites
from digests import DayPost, day_posts
from measure import BuildError, Run, Share, best, edit, run, share, with_output
from sites import Site


@dataclass(frozen=True)
class Contender:
    """A way to build the archive."""

    label: str
    begin: Callable[[Path], Site]
    builds: tuple[str, ...] = ("cold",)
    """Each finds what the one before it left; ``cold`` nothing, ``warm`` no output."""

    @property
    def is_plugin(self) -> bool:
        """Whether it is the plugin, for which not every build is a cold one."""
        return len(self.builds) > 1


PLAIN = Contender("Pelican alone, repaired posts", sites.plain)
POSTS = Contender("plugin, posts", sites.posts, ("cold", "warm"))
DATA = Contender("plugin, data files", sites.data, ("cold", "warm"))
NOTHING_NEW, NEW_DAY = "nothing new", "one new day"
EDITED, ON_SCREEN = "one day edited", "the same, on screen"
EVERYTHING = Contender(
    "everything", sites.everything, ("cold", NOTHING_NEW, NEW_DAY, EDITED, ON_SCREEN)
)
HUGO = Contender("Hugo, repaired posts", sites.hugo)

Way = tuple[Contender, str]
"""A contender, and which of its builds."""


@dataclass(frozen=True)
class Results:
    """What was measured on one archive."""

    days: int
    papers: int
    size: int
    """Bytes of all posts, without front matter."""
    runs: dict[Way, Run]
    shares: dict[Way, Share]


def start_up(folder: Path, who: Contender, repeat: int) -> Run:
    """Measure the cold build of an empty site."""
    site = who.begin(folder)
    return best(run(site.build, site.folder) for _ in range(repeat))


def hold(
    folder: Path,
    days: int,
    contenders: Mapping[str, Contender],
    repeat: int,
    has_shares: bool,
) -> Results:
    """Lay out an archive for each contender, and have each build it in turn.

    Raises:
        BuildError: A build failed, warned, or left something out.
    """
    entered = {who: who.begin(folder / name) for name, who in contenders.items()}
    *posts, new = day_posts(days + 1)
    _lay_out(entered.values(), posts)
    runs: dict[Way, list[Run]] = defaultdict(list)
    shares: dict[Way, list[Share]] = defaultdict(list)
    for number in range(1, repeat + 1):
        print(f"{days} days: round {number} of {repeat}", file=sys.stderr)
        for who, site in entered.items():
            for when, shown in _in_turn(who, site, posts, new):
                runs[who, when].append(_build(site, when, new))
                _check(who, site, shown)
            for when in ("cold", "warm") if who.is_plugin and has_shares else ():
                if when in who.builds:
                    _make_ready(site, when)
                    shares[who, when].append(share(site.folder))
    for site in entered.values():
        site.clear()
    return Results(
        days,
        sum(post.papers for post in posts),
        sum(len(post.body.encode()) for post in posts),
        {way: best(times) for way, times in runs.items()},
        {way: min(times, key=lambda time: time.own) for way, times in shares.items()},
    )


def _lay_out(entered: Iterable[Site], posts: Sequence[DayPost]) -> None:
    """Write the archive into every site."""
    for site in entered:
        for post in posts:
            site.add(post)
        if site.prepare:
            run(site.prepare, site.folder)


def _in_turn(
    who: Contender, site: Site, posts: Sequence[DayPost], new: DayPost
) -> Iterator[tuple[str, Sequence[DayPost]]]:
    """Yield each build and the posts that it shows, with the site made ready for it."""
    shown = posts
    for when in who.builds:
        _make_ready(site, when)
        if when == NEW_DAY:
            site.add(new)
            shown = [*posts, new]
        yield when, shown
    if len(shown) > len(posts):
        site.path(new).unlink()


def _make_ready(site: Site, when: str) -> None:
    if when == "cold":
        site.forget_all()
    elif when == "warm":
        site.forget_output()


def _build(site: Site, when: str, edited: DayPost) -> Run:
    """Build a site, and look at what came of it."""
    if when in {EDITED, ON_SCREEN}:
        options = ("page",) if when == ON_SCREEN else ()
        measured = edit(site.folder, site.path(edited), *options)
    else:
        measured = run(site.build, site.folder)
    return with_output(measured, site.output)


def _check(who: Contender, site: Site, shown: Sequence[DayPost]) -> None:
    """Make sure that the site was built, and by whom it should be."""
    days, papers = len(shown), sum(post.papers for post in shown)
    if site.digests() != days:
        raise BuildError(f"{who.label}: {site.digests()} of {days} digests were built")
    if who.is_plugin and site.papers() != papers:
        raise BuildError(f"{who.label}: {site.papers()} of {papers} papers were built")
