"""What the subcommands have in common."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pelican_hotpapers.characters import visible
from pelican_hotpapers.cli.site import LocalSite, UsageError
from pelican_hotpapers.errors import shown_path
from pelican_hotpapers.storage.archive import Archive

DONE, FAILED, MISUSED = 0, 1, 2
"""The exit statuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """A subcommand of ``hotpapers``."""

    name: str
    help: str
    """What it does, in a line."""
    more: str
    """Examples, and what else is good to know."""
    arguments: Callable[[argparse.ArgumentParser], None]
    """Declares what it takes."""
    run: Callable[[argparse.Namespace, LocalSite], int]
    """Does it, and returns the exit status."""


def add_files(parser: argparse.ArgumentParser) -> None:
    """Declare that files may be named."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="a digest's file, or a folder of them; all of the site's if left out",
    )


def positive(text: str) -> int:
    """Read a number of the command line.

    Raises:
        argparse.ArgumentTypeError: It is none, or below 1.
    """
    if not (text.isascii() and text.isdecimal()) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number above 0")
    return int(text)


def files(asked: Sequence[Path], site: LocalSite) -> list[Path]:
    """Return the files to look at: those asked for, or all of the site's."""
    if asked:
        return list(dict.fromkeys(_expanded(asked)))
    found = site.files()
    if not found:
        complain(f"There are no digests {searched_folders(site)}. {ELSEWHERE}")
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


ELSEWHERE = "If the site is elsewhere, name its settings with -s"
"""What to do when nothing is found."""


def searched_folders(site: LocalSite) -> str:
    """Say where a site's digests would be, after a word of denial."""
    data, posts = map(str, (site.archive.folder, site.archive.content))
    return f"in {shown_path(data)}, nor among the posts in {shown_path(posts)}"


def complain(line: str) -> None:
    """Print what is wrong, beside what was asked for."""
    print(visible(line), file=sys.stderr)
