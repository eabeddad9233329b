"""``hotpapers convert``: digests from one format to another, in bulk."""

from __future__ import annotations

import argparse
from pathlib import Path

from pelican_hotpapers.cli.conversion import FORMATS, Converter
from pelican_hotpapers.cli.site import Site
from pelican_hotpapers.cli.subcommand import (
    DONE,
    FAILED,
    Subcommand,
    add_files,
    complain,
    files,
)
from pelican_hotpapers.cli.terminal import plain
from pelican_hotpapers.errors import shown_path
from pelican_hotpapers.wording import counted


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", required=True, choices=FORMATS, help="the format to write"
    )
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        type=Path,
        help="where the new files go; if left out, HOTPAPERS_PATH for json and yaml, "
        "PATH for md",
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace files that are there and say something else",
    )
    add_files(parser)


def _run(arguments: argparse.Namespace, site: Site) -> int:
    usual = site.archive.content if arguments.to == "md" else site.archive.folder
    converter = Converter(
        form=arguments.to,
        folder=arguments.out or Path(shown_path(str(usual))),
        read=site.read,
        may_replace=lambda _: arguments.force,
    )
    written = there = refused = 0
    sources = filter(converter.takes, files(arguments.files, site))
    for converted in converter.convert(sources):
        for fault in converted.faults:
            complain(str(fault))
        refused += converted.target is None
        written += converted.is_new
        there += converted.target is not None and not converted.is_new
    said = [f"{counted(written, 'files')} written to {converter.folder}"]
    said += [f"{there:,} there already"] if there else []
    said += [f"{refused:,} refused"] if refused else []
    print(plain(", ".join(said)))
    if written and not arguments.out:
        print("The old files are still there. Of two for one day, keep one.")
    return FAILED if refused else DONE


CONVERT = Subcommand(
    name="convert",
    help="turn digests into JSON, YAML or Hot Papers posts",
    more="""\
Each new file is read back and compared before it is put in its place. What a format
cannot hold is refused for that file and told; so is a file with faults. The old files
stay, and a file that is there already is only replaced with --force.

examples:
  hotpapers convert --to json                        a whole old blog, into data
  hotpapers convert --to yaml --out drafts old.json  one day, to work on by hand
  hotpapers convert --to md --out posts content/hotpapers
""",
    arguments=_arguments,
    run=_run,
)
