"""``hotpapers mcp``: the archive for programs that ask, over standard input."""

from __future__ import annotations

import argparse
from pathlib import Path
from threading import Thread

from pelican_hotpapers.cli.site import LocalSite, UsageError
from pelican_hotpapers.cli.subcommand import DONE, Subcommand, complain
from pelican_hotpapers.config.digest_defaults import with_defaults
from pelican_hotpapers.mcp.answers import ArchiveAnswers
from pelican_hotpapers.mcp.archive_library import ArchiveLibrary
from pelican_hotpapers.model import Digest
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.messages import gettext_noop


def _arguments(_parser: argparse.ArgumentParser, _translation: Translation) -> None:
    """Declare nothing: all is asked over the protocol."""


def _run(
    _arguments: argparse.Namespace, site: LocalSite, _translation: Translation
) -> int:
    """Answer until the input ends.

    Raises:
        UsageError: The SDK is not installed.
    """
    try:
        from pelican_hotpapers.mcp.server import archive_server  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            f'found no {error.name}, expected pip install "pelican-hotpapers[mcp]"'
        ) from error

    def read(path: Path) -> Digest | None:
        digest, faults = site.read_with_faults(path)
        for fault in faults:
            complain(str(fault))
        return digest and with_defaults(digest, site.config)

    archive = ArchiveLibrary(site.files, read)
    # The first question comes when somebody has typed it: meanwhile all is read.
    Thread(target=archive.search_texts, daemon=True).start()
    name = str(site.settings["SITENAME"])
    archive_server(name, ArchiveAnswers(archive)).run("stdio")
    return DONE


MCP = Subcommand(
    name="mcp",
    help=gettext_noop(
        "answer programs from the archive, by the Model Context Protocol"
    ),
    about=(
        gettext_noop(
            "A program that speaks MCP starts this, and asks it over standard input: "
            "to search papers, for the digest of a day, for a paper, and for the "
            "hottest of a time. All is answered from the files of the site; nothing is "
            "written, and nobody else is asked. It needs the SDK: pip install "
            '"pelican-hotpapers[mcp]".'
        ),
    ),
    examples=(
        ("hotpapers mcp", ""),
        ("hotpapers mcp -s /path/to/site/pelicanconf.py", ""),
    ),
    arguments=_arguments,
    run=_run,
)
