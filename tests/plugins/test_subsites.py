"""The example site in two languages, by the plugin i18n_subsites."""

import re
from pathlib import Path

import pytest
from forked_calls import call

pytestmark = pytest.mark.plugins

EXAMPLE = Path(__file__).parents[2] / "example_site"
DAY = "hot-papers-2021-06-15.html"
SAID = {
    # path: in English, in German
    "papers/index.html": (">All days</a>", ">Alle Tage</a>"),
    "papers/2106.06981.html": (">Related papers</h2>", ">Verwandte Paper</h2>"),
    DAY: ("that people talked about on", ", über die man am <time"),
    "index.html": (">Documentation</a>", ">Dokumentation</a>"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("example")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def output(folder):
    return folder / "output"


def build(folder):
    places = ("-o", str(folder / "output"), "--cache-path", str(folder / "cache"))
    command = ["pelican", "--fatal", "warnings", "-s", "subsitesconf.py", *places]
    status, printed = call(command, EXAMPLE)
    assert status == 0, printed


@pytest.mark.parametrize("path", SAID)
def test_each_site_speaks_its_own_language(output, path):
    english, german = SAID[path]
    main = (output / path).read_text("utf-8")
    subsite = (output / "de" / path).read_text("utf-8")
    assert english in main
    assert german not in main
    assert german in subsite
    assert english not in subsite
    assert '<html lang="de"' in subsite


def test_scripts_find_the_pages_of_the_language(output):
    page = (output / "de" / DAY).read_text("utf-8")
    sources = re.findall(r'src="([^"]*comforts.js)"', page)
    assert sources == [
        "https://hotpapers.example/de/papers/comforts.js",
        "https://hotpapers.example/de/../theme/hotpapers/hotpapers-comforts.js",
    ]
    assert (output / "theme/hotpapers/hotpapers-comforts.js").is_file()
    markup = (output / "de/papers/comforts.js").read_text("utf-8")
    assert r"data-papers=\"../../de/papers/\"" in markup
    assert "Lesezeichen" in markup


def test_days_are_written_as_the_language_has_them(output):
    english, german = ">2021-06-15</time>", ">15.06.2021</time>"
    main = (output / "papers/days.html").read_text("utf-8")
    subsite = (output / "de/papers/days.html").read_text("utf-8")
    assert english in main
    assert german not in main
    assert german in subsite
    assert english not in subsite


def test_what_is_unchanged_is_not_written_again(folder, output):
    ours = [*output.rglob("papers/*"), *output.rglob("hot-papers-*.html")]
    before = {path: path.stat().st_mtime_ns for path in ours}
    build(folder)
    assert {path for path in ours if path.stat().st_mtime_ns != before[path]} == set()
    assert {output / "papers/index.html", output / "de" / DAY} <= before.keys()
