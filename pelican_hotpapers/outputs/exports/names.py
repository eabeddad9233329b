"""Author names taken apart: family name, given names, particle, suffix.

arXiv has names as one text, given names first. Where they part can only be told from
the outside, so what is not clear stays whole: a collaboration, a single word, a name
in Chinese, Japanese or Korean script, anything with digits or brackets. Two family
names without a hyphen, as in Spanish, are not told from a given name and a family name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pelican_hotpapers.markup import tex


class Name(NamedTuple):
    """A name in its parts, plain text; without given names it is a whole."""

    family: str
    """The family name, or all of a name that stays whole."""
    given: str = ""
    """Given names and initials."""
    particle: str = ""
    """What stands before the family name in lower case: ``van der``."""
    suffix: str = ""
    """``Jr.``, ``III``."""

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or a digit in it."""
        return self.family[:1].isalnum() or any(map(str.isalnum, self.family))

    @property
    def surname(self) -> str:
        """The family name with its particle: ``van der Waals``."""
        return f"{self.particle} {self.family}".lstrip()

    @property
    def inverted(self) -> str:
        """``van der Waals, Johannes``; a whole name without commas."""
        if not self.given:
            return self.family.replace(",", "")
        return f"{self.particle} {self.family}, {self.given} {self.suffix}".strip()


def split_names(names: Iterable[str]) -> tuple[Name, ...]:
    """Take the names of a paper apart, in their order; what is no name is left out.

    Args:
        names: As arXiv has them, perhaps with TeX's accents.

    Returns:
        A name for each that holds a letter or a digit.
    """
    return tuple(name for name in map(split_name, names) if name.says_something)


# A paper's names are asked for by each form it is cited in, after all other papers'.
@lru_cache(maxsize=65_536)
def split_name(name: str) -> Name:
    """Take a name apart.

    Args:
        name: ``Ludwig van Beethoven``, or inverted, ``Beethoven, Ludwig van``.

    Returns:
        Its parts. Nothing of the name is lost, whatever it is.
    """
    text = _tidy(name)
    if _GROUP.search(text) or _WHOLE.search(text) or len(text) > _LONGEST:
        return Name(family=text)
    inverted = _INVERTED.fullmatch(text) if "," in text else None
    found = inverted or _DIRECT.fullmatch(text)
    if not (found and _has_letters(found["given"]) and _has_letters(found["family"])):
        return Name(family=text)
    suffix = found["suffix"] or (found["suffix_last"] if inverted else None)
    return Name(
        family=found["family"].strip(),
        given=found["given"].strip(),
        particle=found["particle"].strip(),
        suffix=suffix or "",
    )


def _has_letters(part: str) -> bool:
    return part[0].isalpha() or any(map(str.isalpha, part))


_INITIAL = re.compile(r"(?<![^\W\d_])([^\W\d_]\.)(?=[^\W\d_]{2})")
"""An initial that a word stands close to: ``W.Hogg``."""


def _tidy(name: str) -> str:
    text = tex.to_text(name)
    if "." in text:
        text = _INITIAL.sub(r"\1 ", text)
    return text.strip(" ,;")


_GROUP = re.compile(
    r"\b(?:collaborations?|consorti(?:um|a)|teams?|groups?|projects?|surveys?|networks?"
    r"|committee|initiative|institutes?|universit\w+|laborator(?:y|ies)|foundation"
    r"|contributors|members|on behalf|for the)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"[\d()\[\]{}<>&@/\\:;|\"“”]"
    r"|\b(?:and|et al|others)\b"
    r"|[\u2e80-\u30ff\u31f0-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LONGEST = 200
"""Characters of a person's name; what is longer stays whole."""
_SUFFIX = r"[JS]r\.?|I{2,3}|IV"
_PARTICLE = (
    "af|al|av|bin|d[aeiou]|dal|das|de[ilnrs]|dell[aeo]|dos|el|ibn|l[aeo]|las|los|ten"
    "|ter|v[ao]n|vom|zu|zu[mr]"
)
# A particle with a capital counts only before another one, and belongs to the family
# name then (Van der Berg): alone, Van is a Vietnamese name too.
_DIRECT = re.compile(
    rf"""
    (?P<given>[^,]+?)[ ]
    (?P<particle>(?:(?:{_PARTICLE})[ ])*)
    (?P<family>
        (?:(?:De|V[ao]n)[ ](?:(?i:{_PARTICLE})[ ])+)?
        (?:\w\S+[ ][eiy][ ])?  # Ortega y Gasset
        (?!(?:{_SUFFIX})\Z)[^\s,]+
    )
    (?:,?[ ](?P<suffix>{_SUFFIX}))?
    """,
    re.VERBOSE,
)
_INVERTED = re.compile(
    rf"""
    (?P<particle>(?:(?:{_PARTICLE})[ ])*)
    (?P<family>[^,]+?)
    (?:,[ ]?(?P<suffix>{_SUFFIX}))?
    ,[ ]?+(?!(?:{_SUFFIX})(?:,|\Z))(?P<given>[^,]+?)
    (?:,[ ]?(?P<suffix_last>{_SUFFIX}))?
    """,
    re.VERBOSE,
)
