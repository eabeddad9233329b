"""A site's settings, read by Pelican outside of a build."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pelican.settings import DEFAULT_CONFIG, read_settings


def read_without_theme(path: str | None) -> Mapping[str, Any]:
    """Read settings where the theme is of no concern, and may not be there.

    Args:
        path: The settings file; Pelican's defaults where there is none.

    Raises:
        Exception: Whatever a settings file does when it is run.
    """
    with _quiet_pelican():
        settings: Mapping[str, Any] = read_settings(
            path, {"THEME": DEFAULT_CONFIG["THEME"]}
        )
    return settings


@contextmanager
def _quiet_pelican() -> Iterator[None]:
    """Keep Pelican's advice on settings for its own builds."""
    logger = logging.getLogger("pelican")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
