"""What others wrote in Markdown, as HTML that is safe.

Python-Markdown goes back over a text again and again: over one block, at each bracket
that nothing closes and at each heading; over all of it, at each tag that never ends.
Some thousand characters of such hold it for half a minute. No post has many of these,
so a text that has is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from markdown import Markdown
from markupsafe import Markup

from pelican_hotpapers.markup import sanitize
from pelican_hotpapers.markup.external_media import link_external_media

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
_EXTENSIONS = ("markdown.extensions.fenced_code", "markdown.extensions.tables")


class TooMuchError(ValueError):
    """A text has too much of something to be read as Markdown in its length's time."""

    def __init__(self, offset: int, found: str, expected: str) -> None:
        super().__init__(f"{found}, expected {expected}")
        self.offset = offset
        """Where in the text."""
        self.found = found
        self.expected = expected


def markdown_to_html(text: str) -> Markup:
    """Return Markdown from outside as safe HTML, which fetches nothing from elsewhere.

    The extensions of the site are not used: one may include files, which is for the
    site's own texts alone.

    Raises:
        TooMuchError: It would take too long, or is nested too deeply.
    """
    if not text.strip():
        return Markup("")
    _check_cost(text)
    markdown = Markdown(extensions=list(_EXTENSIONS), output_format="html")
    try:
        return link_external_media(sanitize.document(markdown.convert(text)))
    except RecursionError:
        raise TooMuchError(0, "deep nesting", "less of it") from None


_NESTED = re.compile(
    rf"^(?:[ \t]*+(?:>|(?:[-*+]|[0-9]++[.)])[ \t])){{{DEEPEST + 1}}}", re.MULTILINE
)
_FENCE = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
_TAG = re.compile(r"<(?:!--[^<>]*--|/?[A-Za-z][^<>]*)>")


def _check_cost(text: str) -> None:
    """Refuse what takes longer as Markdown than its length would.

    Raises:
        TooMuchError: It does.
    """
    beginning = len(text) - len(text.lstrip())
    if len(text) > LONGEST:
        expected = f"at most {LONGEST:,} characters"
        raise TooMuchError(beginning, f"{len(text):,} characters", expected)
    if nested := _NESTED.search(text):
        found = "marks of lists and quotations one behind another"
        raise TooMuchError(nested.start(), found, f"at most {DEEPEST} of them")
    if (fences := len(_FENCE.findall(text))) > MOST_FENCES:
        raise TooMuchError(
            beginning, f"{fences:,} fences of code", f"at most {MOST_FENCES:,}"
        )
    if (tags := _TAG.sub("", text).count("<")) > MOST_OPEN_TAGS:
        found = f"{tags:,} signs '<' that begin no whole tag"
        raise TooMuchError(text.index("<"), found, f"at most {MOST_OPEN_TAGS:,}")
    for offset, block in _blocks(text):
        lines = block.count("\n")
        brackets = block.count("[") + block.count("`")
        if lines > MOST_LINES:
            found = f"{lines:,} lines without a blank one between"
            raise TooMuchError(offset, found, f"at most {MOST_LINES:,}")
        if brackets > MOST_BRACKETS:
            found = f"{brackets:,} brackets and backticks without a blank line between"
            raise TooMuchError(offset, found, f"at most {MOST_BRACKETS:,}")


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that stand together, and where they begin."""
    offset = 0
    lines = text.splitlines(keepends=True)
    for is_blank, together in groupby(lines, key=str.isspace):
        block = "".join(together)
        if not is_blank:
            yield offset, block
        offset += len(block)
