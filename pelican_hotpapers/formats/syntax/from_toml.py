"""TOML 1.0."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib

from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats.syntax.parsed_data import (
    MAX_DEPTH,
    FieldPath,
    ParsedData,
    SourceText,
    UnsafeError,
    height,
)


def read_toml(text: str, path: str, *, first_line: int = 1) -> ParsedData:
    """Read TOML 1.0; dates and times become ISO 8601 text, ``nan`` and ``inf`` text.

    Values are placed by their line alone, in column 1.

    Args:
        text: The file's text, without a byte order mark.
        path: The file's name, for the faults.
        first_line: The line of the file on which the text begins, from 1.

    Raises:
        UnsafeError: It is nested deeper than `MAX_DEPTH`.
        DigestError: The text is not TOML.
    """
    source = SourceText(text, path, "TOML", first_line)
    for token in _DOTTED.finditer(text):
        if token["deep"]:
            raise UnsafeError([source.too_deep(token.start())])
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        offset = _start_of_line(text, int(line[1])) if line else len(text)
        hint = f"The parser says: {problem}"
        fault = source.fault(offset, source.shown(offset), "sound TOML", hint=hint)
        raise DigestError([fault]) from None
    except ValueError:
        fault = source.fault(0, "a number of thousands of digits", "a shorter one")
        raise DigestError([fault]) from None
    except RecursionError:
        raise UnsafeError([source.too_deep(0)]) from None
    if height(value) > MAX_DEPTH:
        raise UnsafeError([source.too_deep(0)])
    return ParsedData(_plain(value), lambda keys: source.place(_line_of(keys, text)))


_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
# Python's parser takes the square of the time for the parts of one key.
_DOTTED = re.compile(
    rf"""
    (?P<deep>(?>{_KEY}[ \t]*\.[ \t]*){{{MAX_DEPTH}}})
    | \"\"\"(?:[^\\]|\\.)*?\"\"\" | '''.*?''' | {_KEY} | \#[^\n]*
    """,
    re.VERBOSE | re.DOTALL,
)


def _start_of_line(text: str, number: int) -> int:
    return sum(len(line) + 1 for line in text.split("\n")[: number - 1])


def _line_of(path: FieldPath, text: str) -> int:
    """Return the offset of the line on which a key, or its table, is written."""
    offset = 0
    for key in filter(lambda step: isinstance(step, str), path):
        written = rf"""^[ \t]*(?:\[.*)?["']?{re.escape(str(key))}["']?[ \t]*[.=\]]"""
        found = re.compile(written, re.MULTILINE).search(text, offset)
        offset = found.start() if found else offset
    return offset


def _plain(value: object) -> object:
    """Return a value with what JSON has no word for as text."""
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
