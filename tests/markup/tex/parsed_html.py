"""The HTML of a text with TeX, as another parser reads it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

Faults = Callable[[str], list[str]]
"""Returns what is wrong with a piece of HTML: a fixture of `markup.conftest`."""
MATHML = "<math>"


def elements(html: str) -> Iterator[ET.Element]:
    """Parse HTML as XML, which it must be as well, and give its elements."""
    tree = ET.fromstring(f"<html>{html}</html>")  # noqa: S314
    return (element for element in tree.iter() if element is not tree)


def words(html: str) -> str:
    """Give the characters of HTML, without its tags."""
    tree = ET.fromstring(f"<html>{html}</html>")  # noqa: S314
    return "".join(tree.itertext())


def links(html: str) -> list[str | None]:
    return [a.get("href") for a in elements(html) if a.tag == "a"]
