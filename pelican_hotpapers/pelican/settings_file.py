"""A site's settings, read by Pelican outside of a build."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pelican.settings import DEFAULT_CONFIG, read_settings


def read_settings_file(path: str | None) -> Mapping[str, Any]:
    """Read settings; with Pelican's own theme where theirs is not installed.

    Args:
        path: The settings file; Pelican's defaults where there is none.

    Raises:
        Exception: Any error in the settings file.
    """
    settings: Mapping[str, Any]
    with _quiet_pelican():
        try:
            settings = read_settings(path)
        except Exception:  # it names no class for a theme that is not there
            settings = read_settings(path, {"THEME": DEFAULT_CONFIG["THEME"]})
    return settings


@contextmanager
def _quiet_pelican() -> Iterator[None]:
    """Silence what Pelican advises on settings, which belongs to its own builds."""
    logger = logging.getLogger("pelican")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
