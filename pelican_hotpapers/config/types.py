"""The types that settings have: values as their type takes them."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from pelican_hotpapers.config.topics import Topic

Comfort = Literal["keys", "marks", "copy", "interests"]
POST_TEXTS: Mapping[str, str] = {
    "x": "https://publish.x.com/oembed",
    "bluesky": "https://embed.bsky.app/oembed",
}
"""The oEmbed service of each platform that has one."""
COMFORTS: tuple[Comfort, ...] = typing.get_args(Comfort)


def convert(
    found: object,
    hint: Any,  # noqa: ANN401 - a type, or a form such as Literal
    check: Callable[[Any], str] | None,
) -> tuple[object, str]:
    """Convert the value of a setting to its type, and check it.

    Args:
        found: What the settings say.
        hint: The type.
        check: Returns what was expected of a value of that type, or nothing.

    Returns:
        The value, and nothing; or anything, and what was expected instead.
    """
    try:
        value = msgspec.convert(found, hint, strict=True)
    except msgspec.ValidationError:
        return None, _expected(hint)
    return value, check(value) if check else ""


def _expected(hint: Any) -> str:  # noqa: ANN401
    """Say in words what values a type has."""
    if typing.get_origin(hint) is Literal:
        return "one of " + ", ".join(map(repr, typing.get_args(hint)))
    return _WORDS[hint]


_WORDS: Mapping[Any, str] = {
    str: "a text",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    tuple[str, ...]: "a list of texts",
    tuple[Comfort, ...]: "a list of names among " + ", ".join(map(repr, COMFORTS)),
    tuple[str | dict[str, Any], ...]: (
        "a list of names, or of dicts with 'name' and options"
    ),
    Mapping[str, float]: "names with numbers",
    Mapping[str, str]: "names with texts",
    Mapping[str, Topic] | str: (
        f"names with rules: {', '.join(Topic.__struct_fields__)}; or a file's name"
    ),
}
"""The types of settings, in words."""
