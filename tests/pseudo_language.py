"""A language in which every message of the plugin's can be told from all other text.

Each of its words is an English one in brackets, so that a text without them was said
without a catalogue.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages import Catalog
from catalogues import compiled, template

BEGINS, ENDS = "⟦", "⟧"
_FORMATS = {"date", "number"}
"""What messages are about that are no words."""


def write_pseudo_language(folder: Path, language: str) -> None:
    """Write the catalogue of all messages in brackets, as that of a language."""
    catalogue = Catalog(locale=language)
    for message in template():
        if not message.id:
            continue
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        if message.context in _FORMATS:
            said = texts
        else:
            said = tuple(f"{BEGINS}{text}{ENDS}" for text in texts)
        if len(said) > 1:
            said = (*said, *said[-1:] * (catalogue.num_plurals - len(said)))
        found = said[: catalogue.num_plurals] if len(said) > 1 else said[0]
        catalogue.add(message.id, found, context=message.context)
    write_words(folder, language, catalogue)


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
