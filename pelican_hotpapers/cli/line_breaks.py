"""Lines as wide as a terminal, in which words stay whole.

Chinese and Japanese have no spaces between words, and characters two columns wide. A
line may end behind each of them, but begins with no mark that belongs to what is before
it, and ends with none that belongs to what follows:
https://www.w3.org/TR/jlreq/#line_breaking
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, set_cell_size
from rich.text import Text

_OPENING = "（「『【《〈〔“‘(\\[{"  # noqa: RUF001
_CLOSING = "、。，．：；！？）」』】》〉〕・ー々…”’,.;:!?)\\]}"  # noqa: RUF001
_SMALL = "ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_IDEOGRAPH = "\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_WHOLE = re.compile(
    rf"[{_OPENING}]*(?:[{_IDEOGRAPH}]|[^ {_IDEOGRAPH}]+)[{_CLOSING}{_SMALL}]* *| +"
)
"""What stays in one line: a word or an ideograph, with the marks around it."""


def wrapped(text: Text, width: int) -> list[Text]:
    """Return the lines of a text; a word that is too long for one is cut.

    Args:
        text: One line.
        width: The columns of a terminal that a line may take.
    """
    lines = list(text.divide(_ends(text.plain, width)))
    for line in lines:
        line.rstrip()
    return lines


def wrapped_text(text: str, width: int) -> list[str]:
    """Return the lines of a text without styles."""
    return [line.plain for line in wrapped(Text(text), width)]


def in_columns(texts: Iterable[str]) -> list[str]:
    """Return texts with spaces behind them, so that all take as many columns."""
    found = list(texts)
    width = max(map(cell_len, found), default=0)
    return [set_cell_size(text, width) for text in found]


def _ends(text: str, width: int) -> Iterator[int]:
    """Yield where lines end that more follow."""
    used = 0
    for found in _WHOLE.finditer(text):
        whole = found[0]
        needed = cell_len(whole.rstrip(" "))
        if used and used + needed > width:
            yield found.start()
            used = 0
        if needed <= width:
            used += cell_len(whole)
            continue
        for place, character in enumerate(whole, found.start()):
            columns = cell_len(character)
            if used and used + columns > width and character != " ":
                yield place
                used = 0
            used += columns
