"""Characters of texts from outside that do more than they show.

In pages, feeds and citations they are left out. In the log and in the terminal, where
a person looks for what is wrong, they are written as escapes.
"""

from __future__ import annotations

import re

HARMFUL = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, which XML forbids
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\ufdd0-\ufdef\ufeff\ufffe\uffff"  # noncharacters, byte order marks
    "\ud800-\udfff"  # halves of characters, which no encoding takes
)
"""What does so, as the inside of a character class of a regular expression."""
_UNWANTED = re.compile(f"[{HARMFUL}]")
_INVISIBLE = re.compile(f"[{HARMFUL}\t\n\r\u2028\u2029]")


def without_controls(text: str) -> str:
    """Return the text without characters that break a page or its order.

    Controls other than tab and line ends, bidirectional controls (an override turns
    round all that follows it), noncharacters and lone surrogates go. The joiners stay:
    emoji and Persian need them.
    """
    return text if text.isprintable() else _UNWANTED.sub("", text)


def plain_line(text: str) -> str:
    """Return the text as one line without these characters, a space between words."""
    return " ".join(without_controls(text).split())


def cut(text: str, longest: int) -> str:
    """Return the text; of a longer one the beginning, with ``…`` for its end."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def visible(text: str) -> str:
    r"""Return the text as one line that does nothing to a terminal.

    A line end is ``\n``, an escape ``\x1b``, an override ``\u202e``.
    """
    return text if text.isprintable() else _INVISIBLE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
