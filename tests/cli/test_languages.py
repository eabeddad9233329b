"""The command in the language of whoever calls it, and mails in that of the site."""

import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from catalogues import languages
from pseudo_language import BEGINS, outside, write_pseudo_language
from rich.cells import cell_len
from rich.console import Console

from pelican_hotpapers import translation
from pelican_hotpapers.cli import COMMANDS, argument_parser, main
from pelican_hotpapers.cli.status import StatusPrinter
from pelican_hotpapers.cli.terminal_language import terminal_translation
from pelican_hotpapers.collect.status import (
    CollectionStatus,
    Completeness,
    DayStatus,
    SourceStatus,
)
from pelican_hotpapers.translation import Translation

DAY = "2026-11-26"
HEBREW = "אבג"
"""Stands for all text that is not ours."""
LINK = "https://example.org/"
PAPERS = [
    {
        "arxiv_id": f"2611.0000{number}",
        "title": HEBREW,
        "authors": [HEBREW] * (11 * number),
        "categories": ["cs.LG"],
        "abstract": HEBREW,
        "reposts": 1200,
        "likes": 3400 - number,
        "signals": {"upvotes": number},
        "code_url": "https://example.org/code",
        "project_url": "https://example.org/project",
        "posts": [
            {"url": LINK, "author_name": HEBREW, "html": HEBREW},
            {"url": LINK, "platform": "bluesky", "html": HEBREW},
            {"url": LINK, "html": HEBREW},
        ],
    }
    for number in (1, 2)
]
DIGEST = {
    "date": DAY,
    "title": HEBREW,
    "collected_at": "2026-11-27T02:37:00Z",
    "coverage": [
        {
            "source": HEBREW,
            "listed": 48,
            "shown": 2,
            "below": 46,
            "kept": 1,
            "counted_by": [HEBREW],
            "counted_at": "2026-11-27T02:30:00Z",
        }
    ],
    "papers": PAPERS,
}
HISTORY = """\
answered\thuggingface\t2026-11-26\t2026-11-27T02:37:00Z
failing\thuggingface\t2026-11-28T02:37:00Z\t-\tאבג
"""
WORD = re.compile("[A-Za-z]{2,}")
NAMES = {"UTC", "LG", "cs", "arXiv", "Bluesky", "Hugging", "Face", "pdf"}


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Make a site in the current folder: ``site(DEFAULT_LANG="fr")``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HOTPAPERS_OFFLINE", raising=False)

    def make(digest=DIGEST, **settings):
        settings = {
            "PATH": "content",
            "TIMEZONE": "UTC",
            "SITENAME": HEBREW,
            "SITEURL": "https://papers.example.org",
            "HOTPAPERS_MAIL_FROM": "papers@example.org",
            "HOTPAPERS_MAIL_UNSUBSCRIBE": "mailto:leave@example.org",
            **settings,
        }
        lines = [f"{name} = {value!r}" for name, value in settings.items()]
        Path("pelicanconf.py").write_text("\n".join(lines) + "\n", "utf-8")
        folder = Path("content", "hotpapers")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{DAY}.json").write_text(json.dumps(digest), "utf-8")

    return make


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command: ``run("show", "latest", speaks="de") -> (output, errors)``."""

    def run(*argv, speaks, columns="80"):
        monkeypatch.setenv("LANGUAGE", speaks)
        monkeypatch.setenv("COLUMNS", columns)
        with suppress(SystemExit):
            main(argv)
        said = capsys.readouterr()
        return said.out, said.err

    return run


@pytest.fixture
def mailed(site, run):
    """Return the mail of a site as text and as HTML."""

    def mailed(language, *argv, **settings):
        site(DEFAULT_LANG=language, **settings)
        run("mail", "--out", "out", *argv, speaks="en")
        [path] = Path("out").glob("*.eml")
        found = message_from_bytes(path.read_bytes(), policy=policy.default)
        parts = (found.get_body((kind,)).get_content() for kind in ("plain", "html"))
        return found, *parts

    return mailed


# Which language


@pytest.mark.parametrize(
    ("environ", "tag"),
    [
        ({}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR", "LC_ALL": "es_ES@euro"}, "es"),
        ({"LANG": "zh_CN.GB18030"}, "zh-Hans"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "tlh:ja:fr"}, "ja"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en:ja"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "tlh"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": ""}, "de"),
        ({"LANGUAGE": "de"}, "de"),
        ({"LANG": "tlh", "LANGUAGE": "../../etc"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANGUAGE": "de", "LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "POSIX", "LANGUAGE": "de"}, "en"),
    ],
)
def test_the_environment_tells_the_language(environ, tag):
    assert terminal_translation(environ).tag == tag


def test_a_process_speaks_it_as_well(site):
    site()
    environ = {**os.environ, "LANGUAGE": "", "LC_ALL": "de_DE.UTF-8"}
    call = "import sys; from pelican_hotpapers.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", call, "check"],
        check=False,
        capture_output=True,
        env={**environ, "PYTHONUTF8": "1"},
    )
    assert done.stdout.decode() == "1 Digest, 2 Paper, keine Fehler\n"


# What is said


def test_in_german(site, run):
    site()
    shown, _ = run("show", "latest", "--papers", "1", speaks="de")
    assert "1.200 Reposts · 3.399 Likes · 1 Upvote · cs.LG" in shown
    assert "27.11.2026, 02:37 UTC" in shown
    assert shown.endswith("Und 1 weiteres Paper.\n")
    assert run("check", speaks="de")[0] == "1 Digest, 2 Paper, keine Fehler\n"
    assert run("show", "2026-11-01", speaks="de")[1].startswith(
        Translation.of("de").gettext("There is no digest of {day}.", day="2026-11-01")
    )
    assert run("status", "--help", speaks="de")[0].startswith("Aufruf: hotpapers")


def test_in_japanese_lines_fit_and_stand_in_columns(run):
    days = (dt.date(2026, 11, 1) + n * dt.timedelta(days=1) for n in range(29))
    status = CollectionStatus(
        at=dt.datetime(2026, 11, 28, 3, tzinfo=dt.UTC),
        sources=(
            SourceStatus(label="x", name="羊"),
            SourceStatus(label="y", name="goat"),
        ),
        days=tuple(DayStatus(day=day, state=Completeness.WHOLE) for day in days),
    )
    out = io.StringIO()
    printer = StatusPrinter(Console(file=out, width=80), Translation.of("ja"))
    printer.print(status, 28)
    lines = out.getvalue().splitlines()
    assert lines[0] == "情報源"
    assert lines[1].startswith("  羊    ")
    assert lines[2].startswith("  goat  ")
    assert "29" in lines[5]
    assert "10月26日" in lines[6]
    assert "11月2日" in lines[7]
    assert {cell_len(line) for line in lines[6:]} == {cell_len(lines[7])}

    for columns in (40, 60):
        helped, _ = run("status", "--help", speaks="ja", columns=str(columns))
        below_usage = helped.partition("\n\n")[2].splitlines()
        wide = [line for line in below_usage if cell_len(line) > columns]
        assert all(line.startswith("  hotpapers ") for line in wide)
        assert not re.search(r"^\s*[、。」ょっー]", helped, re.MULTILINE)


def test_what_programs_read_and_people_search_for_is_english(site, run):
    site({**DIGEST, "papers": [{**PAPERS[0], "likes": "many"}]})
    fault = "papers[0].likes: found 'many', expected "
    assert fault in run("check", speaks="de")[0]
    assert (
        "error: argument --date: found 'soon', expected a day"
        in run("collect", "--date", "soon", speaks="ja")[1]
    )
    assert (
        "error: the following arguments are required: DAY"
        in run("show", speaks="fr")[1]
    )


@pytest.mark.parametrize("language", languages())
def test_what_can_be_typed_is_the_same_in_each_language(language):
    def typed(parser):
        text = parser.format_help()
        calls = re.findall(r"^  (hotpapers .*?)(?:  .*)?$", text, re.MULTILINE)
        return calls, parser.format_usage().partition("hotpapers")[2].split()

    own, english = argument_parser(Translation.of(language)), argument_parser()
    assert typed(own) == typed(english)
    for command in COMMANDS:
        call = [command.name, *(["1"] if command.name == "show" else [])]
        call += ["--to", "json"] if command.name == "convert" else []
        parsers = [each.parse_args(call).parser for each in (own, english)]
        assert typed(parsers[0]) == typed(parsers[1])


# All that is said


@pytest.fixture(scope="module")
def in_brackets(tmp_path_factory):
    """The catalogues of a language in which all words of ours are in brackets."""
    folder = tmp_path_factory.mktemp("catalogues")
    write_pseudo_language(folder, "he")
    return folder


@pytest.fixture
def pseudo(in_brackets, monkeypatch):
    """Have that language, and no other."""
    monkeypatch.setattr(translation, "CATALOGUES", in_brackets)


TYPED = {
    *("hotpapers", "COMMAND", *(command.name for command in COMMANDS)),
    *("json", "yaml", "md", "Agents", "ada", "example", "org", "pelicanconf"),
}
"""What is typed as it stands."""


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("command", [(), *((each.name,) for each in COMMANDS)])
def test_every_word_of_the_help_comes_from_the_catalogue(run, command):
    said, _ = run(*command, "--help", speaks="he", columns="2000")
    rest = re.sub(r"^  hotpapers .*$", "", outside(said), flags=re.MULTILINE)
    rest = re.sub(r"\[?--?[a-z-]+|[A-Z]+\b|\{[a-z,]+\}", "", rest)
    assert BEGINS in said
    assert {*WORD.findall(rest)} - TYPED == set()


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize(
    "command",
    [
        ("show", "latest"),
        ("show", "latest", "--abstracts", "--papers", "1"),
        ("show", "2026-11-01"),
        ("check",),
        ("status", "--days", "400"),
        ("convert", "--to", "yaml", "--out", "אבג"),
        ("mail", "--out", "אבג"),
        ("mail", "--day", "2026-11-01", "--out", "אבג"),
        ("mail", "--week", "2026-W40", "--out", "אבג"),
    ],
    ids=" ".join,
)
def test_every_word_that_is_printed_comes_from_the_catalogue(site, run, command):
    site(DEFAULT_LANG="en")
    Path("content/hotpapers/collection-history.txt").write_text(HISTORY, "utf-8")
    said = "".join(run(*command, speaks="he", columns="2000"))
    rest = re.sub(r"https?:\S+", "", outside(said))
    assert BEGINS in said
    assert {*WORD.findall(rest)} - NAMES == set()


# Mails


@pytest.fixture
def pseudo_mail(pseudo, mailed):  # noqa: ARG001 - its words
    return mailed("he")


def test_every_word_of_a_mail_comes_from_the_catalogue(pseudo_mail):
    mail, text, html = pseudo_mail
    html = re.sub(
        r"<style.*?</style>|<!--.*?-->|<[^>]*>|https?:\S+", "", html, flags=re.S
    )
    text = re.sub(r"https?:\S+", "", text)
    for said in (mail["Subject"], text, html):
        assert BEGINS in said
        assert {*WORD.findall(outside(said))} - NAMES == set()


def test_a_mail_stands_from_right_to_left(pseudo_mail):
    _, _, html = pseudo_mail
    assert '<html lang="he" dir="rtl">' in html
    assert "text-align:right" in html
    assert "border-right:3px" in html
    assert "border-left" not in html
    assert 'lang="en" dir="ltr" style="padding-top:8px;text-align:left"' in html


def test_a_mail_in_french(mailed, run):
    mail, text, html = mailed("fr")
    lines = text.splitlines()
    assert mail["Subject"] == f"{HEBREW} : {HEBREW}"
    assert f"2 articles · {HEBREW}" in lines
    assert "Quitter cette liste\N{NO-BREAK SPACE}: mailto:leave@example.org" in lines
    assert "1\N{NARROW NO-BREAK SPACE}200 reposts" in text
    assert '<html lang="fr" dir="ltr">' in html
    whose = Translation.of("fr").gettext("Abstracts are their authors’, from arXiv.")  # noqa: RUF001
    assert whose in text
    assert whose in html
    assert "Abstracts are" not in text + html
    said, _ = run("mail", "--out", "out", speaks="de")
    assert "geschrieben nach out" in said


def test_a_week_by_mail_in_chinese(mailed):
    mail, text, _ = mailed("zh_CN", "--week", "2026-W48")
    title, line, about = text.splitlines()[:3]
    assert mail["Subject"].startswith(f"{title}：")  # noqa: RUF001
    assert "48" in title
    assert len(line) == cell_len(title) > len(title)
    assert about == f"2 篇论文 · 1 天 · {HEBREW}"
