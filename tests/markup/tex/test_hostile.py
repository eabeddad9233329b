"""Texts with TeX that mean harm."""

from __future__ import annotations

import re
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup.tex.parsed_html import MATHML, Faults, elements, links, words

from pelican_hotpapers.markup.tex import (
    DEEPEST,
    LONGEST,
    to_html,
    to_text,
)

NESTS = [
    "{%s}",
    "a^{%s}",
    r"\sqrt{%s}",
    r"\left(%s\right)",
    r"\frac{%s}{x}",
    r"\hat %s",
]


@pytest.mark.parametrize("nest", NESTS)
def test_a_deep_formula_does_not_end_the_process_of_a_small_stack(nest: str) -> None:
    """The library that renders them overflows the stack some hundred levels down."""
    before, after = nest.split("%s")
    formulas = [f"${before * depth}x{after * depth}$" for depth in range(1, 1_000)]
    rendered: list[str] = []
    usual = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(
            target=lambda: rendered.extend(map(to_html, formulas))
        )
        thread.start()
    finally:
        threading.stack_size(usual)
    thread.join()
    assert rendered[0].startswith(MATHML)
    assert rendered[-1].startswith("<code>")


@pytest.mark.parametrize(
    "source",
    [
        "[0,1)",
        "(a,b]",
        "]0,1[",
        r"|\psi\rangle",
        r"\langle\phi|\psi\rangle",
        r"\lfloor x",
        "f(-1)" * 20,
        "(" * 20 + "x" + ")" * 20,
        r"\left(" * 10 + "x" + r"\right)" * 10 + "(x)" * 10,
        r"\bigl(x\bigr)" * 10,
        r"\sqrt[3]{x}" * 10,
        r"\bra{x}" * 10,
        r"\bra(" * 10,
        r"\ket{" * 20 + r"\displaystyle x" + "}" * 20,
        r"n \pmod p " * 10,
        "(" * 10 + r"\xleftarrow[x]{y}",
        *("(" * 100, "[" * 100, "⟦" * 100, r"\{" * 90, r"\langle " * 90),
    ],
)
def test_open_brackets_are_a_formula(source: str, faults: Faults) -> None:
    html = to_html(f"${source}$")
    assert not faults(html)
    assert html.startswith(MATHML)


def test_many_brackets_look_like_few() -> None:
    """A sign behind a bracket is that of a number, without the space of a sum."""
    few, many = (to_html(f"${'(-1)' * count}$") for count in (2, 20))
    signs = [re.findall("<mo[^<>]*>\N{MINUS SIGN}", html) for html in (few, many)]
    assert set(signs[0]) == set(signs[1])
    assert to_text(f"${'f(-1)' * 20}$") == "f(\N{MINUS SIGN}1)" * 20


def test_formulas_are_rendered_in_many_threads() -> None:
    texts = [rf"$x_{{{n}}} \sim \frac{{{n}}}{{2}}$" for n in range(200)]
    rendered: list[list[str]] = []
    threads = [
        threading.Thread(
            target=lambda: rendered.append([to_html(text) for text in texts])
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rendered) == len(threads)
    assert all(texts == rendered[0] for texts in rendered)


def test_nesting_ends_somewhere(faults: Faults) -> None:
    html = to_html(r"\emph{" * 1_000 + "x" + "}" * 1_000)
    assert not faults(html)
    assert len(list(elements(html))) == DEEPEST
    assert words(html) == "x"


@pytest.mark.parametrize(
    "piece",
    [
        *("$", "$$", "$a", "$1 ", "\\", r"\(", r"\[\(", "{", "}", r"\emph{", r"\href{"),
        *("`a", "`", "'", "-", "~", "<", "https://", "https://a)", r"\'{", r"\c "),
        *(r"\$", "$\\"),
    ],
)
@pytest.mark.parametrize("length", [LONGEST - 100, 2 * LONGEST])
def test_much_of_anything_is_text(piece: str, length: int, faults: Faults) -> None:
    text = piece * (length // len(piece))
    html = to_html(text)
    to_text(text)
    if length <= LONGEST:
        assert not faults(html)
    else:
        assert html.unescape() == text.strip()


PIECES = st.sampled_from(
    [
        *(
            "$",
            "$$",
            "\\",
            r"\(",
            r"\)",
            r"\[",
            r"\]",
            "{",
            "}",
            "`",
            "'",
            "--",
            "~",
            '"',
        ),
        *(
            "^",
            "_",
            "&",
            "%",
            "#",
            "<",
            ">",
            "<b>",
            "</b>",
            "&lt;",
            " ",
            "a",
            "12",
            "é",
        ),
        *("https://example.org/", r"\emph{", r"{\bf ", r"\href{https://a.example}{"),
        *(
            r"\url{",
            r"\'",
            r"\c{c}",
            r"\frac",
            r"\text{",
            r"\alpha",
            r"\left(",
            r"\begin{",
        ),
        *(
            "$x^2$",
            r"$\sqrt{x}$",
            "\x00",
            "\ud800",
            "\u202e",
            "\n",
            "{static}",
            "href='",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=16).map("".join))
def test_any_text_gives_sound_html(faults: Faults, text: str) -> None:
    html = to_html(text)
    assert not faults(html)
    assert all(url and url.startswith("http") for url in links(html))
    to_text(text).encode()


@given(st.text(st.sampled_from('abc ,.<>&"%1é日'), max_size=60))
def test_nothing_is_lost_of_text_without_tex(text: str) -> None:
    one_line = " ".join(text.split())
    assert to_html(text).unescape() == one_line
    assert to_text(text) == one_line
