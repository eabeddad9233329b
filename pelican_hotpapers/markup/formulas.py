"""Formulas to MathML, and to a line of plain text.

math-core makes the MathML, which is checked against a list of elements and attributes
before it goes into a page. For plain text the same MathML is read back, so that one
program alone understands formulas.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from html import unescape

import math_core

LONGEST_FORMULA = 1_000
"""Characters of a formula that are rendered; the source of a longer one is shown."""

_MACROS = {
    "bold": r"\mathbf{#1}",
    "Cal": r"\mathcal",
    "emph": r"\textit{#1}",
    "ensuremath": r"{#1}",
    "hbox": r"\text{#1}",
    "mathbbm": r"\mathbb{#1}",
    "mathds": r"\mathbb{#1}",
    "mbox": r"\text{#1}",
    "micro": r"\mu",
    "nicefrac": r"{#1}/{#2}",
    "pmb": r"\boldsymbol{#1}",
    "sfrac": r"{#1}/{#2}",
    "smash": r"{#1}",
    "textsc": r"\text{#1}",
    "textsubscript": r"_{\text{#1}}",
    "textsuperscript": r"^{\text{#1}}",
    "xspace": r"",
}
_BRACKETING = ("bra", "braket", "ket", "pmod", "pod", "set")
"""Commands that put brackets around what they are given."""
_MACROS |= {f"grouped{name}": rf"{{\{name}{{{{#1}}}}}}" for name in _BRACKETING}
_DEFINES = re.compile(r"\\(?:(?:re)?new|provide|declare|let|global|long|[egx]?def)")
_STRAY = re.compile(r"(?<!\\)((?:\\\\)*)([%#])")
_STRAY_TAB = re.compile(r"(?<!\\)((?:\\\\)*)&")
# math-core takes its nesting from the stack, and a few hundred levels are the end of
# a small one: the process dies. So the parts that can nest are counted first.
_MOST_PARTS = 200
# Behind each bracket that nothing closes it reads the rest of the row twice.
_MOST_OPEN = 8


@functools.cache
def _converter() -> math_core.LatexToMathML:
    return math_core.LatexToMathML(
        fancy_error=False, allow_unreliable_rendering=True, macros=_MACROS
    )


@functools.lru_cache(maxsize=4096)
def to_mathml(source: str, block: bool) -> str:
    """Return a formula as MathML, or nothing where that cannot be done safely."""
    parts = source.count("{") + source.count("\\")
    if len(source) > LONGEST_FORMULA or parts > _MOST_PARTS or _DEFINES.search(source):
        return ""
    return _checked(_converted(_with_few_open(without_stray(source)), block))


def _converted(source: str, block: bool = False) -> str:
    try:
        return _converter().convert_with_local_state(source, displaystyle=block)
    except math_core.LatexError:
        return ""


def _with_few_open(source: str) -> str:
    r"""Keep math-core from looking for the ends of many brackets.

    It looks within a group alone, and which ends it finds is not to be told without
    reading as it does. So where there are many brackets, each that opens one gets a
    group of its own, which looks the same.
    """
    opening = sum(map(_is_opening, _BRACKET.finditer(source)))
    if opening + len(_BRACKETS.findall(source)) <= _MOST_OPEN:
        return source
    return _BRACKET.sub(_in_a_group, _BRACKETS.sub(r"\\grouped\1", source))


_BRACKETS = re.compile(rf"\\({'|'.join(_BRACKETING)})(?![A-Za-z])")
_DELIMITER = r"(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\?.)"
_BRACKET = re.compile(
    rf"""
    \\(?:left|right|middle|[bB]igg?[mr]?){_DELIMITER}
    | \\(?:sqrt|cramped|x[A-Za-z]*(?:arrow|harpoon|equal|mapsto|tofrom)[a-z]*)\s*\[
    | (?P<opening>\\[bB]igg?l{_DELIMITER} | \\[A-Za-z]+ | \\. | [(\[] | [^\x00-\x7f])
      \s*(?P<sign>[+-])?
    """,
    re.VERBOSE | re.DOTALL,
)
"""What may open a bracket; and before it, delimiters and options, which do not."""


def _is_opening(token: re.Match[str]) -> bool:
    opening = token["opening"]
    return opening is not None and _opens(opening)


def _in_a_group(token: re.Match[str]) -> str:
    r"""Put what opens a bracket in a group, and behind it the sign of a number.

    The group is a double one, since ``\bra{x}`` and the like take a group's braces off.
    """
    if not _is_opening(token):
        return token[0]
    sign = f"{{{token['sign']}}}" if token["sign"] else ""
    return f"{{{{{{}}{token['opening']}}}}}{sign}"


@functools.lru_cache(maxsize=4096)
def _opens(token: str) -> bool:
    r"""Tell whether math-core takes a token for the beginning of a bracket.

    It is asked itself, since it knows dozens: then what ``\sin`` is of begins there.
    """
    mathml = _converted(rf"\sin {token}{{x}})")
    return _OPENED.search(mathml) is not None


_OPENED = re.compile(
    r"&ApplyFunction;</mo><mrow><mo[^<>]*>[^<]*</mo><mi>x</mi><mo[^<>]*>\)</mo></mrow>"
)


def without_stray(source: str) -> str:
    r"""Escape ``%`` and ``#``, which are never TeX here, and ``&`` outside tables."""
    if "%" in source or "#" in source:
        source = _STRAY.sub(r"\1\\\2", source)
    if "&" in source and r"\begin" not in source:
        source = _STRAY_TAB.sub(r"\1\\&", source)
    return source


# What math-core writes, without its styles, classes, anchors and references; lengths
# of less than 10 em, so that no formula lies over the page.
_MATHML = re.compile(
    r"""
    (?: [^<&]++
      | &(?:amp|lt|gt|quot);
      | </?(?:math|mrow|mi|mo|mn|mtext|mspace|ms|msup|msub|msubsup|mfrac|msqrt|mroot
          |mover|munder|munderover|mmultiscripts|mprescripts|mtable|mtr|mtd|mpadded
          |mphantom|menclose|mstyle|b|i|code|span)
        (?:\ (?:display|stretchy|form|accent|accentunder|mathvariant|displaystyle
              |scriptlevel|notation|fence|separator|symmetric|largeop|movablelimits)
            ="[\w\ +-]*"
          |\ (?:lspace|rspace|width|minsize|maxsize|voffset|linethickness)
            ="-?\d?(?:\.\d+)?(?:r?em)?"
        )*+ /?>
    )*+
    """,
    re.VERBOSE,
)
_UNWANTED = re.compile(r' (?:style|class)="[^"<>]*"')


def _checked(mathml: str) -> str:
    mathml = mathml.replace("&ApplyFunction;", "\u2061")
    if "style=" in mathml or "class=" in mathml:
        mathml = _UNWANTED.sub("", mathml)
    return mathml if _MATHML.fullmatch(mathml) else ""


@functools.lru_cache(maxsize=1024)
def symbol(name: str) -> str | None:
    r"""Return the sign that a command of formulas, such as ``\alpha``, stands for."""
    mathml = to_mathml("\\" + name, block=False)
    sign = mathml_to_text(mathml) if mathml else ""
    return sign if len(sign) == 1 and not sign.isascii() else None


# MathML to text

_MATHML_TOKEN = re.compile(r"<(/?)(\w++)([^<>]*?)(/?)>|([^<]+)")
_SUPERSCRIPTS = dict(
    zip(
        "0123456789+\u2212-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",  # noqa: RUF001
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
        strict=True,
    )
)
_SUBSCRIPTS = dict(
    zip(
        "0123456789+\u2212-=()aehijklmnoprstuvxβγρφχ",  # noqa: RUF001
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_RAISED_ALREADY = frozenset("\u2032\u2033\u2034\u2217*†‡°\u2218")
_OVER = {
    "\u02c6": "\u0302",
    "^": "\u0302",
    "\u00af": "\u0304",
    "\u203e": "\u0304",
    "\u02dc": "\u0303",
    "~": "\u0303",
    "\u02d9": "\u0307",
    "\u00a8": "\u0308",
    "\u2192": "\u20d7",
    "\u20d7": "\u20d7",
    "\u02c7": "\u030c",
    "\u02d8": "\u0306",
    "\u00b4": "\u0301",
    "`": "\u0300",
}


def mathml_to_text(mathml: str) -> str:
    """Return checked MathML as a line of text."""
    rows: list[tuple[str, str, list[str]]] = [("", "", [])]
    for closes, name, attributes, empty, text in _MATHML_TOKEN.findall(mathml):
        if text:
            rows[-1][2].append(_letters(text))
        elif empty:
            rows[-1][2].append(_space(attributes))
        elif not closes:
            rows.append((name, attributes, []))
        elif len(rows) > 1:
            element, its_attributes, parts = rows.pop()
            write = _WRITERS.get(element, _in_a_row)
            rows[-1][2].append(write(parts, its_attributes))
    joined = "".join(rows[0][2]).replace("\u2061(", "(").replace("\u2061", " ")
    return " ".join(joined.split())


def _letters(text: str) -> str:
    """Return ordinary letters for mathematical ones."""
    if "&" in text:
        text = unescape(text)
    if text.isascii():
        return text
    plain = text.replace("\ufe00", "").replace("\ufe01", "")
    return "".join(map(_letter, plain)).replace("\xa0", " ")


def _letter(character: str) -> str:
    """Return an ordinary letter for a styled one; not for double-struck, nor l."""
    is_styled = "\U0001d400" <= character <= "\U0001d7ff" or (
        character != "\N{SCRIPT SMALL L}"
        and unicodedata.name(character, "").startswith(("SCRIPT ", "BLACK-LETTER "))
    )
    return unicodedata.normalize("NFKC", character) if is_styled else character


def _space(attributes: str) -> str:
    found = re.search(r'width="(\d?(?:\.\d+)?)', attributes)
    return " " if found and float(found[1] or 0) > 0 else ""


def _script(text: str, letters: dict[str, str], sign: str) -> str:
    text = text.strip()
    if not text:
        return ""
    if set(text) <= _RAISED_ALREADY:
        return text.replace("\u2218", "°").replace("\u2217", "*")
    if set(text) <= letters.keys():
        return "".join(map(letters.__getitem__, text))
    if len(text) > 1:
        return f"{sign}({text})"
    return f"{sign}{text}" if text.isalnum() else text


def _raised(text: str) -> str:
    return _script(text, _SUPERSCRIPTS, "^")


def _lowered(text: str) -> str:
    return _script(text, _SUBSCRIPTS, "_")


def _in_brackets(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _part(parts: list[str], index: int) -> str:
    return parts[index] if index < len(parts) else ""


def _with_script(parts: list[str], _attributes: str) -> str:
    return _part(parts, 0) + _raised(_part(parts, 1))


def _with_subscript(parts: list[str], _attributes: str) -> str:
    return _part(parts, 0) + _lowered(_part(parts, 1))


def _with_both(parts: list[str], _attributes: str) -> str:
    return _part(parts, 0) + _lowered(_part(parts, 1)) + _raised(_part(parts, 2))


def _with_over(parts: list[str], attributes: str) -> str:
    if "accent" not in attributes:
        return _with_script(parts, attributes)
    base, mark = _part(parts, 0), _OVER.get(_part(parts, 1), "")
    return unicodedata.normalize("NFC", base + mark) if len(base) == 1 else base


def _with_under(parts: list[str], attributes: str) -> str:
    if "accent" in attributes:
        return _part(parts, 0)
    return _with_subscript(parts, attributes)


def _fraction(parts: list[str], attributes: str) -> str:
    above, below = _part(parts, 0), _part(parts, 1)
    if 'linethickness="0"' in attributes:
        return f"{above} choose {below}"
    return f"{_in_brackets(above)}/{_in_brackets(below)}"


def _root(parts: list[str], _attributes: str) -> str:
    return "√" + _in_brackets("".join(parts))


def _nth_root(parts: list[str], _attributes: str) -> str:
    return _raised(_part(parts, 1)) + "√" + _in_brackets(_part(parts, 0))


def _row(parts: list[str], _attributes: str) -> str:
    return ", ".join(parts)


def _table(parts: list[str], _attributes: str) -> str:
    return "; ".join(parts)


def _in_a_row(parts: list[str], _attributes: str) -> str:
    return "".join(parts)


def _nothing(_parts: list[str], _attributes: str) -> str:
    return ""


_WRITERS: dict[str, Callable[[list[str], str], str]] = {
    "mfrac": _fraction,
    "mover": _with_over,
    "mphantom": _nothing,
    "mroot": _nth_root,
    "msqrt": _root,
    "msub": _with_subscript,
    "msubsup": _with_both,
    "msup": _with_script,
    "mtable": _table,
    "mtr": _row,
    "munder": _with_under,
    "munderover": _with_both,
}
"""How an element with parts is written; all others are their parts in a row."""
