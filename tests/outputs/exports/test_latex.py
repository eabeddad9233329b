"""LaTeX that compiles, whatever the text was. pylatexenc reads it."""

import unicodedata

import pytest
from hostile_papers import texts
from hypothesis import given
from latex_reader import SIGNS, read
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexWalker,
)

from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.tex_commands import ACCENTS, LETTERS
from pelican_hotpapers.outputs.exports.latex import from_tex, from_text, is_balanced

STYLES = {"emph", "textbf", "texttt"}
ALLOWED = {*ACCENTS, *LETTERS, *SIGNS, *STYLES, *"%$&#_"}


def nodes(latex):
    """Yield every node, at any depth, but those of formulas."""
    walker = LatexWalker(latex, tolerant_parsing=False)
    waiting = list(walker.get_latex_nodes()[0])
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, LatexGroupNode):
            waiting.extend(node.nodelist)
        elif isinstance(node, LatexMacroNode) and node.nodeargd:
            waiting.extend(filter(None, node.nodeargd.argnlist or ()))


def assert_compiles(latex):
    assert is_balanced(latex)
    assert len(latex.splitlines()) <= 1
    for node in nodes(latex):
        if isinstance(node, LatexMacroNode):
            assert node.macroname in ALLOWED
        elif isinstance(node, LatexMathNode):
            assert latex[node.pos - 1] == "{"
            assert is_balanced(node.latex_verbatim())
            assert "^^" not in node.latex_verbatim()
        elif isinstance(node, LatexCharsNode):
            assert not set(node.chars) & set("{}\\$%#&_^")
        else:
            assert isinstance(node, LatexGroupNode) or node.specials_chars in {
                *("~", "``", "''", "--", "---")
            }


@given(texts)
def test_any_title_compiles(text):
    assert_compiles(from_tex(text))


@given(texts)
def test_any_plain_text_compiles(text):
    assert_compiles(from_text(" ".join(text.split())))


def test_all_texts_of_a_blog_compile(blog_papers):
    for paper in blog_papers:
        for text in (paper.title, paper.abstract, *paper.authors):
            assert_compiles(from_tex(text))


@pytest.mark.parametrize(
    "text",
    [
        "Shape & Appearance at 100% #1_a",
        "Nyström, Poincaré, Łódź, Çağatay Demiralp, Miloš Hašan, Ærø, Straße",
        "x < y > z | ~ ^ \\ a",
        "“Double” and 3\u20135 — and so on…",
        "Braces } out of { balance",
        "李明 and Склодовская and 🦙",
    ],
)
def test_text_is_read_back_as_it_was(text):
    assert read(from_text(text)) == text


def latin_letters():
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        if unicodedata.category(chr(code)).startswith("L"):
            yield chr(code)


def test_accented_letters_are_commands_that_are_read_back():
    commands = [letter for letter in latin_letters() if from_text(letter).isascii()]
    assert len(commands) > 400
    assert {*"áàâäãåāȧçőąṟşḍăščïíįìỹếẫặøæœßłđþðŋıÅÉÎŁØÆ"} <= {*commands}
    for letter in commands:
        assert_compiles(from_text(letter))
        assert unicodedata.normalize("NFC", read(from_text(letter))) == letter


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"Poincar\'e", r"Poincar{\'e}"),
        (r"\v{S}\=u na\"ive", r"{\v{S}}{\=u} na{\"{\i}}ve"),
        ("\u2018single\u2019 quotes", "`single' quotes"),
        ("S$^2$-MLP", "S{$^2$}-MLP"),
        (r"$O(n\log n)$ and 5% of $a%b$", r"{$O(n\log n)$} and 5\% of {$a\%b$}"),
        (r"from $5 million to $10 million", r"from \$5 million to \$10 million"),
        (r"\emph{in vivo}", r"\emph{in vivo}"),
        ('a "quoted" word', "a ``quoted'' word"),
        ("two  spaces\nand a line", "two spaces and a line"),
        ("{B}ayesian", "{B}ayesian"),
        ("what?`x' wow!`y'", "what?{}`x' wow!{}`y'"),
        ("nothing $ $ here", "nothing  here"),
        ("a $x\\ $ b", "a {$x\\ $} b"),
    ],
)
def test_tex_stays_tex(text, written):
    assert from_tex(text) == written


@pytest.mark.parametrize(
    "formula",
    [
        *(r"$\input{x}$", r"$\write18{x}$", r"$\text{\input{x}}$", r"$\def\x{}$"),
        *(r"$\left\{x\right.$", "$x_$", r"$\notacommand$", "$\u03b1$"),
    ],
)
def test_a_formula_that_is_not_sound_is_text(formula):
    written = from_tex(f"on {formula} now")
    assert not any(isinstance(node, LatexMathNode) for node in nodes(written))
    assert_compiles(written)


def test_deep_braces_are_text():
    deep = "{" * 5_000
    assert_compiles(from_tex(deep))
    assert read(from_tex(deep)) == tex.to_text(deep)
