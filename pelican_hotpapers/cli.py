"""The ``hotpapers`` command: what it can be asked, and what it answers with.

It ends with 0 when all is well, 1 when something is wrong with the digests, and 2
when it was not called as it can be.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from pelican_hotpapers.agenda import last_days, now
from pelican_hotpapers.archive import Archive
from pelican_hotpapers.checking import check, read_with_faults
from pelican_hotpapers.conversion import FORMATS, Converter
from pelican_hotpapers.digest_readers import named
from pelican_hotpapers.reader import shown_path
from pelican_hotpapers.site import SETTINGS_FILE, Site, UsageError, read_site
from pelican_hotpapers.terminal import Show, plain
from pelican_hotpapers.wording import counted

SOUND, FAULTY, MISUSED = 0, 1, 2
"""The exit statuses."""
INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that can be asked."""

    name: str
    help: str
    """What it does, in a line."""
    more: str
    """Examples, and what else is good to know."""
    arguments: Callable[[argparse.ArgumentParser], None]
    """Declares what it takes."""
    run: Callable[[argparse.Namespace, Site], int]
    """Does it, and returns the exit status."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: Its arguments; those of the process when left out.

    Returns:
        The exit status.

    Raises:
        SystemExit: The arguments are wrong, or ask for help.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a terminal may not know all of Unicode
    parser = _parser()
    arguments = parser.parse_args(argv)
    if not arguments.command:
        parser.print_help(sys.stderr)
        return MISUSED
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read this, such as head, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOUND


def _run(arguments: argparse.Namespace) -> int:
    try:
        site = read_site(arguments.settings)
        for problem in site.problems:
            _complain(problem)
        status: int = arguments.command.run(arguments, site)
    except UsageError as error:
        arguments.parser.error(plain(str(error)))
    sys.stdout.flush()
    return status


# check


def _check(arguments: argparse.Namespace, site: Site) -> int:
    digests = papers = faults = files = 0
    for checked in check(_files(arguments.files, site), site):
        for fault in checked.faults:
            print(plain(str(fault)))
        if checked.digest is not None:
            digests += 1
            papers += len(checked.digest.papers)
        faults += len(checked.faults)
        files += bool(checked.faults)
    found = f"{counted(faults, 'faults')} in {counted(files, 'files')}"
    everything = [counted(digests, "digests"), counted(papers, "papers")]
    print(", ".join([*everything, found if faults else "no faults"]))
    return FAULTY if faults else SOUND


# convert


def _convert_arguments(parser: argparse.ArgumentParser) -> None:
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
    _add_files(parser)


def _convert(arguments: argparse.Namespace, site: Site) -> int:
    usual = site.archive.content if arguments.to == "md" else site.archive.folder
    converter = Converter(
        form=arguments.to,
        folder=arguments.out or Path(shown_path(str(usual))),
        read=site.read,
        may_replace=lambda _: arguments.force,
    )
    written = there = refused = 0
    files = _files(arguments.files, site)
    for converted in converter.convert(filter(converter.takes, files)):
        for fault in converted.faults:
            _complain(str(fault))
        refused += converted.target is None
        written += converted.is_new
        there += converted.target is not None and not converted.is_new
    said = [f"{counted(written, 'files')} written to {converter.folder}"]
    said += [f"{there:,} there already"] if there else []
    said += [f"{refused:,} refused"] if refused else []
    print(plain(", ".join(said)))
    if written and not arguments.out:
        print("The old files are still there. Of two for one day, keep one.")
    return FAULTY if refused else SOUND


# show


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "day",
        metavar="DAY",
        help="2021-04-07, 'yesterday' (in UTC), 'latest', or a digest's file",
    )
    parser.add_argument(
        "--papers", metavar="N", type=_positive, default=0, help="the hottest N alone"
    )
    parser.add_argument(
        "--abstracts", action="store_true", help="with the papers' abstracts"
    )


def _show(arguments: argparse.Namespace, site: Site) -> int:
    path = _digest_of(arguments.day, site)
    if path is None:
        return FAULTY
    digest, faults = read_with_faults(path, site)
    if digest is not None:
        console = Console(highlight=False)
        show = Show(
            console=console, papers=arguments.papers, abstracts=arguments.abstracts
        )
        show.digest(named(digest, site.config))
    for fault in faults:
        _complain(str(fault))
    return FAULTY if faults else SOUND


def _digest_of(wanted: str, site: Site) -> Path | None:
    """Return the file of a day; None where there is none, which has been said."""
    if wanted == "latest":
        days = site.days()
        if not days:
            _complain(f"There are no digests {_places(site)}. {_ELSEWHERE}")
            return None
        return days[max(days)]
    day = last_days(1, now())[0] if wanted == "yesterday" else _day(wanted)
    if day is None:
        return _file(wanted)
    path = site.archive.days({day}).get(day) or site.days().get(day)
    if path is None:
        _complain(f"There is no digest of {day} {_places(site)}.{_near(day, site)}")
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


def _near(day: dt.date, site: Site) -> str:
    """Name the days around a day that has no digest."""
    days = site.days()
    before = max((other for other in days if other < day), default=None)
    after = min((other for other in days if other > day), default=None)
    around = " and ".join(str(other) for other in (before, after) if other)
    return f" The nearest: {around}." if around else ""


# What commands have in common


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="a digest's file, or a folder of them; all of the site's if left out",
    )


def _files(asked: Sequence[Path], site: Site) -> list[Path]:
    """Return the files to look at: those asked for, or all of the site's."""
    if asked:
        return list(dict.fromkeys(_expanded(asked)))
    found = site.files()
    if not found:
        _complain(f"There are no digests {_places(site)}. {_ELSEWHERE}")
    return [Path(shown_path(str(path))) for path in found]


def _expanded(asked: Iterable[Path]) -> Iterator[Path]:
    """Yield files, and for a folder the digests in it."""
    for path in asked:
        if path.is_dir():
            folder = Archive(path, path)
            yield from (*folder.files(), *folder.posts())
        elif path.is_file():
            yield path
        else:
            raise UsageError(
                f"found no file {path}, expected that of a digest, or a folder"
            )


_ELSEWHERE = "If the site is elsewhere, name its settings with -s"


def _places(site: Site) -> str:
    data, posts = map(str, (site.archive.folder, site.archive.content))
    return f"in {shown_path(data)}, nor among the posts in {shown_path(posts)}"


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number above 0")
    return int(text)


def _complain(line: str) -> None:
    print(plain(line), file=sys.stderr)


# The table of commands

_CHECK = Command(
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
    arguments=_add_files,
    run=_check,
)
_CONVERT = Command(
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
    arguments=_convert_arguments,
    run=_convert,
)
_SHOW = Command(
    name="show",
    help="print a digest in the terminal",
    more="""\
examples:
  hotpapers show latest                    the newest digest of the site
  hotpapers show yesterday --papers 5      its five hottest papers
  hotpapers show 2021-04-07 --abstracts    all there is to read of that day
  hotpapers show drafts/2021-04-07.yaml    a file, wherever it is
""",
    arguments=_show_arguments,
    run=_show,
)
COMMANDS = (_CHECK, _CONVERT, _SHOW)
"""All there is to ask for, in the order of the help."""
_MORE = """\
examples:
  hotpapers check              is every digest of this site sound?
  hotpapers show latest        read the newest one here
  hotpapers convert --to json  turn an old blog's posts into data

"hotpapers COMMAND --help" tells more. Run it where the site's pelicanconf.py is, or
name that file with -s. The exit status is 0 when all is well, 1 when something is wrong
with the digests, 2 when the command was not called as it can be.
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hotpapers",
        description="Digests of hot papers: what a site has, from the command line.",
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=version("pelican-hotpapers")
    )
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        _add_command(commands, command)
    return parser


def _add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], command: Command
) -> None:
    parser = commands.add_parser(
        command.name,
        help=command.help,
        description=f"{command.help[0].upper()}{command.help[1:]}.",
        epilog=command.more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-s",
        "--settings",
        metavar="FILE",
        help=f"the site's settings; if left out, {SETTINGS_FILE} in the current folder",
    )
    command.arguments(parser)
    parser.set_defaults(command=command, parser=parser)
