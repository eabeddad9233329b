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
from pelican_hotpapers.arxiv.services import QUERY_API
from pelican_hotpapers.config.mail_addresses import EXPECTED, read_addresses
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.formats import DATA_SUFFIXES, permalinks
from pelican_hotpapers.languages import is_language_tag

LARGEST = 1_000_000_000
"""The largest number that a setting takes."""
OWN_PAGES = "pages"
"""What HOTPAPERS_CATEGORY_LINK says for the site's own pages."""


def date_pattern(value: str) -> str:
    """Check a text that may have ``{date}`` in it."""
    if _fills(value, date=_A_DAY):
        return ""
    return "a text with no other placeholder than {date}, or {date:%d %B %Y}"


def path_pattern(value: str) -> str:
    """Check a URL or a file name that may have ``{slug}`` and ``{date}`` in it."""
    if _fills(value, slug="hot-papers", date=_A_DAY):
        return ""
    return "a text with no other placeholders than {slug} and {date:%Y}"


def permalink(value: str) -> str:
    """Check a pattern of permalinks, or nothing."""
    return permalinks.check(value) if value else ""


def slug(value: str) -> str:
    """Check a pattern of slugs, which may have ``{date}`` in it."""
    return date_pattern(value) or name(value.format(date=_A_DAY))


def name(value: str) -> str:
    """Check a name that a page is called by: it becomes part of a file name."""
    return "" if len(value) <= LONGEST_NAME else f"at most {LONGEST_NAME} letters"


def names(values: Iterable[str]) -> str:
    """Check names that pages are called by."""
    wrong = any(map(name, values))
    return f"names of at most {LONGEST_NAME} letters" if wrong else ""


def category_link(value: str) -> str:
    """Check an address with ``{category}`` in it, or `OWN_PAGES`."""
    if value == OWN_PAGES:
        return ""
    if not _fills(value, category="cs.LG"):
        return "an address with no other placeholder than {category}, just so"
    named = value.format(category="cs.LG") != value.format(category="")
    return "" if named else "an address with {category} in it, or 'pages'"


def _fills(value: str, **known: str | dt.date) -> bool:
    """Tell whether a text has no other names in braces than these.

    Only a date may have a format behind it. Python's own rules allow more than is
    safe: ``{date.year}`` reads attributes, and ``{slug:>9999999999}`` would fill the
    memory.

    Args:
        value: The text.
        known: An example of each value that is put in.
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
    """Tell whether a value may have this format: a day one of strftime, a text none."""
    return not spec or (name == "date" and bool(_TIME.fullmatch(spec)))


_A_DAY = dt.date(2021, 4, 7)
_TIME = re.compile(r"(?:[^%{}]|%[-_^#0]?[EO]?[A-Za-z%])*")
"""A format of strftime, such as ``%d %B %Y``, without a width, as in ``%99d``."""


def inside(value: str) -> str:
    """Check a folder that must lie inside the site's PATH."""
    outside = value.startswith(("/", "\\")) or ".." in value.replace("\\", "/").split(
        "/"
    )
    return "a folder inside PATH, such as 'hotpapers'" if outside or not value else ""


def inside_if_any(value: str) -> str:
    """Check a folder inside the site's PATH, or nothing."""
    return inside(value) if value else ""


def language(value: str) -> str:
    """Check the tag of a language."""
    return "" if is_language_tag(value) else "the tag of a language, such as 'de'"


def folder_address(value: str) -> str:
    """Check the address of a service, to which paths are added."""
    sound = re.fullmatch(r"https?://[^\s?#]+", value)
    return "" if sound else f"an address as in {QUERY_API!r}"


def address(value: str) -> str:
    """Check an address, or nothing."""
    sound = re.fullmatch(r'(?:https?://[^\s#"<>]+)?', value)
    return "" if sound else "an address as in 'https://hub.example/'"


def addresses(value: Mapping[str, str]) -> str:
    """Check the addresses of services, by their names."""
    wrong = any(map(folder_address, value.values()))
    return "names with addresses, as in {'x': 'https://…'}" if wrong else ""


def mail_server(value: str) -> str:
    """Check a host, with a port or without, or nothing."""
    sound = re.fullmatch(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])?(?::\d{1,5})?", value)
    named = not value.startswith(":")
    return "" if sound and named else "a host as in 'smtp.example.org'"


def printable(value: str) -> str:
    """Check a text of one line."""
    return "" if value.isprintable() else "a text of one line"


def mail_address(value: str) -> str:
    """Check an address of mail, or nothing."""
    return mail_addresses([value]) if value else ""


def mail_addresses(values: Iterable[str]) -> str:
    """Check addresses of mail, one in each text."""
    try:
        single = all(len(read_addresses(value)) == 1 for value in values)
    except ValueError:
        single = False
    return "" if single else EXPECTED


def unsubscribe(value: str) -> str:
    """Check the address at which readers unsubscribe, or nothing."""
    sound = re.fullmatch(r"(?:(?:mailto:[^\s<>\"@]+@|https://)[^\s<>\"]+)?", value)
    known = "an address as in 'mailto:papers@example.org' or 'https://…'"
    return "" if sound and value.isascii() else known


def weights(value: Mapping[str, float]) -> str:
    """Check the weights of counts."""
    finite = all(map(math.isfinite, value.values()))
    return "" if finite else "names with finite numbers"


def specs(value: tuple[str | dict[str, Any], ...]) -> str:
    """Check a list of sources or signals, each with a name."""
    named = all(
        isinstance(spec, str) or isinstance(spec.get("name"), str) for spec in value
    )
    return "" if named else "of each its name, or a dict with 'name'"


def pages_folder(value: str) -> str:
    """Check the folder of our pages in the site, or nothing."""
    sound = re.fullmatch(r"(?:[\w-][\w.-]*(?:/[\w-][\w.-]*)*)?", value)
    return "" if sound else "a folder of the site, such as 'papers', or an empty text"


def web_app_colors(value: Mapping[str, str]) -> str:
    """Check the colours of the web app in a light and a dark scheme."""
    known = {"light"} <= value.keys() <= {"light", "dark"}
    sound = all(re.fullmatch(r"#[0-9A-Fa-f]{6}", color) for color in value.values())
    return "" if known and sound else "as in {'light': '#ffffff', 'dark': '#1b1b1b'}"


def web_app_icons(value: Mapping[str, str]) -> str:
    """Check the paths of icons in the site, by their size."""
    sized = all(re.fullmatch(r"(?:\d+x\d+|any)(?: maskable)?", size) for size in value)
    named = all(re.fullmatch(r"(?!/)[^\s\\?#:\"<>]+", path) for path in value.values())
    return "" if sized and named else "as in {'192x192': 'images/icon.png'}"


def positive(value: float) -> str:
    """Check a number that must be above 0."""
    return _not_huge(value) if value > 0 else "a number greater than 0"


def topics(value: Mapping[str, Topic] | str) -> str:
    """Check the name of a file with topics; topics in settings were checked before."""
    if not isinstance(value, str) or value.endswith(DATA_SUFFIXES):
        return ""
    return "a dict of topics, or a file such as 'topics.yaml'"


def not_negative(value: float) -> str:
    """Check a number that may be 0."""
    return _not_huge(value) if value >= 0 else "a number of 0 or more"


def _not_huge(value: float) -> str:
    """Check that a number of days, seconds or bytes is one that Python can count."""
    return "" if value <= LARGEST else f"a number up to {LARGEST:,}"
