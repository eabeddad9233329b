"""An exception of somebody's own source, said so that its line can be found."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path

from pelican_hotpapers.errors import SourceError, one_line, shown_path

_OURS = str(Path(__file__).parents[1])
_PYTHONS = sysconfig.get_paths()["stdlib"]
_INSTALLED = tuple(sysconfig.get_paths()[name] for name in ("purelib", "platlib"))


def described(error: Exception) -> str:
    """Return what was raised, and where: ``lab.py:12: KeyError: 'papers'``.

    The line is the last one of the source's own file: a request that fails is
    shown where it was made, not deep in a library.
    """
    raised = f"{type(error).__name__}: {error}".rstrip(": ")
    place = _place(error)
    return f"{place}: {raised}" if place else raised


def unexpected(error: Exception) -> SourceError:
    """Return the error of a source that raised anything else.

    What it says is for the log alone; it may hold anybody's text.
    """
    reason = f"failed with {type(error).__name__}"
    return SourceError(reason, said=one_line(described(error)))


def _place(error: Exception) -> str:
    """Return the file and line of somebody's code that an exception came from."""
    frames = [
        (frame.filename, frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_file() and not _is_ours(frame.filename)
    ]
    theirs = [each for each in frames if not each[0].startswith(_INSTALLED)] or frames
    return f"{shown_path(theirs[-1][0])}:{theirs[-1][1]}" if theirs else ""


def _is_ours(file: str) -> bool:
    """Tell whether a file is the plugin's or Python's own, and no other package's."""
    if file.startswith(_OURS):
        return True
    return file.startswith(_PYTHONS) and not file.startswith(_INSTALLED)
