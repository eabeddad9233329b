"""Sources and signals made from what the settings say of them.

Both are found by name among the entry points of installed packages, ours too; or by
``module:factory``, for one that lies beside a site's settings.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeAlias, get_type_hints

import msgspec

from pelican_hotpapers.errors import SourceError, in_python, near
from pelican_hotpapers.sources import Context, Signal, Source
from pelican_hotpapers.sources.tracebacks import described

SOURCES = "pelican_hotpapers.sources"
"""The entry point group of sources."""
SIGNALS = "pelican_hotpapers.signals"
"""The entry point group of signals."""

_LINK = re.compile(r"https?://\S+")

Spec: TypeAlias = str | Mapping[str, Any]
"""A name, or a mapping with ``name`` and options."""


def open_source(spec: Spec, context: Context) -> Source:
    """Make a source.

    Raises:
        SourceError: There is none of this name, or its options are wrong.
    """
    source: Source = _open(SOURCES, spec, context, "fetch")
    return source


def open_signals(specs: Iterable[Spec], context: Context) -> tuple[Signal, ...]:
    """Make signals.

    Raises:
        SourceError: There is none of a name, or its options are wrong.
    """
    return tuple(_open(SIGNALS, spec, context, "mentions") for spec in specs)


def source_name(spec: Spec) -> str:
    """Return the name of the source that the settings speak of."""
    return _split(spec)[0]


def source_label(spec: Spec) -> str:
    """Return what tells a source apart: its name, and where it was pointed to."""
    place = _split(spec)[1].get("base_url")
    return f"{source_name(spec)} {place}" if place else source_name(spec)


def source_url(spec: Spec) -> str:
    """Return where a source was pointed to; nothing where it was not, or nowhere."""
    place = _split(spec)[1].get("base_url")
    return place if isinstance(place, str) and _LINK.fullmatch(place) else ""


def installed_names(group: str) -> tuple[str, ...]:
    """Return the names that a group has, in alphabetical order."""
    return tuple(sorted(entry_points(group=group).names))


def _open(group: str, spec: Spec, context: Context, method: str) -> Any:  # noqa: ANN401
    name, options = _split(spec)
    factory = _factory(group, name)
    checked = _checked(name, factory, options)
    try:
        made = factory(context, **checked)
    except SourceError:
        raise
    except Exception as error:  # whatever somebody's source does
        what = context.http.masked(described(error))
        raise SourceError(f"{name} could not be made: {what}") from error
    if not getattr(made, "name", "") or not callable(getattr(made, method, None)):
        raise SourceError(
            f"{name}: found {in_python(made)}, expected a name and {method}"
        )
    return made


def _split(spec: Spec) -> tuple[str, dict[str, Any]]:
    if isinstance(spec, str):
        return spec, {}
    options = dict(spec)
    name = options.pop("name", None)
    if not isinstance(name, str):
        raise SourceError(f"found {in_python(spec)}, expected a name, or one in 'name'")
    return name, options


def _factory(group: str, name: str) -> Callable[..., Any]:
    entry = _entry(group, name)
    try:
        factory: Callable[..., Any] = entry.load()
    except Exception as error:  # whatever a package does when it is imported
        raise SourceError(
            f"{name} could not be loaded from {entry.value}: {described(error)}",
            "Install the package it is from, or mend it",
        ) from error
    return factory


def _entry(group: str, name: str) -> EntryPoint:
    if ":" in name:
        return EntryPoint(name, name, group)
    found = entry_points(group=group, name=name)
    if found:
        return next(iter(found))
    names = installed_names(group)
    meant = near(name, names)
    raise SourceError(
        f"found {in_python(name)}, expected one of {', '.join(names)}, or module:name",
        f"Did you mean {meant}?" if meant else "",
    )


def _checked(
    name: str, factory: Callable[..., Any], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return options as the parameters of a factory have them.

    Raises:
        SourceError: One is not known, not of its type, or missing.
    """
    _check_names(name, _parameters(name, factory), options)
    hints = _hints(factory)
    return {
        option: _converted(f"{name}: {option}", value, hints.get(option, Any))
        for option, value in options.items()
    }


def _check_names(
    name: str, parameters: Sequence[inspect.Parameter], options: Collection[str]
) -> None:
    """Refuse options that a factory does not take, or does not get.

    Raises:
        SourceError: There are some.
    """
    named = [each for each in parameters if each.kind is not each.VAR_KEYWORD]
    names = [each.name for each in named]
    unknown = [option for option in options if option not in names]
    if unknown and len(named) == len(parameters):
        expected = f"one of {', '.join(names)}" if names else "none"
        raise SourceError(
            f"{name}: found the option {in_python(unknown[0])}, expected {expected}"
        )
    needed = [each.name for each in named if each.default is each.empty]
    if missing := [option for option in needed if option not in options]:
        raise SourceError(
            f"{name}: found no {missing[0]}, expected it among the options",
            f"Write {{'name': '{name}', '{missing[0]}': …}}",
        )


def _parameters(name: str, factory: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return what a factory takes beside the context.

    Raises:
        SourceError: It is none.
    """
    try:
        _context, *parameters = inspect.signature(factory).parameters.values()
    except (TypeError, ValueError):
        found = in_python(factory)
        raise SourceError(
            f"{name}: found {found}, expected something that takes a Context"
        ) from None
    return parameters


def _hints(factory: Callable[..., Any]) -> Mapping[str, Any]:
    """Return the types of a factory's options, as far as they can be found."""
    made_by = factory.__init__ if inspect.isclass(factory) else factory
    try:
        return get_type_hints(made_by)
    except (NameError, TypeError):  # a type that is imported for checkers alone
        return {}


def _converted(place: str, value: object, hint: Any) -> object:  # noqa: ANN401
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        raise SourceError(f"{place}: found {in_python(value)}: {error}") from None
    except TypeError:  # a type of its own, which it checks itself
        return value
