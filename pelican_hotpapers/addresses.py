"""The addresses of the plugin's own pages and files, all in one folder of the site.

Every name is unlike every other, whatever categories, topics and authors are called:

    papers/index.html             links to everything below, with counts
    papers/2104.01778.html        a paper; quant-ph-9508027.html of old
    papers/cs.CV.html             a category, its newest papers; cs.CV-p1.html has its
                                  oldest, for ever, cs.CV-p2.html those after them
    papers/top.html               the hottest of all; top-2026.html, top-2026-11.html,
                                  top-2026-w47.html of a year, a month, a week
    papers/leaderboards.html      all of these; top-each-week.atom.xml has the best of
                                  each week, and so of months and years
    papers/topic-agents.html      a topic
    papers/author-ada-hirt.html   an author
    papers/days.html              the calendar of the newest year; days-2025.html that
                                  of a year before
    papers/status.html            how collecting goes; status.atom.xml tells of trouble
    papers/search.html            the search; opensearch.xml tells browsers of it,
                                  search/ holds its indexes
    papers/2026-11-19.md          a day as Markdown, and so each paper: 2104.01778.md
    papers/lists.html             the reader's own lists, which only the browser knows
    papers/for-you.html           papers by the reader's interests; vocabulary.json and
                                  2026-11-19.words.bin have the words of papers
    papers/comforts.js            what the script for readers puts into pages
    papers/offline.html           what can be read without a network;
                                  manifest.webmanifest tells phones of the site
    papers/2026-11-19.json        a day as data; hotpapers.json is the index of days

What belongs to one of them has its name: ``cs.CV.bib``, ``cs.CV.atom.xml``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

INDEX = "index"
CATEGORIES = "categories"
TOP = "top"
LEADERBOARDS = "leaderboards"
TOPICS = "topics"
AUTHORS = "authors"
DAYS = "days"
STATUS = "status"
SEARCH = "search"
LISTS = "lists"
FOR_YOU = "for-you"
VOCABULARY = "vocabulary"
"""How common words are, of which the files of days have those of their papers."""
OPENSEARCH = "opensearch"
"""What browsers are told of the search."""
COMFORTS = "comforts"
"""What the script for readers puts into pages; comforts.html asks for it."""
OFFLINE = "offline"
WEB_MANIFEST = "manifest"
"""What phones are told of the site."""
ARCHIVE = "hotpapers"
"""The index of days as data, which other sites read to follow this one."""
LONGEST_NAME = 200
"""Bytes that a slug may have, so that a file can be named by it."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses below one folder, relative to the site."""

    folder: str
    """``papers``."""

    def page(self, stem: str, number: int = 0) -> str:
        """Return where a page is, or an older part of it: ``papers/cs.CV-p2.html``."""
        return self.file(part_stem(stem, number), "html")

    def file(self, stem: str, suffix: str) -> str:
        """Return where a file of a page is: ``papers/cs.CV.bib``."""
        return f"{self.folder}/{stem}.{suffix}"

    def beside(self, stem: str, suffix: str = "html", number: int = 0) -> str:
        """Return how pages beside it link to a page or its file: ``cs.CV.bib``."""
        return f"{part_stem(stem, number)}.{suffix}"


def site_prefix(settings: Mapping[str, Any]) -> str:
    """Return what addresses begin with in a text that stands on several pages.

    Args:
        settings: Pelican's. With its RELATIVE_URLS it is a mark, which Pelican resolves
            for each page.
    """
    return "{filename}" if settings["RELATIVE_URLS"] else str(settings["SITEURL"])


def table_stem(year: int) -> str:
    """Return the name of the table of a year's papers: ``hotpapers-2026``."""
    return f"{ARCHIVE}-{year}"


def part_stem(stem: str, number: int) -> str:
    """Return the name of a page's older part, ``cs.CV-p2``; of no part, its own."""
    return f"{stem}-p{number}" if number else stem


def paper_stem(arxiv_id: str) -> str:
    """Return the name of a paper: ``2104.01778``, ``quant-ph-9508027``."""
    return arxiv_id.replace("/", "-")


def category_stem(category: str) -> str:
    """Return the name of an arXiv category, ``cs.CV``; safe whatever it is called."""
    safe = re.sub(r"[^A-Za-z0-9.-]+", "-", category).strip(".-")
    return portable(safe) if "." in safe or "-" in safe else f"archive-{safe}"


def year_stem(year: int) -> str:
    """Return the name of a year's leaderboard."""
    return f"{TOP}-{year:04}"


def month_stem(day: dt.date) -> str:
    """Return the name of the leaderboard of a day's month."""
    return f"{TOP}-{day:%Y-%m}"


def week_stem(day: dt.date) -> str:
    """Return the name of the leaderboard of a day's week, as ISO 8601 counts them."""
    year, week, _ = day.isocalendar()
    return f"{TOP}-{year:04}-w{week:02}"


def each_stem(kind: str) -> str:
    """Return the name of the feed of the hottest papers of each ``week``."""
    return f"{TOP}-each-{kind}"


def topic_stem(name: str) -> str:
    """Return the name of a topic."""
    return f"topic-{slug(name)}"


def author_stem(name: str) -> str:
    """Return the name of an author."""
    return f"author-{slug(name)}"


def slug(name: str) -> str:
    """Return a name in small letters of ASCII, with hyphens; never empty.

    What has no such letters, such as a Chinese name, becomes a fingerprint.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:80]
    return _PART.sub(r"-p-\1", words) or _fingerprint(name)


_PART = re.compile(r"-p([0-9]+)\Z")
"""What the name of a page's further part ends with."""


def _fingerprint(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]


_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?=[.]|\Z)", re.IGNORECASE
)
"""What a name may not begin with on Windows, whatever ends it:
https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""


def portable(path: str) -> str:
    """Return a path whose names every system can have: ``con-.aa`` for ``con.aa``.

    Windows has devices by some names, and drops the points and spaces that end one.

    Args:
        path: Of letters, digits, ``.``, ``~``, ``_`` and ``-``, with slashes.
    """
    return "/".join(map(_portable_name, path.split("/")))


def _portable_name(name: str) -> str:
    name = _DEVICE.sub(r"\g<0>-", name, count=1) if _DEVICE.match(name) else name
    return f"{name.rstrip('. ')}-" if name.endswith((".", " ")) else name


def distinct(names: Iterable[str], stem_of: Callable[[str], str]) -> dict[str, str]:
    """Return the stem of each name, no two of them the same, but for case neither.

    The first of several that would have one keeps it, as ``topic-c`` of ``C``; those
    after it, as ``C++``, end in their fingerprints as well.
    """
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        stem = stem_of(name)
        while stem.lower() in taken:
            stem = f"{stem}-{_fingerprint(name)}"
        stems[name] = stem
        taken.add(stem.lower())
    return stems


def days_stem(year: int) -> str:
    """Return the name of the calendar of a year that is not the newest."""
    return f"{DAYS}-{year:04}"


def day_stem(day: dt.date) -> str:
    """Return the name of a day's files."""
    return day.isoformat()
