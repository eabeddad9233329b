# ruff: noqa: RUF001 - characters that look like others are what this is about

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hot_posts import post, section
from hypothesis import given
from hypothesis import strategies as st

from pelican_hotpapers.formats import markdown
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


# Sentences of our own, with the quotation marks, dashes and signs of each language.
LANGUAGES = {
    "Arabic": "قرأنا اليوم ورقة قصيرة عن الشبكات العصبية، وكانت «واضحة» "
    "جدا؛ أليس كذلك؟",
    "Armenian": "Այսօր կարդացինք մի կարճ հոդված՝ «պարզ» և գեղեցիկ։",
    "Bengali": "আজ আমরা একটি ছোট প্রবন্ধ পড়লাম — “সহজ” ও সুন্দর।",
    "Bulgarian": "Днес прочетохме кратка статия — „ясна“ и хубава, №\u00a05.",
    "Catalan": "Avui hem llegit un article «curt»: la col·lisió d’àtoms, "
    "això és l’únic què.",
    "Chinese": "今天我们读了一篇短文——“清楚”而且好看……真的！",
    "Croatian": "Danas smo čitali »kratak« članak o učenju; žao mi je što đaci šute.",
    "Czech": "Dnes jsme četli krátký článek – „příliš žluťoučký kůň“ v něm nebyl.",
    "Danish": "I dag læste vi en kort artikel: »æblegrød på øen« – ret så smukt.",
    "Dutch": "Vandaag lazen we een kort stuk – ‘één idee’, zeiden ze, "
    "geïnspireerd door België.",
    "Esperanto": "Ĉi-tage ni legis mallongan artikolon: „ŝi ĵus aŭdis ĝin ĉie“.",
    "Estonian": "Täna lugesime lühikest artiklit – „õhtu jõuab öösse“, ütles ta.",
    "Finnish": "Tänään luimme lyhyen jutun: ”älä yritä, Åke”, sanoi hän – hyvää yötä!",
    "French": "Aujourd’hui, où l’œuvre naît à Noël\u00a0: «\u00a0ça, "
    "c’était déjà vu\u00a0» — été, maïs, À bientôt…",
    "Galician": "Hoxe lemos un artigo «curto»: ¿non é así? ¡É moi útil, señora!",
    "Georgian": "დღეს წავიკითხეთ მოკლე სტატია — „ნათელი“ და ლამაზი.",
    "German": "Heute lasen wir »öffentlich« über Größe und Maß – „Über "
    "Äpfel“, ‚Ähnliches‘, §\u00a05.",
    "Greek": "Σήμερα διαβάσαμε ένα σύντομο άρθρο: «σαφές» και όμορφο· έτσι;",
    "Hebrew": "היום קראנו מאמר קצר – „ברור” ויפה, וזה מה שרצינו.",
    "Hindi": "आज हमने एक छोटा लेख पढ़ा — “सरल” और सुंदर।",
    "Hungarian": "Ma egy rövid cikket olvastunk – „árvíztűrő tükörfúrógép”, "
    "»így« írták.",
    "Icelandic": "Í dag lásum við stutta grein: „það er ágætt“, sagði Ægir – "
    "þó ekki öll.",
    "Indonesian": "Hari ini kami membaca makalah pendek — “jelas” dan bagus, "
    "90°\u00a0C.",
    "Irish": "Léamar páipéar gearr inniu: ‘tá sé go hálainn’, a dúirt Áine, ó Éirinn.",
    "Italian": "Oggi c’è un articolo breve: «perché no?», così è più facile; "
    "È vero, sì, là e giù…",
    "Japanese": "今日は短い論文を読んだ。「わかりやすい」と思う……√２も出る。",
    "Korean": "오늘 우리는 짧은 논문을 읽었다 — “쉽고” 아름답다…",
    "Latvian": "Šodien lasījām īsu rakstu – „ļoti skaidrs”, teica Ģirts un Ķērsta.",
    "Lithuanian": "Šiandien skaitėme trumpą straipsnį – „aišku ir gražu“, sakė "
    "ąžuolas.",
    "Norwegian": "I dag leste vi en kort artikkel: «på øya er det blåbær» – så "
    "fint, Åse!",
    "Persian": "امروز مقاله‌ای کوتاه خواندیم؛ «روشن» و زیبا بود، نه؟",
    "Polish": "Dziś czytaliśmy krótki artykuł – „zażółć gęślą jaźń”, rzekł Łukasz.",
    "Portuguese": "Hoje lemos um artigo «curto»: a função é contínua; NÃO, À "
    "parte — às três, já!",
    "Romanian": "Astăzi am citit un articol scurt: „știință și viață”, "
    "«într-o țară» – așa.",
    "Russian": "Сегодня мы прочли короткую статью — «ясную» и красивую…",
    "Serbian": "Данас смо читали кратак чланак – „јасан“ и леп.",
    "Slovak": "Dnes sme čítali krátky článok – „vŕba ľahko kôň“, povedal.",
    "Slovenian": "Danes smo brali »kratek« članek – čisto žametno šepeta.",
    "Spanish": "Hoy leímos un artículo «corto»: ¿qué más? ¡Así es, señor! "
    "—¡Él también!—, ½\u00a0año.",
    "Swedish": "I dag läste vi en kort artikel: ”på ön är allt blått”, sa "
    "Åsa – så är det.",
    "Thai": "วันนี้เราอ่านบทความสั้น ๆ — “ชัดเจน” และสวยงาม",
    "Turkish": "Bugün kısa bir makale okuduk: “İyi ki öğrendik, çünkü ağaç "
    "büyüdü” – şöyle.",
    "Ukrainian": "Сьогодні ми прочитали коротку статтю — «ясну» й гарну, їжак…",
    "Urdu": "آج ہم نے ایک مختصر مقالہ پڑھا؛ ‘واضح’ اور خوبصورت۔",
    "Vietnamese": "Hôm nay chúng tôi đọc một bài ngắn — “rõ ràng” và đẹp, ở Đà Nẵng.",
    "Welsh": "Heddiw darllenon ni bapur byr: ‘tŷ ŵyn yw hwn’, meddai Siân – iawn!",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_never_touched_and_restored_where_it_is_broken(
    language: str,
) -> None:
    text = LANGUAGES[language]
    for sound in (text, text.upper(), text.lower(), f"# 1. {text}\n\n{text}\n"):
        assert repair(sound) is sound
    assert repair(broken(text)) == text


def test_languages_beside_each_other_are_never_touched() -> None:
    text = "\n".join(LANGUAGES.values())
    assert repair(text) is text
    one_line = " ".join(LANGUAGES.values())
    assert repair(one_line) is one_line


def test_it_costs_little_where_nothing_is_broken() -> None:
    """A quarter of what reading such a post costs, in which no line is of ASCII.

    It was ten times as much when each line was searched for all that tells. In the
    posts of old, which have a few such lines, it is a twentieth.
    """
    sections = [
        section(rank, title=text, abstract=f"{text} {'It is so. ' * 80}")
        for rank, text in enumerate(LANGUAGES.values(), 1)
    ]
    text = post(*sections)
    assert repair(text) is text
    assert _least(lambda: repair(text)) * 2 < _least(
        lambda: markdown.read_post(text, "2021-04-07.md")
    )


def _least(work: Callable[[], object]) -> float:
    """Return the least time of the processor that some work takes."""
    costs = []
    for _ in range(9):
        started = time.thread_time()
        work()
        costs.append(time.thread_time() - started)
    return min(costs)


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
