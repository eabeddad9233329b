"""Texts that are made of papers, each once."""

from __future__ import annotations

from collections.abc import Callable

from pelican_hotpapers.model import Paper


class PaperTexts:
    """A text of each paper, made when it is first asked for, and remembered."""

    def __init__(self, make: Callable[[Paper], str]) -> None:
        """Begin without any.

        Args:
            make: Returns the text of a paper.
        """
        self._make = make
        self._made: dict[int, tuple[Paper, str]] = {}

    def __getitem__(self, paper: Paper) -> str:
        """Return the text of a paper."""
        made = self._made.get(id(paper))
        if made is None:
            # The paper is held, so that its ``id`` stays its own.
            made = self._made[id(paper)] = (paper, self._make(paper))
        return made[1]
