"""``hotpapers check``: what is wrong with digests, and where."""

from __future__ import annotations

import argparse

from pelican_hotpapers.command.checking import check
from pelican_hotpapers.command.site import Site
from pelican_hotpapers.command.subcommand import (
    DONE,
    FAILED,
    Subcommand,
    add_files,
    files,
)
from pelican_hotpapers.command.terminal import plain
from pelican_hotpapers.wording import counted


def _run(arguments: argparse.Namespace, site: Site) -> int:
    digests = papers = faults = faulty = 0
    for checked in check(files(arguments.files, site), site):
        for fault in checked.faults:
            print(plain(str(fault)))
        if checked.digest is not None:
            digests += 1
            papers += len(checked.digest.papers)
        faults += len(checked.faults)
        faulty += bool(checked.faults)
    found = f"{counted(faults, 'faults')} in {counted(faulty, 'files')}"
    everything = [counted(digests, "digests"), counted(papers, "papers")]
    print(", ".join([*everything, found if faults else "no faults"]))
    return FAILED if faults else DONE


CHECK = Subcommand(
    name="check",
    help="tell what is wrong with digests, and where",
    more="""\
Every fault is a line, path:line:column: field: found …, expected …
Two files for one day or with one slug are a fault as well.

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
