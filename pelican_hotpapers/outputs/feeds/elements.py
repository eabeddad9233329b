"""XML that is well-formed, whatever its texts are."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from pelican_hotpapers.characters import without_controls

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def element(name: str, attributes: Mapping[str, str], *inside: str) -> str:
    """Return an element.

    Args:
        name: Its name.
        attributes: Their values as plain text; empty ones are left out.
        inside: XML: other elements, and what `xml_text` and `html_text` return.
    """
    given = "".join(
        f' {key}="{_quoted(value)}"' for key, value in attributes.items() if value
    )
    content = "".join(inside)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def xml_text(plain: str) -> str:
    """Return plain text as the content of an element.

    HTML that is marked as safe is plain text here as well.
    """
    return escape(without_controls(str(plain)), quote=False)


def html_text(html: str) -> str:
    """Return HTML as the content of an element, for which it is text.

    In such a section no sign is written as several. What would end it has another form
    in HTML.
    """
    safe = without_controls(str(html)).replace("]]>", "]]&gt;")
    return f"<![CDATA[{safe}]]>"


def _quoted(plain: str) -> str:
    return escape(without_controls(str(plain)))
