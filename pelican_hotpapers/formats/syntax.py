"""Text in JSON, YAML or TOML to plain values, and where each of them stands.

A sound file pays for its values alone: places are worked out when one is asked for.
A file that is not sound is refused with a `DigestError`, whatever is in it: no input
crashes the reading, exhausts the stack, or grows without bound.
"""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import json
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import yaml

from pelican_hotpapers.errors import DigestError, Fault, excerpt

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What a text is read as."""

FieldPath = tuple[str | int, ...]
"""Keys and indices from the root of a document: ``("papers", 3, "likes")``."""

MAX_DEPTH = 64
"""How deep lists and mappings may be nested."""

MAX_FAULTS = 100
"""How many faults of one file are told."""

MAX_EXPANSION = 100_000
"""How many nodes a YAML file may have once its aliases are expanded.

A scalar counts once more for every 64 characters.
"""


@dataclass(frozen=True, slots=True)
class Document:
    """What a text says, and where it says it."""

    value: Any
    """Built of dict, list, str, int, float, bool and None alone."""
    locate: Callable[[FieldPath], tuple[int, int]] = field(repr=False, compare=False)

    def place(self, path: FieldPath = ()) -> tuple[int, int]:
        """Return the line and column, from 1, of a value or its nearest ancestor."""
        return self.locate(path)


class UnsafeError(DigestError):
    """A text that is well formed and may do harm: a bomb, or another's objects."""


def field_name(path: FieldPath) -> str:
    """Return a path as people write it: ``papers[3].likes``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def read_json(text: str, path: str) -> Document:
    """Read JSON, as RFC 8259 has it: no NaN, no half of a surrogate pair.

    Args:
        text: The file's text, without a byte order mark.
        path: The file's name, for the faults.

    Raises:
        UnsafeError: It is nested deeper than `MAX_DEPTH`.
        DigestError: The text is not JSON.
    """
    source = _Source(text, path, "JSON")
    try:
        value = msgspec.json.decode(text)
    except RecursionError:
        raise UnsafeError([_json_depth_fault(source)]) from None
    except (ValueError, msgspec.MsgspecError):
        raise DigestError([_json_fault(source)]) from None
    if _height(value) > MAX_DEPTH:
        raise UnsafeError([_json_depth_fault(source)])
    return Document(value, source.locator(lambda: _offsets(_json_steps(text))))


def read_yaml(text: str, path: str, *, first_line: int = 1) -> Document:
    """Read one YAML document by the rules of YAML 1.2, and stricter.

    ``true`` and ``false`` are the only booleans, ``null``, ``~`` and nothing the only
    nulls. A number is a decimal that is written as Python writes it; ``007``,
    ``2104.01770``, ``1_000`` and dates stay the text they are, so that nothing is
    lost. Keys are always text.

    Args:
        text: The file's text, without a byte order mark.
        path: The file's name, for the faults.
        first_line: The line of the file on which the text begins, from 1.

    Raises:
        UnsafeError: It is nested or expanded beyond the limits, or has tags of YAML
            beyond those of JSON's types.
        DigestError: The text is not YAML, repeats a key, or has tags of its own.
    """
    source = _Source(text, path, "YAML", first_line)
    composer = _Composer(source)
    try:
        value = composer.compose()
    except yaml.MarkedYAMLError as error:
        raise DigestError([*composer.faults, _yaml_fault(source, error)]) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise DigestError([_character_fault(source)]) from None
    if composer.faults:
        raise DigestError(composer.faults)
    return Document(value, source.locator(lambda: _offsets(_yaml_steps(text))))


def read_toml(text: str, path: str, *, first_line: int = 1) -> Document:
    """Read TOML 1.0; dates and times become ISO 8601 text, ``nan`` and ``inf`` text.

    Args:
        text: The file's text, without a byte order mark.
        path: The file's name, for the faults.
        first_line: The line of the file on which the text begins, from 1.

    Raises:
        UnsafeError: It is nested deeper than `MAX_DEPTH`.
        DigestError: The text is not TOML.
    """
    source = _Source(text, path, "TOML", first_line)
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DigestError([_toml_fault(source, error)]) from None
    except ValueError:
        fault = source.fault(0, "a number of thousands of digits", "a shorter one")
        raise DigestError([fault]) from None
    except RecursionError:
        raise UnsafeError([source.too_deep(0)]) from None
    if _height(value) > MAX_DEPTH:
        raise UnsafeError([source.too_deep(0)])
    return Document(_plain_value(value), source.locator(lambda: _toml_offsets(text)))


# What all three share


@dataclass(frozen=True)
class _Source:
    """A text, and how to speak of a place in it."""

    text: str
    path: str
    syntax: str
    first_line: int = 1

    def locator(
        self, index: Callable[[], Mapping[FieldPath, int]]
    ) -> Callable[[FieldPath], tuple[int, int]]:
        """Return the lookup of places in an index that is made when first needed."""
        offsets = functools.cache(index)

        def locate(path: FieldPath) -> tuple[int, int]:
            known = offsets()
            while path and path not in known:
                path = path[:-1]
            return self.place(known.get(path, 0))

        return locate

    @functools.cached_property
    def _line_starts(self) -> list[int]:
        breaks = re.finditer(r"\r\n|\n|\r", self.text)
        return [0, *(found.end() for found in breaks)]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line of the file and the column of an offset in the text."""
        line = bisect.bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        return line + self.first_line - 1, offset - start + 1

    def fault(
        self, offset: int, found: str, expected: str, *, name: str = "", hint: str = ""
    ) -> Fault:
        """Return the fault at an offset; without a name it is the syntax's own."""
        line, column = self.place(offset)
        return Fault(
            path=self.path,
            line=line,
            column=column,
            field=name or self.syntax,
            found=found,
            expected=expected,
            hint=hint,
        )

    def too_deep(self, offset: int) -> Fault:
        """Return the fault of nesting without end."""
        expected = f"at most {MAX_DEPTH} levels of lists and mappings"
        return self.fault(offset, "deeper nesting", expected)

    def shown(self, offset: int) -> str:
        """Return what stands at an offset, up to the end of its line."""
        rest = self.text[offset : offset + 200].split("\n", 1)[0].rstrip()
        if rest:
            return excerpt(rest)
        at_end = not self.text[offset : offset + 200].strip()
        return "the end of the text" if at_end else "the end of the line"


def _height(value: object) -> int:
    """Return how many levels of containers a value has, none for a scalar.

    Stops counting one beyond `MAX_DEPTH`.
    """
    level: list[Any] = [value] if type(value) in (dict, list) else []
    height = 0
    while level and height <= MAX_DEPTH:
        height += 1
        level = [
            child
            for node in level
            for child in (node.values() if type(node) is dict else node)
            if type(child) is dict or type(child) is list
        ]
    return height


_MAP, _LIST, _END, _SCALAR = "map", "list", "end", "scalar"
_Step = tuple[str, int, str]
"""The kind of a node, its offset, and the text of a scalar."""


def _offsets(steps: Iterable[_Step]) -> dict[FieldPath, int]:
    """Return the offset of every value, from the nodes of a sound document."""
    offsets: dict[FieldPath, int] = {}
    path: list[Any] = []  # None where a mapping's next key is awaited
    for kind, offset, text in steps:
        if kind == _END:
            path.pop()
        elif path and path[-1] is None:
            path[-1] = text
            continue
        else:
            offsets[tuple(path)] = offset
        if kind in (_MAP, _LIST):
            path.append(None if kind == _MAP else 0)
        elif path:
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
    return offsets


# JSON

_JSON_STRING = r'"(?:[^"\\]|\\.)*"'
_JSON_NODE = re.compile(rf'{_JSON_STRING}|[\[\]{{}}]|[^\s,:\[\]{{}}"]+', re.DOTALL)
_JSON_KINDS = {"{": _MAP, "[": _LIST, "}": _END, "]": _END}
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


def _json_fault(source: _Source) -> Fault:
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


def _json_depth_fault(source: _Source) -> Fault:
    """Return the fault of the first bracket that is one too deep."""
    depth = 0
    for kind, offset, _ in _json_tokens(source.text):
        depth += (kind in (_MAP, _LIST)) - (kind == _END)
        if depth > MAX_DEPTH:
            return source.too_deep(offset)
    return source.too_deep(0)


def _json_scalar_fault(source: _Source) -> Fault:
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


def _json_tokens(text: str) -> Iterator[_Step]:
    for node in _JSON_NODE.finditer(text):
        yield _JSON_KINDS.get(node[0], _SCALAR), node.start(), node[0]


def _json_steps(text: str) -> Iterator[_Step]:
    for kind, offset, token in _json_tokens(text):
        yield kind, offset, json.loads(token) if token.startswith('"') else token


# YAML

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = (None, "!", _TAG + "str")
_PLAIN_TAGS = (_TAG + "null", _TAG + "bool", _TAG + "int", _TAG + "float")
_WORDS: Mapping[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_ONE_KEY = ("one key a line", "Quote a text that has a colon and a space in it")
_YAML_EXPECTED = {
    "mapping values are not allowed in this context": _ONE_KEY,
    "mapping values are not allowed here": _ONE_KEY,  # PyYAML without libyaml
    "could not find expected ':'": ("a colon and a space after the key", ""),
    "did not find expected key": ("a key at the same indentation", ""),
    "did not find expected '-' indicator": ("a '-' at the same indentation", ""),
    "did not find expected ',' or ']'": ("a comma or ']'", ""),
    "did not find expected ',' or '}'": ("a comma or '}'", ""),
    "found character that cannot start any token": (
        "spaces to indent with, and quotes around a text that begins like this",
        "",
    ),
    "found unexpected end of stream": ("the closing quote", ""),
    "found unknown escape character": (
        "an escape that YAML knows",
        "In single quotes a backslash is only a backslash",
    ),
}
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


class _Composer:
    """Builds the one document of a YAML text from the parser's events.

    Composing from events takes no recursion, which PyYAML's own composer does until
    the stack ends; and it sees an alias before it is expanded.
    """

    def __init__(self, source: _Source) -> None:
        self.faults: list[Fault] = []
        self._source = source
        self._documents: list[Any] = []
        self._open: list[Any] = [self._documents]
        # The key that each open mapping is at, None where the next one is awaited.
        self._keys: list[str | None] = [""]
        self._anchors: dict[str, Any] = {}
        self._sizes: dict[str, int] = {}
        self._pending: list[tuple[str, int] | None] = [None]
        self._size = 0

    def compose(self) -> Plain:
        """Return the document's value, and leave what is wrong in `faults`."""
        loader = _Loader(self._source.text)
        steps: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        while (event := loader.get_event()) is not None:
            if step := steps.get(type(event)):
                step(event)
        return self._documents[0] if self._documents else None

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if self._documents:
            raise self._refused(event, "a second document", "one document")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._size += 1 + len(event.value) // 64
        if self._keys[-1] is None:
            self._key(event)
            return
        value = self._scalar_value(event)
        if event.anchor:
            self._keep(event.anchor, value, 1 + len(event.value) // 64)
        self._add(value)

    def _scalar_value(self, event: yaml.ScalarEvent) -> Plain:
        if event.implicit[0]:
            return _plain(event.value)
        if event.tag in _TEXT_TAGS:
            return event.value
        if event.tag in _PLAIN_TAGS:
            return _plain(event.value)
        raise self._strange_tag(event, event.tag)

    def _key(self, event: yaml.ScalarEvent) -> None:
        key = event.value
        if key in self._open[-1]:
            self.faults.append(self._repeated(event))
            if len(self.faults) == MAX_FAULTS:
                raise DigestError(self.faults)
        self._keys[-1] = key

    def _repeated(self, event: yaml.ScalarEvent) -> Fault:
        name = field_name((*self._path()[:-1], event.value))
        offset = _start_of(event)
        return self._source.fault(offset, "the key again", "it once", name=name)

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        self._start(event, {}, "map")

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._start(event, [], "seq")

    def _start(
        self,
        event: yaml.CollectionStartEvent,
        container: dict[str, Plain] | list[Plain],
        is_a: str,
    ) -> None:
        if self._keys[-1] is None:
            raise self._refused(event, f"a {is_a} as a key", "text")
        if event.tag not in (None, "!", _TAG + is_a):
            raise self._strange_tag(event, event.tag)
        if len(self._open) > MAX_DEPTH:
            raise self._unsafe(self._source.too_deep(_start_of(event)))
        self._size += 1
        self._pending.append((event.anchor, self._size) if event.anchor else None)
        self._open.append(container)
        self._keys.append(None if is_a == "map" else "")

    def _end(self, _event: yaml.CollectionEndEvent) -> None:
        container = self._open.pop()
        self._keys.pop()
        if anchored := self._pending.pop():
            name, size_before = anchored
            self._keep(name, container, 1 + self._size - size_before)
        self._add(container)

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor
        if name not in self._anchors:
            hint = "Quote a text that begins with *"
            raise self._refused(event, f"the alias *{name}", f"&{name} before it", hint)
        if self._keys[-1] is None:
            raise self._refused(event, f"the alias *{name} as a key", "text")
        value = self._anchors[name]
        self._size += self._sizes[name]
        if self._size > MAX_EXPANSION:
            found = "aliases that expand without bound"
            expected = f"at most {MAX_EXPANSION} values"
            raise self._unsafe(self._fault(event, found, expected))
        if len(self._open) - 1 + _height(value) > MAX_DEPTH:
            raise self._unsafe(self._source.too_deep(_start_of(event)))
        self._add(value)

    def _keep(self, anchor: str, value: Plain, size: int) -> None:
        self._anchors[anchor] = value
        self._sizes[anchor] = size

    def _add(self, value: Plain) -> None:
        container = self._open[-1]
        if type(container) is list:
            container.append(value)
            return
        container[self._keys[-1]] = value
        self._keys[-1] = None

    def _path(self) -> FieldPath:
        levels = zip(self._open[1:], self._keys[1:], strict=True)
        return tuple(
            len(container) if isinstance(container, list) else key or ""
            for container, key in levels
        )

    def _fault(
        self, event: yaml.Event, found: str, expected: str, hint: str = ""
    ) -> Fault:
        offset, name = _start_of(event), field_name(self._path())
        return self._source.fault(offset, found, expected, name=name, hint=hint)

    def _refused(
        self, event: yaml.Event, found: str, expected: str, hint: str = ""
    ) -> DigestError:
        return DigestError([*self.faults, self._fault(event, found, expected, hint)])

    def _unsafe(self, fault: Fault) -> UnsafeError:
        return UnsafeError([*self.faults, fault])

    def _strange_tag(self, event: yaml.Event, tag: str) -> DigestError:
        found = f"the tag {excerpt(tag.replace(_TAG, '!!'))}"
        if not tag.startswith(_TAG):
            return self._refused(event, found, "a plain value")
        return self._unsafe(self._fault(event, found, "a plain value"))


def _plain(text: str) -> bool | int | float | str | None:
    """Return what an unquoted scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789" and text[-1] in "0123456789":
        return _number(text)
    return text


def _number(text: str) -> int | float | str:
    """Return the number that is written so, or else the text."""
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text:
            return number
    return text


def _start_of(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _yaml_fault(source: _Source, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    problem = re.sub(
        r"^found character .* that", "found character that", error.problem or ""
    )
    expected, hint = _YAML_EXPECTED.get(
        problem, ("sound YAML", f"The parser says: {problem}")
    )
    return source.fault(offset, source.shown(offset), expected, hint=hint)


def _character_fault(source: _Source) -> Fault:
    """Return the fault of the first character that YAML does not allow."""
    if bad := _UNPRINTABLE.search(source.text):
        found = f"the character U+{ord(bad[0]):04X}"
        return source.fault(bad.start(), found, "characters that can be shown")
    return source.fault(0, source.shown(0), "YAML")


def _yaml_steps(text: str) -> Iterator[_Step]:
    kinds = {
        yaml.ScalarEvent: _SCALAR,
        yaml.AliasEvent: _SCALAR,
        yaml.MappingStartEvent: _MAP,
        yaml.SequenceStartEvent: _LIST,
        yaml.MappingEndEvent: _END,
        yaml.SequenceEndEvent: _END,
    }
    loader = _Loader(text)
    while (event := loader.get_event()) is not None:
        if kind := kinds.get(type(event)):
            yield kind, _start_of(event), getattr(event, "value", "")


# TOML

_TOML_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_TOML_KEYS = rf"{_TOML_KEY}(?:[ \t]*\.[ \t]*{_TOML_KEY})*"
_TOML_TOKEN = re.compile(
    rf"""
    ^[ \t]*(?P<header>\[\[?)[ \t]*(?P<table>{_TOML_KEYS})[ \t]*\]\]?
    | ^[ \t]*(?P<key>{_TOML_KEYS})[ \t]*=[ \t]*
    | \"\"\"(?:[^\\]|\\.)*?\"\"\"
    | '''.*?'''
    | "(?:[^"\\\n]|\\.)*"
    | '[^'\n]*'
    | \#[^\n]*
    | [\[\]{{}}]
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _toml_fault(source: _Source, error: tomllib.TOMLDecodeError) -> Fault:
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
