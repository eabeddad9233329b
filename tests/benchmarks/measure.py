"""A command in a fresh process: how long it takes, and how much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from share import IMPORT, PELICAN
from sites import ENVIRONMENT, HERE

SAMPLED = 0.1
"""Seconds between two looks at the memory of several processes."""
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts memory."""


class BuildError(Exception):
    """A build failed, or had something to say."""


@dataclass(frozen=True)
class Run:
    """What a command took."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds of work, on all cores together."""
    peak: float
    """Most memory that it and its processes held at once, in MB."""
    files: int = 0
    """Files of the finished site."""
    size: float = 0
    """Their size, in MB."""


@dataclass(frozen=True)
class Share:
    """Where the seconds of work of a build with the plugin went."""

    seconds: Mapping[str, float]
    """By the plugin's entry, Pelican, and the plugin's import."""

    @property
    def entries(self) -> dict[str, float]:
        """The plugin's entries that Pelican called, the longest first."""
        names = self.seconds.keys() - {PELICAN, IMPORT}
        longest = sorted(names, key=lambda name: -self.seconds[name])
        return {name: self.seconds[name] for name in longest}

    @property
    def own(self) -> float:
        """Seconds inside the plugin, once it was imported."""
        return sum(self.entries.values())

    @property
    def imported(self) -> float:
        """Seconds that importing the plugin took."""
        return self.seconds[IMPORT]

    @property
    def rest(self) -> float:
        """Seconds of Pelican's own."""
        return self.seconds[PELICAN]


def run(command: Iterable[str], folder: Path) -> Run:
    """Run a command in a folder.

    A child's peak is never below what its parent held when it started, so the parent
    has to stay small.

    Raises:
        BuildError: The command failed or warned.
    """
    log = folder / "build.log"
    os.sync()  # what was written before is not this command's to wait for
    with log.open("w") as said:
        start = perf_counter()
        process = subprocess.Popen(
            [*command],
            cwd=folder,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        with _watched_memory(process.pid) as held:
            _, status, usage = os.wait4(process.pid, 0)
            wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    text = log.read_text()
    if process.returncode or any(word in text for word in ("WARN", "ERROR", "CRIT")):
        raise BuildError(f"{folder.name} does not build:\n{text[:4000]}")
    cpu = usage.ru_utime + usage.ru_stime
    peak = max(usage.ru_maxrss * RSS_UNIT, *held)
    return Run(wall, cpu, peak / 1e6)


@contextmanager
def _watched_memory(process: int) -> Iterator[list[int]]:
    """Note how many bytes a process and those below it hold together, now and then.

    What several have in common counts once. Linux alone tells that; elsewhere the peak
    of the greatest has to do, and of one process the system knows it to the byte.
    """
    held, is_over = [0], Event()

    def watch() -> None:
        while not is_over.wait(SAMPLED):
            below = [process, *_below(process)]
            if len(below) > 1:
                held.append(sum(map(_memory, below)))

    thread = Thread(target=watch)
    thread.start()
    yield held
    is_over.set()
    thread.join()


def _below(process: int) -> Iterator[int]:
    """Yield the processes that one began, and those that these began."""
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:  # it has ended
        return
    for child in map(int, told.split()):
        yield child
        yield from _below(child)


def _memory(process: int) -> int:
    """Return the bytes that a process holds, its part of those shared with others."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return 1024 * int(told.partition("\nPss:")[2].split(maxsplit=1)[0])


def share(folder: Path) -> Share:
    """Build the site of a folder, in one process with a stopwatch."""
    figures = folder / "share.json"
    run((sys.executable, str(HERE / "share.py"), str(figures)), folder)
    return Share(json.loads(figures.read_text()))


def edit(folder: Path, file: Path, *options: str) -> Run:
    """Preview the site of a folder, edit a file, and measure the build after it.

    The peak is that of both builds.

    Args:
        folder: That of the site.
        file: The one to edit.
        options: ``page``, for the time until the page of the file is written.
    """
    figures = folder / "edited.json"
    edited = (str(HERE / "edited.py"), str(file), str(figures), *options)
    whole = run((sys.executable, *edited), folder)
    return replace(whole, **json.loads(figures.read_text()))


def with_output(run: Run, output: Path) -> Run:
    """Return a run with the files of the finished site."""
    files = [path for path in output.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    return replace(run, files=len(files), size=size / 1e6)


def best(runs: Iterable[Run]) -> Run:
    """Return the least of each figure: the cost when nothing disturbs it."""
    runs = list(runs)
    return Run(*(min(figures) for figures in zip(*map(astuple, runs), strict=True)))
