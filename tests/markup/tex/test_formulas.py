# ruff: noqa: RUF001 - characters that look like others are what this is about
"""Formulas in texts: MathML in pages, and plain text."""

from __future__ import annotations

import pytest
from markup.tex.parsed_html import MATHML, Faults, elements, words

from pelican_hotpapers.markup.formulas import LONGEST_FORMULA
from pelican_hotpapers.markup.tex import to_html, to_text

FORMULAS = {
    "$S^2$-MLP": "S²-MLP",
    r"$O(n\log n)$": "O(n log n)",
    r"$\mathcal{O}(N)$": "O(N)",
    r"$\log(n)$": "log(n)",
    r"$10\times$ faster": "10× faster",
    r"$128 \times 128$": "128×128",
    r"$87.74 \pm 0.13$": "87.74±0.13",
    r"$81.3\%$ or $81.3%$": "81.3% or 81.3%",
    "$A & B$": "A&B",
    "$n^{-1/2}$": "n^(−1/2)",
    "$n^{-1}$": "n⁻¹",
    r"$x_i$ and $x_{ij}^2$": "xᵢ and xᵢⱼ²",
    r"$x_{\alpha\beta}$": "x_(αβ)",
    r"$\alpha$-divergence": "α-divergence",
    r"$\beta>0$, $p<0.05$": "β>0, p<0.05",
    r"$\ell_1$": "ℓ₁",
    r"$\mathbb{R}^d$": "ℝᵈ",
    r"$\mathscr{L}$, $\mathfrak{g}$, $\mathbf{x}$": "L, g, x",
    r"$90^\circ$": "90°",
    "$f'$, $a^*$": "f′, a*",
    "$M_\\odot$": "M⊙",
    r"${}^{12}$C": "¹²C",
    r"$\frac{a+b}{2}$": "(a+b)/2",
    r"$\sqrt{x+1}$, $\sqrt[3]{x}$": "√(x+1), ³√x",
    r"$\hat{x}$, $\bar{y}$, $\vec v$, $\overline{AB}$": "x̂, ȳ, v⃗, AB",
    r"$\sum_{i=1}^n$": "∑ᵢ₌₁ⁿ",
    r"$\max_x f(x)$": "maxₓ f(x)",
    r"$\binom{n}{k}$": "(n choose k)",
    r"$\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}$": "(1, 2; 3, 4)",
    r"$5\,\mathrm{km}$": "5 km",
    r"$\text{a < b}$": "a < b",
    r"$\mbox{if } x$": "if x",
    r"\(n\), \[m\], $$k$$": "n, m, k",
    "$k$-NN, top-$k$, O($d$)": "k-NN, top-k, O(d)",
    "$a$$b$": "ab",
}


@pytest.mark.parametrize(("tex", "text"), FORMULAS.items())
def test_a_formula_is_mathml_and_plain_text(
    tex: str, text: str, faults: Faults
) -> None:
    html = to_html(tex)
    assert to_text(tex) == text
    assert not faults(html)
    assert len(list(elements(html))) > 1
    assert "<code>" not in html
    assert "$" not in html


def test_a_formula_in_display_is_a_block() -> None:
    for tex in (r"\[x\]", "$$x$$"):
        (math, *_) = elements(to_html(tex))
        assert math.get("display") == "block"
    for tex in (r"\(x\)", "$x$"):
        (math, *_) = elements(to_html(tex))
        assert math.get("display") is None


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 million to $10 million",
        "from $5 to $10",
        "from $5-$10, or $5/$6",
        "US$5 vs. US$10",
        "$1,000 per hour and $2.50 per day",
        "$20k, then $30k",
        "costs $5",
        "between $5 and $6 a day",
    ],
)
def test_money_is_left_alone(text: str) -> None:
    assert to_html(text) == text
    assert to_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "$",
        "$$",
        "$$$$",
        "a $ b",
        "the cost $ is high",
        "the price $ of a thing and $ of another",
        "an $unclosed formula",
        r"\(unclosed",
        r"\[unclosed \(",
    ],
)
def test_stray_dollars_stay_readable(text: str) -> None:
    assert words(to_html(text)) == text
    assert to_text(text) == text


def test_a_formula_after_money_is_one() -> None:
    html = to_html("costs $5 million for $n$ runs")
    assert html.startswith("costs $5 million for <math>")
    assert html.endswith("</math> runs")


@pytest.mark.parametrize(
    "source",
    [
        r"\unknown{<x>}",
        r"x^",
        r"\frac{1}",
        r"\left( x",
        r"\begin{align} x",
        r"\href{javascript:alert(1)}{x}",
        r"\newcommand{\x}{\x\x}\x",
        r"\def\x{\x}\x",
        r"\let\alpha\beta\alpha",
        r"\eqref{x}",
        r"\begin{align}x\label{search}\end{align}",
        r"\hspace{99em}x",
        r"\raisebox{-99em}{x}",
        "x" * (LONGEST_FORMULA + 1),
    ],
)
def test_what_is_no_formula_shows_its_source(source: str, faults: Faults) -> None:
    html = to_html(f"a ${source}$ b")
    assert not faults(html)
    assert [element.tag for element in elements(html)] == ["code"]
    assert words(html) == f"a {source} b"
    assert to_text(f"a ${source}$ b") == f"a {source} b"


@pytest.mark.parametrize(
    "source",
    [
        r"\text{<script>alert(1)</script>}",
        r"\textcolor{red}{x}",
        r"\color{red}x",
        r"\texttt{<img src=x onerror=alert(1)>}",
        r"\begin{array}{c|c}a&b\\\hline c&d\end{array}",
        r"\begin{align}a&=b\\c&=d\end{align}",
        r"\hspace{-99em}x",
        r"\cancel{x}",
        r"\operatorname{<b>}",
        "a\"b'c",
        "</math><script>alert(1)</script>",
        "\x00\u202e\ud800",
    ],
)
def test_a_formula_brings_no_style_and_no_html(source: str, faults: Faults) -> None:
    html = to_html(f"${source}$")
    assert not faults(html)
    assert {element.tag for element in elements(html)}.isdisjoint(
        {"a", "script", "img"}
    )
    assert not any({"class", "id", "style"} & set(e.keys()) for e in elements(html))


def test_a_formula_without_its_style_is_still_one() -> None:
    for source in (r"\textcolor{red}{x}", r"\begin{array}{c|c}x&y\end{array}", "f''"):
        assert to_html(f"${source}$").startswith(MATHML)


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("S$^2$-MLP", "S<sup>2</sup>-MLP", "S²-MLP"),
        ("CO$_2$ and Ca$^{2+}$", "CO<sub>2</sub> and Ca<sup>2+</sup>", "CO₂ and Ca²⁺"),
    ],
)
def test_a_script_on_nothing_belongs_to_the_word_before(
    text: str, html: str, plain: str
) -> None:
    assert to_html(text) == html
    assert to_text(text) == plain
