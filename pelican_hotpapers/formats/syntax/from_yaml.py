"""YAML by the rules of YAML 1.2, and stricter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from pelican_hotpapers.errors import DigestError, Fault, excerpt
from pelican_hotpapers.formats.syntax.parsed_data import (
    MAX_DEPTH,
    MAX_FAULTS,
    FieldPath,
    ParsedData,
    Plain,
    SourceText,
    UnsafeError,
    field_name,
)
from pelican_hotpapers.formats.syntax.quoted_tex import tex_in
from pelican_hotpapers.formats.syntax.yaml_errors import (
    NO_ALIASES,
    character_fault,
    parser_fault,
)


def read_yaml(text: str, path: str, *, first_line: int = 1) -> ParsedData:
    """Read one YAML document by the rules of YAML 1.2, and stricter.

    ``true`` and ``false`` are the only booleans, ``null``, ``~`` and nothing the only
    nulls. A number is a decimal that is written as Python writes it; ``007``,
    ``2104.01770``, ``1_000`` and dates stay the text they are, so that nothing is
    lost. Keys are always text. Aliases are refused.

    Args:
        text: The file's text, without a byte order mark.
        path: The file's name, for the faults.
        first_line: The line of the file on which the text begins, from 1.

    Raises:
        UnsafeError: It is nested deeper than `MAX_DEPTH`, has aliases, or tags of YAML
            beyond those of JSON's types.
        DigestError: The text is not YAML, repeats a key, or has tags of its own.
    """
    source = SourceText(text, path, "YAML", first_line)
    builder = _Builder(source)
    try:
        value = builder.value(root) if (root := _compose(text)) else None
    except _TooDeepError as error:
        raise UnsafeError([source.too_deep(error.offset)]) from None
    except yaml.MarkedYAMLError as error:
        raise DigestError([parser_fault(source, error, _Loader)]) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise DigestError([character_fault(source)]) from None
    if builder.faults:
        raise DigestError(builder.faults)
    places = source.locator(lambda: dict(_offsets(_compose(text))))
    return ParsedData(value, places, builder.lost_tex)


_TAG = "tag:yaml.org,2002:"
_TEXT, _UNQUOTED = _TAG + "str", ""
_UNQUOTED_TAGS = (
    _UNQUOTED,
    *(_TAG + name for name in ("null", "bool", "int", "float")),
)
_CONTAINERS: Mapping[type[yaml.Node], str] = {
    yaml.MappingNode: "map",
    yaml.SequenceNode: "seq",
}
_WORDS: Mapping[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_TOO_DEEP_TO_SCAN = "exceeded maximum nesting depth"
"""What libyaml says of 1,000 levels since its version 0.2.6 (PyYAML 6.0.4)."""


class _TooDeepError(Exception):
    """The text has a container at this offset that is nested too deeply."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class _ComposerRules:
    """What PyYAML's composer asks of its loader, answered in our way."""

    _depth = 0

    def descend_resolver(self, parent: yaml.Node | None, _index: object) -> None:
        """Count a level; the composer would recurse until the stack ends."""
        if self._depth > MAX_DEPTH and parent is not None:
            raise _TooDeepError(parent.start_mark.index)
        self._depth += 1

    def ascend_resolver(self) -> None:
        """Leave a level."""
        self._depth -= 1

    def resolve(self, kind: type[yaml.Node], _value: object, implicit: Any) -> str:  # noqa: ANN401
        """Return the tag of a node that is written without one."""
        if kind is yaml.ScalarNode:
            return _UNQUOTED if implicit[0] else _TEXT
        return _TAG + _CONTAINERS[kind]


class _Loader(_ComposerRules, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's loader, in C where there is one."""


def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        # The scanner runs ahead: it may come to its own limit before ours is seen.
        if error.problem != _TOO_DEEP_TO_SCAN or error.problem_mark is None:
            raise
        return _compose(text[: error.problem_mark.index])


class _Builder:
    """Builds plain values from the nodes of a document, and notes what is wrong."""

    def __init__(self, source: SourceText) -> None:
        self.faults: list[Fault] = []
        self.lost_tex: dict[FieldPath, Fault] = {}
        self._source = source
        self._path: list[str | int] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node) -> Plain:
        """Return the value of a node."""
        self._note(node)
        if type(node) is yaml.ScalarNode:
            return self._scalar(node)
        if node.tag != _TAG + _CONTAINERS[type(node)]:
            raise self._strange_tag(node)
        if len(self._path) == MAX_DEPTH:
            raise _TooDeepError(node.start_mark.index)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        items: list[Plain] = []
        for index, item in enumerate(node.value):
            self._path.append(index)
            items.append(self.value(item))
            self._path.pop()
        return items

    def _scalar(self, node: yaml.ScalarNode) -> Plain:
        text: str = node.value
        if node.tag in _UNQUOTED_TAGS:
            return _plain(text)
        if node.tag != _TEXT:
            raise self._strange_tag(node)
        if node.style == '"':
            start, end = node.start_mark.index, node.end_mark.index
            if lost := tex_in(self._source.text[start:end]):
                self.lost_tex[tuple(self._path)] = self._fault(start, *lost)
        return text

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Plain]:
        values: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                found = f"a {_CONTAINERS[type(key_node)]} as a key"
                fault = self._fault(key_node.start_mark.index, found, "text")
                raise DigestError([*self.faults, fault])
            self._note(key_node)
            self._path.append(key_node.value)
            if key_node.value in values:
                offset = key_node.start_mark.index
                self.faults.append(self._fault(offset, "the key again", "it once"))
                if len(self.faults) == MAX_FAULTS:
                    raise DigestError(self.faults)
            values[key_node.value] = self.value(value_node)
            self._path.pop()
        return values

    def _note(self, node: yaml.Node) -> None:
        """Refuse a node that was there before: the composer has it for each alias."""
        if id(node) not in self._seen:
            self._seen.add(id(node))
            return
        events = yaml.parse(self._source.text, _Loader)
        alias: Any = next(each for each in events if isinstance(each, yaml.AliasEvent))
        found = f"the alias *{alias.anchor}"
        fault = self._fault(alias.start_mark.index, found, *NO_ALIASES)
        raise UnsafeError([*self.faults, fault])

    def _strange_tag(self, node: yaml.Node) -> DigestError:
        kind = UnsafeError if node.tag.startswith(_TAG) else DigestError
        found = f"the tag {excerpt(node.tag.replace(_TAG, '!!'))}"
        fault = self._fault(node.start_mark.index, found, "a plain value")
        return kind([*self.faults, fault])

    def _fault(self, offset: int, found: str, expected: str, hint: str = "") -> Fault:
        name = field_name(tuple(self._path))
        return self._source.fault(offset, found, expected, name=name, hint=hint)


def _plain(text: str) -> bool | int | float | str | None:
    """Return what an unquoted scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-0123456789" or text[-1] not in "0123456789":
        return text
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text:
            return number
    return text


def _offsets(
    node: yaml.Node | None, path: FieldPath = ()
) -> Iterator[tuple[FieldPath, int]]:
    """Yield the path and the offset of each value of a sound document."""
    if node is None:
        return
    yield path, node.start_mark.index
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _offsets(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _offsets(value, (*path, index))
