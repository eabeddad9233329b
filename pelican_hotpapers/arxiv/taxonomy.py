"""arXiv's categories: what their identifiers mean, and which are one and the same.

The table is ``data/taxonomy.json``, the facts of arXiv's own list
(``arxiv/taxonomy/definitions.py`` in github.com/arXiv/arxiv-base, June 2026), with
the categories of the archives that were closed long ago, since old papers have them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pelican_hotpapers.arxiv.identifiers import ARCHIVE


def category_name(category: str) -> str:
    """Return what a category is called: ``cs.LG`` is ``Machine Learning``.

    Args:
        category: an arXiv identifier, of today or of a closed archive.

    Returns:
        The English name, or nothing where arXiv knows no such category.
    """
    return _table()["names"].get(category, "")


def archive_name(category: str) -> str:
    """Return what the archive is called that a category is part of.

    Args:
        category: an arXiv identifier.

    Returns:
        The English name, ``Computer Science`` for ``cs.LG``; nothing where the category
        is an archive itself, as ``quant-ph``, or arXiv knows no such archive.
    """
    archive, dot, _ = category.partition(".")
    return _table()["archives"].get(archive, "") if dot else ""


def canonical(category: str) -> str:
    """Return the one identifier of a category that has several.

    ``math.MP`` and ``math-ph`` are one category, and the closed ``cmp-lg`` became
    ``cs.CL``. An identifier that has no other is given back, known or not.
    """
    return _table()["aliases"].get(category, category)


@cache
def _known_in_lower() -> frozenset[str]:
    return frozenset(name.lower() for name in _table()["names"])


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """Read the table, once a process and only when it is asked."""
    text = files(__package__).joinpath("data/taxonomy.json").read_text("utf-8")
    table: Mapping[str, Mapping[str, str]] = json.loads(text)
    return table


_ARCHIVE = re.compile(ARCHIVE)
_CATEGORY = re.compile(rf"{ARCHIVE}\.(?:[A-Z]{{2}}|[a-z]+(?:-[a-z]+)*)")


def is_category(text: str) -> bool:
    """Tell whether a text is a category of arXiv's, and not of ACM's or MSC.

    A category that is not known, as ``cs.ZZ``, may be a new one.
    """
    known = category_name(text) or canonical(text) != text
    return bool(known) or (
        # One that differs from a known one by case alone is a slip of the pen: some
        # disks could not tell their pages apart.
        _CATEGORY.fullmatch(text) is not None and text.lower() not in _known_in_lower()
    )


def categories_in(text: str) -> tuple[str, ...]:
    """Return the categories that a text names, divided by commas or spaces."""
    return tuple(filter(None, re.split(r"[\s,;]+", text)))


def is_archive(text: str) -> bool:
    """Tell whether a text may be an archive of arXiv's, or a category in one."""
    return _ARCHIVE.fullmatch(text) is not None or is_category(text)
