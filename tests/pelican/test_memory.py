"""Builds of one process, as under ``--autoreload``: what a clean one gives."""

from __future__ import annotations

import gc
import pickle
import shutil
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import QUIET
from hot_posts import post as post_of_a_day
from hot_posts import section
from pelican import Pelican
from pelican.settings import read_settings

from pelican_hotpapers.library import Library
from pelican_hotpapers.pelican.memory import MEMORY, Memory

SETTINGS = {
    **QUIET,
    "PATH": "content",
    "OUTPUT_PATH": "output",
    "CACHE_PATH": "cache",
    "THEME": "theme",
    "DELETE_OUTPUT_DIRECTORY": False,
    "FEED_ALL_ATOM": "feed.xml",
    "PLUGINS": ["pelican_hotpapers"],
    "SITEURL": "https://site.example",
    "DIRECT_TEMPLATES": ["index"],
    "HOTPAPERS_RELATED": 2,
}
PAGE = (
    "<html><head></head><body>{{ SITENAME }}{% if page %}{{ page.content }}{% endif %}"
    "{% if article %}{{ article.content }}{% endif %}</body></html>"
)
PLUGIN = """
from pelican.plugins import signals

def count(value):
    global called
    called = globals().get("called", 0) + 1
    return str(called)

def add(generator):
    generator.env.filters["count"] = count

def register():
    signals.generator_init.connect(add)
"""


def post(day: str, *titles: str) -> str:
    sections = [
        section(rank, arxiv_id=f"2104.0000{title[-1]}", title=title)
        for rank, title in enumerate(titles, 1)
    ]
    text = post_of_a_day(*sections).replace("2021-04-08T", f"{day}T", 1)
    return text.replace("2021-04-07", day)


@dataclass
class Site:
    """A site that one process builds again and again."""

    folder: Path
    pelican: Pelican = field(init=False)

    def __post_init__(self) -> None:
        self.write("content/2021-04-05.md", post("2021-04-05", "First 1", "Second 2"))
        self.write("content/2021-04-06.md", post("2021-04-06", "Second 2", "Third 3"))
        self.write("content/mine.md", "Title: Mine\nDate: 2021-04-01\n\nWords.\n")
        for name in ("index", "article", "page"):
            self.write(f"theme/templates/{name}.html", PAGE)
        self.pelican = Pelican(read_settings(override=SETTINGS))

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def assert_clean(self) -> None:
        """Build, and compare with what is built with nothing."""
        self.pelican.run()
        settings = {**SETTINGS, "OUTPUT_PATH": "clean", "CACHE_PATH": "clean cache"}
        Pelican(read_settings(override=settings)).run()
        found, expected = files(self.folder / "output"), files(self.folder / "clean")
        assert found.keys() ^ expected.keys() == set()
        for name in expected:
            assert found[name] == expected[name], name
        shutil.rmtree(self.folder / "clean")
        shutil.rmtree(self.folder / "clean cache")


def files(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Site(tmp_path)


Edit = Callable[[Site], None]
EDITS: dict[str, Edit] = {
    "a title": lambda site: site.write(
        "content/2021-04-05.md", post("2021-04-05", "Changed 1", "Second 2")
    ),
    "the title back": lambda site: site.write(
        "content/2021-04-05.md", post("2021-04-05", "First 1", "Second 2")
    ),
    "a paper gone": lambda site: site.write(
        "content/2021-04-06.md", post("2021-04-06", "Third 3")
    ),
    "a day more": lambda site: site.write(
        "content/2021-04-07.md", post("2021-04-07", "First 1", "Fourth 4")
    ),
    "a day twice": lambda site: site.write(
        "content/other.md", post("2021-04-07", "Fifth 5").replace("slug: ", "slug: x-")
    ),
    "a day gone": lambda site: (site.folder / "content/2021-04-05.md").unlink(),
    "a day moved": lambda site: (site.folder / "content/2021-04-06.md").rename(
        site.folder / "content/moved.md"
    ),
    "a draft": lambda site: site.write(
        "content/moved.md",
        post("2021-04-06", "Third 3").replace("draft: false", "status: draft"),
    ),
    "a post": lambda site: site.write(
        "content/mine.md", "Title: Yours\nDate: 2021-04-01\nSlug: mine\n\nMore.\n"
    ),
    "the theme": lambda site: site.write(
        "theme/templates/page.html", PAGE.replace("SITENAME", "SITEURL")
    ),
    "a template of ours": lambda site: site.write(
        "theme/templates/hotpapers/paper.html", "{{ paper.title }}"
    ),
    "that template gone": lambda site: shutil.rmtree(
        site.folder / "theme/templates/hotpapers"
    ),
}


def test_each_build_gives_what_a_clean_one_gives(site):
    site.assert_clean()
    for edit in EDITS.values():
        edit(site)
        site.assert_clean()


def test_what_has_not_changed_is_not_made_anew(site):
    site.pelican.run()
    memory = site.pelican.settings[MEMORY]
    before = memory.library
    EDITS["a title"](site)
    site.pelican.run()
    after = memory.library
    entries = after.entries.items()
    same = [name for name, entry in entries if entry is before.entries[name]]
    assert same == ["2104.00003"]
    assert after.digests[0] is before.digests[0]
    assert after.entries["2104.00001"].paper.title == "Changed 1"


def test_nothing_is_remembered_that_the_last_build_did_not_use(site):
    EDITS["a day more"](site)
    site.pelican.run()
    memory = site.pelican.settings[MEMORY]
    before = weakref.ref(memory.library)
    EDITS["a day gone"](site)
    site.pelican.run()
    names = sorted(Path(path).name for path in memory.digests)
    assert names == ["2021-04-06.md", "2021-04-07.md"]
    gc.collect()
    assert before() is None


def test_a_filter_of_the_sites_own_is_called_in_each_build(site):
    site.write("plugins/counting.py", PLUGIN)
    settings = {**SETTINGS, "PLUGIN_PATHS": ["plugins"]}
    settings["PLUGINS"] = ["pelican_hotpapers", "counting"]
    site.write("theme/templates/index.html", "{{ 'constant'|count }}")
    pelican = Pelican(read_settings(override=settings))
    found = []
    for _ in range(2):
        pelican.run()
        found.append((site.folder / "output/index.html").read_text("utf-8"))
    assert found[0] != found[1]


def test_pelicans_cache_holds_nothing_of_it(site):
    site.pelican.run()
    memory = site.pelican.settings[MEMORY]
    assert pickle.loads(pickle.dumps(memory)).library == Library()  # noqa: S301
    assert len(pickle.dumps(memory)) < len(pickle.dumps(Memory())) + 1
