"""The settings of one site: read from Pelican's, and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, get_type_hints

from pelican_hotpapers.config import PREFIX, Config
from pelican_hotpapers.config.types import convert
from pelican_hotpapers.errors import in_python, near

CHECKED = "HOTPAPERS"
"""The key of ours among Pelican's settings, once they have been checked."""


def config_of(settings: Mapping[str, Any]) -> Config:
    """Return the settings as they were checked when Pelican began.

    Args:
        settings: Pelican's. Those of somebody who began without us are checked now.
    """
    checked = settings.get(CHECKED)
    return checked if isinstance(checked, Config) else read_config(settings)[0]


def read_config(settings: Mapping[str, Any]) -> tuple[Config, tuple[str, ...]]:
    """Read the ``HOTPAPERS_*`` names among a site's settings.

    Args:
        settings: Pelican's settings, or any mapping of upper-case names.

    Returns:
        The config, with defaults in the place of what was wrong, and one line for
        each wrong value or unknown name: what was found, what was expected. Of topics,
        only the wrong ones are left out.
    """
    ours = {key: settings[key] for key in settings if key.startswith(PREFIX)}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for row in fields(Config):
        name = PREFIX + row.name.upper()
        if name not in ours:
            continue
        found, wrong = row.metadata["parts"](ours.pop(name))
        problems.extend(f"{name}: {line}" for line in wrong)
        value, expected = convert(found, _types()[row.name], row.metadata["check"])
        if expected:
            problems.append(f"{name}: found {in_python(found)}, expected {expected}")
        else:
            values[row.name] = value
    problems.extend(_unknown(name) for name in sorted(ours))
    return Config(**values), tuple(problems)


@cache
def _types() -> Mapping[str, Any]:
    """Return the type of each setting, which takes longer than to read a setting."""
    return get_type_hints(Config)


def _unknown(name: str) -> str:
    """Say that a name is not ours, and which was likely meant."""
    known = [row.name.upper() for row in fields(Config)]
    meant = near(name.removeprefix(PREFIX), known)
    hint = f"; did you mean {PREFIX}{meant}?" if meant else ""
    return f"{name}: found a setting that does not exist, expected a known name{hint}"
