"""Sites that are built again and again, and what happens to them between builds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest
from catalogues import compiled
from hot_posts import post as post_of_a_day
from hot_posts import section
from hypothesis import strategies as st
from pseudo_language import words

from pelican_hotpapers.storage import keys, manifest

DAYS = ("2021-04-05", "2021-04-06", "2021-05-10", "2022-01-03")
IDS = ("2104.00001", "2104.00002", "quant-ph/0201082")
SETTINGS = {
    "PLUGINS": ["pelican_hotpapers"],
    "DELETE_OUTPUT_DIRECTORY": False,
    "SITEURL": "https://site.example",
    "FEED_ALL_ATOM": "feed.xml",
    "HOTPAPERS_RELATED": 2,
    "HOTPAPERS_SEARCH": True,
    "DIRECT_TEMPLATES": ["index"],
    **{f"{kind}_SAVE_AS": "" for kind in ("AUTHOR", "CATEGORY", "TAG")},
}
OTHER_FILE = {"SITEURL": "https://other.example", "SITENAME": "Other"}
"""The settings of a second file, such as ``publishconf.py``."""
PELICANS_OWN = {"index.html", "mine.html"}
"""What Pelican writes in each build."""
FRAME = ("frame", "frame-base", "head", "own-head", "styles", "web-app-head")
"""The templates that are tried once a build, for what stands around our pages."""
BASE = (
    "<html><head>{% block head %}<title>{% block title %}{% endblock %}</title>"
    "{% endblock %}</head><body>{{ SITENAME }}"
    "SIDEBAR{% block content %}{% endblock %}</body></html>"
)
PAGE = (
    "{% extends 'base.html' %}{% block content %}<h1>{{ NAME.title }}</h1>"
    "{{ NAME.content }}{% endblock %}"
)
SIDEBARS = (
    "",
    "{% for a in articles[:2] %}<a href='{{ a.url }}'>{{ a.title }}</a>{% endfor %}",
    "{% for c, all in categories %}{{ c }} {{ all|length }}{% endfor %}",
    "{% for c, all in categories %}{{ c }}{% endfor %}",
    "{% for t, all in tags %}{% for a in all[:1] %}{{ a.summary }}{% endfor %}"
    "{% endfor %}",
    "{{ articles|map(attribute='date')|max }} {{ page and page.slug }}",
)
OVERRIDES = (
    "{{ paper.title }}",
    "{{ paper.title }} {{ hotpapers.embeds }}",
    "{{ paper.rank }} {% include 'part.html' ignore missing %}",
)
CHANGES = (
    {"HOTPAPERS_TOPICS": {"Birds": {"include": ["bird*"]}}},
    {"HOTPAPERS_TOPICS": {"Rust": {"include": ["paper"]}}},
    {"HOTPAPERS_PAPER_PAGES": False},
    {"HOTPAPERS_AUTHOR_PAGES": 1},
    {"HOTPAPERS_PAGES": ""},
    {"HOTPAPERS_PAGES": "other"},
    {"HOTPAPERS_CSS": False},
    {"HOTPAPERS_META": False},
    {"HOTPAPERS_URL": "day/{slug}/", "HOTPAPERS_SAVE_AS": "day/{slug}/index.html"},
    {"HOTPAPERS_HUB": "https://hub.example/"},
    {"HOTPAPERS_WEB_APP": "on"},
    {"HOTPAPERS_WEB_APP": "remove"},
    {"SITEURL": "https://new.example"},
    {"SITEURL": ""},
    {"RELATIVE_URLS": True, "SITEURL": ""},
    {"SITENAME": "Another Site"},
    {"DEFAULT_CATEGORY": "Things"},
    {"AUTHOR": "Ann"},
    {"TYPOGRIFY": True},
    {"DEFAULT_LANG": "de"},
    {"DEFAULT_LANG": "de", "HOTPAPERS_TRANSLATIONS": "words"},
    {"JINJA_GLOBALS": {"now": "today"}},
)


WORDS = compiled(words("de", Papers="Vordrucke", pdf="PDF"))
"""A site's own words, which it may have its pages say."""


def post(*sections: str, date: str) -> str:
    """Return the post of another day."""
    text = post_of_a_day(*sections).replace("2021-04-08T", f"{date}T", 1)
    return text.replace("2021-04-07", date)


class Killed(BaseException):
    """The end of a build that was killed."""


@dataclass
class State:
    """What a site is made of."""

    days: dict[str, str] = field(default_factory=dict)
    """The text of each day's post, by file."""
    settings: dict = field(default_factory=dict)
    theme: dict[str, str] | None = None
    version: str = ""


@dataclass
class World:
    """A site that is built again and again, with two files of settings."""

    folder: Path
    build_site: Callable
    clean: dict[str, dict[str, str]]
    """What clean builds gave, by what they were made of: histories share them."""
    rendered: list[str]
    state: State
    once: dict = field(default_factory=dict)
    """Settings of the next build alone."""

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def build(self, name="output", cache="cache", **more) -> dict[str, str]:
        state = self.state
        files = {
            "mine.md": "Title: Mine\nDate: 2021-04-01\n\nWords.\n",
            "words/de/LC_MESSAGES/hotpapers.mo": WORDS,
            **state.days,
        }
        site = self.build_site(
            files,
            theme=state.theme,
            **{**SETTINGS, **state.settings, **self.once, **more},
            OUTPUT_PATH=str(self.folder / name),
            CACHE_PATH=str(self.folder / cache),
        )
        self.once = {}
        assert site.errors == []
        return site.pages

    def assert_clean(self, found: dict[str, str], **more) -> None:
        made_of = repr((self.state, more))
        if made_of not in self.clean:
            self.clean[made_of] = self.build("clean", "clean cache", **more)
            shutil.rmtree(self.folder / "clean")
            # A site without papers has no cache.
            shutil.rmtree(self.folder / "clean cache", ignore_errors=True)
        expected = self.clean[made_of]
        assert found.keys() == expected.keys()
        for path in expected:
            assert found[path] == expected[path], path

    def assert_nothing_is_made(self, since: dict[str, int]) -> None:
        self.rendered.clear()
        self.build()
        assert times(self.output) == since
        ours = {name for name in self.rendered if name.startswith("hotpapers/pages/")}
        assert ours <= {f"hotpapers/pages/{name}.html" for name in FRAME}
        assert "hotpapers/digest.html" not in self.rendered


def times(output: Path) -> dict[str, int]:
    files = (path for path in output.rglob("*") if path.is_file())
    found = {path.relative_to(output).as_posix(): path for path in files}
    own = set(PELICANS_OWN)
    if b"hotpapers" not in found["feed.xml"].read_bytes():  # it has no digest
        own.add("feed.xml")
    return {name: found[name].stat().st_mtime_ns for name in found.keys() - own}


# Steps

Step = Callable[[World, st.DataObject], None]


def a_day_is_written(world, data):
    day = data.draw(st.sampled_from(DAYS), "day")
    ids = data.draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True), "papers")
    title = data.draw(st.sampled_from(["A Paper", "Birds"]), "title")
    status = data.draw(st.sampled_from(["", "draft", "hidden"]), "status")
    name = data.draw(st.sampled_from(["", "renamed-"]), "name")
    sections = [
        section(rank, arxiv_id=arxiv_id, title=f"{title} {arxiv_id}")
        for rank, arxiv_id in enumerate(ids, 1)
    ]
    text = post(*sections, date=day)
    if status:
        text = text.replace("draft: false", f"status: {status}")
    for file in [file for file in world.state.days if day in file]:
        del world.state.days[file]
    world.state.days[f"{name}{day}---Hot-Papers.md"] = text


def a_day_is_removed(world, data):
    if world.state.days:
        file = data.draw(st.sampled_from(sorted(world.state.days)), "removed")
        del world.state.days[file]


def settings_change(world, data):
    world.state.settings = data.draw(st.sampled_from(({}, *CHANGES)), "settings")


def the_theme_changes(world, data):
    sidebar = data.draw(st.sampled_from((None, *SIDEBARS)), "sidebar")
    override = data.draw(st.sampled_from((None, *OVERRIDES)), "override")
    if sidebar is None and override is None:
        world.state.theme = None
        return
    files = {}
    if sidebar is not None:
        files["base"] = BASE.replace("SIDEBAR", sidebar)
        files["page"] = PAGE.replace("NAME", "page")
        files["article"] = PAGE.replace("NAME", "article")
    if override is not None:
        files["hotpapers/paper"] = override
        files["part"] = data.draw(st.sampled_from("ab"), "part")
    world.state.theme = {f"templates/{name}.html": files[name] for name in files}


def the_version_changes(world, data):
    world.state.version = data.draw(st.sampled_from(["", ".1"]), "version")
    use_version(world.state.version)


def files_of_the_output_are_lost(world, data):
    files = sorted(path for path in world.output.rglob("*") if path.is_file())
    if data.draw(st.booleans(), "all"):
        shutil.rmtree(world.output, ignore_errors=True)
    elif files:
        data.draw(st.sampled_from(files), "lost").unlink()


def a_file_is_edited(world, data):
    files = sorted(path for path in world.output.rglob("*.html") if path.is_file())
    if files:
        file = data.draw(st.sampled_from(files), "edited")
        found = file.stat()
        text = file.read_bytes()
        file.write_bytes(data.draw(st.sampled_from([text, b" " + text[1:], b""])))
        if data.draw(st.booleans(), "as if it were not"):
            os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns + 1))


def another_file_of_settings_is_used(world, data):
    where = data.draw(st.sampled_from(["published", "output"]), "output")
    world.build(where, **OTHER_FILE)


def the_output_is_deleted_by_pelican(world, _):
    world.once = {"DELETE_OUTPUT_DIRECTORY": True}


def the_cache_is_damaged(world, data):
    files = sorted(path for path in world.cache.rglob("*") if path.is_file())
    how = data.draw(st.sampled_from(["cut", "rubbish", "bit", "version", "lost"]))
    for file in files:
        raw = bytearray(file.read_bytes())
        place = data.draw(st.floats(0, 1), "place")
        if how == "lost" or not raw:
            file.unlink()
        elif how == "cut":
            file.write_bytes(raw[: int(place * len(raw))])
        elif how == "rubbish":
            file.write_bytes(b"\x00\xff" * 50)
        elif how == "version":
            file.write_bytes(raw.replace(b"manifest 1", b"manifest 0"))
        else:
            raw[int(place * (len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
            file.write_bytes(raw)


def a_build_is_killed(world, data):
    a_day_is_written(world, data)
    writes = data.draw(st.integers(1, 30), "writes")
    is_begun = data.draw(st.booleans(), "within a file")
    with killing(writes, is_begun=is_begun), suppress(Killed):
        world.build()


STEPS: tuple[Step, ...] = (
    a_day_is_written,
    a_day_is_written,
    a_day_is_removed,
    settings_change,
    the_theme_changes,
    the_version_changes,
    files_of_the_output_are_lost,
    a_file_is_edited,
    another_file_of_settings_is_used,
    the_output_is_deleted_by_pelican,
    the_cache_is_damaged,
    a_build_is_killed,
)


@contextmanager
def killing(writes: int, *, is_begun: bool) -> Iterator[None]:
    """Have a build end at one of the files that it writes, or within it."""
    left = writes
    utime, write = os.utime, manifest._write

    def counted() -> bool:
        nonlocal left
        left -= 1
        return left == 0

    def killed_behind(*args, **kwargs):
        utime(*args, **kwargs)
        if counted():
            raise Killed

    def killed_within(file, mode, content):
        is_last = counted()
        write(file, mode, b"" if is_last else content)
        if is_last:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        if is_begun:
            patch.setattr(manifest, "_write", killed_within)
        else:
            patch.setattr(manifest.os, "utime", killed_behind)
        yield


def use_version(suffix: str) -> None:
    """Have other versions of all packages; a process asks for them once."""
    keys.versions.cache_clear()
    keys.version = lambda name: version(name) + suffix
