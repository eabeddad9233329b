"""JSON, as RFC 8259 has it."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats.syntax.parsed_data import (
    MAX_DEPTH,
    FieldPath,
    ParsedData,
    SourceText,
    UnsafeError,
    height,
)


def read_json(text: str, path: str) -> ParsedData:
    """Read JSON, as RFC 8259 has it: no NaN, no half of a surrogate pair.

    Args:
        text: The file's text, without a byte order mark.
        path: The file's name, for the faults.

    Raises:
        UnsafeError: It is nested deeper than `MAX_DEPTH`.
        DigestError: The text is not JSON.
    """
    source = SourceText(text, path, "JSON")
    try:
        value = msgspec.json.decode(text)
    except RecursionError:
        raise UnsafeError([_depth_fault(source)]) from None
    except (ValueError, msgspec.MsgspecError):
        raise DigestError([_fault(source)]) from None
    if height(value) > MAX_DEPTH:
        raise UnsafeError([_depth_fault(source)])
    return ParsedData(value, source.locator(lambda: _offsets(text)))


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^\s,:\[\]{}"]+', re.DOTALL)
_TRAILING_COMMA = re.compile(r",\s*[\]}]")
_EXPECTED = {
    "Expecting value": "a value",
    "Expecting ',' delimiter": "a comma or the closing bracket",
    "Expecting ':' delimiter": "a colon",
    "Expecting property name enclosed in double quotes": "a name in double quotes",
    "Unterminated string starting at": "text with its closing quote",
    "Invalid control character at": "the character written as an escape",
    "Invalid \\escape": "an escape that JSON knows",
    "Invalid \\uXXXX escape": "four hexadecimal digits after \\u",
    "Extra data": "the end of the text",
}


def _fault(source: SourceText) -> Fault:
    """Return why a text that msgspec refuses is not JSON."""
    try:
        json.loads(source.text)
    except json.JSONDecodeError as error:
        # Python from 3.13 on finds this comma, older ones the bracket.
        comma = source.text.rfind(",", 0, error.pos + 1)
        trailing = _TRAILING_COMMA.match(source.text, max(comma, 0))
        if trailing and error.pos < trailing.end():
            return source.fault(
                comma, "a comma after the last value", "no comma before the bracket"
            )
        expected = _EXPECTED.get(error.msg.rstrip(":"), "JSON")
        if source.text[error.pos : error.pos + 1] in ("\n", "\r"):
            expected = "the closing quote of the text, on its line"
        return source.fault(error.pos, source.shown(error.pos), expected)
    except RecursionError:
        return _depth_fault(source)
    except ValueError:  # an integer too long for Python to read
        pass
    return _scalar_fault(source)


def _depth_fault(source: SourceText) -> Fault:
    """Return the fault of the first bracket that is one too deep."""
    depth = 0
    for token in _TOKEN.finditer(source.text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > MAX_DEPTH:
            return source.too_deep(token.start())
    return source.too_deep(0)


def _scalar_fault(source: SourceText) -> Fault:
    """Return the fault of the first scalar that Python would take and JSON not."""
    for found in _TOKEN.finditer(source.text):
        token, offset = found[0], found.start()
        if token.startswith('"') and _SURROGATE.search(json.loads(token)):
            return source.fault(offset, "half of a surrogate pair", "a character")
        if token in ("NaN", "Infinity", "-Infinity"):
            return source.fault(offset, token, "a number")
        if token[0] in "-0123456789" and not _is_small(token):
            return source.fault(offset, excerpt(token), "a number of usual size")
    return source.fault(0, source.shown(0), "JSON")


_SURROGATE = re.compile("[\ud800-\udfff]")


def _is_small(number: str) -> bool:
    try:
        msgspec.json.decode(number)
    except msgspec.MsgspecError:
        return False
    return True


def _offsets(text: str) -> dict[FieldPath, int]:
    """Return the offset of every value of a sound text."""
    offsets: dict[FieldPath, int] = {}
    path: list[Any] = []  # None where an object's next name is awaited
    for token in _TOKEN.finditer(text):
        sign = token[0][0]
        if sign in "]}":
            path.pop()
        elif path and path[-1] is None:
            path[-1] = json.loads(token[0])
            continue
        else:
            offsets[tuple(path)] = token.start()
        if sign in "[{":
            path.append(None if sign == "{" else 0)
        elif path:
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
    return offsets
