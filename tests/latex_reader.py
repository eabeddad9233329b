"""LaTeX to plain text, by pylatexenc and the commands that it lacks."""

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

SIGNS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "ldots": "…",
    "SS": "ẞ",
}


def read(latex):
    """Return LaTeX as text; formulas as they are."""
    known = get_default_latex_context_db()
    known.add_context_category(
        "signs",
        macros=[MacroTextSpec(name, sign) for name, sign in SIGNS.items()],
        prepend=True,
    )
    return LatexNodes2Text(known, math_mode="verbatim").latex_to_text(latex)
