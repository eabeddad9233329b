r"""Text as arXiv has it, to LaTeX that compiles wherever it is put.

What arXiv's readers see as text is escaped, so that no title, whoever wrote it, can
end a field, begin a comment or run a command. Formulas stay formulas where the
program that shows them on our pages understands them: it knows no command that does
more than set mathematics, and takes none whose braces are out of balance.

Accented letters are commands, as in ``M{\"u}ller``: so they were read by BibTeX 0.99
of 1988 and are by biber, JabRef and Zotero today, and an initial is cut from a name
without halving a character. Scripts that TeX has no letters for stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.markup import formulas
from pelican_hotpapers.markup.tex import LONGEST, Typesetter
from pelican_hotpapers.markup.tex_commands import ACCENTS, LETTERS


def from_tex(text: str) -> str:
    r"""Write a title or an abstract.

    Args:
        text: As arXiv has it, such as ``100% of \emph{$S^2$-MLP} & more``.

    Returns:
        One line of LaTeX with balanced braces:
        ``100\% of \emph{{$S^2$}-MLP} \& more``.
    """
    tidy = plain_line(text)
    if len(tidy) > LONGEST or _PLAIN.fullmatch(tidy):
        return from_text(tidy)
    opened = _OPENING_QUOTE.sub("“", tidy)
    written = _apart(_Latex().typeset(_CLOSING_QUOTE.sub("”", opened)))
    return written if is_balanced(written) else from_text(tidy)


def from_text(text: str) -> str:
    """Write a line of plain text, such as a name, in which nothing is a command."""
    if _PLAIN.fullmatch(text):
        return text
    composed = _apart(unicodedata.normalize("NFC", text).translate(_ESCAPES))
    return composed if composed.isascii() else _NOT_ASCII.sub(_letter, composed)


def _apart(latex: str) -> str:
    """Keep apart the two signs that TeX joins to one of Spanish."""
    return _SPANISH.sub(r"\1{}`", latex) if "`" in latex else latex


def is_balanced(latex: str) -> bool:
    r"""Tell whether braces are balanced and not too deep, as BibTeX counts them.

    For BibTeX the brace of ``\{`` is one like all others.
    """
    depth = 0
    for brace in _BRACES.findall(latex):
        depth += 1 if brace == "{" else -1
        if not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


_BRACES = re.compile("[{}]")
_PLAIN = re.compile("[A-Za-z0-9 .,:;!?()/+*='-]*")
"""Text that LaTeX has as it is."""
_SPANISH = re.compile("([?!])`")
_DEEPEST = 100
"""How deep braces may be; TeX takes 255 groups."""
_OPENING_QUOTE = re.compile(r'(?:(?<=[\s(\[])|^)"')
_CLOSING_QUOTE = re.compile(r'(?<!\\)"')
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ESCAPES = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "|": r"{\textbar}",
        '"': "''",
        **{sign: f"\\{sign}" for sign in "$%&#_"},
        "\u00a0": "~",
        "\u2013": "--",
        "\u2014": "---",
        "\u2018": "`",
        "\u2019": "'",
        "\u201c": "``",
        "\u201d": "''",
        "\u2026": r"{\ldots}",
        **{
            letter: f"{{\\{command}}}"
            for command, letter in LETTERS.items()
            if not letter.isascii() and unicodedata.normalize("NFD", letter) == letter
        },
        "\u0131": r"{\i}",
        "\u0237": r"{\j}",
    }
)
"""What is no letter of ASCII, or is more than a character for TeX."""
_COMMANDS = {mark: command for command, mark in ACCENTS.items()}
_BELOW = frozenset("cdbk")
"""The accents under a letter, for which i and j keep their dots."""


def _letter(found: re.Match[str]) -> str:
    """Write a letter that is not ASCII as its base with accents, if it is that."""
    parts = unicodedata.normalize("NFD", found[0])
    base, marks = parts[0], parts[1:]
    is_known = base.isascii() and base.isalpha() and _COMMANDS.keys() >= {*marks}
    if not is_known or not marks:
        return found[0]
    commands = [_COMMANDS[mark] for mark in marks]
    is_dotless = base in "ij" and not {*commands} <= _BELOW
    written = f"\\{base}" if is_dotless else base
    for command in commands:
        is_tight = len(written) == 1 and not command.isalpha()
        written = f"\\{command}{written if is_tight else f'{{{written}}}'}"
    return f"{{{written}}}"


class _Latex(Typesetter):
    """What is typeset, as LaTeX."""

    no_break_space = "\u00a0"

    def text(self, text: str) -> str:
        """Write plain text."""
        return from_text(text)

    def formula(self, source: str, *, block: bool) -> str:  # noqa: ARG002
        """Write a formula, in braces that keep BibTeX from its capitals."""
        if not source.strip():  # two dollars would begin another formula
            return ""
        source = formulas.without_stray(source)
        is_sound = (
            source.isascii()
            and is_balanced(source)
            and formulas.to_mathml(source, block=False)
        )
        return f"{{${source}$}}" if is_sound else from_text(source)

    def link(self, url: str) -> str:
        """Write an address as text."""
        return from_text(url)

    def delimiters(self, element: str, url: str = "") -> tuple[str, str]:  # noqa: ARG002
        """Keep emphasis; a link's text stands for the link."""
        command = _STYLES.get(element, "")
        return (f"\\{command}{{", "}") if command else ("", "")


_STYLES = {"em": "emph", "strong": "textbf", "code": "texttt"}
