"""Where the catalogue of a language is, and what is in it."""

from __future__ import annotations

import gettext
import re
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pelican_hotpapers.languages import is_language_tag

DOMAIN = "hotpapers"
"""What the files of the catalogues are called."""
CATALOGUES = Path(__file__).parents[1] / "locale"
"""The folder of those that come with the plugin."""
_SCRIPT = 4
_COUNTRY = (2, 3)
"""How many letters such a part of a tag has, by RFC 5646, 2.2."""
_TRADITIONAL = frozenset({"HK", "MO", "TW"})
"""Where Chinese is written in the traditional script."""


class CatalogueError(Exception):
    """A catalogue cannot be read; the message names the file, and says why."""


def catalogue_names(language: str) -> Iterator[str]:
    """Yield what the folders of a language's catalogues may be called.

    The nearest one comes first: ``pt_BR``, ``pt``. Of Chinese, the script counts, which
    the country tells where nothing else does.
    """
    if not is_language_tag(language.replace("_", "-")):
        return
    first, *rest = re.split("[-_]", language)
    script = next((each.title() for each in rest if len(each) == _SCRIPT), "")
    country = next((each.upper() for each in rest if len(each) in _COUNTRY), "")
    base = first.lower()
    if base == "zh" and not script:
        script = "Hant" if country in _TRADITIONAL else "Hans"
    for parts in ((script, country), (script,), (country,)):
        if all(parts):
            yield "_".join((base, *parts))
    if script != "Hant":
        yield base


def read_catalogue(path: Path) -> bytes:
    """Return a catalogue, if it is one."""
    try:
        raw = path.read_bytes()
        parsed(raw)
    except (OSError, ValueError, LookupError, struct.error) as error:
        raise CatalogueError(
            f"{path}: found what is no compiled catalogue ({error}), expected what "
            f"msgfmt or pybabel makes of {DOMAIN}.po"
        ) from error
    return raw


def parsed(raw: bytes) -> gettext.GNUTranslations:
    """Return a catalogue."""
    return gettext.GNUTranslations(BytesIO(raw))
