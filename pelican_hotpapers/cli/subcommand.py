"""What the subcommands have in common."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pelican_hotpapers.characters import visible
from pelican_hotpapers.cli.site import LocalSite, UsageError
from pelican_hotpapers.errors import shown_path
from pelican_hotpapers.storage.archive import Archive
from pelican_hotpapers.translation import Translation

DONE, FAILED, MISUSED = 0, 1, 2
"""The exit statuses."""
MAX_WAIT = 600
"""Seconds to wait for others who work in the archive, all in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """A subcommand of ``hotpapers``."""

    name: str
    help: str
    """What it does, in a line; a message, as all texts here are."""
    about: tuple[str, ...] = ()
    """What else is good to know, in paragraphs."""
    examples: tuple[tuple[str, str], ...]
    """What can be typed, and what it does."""
    arguments: Callable[[argparse.ArgumentParser, Translation], None]
    """Declares what it takes, in the words of whoever calls it."""
    run: Callable[[argparse.Namespace, LocalSite, Translation], int]
    """Does it, in the words of whoever calls it, and returns the exit status."""


def add_files(parser: argparse.ArgumentParser, translation: Translation) -> None:
    """Declare that files may be named."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help=translation.gettext(
            "a digest's file, or a folder of them; all of the site's if left out"
        ),
    )


def positive(text: str) -> int:
    """Read a number of the command line.

    Raises:
        argparse.ArgumentTypeError: It is none, or below 1.
    """
    if not (text.isascii() and text.isdecimal()) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number above 0")
    return int(text)


def day_of_argument(text: str) -> dt.date:
    """Read a day of the command line.

    Raises:
        argparse.ArgumentTypeError: It is none.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"found {text!r}, expected a day as in 2021-04-07"
        ) from None


def files(
    asked: Sequence[Path], site: LocalSite, translation: Translation
) -> list[Path]:
    """Return the files to look at: those asked for, or all of the site's."""
    if asked:
        return list(dict.fromkeys(_expanded(asked)))
    found = site.files()
    if not found:
        say_nothing_found(
            translation.gettext("There are no digests."), site, translation
        )
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


def say_nothing_found(what: str, site: LocalSite, translation: Translation) -> None:
    """Print what there is not, where it was looked for, and what to do.

    Args:
        what: A sentence in the words of `translation`.
        site: Whose digests were looked through.
        translation: The words of whoever called the command.
    """
    data, posts = map(str, (site.archive.folder, site.archive.content))
    complain(what)
    complain(
        translation.gettext(
            "Looked for in {folder}, and among the posts in {posts}. If the site is "
            "elsewhere, name its settings with -s",
            folder=shown_path(data),
            posts=shown_path(posts),
        )
    )


def complain(line: str) -> None:
    """Print what is wrong, beside what was asked for."""
    print(visible(line), file=sys.stderr)
