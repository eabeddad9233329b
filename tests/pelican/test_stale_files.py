"""What is not made any more, in an output that something else changes."""

import sys
from pathlib import Path

from pelican import signals

SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "HOTPAPERS_RELATED": 0,
    "DELETE_OUTPUT_DIRECTORY": False,
}
FIRST = "papers:\n- {arxiv_id: '2104.00001', title: A Paper, categories: [cs.LG]}\n"
SECOND = "papers:\n- {arxiv_id: '2104.00002', title: Another, categories: [cs.LG]}\n"
FILES = {"hotpapers/2021-04-06.yaml": FIRST, "hotpapers/2021-04-07.yaml": SECOND}
KEPT = {"hotpapers/2021-04-06.yaml": FIRST}
PAGE = "papers/2104.00002.html"


def make_smaller(pelican):
    for page in Path(pelican.output_path).rglob("*.html"):
        page.write_text(page.read_text("utf-8").replace("\n", ""), "utf-8")


def register():
    signals.finalized.connect(make_smaller)


BESIDE = {**SETTINGS, "PLUGINS": ["pelican_hotpapers", sys.modules[__name__]]}
"""This module is such a plugin."""


def test_without_others_it_goes_in_silence(build):
    assert PAGE in build(FILES, **SETTINGS).pages
    site = build(KEPT, **SETTINGS)
    assert PAGE not in site.pages
    assert site.warnings == []


def test_what_something_else_changed_stays_and_is_told_once(build):
    build(FILES, **BESIDE)
    site = build(KEPT, **BESIDE)
    assert PAGE in site.pages
    (warning,) = site.warnings
    assert PAGE in warning
    assert "pelican -d" in warning
    assert build(KEPT, **BESIDE).warnings == []
