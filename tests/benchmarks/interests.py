"""How well, and how fast, the browser ranks papers by what a reader bookmarked.

    python tests/benchmarks/interests.py [--posts FOLDER] [--draws 2]

Readers are simulated. One likes all papers of an arXiv category; another, all that a
topic's rule gathers. Some of these papers are drawn at random and bookmarked, and then
it is counted how many of the first ten of a ranking the reader likes. That is done over
the posts of a folder, if there is one, where all other papers are ranked; and over an
archive made here, where those of the last 14 days are, by bookmarks from before.

Papers of that archive are about one of 24 subjects, each of which is a category, and of
one of its five branches. A quarter is about a second subject too. Of an abstract's 110
words, half are words that all papers have, a third the subject's and the branch's, the
rest those of any other subject. Each kind of words follows Zipf's law, as texts do.
Words are made up of syllables, and how hot a paper is depends on nothing.

Our ranking is what the site's own scripts do in Chromium. scikit-learn's
LogisticRegression is given the very same vectors.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import random
import shutil
import statistics
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from pelican_hotpapers import Digest, Paper, read_digest
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.library import Library
from pelican_hotpapers.outputs.interests import (
    closed_papers,
    day_file,
    vocabulary_file,
)

STATIC = Path(__file__).parents[2] / "pelican_hotpapers" / "static"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
POSTS = Path(__file__).parents[3] / "shared" / "posts"
BOOKMARKS = (3, 10, 30)
FIRST = 10
"""Papers at the head of a ranking that are looked at."""
LAST_DAYS = 14
DAYS = 299
PENALTY = 10
SUBJECTS, BRANCHES = 24, 5
CATEGORIES = """
cs.AI cs.CL cs.CV cs.LG cs.RO cs.CR cs.DB cs.DS cs.GR cs.HC cs.IR cs.NE cs.SD cs.SE
eess.IV eess.SP math.OC math.PR physics.optics q-bio.QM quant-ph stat.AP stat.ME
astro-ph.CO"""
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za"
RULES = {
    "language models": {"include": ["language model*", "GPT*", "BERT*"]},
    "transformers": {"include": ["transformer*", "attention"]},
    "generation": {"include": ["generative", "GAN*", "StyleGAN*", "diffusion"]},
    "self-supervised": {"include": ["self supervised", "contrastive", "pre-train*"]},
    "3D": {"include": ["3D", "NeRF*", "point cloud*", "scene*"]},
}
"""What readers of the posts like, as topics are written."""


@dataclass(frozen=True)
class Reader:
    """Somebody who likes some papers."""

    name: str
    likes: Callable[[Paper], bool]


# The archive


class _Words:
    """Words of one kind, the first ones much more often."""

    def __init__(self, rng: random.Random, count: int) -> None:
        self.words = [
            "".join(rng.choices(SYLLABLES.split(), k=rng.randint(2, 4)))
            for _ in range(count)
        ]
        self._sums = [*accumulate(1 / (n + 2) for n in range(count))]

    def drawn(self, rng: random.Random) -> str:
        return rng.choices(self.words, cum_weights=self._sums)[0]


def archive(days: int) -> tuple[list[Digest], list[Reader]]:
    """Return made-up digests, the newest first, and readers of them."""
    rng = random.Random("interests")  # noqa: S311 - no secret
    common = _Words(rng, 3_000)
    categories = CATEGORIES.split()
    subjects = [_Words(rng, 150) for _ in range(SUBJECTS)]
    branches = [[_Words(rng, 30) for _ in range(BRANCHES)] for _ in range(SUBJECTS)]

    def text(length: int, subject: int, branch: int, second: int) -> str:
        words = []
        for _ in range(length):
            kind = rng.random()
            about = second if rng.random() < 0.3 else subject
            if kind < 0.5:
                words.append(common.drawn(rng))
            elif kind < 0.72:
                words.append(subjects[about].drawn(rng))
            elif kind < 0.83 and about == subject:
                words.append(branches[subject][branch].drawn(rng))
            else:
                words.append(subjects[rng.randrange(SUBJECTS)].drawn(rng))
        return " ".join(words)

    def paper(day: dt.date, rank: int) -> Paper:
        subject, branch = rng.randrange(SUBJECTS), rng.randrange(BRANCHES)
        second = rng.randrange(SUBJECTS) if rng.random() < 0.25 else subject
        of = dict.fromkeys([categories[subject], categories[second]])
        return Paper(
            arxiv_id=f"{day:%y%m}.{day.day:02}{rank:03}",
            title=text(9, subject, branch, second),
            rank=rank,
            authors=tuple(common.drawn(rng).title() for _ in range(5)),
            categories=tuple(of),
            abstract=text(110, subject, branch, second),
            score=50 + int(rng.expovariate(1 / 600)),
        )

    first = dt.date(2024, 1, 1)
    digests = []
    for number in range(days):
        day = first + dt.timedelta(number)
        papers = [paper(day, rank) for rank in range(1, 26)]
        digests.append(Digest(date=day, papers=tuple(papers)))
    readers = [_of_category(name) for name in categories[:8]]
    for subject in range(8, 16):
        words = branches[subject][0].words[:3]
        readers.append(_of_rule(f"topic {subject}", {"include": words}))
    return digests[::-1], readers


def _of_category(name: str) -> Reader:
    return Reader(name, lambda paper: name in paper.categories)


def _of_rule(name: str, rules: dict[str, Any]) -> Reader:
    topic = Topic(**{key: tuple(value) for key, value in rules.items()})
    return Reader(name, topic.has)


# Rankings


@contextmanager
def _served(files: dict[str, str]) -> Iterator[Page]:
    """Open a page beside the site's scripts and some files."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for script in STATIC.glob("*.js"):
            shutil.copy(script, folder)
        (folder / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
        for path, text in files.items():
            (folder / path).write_text(text, "utf-8")
        quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": _nothing})
        handler = partial(quiet, directory=name)
        with (
            ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
            sync_playwright() as driver,
        ):
            threading.Thread(target=server.serve_forever, daemon=True).start()
            program = next(filter(None, map(shutil.which, BROWSERS)))
            browser = driver.chromium.launch(
                executable_path=program, chromium_sandbox=False
            )
            page = browser.new_page()
            page.set_default_timeout(600_000)
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            yield page
            browser.close()
            server.shutdown()


def _nothing(*_: object) -> None:
    """Log no request."""


LOAD = """async (days) => {
  const load = (name) => fetch(name).then((it) => it.text());
  window.vocabulary = await load("vocabulary.json");
  window.texts = Object.fromEntries(
    await Promise.all(days.map(async (it) => [it, await load(`${it}.words.json`)])));
  window.site = {
    ...(await import("./hotpapers-vectors.js")),
    ...(await import("./hotpapers-for-you.js")),
  };
}"""
RANK = """([days, liked, candidates, penalty]) => {
  const space = site.vectors(vocabulary, days.map((it) => [it, texts[it]]));
  const { rate } = site.interest(space, new Set(liked), new Set(), penalty);
  const wanted = new Set(candidates);
  const papers = space.papers.filter((it) => wanted.has(it.id));
  return {
    ids: space.papers.map((it) => it.id),
    columns: space.names.length,
    at: space.papers.map((it) => [...it.vector.at]),
    by: space.papers.map((it) => [...it.vector.by]),
    ours: site.ranked(papers, rate, 0).map((it) => it.id),
    mixed: site.ranked(papers, rate, 0.2).map((it) => it.id),
    heat: site.ranked(papers, rate, 1).map((it) => it.id),
  };
}"""
TIME = """([days, liked]) => {
  const space = site.vectors(vocabulary, days.map((it) => [it, texts[it]]));
  const { rate, why } = site.interest(space, new Set(liked), new Set());
  site.ranked(space.papers, rate, 0.2).slice(0, 20).map(why);
  return space.papers.length;
}"""


def _theirs(found: dict[str, Any], liked: set[str], candidates: set[str]) -> list[str]:
    """Return the ranking by scikit-learn, learnt from what ours was."""
    starts = [0, *accumulate(map(len, found["at"]))]
    at = np.concatenate([np.array(row, int) for row in found["at"]])
    by = np.concatenate([np.array(row, float) for row in found["by"]])
    shape = (len(found["ids"]), found["columns"])
    table = sparse.csr_matrix((by, at, starts), shape)
    labels = np.array([1 if each in liked else -1 for each in found["ids"]])
    share = (labels > 0).sum() / (labels < 0).sum()
    model = LogisticRegression(C=PENALTY, max_iter=1000)
    model.fit(table, labels, sample_weight=np.where(labels > 0, 1, share))
    rated = zip(model.decision_function(table), found["ids"], strict=True)
    ordered = sorted(rated, key=lambda each: (-each[0], each[1]))
    return [each for _, each in ordered if each in candidates]


def _precision(ranking: Sequence[str], relevant: set[str]) -> float:
    return sum(each in relevant for each in ranking[:FIRST]) / FIRST


def _measure(
    page: Page, digests: Sequence[Digest], readers: Sequence[Reader], draws: int
) -> None:
    """Print the precision of each ranking after so many bookmarks."""
    is_long = len(digests) > 2 * LAST_DAYS
    newest = digests[:LAST_DAYS] if is_long else digests
    earlier = digests[LAST_DAYS:] if is_long else digests
    papers = {paper.arxiv_id: paper for each in digests for paper in each.papers}
    day_of = {paper.arxiv_id: each.date for each in digests for paper in each.papers}
    shown = {paper.arxiv_id for each in newest for paper in each.papers}
    pool = sorted({paper.arxiv_id for each in earlier for paper in each.papers})
    print(f"\n{len(papers)} papers of {len(digests)} days")
    print("bookmarks  readers  random  heat  ours  ours, a fifth heat  scikit-learn")
    rng = random.Random("draws")  # noqa: S311 - no secret
    for count in BOOKMARKS:
        sums: dict[str, list[float]] = {
            name: [] for name in ("random", "heat", "ours", "mixed", "theirs")
        }
        served = 0
        for reader in readers:
            likes = {each for each, paper in papers.items() if reader.likes(paper)}
            there = [each for each in pool if each in likes]
            if len(there) < count or len(likes & shown) - count * (not is_long) < FIRST:
                continue
            served += 1
            for _ in range(draws):
                liked = set(rng.sample(there, count))
                candidates = shown - liked
                days = {each.date for each in newest} | {day_of[each] for each in liked}
                found = page.evaluate(
                    RANK,
                    [
                        sorted(map(str, days)),
                        sorted(liked),
                        sorted(candidates),
                        PENALTY,
                    ],
                )
                sums["random"].append(len(likes & candidates) / len(candidates))
                for name in ("heat", "ours", "mixed"):
                    sums[name].append(_precision(found[name], likes))
                theirs = _theirs(found, liked, candidates)
                sums["theirs"].append(_precision(theirs, likes))
        if served:
            means = {name: statistics.mean(each) for name, each in sums.items()}
            print(
                f"{count:9}  {served:7}  {means['random']:6.2f}  {means['heat']:4.2f}  "
                f"{means['ours']:4.2f}  {means['mixed']:18.2f}  {means['theirs']:12.2f}"
            )


def _files(digests: Sequence[Digest]) -> dict[str, str]:
    until, papers = closed_papers(digests)
    files = {f"{each.date}.words.json": day_file(each) for each in digests}
    return {**files, "vocabulary.json": vocabulary_file(papers, until)}


def _sizes(files: dict[str, str], digests: Sequence[Digest]) -> None:
    """Print how large the files are, as servers send them."""
    sizes = {name: len(gzip.compress(text.encode())) for name, text in files.items()}
    days = [sizes[f"{each.date}.words.json"] / len(each.papers) for each in digests]
    print(
        f"compressed: a day {50 * statistics.mean(days) / 1000:.1f} kB for 50 papers, "
        f"{50 * max(days) / 1000:.1f} at most; "
        f"the vocabulary {sizes['vocabulary.json'] / 1000:.1f} kB"
    )


def _times(page: Page, digests: Sequence[Digest], likes: Callable[..., bool]) -> None:
    """Print how long Chromium works, the first time and later.

    It is the time of the page's thread, so that what else the machine does is no part
    of it.
    """
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = tools.send("Performance.getMetrics")["metrics"]
        return 1000 * next(it["value"] for it in metrics if it["name"] == "ThreadTime")

    for count in (12, len(digests)):
        days = [str(each.date) for each in digests[:count]]
        papers = [paper for each in digests[:count] for paper in each.papers]
        liked = [paper.arxiv_id for paper in papers if likes(paper)][:10]
        page.reload()
        page.evaluate(LOAD, [str(each.date) for each in digests])
        runs = []
        for _ in range(7):
            before = worked()
            number = page.evaluate(TIME, [days, liked])
            runs.append(worked() - before)
        print(
            f"{number} papers: {runs[0]:.0f} ms of work the first time, "
            f"then {statistics.median(runs[1:]):.0f} ms"
        )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", type=Path, default=POSTS, help="a folder of posts")
    parser.add_argument("--draws", type=int, default=2, help="of bookmarks, a reader")
    parser.add_argument("--times", action="store_true", help="measure times alone")
    options = parser.parse_args()
    posts = sorted(options.posts.glob("*.md"))
    if options.times:
        pass
    elif posts:
        library = Library.of(map(read_digest, posts))
        names = [*library.categories]
        readers = [
            *map(_of_category, names),
            *(_of_rule(*each) for each in RULES.items()),
        ]
        files = _files(library.digests)
        with _served(files) as page:
            page.evaluate(LOAD, [str(each.date) for each in library.digests])
            _measure(page, library.digests, readers, 4 * options.draws)
        _sizes(files, library.digests)
    else:
        print(f"no posts in {options.posts}", file=sys.stderr)
    digests, readers = archive(DAYS)
    files = _files(digests)
    with _served(files) as page:
        page.evaluate(LOAD, [str(each.date) for each in digests])
        if not options.times:
            _measure(page, digests, readers, options.draws)
        _times(page, digests, readers[0].likes)
    _sizes(files, digests)


if __name__ == "__main__":
    main()
