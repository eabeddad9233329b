"""A response of a service, and what it holds."""

from __future__ import annotations

import codecs
import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pelican_hotpapers.errors import BadResponse, one_line

_BEGINNING = 10_000
"""Characters of an answer among which those are looked for."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a service answered."""

    url: str
    """The address that answered, after redirects."""
    status: int
    headers: Mapping[str, str]
    """By name, in whatever case."""
    body: bytes
    """Decompressed."""

    @property
    def host(self) -> str:
        """The service, as errors name it: ``export.arxiv.org``."""
        return host_of(self.url)

    @property
    def text(self) -> str:
        """The body in its declared encoding, else UTF-8, with errors replaced."""
        declared = _CHARSET.search(self.headers.get("Content-Type", ""))
        if declared:
            with suppress(LookupError, ValueError):
                encoding = codecs.lookup(declared[1]).name
                if encoding.startswith(_ENCODINGS):
                    return self.body.decode(encoding, errors="replace")
        return self.body.decode("utf-8-sig", errors="replace")

    @property
    def glimpse(self) -> str:
        """The beginning of a text, the title of an HTML page; on one line, short."""
        text = self.text[:_BEGINNING]
        if _HTML.match(text):
            title = re.search(r"<title[^<>]*>([^<]*)", text, re.IGNORECASE)
            text = html.unescape(title[1]) if title else ""
        return one_line(text.replace("\ufffd", " "))


_ENCODINGS = (
    *("ascii", "big5", "cp", "euc", "gb", "iso", "koi8", "mac", "shift", "tis"),
    *("utf-8", "utf-16", "utf-32"),
)
"""How the names begin of what texts are written in. Python knows others, such as
``punycode``, whose cost is the square of a text's length."""
_CHARSET = re.compile(r"charset=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_PROLOGUE = r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+"
_HTML = re.compile(
    rf"{_PROLOGUE}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_DOCTYPE = re.compile(rf"{_PROLOGUE}<!doctype", re.IGNORECASE | re.DOTALL)


def host_of(url: str) -> str:
    """Return the host of a URL, with its port where it has one, as errors name it."""
    with suppress(ValueError):
        return one_line(urlsplit(url).netloc.rpartition("@")[2])
    return ""


def read_json(response: Response) -> Any:  # noqa: ANN401 - whatever it holds
    """Return what an answer of JSON holds.

    Numbers are finite and texts sound Unicode: half a surrogate pair, which JavaScript
    leaves where it cuts a text, becomes U+FFFD.

    Raises:
        BadResponse: It is not JSON.
    """
    text = _decoded(response, "JSON")
    try:
        return msgspec.json.decode(_paired(text))
    except RecursionError:
        found = "JSON that is nested too deeply"
    except msgspec.MsgspecError as error:
        found = _instead(text, "JSON") or _broken_json(str(error))
    raise _bad(response, found)


def read_xml(response: Response) -> ET.Element:
    """Return the root of an answer of XML.

    A document type, which could define entities, is refused.

    Raises:
        BadResponse: It is not XML.
    """
    text = _decoded(response, "XML")
    if _DOCTYPE.match(text):
        found = _instead(text, "XML") or "XML that has a document type"
        raise _bad(response, found)
    parser = ET.XMLParser()  # noqa: S314 - without a document type, no entities
    try:
        parser.feed(text)
        return parser.close()
    except ET.ParseError as error:
        line, column = error.position
    place = f"line {line}, column {column + 1}"
    found = _instead(text, "XML") or f"XML that is broken in {place}"
    raise _bad(response, found)


def _decoded(response: Response, expected: str) -> str:
    """Return a body as text.

    Raises:
        BadResponse: It is empty, or not in UTF-8.
    """
    try:
        text = response.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"what is not UTF-8, at byte {error.start}"
    else:
        if text.strip():
            return text
        found = f"nothing instead of {expected}"
    raise _bad(response, found)


def _instead(text: str, expected: str) -> str:
    """Say what a body is that is neither JSON nor XML; empty when it may be."""
    if _HTML.match(text):
        return f"an HTML page instead of {expected}"
    if not text.lstrip().startswith(("{", "[", "<")):
        return f"text instead of {expected}"
    return ""


def _broken_json(complaint: str) -> str:
    """Say where JSON is broken, given what its parser says of it."""
    place = re.search(r"byte (\d+)", complaint)
    if place:
        return f"JSON that is broken at byte {place[1]}"
    if "truncated" in complaint:
        return "JSON that breaks off"
    return "JSON with a number that is too large"


def _bad(response: Response, found: str) -> BadResponse:
    return BadResponse(
        f"{response.host} answered with {found}", "Try again later", response.glimpse
    )


def _paired(text: str) -> str:
    """Replace the escapes of half surrogate pairs in JSON by that of U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return _ESCAPE.sub(lambda match: r"\ufffd" if match["half"] else match[0], text)


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>u[dD][89a-fA-F]..)|.)", re.DOTALL
)
