"""The validation of parsed data against records: every fault, with its place.

The fields of a record are annotated; the annotation's ``expected`` is the text of a
fault where a value does not fit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec

from pelican_hotpapers.errors import Fault, excerpt, near
from pelican_hotpapers.formats.syntax import FieldPath, ParsedData, field_name

Record = TypeVar("Record", bound=msgspec.Struct)

_AT = re.compile(r" - at `\$([^`]*)`$")
_STEP = re.compile(r"\[(\d+)\]|\.(\w+)")


class Validator:
    """Validates one document, and collects its faults."""

    def __init__(self, document: ParsedData, path: str, root: str) -> None:
        """Take a document.

        Args:
            document: What a file says, and where it says it.
            path: The file's name.
            root: What the whole of it is called in faults.
        """
        self._document = document
        self._path = path
        self._root = root
        self._faults: list[Fault] = []
        # By the path of each value that they are in.
        self._lost_tex: dict[FieldPath, list[FieldPath]] = defaultdict(list)
        for lost in document.lost_tex:
            for length in range(1, len(lost) + 1):
                self._lost_tex[lost[:length]].append(lost)

    @property
    def faults(self) -> list[Fault]:
        """The faults so far, in the order of the file."""
        return sorted(self._faults, key=lambda fault: (fault.line, fault.column))

    def sound(
        self, value: dict[str, Any], kind: type[Record], at: FieldPath
    ) -> Record | None:
        """Return the record when each of its fields is as it should be."""
        before = len(self._faults)
        hints = field_types(kind)
        for key, item in value.items():
            if key in hints:
                self._check(item, hints[key], (*at, key))
                self._refuse_lost_tex((*at, key))
            else:
                expected, found = "a field of the format", "an unknown field"
                hint = (
                    self.suggestion(key, kind) or f"Its fields are {', '.join(hints)}"
                )
                self.fault((*at, key), key, expected, found, hint)
        for name in _required(kind):
            if name not in value:
                expected = _says(hints[name])["expected"]
                self.fault((*at, name), None, expected, "nothing")
        if len(self._faults) > before:
            return None
        return msgspec.convert(value, kind)

    def suggestion(self, key: str, kind: type[msgspec.Struct]) -> str:
        """Return a hint at the field that an unknown one resembles, or nothing."""
        meant = near(key, field_types(kind))
        return f"Did you mean '{meant}'?" if meant else ""

    def fault(
        self,
        at: FieldPath,
        value: object,
        expected: str,
        found: str = "",
        hint: str = "",
    ) -> None:
        """Note a fault.

        Args:
            at: Where.
            value: What was found.
            expected: What was expected.
            found: What was found, where that is said in words.
            hint: What to do about it, where that helps.
        """
        line, column = self._document.place(at)
        self._faults.append(
            Fault(
                path=self._path,
                line=line,
                column=column,
                field=field_name(at).strip() or self._root,
                found=found or excerpt(value),
                expected=expected,
                hint=hint,
            )
        )

    def _refuse_lost_tex(self, at: FieldPath) -> None:
        lost = self._lost_tex.get(at, ())
        self._faults.extend(self._document.lost_tex[path] for path in lost)

    def _check(self, value: object, hint: Any, at: FieldPath) -> None:  # noqa: ANN401
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError as error:
            inner, found = _descend(value, str(error))
            says = _says(hint)
            advise = says.get("hint")
            advice = advise(found) if advise else ""
            self.fault((*at, *inner), found, says["expected"], hint=advice)


@cache
def field_types(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    """Return the annotated type of each field, by its name in the file."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        field.encode_name: hints[field.name] for field in msgspec.structs.fields(kind)
    }


@cache
def _required(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields that a record must have, by their names in the file."""
    every = msgspec.structs.fields(kind)
    return tuple(field.encode_name for field in every if field.required)


def _says(hint: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Return what the outermost description of a type says for errors."""
    said = [meta.extra for meta in hint.__metadata__ if meta.extra]
    outermost: Mapping[str, Any] = said[-1]
    return outermost


def _descend(value: Any, message: str) -> tuple[FieldPath, object]:  # noqa: ANN401
    """Follow the path in a message of msgspec to the value it is about."""
    match = _AT.search(message)
    path: list[str | int] = []
    for index, name in _STEP.findall(match[1] if match else ""):
        step = int(index) if index else name
        try:
            value = value[step]
        except (LookupError, TypeError):
            break
        path.append(step)
    return tuple(path), value
