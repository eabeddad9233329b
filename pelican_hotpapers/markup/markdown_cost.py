"""Which Markdown takes longer to read than its length.

Python-Markdown goes back over a text again and again: over one block, at each bracket
that nothing closes and at each heading; over all of it, at each tag that never ends.
Some thousand characters of such hold it for half a minute. No post has many of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

LONGEST = 100_000
"""Characters of a text that are read as Markdown; whole posts have half of it."""
MOST_LINES = 500
"""Lines without a blank one between."""
MOST_BRACKETS = 100
"""Opening brackets and backticks among these."""
DEEPEST = 20
"""Marks of lists and quotations one behind another."""
MOST_FENCES = 200
"""Lines that begin or end code."""
MOST_OPEN_TAGS = 100
"""Signs of a text that begin a tag but none that ends."""


@dataclass(frozen=True, slots=True)
class Excess:
    """What a text has too much of."""

    offset: int
    """Where in the text."""
    found: str
    expected: str


_NESTED = re.compile(
    rf"^(?:[ \t]*+(?:>|(?:[-*+]|[0-9]++[.)])[ \t])){{{DEEPEST + 1}}}", re.MULTILINE
)
_FENCE = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
_TAG = re.compile(r"<(?:!--[^<>]*--|/?[A-Za-z][^<>]*)>")


def excesses(text: str) -> Iterator[Excess]:
    """Yield what makes a text take longer as Markdown than its length would.

    Args:
        text: Markdown from anybody.

    Yields:
        What there is too much of, the first of it first; nothing of most texts.
    """
    beginning = len(text) - len(text.lstrip())
    if len(text) > LONGEST:
        expected = f"at most {LONGEST:,} characters"
        yield Excess(beginning, f"{len(text):,} characters", expected)
    if nested := _NESTED.search(text):
        found = "marks of lists and quotations one behind another"
        yield Excess(nested.start(), found, f"at most {DEEPEST} of them")
    if (fences := len(_FENCE.findall(text))) > MOST_FENCES:
        yield Excess(
            beginning, f"{fences:,} fences of code", f"at most {MOST_FENCES:,}"
        )
    if (tags := _TAG.sub("", text).count("<")) > MOST_OPEN_TAGS:
        found = f"{tags:,} signs '<' that begin no whole tag"
        yield Excess(text.index("<"), found, f"at most {MOST_OPEN_TAGS:,}")
    for offset, block in _blocks(text):
        lines = block.count("\n")
        brackets = block.count("[") + block.count("`")
        if lines > MOST_LINES:
            found = f"{lines:,} lines without a blank one between"
            yield Excess(offset, found, f"at most {MOST_LINES:,}")
        elif brackets > MOST_BRACKETS:
            found = f"{brackets:,} brackets and backticks without a blank line between"
            yield Excess(offset, found, f"at most {MOST_BRACKETS:,}")


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that stand together, and where they begin."""
    offset = 0
    lines = text.splitlines(keepends=True)
    for is_blank, together in groupby(lines, key=str.isspace):
        block = "".join(together)
        if not is_blank:
            yield offset, block
        offset += len(block)
