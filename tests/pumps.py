"""Texts that a regular expression may take long for, made from the expression.

A search goes back where it can match one stretch of a text in several ways, or from
several beginnings. So each repeat of an expression is fed with what it repeats, after
what leads to it, and with an end that fits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

MISFIT = "\0"
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_MANY = 50
"""Times from which on a repeat counts as one without an end."""
_CANDIDATES = "a1 -.\n\"<'(é"
_SYNTAX = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.ASCII


class Pump(NamedTuple):
    """A text of any length: ``prefix``, ``piece`` over and over, ``end``."""

    prefix: str
    piece: str
    end: str

    def text(self, times: int) -> str:
        return self.prefix + self.piece * times + self.end


def pumps(pattern: re.Pattern[str]) -> set[Pump]:
    """Return texts for which a pattern may take long."""
    sampler = _Sampler()
    whole = sampler.sample(
        _parser.parse(pattern.pattern, pattern.flags & _SYNTAX.value), ""
    )
    beginnings = {whole[:length] for length in (1, 2, 3, 5, 8, 13, 21, 34)}
    found = {Pump("", piece, MISFIT) for piece in beginnings}
    for prefix, piece in sampler.repeats:
        found |= {Pump(prefix, piece, ""), Pump(prefix, piece, MISFIT)}
        found |= {Pump("", prefix + piece, MISFIT)}
    return {pump for pump in found if pump.piece}


class _Sampler:
    """Makes a text that fits a parsed expression, and notes its repeats on the way."""

    def __init__(self) -> None:
        self.repeats: list[tuple[str, str]] = []
        """What leads to a repeat, and what it repeats."""
        self._groups: dict[int, str] = {}

    def sample(self, tree: Any, text: str) -> str:
        """Return a text with what fits an expression behind it."""
        for kind, value in tree:
            text = self._with(kind, value, text)
        return text

    def _with(self, kind: Any, value: Any, text: str) -> str:
        if kind is op.SUBPATTERN:
            group, _, _, tree = value
            longer = self.sample(tree, text)
            self._groups[group] = longer[len(text) :]
            return longer
        if kind is op.BRANCH:
            longer = [self.sample(tree, text) for tree in value[1]]
            return longer[0]
        if kind is op.ATOMIC_GROUP:
            return self.sample(value, text)
        if kind in _REPEATS:
            return self._repeated(value, text)
        if kind is op.GROUPREF:
            return text + self._groups.get(value, "")
        return text + _character(kind, value)

    def _repeated(self, value: Any, text: str) -> str:
        least, most, tree = value
        once = self.sample(tree, text)[len(text) :]
        if most is op.MAXREPEAT or most > _MANY:
            pieces = {once, *self._others(tree)}
            self.repeats.extend((text, piece) for piece in sorted(pieces))
        return text + once * min(max(least, 1), _MANY)

    def _others(self, tree: Any) -> Iterator[str]:
        """Yield what else an expression fits: each branch, each literal of a set."""
        for kind, value in tree:
            if kind is op.BRANCH:
                yield from (_Sampler().sample(branch, "") for branch in value[1])
            elif kind is op.SUBPATTERN:
                yield from self._others(value[3])
            elif kind is op.IN and value[0][0] is op.NEGATE:
                yield from (each for each in " a1" if not _has(value[1:], each))
            elif kind is op.IN:
                yield from (_of_set([member]) for member in value)
            elif kind is op.ANY:
                yield " "


def _character(kind: Any, value: Any) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return "a" if chr(value) != "a" else "b"
    if kind is op.ANY:
        return "a"
    return _of_set(value) if kind is op.IN else ""


def _of_set(members: list[Any]) -> str:
    """Return a character of a set."""
    if members[0][0] is op.NEGATE:
        return next(
            (each for each in _CANDIDATES if not _has(members[1:], each)), "\x01"
        )
    kind, value = members[0]
    if kind is op.CATEGORY:
        return next((each for each in _CANDIDATES if _has(members[:1], each)), "")
    return chr(value if kind is op.LITERAL else value[0])


_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


def _has(members: list[Any], character: str) -> bool:
    return any(
        (kind is op.LITERAL and value == ord(character))
        or (kind is op.RANGE and value[0] <= ord(character) <= value[1])
        or (kind is op.CATEGORY and re.match(_CATEGORIES[value], character))
        for kind, value in members
    )
