"""Prose from outside fetches nothing from elsewhere, and loses no address."""

import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pelican_hotpapers.markup.external_media import is_external
from pelican_hotpapers.markup.safe_markdown import markdown_to_html

ELSEWHERE = [
    "http://e.example/x.png",
    "HTTPS://E.EXAMPLE/x.png",
    "//e.example/x.png",
    r"\\e.example/x.png",
    r"/\e.example/x.png",
    r"\/e.example/x.png",
    "/&#9;/e.example/x.png",
    "&#10;//e.example/x.png",
    "&#32;//e.example/x.png",
    "http:x.png",
    "https:\\\\e.example/x.png",
]
OWN = ["x.png", "./x.png", "../x.png", "/images/x.png", "{static}/x.png", "a:b/x.png"]
FETCHING = [
    '<img src="{}">',
    '<img srcset="{} 2x">',
    '<picture><source srcset="{}"><img></picture>',
    '<audio src="{}"></audio>',
    '<video poster="{0}" src="{0}"></video>',
    '<video><source src="{}"><track src="{}"></video>',
    '<iframe src="{}"></iframe>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<input type="image" src="{}">',
    '<svg><image href="{0}"/><use href="{0}"/><script href="{0}"></script></svg>',
    '<link rel="stylesheet" href="{}">',
    '<style>@import "{}";</style>',
    '<p style="background: url({})">x</p>',
    '<table background="{}"><tr><td background="{}">x</td></tr></table>',
    '<body background="{}">',
    '<base href="{}">',
    '<meta http-equiv="refresh" content="0; {}">',
    '<a ping="{}" href="#x">x</a>',
    "<script src='{}'></script>",
    "![x]({})",
    "[![x]({})](#y)",
]


def fetched(html):
    """Return what a browser fetches for a piece of HTML."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag not in {"link", "base", "meta", "style", "script", "iframe"}
        for name, value in element.attrib.items():
            is_link = element.tag == "a" and name == "href"
            if "e.example" in value and not is_link:
                yield element.tag, name, value


@pytest.mark.parametrize("tag", FETCHING, ids=range(len(FETCHING)))
@pytest.mark.parametrize("url", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_nothing_is_fetched_from_elsewhere(tag, url):
    if "](" in tag:  # Markdown, where a backslash escapes
        url = url.replace("\\", "\\\\")
    html = markdown_to_html(tag.replace("{0}", url).replace("{}", url))
    assert [*fetched(html)] == []
    assert "<img src" not in html
    assert "url(" not in html


PIECES = st.sampled_from(
    [
        *(
            tag.replace("{0}", ELSEWHERE[0]).replace("{}", ELSEWHERE[0])
            for tag in FETCHING
        ),
        *("<a href=x>", "</a>", "<table>", "<td>", "<svg>", "<math>", "<!--", "-->"),
        *(
            "<img alt='",
            "' src=//e.example>",
            '"',
            "'",
            ">",
            "<",
            "`",
            "\n\n",
            "\n    ",
        ),
        *(
            "```\n",
            "| a | b |\n|--|--|\n| ",
            "> ",
            "- ",
            "x ",
            "&#60;img src=//e.example>",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=10).map("".join))
@settings(max_examples=300)
def test_no_mixture_fetches_anything(text):
    assert [*fetched(markdown_to_html(text))] == []


@pytest.mark.parametrize("url", OWN[:-1])
def test_pictures_of_the_site_stay(url):
    assert f'<img alt="A cup" src="{url}">' in markdown_to_html(f"![A cup]({url})")


def test_what_has_a_scheme_is_elsewhere():
    assert [url for url in OWN if is_external(url)] == ["a:b/x.png"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            '![A "cup" > 1](http://e.example/x.png "Title")',
            '<a href="http://e.example/x.png" rel="noopener">A "cup" &gt; 1</a>',
        ),
        (
            '<img src="http://e.example/a.png?x=1&amp;y=2">',
            '<a href="http://e.example/a.png?x=1&amp;y=2" rel="noopener">picture</a>',
        ),
        (
            "[![A cup](http://e.example/x.png)](http://e.example/)",
            '<a href="http://e.example/" rel="noopener">A cup</a>',
        ),
        (
            '<video src="http://e.example/f.mp4">No <b>film</b>.</video>',
            '<a href="http://e.example/f.mp4" rel="noopener">film</a>No <b>film</b>.',
        ),
        (
            '<audio><source src="talk.mp3"></audio>',
            '<a href="talk.mp3" rel="noopener">recording</a>',
        ),
        ('<img alt="A cup" src="data:image/png;base64,AA">', "A cup"),
    ],
)
def test_what_would_be_fetched_becomes_a_link(written, shown):
    html = str(markdown_to_html(written)).replace("&#34;", '"')
    assert re.sub(r"</?p>", "", html).strip() == shown


def test_words_for_a_picture_cannot_become_markup():
    words = "x&quot; onload=alert(1) &lt;script&gt;"
    html = markdown_to_html(f'<img alt="{words}" src="http://e.example/x">')
    (link,) = html5lib.parseFragment(html, namespaceHTMLElements=False).iter("a")
    assert link.attrib.keys() == {"href", "rel"}
    assert [*link] == []
