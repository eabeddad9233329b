"""Live preview: what Pelican watches between two builds under ``--autoreload``.

It watches the settings, the theme, the content and STATIC_PATHS, whose files a build
copies. The folders of THEME_TEMPLATES_OVERRIDES it passes over. So they stand among
STATIC_PATHS from the end of one build to the beginning of the next, while nothing is
copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican

STATIC = "STATIC_PATHS"


class WatchedFolder(str):
    """A folder among STATIC_PATHS that is there to be watched alone."""

    __slots__ = ()


def add_folders(pelican: Pelican) -> None:
    """Have Pelican watch the folders of templates, now that a build is over."""
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
