"""Plain text that stays plain in whatever template it meets."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pelican_hotpapers.markup.plain_text import theme_safe, typographic


@given(st.text("<>&\"'; #xamplt47\u00fc", max_size=40))
def test_no_way_of_unescaping_makes_it_markup(text):
    made = theme_safe(text)
    for unescaped in (made, html.unescape(made), Markup(made).striptags()):  # noqa: S704
        assert not set(unescaped) & set("<>\"'")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The "best" of R&D', "The \u201cbest\u201d of R&D"),
        ("AT&T; it's", "AT&amp;T; it\u2019s"),
        ("a &lt b, R&amp", "a &amp;lt b, R&amp;amp"),
        ("Hot Papers 2021-04-07", "Hot Papers 2021-04-07"),
    ],
)
def test_text_reads_as_before(text, expected):
    assert theme_safe(text) == expected


def test_typographic_leaves_ampersands_to_escaping():
    assert typographic('"&lt;"') == "\u201c&lt;\u201d"
