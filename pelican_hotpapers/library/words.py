"""The words that tell what a paper is about: those of its title and abstract."""

from __future__ import annotations

import re

from pelican_hotpapers.markup.tex import to_text
from pelican_hotpapers.model import Paper

_WORD = re.compile(r"\w\w+")
_STOP_WORDS = """
about above across after again against all almost along already also although always
among an and another any are around as at be became because become been before being
below between both but by can cannot could did do does done down during each either
else enough even ever every few for from further had has have having he hence her here
his how however if in indeed into is it its itself just least less made many may me
might more moreover most much must my namely neither no nor not now of off often on
once one only onto or other others our out over own per perhaps quite rather same
several she should since so some still such than that the their them then there
thereby therefore these they this those though through thus to together too toward
towards under until up upon us very via was we well were what when where whereas
whether which while who whole whose why will with within without would yet you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Those that say nothing of it."""


def words_of(paper: Paper) -> list[str]:
    """Return the words of a paper in small letters, those of its title twice.

    They are in the order of the text, without `STOP_WORDS`.
    """
    title = to_text(paper.title)
    text = f"{title}\n{title}\n{to_text(paper.abstract)}"
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]
