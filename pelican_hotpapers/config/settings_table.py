"""The settings as a table, which documentation prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import get_type_hints

from pelican_hotpapers.config import PREFIX, Config
from pelican_hotpapers.config.types import type_name


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table, as documentation prints it."""

    group: str
    """The heading that it stands under."""
    name: str
    type: str
    default: object
    meaning: str


def settings_table() -> Iterator[Setting]:
    """Yield every setting in the order of the table."""
    hints = get_type_hints(Config)
    group = ""
    for row in fields(Config):
        group = row.metadata["begins"] or group
        yield Setting(
            group,
            PREFIX + row.name.upper(),
            type_name(hints[row.name]),
            row.metadata["default"],
            row.metadata["meaning"],
        )
