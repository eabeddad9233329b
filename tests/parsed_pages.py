"""HTML pages as a browser takes them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin

SITE = "http://site/"
"""Where a page stands, for links to be resolved."""


@dataclass(frozen=True)
class Page:
    """A page as a browser takes it apart."""

    path: str
    html: str

    @property
    def text(self) -> str:
        return " ".join("".join(self._parsed.texts).split())

    @cached_property
    def ids(self) -> set[str]:
        return {value for _, name, value in self._parsed.attributes if name == "id"}

    @cached_property
    def links(self) -> list[str]:
        """What a reader may follow."""
        return self._values("a", "href")

    @property
    def loads(self) -> list[str]:
        """What a browser asks for by itself."""
        linked = [
            urljoin(SITE + self.path, attributes["href"])
            for tag, attributes in self._parsed.tags
            if tag == "link" and attributes.get("rel") != "alternate"
        ]
        return [*linked, *self._values(None, "src"), *self._values(None, "srcset")]

    def _values(self, tag: str | None, name: str) -> list[str]:
        return [
            urljoin(SITE + self.path, value)
            for of, key, value in self._parsed.attributes
            if key == name and tag in (of, None)
        ]

    @cached_property
    def _parsed(self) -> _Parser:
        parser = _Parser()
        parser.feed(self.html)
        return parser


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []

    @property
    def attributes(self) -> Iterator[tuple[str, str, str]]:
        for tag, attributes in self.tags:
            for name, value in attributes.items():
                yield tag, name, value

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
