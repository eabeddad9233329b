"""A language in which every message of the plugin's can be told from all other text.

Each of its words is an English one in brackets, so that a text without them was said
without a catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

from babel.messages import Catalog
from catalogues import compiled, template

from pelican_hotpapers.translation.messages import PLACEHOLDER

BEGINS, ENDS = "⟦", "⟧"
_FORMATS = {"date", "number"}
"""What messages are about that are no words."""


_HEBREW = str.maketrans(
    {letter: chr(0x5D0 + number) for number, letter in enumerate(ascii_lowercase)}
)


def in_brackets(text: str) -> str:
    """Return a text in brackets."""
    return f"{BEGINS}{text}{ENDS}"


def in_hebrew(text: str) -> str:
    """Return a text in Hebrew letters, which say nothing; values stay in braces."""
    said, end = "", 0
    for found in PLACEHOLDER.finditer(text):
        said += text[end : found.start()].lower().translate(_HEBREW) + found[0]
        end = found.end()
    return said + text[end:].lower().translate(_HEBREW)


def write_pseudo_language(
    folder: Path, language: str, say: Callable[[str], str] = in_brackets
) -> None:
    """Write the catalogue of all messages, as that of a language.

    Args:
        folder: Where catalogues are.
        language: The language.
        say: Returns how a message is said in it.
    """
    catalogue = Catalog(locale=language)
    for message in template():
        if not message.id:
            continue
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        is_format = message.context in _FORMATS
        said = texts if is_format else tuple(map(say, texts))
        if len(said) > 1:
            said = (*said, *said[-1:] * (catalogue.num_plurals - len(said)))
        found = said[: catalogue.num_plurals] if len(said) > 1 else said[0]
        catalogue.add(message.id, found, context=message.context)
    write_words(folder, language, catalogue)


def outside(text: str) -> str:
    """Return what of a text stands outside of all brackets."""
    inner = re.compile(f"{BEGINS}[^{BEGINS}{ENDS}]*{ENDS}")
    while inner.search(text):
        text = inner.sub("", text)
    return text


def write_words(folder: Path, language: str, catalogue: Catalog) -> None:
    """Write a catalogue where a site or a theme has those of its own."""
    path = folder / language / "LC_MESSAGES" / "hotpapers.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compiled(catalogue))


def words(language: str = "en", **said: str) -> Catalog:
    """Return a catalogue of a few messages."""
    catalogue = Catalog(locale=language)
    for message, text in said.items():
        catalogue.add(message.replace("_", " "), text)
    return catalogue
