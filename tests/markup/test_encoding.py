# ruff: noqa: RUF001 - characters that look like others are what this is about

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.markup.encoding import repair


def broken(text: str) -> str:
    """Read UTF-8 as Mac Roman, as it happened to the posts."""
    return text.encode().decode("mac_roman")


SOUND = [
    "plain ASCII, with a ~ and a $",
    "日本語の文章と絵文字🎉",
    "مرحبا بالعالم",
    "the area is 2√πr, and √π alone, √π√π",
    "∆µ ≈ π, ≈±5, ≈£100, ≈∞, ƒ(x) ≈ ∫f",
    "l’école d’États, jusqu’à—étonnamment, être—à—égale",
    "«École», »Österreich«, „Öl“, “À la carte”, mot…à",
    "FUNÇÕES, ÇÃO, ÁÉÍÓÚ áéíóú ÄÖÜß, Œuvre, cœur",
    "Ada Smith†‡§¶, Bob‡§¶ and k·∫∂",
    "10\xa0µm ±\xa0°, p∧¬π, 1⁄∞, ◊π, ÷µ",
    "ﬁère und ﬂüssig",
    "KrÃ¤mer and donâ€™t, which another mishap made",
    "Müller — naïve – “quoted” … ™ © ®",
    "de A à B—à C—à D, à—à—à—à",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_given_back_itself(text: str) -> None:
    assert repair(text) is text


def _is_beyond_mac_roman(character: str) -> bool:
    try:
        character.encode("mac_roman")
    except UnicodeEncodeError:
        return True
    return False


BEYOND = st.characters(exclude_categories=["Cs"]).filter(_is_beyond_mac_roman)


@given(st.text(BEYOND | st.characters(max_codepoint=0x7F)))
def test_text_beyond_mac_roman_is_never_touched(text: str) -> None:
    assert repair(text) is text


WORDS = st.sampled_from(
    [
        "à",
        "été",
        "l’école",
        "«Ô»",
        "„Über“",
        "’Ö’",
        "»Ä«",
        "Ærø",
        "10\xa0µm",
        "√π",
        "æble",
    ]
)
BETWEEN = st.sampled_from([" ", " – ", "—", ", ", "… ", "\xa0", "\n", "/"])


@given(st.lists(st.tuples(WORDS, BETWEEN)))
def test_prose_that_mac_roman_could_hold_is_never_touched(
    parts: list[tuple[str, str]],
) -> None:
    text = "".join(word + between for word, between in parts)
    assert repair(text) is text


SCRIPTS = [
    "Krämer, Schrödinger, Möbius, Malmö, Rødland",
    "“GANs N’ Roses” – a study…",
    "3 × 4, 90° and naïve ©",
    "🎉🥳 👩‍🔬",
    "日本語。中文，한국어",
    "Привет, мир",
    "ссылка",
    "שלום עולם",
    "سلام گچ پ",
    "αβγ, Ελλάδα",
    "Nguyễn Thị Ánh",
    "Bucureşti, Iași, știință",
    "हिन्दी และ ไทย",
    "Čeština, Žižek, Łódź, Ağaoğlu",
    "Հայաստան",
    "∀x ∈ ℝ: √π ≤ ∞",
    "𝗕𝗼𝗹𝗱",
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_each_script_is_restored(text: str) -> None:
    assert broken(text) != text
    assert repair(broken(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_broken_file_is_restored_whole(text: str) -> None:
    # The quotation marks of any prose are three bytes each: nobody writes those.
    text = f"“{text}”"
    assert repair(broken(text)) == text


def test_the_doubtful_is_restored_with_the_rest() -> None:
    text = "‘où’\n½ ù\nÇ и"
    assert repair(broken("½ ù")) == broken("½ ù")
    assert repair(broken(text)) == text


def test_one_restoring_is_enough() -> None:
    text = repair(broken("Krämer’s naïve 日本"))
    assert repair(text) is text


def test_a_line_added_with_a_good_editor_stays_as_it_is() -> None:
    sound, other = "日本語 √π", "“Krämer” ½"
    assert repair(f"{broken(other)}\n{sound}\n") == f"{other}\n{sound}\n"


def test_a_word_mended_by_hand_stays_as_it_is() -> None:
    line = f"Müller, {broken('Krämer’s')} and 日本"
    assert repair(line) == "Müller, Krämer’s and 日本"


def test_line_ends_stay() -> None:
    assert repair(broken("é\r\n’\r\n\n")) == "é\r\n’\r\n\n"


def test_half_a_sequence_is_left_alone() -> None:
    text = "‚Ä and √ and ‚Ä"
    assert repair(text) is text


def test_the_posts(blog_posts: list[Path]) -> None:
    repaired = []
    for path in blog_posts:
        text = path.read_text("utf-8")
        restored = repair(text)
        repaired.append(restored is not text)
        if restored is text:
            with pytest.raises(UnicodeError):
                text.encode("mac_roman").decode()
        else:
            assert broken(restored) == text
            assert repair(restored) is restored
    assert 0 < sum(repaired) < len(repaired)
