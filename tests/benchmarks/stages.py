"""Where the time of one digest goes, stage by stage, in one process.

    python tests/benchmarks/stages.py --days 60 --repeat 5

Each stage is run over all digests at once, the given number of times, and the least
time of work is shown. Stages that are indented are a part of the one above them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import process_time
from typing import Any

import sites
from digests import day_posts
from pelican.settings import read_settings

from pelican_hotpapers.formats import data_reader, data_writer, frontmatter, markdown
from pelican_hotpapers.markup import embeds, encoding, tex
from pelican_hotpapers.model import Digest, Paper, Post
from pelican_hotpapers.pelican.build import ReaderBuild
from pelican_hotpapers.storage import digest_files


@dataclass(frozen=True)
class Stage:
    """A stage, and the seconds it takes for all digests."""

    name: str
    seconds: float


class Clock:
    """Runs stages and notes what each takes."""

    def __init__(self, repeat: int) -> None:
        self.stages: list[Stage] = []
        self._repeat = repeat

    def run(
        self, name: str, function: Callable[..., Any], *columns: Iterable[Any]
    ) -> list[Any]:
        """Call a function with each row of the columns, and return what it gave."""
        rows = list(zip(*columns, strict=True))
        seconds = []
        for _ in range(self._repeat):
            start = process_time()
            results = [function(*row) for row in rows]
            seconds.append(process_time() - start)
        self.stages.append(Stage(name, min(seconds)))
        return results


def main() -> None:
    """Run all stages and print what each took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    clock = Clock(options.repeat)
    with tempfile.TemporaryDirectory(prefix="hotpapers-") as name:
        site = sites.posts(Path(name, "site"))
        for post in day_posts(options.days):
            site.add(post)
        digests = _run_posts(clock, site)
        cold = len(clock.stages)
        _run_data(clock, digests)
    papers = sum(len(digest.papers) for digest in digests)
    print(f"{len(digests)} digests, {papers} papers; the least of {options.repeat}\n")
    print(f"{'':<44}{'ms/digest':>10}{'us/paper':>10}")
    for number, stage in enumerate(clock.stages):
        if number == cold:
            print()
        print(_row(stage.name, stage.seconds, len(digests), papers))
    posts = clock.stages[:cold]
    whole = sum(one.seconds for one in posts if not one.name.startswith((" ", "warm")))
    print("\n" + _row("a cold post, all of it", whole, len(digests), papers))


def _run_posts(clock: Clock, site: sites.Site) -> list[Digest]:
    """Run what happens to a Hot Papers post."""
    paths = sorted((site.folder / site.posts).glob("*.md"))
    names = list(map(str, paths))
    settings = read_settings(str(site.folder / "pelicanconf.py"))
    settings["CACHE_PATH"] = str(site.folder / "cache")
    build = ReaderBuild(settings)
    renderer = build.renderer
    renderer.page(Digest(date=next(day_posts(1)).day), None)  # compiles the templates
    raws = clock.run("read", lambda path: digest_files.read_bytes(path, 10**9), paths)
    keys = clock.run("key", build.digest_cache.key, raws)
    clock.run("look in the cache, in vain", build.digest_cache.find, names, keys)
    texts = clock.run("decode", digest_files.decode, raws, names)
    texts = clock.run("repair", encoding.repair, texts)
    clock.run("  front matter", frontmatter.split, texts, names)
    digests = clock.run("parse", markdown.parse_post, texts, names)
    papers, posts = list(_papers(digests)), list(_posts(digests))
    clock.run("  posts", embeds.read_embed, [post.html for post in posts])
    clock.run("render", renderer.page, digests, [None] * len(digests))
    clock.run("  titles", tex.to_html, [paper.title for paper in papers])
    clock.run("  abstracts", tex.to_html, [paper.abstract for paper in papers])
    clock.run("  authors", lambda paper: [*map(tex.to_text, paper.authors)], papers)
    clock.run("  posts", embeds.post_body, posts)
    clock.run("store in the cache", build.digest_cache.store, names, keys, digests)
    clock.run("warm: take from the cache", build.digest_cache.find, names, keys)
    return digests


def _run_data(clock: Clock, digests: list[Digest]) -> None:
    """Run what is other with a data file."""
    names = [f"{digest.date}.json" for digest in digests]
    texts = clock.run("write as JSON", data_writer.render_json, digests)
    clock.run("parse JSON", data_reader.parse_json, texts, names)
    names = [f"{digest.date}.yaml" for digest in digests]
    texts = clock.run("write as YAML", data_writer.render_yaml, digests)
    clock.run("parse YAML", data_reader.parse_yaml, texts, names)


def _papers(digests: list[Digest]) -> Iterator[Paper]:
    return chain.from_iterable(digest.papers for digest in digests)


def _posts(digests: list[Digest]) -> Iterator[Post]:
    return chain.from_iterable(paper.posts for paper in _papers(digests))


def _row(name: str, seconds: float, digests: int, papers: int) -> str:
    return f"{name:<44}{1e3 * seconds / digests:>10.3f}{1e6 * seconds / papers:>10.1f}"


if __name__ == "__main__":
    main()
