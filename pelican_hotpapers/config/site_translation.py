"""The words of a site: in its language, with those that it or its theme has instead."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican_hotpapers.config import Config
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.catalogues import CatalogueError

logger = get_logger(__name__)


def translation_of(settings: Mapping[str, Any], config: Config) -> Translation:
    """Return the translation of a site, and log it if it is not the one asked for.

    Args:
        settings: Pelican's: the language is ``DEFAULT_LANG``.
        config: Ours among them.
    """
    language = str(settings["DEFAULT_LANG"])
    folders = [Path(settings["THEME"], "translations")]
    if config.translations:
        folders.insert(0, Path(settings["PATH"], config.translations))
    try:
        found = Translation.of(language, folders)
    except CatalogueError as error:
        logger.error("%s. So none of the site is used", error)  # noqa: TRY400 - told
        found = Translation.of(language)
    if not found.is_known:
        logger.info(
            "DEFAULT_LANG is %s, of which pelican-hotpapers has no words. So its own "
            "are English; a catalogue in HOTPAPERS_TRANSLATIONS brings others",
            language,
        )
    return found
