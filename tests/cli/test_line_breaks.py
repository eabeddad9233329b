"""Lines of a terminal, in languages with spaces between words and without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pelican_hotpapers.cli.line_breaks import in_columns, wrapped_text

LETTERS = st.characters(exclude_categories=("C", "Z", "M")) | st.sampled_from(" 羊、「")


def test_words_stay_whole():
    text = "They are counted, and none is left out."
    assert wrapped_text(text, 12) == [
        "They are",
        "counted, and",
        "none is left",
        "out.",
    ]


def test_ideographs_fill_a_line():
    text = "羊を数えているうちに眠くなった。"
    lines = wrapped_text(text, 12)
    assert lines == ["羊を数えてい", "るうちに眠く", "なった。"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("羊が三匹、山羊", ["羊が三", "匹、山羊"]),
        ("羊が三「山羊」", ["羊が三", "「山羊」"]),
        ("羊がもいっぱい", ["羊がも", "いっぱい"]),
        ("羊のPDFを見る", ["羊のPDF", "を見る"]),
    ],
)
def test_marks_stay_with_their_words(text, lines):
    assert wrapped_text(text, 8) == lines


def test_a_space_that_does_not_break_does_not():
    assert wrapped_text("en panne\u202f?", 9) == ["en", "panne\u202f?"]


def test_a_word_that_is_too_long_is_cut():
    assert wrapped_text("a " + "b" * 7 + " c", 3) == ["a", "bbb", "bbb", "b c"]


def test_nothing_is_one_line():
    assert wrapped_text("", 5) == [""]


@given(st.text(LETTERS), st.integers(2, 40))
def test_all_of_a_text_is_there_and_no_line_is_too_wide(text, width):
    lines = wrapped_text(text, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(cell_len, lines)) <= width
    assert not any(line.endswith(" ") for line in lines)


def test_columns_are_as_wide_as_the_widest():
    assert in_columns(["羊", "goat", ""]) == ["羊  ", "goat", "    "]
