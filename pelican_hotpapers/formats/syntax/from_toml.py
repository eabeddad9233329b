"""TOML 1.0."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Mapping

from pelican_hotpapers.errors import DigestError, Fault
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

    Args:
        text: The file's text, without a byte order mark.
        path: The file's name, for the faults.
        first_line: The line of the file on which the text begins, from 1.

    Raises:
        UnsafeError: It is nested deeper than `MAX_DEPTH`.
        DigestError: The text is not TOML.
    """
    source = SourceText(text, path, "TOML", first_line)
    for token in _TOML_DOTTED.finditer(text):
        if token["deep"]:
            raise UnsafeError([source.too_deep(token.start())])
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DigestError([_toml_fault(source, error)]) from None
    except ValueError:
        fault = source.fault(0, "a number of thousands of digits", "a shorter one")
        raise DigestError([fault]) from None
    except RecursionError:
        raise UnsafeError([source.too_deep(0)]) from None
    if height(value) > MAX_DEPTH:
        raise UnsafeError([source.too_deep(0)])
    return ParsedData(_plain_value(value), source.locator(lambda: _toml_offsets(text)))


_TOML_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_TOML_KEYS = rf"{_TOML_KEY}(?:[ \t]*\.[ \t]*{_TOML_KEY})*"
_TOML_STRING = (
    r"""\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''.*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
)
# Python's parser takes the square of the time for the parts of one key.
_TOML_DOTTED = re.compile(
    rf"""
    (?P<deep>(?>{_TOML_KEY}[ \t]*\.[ \t]*){{{MAX_DEPTH}}})
    | {_TOML_STRING} | \#[^\n]* | [A-Za-z0-9_-]+
    """,
    re.VERBOSE | re.DOTALL,
)
_TOML_TOKEN = re.compile(
    rf"""
    ^[ \t]*(?P<header>\[\[?)[ \t]*(?P<table>{_TOML_KEYS})[ \t]*\]\]?
    | ^[ \t]*(?P<key>{_TOML_KEYS})[ \t]*=[ \t]*
    | {_TOML_STRING}
    | \#[^\n]*
    | [\[\]{{}}]
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _toml_fault(source: SourceText, error: tomllib.TOMLDecodeError) -> Fault:
    said = str(error)
    place = _TOML_PLACE.search(said)
    offset = len(source.text)
    if place and place[1]:
        above = source.text.split("\n")[: int(place[1]) - 1]
        offset = sum(len(line) + 1 for line in above) + int(place[2]) - 1
    problem = _TOML_PLACE.sub("", said)
    hint = f"The parser says: {problem}"
    return source.fault(offset, source.shown(offset), "sound TOML", hint=hint)


def _plain_value(value: object) -> object:
    """Return a value with what JSON has no word for as text."""
    if isinstance(value, dict):
        return {key: _plain_value(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain_value(child) for child in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _toml_offsets(text: str) -> dict[FieldPath, int]:
    """Return the offsets of tables and of the values of keys, from a sound text."""
    offsets: dict[FieldPath, int] = {(): 0}
    rows: dict[FieldPath, int] = {}
    table: FieldPath = ()
    depth = 0
    for token in _TOML_TOKEN.finditer(text):
        if token["header"] and depth == 0:
            keys = _toml_keys(token["table"])
            if token["header"] == "[[":
                array = _toml_table(keys[:-1], rows) + keys[-1:]
                rows[array] = rows.get(array, -1) + 1
            table = _toml_table(keys, rows)
            offsets[table] = token.start("header")
        elif token["key"] and depth == 0:
            offsets[table + _toml_keys(token["key"])] = token.end()
        elif len(token[0]) == 1:
            depth += 1 if token[0] in "[{" else -1
    return offsets


def _toml_keys(written: str) -> tuple[str, ...]:
    return tuple(
        tomllib.loads(f"k = {key}")["k"] if key[0] in "\"'" else key
        for key in re.findall(_TOML_KEY, written)
    )


def _toml_table(keys: tuple[str, ...], rows: Mapping[FieldPath, int]) -> FieldPath:
    """Return the path of a table, which may stand in the last row of an array."""
    path: FieldPath = ()
    for key in keys:
        path = (*path, key)
        if path in rows:
            path = (*path, rows[path])
    return path
