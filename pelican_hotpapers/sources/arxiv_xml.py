"""What the XML of arXiv's services has in common: query API, OAI-PMH and RSS.

Elements are known by their local names, since the namespaces changed over the years.
Whatever a response holds, reading it raises BadResponse or SourceError at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from pelican_hotpapers.arxiv.identifiers import is_doi
from pelican_hotpapers.arxiv.taxonomy import is_category
from pelican_hotpapers.errors import BadResponse, one_line
from pelican_hotpapers.http import RefusalError, Response, read_xml
from pelican_hotpapers.sources.fields import (
    MOST_AUTHORS,
    line,
)


def root_of(response: Response, name: str) -> Element:
    """Return the root of a response.

    Raises:
        RefusalError: arXiv says that it is asked too often, with a status of success.
        BadResponse: It is not XML, or has another root.
    """
    if response.text.lstrip().startswith("Rate exceeded"):
        said = f"{response.host} answered that it is asked too often"
        raise RefusalError(said, "Try again later", response.glimpse)
    root = read_xml(response)
    found = str(root.tag).rpartition("}")[2]
    if found != name:
        raise bad_xml(response, "XML of another kind", name, said=found)
    return root


def bad_xml(
    response: Response,
    found: str,
    expected: str = "what its manual says",
    *,
    said: str = "",
) -> BadResponse:
    """Return the error of a response that is not what was asked for.

    Args:
        response: The response.
        found: What it is, in our words.
        expected: What was to come.
        said: What it says itself, which the log alone shows.
    """
    return BadResponse(
        f"{response.host} answered with {found}, expected {expected}",
        "Try again later",
        one_line(said),
    )


def text_of(element: Element, name: str) -> str:
    """Return all text of the first child of a local name."""
    child = element.find(f"{{*}}{name}")
    return "" if child is None else "".join(child.itertext())


def author_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of authors that have any."""
    return tuple(filter(None, map(line, names)))[:MOST_AUTHORS]


def known_categories(terms: Iterable[str]) -> tuple[str, ...]:
    """Return each category once; arXiv puts codes of ACM and MSC among them."""
    return tuple(dict.fromkeys(filter(is_category, terms)))


def first_doi(text: str) -> str:
    """Return the first DOI of those that the authors gave, or nothing."""
    return next((each for each in text.split() if is_doi(each)), "")


def aware(moment: dt.datetime) -> dt.datetime:
    """Return a moment with its zone, which is UTC where it has none.

    Raises:
        ValueError: It is at an end of the calendar, where it has no neighbours.
    """
    if not dt.MINYEAR < moment.year < dt.MAXYEAR:
        raise ValueError(moment.year)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
