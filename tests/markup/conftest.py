"""What is wrong with a piece of HTML, told by a parser that is not the sanitiser's."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

VOID = {"br", "col", "hr", "img", "mspace", "source", "wbr"}
NEVER = {
    *("base", "button", "embed", "form", "frame", "iframe", "input", "link", "meta"),
    *("noscript", "object", "script", "select", "style", "svg", "template", "textarea"),
    *("foreignobject", "annotation-xml", "title", "xmp", "plaintext"),
}
LINKS = {"action", "background", "cite", "data", "formaction", "href", "poster", "src"}
FORBIDDEN_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff]"
)
# As pelican.contents has it: a quoted value that begins with { or | in any tag.
INTRASITE = re.compile(
    r"<[^>]+(?:href|src|poster|data|cite|formaction|action|content)\s*=\s*([\"'])[{|]"
)


class _Inspector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.path.append(tag)
        self._look_at(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.faults.append(f"<{tag}/> is left open by a browser")
        self._look_at(tag, attrs)

    def _look_at(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NEVER:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            scheme = re.match(r"\s*([\w+.-]*):", value or "")
            if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
                self.faults.append(f"{tag} {name}")
            if (
                name in LINKS
                and scheme
                and scheme[1] not in {"http", "https", "mailto"}
            ):
                self.faults.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if not self.path or self.path.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}>")


def _faults(html: str) -> list[str]:
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    open_tags = [f"<{tag}> is left open" for tag in inspector.path]
    characters = [
        f"character {found[0]!a}" for found in FORBIDDEN_CHARACTER.finditer(html)
    ]
    return inspector.faults + open_tags + characters


@pytest.fixture(scope="session")
def faults() -> Callable[[str], list[str]]:
    """Give all that is unsafe or unbalanced in some HTML; nothing where it is sound."""
    return _faults


@pytest.fixture(scope="session")
def pelican_links() -> Callable[[str], list[str]]:
    """Give what Pelican would take for links of its own in some HTML."""
    return INTRASITE.findall
