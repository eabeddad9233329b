r"""Titles and abstracts as arXiv has them, to HTML and to plain text.

arXiv's metadata is text with some TeX in it: accents (``Poincar\'e``), a few text
commands (``\emph``), and formulas between dollars. It is not TeX: ``%`` begins no
comment, ``&`` separates nothing, a dollar may be money, and authors leave things
open. So this reads what it knows and leaves the rest as it stands.

What stands between dollars, and is no money, is for `formulas`.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar

from markupsafe import Markup, escape

from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.markup import formulas
from pelican_hotpapers.markup.sanitize import safe_url
from pelican_hotpapers.markup.tex_commands import ACCENTS, ELEMENTS, LETTERS, SIGNS

LONGEST = 20_000
"""Characters of a text that are read as TeX; a longer one is only escaped. (arXiv
takes abstracts of at most 1,920.)"""
TITLE = 250
"""Characters of a text up to which what was made of it is remembered for a while."""
DEEPEST = 50
"""How deep commands and links may be nested; beyond that their text alone is kept."""


def to_html(text: str) -> Markup:
    r"""Return a title or an abstract as HTML that is also well-formed XML.

    Args:
        text: As arXiv has it: not escaped, with TeX or without.

    Returns:
        One line of HTML: ``Poincar\'e`` is ``Poincaré``, ``\emph{x}`` is ``<em>``, a
        URL is a link, ``$n$`` is MathML. A formula that cannot be rendered is its
        source in ``<code>``.
    """
    return _title_to_html(text) if len(text) <= TITLE else _to_html(text)


def _to_html(text: str) -> Markup:
    text = _tidy(text)
    return escape(text) if _has_no_tex(text) else Markup(_Html().typeset(text))  # noqa: S704


def to_text(text: str) -> str:
    r"""Return a title or an abstract as plain text, for ``<title>`` and feeds.

    Args:
        text: As for `to_html`.

    Returns:
        One line of text, **not** escaped: ``$S^2$-MLP`` is ``S²-MLP``. Scripts that
        Unicode lacks read ``x^(a/b)``; a formula that cannot be read is its source.
    """
    return _title_to_text(text) if len(text) <= TITLE else _abstract_to_text(text)


def _to_text(text: str) -> str:
    text = _tidy(text)
    return text if _has_no_tex(text) else _tidy(_PlainText().typeset(text))


# A title is asked for by each page, feed and citation that has the paper.
_title_to_html = lru_cache(maxsize=1 << 14)(_to_html)
_title_to_text = lru_cache(maxsize=1 << 14)(_to_text)
_abstract_to_text = lru_cache(maxsize=8)(_to_text)  # for all that one page says of it


_MARKS = ("\\", "$", "~", "`", "--", "''", "://")


def _has_no_tex(text: str) -> bool:
    return len(text) > LONGEST or not any(map(text.__contains__, _MARKS))


def _tidy(text: str) -> str:
    """Take out controls, and put single spaces where old line breaks were."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return plain_line(text)


# Reading. What follows a backslash is looked at first as an escape, so that the text
# is taken apart from left to right as TeX does. No alternative can look further than
# to the next token of its own kind, so that hostile text takes linear time. Each
# begins with a plain character, not with a group: then `re` skips to the next of
# these characters at once, which is ten times as fast.

_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[%&$\#_{}])
    | \\(?P<space>\\(?:\[[^\]\\]{0,9}\])?\s* | [\ ,;:!/@-])
    | \$\$(?P<block>(?>(?:[^$\\]+|\\.)+))\$\$
    | \$(?P<inline>(?>(?:[^$\\]+|\\.)+))\$
    | \\\((?P<round>(?>(?:[^\\]+|\\(?![()]).)+))\\\)
    | \\\[(?P<square>(?>(?:[^\\]+|\\(?![\[\]]).)+))\\\]
    | \\(?P<accent>['"`^~=.])\s*
      (?:\{\s*+(?P<in_braces>\\?[A-Za-z]|)\s*\}
        |(?P<bare>\\[ij](?![A-Za-z])\s?|[A-Za-z]))
    | \\(?P<command>[cHkrbduvt])(?:\s*\{\s*(?P<letter>\\?[A-Za-z])\s*\}
        |\s+(?P<next>[A-Za-z]))
    | \\url\s*\{(?P<address>[^{}\s]*)\}
    | \\href\s*\{(?P<target>[^{}\s]*)\}\s*\{
    | \\(?P<style>emph|text(?:it|sl|bf|tt|sc|sf|rm|up|md|normal)?|[mh]box|underline)
      \s*\{
    | \{\\(?P<switch>em|it|sl|bf|tt|sc|sf|rm|(?:it|sl|sc|up)shape|bfseries|ttfamily)
      (?![A-Za-z])\s*
    | \\(?P<symbol>[A-Za-z]{1,24})(?P<gap>\{\}|\s*)
    | h(?P<url>ttps?://(?:[^\s<>"{}|\\^`$\u3000-\u303f\uff00-\uffef]|\\[_%&\#~])+)
    | \{(?P<group>)(?=\\[^\s{}])
    | \{(?P<open>)
    | \}(?P<close>)
    | ~(?P<tie>)
    | -(?P<dash>-+)
    | `(?P<opening>`)
    | '(?P<closing>')
    """,
    re.VERBOSE | re.DOTALL,
)
_SINGLY_QUOTED = re.compile(r"(?<![\\`])`([^`'\s][^`']{0,200})'(?![A-Za-z'])")
_DASHES = {"--": "\N{EN DASH}", "---": "\N{EM DASH}"}

_SPACES = {" ": " ", ",": "\u202f", ";": " ", ":": " "}


class Typesetter(ABC):
    """Reads one text with TeX in it, and writes it in another form.

    What it writes is balanced: what is opened is closed, and nothing else.
    """

    no_break_space: ClassVar[str]

    def __init__(self) -> None:
        self._out: list[str] = []
        self._closers: list[str] = []  # what each open brace is closed by

    def typeset(self, text: str) -> str:
        """Return the text in this form."""
        if "`" in text:
            text = _SINGLY_QUOTED.sub("\u2018\\1\u2019", text)
        position = 0
        while token := _TOKEN.search(text, position):
            self._put(text[position : token.start()])
            position = token.end()
            if _is_no_formula(token):
                self._put("$")
                position = token.start() + 1
                continue
            _HANDLERS[str(token.lastgroup)](self, token)
        self._put(text[position:])
        return "".join([*self._out, *reversed(self._closers)])

    @abstractmethod
    def text(self, text: str) -> str:
        """Write plain text."""

    @abstractmethod
    def formula(self, source: str, *, block: bool) -> str:
        """Write a formula."""

    @abstractmethod
    def link(self, url: str) -> str:
        """Write an address that stands in the text."""

    @abstractmethod
    def delimiters(self, element: str, url: str = "") -> tuple[str, str]:
        """Return what begins and what ends an element, where there is one."""

    def _put(self, text: str) -> None:
        if text:
            self._out.append(self.text(text))

    def _begin(self, element: str, url: str = "") -> None:
        beginning, end = self.delimiters(element, url)
        if len(self._closers) >= DEEPEST:
            beginning, end = "", ""
        self._out.append(beginning)
        self._closers.append(end)

    def _escaped(self, token: re.Match[str]) -> None:
        self._put(token["escaped"])

    def _space(self, token: re.Match[str]) -> None:
        is_line_break = token["space"].startswith("\\")
        self._put(" " if is_line_break else _SPACES.get(token["space"], ""))

    def _inline(self, token: re.Match[str]) -> None:
        source = token["inline"] or token["round"]
        self._out.append(self.formula(source, block=False))

    def _block(self, token: re.Match[str]) -> None:
        source = token["block"] or token["square"]
        self._out.append(self.formula(source, block=True))

    def _accent(self, token: re.Match[str]) -> None:
        self._put(_accented(token["accent"], token["in_braces"] or token["bare"] or ""))

    def _command(self, token: re.Match[str]) -> None:
        self._put(_accented(token["command"], token["letter"] or token["next"]))

    def _address(self, token: re.Match[str]) -> None:
        self._out.append(self.link(token["address"]))

    def _target(self, token: re.Match[str]) -> None:
        self._begin("a", token["target"])

    def _style(self, token: re.Match[str]) -> None:
        self._begin(ELEMENTS.get(token["style"] or token["switch"], ""))

    def _symbol(self, token: re.Match[str]) -> None:
        name, gap = token["symbol"], token["gap"]
        if name in LETTERS:  # TeX drops the space behind: S\o ren
            self._put(LETTERS[name])
            return
        sign = SIGNS.get(name)
        if sign is None:
            sign = formulas.symbol(name)
        self._put(token[0] if sign is None else sign + gap.removeprefix("{}"))

    def _url(self, token: re.Match[str]) -> None:
        url = _without_punctuation(token[0])
        self._out.append(self.link(re.sub(r"\\(.)", r"\1", url)))
        self._put(token[0][len(url) :])

    def _group(self, _token: re.Match[str]) -> None:
        self._begin("")

    def _open(self, _token: re.Match[str]) -> None:
        self._out.append("{")
        self._closers.append("}")

    def _close(self, _token: re.Match[str]) -> None:
        self._out.append(self._closers.pop() if self._closers else self.text("}"))

    def _tie(self, token: re.Match[str]) -> None:
        is_tie = _follows(token).strip() and _precedes(token).strip("( ")
        self._put(self.no_break_space if is_tie else "~")

    def _dash(self, token: re.Match[str]) -> None:
        self._put(_DASHES.get(token[0], token[0]))

    def _opening(self, _token: re.Match[str]) -> None:
        self._put("“")

    def _closing(self, _token: re.Match[str]) -> None:
        self._put("”")


_HANDLERS: dict[str, Callable[[Typesetter, re.Match[str]], None]] = {
    "escaped": Typesetter._escaped,
    "space": Typesetter._space,
    "block": Typesetter._block,
    "inline": Typesetter._inline,
    "round": Typesetter._inline,
    "square": Typesetter._block,
    "in_braces": Typesetter._accent,
    "bare": Typesetter._accent,
    "letter": Typesetter._command,
    "next": Typesetter._command,
    "address": Typesetter._address,
    "target": Typesetter._target,
    "style": Typesetter._style,
    "switch": Typesetter._style,
    "gap": Typesetter._symbol,
    "url": Typesetter._url,
    "group": Typesetter._group,
    "open": Typesetter._open,
    "close": Typesetter._close,
    "tie": Typesetter._tie,
    "dash": Typesetter._dash,
    "opening": Typesetter._opening,
    "closing": Typesetter._closing,
}
"""By the last group that a token matched."""


def _precedes(token: re.Match[str]) -> str:
    return token.string[max(token.start() - 1, 0) : token.start()]


def _follows(token: re.Match[str]) -> str:
    return token.string[token.end() : token.end() + 1]


class _Html(Typesetter):
    no_break_space = "\u00a0"

    def text(self, text: str) -> str:
        return escape(text)

    def formula(self, source: str, *, block: bool) -> str:
        if script := _BARE_SCRIPT.fullmatch(source):
            element = "sup" if script["sign"] == "^" else "sub"
            return f"<{element}>{script['braced'] or script['bare']}</{element}>"
        return (
            formulas.to_mathml(source, block)
            or f"<code>{escape(source.strip())}</code>"
        )

    def link(self, url: str) -> str:
        beginning, end = self.delimiters("a", url)
        return f"{beginning}{escape(url)}{end}"

    def delimiters(self, element: str, url: str = "") -> tuple[str, str]:
        if element != "a":
            return (f"<{element}>", f"</{element}>") if element else ("", "")
        href = safe_url(url)
        if not href or "</a>" in self._closers:
            return "", ""
        return f'<a href="{escape(href)}">', "</a>"


class _PlainText(Typesetter):
    no_break_space = " "

    def text(self, text: str) -> str:
        return text.replace("\u202f", " ")

    def formula(self, source: str, *, block: bool) -> str:
        mathml = formulas.to_mathml(source, block)
        return formulas.mathml_to_text(mathml) if mathml else source.strip()

    def link(self, url: str) -> str:
        return url

    def delimiters(self, element: str, url: str = "") -> tuple[str, str]:  # noqa: ARG002
        return "", ""


def _accented(mark: str, letter: str) -> str:
    letter = letter.lstrip("\\").strip()
    if not letter:
        return mark
    return unicodedata.normalize("NFC", letter + ACCENTS[mark])


_PUNCTUATION = ".,;:!?'*~-"
_BRACKETS = {")": "(", "]": "["}


def _without_punctuation(url: str) -> str:
    """Return a URL without what belongs to the sentence around it."""
    end = len(url)
    counts = Counter(url)
    while end:
        last = url[end - 1]
        if last in _BRACKETS:
            if counts[last] <= counts[_BRACKETS[last]]:
                break
            counts[last] -= 1
        elif last not in _PUNCTUATION:
            break
        end -= 1
    return url[:end]


# Formulas

_BARE_SCRIPT = re.compile(
    r"\s*(?P<sign>[\^_])\s*(?:\{\s*(?P<braced>[0-9+-]+)\s*\}|(?P<bare>[0-9]))\s*"
)
"""A script on nothing, as in ``S$^2$-MLP``: it belongs to the word before it."""
_AMOUNT = re.compile(
    r"\s*\d[\d.,]*(?:\s*+(?:[-\u2013]\s*+)?[A-Za-z]{2,}|\s+[A-Za-z]\s)"
)
_NUMBER = re.compile(r"\s*\d")
_WORD = re.compile(r"[A-Za-z]{2}")
_TWO_WORDS = re.compile(r"[A-Za-z]{2}[,.;:]?\s+[A-Za-z]{2}")
_HAS_MATHS = re.compile(r"[\\^_=]")


def _is_no_formula(token: re.Match[str]) -> bool:
    """Tell whether what stands between two dollars is money, or just text."""
    source = token["inline"]
    if (
        source is None
        or len(source) > formulas.LONGEST_FORMULA
        or _HAS_MATHS.search(source)
    ):
        return False
    if _NUMBER.match(source):
        return _follows(token).isdigit() or bool(_AMOUNT.match(source))
    stands_apart = source[0].isspace() and source[-1].isspace()
    return bool((_WORD if stands_apart else _TWO_WORDS).search(source))
