"""What the values of settings must be, beyond their types.

Each check takes a value of the setting's type and returns what was expected of it, in
words, or nothing where it is sound.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from pelican_hotpapers.addresses import LONGEST_NAME
from pelican_hotpapers.config.mail_addresses import EXPECTED, read_addresses
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.formats import DATA_SUFFIXES, permalinks
from pelican_hotpapers.languages import is_language_tag

LARGEST = 1_000_000_000
"""The largest number that a setting takes."""
OWN_PAGES = "pages"
"""What HOTPAPERS_CATEGORY_LINK says for the site's own pages."""


def pattern(value: str) -> str:
    """Check a text with ``{date}`` in it."""
    if _fills(value, date=_A_DAY):
        return ""
    return "a text with no other placeholder than {date}, or {date:%d %B %Y}"


def place(value: str) -> str:
    """Check an address or file name with ``{slug}`` and ``{date}`` in it."""
    if _fills(value, slug="hot-papers", date=_A_DAY):
        return ""
    return "a text with no other placeholders than {slug} and {date:%Y}"


def permalink(value: str) -> str:
    """Check a pattern of addresses that need not be there."""
    return permalinks.check(value) if value else ""


def slug(value: str) -> str:
    """Check a text with ``{date}`` in it that pages are named by."""
    return pattern(value) or name(value.format(date=_A_DAY))


def name(value: str) -> str:
    """Check the name of something that gets a page."""
    return "" if len(value) <= LONGEST_NAME else f"at most {LONGEST_NAME} letters"


def names(values: Iterable[str]) -> str:
    """Check the names of things that get a page each."""
    wrong = any(map(name, values))
    return f"names of at most {LONGEST_NAME} letters" if wrong else ""


def category_link(value: str) -> str:
    """Check a text with ``{category}`` in it, or the word for own pages."""
    if value == OWN_PAGES:
        return ""
    if not _fills(value, category="cs.LG"):
        return "an address with no other placeholder than {category}, just so"
    named = value.format(category="cs.LG") != value.format(category="")
    return "" if named else "an address with {category} in it, or 'pages'"


def _fills(value: str, **known: str | dt.date) -> bool:
    """Tell whether a text can be filled in, with these names in braces and no others.

    Each stands for itself. What else Python takes there reaches into objects, as
    ``{date.year}``, or pads: ``{slug:>9999999999}`` fills the memory.
    """
    try:
        sound = all(
            name is None or (name in known and not conversion and _takes(name, spec))
            for _, name, spec, conversion in Formatter().parse(value)
        )
        if sound:
            value.format(**known)
    except ValueError:  # a brace that nothing closes; a date that cannot be written so
        return False
    return sound


def _takes(name: str, spec: str | None) -> bool:
    """Tell whether what is put in can be written as a format says: a text has none."""
    return not spec or (name == "date" and bool(_TIME.fullmatch(spec)))


_A_DAY = dt.date(2021, 4, 7)
_TIME = re.compile(r"(?:[^%{}]|%[-_^#0]?[EO]?[A-Za-z%])*")
"""A day in words, as ``%d %B %Y``; a width, as in ``%99d``, is none of ours."""


def inside(value: str) -> str:
    """Check a folder that must lie inside the site's PATH."""
    outside = value.startswith(("/", "\\")) or ".." in value.replace("\\", "/").split(
        "/"
    )
    return "a folder inside PATH, such as 'hotpapers'" if outside or not value else ""


def inside_if_any(value: str) -> str:
    """Check a folder inside the site's PATH that need not be there."""
    return inside(value) if value else ""


def language(value: str) -> str:
    """Check the tag of a language."""
    return "" if is_language_tag(value) else "the tag of a language, such as 'de'"


def folder_address(value: str) -> str:
    """Check the address of a service."""
    sound = re.fullmatch(r"https?://[^\s?#]+", value)
    return "" if sound else "an address as in 'https://export.arxiv.org'"


def address(value: str) -> str:
    """Check an address that need not be there."""
    sound = re.fullmatch(r'(?:https?://[^\s#"<>]+)?', value)
    return "" if sound else "an address as in 'https://hub.example/'"


def addresses(value: Mapping[str, str]) -> str:
    """Check a table of names and addresses of services."""
    wrong = any(map(folder_address, value.values()))
    return "names with addresses, as in {'x': 'https://…'}" if wrong else ""


def mail_server(value: str) -> str:
    """Check a host, with a port or without, that need not be there."""
    sound = re.fullmatch(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])?(?::\d{1,5})?", value)
    named = not value.startswith(":")
    return "" if sound and named else "a host as in 'smtp.example.org'"


def printable(value: str) -> str:
    """Check a text of one line."""
    return "" if value.isprintable() else "a text of one line"


def mail_address(value: str) -> str:
    """Check an address of mail that need not be there."""
    return mail_addresses([value]) if value else ""


def mail_addresses(values: Iterable[str]) -> str:
    """Check addresses of mail: each text has one."""
    try:
        single = all(len(read_addresses(value)) == 1 for value in values)
    except ValueError:
        single = False
    return "" if single else EXPECTED


def unsubscribe(value: str) -> str:
    """Check where a list is left."""
    sound = re.fullmatch(r"(?:(?:mailto:[^\s<>\"@]+@|https://)[^\s<>\"]+)?", value)
    known = "an address as in 'mailto:papers@example.org' or 'https://…'"
    return "" if sound and value.isascii() else known


def weights(value: Mapping[str, float]) -> str:
    """Check what counts weigh."""
    finite = all(map(math.isfinite, value.values()))
    return "" if finite else "names with finite numbers"


def specs(value: tuple[str | dict[str, Any], ...]) -> str:
    """Check a list of sources, or of signals: of each, the name."""
    named = all(
        isinstance(spec, str) or isinstance(spec.get("name"), str) for spec in value
    )
    return "" if named else "of each its name, or a dict with 'name'"


def pages_folder(value: str) -> str:
    """Check a folder of the site that has nothing else in it."""
    sound = re.fullmatch(r"(?:[\w-][\w.-]*(?:/[\w-][\w.-]*)*)?", value)
    return "" if sound else "a folder of the site, such as 'papers', or an empty text"


def web_app_colors(value: Mapping[str, str]) -> str:
    """Check colours for a light and a dark phone."""
    known = {"light"} <= value.keys() <= {"light", "dark"}
    sound = all(re.fullmatch(r"#[0-9A-Fa-f]{6}", color) for color in value.values())
    return "" if known and sound else "as in {'light': '#ffffff', 'dark': '#1b1b1b'}"


def web_app_icons(value: Mapping[str, str]) -> str:
    """Check icons by their size, each with its address in the site."""
    sized = all(re.fullmatch(r"(?:\d+x\d+|any)(?: maskable)?", size) for size in value)
    named = all(re.fullmatch(r"(?!/)[^\s\\?#:\"<>]+", path) for path in value.values())
    return "" if sized and named else "as in {'192x192': 'images/icon.png'}"


def positive(value: float) -> str:
    """Check a count or size that cannot be nothing."""
    return not_huge(value) if value > 0 else "a number greater than 0"


def topics(value: Mapping[str, Topic] | str) -> str:
    """Check the name of a file that has topics; those in settings are sound by now."""
    if not isinstance(value, str) or value.endswith(DATA_SUFFIXES):
        return ""
    return "a dict of topics, or a file such as 'topics.yaml'"


def not_negative(value: float) -> str:
    """Check a count that may be nothing."""
    return not_huge(value) if value >= 0 else "a number of 0 or more"


def not_huge(value: float) -> str:
    """Check a number that days, seconds and bytes are counted by."""
    return "" if value <= LARGEST else f"a number up to {LARGEST:,}"
