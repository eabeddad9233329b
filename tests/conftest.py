"""Tiny whole sites, built by Pelican itself in this process."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from benchmarks.digests import FRONT, day_posts
from blinker import ANY, Signal

# Pelican must come before the plugin: it sets the class of all loggers made after.
from pelican import Pelican
from pelican.contents import Article, Content
from pelican.log import FatalLogger, LimitFilter
from pelican.plugins import signals
from pelican.settings import DEFAULT_CONFIG, read_settings
from template_code import TemplateCode

from pelican_hotpapers.pelican.memory import MEMORY, Memory

# A busy machine is slow and no fault of ours. What was right for one change is right
# for the next: `pytest --hypothesis-profile=search` looks for many other examples.
_unhurried = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "search", _unhurried, derandomize=False, max_examples=2000
)
hypothesis.settings.register_profile("repeatable", _unhurried, derandomize=True)
hypothesis.settings.register_profile(
    "few", _unhurried, derandomize=True, max_examples=20
)
hypothesis.settings.register_profile(
    "histories", _unhurried, derandomize=True, max_examples=3000
)
hypothesis.settings.load_profile("repeatable")

# Words of ours are English here, and in what is started from here, whoever runs it.
os.environ["LANGUAGE"] = "en"
# What is started finds compiled code, or compiles it for all that is started later.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

SEED_POSTS = Path(__file__).parents[2] / "shared" / "posts"
OWN_DAYS = range(17, 21)
"""Four days of a made-up blog, of which two were saved in a wrong encoding."""

QUIET: Mapping[str, Any] = {
    "THEME": "simple",
    "PLUGINS": [],
    "TIMEZONE": "UTC",
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "LOAD_CONTENT_CACHE": False,
    "DELETE_OUTPUT_DIRECTORY": True,
    "JINJA_ENVIRONMENT": {
        **DEFAULT_CONFIG["JINJA_ENVIRONMENT"],
        "bytecode_cache": TemplateCode(),
    },
    "HOTPAPERS_RELATED": 0,
    "HOTPAPERS_SEARCH": False,
    "HOTPAPERS_COMFORTS": [],
}

KNOWN = Memory()
"""What all builds know of templates: to find it takes longer than a tiny site."""

FATAL = {
    "": logging.CRITICAL + 1,
    "errors": logging.ERROR,
    "warnings": logging.WARNING,
}
"""The level from which a line ends the build, by what ``--fatal`` was given."""


@dataclass(frozen=True)
class Site:
    """What a build left behind."""

    output: Path
    pages: dict[str, str]
    """Every file of the output as text, by its path in the output."""
    log: list[logging.LogRecord]
    articles: list[Article] = field(repr=False)
    """Every article: published, hidden, drafts, and the translations of each."""

    @property
    def warnings(self) -> list[str]:
        return self.lines(logging.WARNING)

    @property
    def errors(self) -> list[str]:
        return self.lines(logging.ERROR)

    def lines(self, level: int) -> list[str]:
        """Return what was logged at exactly this level."""
        return [record.getMessage() for record in self.log if record.levelno == level]


Build = Callable[..., Site]

LONGEST_ID = 250
"""Characters by which a test is called, with its file and all of its parameters."""
LONGEST_PARAMETER = 40


def pytest_make_parametrize_id(val: object) -> str | None:
    """Call a test by the beginning of a long text; pytest shows a short one itself."""
    if not isinstance(val, str | bytes) or len(ascii(val)) <= LONGEST_PARAMETER:
        return None
    return f"{ascii(val)[:LONGEST_PARAMETER]}... ({len(val)} characters)"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the tests of a browser unread where none is run: they import more."""
    is_for_browser = collection_path == Path(__file__).with_name("browser")
    return (is_for_browser and "not browser" in config.option.markexpr) or None


SHARED = {"build_module", "built"}
"""Fixtures whose sites the tests of a module share."""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is about the original blog alone; let no id flood a report.

    What shares a site is done by one worker, or each would build it.
    """
    for item in items:
        names = {*getattr(item, "fixturenames", ())}
        if "seed_posts" in names:
            item.add_marker(pytest.mark.seed_posts)
        if names & SHARED and not item.get_closest_marker("xdist_group"):
            group = pytest.mark.xdist_group(item.nodeid.partition("::")[0])
            item.add_marker(group)
    if longest := max(items, key=lambda item: len(item.nodeid), default=None):
        found = len(longest.nodeid)
        message = f"{longest.nodeid[:LONGEST_ID]}... has {found} characters: name it"
        assert found <= LONGEST_ID, message


def pytest_collection_finish() -> None:
    """Have the garbage collector pass over all modules and tests from now on."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def seed_posts() -> list[Path]:
    """The posts of the original blog, which are not ours to publish."""
    assert SEED_POSTS.is_dir(), f"there are no posts in {SEED_POSTS}"
    return sorted(SEED_POSTS.glob("*.md"))


@pytest.fixture(
    scope="session",
    params=["own", pytest.param("seeds", marks=pytest.mark.seed_posts)],
)
def blog_posts(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """A few days of a Hot Papers blog: made-up ones, and the original's."""
    if request.param == "seeds":
        return request.getfixturevalue("seed_posts")
    folder = tmp_path_factory.mktemp("posts")
    for post in islice(day_posts(OWN_DAYS.stop, papers=(12, 16)), OWN_DAYS.start, None):
        front = FRONT.format(day=post.day, collected=post.collected)
        path = folder / f"{post.day}---Hot-Papers.md"
        path.write_text(front + post.body, "utf-8")
    return sorted(folder.glob("*.md"))


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Build a site: ``build({"post.md": "…"}, PLUGINS=[…], SITENAME="…") -> Site``.

    The content is exactly the given files, by path in ``content/``; a file that has
    not changed since the last build of the same test keeps its time stamp, and the
    cache stays. ``theme`` holds the files of a theme, by path in it; ``fatal`` is
    what ``--fatal`` would be given.
    """

    yield _builder(tmp_path)
    _forget_builds()


@pytest.fixture(scope="module")
def build_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Build a site as ``build`` does, once for a whole module."""
    yield _builder(tmp_path_factory.mktemp("site"))
    _forget_builds()


def _builder(folder: Path) -> Build:
    def build_site(
        files: Mapping[str, str | bytes],
        *,
        theme: Mapping[str, str | bytes] | None = None,
        fatal: str = "",
        **settings: Any,
    ) -> Site:
        _write(folder / "content", files)
        if theme is not None:
            _write(folder / "theme", {"templates/.keep": "", **theme})
            settings["THEME"] = str(folder / "theme")
        places = {
            "PATH": str(folder / "content"),
            "OUTPUT_PATH": str(folder / "output"),
            "CACHE_PATH": str(folder / "cache"),
        }
        return _run({**QUIET, **places, **settings}, fatal)

    return build_site


def _run(settings: dict[str, Any], fatal: str) -> Site:
    _forget_builds()
    _make_fatal(fatal)
    generators: list[Any] = []

    def keep_generators(found: list[Any]) -> None:
        generators.extend(found)

    memory = settings[MEMORY] = Memory()
    memory.template_uses = KNOWN.template_uses
    with _captured_log() as log:
        pelican = Pelican(read_settings(override=settings))
        signals.all_generators_finalized.connect(keep_generators)
        pelican.run()
    output = Path(settings["OUTPUT_PATH"])
    return Site(output, _texts(output), log, list(_articles(generators[0])))


def _write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Make a folder hold these files and no others."""
    folder.mkdir(exist_ok=True)
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        data = content.encode() if isinstance(content, str) else content
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _texts(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes().decode(errors="replace")
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def _articles(generator: Any) -> Iterator[Article]:
    for kind in ("articles", "translations", "hidden_articles", "hidden_translations"):
        yield from getattr(generator, kind)
    yield from generator.drafts
    yield from generator.drafts_translations


@contextmanager
def _captured_log() -> Iterator[list[logging.LogRecord]]:
    """Keep what Pelican and the plugin log, the plugin's debug lines among it."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign]
    root, ours = logging.getLogger(), logging.getLogger("pelican_hotpapers")
    levels = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    try:
        yield records
    finally:
        root.removeHandler(handler)
        for logger, level in zip((root, ours), levels, strict=True):
            logger.setLevel(level)


def _make_fatal(fatal: str) -> None:
    """Have the build end at the lines that ``--fatal`` says."""
    FatalLogger.fatal_lvl = FATAL[fatal]
    FatalLogger.warnings_fatal = fatal == "warnings"  # up to Pelican 4.11
    FatalLogger.errors_fatal = bool(fatal)


def _forget_builds() -> None:
    """Undo what a build leaves in the process for the next one."""
    _make_fatal("")
    LimitFilter._raised_messages.clear()
    LimitFilter._group_count.clear()
    LimitFilter._ignore.clear()
    for signal in vars(signals).values():
        if isinstance(signal, Signal):
            for receiver in list(signal.receivers_for(ANY)):
                signal.disconnect(receiver)
    for memoized in ("get_content", "get_summary"):
        vars(Content)[memoized].cache.clear()
