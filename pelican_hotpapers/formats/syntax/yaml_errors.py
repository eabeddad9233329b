"""Errors of PyYAML, said so that a person can mend them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import yaml

from pelican_hotpapers.errors import Fault
from pelican_hotpapers.formats.syntax.parsed_data import SourceText

NO_ALIASES = (
    "no aliases",
    "Write the value again, and quote a text that begins with *",
)
"""What is expected in the place of an alias, and what to do."""
_ONE_KEY = ("one key a line", "Quote a text that has a colon and a space in it")
_EXPECTED: Mapping[str, tuple[str, str]] = {
    "mapping values are not allowed": _ONE_KEY,
    "could not find expected ':'": ("a colon and a space after the key", ""),
    "did not find expected key": ("a key at the same indentation", ""),
    "did not find expected '-' indicator": ("a '-' at the same indentation", ""),
    "did not find expected ',' or ']'": ("a comma or ']'", ""),
    "did not find expected ',' or '}'": ("a comma or '}'", ""),
    "found undefined alias": NO_ALIASES,
    "found character that cannot start any token": (
        "spaces to indent with, and quotes around a text that begins like this",
        "",
    ),
}
_NEVER_CLOSED = (
    "found unexpected end of stream",
    "found unexpected document indicator",
)
_BAD_ESCAPES = (
    "found unknown escape character",
    "did not find expected hexdecimal number",
    "expected escape sequence of",  # PyYAML without libyaml
)
_BACKSLASH = re.compile(r"\\[!-~][A-Za-z]*")
_HINTS = {
    "'": "Between single quotes an apostrophe is written twice, as in 'It''s'",
    '"': 'Between double quotes a quotation mark is written \\"',
}
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def parser_fault(
    source: SourceText, error: yaml.MarkedYAMLError, loader: type
) -> Fault:
    """Return what is wrong where the parser gave up, or where that began.

    Args:
        source: The text.
        error: What the parser raised.
        loader: The class that it was read with.
    """
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    problem = re.sub(
        "^found character .* that", "found character that", error.problem or ""
    )
    if problem.startswith(_NEVER_CLOSED) and error.context_mark:
        start = error.context_mark.index
        return source.fault(start, source.shown(start), "a closing quote")
    if problem.startswith(_BAD_ESCAPES):
        return _bad_escape(source, offset)
    last = _last_scalar(source.text, loader)
    if last.style in _HINTS and last.end == len(source.text[:offset].rstrip(" \t")):
        return _closed_elsewhere(source, last, offset)
    expected, hint = "sound YAML", f"The parser says: {problem}"
    for said, advice in _EXPECTED.items():
        if problem.startswith(said):
            expected, hint = advice
    return source.fault(offset, source.shown(offset), expected, hint=hint)


class _Scalar(NamedTuple):
    """A scalar of a text: its quotes, and where it is."""

    style: str = ""
    start: int = 0
    end: int = 0


def _last_scalar(text: str, loader: type) -> _Scalar:
    """Return the last scalar before the parser gives up."""
    last = _Scalar()
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, loader):
            if isinstance(event, yaml.ScalarEvent):
                start: Any = event.start_mark
                end: Any = event.end_mark
                last = _Scalar(event.style or "", start.index, end.index)
    return last


def _closed_elsewhere(source: SourceText, last: _Scalar, offset: int) -> Fault:
    """Return the fault of a text whose quotes do not end where it does."""
    line = source.place(last.end)[0]
    found = (
        f"a text in quotes that ends in line {line}, with {source.shown(offset)} "
        "behind it"
    )
    expected = "a closing quote at the end of the text, and no other"
    hint = _HINTS[last.style] if line == source.place(last.start)[0] else ""
    return source.fault(last.start, found, expected, hint=hint)


def _bad_escape(source: SourceText, offset: int) -> Fault:
    start = source.text.rfind("\\", 0, offset + 1)
    found = _BACKSLASH.match(source.text, max(start, 0))
    return source.fault(
        max(start, 0),
        f"{found[0]} in double quotes" if found else source.shown(offset),
        "an escape that YAML knows",
        hint="In single quotes a backslash is only a backslash",
    )


def character_fault(source: SourceText) -> Fault:
    """Return the fault of the first character that YAML does not allow."""
    if bad := _UNPRINTABLE.search(source.text):
        found = f"the character U+{ord(bad[0]):04X}"
        return source.fault(bad.start(), found, "characters that can be shown")
    return source.fault(0, source.shown(0), "YAML")
