"""Messages that are looked up later, and how values are put into one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

PLACEHOLDER = re.compile(r"\{(/?)([a-z_]+)\}")
"""A value in a message: ``{name}``, and the end of its element, ``{/name}``."""
_ELEMENT = re.compile(r"<(\w+)")


def gettext_noop(message: str) -> str:
    """Return a message as it is, to be looked up later."""
    return message


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Return a message and its plural as they are, to be looked up later."""
    return one, many


NOUNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "comments": ngettext_noop("{n} comment", "{n} comments"),
        "days": ngettext_noop("{n} day", "{n} days"),
        "digests": ngettext_noop("{n} digest", "{n} digests"),
        "likes": ngettext_noop("{n} like", "{n} likes"),
        "more papers": ngettext_noop("{n} more paper", "{n} more papers"),
        "papers": ngettext_noop("{n} paper", "{n} papers"),
        "points": ngettext_noop("{n} point", "{n} points"),
        "reposts": ngettext_noop("{n} repost", "{n} reposts"),
        "sources": ngettext_noop("{n} source", "{n} sources"),
        "stars": ngettext_noop("{n} star", "{n} stars"),
        "upvotes": ngettext_noop("{n} upvote", "{n} upvotes"),
        "votes": ngettext_noop("{n} vote", "{n} votes"),
    }
)
"""What is counted and has a name in each language; signals may count other things."""


def filled(message: str, values: Mapping[str, object]) -> str:
    """Put values into a message; a name that is none of theirs stays as it is.

    Args:
        message: As a catalogue has it. Escaped, where the values are `Markup`.
        values: By name. ``{/heat}`` ends the element that the value ``heat`` begins.
    """

    def put(found: re.Match[str]) -> str:
        ends, name = found.groups()
        if name not in values:
            return found[0]
        value = str(values[name])
        if not ends:
            return value
        element = _ELEMENT.match(value)
        return f"</{element[1]}>" if element else ""

    return PLACEHOLDER.sub(put, message)
