"""Topics: rules by which papers are gathered, saved under a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Annotated

import msgspec
from msgspec import Meta

from pelican_hotpapers.arxiv.taxonomy import canonical
from pelican_hotpapers.markup.tex import to_text
from pelican_hotpapers.model import Paper

Phrase = Annotated[str, Meta(pattern=r"\S")]
"""A word or several; an empty one would be found everywhere."""


def _wants(expected: str) -> Meta:
    """Describe a rule for errors: what it wants."""
    return Meta(extra={"expected": expected})


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a paper must have, and must not. What is left out asks for nothing."""

    about: Annotated[str, _wants("a text")] = ""
    """A sentence about the topic, for its page."""
    include: Annotated[tuple[Phrase, ...], _wants("a list of words or phrases")] = ()
    """Words or phrases, of which title or abstract has one; a ``*`` stands for the
    rest of a word."""
    exclude: Annotated[tuple[Phrase, ...], _wants("a list of words or phrases")] = ()
    """Words or phrases, of which neither has any."""
    categories: Annotated[
        tuple[Phrase, ...], _wants("a list of arXiv categories, as in [cs.CL, stat]")
    ] = ()
    """Categories, of which the paper has one: ``cs.CL``, or all of ``cs``."""
    authors: Annotated[tuple[Phrase, ...], _wants("a list of names")] = ()
    """Names, of which one is among the authors'; part of a name will do."""
    has_code: Annotated[bool, _wants("true or false")] = False
    """Whether it needs a link to its code."""

    def has(self, paper: Paper) -> bool:
        """Tell whether a paper belongs to the topic."""
        text = f"{_plain(paper.title)}\n{_plain(paper.abstract)}"
        return (
            (not self.include or _says(text, self.include))
            and not (self.exclude and _says(text, self.exclude))
            and (not self.categories or _is_in(paper, self.categories))
            and (not self.authors or _names(paper, self.authors))
            and (not self.has_code or bool(paper.code_url))
        )


def _names(paper: Paper, names: tuple[str, ...]) -> bool:
    return _says(", ".join(map(_plain, paper.authors)), names)


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    """Return a text in which no word is spelt in TeX.

    Each topic asks for those of all papers, and to read TeX takes long.
    """
    return to_text(text) if "\\" in text else text


def _says(text: str, phrases: tuple[str, ...]) -> bool:
    return _pattern(phrases).search(text) is not None


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some phrases, in whole words and whatever case."""
    return re.compile("|".join(map(_phrase, phrases)), re.IGNORECASE)


def _phrase(phrase: str) -> str:
    """Return what finds a phrase, in time that grows with the text alone."""
    return r"(?<!\w)" + r"[\s-]++".join(map(_word, phrase.split())) + r"(?!\w)"


def _word(word: str) -> str:
    r"""Return what finds a word, in which each ``*`` stands for some letters or none.

    What stands between two is taken where it comes first, for good: what comes behind
    has most to choose from then. To go back and try later places would take longer
    with each ``*``.
    """
    beginning, *parts = map(re.escape, re.split(r"\*+", word))
    if not parts:
        return beginning
    *between, end = parts
    firsts = "".join(rf"(?>\w*?{part})" for part in between)
    return rf"{beginning}{firsts}\w*{end}(?!\w)"


def _is_in(paper: Paper, categories: Iterable[str]) -> bool:
    own = set(map(canonical, paper.categories))
    archives = {category.partition(".")[0] for category in own}
    return not own.isdisjoint(map(canonical, categories)) or not archives.isdisjoint(
        categories
    )
