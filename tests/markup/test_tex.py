# ruff: noqa: RUF001 - characters that look like others are what this is about

from __future__ import annotations

import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hot_posts import papers_in
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.markup.encoding import repair
from pelican_hotpapers.markup.formulas import LONGEST_FORMULA
from pelican_hotpapers.markup.tex import (
    DEEPEST,
    LONGEST,
    to_html,
    to_text,
)

Faults = Callable[[str], list[str]]
MATHML = "<math>"


def elements(html: str) -> Iterator[ET.Element]:
    """Parse HTML as XML, which it must be as well, and give its elements."""
    tree = ET.fromstring(f"<html>{html}</html>")  # noqa: S314
    return (element for element in tree.iter() if element is not tree)


def words(html: str) -> str:
    """Give the characters of HTML, without its tags."""
    tree = ET.fromstring(f"<html>{html}</html>")  # noqa: S314
    return "".join(tree.itertext())


# Plain text


@pytest.mark.parametrize(
    "text",
    ["", "A title", "50% of A & B", "a < b > c", 'don\'t "quote"', "x^2 a_b {c}"],
)
def test_text_without_tex_is_escaped_and_no_more(text: str) -> None:
    assert to_html(text).unescape() == text
    assert to_html(text).striptags() == text
    assert to_text(text) == text


def test_white_space_is_collapsed() -> None:
    assert to_text("  Image  to\n Image\tTranslation ") == "Image to Image Translation"
    assert to_html("  Image  to\n $n$\tTranslation ").startswith("Image to <math>")
    assert to_text(r"a \\ b\quad c") == "a b c"


def test_controls_are_dropped_and_scripts_keep_their_joiners() -> None:
    assert to_html("a\x00b\u202ec\ud800d") == "abcd"
    assert to_text("$a\u202e$\x07") == "a"
    assert to_text("می‌خواهم $n$") == "می‌خواهم n"


# Accents and commands


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Poincar\'e", "Poincaré"),
        (r"R\"ossler", "Rössler"),
        (r"R\"{o}ssler {\"o} \" o", "Rössler ö ö"),
        (r"na\"\i ve na\"{\i}ve", "naïve naïve"),
        (r"Fran\c{c}ois, Fran\c cois", "François, François"),
        (
            r"Erd\H{o}s, \v{S}koda, \u{g}, \k{a}, \r{a}, \d{s}",
            "Erdős, Škoda, ğ, ą, å, ṣ",
        ),
        (r"\`a \^e \~n \=a \.z", "à ê ñ ā ż"),
        (r"S\o ren \O{}re \L{}ukasz", "Søren Øre Łukasz"),
        (r"Stra\ss e \ae\oe\aa", "Straße æœå"),
        (r"\'{} and \~{}", "' and ~"),
        (r"50\% of A \& B \# \_ \{x\}", "50% of A & B # _ {x}"),
        (r"\$5 and \$6", "$5 and $6"),
        (r"e.g.\ this", "e.g. this"),
        (r"\textendash{} \ldots \S 3 \copyright", "– … § 3 ©"),
        (r"\alpha particles \times \infty", "α particles × ∞"),
        (r"\TeX{} and \LaTeX", "TeX and LaTeX"),
        ("1--2 a -- b --- c", "1–2 a – b — c"),
        ("a-b, -----", "a-b, -----"),
        ("``quoted'' and `single' don't", "“quoted” and ‘single’ don't"),
        ("Guns N' Roses, the 1990s'", "Guns N' Roses, the 1990s'"),
        ("`code`", "`code`"),
        (r"\emph{a \textbf{b} c}, {\em d}", "a b c, d"),
        (r"\foo{x} \bar", r"\foo{x} \bar"),
        (r"\begin{itemize} \item x", r"\begin{itemize} \item x"),
        ("{GAN} } {", "{GAN} } {"),
        ("\\", "\\"),
    ],
)
def test_text_commands_become_text(tex: str, text: str) -> None:
    assert to_text(tex) == text
    assert words(to_html(tex)) == text


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        (r"\emph{a} \textit{b} {\it c}", "<em>a</em> <em>b</em> <em>c</em>"),
        (r"\textbf{a <b>} {\bf c}", "<strong>a &lt;b&gt;</strong> <strong>c</strong>"),
        (r"\texttt{a\_b}", "<code>a_b</code>"),
        (r"\emph{a \textbf{b {c}} d}", "<em>a <strong>b {c}</strong> d</em>"),
        (r"\emph{left \textbf{open", "<em>left <strong>open</strong></em>"),
        (r"\textsc{a} \mbox{b} {\rm c}", "a b c"),
    ],
)
def test_styles_become_elements(tex: str, html: str) -> None:
    assert to_html(tex) == html


def test_a_tie_binds_and_a_tilde_stays() -> None:
    assert to_html("search~(NAS) Figure~3") == "search\xa0(NAS) Figure\xa03"
    assert to_text("search~(NAS)") == "search (NAS)"
    for text in ("~50%", "takes ~5 s", "(~5)", "a ~ b", "x~"):
        assert to_text(text) == text
        assert words(to_html(text)) == text


# Links


def links(html: str) -> list[str | None]:
    return [a.get("href") for a in elements(html) if a.tag == "a"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("at https://github.com/a/b_c-d.", "https://github.com/a/b_c-d"),
        ("(see http://example.org/~x/),", "http://example.org/~x/"),
        ("https://example.org/X_(y)", "https://example.org/X_(y)"),
        ("https://example.org/a--b?c=d&e=f", "https://example.org/a--b?c=d&e=f"),
        (r"https://example.org/a\_b\%20", "https://example.org/a_b%20"),
        (r"\url{https://example.org/a_b~c}", "https://example.org/a_b~c"),
        (r"\href{https://example.org/x}{here}", "https://example.org/x"),
        ("見る。https://example.org/x。", "https://example.org/x"),
    ],
)
def test_addresses_become_links(text: str, url: str) -> None:
    assert links(to_html(text)) == [url]


def test_what_stands_around_an_address_stays() -> None:
    assert (
        words(to_html("(https://example.org/x), and")) == "(https://example.org/x), and"
    )
    assert to_text(r"\href{https://example.org/}{our \emph{code}}") == "our code"
    assert (
        to_text(r"at \url{https://example.org/a_b}.") == "at https://example.org/a_b."
    )


@pytest.mark.parametrize(
    "text",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\href{data:text/html,x}{x}",
        r"\href{{static}x}{x}",
        r"\href{|filename|x.md}{x}",
        r"\href{/x}{x}",
        r"\url{javascript:alert(1)}",
        "javascript://example.org/%0aalert(1)",
        "https://user@example.org/",
        "https://",
    ],
)
def test_what_is_no_safe_link_is_text(text: str, faults: Faults) -> None:
    html = to_html(text)
    assert links(html) == []
    assert not faults(html)


def test_a_link_holds_no_link() -> None:
    html = to_html(
        r"\href{https://a.example/}{b https://c.example/ \url{https://d.example/}}"
    )
    assert links(html) == ["https://a.example/"]
    assert words(html) == "b https://c.example/ https://d.example/"


# Formulas

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


# Hostile text

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


# The posts


def test_the_posts(blog_posts: list[Path], faults: Faults) -> None:
    texts = [text for path in blog_posts for text in _titles_and_abstracts(path)]
    assert len(texts) == 2 * sum(map(papers_in, blog_posts))
    for text in texts:
        html = to_html(text)
        assert not faults(html)
        assert "<code>" not in html
        assert not re.search(r"\$|\\[A-Za-z'\"]|``|''|~", words(html))
        assert not re.search(r"\$|\\[A-Za-z'\"]|``|''", to_text(text))


def _titles_and_abstracts(path: Path) -> Iterator[str]:
    text = repair(path.read_text("utf-8"))
    yield from re.findall(r"^# \d+\. (.+)", text, re.MULTILINE)
    yield from re.findall(
        r"^- \[[a-z-]+(?:\.[\w-]+)?\]\(.*\n\n(.+)", text, re.MULTILINE
    )


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
