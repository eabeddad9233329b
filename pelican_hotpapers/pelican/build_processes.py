"""In how many processes a build makes what it writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.private_names import running_spinners
from pelican_hotpapers.processes import (
    Copies,
    Job,
    Results,
    most_copies,
    without_copies,
)

logger = get_logger(__name__)

LEAST_JOBS = 200
"""Pages from which on it pays to make them in several processes."""


@dataclass(frozen=True, slots=True)
class BuildProcesses:
    """Does the work of a build in several processes, where it is much."""

    most: int
    """How many there may be; 1 where all is done by this one."""

    @property
    def are_several(self) -> bool:
        """Whether work can be done in others than this one."""
        return self.most > 1 and bool(running_spinners())

    def begin(self, jobs: Sequence[Job], least: int = LEAST_JOBS) -> Results:
        """Begin jobs in other processes, if they are many.

        Args:
            jobs: The work.
            least: How many these are at least.

        Returns:
            What waits for the results, which are in the order of the jobs; None for
            those that this process is to do itself.
        """
        begun = self._begin(jobs) if len(jobs) >= least else None
        return begun.results if begun else without_copies(jobs)

    def _begin(self, jobs: Sequence[Job]) -> Copies | None:
        if self.most == 1:
            return None
        with _stopped_spinner() as is_stopped:
            cores = most_copies() if is_stopped else 0
            if cores < 2:  # noqa: PLR2004 - copies of one core take turns
                return None
            try:
                return Copies(jobs, min(self.most, cores, len(jobs)))
            except OSError as error:
                logger.info("Pages are made by one process: %s", error)
                return None


@contextmanager
def _stopped_spinner() -> Iterator[bool]:
    """Stop Pelican's spinner for a while, and tell whether there is one.

    It is a thread. There is none under ``--autoreload``, nor where a program makes
    a `Pelican` itself, which may do anything: this process is not copied then.
    """
    spinners = running_spinners()
    for thread, live in spinners:
        live.stop()
        thread.join()
    try:
        yield bool(spinners)
    finally:
        for _, live in spinners:
            live.start()
