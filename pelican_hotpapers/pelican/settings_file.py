"""A site's settings, read by Pelican outside of a build."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pelican.settings import DEFAULT_CONFIG, read_settings


def read_without_theme(path: str | None) -> Mapping[str, Any]:
    """Read settings without their theme, which may not be installed.

    Args:
        path: The settings file; Pelican's defaults where there is none.

    Raises:
        Exception: Any error in the settings file.
    """
    with _quiet_pelican():
        settings: Mapping[str, Any] = read_settings(
            path, {"THEME": DEFAULT_CONFIG["THEME"]}
        )
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
