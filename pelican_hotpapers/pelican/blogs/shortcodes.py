"""Shortcodes: what other generators put something of theirs for in a post's text.

Hugo's ``{{< youtube id >}}`` and ``{{% note %}}``, Jekyll's ``{% include x.html %}``
and ``{{ site.url }}``, Gatsby's ``import Chart from "./chart"``. Jekyll's ``highlight``
is code and becomes it; no other is understood, each can be read as it is written.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import chain

from pelican_hotpapers.errors import Fault, excerpt
from pelican_hotpapers.wording import counted

_SHORTCODE = re.compile(
    r"""
    (?P<code>(?<!`)`[^`\n]++`(?!`)|``[^\n]*?``)
    | (?P<angles>\{\{<(?!/\*)[^{}]{1,1000}?>\}\})
    | \{\{%(?!/\*)[^{}]{1,1000}?%\}\}
    | \{%-?\s*+(?!(?:end)?highlight\b)[a-z][^{}]{0,1000}?%\}
    | \{\{-?\s*+(?:site|page|post|layout|include|content)\b[^{}]{0,1000}\}\}
    | \{\{-?\s*+["'][^{}]{0,500}\|[^{}]{0,500}\}\}
    | ^(?:import|export)\s[^\n]{0,1000}?["'][^"'\n]+["'];?[ \t]*$
    """,
    re.VERBOSE | re.MULTILINE,
)
_FENCE = re.compile(r"^ {0,3}(`{3,}+(?!.*`)|~{3,}+).*$", re.MULTILINE)
_HIGHLIGHT = re.compile(
    r"\{%-?\s*+(?:highlight\b[^{}]{0,200}|(?P<end>endhighlight)\s*+-?)%\}"
)


def fault(text: str, path: str, first_line: int) -> Fault | None:
    """Return where a text has shortcodes that are not understood, if it has any.

    Args:
        text: A post's text. What is code in it is passed over.
        path: The file's name.
        first_line: The line of the file on which the text begins, from 1.
    """
    found = list(_not_understood(text))
    if not found:
        return None
    first, number = found[0], len(found) - 1
    others = f" and {counted(number, 'others')}" if number else ""
    return Fault(
        path=path,
        line=first_line + text.count("\n", 0, first.start()),
        column=first.start() - text.rfind("\n", 0, first.start()),
        field="text",
        found=f"the shortcode {excerpt(first[0])}{others}",
        expected="Markdown",
        hint="What another generator would put there is not known: it is shown as it "
        "is written",
    )


def _not_understood(text: str) -> Iterator[re.Match[str]]:
    spans = ((start, end) for start, end, is_code in _spans(text) if not is_code)
    found = (_SHORTCODE.finditer(text, start, end) for start, end in spans)
    return (match for match in chain.from_iterable(found) if not match["code"])


def readable(text: str) -> str:
    """Return a text whose shortcodes Markdown leaves as they are written.

    It would take ``{{<youtube id>}}`` for an element, which no browser shows. What
    Jekyll highlights becomes a block of code.
    """
    if "{{<" not in text and "{%" not in text:
        return text
    return "".join(
        text[start:end]
        if is_code
        else _SHORTCODE.sub(_escaped, _with_code(text[start:end]))
        for start, end, is_code in _spans(text)
    )


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a text by their offsets, and whether each is fenced code."""
    begin, fence = 0, ""
    for line in _FENCE.finditer(text):
        if not fence:
            yield begin, line.start(), False
            begin, fence = line.start(), line[1]
        elif line[1].startswith(fence) and line[0].strip() == line[1]:
            yield begin, line.end(), True
            begin, fence = line.end(), ""
    yield begin, len(text), bool(fence)


def _escaped(shortcode: re.Match[str]) -> str:
    if not shortcode["angles"]:
        return shortcode[0]
    return shortcode[0].replace("<", "&lt;").replace(">", "&gt;")


def _with_code(text: str) -> str:
    """Return a text in which each part that Jekyll highlights is a block of code."""
    parts: list[str] = []
    begin, is_code = 0, False
    for tag in _HIGHLIGHT.finditer(text):
        if bool(tag["end"]) is not is_code:
            continue
        part = text[begin : tag.start()]
        parts.append(_block(part) if is_code else part)
        begin, is_code = tag.end(), not is_code
    if is_code:  # never closed: it stays as it is written
        begin = text.rindex("{%", 0, begin)
    return "".join((*parts, text[begin:]))


def _block(code: str) -> str:
    lines = code.strip("\r\n")
    return f"\n\n{textwrap.indent(lines, '    ', lambda _: True)}\n\n"
