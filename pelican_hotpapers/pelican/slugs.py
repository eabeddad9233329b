"""Slugs, as Pelican makes them by the site's own settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pelican.utils import slugify

from pelican_hotpapers.addresses import LONGEST_NAME

_IN_SLUGS = re.compile(r"[A-Za-z0-9]")
"""What every slug keeps; most names have some."""
_BYTES = 8
"""A character that is not ASCII seldom becomes more letters than this."""


@dataclass(frozen=True, slots=True)
class Slugs:
    """Makes slugs by the settings of one site."""

    settings: Mapping[str, Any]

    def of(self, text: str) -> str:
        """Return the slug of a text, or of as much of it as an address can hold."""
        slug: str = slugify(
            text[: 10 * LONGEST_NAME],
            regex_subs=self.settings.get("SLUG_REGEX_SUBSTITUTIONS", []),
            preserve_case=self.settings.get("SLUGIFY_PRESERVE_CASE", False),
            use_unicode=self.settings.get("SLUGIFY_USE_UNICODE", False),
        )
        return slug

    def is_empty(self, text: str) -> bool:
        """Tell whether nothing of a text is left in its slug."""
        return not (_IN_SLUGS.search(text) or self.of(text))

    def is_file_name(self, text: str) -> bool:
        """Tell whether the slug of a text is short enough for the name of a file."""
        if len(text) * (1 if text.isascii() else _BYTES) <= LONGEST_NAME:
            return True
        return len(self.of(text).encode()) <= LONGEST_NAME
