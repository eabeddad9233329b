"""Work done by copies of this process, at the same time.

A copy (`os.fork`) knows all that this process knows, at no cost. It is safe only where
this process has no other threads: a lock that one of them holds would stay closed in
the copy for ever. And on Linux alone, where the libraries that we use work in copies.

What a job changes in memory is lost with the copy that does it; what it writes to files
is not. If it raises or logs something, or its copy is killed, it has no result, and the
caller does it once more, itself: so errors and messages come as always.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

Job = Callable[[], bytes]
"""Work whose result is bytes."""
Results = Callable[[], Sequence[bytes | None]]
"""Waits for jobs, and returns what each gives, in their order; None where nothing."""
_Results = list[tuple[int, bytes]]
"""Numbers of jobs, and what these gave."""
_PARTS = 8
"""Into how many parts the work of each copy is divided, so that all end together."""
_MOST_PARTS = 255
"""The number of a part is a byte."""
_ASKED = 50
"""How often it is asked whether there are threads."""
_THREADS = Path("/proc/self/task")
"""The folder in which Linux has one for each thread, also for those that are not
Python's."""


def most_copies() -> int:
    """Return how many copies of this process can work at once; 0 where none is safe."""
    if sys.platform != "linux":
        return 0
    for _ in range(_ASKED):  # a thread that has ended is there a little longer
        if len(list(_THREADS.iterdir())) == 1:
            return len(os.sched_getaffinity(0))
        time.sleep(0.001)
    return 0


def without_copies(jobs: Sequence[Job]) -> Results:
    """Leave all jobs to the caller."""
    return lambda: [None] * len(jobs)


class Copies:
    """Copies of this process that do jobs.

    They end at the latest when nobody holds on to this any more, or the process ends.
    """

    def __init__(self, jobs: Sequence[Job], count: int) -> None:
        """Begin them, which has to be safe, see `most_copies`.

        Args:
            jobs: The work. What follows each other is mostly done by the same copy.
            count: How many copies there are to be. There are fewer where the system
                gives no more.

        Raises:
            OSError: It gives none.
        """
        self._count = len(jobs)
        size = -(-len(jobs) // min(count * _PARTS, _MOST_PARTS)) or 1
        parts = [range(len(jobs))[at : at + size] for at in range(0, len(jobs), size)]
        queue, end = os.pipe()
        os.write(end, bytes(range(len(parts))))
        os.close(end)
        self._copies: list[tuple[int, BinaryIO]] = []
        self._end = weakref.finalize(self, _end, self._copies)
        gc.freeze()  # else a copy's collector touches, and so copies, all that there is
        try:
            for _ in range(count):
                self._copies.append(_begin(jobs, _numbers(parts, queue)))
        except OSError:
            if not self._copies:
                raise
        finally:
            gc.unfreeze()
            os.close(queue)

    def results(self) -> Sequence[bytes | None]:
        """Wait for the copies to end, and return the results in the order of the jobs.

        Returns:
            Results; None where there is none.
        """
        found: list[bytes | None] = [None] * self._count
        try:
            for told in [_read(pipe) for _, pipe in self._copies]:
                for number, result in told:
                    found[number] = result
        finally:
            self._end()
        return found


def _end(copies: Sequence[tuple[int, BinaryIO]]) -> None:
    """End copies, where they are not waited for any more."""
    for process, pipe in copies:
        # Another may have reaped it, and its number may be of another process by now.
        with suppress(ProcessLookupError, ChildProcessError):
            if os.waitpid(process, os.WNOHANG) == (0, 0):
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
        pipe.close()


def _read(pipe: BinaryIO) -> _Results:
    """Return what a copy tells; nothing if it was killed before."""
    with suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(pipe.read(), type=_Results)
    return []


def _begin(jobs: Sequence[Job], numbers: Iterator[int]) -> tuple[int, BinaryIO]:
    """Begin a copy of this process, which does the jobs of some numbers, and ends.

    Returns:
        Its process, and the pipe into which it writes their results.
    """
    here, there = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(here)
        os.close(there)
        raise
    if process:
        os.close(there)
        return process, os.fdopen(here, "rb")
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        done = [(number, _result(jobs[number])) for number in numbers]
        told = [(number, result) for number, result in done if result is not None]
        with os.fdopen(there, "wb") as opened:
            opened.write(msgspec.msgpack.encode(told))
    finally:  # and nothing that this process does at its own end
        os._exit(0)


def _numbers(parts: Sequence[range], queue: int) -> Iterator[int]:
    """Yield the numbers of jobs, part by part, that no other copy has taken."""
    first = os.getppid()
    while part := os.read(queue, 1):
        for number in parts[part[0]]:
            if os.getppid() != first:  # that was killed
                return
            yield number


def _result(job: Job) -> bytes | None:
    """Return what a job gives, unless it raises or logs something."""
    records = _Records()
    logging.getLogger().handlers = [records]
    try:
        result = job()
    except Exception:
        return None
    return None if records.were_there else result


class _Records(logging.Handler):
    """Takes note of whether something is logged."""

    were_there = False

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - logging's
        """Take note of a record."""
        self.were_there = True
