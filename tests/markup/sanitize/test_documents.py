"""Documents from outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pelican_hotpapers.markup import sanitize
from pelican_hotpapers.markup.sanitize import (
    DEEPEST,
    LONGEST_FRAGMENT,
    MOST_DISORDERLY_TAGS,
    document,
    fragment,
)

Faults = Callable[[str], list[str]]

MARKDOWN = """\
<h1 id="top">Title <a class="headerlink" href="#top" title="Link">¶</a></h1>
<p>Text with <em>emphasis</em>, <code>code</code>, <a href="{filename}other.md#x">x</a>,
<a href="|tag|cs">y</a>, <a href="{static}/a b.pdf">z</a>, <a href="../up.html">u</a>.</p>
<p><img alt="Alt" src="{static}/images/x.png"> <img alt="" src="https://example.org/x.png"></p>
<ul>
<li>one<ol start="3">
<li>two</li>
</ol>
</li>
</ul>
<div class="highlight"><pre><span></span><code><span class="k">def</span> <span class="nf">f</span></code></pre></div>
<table>
<thead>
<tr>
<th align="left">a</th>
</tr>
</thead>
<tbody>
<tr>
<td colspan="2">b</td>
</tr>
</tbody>
</table>
<blockquote class="twitter-tweet" lang="ar" dir="rtl"><p>x</p></blockquote>
<div class="footnote">
<hr>
<ol>
<li id="fn:1">
<p>Note <a class="footnote-backref" href="#fnref:1">↩</a></p>
</li>
</ol>
</div>
"""  # noqa: E501


def test_a_page_that_a_link_opens_cannot_reach_back() -> None:
    clean = document('<a href="https://e.example" rel="opener" target="t">x</a>')
    assert clean == '<a href="https://e.example" rel="noopener">x</a>'


def test_what_markdown_writes_stays() -> None:
    assert document(MARKDOWN).replace(' rel="noopener"', "") == MARKDOWN


def test_what_markdown_writes_stays_however_long() -> None:
    copies = 1 + MOST_DISORDERLY_TAGS // MARKDOWN.count("<")
    script = '<script async src="https://example.org/widgets.js"></script>'
    html = (MARKDOWN + "<!-- more -->" + script) * copies
    assert document(html).replace(' rel="noopener"', "") == MARKDOWN * copies


def test_names_that_are_ours_cannot_be_taken() -> None:
    clean = document('<p id="hotpapers-x" class="hotpapers-post lead">x</p>')
    assert clean == '<p class="lead">x</p>'


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * (DEEPEST + 1) + "x" + "</div>" * (DEEPEST + 1),
        "<p>" + "".join(f"<b a={n}>" for n in range(9)) + "<p>x",
        "<p>" + "<b>" * 9 + "<div>x</div>" + "</b>" * 9 + "</p>",
        "<b><i></b></i>",
        '<b 1><i title="></i></b>">x',
        "<b><xmp></b></xmp>",
        "<b><!--</b>--><i>x</i>",
        "</b>",
        "<b>",
        "<b/>",
        "a < b",
        "<custom-tag>x</custom-tag>",
    ],
)
def test_a_long_document_out_of_order_is_shown_as_text(
    html: str, faults: Faults
) -> None:
    html = "<p>x</p>" * MOST_DISORDERLY_TAGS + html
    clean = document(html)
    assert not faults(clean)
    assert clean == Markup("<pre>{}</pre>").format(html)


def test_a_short_document_may_be_out_of_order(faults: Faults) -> None:
    clean = document("<p>a<p>b <i>c<b>d</i>e")
    assert not faults(clean)
    assert clean.striptags() == "ab cde"


@pytest.mark.parametrize(
    "tag", ["<b>", "<p><b 1>", "<table>", "<a href=x>", "<", "<!--"]
)
def test_a_megabyte_of_open_tags_is_only_text(tag: str) -> None:
    html = tag * (1_000_000 // len(tag))
    assert document(html).unescape() == f"<pre>{html.replace('<!---->', '')}</pre>"
    assert len(fragment(html)) < 8 * LONGEST_FRAGMENT


DOCUMENT_PIECES = st.sampled_from(
    [
        *(
            "words ",
            "é",
            "שלום",
            "\N{GRINNING FACE}",
            "\u200d",
            "\n",
            "\xa0",
            '"',
            "'",
            "=",
        ),
        *(
            "&amp;",
            "&lt;",
            "&gt;",
            "&quot;",
            "&#39;",
            "&",
            "&nbsp;",
            "<br>",
            "<",
            ">",
            "</a>",
        ),
        '<a href="https://t.co/aB3">https://t.co/aB3</a>',
        '<a href="https://twitter.com/hashtag/x?src=hash&amp;ref_src=a%5Eb">#x</a>',
        '<a href="https://t.co/{x}">y</a>',
        '<a href="http://a.b">',
        '<a href="https://a.b/c">d<br>',
        '<a href="https://A.b/c">d</a>',
        "<b>",
        "\x00",
        "\u202e",
    ]
)


@given(st.lists(DOCUMENT_PIECES, max_size=12).map("".join))
def test_what_looks_sound_is_what_nh3_makes_of_it(html: str) -> None:
    assert sanitize.fragment(html) == sanitize._FRAGMENT.clean(html)


def test_posts_look_sound(blog_posts: list[Path]) -> None:
    bodies = [
        embed.partition(">")[2].rpartition("</p>")[0].partition(">")[2]
        for path in blog_posts
        for embed in re.findall(r"<blockquote .*</blockquote>", path.read_text("utf-8"))
    ]
    assert all(map(sanitize._SOUND_FRAGMENT.fullmatch, bodies))


@pytest.mark.parametrize("clean", [fragment, document])
@pytest.mark.parametrize(
    "hidden", ["\u202e", "\ufeff", "\ufdd0", "&#x202e;", "\u200e\u202d", "\x01", "&#1;"]
)
@pytest.mark.parametrize(
    "tag",
    ['<a href="{}javascript:alert(1)">x</a>', '<img src="{}javascript:alert(1)">'],
)
def test_a_control_character_hides_no_scheme(clean, hidden, tag):
    html = str(clean(tag.format(hidden)))
    assert "javascript:" not in html
