"""The plugin's words by language, and how languages write dates, numbers and lists."""

import datetime as dt
import pickle

import pytest
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from catalogues import (
    CATALOGUES,
    all_faults,
    compiled,
    faults_of,
    file_of,
    languages,
    read,
    template,
)
from catalogues import main as catalogues_command
from pseudo_language import words, write_words

from pelican_hotpapers.translation import ENGLISH, Translation
from pelican_hotpapers.translation.catalogues import (
    CatalogueError,
    catalogue_names,
    parsed,
)

DAYS = [dt.date(2021, month, 7 + month % 7) for month in range(1, 13)]
MOMENT = dt.datetime(2021, 4, 8, 9, 37, 53, tzinfo=dt.UTC)


def translation(folder, language, *catalogues):
    for catalogue in catalogues:
        write_words(folder, language, catalogue)
    return Translation.of(language, [folder])


# Which catalogue


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("de", ["de"]),
        ("de_AT", ["de_AT", "de"]),
        ("pt-br", ["pt_BR", "pt"]),
        ("zh-cn", ["zh_Hans_CN", "zh_Hans", "zh_CN", "zh"]),
        ("zh_Hans", ["zh_Hans", "zh"]),
        ("zh", ["zh_Hans", "zh"]),
        ("zh-TW", ["zh_Hant_TW", "zh_Hant", "zh_TW"]),
        ("sr-Latn-RS", ["sr_Latn_RS", "sr_Latn", "sr_RS", "sr"]),
        ("es-419", ["es_419", "es"]),
        ("../../etc", []),
        ("", []),
        ("deutsch, bitte", []),
    ],
)
def test_the_nearest_catalogue_comes_first(language, names):
    assert list(catalogue_names(language)) == names


@pytest.mark.parametrize("language", ["en", "en_GB", "EN-us"])
def test_english_needs_no_catalogue(language):
    found = Translation.of(language)
    assert (found.tag, found.direction, found.is_known) == ("en", "ltr", True)
    assert found.gettext("All days") == "All days"


@pytest.mark.parametrize("language", ["tlh", "", "nonsense here"])
def test_another_language_without_words_is_english(language):
    found = Translation.of(language)
    assert (found.tag, found.is_known) == ("en", False)
    assert found.counted(2, "papers") == "2 papers"


def test_a_region_has_the_words_of_its_language(tmp_path):
    write_words(tmp_path, "de", words("de", All_days="Alle Tage"))
    found = Translation.of("de_AT", [tmp_path])
    assert found.tag == "de"
    assert found.gettext("All days") == "Alle Tage"


def test_what_a_catalogue_lacks_the_next_one_says(tmp_path):
    site, theme = tmp_path / "site", tmp_path / "theme"
    write_words(site, "tlh", words("en", Papers="One"))
    write_words(theme, "tlh", words("en", Papers="Two", Search="Three"))
    found = Translation.of("tlh", [site, theme, tmp_path / "nowhere"])
    said = [found.gettext(text) for text in ("Papers", "Search", "All days")]
    assert said == ["One", "Three", "All days"]


def test_a_damaged_catalogue_is_told(tmp_path):
    write_words(tmp_path, "de", words("de", Papers="Arbeiten"))
    path = tmp_path / "de" / "LC_MESSAGES" / "hotpapers.mo"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(CatalogueError, match=r"hotpapers\.mo: found .* expected"):
        Translation.of("de", [tmp_path])


def test_it_can_be_pickled_with_pelicans_settings(tmp_path):
    found = translation(tmp_path, "de", words("de", Papers="Arbeiten"))
    assert found.gettext("Papers") == "Arbeiten"
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


# What is said


def test_values_are_put_in_by_name(tmp_path):
    own = words("de")
    own.add("{known} of {all}", "{all}, davon {known}, {secret.key}")
    found = translation(tmp_path, "de", own)
    said = found.gettext("{known} of {all}", known="{all}", all=3)
    assert said == "3, davon {all}, {secret.key}"


def test_the_same_words_about_two_things_are_two_messages(tmp_path):
    own = words("de", May="dürfen")
    own.add("May", "Mai", context="month")
    found = translation(tmp_path, "de", own)
    assert found.gettext("May") == "dürfen"
    assert found.month(dt.date(2021, 5, 1)) == "Mai 2021"


@pytest.mark.parametrize(
    ("number", "says"),
    [(1, "1 praca"), (3, "3 prace"), (5, "5 prac"), (22, "22 prace")],
)
def test_a_language_has_its_own_plurals(tmp_path, number, says):
    own = words("pl")
    own.add(("{n} paper", "{n} papers"), ("{n} praca", "{n} prace", "{n} prac"))
    found = translation(tmp_path, "pl", own)
    assert found.counted(number, "papers") == says
    assert found.plural_forms("{n} paper", "{n} papers") == {
        "{n} prac": [0, 5, 6, 11, 21, 100, 1_000_000],
        "{n} praca": [1],
        "{n} prace": [2, 3, 4],
    }


def test_what_nobody_knows_to_count_stays_as_it_is():
    assert ENGLISH.counted(1, "replies") == "1 reply"
    assert ENGLISH.counted(1000, "") == "1,000"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        *((1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th")),
        *((11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"), (30, "30th")),
        *((111, "111th"), (112, "112th"), (122, "122nd"), (1003, "1,003rd")),
    ],
)
def test_places_have_the_ending_that_is_spoken(number, says):
    assert ENGLISH.ordinal(number) == says


def test_a_language_has_its_own_places(tmp_path):
    own = Catalog(locale="fr")
    own.add("1st", "1er", context="place")
    own.add("{n}th", "{n}e", context="place")
    found = translation(tmp_path, "fr", own)
    assert [found.ordinal(number) for number in (1, 2, 21)] == ["1er", "2e", "21e"]


def test_dates_in_english_are_those_of_iso():
    day = dt.date(987, 4, 8)
    assert ENGLISH.date(day) == "0987-04-08"
    assert ENGLISH.moment(MOMENT) == "2021-04-08 09:37 UTC"
    assert ENGLISH.strftime(MOMENT, "%A %d %B, 100%%, %c") == (
        "Thursday 08 April, 100%, 2021-04-08 09:37 UTC"
    )
    assert (
        ENGLISH.names(["Bluesky", "Hacker News", "X"]) == "Bluesky, Hacker News and X"
    )


# As CLDR has it


@pytest.fixture(scope="module")
def in_language(tmp_path_factory):
    """Return the words of a language that is begun, shipped or not."""
    folder = tmp_path_factory.mktemp("locale")

    def in_language(language):
        with file_of(language, "po").open("rb") as file:
            write_words(folder, language, read_po(file, locale=language))
        return Translation.of(language, [folder])

    return in_language


@pytest.mark.parametrize("language", languages())
def test_dates_numbers_and_lists_are_as_cldr_has_them(in_language, language):
    found = in_language(language)
    for day in DAYS:
        assert found.date(day) == format_date(day, "medium", locale=language)
        for skeleton, written in (
            ("y", found.year),
            ("yMMM", found.short_month),
            ("yMMMM", found.month),
            ("MMMd", found.day_of_year),
        ):
            expected = format_skeleton(skeleton, day, locale=language)
            assert written(day) == expected
        assert found.strftime(day, "%A") == format_date(day, "EEEE", locale=language)
        assert found.strftime(day, "%a") == format_date(day, "ccc", locale=language)
    for number in (0, 7, -1234, 12345, 7474000, 1234.5, 0.25):
        assert found.number(number) == format_decimal(number, locale=language)
    assert found.percent(34) == format_percent(0.34, locale=language)
    for names in (["A"], ["A", "B"], ["A", "B", "C", "D"]):
        assert found.names(names) == format_list(names, locale=language)


# The catalogues


def test_the_template_and_the_shipped_languages_are_complete():
    assert not list(all_faults(template()))


def test_all_languages_are_begun():
    assert languages() == ["de", "es", "fr", "ja", "zh_Hans"]
    assert (CATALOGUES / "hotpapers.pot").is_file()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is not translated"),
        ("{known} Dinge", "{all}"),
        ("{known} {all} {more}", "{more}"),
        ("<b>{known}</b> {all}", "HTML"),
        ("{known} von {all} ", "space"),
    ],
)
def test_what_is_wrong_with_a_translation_is_told(text, fault):
    everything, own = Catalog(), Catalog(locale="de")
    everything.add("{known} of {all}")
    own.add("{known} of {all}", text)
    (told,) = faults_of(own, everything)
    assert fault in told


def test_what_is_missing_fuzzy_or_said_nowhere_is_told():
    everything, own = Catalog(), Catalog(locale="de")
    everything.add("Papers")
    everything.add("Search")
    own.add("Papers", "Arbeiten", flags=["fuzzy"])
    own.add("Gone", "Fort")
    told = "\n".join(faults_of(own, everything))
    assert "'Papers' is marked as fuzzy" in told
    assert "'Gone' is said nowhere" in told
    assert "'Search' is missing" in told


def test_the_command_says_that_all_is_well(capsys):
    assert catalogues_command(["--check"]) == 0
    assert capsys.readouterr().out == "All languages are complete.\n"


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_can_be_compiled(language):
    catalogue = read(language)
    found = compiled(catalogue)
    assert parsed(found).info()["language"] == language
    catalogue.creation_date += dt.timedelta(days=1)
    assert compiled(catalogue) == found
