"""``hotpapers check``: what is wrong with digests and topics, and where."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pelican_hotpapers.cli.checking import Checked, check, check_topics
from pelican_hotpapers.cli.site import Site
from pelican_hotpapers.cli.subcommand import (
    DONE,
    FAILED,
    Subcommand,
    add_files,
    files,
)
from pelican_hotpapers.wording import counted


def _run(arguments: argparse.Namespace, site: Site) -> int:
    digests = papers = faults = faulty = 0
    topics: int | None = None
    for checked in _checked(arguments.files, site):
        for fault in checked.faults:
            print(fault)
        if checked.digest is not None:
            digests += 1
            papers += len(checked.digest.papers)
        if checked.topics is not None:
            topics = checked.topics
        faults += len(checked.faults)
        faulty += bool(checked.faults)
    found = f"{counted(faults, 'faults')} in {counted(faulty, 'files')}"
    everything = [counted(digests, "digests"), counted(papers, "papers")]
    if topics is not None:
        everything.append(counted(topics, "topics"))
    print(", ".join([*everything, found if faults else "no faults"]))
    return FAILED if faults else DONE


def _checked(asked: Sequence[Path], site: Site) -> Iterator[Checked]:
    """Yield what is found in each file, that of the topics behind the digests."""
    named = files(asked, site)
    digests = [path for path in named if not _is_of_topics(path, site)]
    yield from check(digests, site)
    if site.topics and (not asked or len(digests) < len(named)):
        yield check_topics(site.topics, site)


def _is_of_topics(path: Path, site: Site) -> bool:
    return site.topics is not None and _whole(path) == _whole(site.topics)


def _whole(path: Path) -> str:
    """Return a path by which a file is known, however it was named."""
    return os.path.normpath(path.absolute())


CHECK = Subcommand(
    name="check",
    help="tell what is wrong with digests, and where",
    more="""\
Every fault is a line, path:line:column: field: found …, expected …
Two files for one day or with one slug are a fault as well. The file of the topics is
checked too, where HOTPAPERS_TOPICS names one.

examples:
  hotpapers check                          all digests of the site
  hotpapers check -s site/pelicanconf.py   the same, from elsewhere
  hotpapers check 2021-04-06.yaml          one file
  hotpapers check drafts/                  all digests in a folder

In a nightly job, or before a commit, the exit status tells: 0 when all is sound.
""",
    arguments=add_files,
    run=_run,
)
