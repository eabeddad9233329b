"""Topics: rules by which papers are gathered, saved under a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
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


class Topic(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True
):
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
        """Tell whether a paper belongs to the topic.

        Args:
            paper: As `without_tex` gives it.
        """
        text = f"{paper.title}\n{paper.abstract}"
        return bool(
            (not self.include or self._included.search(text))
            and not (self.exclude and self._excluded.search(text))
            and (not self.categories or _is_in(paper, self.categories))
            and (not self.authors or self._names.search(", ".join(paper.authors)))
            and (not self.has_code or paper.code_url)
        )

    @cached_property
    def _included(self) -> re.Pattern[str]:
        return _pattern(self.include)

    @cached_property
    def _excluded(self) -> re.Pattern[str]:
        return _pattern(self.exclude)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return _pattern(self.authors)


def without_tex(paper: Paper) -> Paper:
    """Return a paper in whose title, abstract and names no word is spelt in TeX.

    It is made once for all topics, since to read TeX takes long.
    """
    title, abstract, *authors = (
        to_text(text) if "\\" in text else text
        for text in (paper.title, paper.abstract, *paper.authors)
    )
    return replace(paper, title=title, abstract=abstract, authors=tuple(authors))


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
