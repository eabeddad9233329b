"""What templates use of the site: names, by what is done with them.

A theme's templates may show whatever Pelican knows. Which of it they do show is read
from them: the names that stand in a template, and in all that it extends, includes and
imports. Pelican's themes list categories as ``for category, articles in categories``
and never look at the articles; so of such a loop only the parts count that are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound, nodes
from jinja2.meta import find_undeclared_variables

from pelican_hotpapers.pelican.jinja_environment import TEMPLATES
from pelican_hotpapers.storage.cache import Cache
from pelican_hotpapers.storage.keys import key_of, versions

_REFERENCES: tuple[Any, ...] = (
    *(nodes.Extends, nodes.Include),
    *(nodes.Import, nodes.FromImport),
)
_KNOWN_WHEN_RUN = ("extended", "article.hotpapers_page")
"""What our templates extend: it is among the templates that are asked about."""
_MOMENTARY = frozenset({"now", "today", "utcnow", "random", "lipsum"})
"""Attributes, filters and functions that give something else each time."""
_WHOLE_CONTEXT = (nodes.ContextReference, nodes.DerivedContextReference)
_WITH_CONTEXT: tuple[Any, ...] = (nodes.Include, nodes.Import, nodes.FromImport)
Parts = frozenset[int] | None
"""Places of a loop's target that are used; None for all of what is looped over."""


class UnknownUse(Exception):  # noqa: N818 - nothing is wrong
    """It cannot be known what a template shows; the message says why."""


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template, as its environment finds it."""

    name: str
    source: str | None
    """None where there is no template of that name."""
    is_ours: bool
    """Whether it is the plugin's own, and not the site's."""


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """What a template uses."""

    template: TemplateSource
    key: bytes
    """A hash of the template, and of how its environment reads it."""
    names: dict[str, Parts]
    """Names from outside that stand in it, with what is used of their values."""
    attributes: tuple[str, ...]
    """The attributes that it asks of anything."""
    references: tuple[str, ...]
    """The templates that it extends, includes or imports."""


class TemplateUses:
    """What templates use, for all environments of a process.

    It is remembered, and cached, until a template changes: to read one takes as long
    as to compile it.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._known: dict[str, TemplateUse] = {}

    def of(self, env: Environment, cache: Cache) -> Callable[[str], TemplateUse]:
        """Return what tells what a template uses, by itself, from its name.

        That raises `UnknownUse` where it cannot be known.

        Args:
            env: The environment of the templates, with all that is added to it.
            cache: What earlier builds have made.
        """
        syntax = repr(_syntax_of(env)).encode(errors="backslashreplace")

        def use_of(name: str) -> TemplateUse:
            template = _template_source(env, name)
            text = repr(template).encode(errors="backslashreplace")
            key = key_of(versions(), syntax, text)
            known = self._known.get(name)
            if known is None or known.key != key:
                known = self._known[name] = cache.get(
                    f"template {name}",
                    key,
                    TemplateUse,
                    lambda: _read_use(env, template, key),
                )
            return known

        return use_of


def _syntax_of(env: Environment) -> tuple[object, ...]:
    """Return what is equal for environments in which a template means the same."""
    names = (env.globals, env.filters, env.tests, env.extensions)
    options = (each for each in vars(env).values() if isinstance(each, str | int))
    return (*options, *map(tuple, map(sorted, names)))


def _read_use(env: Environment, template: TemplateSource, key: bytes) -> TemplateUse:
    if template.source is None:
        return TemplateUse(template, key, {}, (), ())
    name, tree = template.name, env.parse(template.source)
    every = list(tree.find_all(nodes.Node))
    attributes = {each.attr for each in every if isinstance(each, nodes.Getattr)}
    filters = {each.name for each in every if isinstance(each, nodes.Filter)}
    outside = {*find_undeclared_variables(tree), *env.globals}
    names = {each: parts for each, parts in _names(every).items() if each in outside}
    if momentary := _MOMENTARY & (attributes | filters | names.keys()):
        raise UnknownUse(f"{name} shows {min(momentary)}")
    if any(isinstance(each, _WHOLE_CONTEXT) for each in every):
        raise UnknownUse(f"{name} shows all that it is given")
    asked = (each.template for each in every if isinstance(each, _REFERENCES))
    references = tuple(chain(*(_references(each, name) for each in asked)))
    return TemplateUse(template, key, names, tuple(sorted(attributes)), references)


def _template_source(env: Environment, name: str) -> TemplateSource:
    assert env.loader is not None  # noqa: S101 - a generator's always has one
    try:
        source, file, _ = env.loader.get_source(env, name)
    except (OSError, TemplateNotFound, UnicodeDecodeError):
        return TemplateSource(name, None, is_ours=False)
    is_ours = file is not None and Path(file).is_relative_to(TEMPLATES)
    return TemplateSource(name, source, is_ours)


def _references(expression: nodes.Expr, name: str) -> Iterator[str]:
    """Yield the templates that an expression may name."""
    if isinstance(expression, nodes.Const) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, nodes.List | nodes.Tuple):
        for each in expression.items:
            yield from _references(each, name)
    elif _as_written(expression) not in _KNOWN_WHEN_RUN:
        raise UnknownUse(f"{name} chooses another template when it is rendered")


def _as_written(expression: nodes.Expr) -> str:
    """Return a name, and an attribute of one, as they stand in a template."""
    if isinstance(expression, nodes.Getattr):
        return f"{_as_written(expression.node)}.{expression.attr}"
    return expression.name if isinstance(expression, nodes.Name) else ""


def _names(every: Sequence[nodes.Node]) -> dict[str, Parts]:
    """Return the names in a template with the parts of them that are used."""
    of_loops = {
        id(loop.iter): parts
        for loop in every
        if isinstance(loop, nodes.For) and (parts := _used_parts(loop)) is not None
    }
    found: dict[str, Parts] = {}
    for name in every:
        if not isinstance(name, nodes.Name):
            continue
        parts = of_loops.get(id(name))
        if parts is None or found.get(name.name, parts) is None:
            found[name.name] = None
        else:
            found[name.name] = (found.get(name.name) or frozenset()) | parts
    return found


def _used_parts(loop: nodes.For) -> Parts:
    """Return which parts of a loop's target are used, or None where all may be."""
    target = loop.target
    if not (isinstance(loop.iter, nodes.Name) and isinstance(target, nodes.Tuple)):
        return None
    targets = [getattr(each, "name", None) for each in target.items]
    inside = [*loop.body, *loop.else_, *([loop.test] if loop.test else [])]
    if None in targets or any(_sees_all(each) for each in inside):
        return None
    used = {
        name.name
        for each in inside
        for name in (each, *each.find_all(nodes.Name))
        if isinstance(name, nodes.Name)
    }
    return frozenset(place for place, name in enumerate(targets) if name in used)


def _sees_all(node: nodes.Node) -> bool:
    """Tell whether something in a loop is given all its names, or the loop itself."""
    every = (node, *node.find_all((nodes.Name, *_WITH_CONTEXT)))
    return any(
        isinstance(each, _WITH_CONTEXT) or getattr(each, "name", "") == "loop"
        for each in every
    )
