"""What phrases, names and categories find: the same in topics and in the browser."""

from __future__ import annotations

TEXTS: tuple[tuple[str, str, bool], ...] = (
    ("tomatoes", "We grow tomatoes.", True),
    ("TOMATOES", "We grow tomatoes.", True),
    ("tomato", "We grow tomatoes.", False),
    ("tomato*", "We grow tomatoes.", True),
    ("*toes", "We grow tomatoes.", True),
    ("t*m*s", "We grow tomatoes.", True),
    ("t*m*x*s", "We grow tomatoes.", False),
    ("t**s", "We grow tomatoes.", True),
    ("*", "We", True),
    ("*", "…", True),
    ("a*a*b", "aab", True),
    ("language model", "Language models", False),
    ("language model*", "Language models", True),
    ("lang* mod*", "Language  \n models", True),
    ("self supervised", "self-supervised", True),
    ("self supervised", "self - supervised", True),
    ("self-supervised", "self supervised", False),
    ("self supervised", "self. Supervised", False),
    ("age", "Agents in language", False),
    ("C++", "Written in C++", True),
    ("C++", "Written in C++11", False),
    ("C++", "Written in C", False),
    ("(a|b)", "of (a|b) here", True),
    ("a.c", "abc", False),
    ("[x]", "of [x].", True),
    (r"\d", "7", False),
    ("x_1", "by x_1,", True),
    ("x", "by x_1,", False),
    ("2", "R² and R2", False),
    ("straße", "STRAßE", True),
    ("Schrödinger", "SCHRÖDINGER'S", True),
    ("schrodinger", "Schrödinger", False),
    ("ΣΟΦΟΣ", "σοφος", True),
    ("istanbul", "İSTANBUL", True),
    ("\u0131stanbul", "Istanbul", True),
    ("机器", "机器", True),
    ("机器", "机器学习", False),
    ("机器*", "机器学习", True),
    ("naïve", "nai\u0308ve", False),
    ("a b", "a\u00a0b", True),
    ("a b", "a\u2003-\u3000b", True),
    ("a\u00a0b", "a b", True),
    ("no-break", "no\u2011break", False),
    ("*a*a*a*a*a*a*b", "a" * 60, False),
    ("one two", "one\ntwo", True),
)
"""A phrase, a text, whether the phrase is found in it."""

NAMES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("okoro", ("Ines Okoro", "Jürgen Lind"), True),
    ("Jürgen Lind", ("Ines Okoro", "Jürgen Lind"), True),
    ("Oko", ("Ines Okoro",), False),
    ("Oko*", ("Ines Okoro",), True),
    ("Okoro Jürgen", ("Ines Okoro", "Jürgen Lind"), False),
    ("Jean Luc", ("Jean-Luc Prie",), True),
    ("okoro", (), False),
)
"""A name, a paper's authors, whether the name is among theirs."""

CATEGORIES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("cs.LG", ("cs.LG", "eess.SY"), True),
    ("cs", ("stat.ML", "cs.LG"), True),
    ("cs.SY", ("eess.SY",), True),
    ("eess.SY", ("cs.SY",), True),
    ("cs", ("cs.SY",), False),
    ("cs.L", ("cs.LG",), False),
    ("cs.lg", ("cs.LG",), False),
    ("stat", ("cs.LG",), False),
    ("math-ph", ("math.MP",), True),
    ("constructor", ("cs.LG",), False),
    ("cs.LG", (), False),
)
"""A category or an archive, a paper's categories, whether it is in that."""
