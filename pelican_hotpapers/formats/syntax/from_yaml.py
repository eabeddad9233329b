"""YAML by the rules of YAML 1.2, and stricter."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats.syntax.parsed_data import (
    END,
    LIST,
    MAP,
    MAX_DEPTH,
    MAX_FAULTS,
    SCALAR,
    FieldPath,
    ParsedData,
    Plain,
    SourceText,
    Step,
    UnsafeError,
    field_name,
    height,
    offsets_of,
)
from pelican_hotpapers.formats.syntax.yaml_complaints import (
    character_fault,
    end_of,
    parser_fault,
    start_of,
)
from pelican_hotpapers.formats.syntax.yaml_escapes import tex_fault

MAX_EXPANSION = 100_000
"""How many nodes a YAML file may have once its aliases are expanded.

A scalar counts once more for every 64 characters.
"""


def read_yaml(text: str, path: str, *, first_line: int = 1) -> ParsedData:
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
    source = SourceText(text, path, "YAML", first_line)
    composer = _Composer(source)
    try:
        value = composer.compose()
    except yaml.MarkedYAMLError as error:
        fault = parser_fault(source, error, composer.last)
        raise DigestError([*composer.faults, fault]) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise DigestError([character_fault(source)]) from None
    if composer.faults:
        raise DigestError(composer.faults)
    places = source.locator(lambda: offsets_of(_yaml_steps(text)))
    return ParsedData(value, places, composer.lost_tex)


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
_TOO_DEEP_TO_SCAN = "exceeded maximum nesting depth"
"""What libyaml says of 1,000 levels since its version 0.2.6 (PyYAML 6.0.4)."""


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the parser's events.

    Its scanner runs ahead of them, and may end at a limit of its own before they come
    to ours. Then the text up to there is parsed, so that all of its events are given.
    """
    loader = _Loader(text)
    given = 0
    try:
        while (event := loader.get_event()) is not None:
            yield event
            given += 1
    except yaml.MarkedYAMLError as error:
        if error.problem != _TOO_DEEP_TO_SCAN or error.problem_mark is None:
            raise
        sound = text[: error.problem_mark.index]
        yield from itertools.islice(_events(sound), given, None)


class _Composer:
    """Builds the one document of a YAML text from the parser's events.

    Composing from events takes no recursion, which PyYAML's own composer does until
    the stack ends; and it sees an alias before it is expanded.
    """

    def __init__(self, source: SourceText) -> None:
        self.faults: list[Fault] = []
        self.lost_tex: dict[FieldPath, tuple[str, str]] = {}
        self.last: yaml.ScalarEvent | None = None
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
        steps: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in _events(self._source.text):
            if step := steps.get(type(event)):
                step(event)
        return self._documents[0] if self._documents else None

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if self._documents:
            raise self._refused(event, "a second document", "one document")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self.last = event
        self._size += 1 + len(event.value) // 64
        if self._keys[-1] is None:
            self._key(event)
            return
        value = self._scalar_value(event)
        if event.style == '"' and (lost := self._tex_lost_in(event)):
            self.lost_tex[self._path()] = lost
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

    def _tex_lost_in(self, event: yaml.ScalarEvent) -> tuple[str, str] | None:
        return tex_fault(self._source.text[start_of(event) : end_of(event)])

    def _key(self, event: yaml.ScalarEvent) -> None:
        key = event.value
        if key in self._open[-1]:
            self.faults.append(self._repeated(event))
            if len(self.faults) == MAX_FAULTS:
                raise DigestError(self.faults)
        self._keys[-1] = key

    def _repeated(self, event: yaml.ScalarEvent) -> Fault:
        name = field_name((*self._path()[:-1], event.value))
        offset = start_of(event)
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
            raise self._unsafe(self._source.too_deep(start_of(event)))
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
        if len(self._open) - 1 + height(value) > MAX_DEPTH:
            raise self._unsafe(self._source.too_deep(start_of(event)))
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
        offset, name = start_of(event), field_name(self._path())
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


def _yaml_steps(text: str) -> Iterator[Step]:
    kinds = {
        yaml.ScalarEvent: SCALAR,
        yaml.AliasEvent: SCALAR,
        yaml.MappingStartEvent: MAP,
        yaml.SequenceStartEvent: LIST,
        yaml.MappingEndEvent: END,
        yaml.SequenceEndEvent: END,
    }
    for event in _events(text):
        if kind := kinds.get(type(event)):
            yield kind, start_of(event), getattr(event, "value", "")
