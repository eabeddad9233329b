"""The folder of a site's digests, one file a day."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pelican_hotpapers.formats import DATA_SUFFIXES, data_file_order, data_writer
from pelican_hotpapers.formats.detection import is_hot_papers_post
from pelican_hotpapers.model import Digest, day_in
from pelican_hotpapers.storage import incomplete_days
from pelican_hotpapers.storage.digest_files import (
    MAX_SIZE,
    PART,
    blaming,
    check_size,
    is_regular,
    parse,
    read_digest,
    write_digest,
)
from pelican_hotpapers.storage.incomplete_days import IncompleteDay

QUIET_DAYS = "days-without-papers.txt"
"""The file that remembers for which days a source had nothing, a line each."""

_QUIET_HEAD = (
    "# Days for which a source announced no papers: they are not asked for again.\n"
    "# Take a line out to have its day asked for once more.\n"
)
_ABANDONED = 60
"""Seconds after which half a file that nobody finished is cleared away."""
_TURN = 0.05
"""Seconds from one look whether the archive is free to the next."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The folder of a site's digests that are kept as data, one file a day."""

    folder: Path
    content: Path
    """The site's PATH, where Markdown posts of a day may be as well."""
    max_size: int = MAX_SIZE
    """Bytes above which a file is refused."""

    def path(self, day: dt.date) -> Path:
        """Return the file that a collected day is written to."""
        return self.folder / f"{day.isoformat()}.json"

    def files(self) -> list[Path]:
        """Return all data files by name, those of one name in order of suffixes."""
        found = _visible(self.folder, "*")
        data = (path for path in found if path.suffix in DATA_SUFFIXES)
        return sorted(data, key=data_file_order)

    def posts(self) -> list[Path]:
        """Return the site's Markdown posts that mean to be digests, by name."""
        return [path for path in self._markdown() if self._means_digest(path)]

    def days(self, among: Container[dt.date]) -> dict[dt.date, Path]:
        """Return the files of these days by the day in their names.

        A data file goes before a Markdown post.
        """
        found: dict[dt.date, Path] = {}
        for path in self.files():
            if (day := day_in(path.name)) and day in among:
                found.setdefault(day, path)
        for path in self._markdown():
            day = day_in(path.name)
            if day and day in among and day not in found and self._means_digest(path):
                found[day] = path
        return found

    def newest(self) -> dt.date | None:
        """Return the last day that a data file is named after."""
        return max(
            filter(None, (day_in(path.name) for path in self.files())), default=None
        )

    def _markdown(self) -> list[Path]:
        return sorted(filter(Path.is_file, _visible(self.content, "*.md")))

    def _means_digest(self, path: Path) -> bool:
        try:
            with path.open("rb") as file:
                raw = file.read(self.max_size)
        except OSError:
            return False
        return is_hot_papers_post(raw.decode("utf-8-sig", "replace"))

    def read(self, path: Path) -> Digest:
        """Read a digest.

        Raises:
            DigestError: The file has faults.
            OSError: The file cannot be read.
        """
        return read_digest(path, max_size=self.max_size)

    def write(self, digest: Digest) -> Path:
        """Write a collected digest in one step, and return its file.

        Raises:
            DigestError: It could not be read again. What was there stays.
            OSError: The file cannot be written.
        """
        self.check(digest)
        path = self.path(digest.date)
        write_digest(digest, path)
        return path

    def check(self, digest: Digest) -> None:
        """Refuse a digest that could not be read again, were it written.

        Raises:
            DigestError: It is too large, or has what the format does not take.
        """
        path = str(self.path(digest.date))
        raw = data_writer.render_json(digest).encode()
        check_size(path, len(raw), self.max_size)
        parse(raw, path, repair_encoding=False)

    def quiet_days(self) -> frozenset[tuple[dt.date, str]]:
        """Return the days for which a source had nothing, each with the source.

        Of a file that is too large those that were noted last.
        """
        path = self.folder / QUIET_DAYS
        try:
            if not is_regular(path):
                return frozenset()
            with path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - self.max_size))
                raw = file.read()
        except FileNotFoundError:
            return frozenset()
        return frozenset(_quiet_lines(raw.decode("utf-8", "replace")))

    def remember_quiet(self, day: dt.date, source: str) -> None:
        """Note that a source had nothing for a day, and never will.

        A line is added in one step, so that two collectors may do so at once.

        Raises:
            OSError: The file cannot be written.
        """
        path = self.folder / QUIET_DAYS
        self.folder.mkdir(parents=True, exist_ok=True)
        with blaming(path), path.open("ab+", buffering=0) as file:
            line = f"{_before_line(file)}{day.isoformat()} {source}\n"
            file.write(line.encode())

    def incomplete_days(self) -> dict[dt.date, IncompleteDay]:
        """Return the days that lack something, or all, as far as is noted, in order.

        Raises:
            OSError: The file of notes cannot be read.
        """
        return incomplete_days.read(self.folder)

    def note(self, day: dt.date, incomplete: IncompleteDay | None) -> None:
        """Note what a day lacks; None for a day that lacks nothing.

        Raises:
            OSError: The file of notes cannot be written.
        """
        noted = self.incomplete_days()
        if noted.get(day) == incomplete:
            return
        others = [each for each in noted.values() if each.day != day]
        incomplete_days.write(self.folder, [*others, *filter(None, [incomplete])])

    @contextmanager
    def alone(self, patience: float) -> Iterator[bool]:
        """Keep other collectors out of the archive, and clear what a killed one left.

        Args:
            patience: Seconds to wait for another one to be done.

        Yields:
            Whether the archive is ours. It is, too, on a system that has no such
            locks: then two collectors may do the same work, and no harm.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder, os.O_RDONLY) if _CAN_LOCK else -1
        try:
            ours = not _CAN_LOCK or _lock(handle, time.monotonic() + patience)
            if ours:
                self._clear()
            yield ours
        finally:
            if _CAN_LOCK:
                os.close(handle)

    def _clear(self) -> None:
        for part in self.folder.glob(f".*{PART}"):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > _ABANDONED:
                    part.unlink()


_CAN_LOCK = os.name == "posix"


def _lock(handle: int, until: float) -> bool:
    """Lock an open folder; the system frees it when the process ends, however."""
    import fcntl  # noqa: PLC0415 - not on every system

    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EINTR}:
                return True  # a file system without locks
            if time.monotonic() >= until:
                return False
            time.sleep(_TURN)
        else:
            return True


def _visible(folder: Path, pattern: str) -> Iterator[Path]:
    """Yield the files of a folder that are not hidden, nor in a hidden one."""
    return (
        path
        for path in folder.rglob(pattern)
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _before_line(file: io.RawIOBase) -> str:
    """Return what a line is to follow: the head, or the end of one that was torn."""
    if file.seek(0, os.SEEK_END) == 0:
        return _QUIET_HEAD
    file.seek(-1, os.SEEK_END)
    return "" if file.read(1) == b"\n" else "\n"


def _quiet_lines(text: str) -> Iterator[tuple[dt.date, str]]:
    for line in text.splitlines():
        day, _, source = line.partition(" ")
        if source.strip() and (found := day_in(day)):
            yield found, source.strip()
