"""The ``hotpapers`` command: its subcommands, and its exit status.

It ends with 0 when all is well, 1 when something is wrong with the digests or could not
be collected, and 2 when it was not called as it can be.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from pelican_hotpapers.characters import visible
from pelican_hotpapers.cli.check import CHECK
from pelican_hotpapers.cli.collect import COLLECT
from pelican_hotpapers.cli.convert import CONVERT
from pelican_hotpapers.cli.mail import MAIL
from pelican_hotpapers.cli.mcp import MCP
from pelican_hotpapers.cli.show import SHOW
from pelican_hotpapers.cli.site import SETTINGS_FILE, UsageError, read_site
from pelican_hotpapers.cli.status import STATUS
from pelican_hotpapers.cli.subcommand import (
    DONE,
    FAILED,
    MISUSED,
    Subcommand,
    complain,
)
from pelican_hotpapers.errors import shown_path

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""
COMMANDS = (COLLECT, STATUS, CHECK, CONVERT, SHOW, MAIL, MCP)
"""The subcommands, in the order of the help."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: Its arguments; those of the process when left out.

    Returns:
        The exit status.

    Raises:
        SystemExit: The arguments are wrong, or ask for help.
    """
    _prepare_streams()
    parser = argument_parser()
    arguments = parser.parse_args(argv)
    if not arguments.command:
        parser.print_help(sys.stderr)
        return MISUSED
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read this, such as head, has enough
        _drop_output()
        return DONE
    except OSError as error:  # a full disk, a folder that cannot be written
        place = shown_path(str(error.filename)) if error.filename else "output"
        complain(f"{place}: {error.strerror}")
        _drop_output()
        return FAILED


def _prepare_streams() -> None:
    """Have streams take all that is printed: closed ones, and those without Unicode."""
    nowhere = Path(os.devnull)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, nowhere.open("w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Let go of what cannot be written, which Python would try once more at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: argparse.Namespace) -> int:
    try:
        site = read_site(arguments.settings)
        for problem in site.problems:
            complain(problem)
        status: int = arguments.command.run(arguments, site)
    except UsageError as error:
        arguments.parser.error(visible(str(error)))
    sys.stdout.flush()
    return status


_MORE = """\
examples:
  hotpapers collect            bring the days that are missing
  hotpapers status             is a day missing, does a source fail?
  hotpapers check              is every digest of this site sound?
  hotpapers show latest        read the newest one here
  hotpapers convert --to json  turn an old blog's posts into data

"hotpapers COMMAND --help" tells more. Run it where the site's pelicanconf.py is, or
name that file with -s. The exit status is 0 when all is well, 1 when something is wrong
with the digests or could not be collected, 2 when it was not called as it can be.
"""


def argument_parser() -> argparse.ArgumentParser:
    """Return what understands the command's arguments."""
    parser = argparse.ArgumentParser(
        prog="hotpapers",
        description="Daily digests of hot papers, from the command line.",
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
    commands: argparse._SubParsersAction[argparse.ArgumentParser], command: Subcommand
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
