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
from pathlib import Path

from pelican_hotpapers.characters import visible
from pelican_hotpapers.cli.check import CHECK
from pelican_hotpapers.cli.collect import COLLECT
from pelican_hotpapers.cli.convert import CONVERT
from pelican_hotpapers.cli.help import parser_of
from pelican_hotpapers.cli.mail import MAIL
from pelican_hotpapers.cli.mcp import MCP
from pelican_hotpapers.cli.show import SHOW
from pelican_hotpapers.cli.site import UsageError, read_site
from pelican_hotpapers.cli.status import STATUS
from pelican_hotpapers.cli.subcommand import DONE, FAILED, MISUSED, complain
from pelican_hotpapers.cli.terminal_language import terminal_translation
from pelican_hotpapers.errors import shown_path
from pelican_hotpapers.translation import ENGLISH, Translation

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
    translation = terminal_translation(os.environ)
    parser = argument_parser(translation)
    arguments = parser.parse_args(argv)
    if not arguments.command:
        parser.print_help(sys.stderr)
        return MISUSED
    try:
        return _run(arguments, translation)
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


def _run(arguments: argparse.Namespace, translation: Translation) -> int:
    try:
        site = read_site(arguments.settings)
        for problem in site.problems:
            complain(problem)
        status: int = arguments.command.run(arguments, site, translation)
    except UsageError as error:
        arguments.parser.error(visible(str(error)))
    sys.stdout.flush()
    return status


def argument_parser(translation: Translation = ENGLISH) -> argparse.ArgumentParser:
    """Return what understands the command's arguments.

    Args:
        translation: The words of its help.
    """
    return parser_of(COMMANDS, translation)
