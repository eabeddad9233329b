r"""TeX between double quotes, where YAML reads ``\theta`` as a tab and ``heta``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pelican_hotpapers.errors import EXCERPT

_EXPECTED = "TeX in single quotes, or below a '|'"
_ESCAPE = re.compile(r"\\(?P<letter>.)(?P<rest>[A-Za-z]*)", re.DOTALL)
_OTHER_ESCAPE = re.compile(r'\\["\\/ x0uU]')
_MEANING: Mapping[str, str] = {
    "a": "a bell",
    "b": "a backspace",
    "e": "an escape character",
    "f": "a form feed",
    "n": "a line break",
    "r": "a carriage return",
    "t": "a tab",
    "v": "a vertical tab",
    "L": "a line separator",
    "N": "a line break",
    "P": "a paragraph separator",
    "_": "a space",
    '"': "a quotation mark",
}
"""What YAML takes an escape for."""
_COMMANDS: Mapping[str, re.Pattern[str]] = {
    letter: re.compile(rest)
    for letter, rest in {
        "a": "leph|lpha|malg|ngle|pprox|rc[a-z]+|st|symp",
        "b": "ackslash|ar|ecause|egin|eta|eth|f|ig[a-z]*|inom|mod|old[a-z]*|ot|owtie"
        "|ox[a-z]*|reve|ullet",
        "e": "ll|mph|mptyset|nd|nsuremath|psilon|quiv|ta|th|xists|xp",
        "f": "lat|orall|rac|rown",
        "n": "abla|atural|eg|eq|exists|geq|leq|ewcommand|mid|oindent|olimits|onumber"
        "|orm|ot|otin|sim|subseteq|supseteq|u|warrow",
        "r": "aise|angle|brace|brack|ceil|eal|ef|enewcommand|floor|ho|ight[a-z]*|m|oot"
        "|vert|Vert",
        "t": "ag|anh|au|binom|ext[a-z]*|frac|heta|herefore|hickapprox|hinspace|ilde"
        "|imes|iny|o|op|riangle[a-z]*|t",
        "v": "ar[a-z]+|arDelta|arGamma|arTheta|arLambda|arOmega|dash|Dash|dots|ec|ee"
        "|ert",
        "L": "a[Tt]e[Xx]|ambda|arge|eft[a-z]*|leftarrow|ong[a-z]+",
        "N": "u",
        "P": "hi|i|r|si",
    }.items()
}
"""What follows the first letter of a command of TeX's. A text may well have what that
letter stands for in YAML: a line may begin behind ``\\n``, but not with ``abla``.
"""
_ACCENT = re.compile(r"[brtv]\{\\?[A-Za-z]\}")
"""An accent as in ``\\v{c}``."""
_UMLAUT = re.compile(r"(?<=[A-Za-z])\\\"[AEIOUYaeiouy]|\\\"\{\\?[A-Za-z]\}")
"""One as in ``Schr\\"odinger`` or ``\\"{o}``."""


def tex_in(written: str) -> tuple[str, str, str] | None:
    r"""Return what is wrong with a text in double quotes that is TeX, and what to do.

    Args:
        written: The text as the file has it, with its quotes and escapes.

    Returns:
        What was found, what was expected, and a hint; None where each escape may be
        meant as YAML has it.
    """
    letters = {escape["letter"] for escape in _ESCAPE.finditer(written)}
    # Programs write double quotes for the sake of some other escape, or in HTML.
    by_hand = letters == {'"'} and "<" not in written
    for escape in _ESCAPE.finditer(written):
        if _is_tex(escape) or (by_hand and _UMLAUT.match(written, escape.start())):
            letter = escape["letter"]
            found = (
                f"{escape[0]} in double quotes, where \\{letter} is {_MEANING[letter]}"
            )
            return found, _EXPECTED, f"Write {_in_single_quotes(written)}"
    return None


def _in_single_quotes(written: str) -> str:
    """Return how a text in double quotes is written in single ones, if it is short."""
    text = written[1:-1]
    if len(text) > EXCERPT or not text.isprintable() or _OTHER_ESCAPE.search(text):
        return "the text in single quotes, in which a backslash is only a backslash"
    return "'" + text.replace("'", "''") + "'"


def _is_tex(escape: re.Match[str]) -> bool:
    letter, rest = escape["letter"], escape["rest"]
    if letter == "_" or _ACCENT.match(escape.string, escape.start("letter")):
        return True
    command = _COMMANDS.get(letter)
    return command is not None and command.fullmatch(rest) is not None
