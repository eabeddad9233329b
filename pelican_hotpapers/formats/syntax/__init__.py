"""Text in JSON, YAML or TOML to plain values, and where each of them stands.

A sound file pays for its values alone: places are worked out when one is asked for.
A file that is not sound is refused with a `DigestError`, whatever is in it: no input
crashes the reading, exhausts the stack, or grows without bound.
"""

from pelican_hotpapers.formats.syntax.from_json import read_json
from pelican_hotpapers.formats.syntax.from_toml import read_toml
from pelican_hotpapers.formats.syntax.from_yaml import read_yaml
from pelican_hotpapers.formats.syntax.parsed_data import (
    MAX_FAULTS,
    FieldPath,
    Locator,
    ParsedData,
    Plain,
    UnsafeError,
    field_name,
    field_path,
    nowhere,
)
from pelican_hotpapers.formats.syntax.quoted_tex import tex_in

__all__ = [
    "MAX_FAULTS",
    "FieldPath",
    "Locator",
    "ParsedData",
    "Plain",
    "UnsafeError",
    "field_name",
    "field_path",
    "nowhere",
    "read_json",
    "read_toml",
    "read_yaml",
    "tex_in",
]
