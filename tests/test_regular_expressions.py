"""Every regular expression of the package takes time that grows with the text alone."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from types import ModuleType

import pytest
from growth import Work, growth, repeats
from pumps import Pump, pumps

import pelican_hotpapers

LONGEST = 6_000
BOUNDED = {
    "pelican_hotpapers.outputs.exports.names._DIRECT": "at most 200 characters",
    "pelican_hotpapers.outputs.exports.names._INVERTED": "at most 200 characters",
}
"""Expressions that take longer, and what keeps them from it."""
SEARCHES = {"search", "finditer", "findall", "sub", "subn", "split"}


def modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(
        pelican_hotpapers.__path__, f"{pelican_hotpapers.__name__}."
    ):
        yield importlib.import_module(module.name)


def expressions() -> Iterator[tuple[str, re.Pattern[str], set[str]]]:
    """Yield each expression: its place, itself, and the methods that it is used by."""
    for module in modules():
        tree = list(ast.walk(ast.parse(inspect.getsource(module))))
        used: dict[str, set[str]] = {}
        for node in tree:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used.setdefault(node.value.id, set()).add(node.attr)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                methods = used.get(name, SEARCHES)
                yield f"{module.__name__}.{name}", value, methods
        for node in tree:
            match node:
                case ast.Call(
                    ast.Attribute(ast.Name("re"), method), [ast.Constant(text), *_]
                ):
                    place = f"{module.__name__}:{node.lineno}"
                    yield place, re.compile(text), {method}


EXPRESSIONS = {place: rest for place, *rest in expressions()}


def use(pattern: re.Pattern[str], methods: set[str], text: str) -> None:
    if methods & SEARCHES:
        for _ in pattern.finditer(text):
            pass
    if "match" in methods:
        pattern.match(text)
    if "fullmatch" in methods:
        pattern.fullmatch(text)


def slow_for(
    pattern: re.Pattern[str], methods: set[str], longest: int = LONGEST
) -> Iterator[tuple[Pump, str]]:
    """Yield the texts that a pattern takes too long for, and how long."""
    for pump in sorted(pumps(pattern)):

        def work(times: int, pump: Pump = pump) -> Work:
            text = pump.text(times)
            return lambda: use(pattern, methods, text)

        if told := growth(work, repeats(pump.piece, longest)):
            yield pump, told


def test_all_are_found():
    assert len(EXPRESSIONS) > 100
    assert EXPRESSIONS.keys() >= BOUNDED.keys()


MODULES = defaultdict(list)
for place in sorted(EXPRESSIONS.keys() - BOUNDED.keys()):
    MODULES[re.split(r":|\.(?=\w+$)", place)[0]].append(place)


@pytest.mark.parametrize("module", MODULES)
def test_those_of_a_module_take_time_as_the_text_is_long(module):
    slow = {place: list(slow_for(*EXPRESSIONS[place])) for place in MODULES[module]}
    assert not any(slow.values()), slow


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+b", r"(?:a|a)*b", r"\s+$", r"title: +(.*[ ]#.*|#.*)", r"<\?.*?\?>x"],
)
def test_one_that_takes_longer_is_seen(pattern):
    assert next(slow_for(re.compile(pattern), {"search"}, 4_000), None)
