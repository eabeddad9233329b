"""Who builds the archive, and what it takes each of them."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sites
from digests import day_posts
from measure import BuildError, Run, Share, best, run, share
from sites import Site


@dataclass(frozen=True)
class Contender:
    """A way to build the archive."""

    label: str
    begin: Callable[[Path], Site]
    builds: tuple[str, ...] = ("cold",)

    @property
    def is_plugin(self) -> bool:
        """Whether it is the plugin, which keeps things for a warm build."""
        return "warm" in self.builds


PLAIN = Contender("Pelican alone, repaired posts", sites.plain)
POSTS = Contender("plugin, posts", sites.posts, ("cold", "warm"))
DATA = Contender("plugin, data files", sites.data, ("cold", "warm"))
PAGES = Contender("plugin, posts and pages", sites.pages, ("cold", "warm"))
HUGO = Contender("Hugo, repaired posts", sites.hugo)

Way = tuple[Contender, str]
"""A contender, and whether its build is cold or warm."""


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
    return best(_build(site) for _ in range(repeat))


def hold(
    folder: Path, days: int, contenders: Mapping[str, Contender], repeat: int
) -> Results:
    """Lay out an archive for each contender, and have each build it in turn.

    Raises:
        BuildError: A build failed, warned, or left something out.
    """
    entered = {who: who.begin(folder / name) for name, who in contenders.items()}
    papers, size = _lay_out(entered.values(), days)
    runs: dict[Way, list[Run]] = defaultdict(list)
    shares: dict[Way, list[Share]] = defaultdict(list)
    for number in range(1, repeat + 1):
        print(f"{days} days: round {number} of {repeat}", file=sys.stderr)
        for who, site in entered.items():
            for when in _in_turn(who, site):
                runs[who, when].append(_build(site))
                _check(who, site, days, papers)
            for when in _in_turn(who, site) if who.is_plugin else ():
                shares[who, when].append(share(site.folder))
    return Results(
        days,
        papers,
        size,
        {way: best(times) for way, times in runs.items()},
        {way: min(times, key=lambda time: time.own) for way, times in shares.items()},
    )


def _lay_out(entered: Iterable[Site], days: int) -> tuple[int, int]:
    """Write the archive into every site; return its papers and bytes."""
    papers = size = 0
    for post in day_posts(days):
        papers += post.papers
        size += len(post.body.encode())
        for site in entered:
            site.add(post)
    for site in entered:
        if site.prepare:
            run(site.prepare, site.folder)
    return papers, size


def _in_turn(who: Contender, site: Site) -> Iterator[str]:
    """Yield cold, and warm where there is such, with the site made ready for it."""
    site.forget_all()
    for when in who.builds:
        site.forget_output()
        yield when


def _build(site: Site) -> Run:
    return run(site.build, site.folder)


def _check(who: Contender, site: Site, days: int, papers: int) -> None:
    """Make sure that the site was built, and by whom it should be."""
    if site.digests() != days:
        raise BuildError(f"{who.label}: {site.digests()} of {days} digests were built")
    if who.is_plugin and site.papers() != papers:
        raise BuildError(f"{who.label}: {site.papers()} of {papers} papers were built")
