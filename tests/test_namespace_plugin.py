"""The plugin as Pelican finds it by itself, beside others that it finds.

The package is laid out in a folder of its own, as ``pyproject.toml`` has a wheel lay it
out among those installed: ``.ci/check_wheel.py`` looks at the wheel.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from blinker import ANY, Signal
from pages.page_sites import FILES
from pelican.plugins import signals

from pelican_hotpapers import namespace_plugin

ROOT = Path(__file__).parents[1]
OTHER = """\
from pathlib import Path
from pelican.plugins import signals

def register():
    signals.finalized.connect(write)

def write(pelican):
    Path(pelican.output_path, "other.txt").write_text("found as well")
"""
CONF = """\
PATH = "content"
SITEURL = "https://site.example.org"
THEME = "simple"
TIMEZONE = "UTC"
HOTPAPERS_SEARCH = False
HOTPAPERS_RELATED = 0
"""
LIST = "from pelican.plugins._utils import list_plugins; list_plugins()"
"""What the command ``pelican-plugins`` does."""
ADDED = """\
import importlib, sys
import pelican.plugins
before = {*sys.modules}
importlib.import_module("pelican.plugins.hotpapers")
print(*{*sys.modules} - before)
"""
"""Prints which modules Python loads so that Pelican can find the plugin."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return a folder to import from: what a wheel brings, and another plugin."""
    folder = tmp_path_factory.mktemp("installed")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    other = "pelican/plugins/other/__init__.py"
    texts = {
        place: (ROOT / source).read_text("utf-8")
        for source, place in wheel["force-include"].items()
    }
    for place, text in {**texts, other: OTHER}.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def python(installed, tmp_path):
    """Run Python where those packages are: ``python("-m", "pelican") -> output``."""

    def run(*arguments):
        ended = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed)},
            check=False,
            capture_output=True,
            text=True,
        )
        assert ended.returncode == 0, ended.stderr + ended.stdout
        return ended.stdout

    return run


@pytest.fixture
def built(python, tmp_path):
    """Build a site by these lines of settings, and return its files."""

    def build_site(*lines):
        for name, text in FILES.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        (tmp_path / "pelicanconf.py").write_text("\n".join([CONF, *lines]), "utf-8")
        python("-m", "pelican", "--fatal", "warnings", "--delete-output-directory")
        output = tmp_path / "output"
        files = (path for path in output.rglob("*") if path.is_file())
        return {str(path.relative_to(output)): path.read_bytes() for path in files}

    return build_site


def test_without_plugins_it_is_found_beside_others(built):
    files = built()
    assert {"hot-papers-2021-04-06.html", "papers/index.html", "other.txt"} <= {*files}


def test_by_its_short_name_it_is_what_the_package_is(built):
    by_package = built("PLUGINS = ['pelican_hotpapers']")
    assert built("PLUGINS = ['hotpapers']") == by_package


def test_it_does_nothing_where_other_plugins_are_chosen(built):
    files = built("PLUGINS = ['other']")
    assert "other.txt" in files
    assert not [name for name in files if "paper" in name]


def test_pelican_lists_it(python):
    assert "pelican.plugins.hotpapers" in python("-c", LIST).split()


def test_to_be_found_costs_the_import_of_one_small_module(python):
    assert python("-c", ADDED).split() == ["pelican.plugins.hotpapers"]


def test_both_at_once_register_once(build):
    once = build(FILES, PLUGINS=["pelican_hotpapers"])
    receivers = _receivers()
    twice = build(FILES, PLUGINS=["pelican_hotpapers", namespace_plugin])
    assert _receivers() == receivers
    assert twice.pages == once.pages
    assert twice.warnings == twice.errors == []


def _receivers():
    """Return how many listen to each of Pelican's signals."""
    found = vars(signals).items()
    return {
        name: len([*signal.receivers_for(ANY)])
        for name, signal in found
        if isinstance(signal, Signal)
    }
