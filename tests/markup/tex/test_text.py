# ruff: noqa: RUF001 - characters that look like others are what this is about
"""Texts with TeX in them: accents, commands, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hot_posts import papers_in
from markup.tex.parsed_html import Faults, links, words

from pelican_hotpapers.markup.encoding import repair
from pelican_hotpapers.markup.tex import to_html, to_text

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
