"""JSON, as RFC 8259 has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats.syntax.parsed_data import (
    END,
    LIST,
    MAP,
    MAX_DEPTH,
    SCALAR,
    ParsedData,
    SourceText,
    Step,
    UnsafeError,
    height,
    offsets_of,
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
        raise UnsafeError([_json_depth_fault(source)]) from None
    except (ValueError, msgspec.MsgspecError):
        raise DigestError([_json_fault(source)]) from None
    if height(value) > MAX_DEPTH:
        raise UnsafeError([_json_depth_fault(source)])
    return ParsedData(value, source.locator(lambda: offsets_of(_json_steps(text))))


_JSON_STRING = r'"(?:[^"\\]|\\.)*"'
_JSON_NODE = re.compile(rf'{_JSON_STRING}|[\[\]{{}}]|[^\s,:\[\]{{}}"]+', re.DOTALL)
_JSON_KINDS = {"{": MAP, "[": LIST, "}": END, "]": END}
_JSON_EXPECTED = {
    "Expecting value": "a value",
    "Expecting ',' delimiter": "a comma or the closing bracket",
    "Expecting ':' delimiter": "a colon",
    "Expecting property name enclosed in double quotes": "a name in double quotes",
    "Unterminated string starting at": "text with its closing quote",
    "Invalid control character at": "the character written as an escape",
    "Invalid \\escape": "an escape that JSON knows",
    "Invalid \\uXXXX escape": "four hexadecimal digits after \\u",
    "Illegal trailing comma before end of object": "no comma before the bracket",
    "Illegal trailing comma before end of array": "no comma before the bracket",
    "Extra data": "the end of the text",
}


def _json_fault(source: SourceText) -> Fault:
    """Return why a text that msgspec refuses is not JSON."""
    try:
        json.loads(source.text)
    except json.JSONDecodeError as error:
        expected = _JSON_EXPECTED.get(error.msg.rstrip(":"), "JSON")
        if source.text[error.pos : error.pos + 1] in ("\n", "\r"):
            expected = "the closing quote of the text, on its line"
        return source.fault(error.pos, source.shown(error.pos), expected)
    except RecursionError:
        return _json_depth_fault(source)
    except ValueError:  # an integer too long for Python to read
        pass
    return _json_scalar_fault(source)


def _json_depth_fault(source: SourceText) -> Fault:
    """Return the fault of the first bracket that is one too deep."""
    depth = 0
    for kind, offset, _ in _json_tokens(source.text):
        depth += (kind in (MAP, LIST)) - (kind == END)
        if depth > MAX_DEPTH:
            return source.too_deep(offset)
    return source.too_deep(0)


def _json_scalar_fault(source: SourceText) -> Fault:
    """Return the fault of the first scalar that Python would take and JSON not."""
    for _, offset, token in _json_tokens(source.text):
        if token.startswith('"') and not _is_sound(json.loads(token)):
            return source.fault(offset, "half of a surrogate pair", "a character")
        if token in ("NaN", "Infinity", "-Infinity"):
            return source.fault(offset, token, "a number")
        if token[0] in "-0123456789" and not _is_small(token):
            return source.fault(offset, excerpt(token), "a number of usual size")
    return source.fault(0, source.shown(0), "JSON")


def _is_sound(text: str) -> bool:
    return text.isascii() or not _SURROGATE.search(text)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _is_small(number: str) -> bool:
    try:
        msgspec.json.decode(number)
    except msgspec.MsgspecError:
        return False
    return True


def _json_tokens(text: str) -> Iterator[Step]:
    for node in _JSON_NODE.finditer(text):
        yield _JSON_KINDS.get(node[0], SCALAR), node.start(), node[0]


def _json_steps(text: str) -> Iterator[Step]:
    for kind, offset, token in _json_tokens(text):
        yield kind, offset, json.loads(token) if token.startswith('"') else token
