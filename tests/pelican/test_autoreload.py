"""Live preview: edits that ``pelican --autoreload`` notices."""

import os
import subprocess
import sys
import threading

import pytest
from hot_posts import yaml_digest
from pelican import Pelican
from pelican.settings import read_settings

CONF = """\
PATH = "content"
PLUGINS = ["pelican_hotpapers"]
SITEURL = "https://site.example.org"
STATIC_PATHS = ["images"]
THEME = "simple"
THEME_TEMPLATES_OVERRIDES = ["overrides", "not-there"]
TIMEZONE = "UTC"
HOTPAPERS_PAGES = ""
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Make a site in the current folder, one of whose templates is its own."""
    for name, text in {
        "content/hotpapers/2021-04-09.yaml": yaml_digest(),
        "content/images/picture.svg": "<svg/>",
        "overrides/hotpapers/about.html": "Before.",
        "pelicanconf.py": CONF,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_edit_of_a_template_that_the_site_overrides_is_noticed(site):
    page = site / "output" / "hot-papers-2021-04-09.html"
    template = site / "overrides" / "hotpapers" / "about.html"
    post = site / "content" / "post.md"
    noticed = threading.Event()

    def edit():
        # When Pelican begins to watch it does not say; what was saved before is lost.
        for path, text in [*[(template, "After.")] * 600, *[(post, "Noticed.")] * 600]:
            path.write_text(text, "utf-8")
            if noticed.wait(0.1):
                return

    with subprocess.Popen(
        [sys.executable, "-m", "pelican", "--autoreload"],
        env={**os.environ, "COLUMNS": "500", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            _line(process, "Done:")
            assert "Before." in page.read_text("utf-8")
            editor = threading.Thread(target=edit)
            editor.start()
            modified = _line(process, "Modified:")
            noticed.set()
            editor.join()
            assert str(template) in modified
            _line(process, "Done:")
            assert "After." in page.read_text("utf-8")
        finally:
            noticed.set()
            process.kill()


def _line(process, word):
    """Return the next line that has a word."""
    return next(line for line in process.stdout if word in line)


def test_what_is_watched_is_not_copied(site):
    pelican = Pelican(read_settings("pelicanconf.py"))
    built = []
    for _ in range(2):
        pelican.run()
        built.append({path.name for path in site.joinpath("output").rglob("*")})
        *own, watched = pelican.settings["STATIC_PATHS"]
        assert (own, watched) == (["images"], str(site / "overrides"))
    assert built[0] == built[1] >= {"picture.svg"}
    assert "about.html" not in built[1]
