"""Built sites, served on loopback, and which of their files are looked at."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """A built site, and the address it is served at."""

    folder: Path
    url: str
    files: tuple[str, ...]
    """The pages and style sheets to look at, as paths in the site."""
    seed: str = ""
    """What a sample of the pages that listings and papers have is drawn by, if any."""

    @property
    def pages(self) -> list[str]:
        """The HTML files; of pages that are made alike, the first of each kind."""
        kinds: dict[str, str] = {}
        for name in self.files:
            if name.endswith(".html"):
                kinds.setdefault(_kind(name), name)
        found = list(kinds.values())
        ours = [name for name in found if name.startswith("papers/")]
        if not self.seed or len(ours) <= SAMPLE:
            return found
        drawn = random.Random(self.seed).sample(ours, SAMPLE)  # noqa: S311
        return [name for name in found if name not in ours or name in drawn]

    def only(self, names: Collection[str]) -> Site:
        """Return the site with only these files to look at."""
        return replace(self, files=tuple(name for name in self.files if name in names))

    def having(self, text: str) -> Site:
        """Return the site with only the files to look at that have this in them."""
        texts = ((name, (self.folder / name).read_text("utf-8")) for name in self.files)
        return self.only([name for name, found in texts if text in found])


SAMPLE = 4
"""Kinds of our own pages that are looked at in each theme: another sample in each."""
KINDS = (
    (r"tag/.*", "a tag"),
    (r"papers/.*-p\d+", "a further part of a list"),
    (r"papers/[\d.]+|papers/[a-z-]+-\d+", "a paper"),
    (r"papers/[a-z-]+\.[A-Za-z-]+|papers/(?:quant|math|hep|gr)-\w+", "a category"),
    (r"papers/top-.*", "a leaderboard"),
    (r"papers/topic-.*", "a topic"),
    (r"papers/author-.*", "an author"),
    (r"docs/.*", "a page of the manual"),
)
"""Pages that are made alike, by their names: the checker of HTML reads them all, the
browser one of each."""


def _kind(name: str) -> str:
    """Return what a page is made like; its name where nothing else is."""
    stem = name.removesuffix(".html")
    kinds = (kind for pattern, kind in KINDS if re.fullmatch(pattern, stem))
    return next(kinds, name)


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing among the tests' own lines."""

    def end_headers(self) -> None:
        """Let LinkChecker ask for more than ten pages a second."""
        self.send_header("LinkChecker", "welcome")
        super().end_headers()


def _looked_at(folder: Path) -> Iterator[Path]:
    """Yield pages and style sheets."""
    yield from folder.rglob("*.html")
    yield from folder.rglob("*.css")


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    handler = partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        files = sorted(
            path.relative_to(folder).as_posix() for path in _looked_at(folder)
        )
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/", tuple(files))
        server.shutdown()
