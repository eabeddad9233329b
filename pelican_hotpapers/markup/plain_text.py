"""Plain text that is safe in any template, also in one that does not escape it."""

from __future__ import annotations

import html
import re

from pelican_hotpapers.characters import without_controls

_OPENING_QUOTE = re.compile(r'(?:(?<=[\s(\[])|^)"')
_REFERENCE = re.compile(r"&#?\w+;?")


def theme_safe(text: str) -> str:
    """Return plain text that no template can turn into markup.

    Themes print titles and tags as they are, also inside quotes, and some take
    escaping away first (``striptags``). So this is not escaping: the text is made
    typographic, and an ampersand is escaped where it would begin an entity, which
    some do without a semicolon.
    """
    return _REFERENCE.sub(_spelt_out, typographic(text))


def _spelt_out(found: re.Match[str]) -> str:
    text = found[0]
    is_entity = text.endswith(";") or html.unescape(text) != text
    return f"&amp;{text[1:]}" if is_entity else text


def typographic(text: str) -> str:
    """Return plain text with curly quotes, and angle brackets like quotes.

    What would break a page or turn it round goes.
    """
    text = without_controls(text)
    if '"' in text:  # looking for opening ones takes a while in an abstract
        text = _OPENING_QUOTE.sub("\N{LEFT DOUBLE QUOTATION MARK}", text)
        text = text.replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}")
    text = text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    return text.replace("<", "\u2039").replace(">", "\u203a")
