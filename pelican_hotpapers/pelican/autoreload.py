"""Live preview: what there is between two builds under ``--autoreload``.

Pelican watches the settings, the theme, the content and STATIC_PATHS, but not the
folders of THEME_TEMPLATES_OVERRIDES. So these are put into STATIC_PATHS from the end of
one build to the beginning of the next, when no static files are copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican

from pelican_hotpapers.pelican.private_names import forget_contents

STATIC = "STATIC_PATHS"


class WatchedFolder(str):
    """A folder that is among STATIC_PATHS only to be watched."""

    __slots__ = ()


def end_build(pelican: Pelican) -> None:
    """Have Pelican let go of a build, and watch the folders of templates."""
    forget_contents()
    settings = pelican.settings
    settings[STATIC] = [*_own(settings), *_folders(settings)]


def remove_folders(pelican: Pelican) -> None:
    """Leave STATIC_PATHS as they were, now that a build begins."""
    settings = pelican.settings
    settings[STATIC] = _own(settings)


def _own(settings: Mapping[str, Any]) -> list[str]:
    return [path for path in settings[STATIC] if not isinstance(path, WatchedFolder)]


def _folders(settings: Mapping[str, Any]) -> Iterator[WatchedFolder]:
    for name in settings["THEME_TEMPLATES_OVERRIDES"]:
        folder = Path(name).absolute()
        if folder.is_dir():
            yield WatchedFolder(folder)
