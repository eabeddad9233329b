"""Filters and tests of values that are missing.

A theme's base template may use them on every page, as in
``{% if article is hotpapers_digest %}``, and only some pages have an article. As with
Jinja's own filters, an empty input gives an empty output.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from types import FunctionType
from typing import Any

from jinja2 import Undefined


def is_missing(value: object) -> bool:
    """Tell whether a value is None, or Jinja's for a name that is not defined."""
    return value is None or isinstance(value, Undefined)


def without_missing(values: Iterable[Any]) -> Iterator[Any]:
    """Yield the values that are not missing."""
    return (value for value in values if not is_missing(value))


def tolerant(method: FunctionType, nothing: object) -> Callable[..., Any]:
    """Return a filter that takes missing arguments as if they were not given.

    Args:
        method: A filter, as its class defines it.
        nothing: What it returns where an argument is missing that has no default.
    """
    needed = method.__code__.co_argcount - len(method.__defaults__ or ())

    @wraps(method)
    def call_tolerantly(*given: Any, **named: Any) -> Any:  # noqa: ANN401
        for value in given:
            if value is None or isinstance(value, Undefined):
                break
        else:
            if not (named and any(map(is_missing, named.values()))):
                return method(*given, **named)
        if any(map(is_missing, given[:needed])):
            return nothing
        signature = inspect.signature(method)
        call = signature.bind_partial(*given, **named)
        for name, value in list(call.arguments.items()):
            if is_missing(value):
                del call.arguments[name]
        for name, parameter in signature.parameters.items():
            is_needed = parameter.default is parameter.empty
            is_one = parameter.kind is not parameter.VAR_KEYWORD
            if name not in call.arguments and is_needed and is_one:
                return nothing
        return method(*call.args, **call.kwargs)

    return call_tolerantly
