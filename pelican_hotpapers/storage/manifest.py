"""The manifest of an output folder: of each file of ours what it was made of.

By it a build knows what it need not make again, and what an earlier one has left there
that no longer belongs. It is a log, a line a file, and the last line of a file counts.
A line is added before its file is written, and the log is written anew at the end of a
build. So after a build that was killed it still tells which files are ours: a file is
taken for what a line says only if its bytes are those that the line names.

It may be deleted or damaged at any time: then all is made again, and nothing removed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Literal

import msgspec

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.processes import Job, Results, without_copies
from pelican_hotpapers.storage.digest_files import replace_file
from pelican_hotpapers.storage.keys import key_of
from pelican_hotpapers.storage.wanted_files import Wanted, WantedFolder

logger = get_logger(__name__)

SUFFIX = ".manifest"
_FORM = b'"pelican-hotpapers manifest 2"\n'
"""The first line; the number goes up when the form of the others changes."""
_HASH = 16
"""Bytes of a hash of content."""


AT_ONCE = 3_000
"""Files that are made together: more would take memory."""
BeginJobs = Callable[[Sequence[Job]], Results]
"""Begins jobs elsewhere; those without a result are to be done here."""


class WrittenFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was left; as JSON, a line of the log."""

    path: str
    """Relative to the output, with slashes."""
    key: bytes
    """A hash of what it was made of; empty where that is not known."""
    content: bytes
    """A hash of its bytes."""
    size: int
    """Their number."""
    changed_at: int = 0
    """Its time of change in nanoseconds; 0 where it is not known."""


class Manifest:
    """Writes the files of a build, those that are as they are to be excepted."""

    def __init__(
        self, output: Path, folder: Path | None, *, is_trusted: bool = True
    ) -> None:
        """Read what earlier builds of the same output left.

        Args:
            output: The folder of the site.
            folder: Where the manifests of all outputs are; None where none is to be.
            is_trusted: Whether what was made of the same is used again; otherwise all
                is made.
        """
        self._output = output
        name = key_of(os.fsencode(output.resolve())).hex() + SUFFIX
        self._file = None if folder is None else folder / name
        self._log: int | None = None
        self._before, self._length = _read(self._file)
        self._now: dict[str, WrittenFile] = {}
        self._kinds: set[Hashable] = set()
        self._is_trusted = is_trusted

    def write(
        self,
        files: Iterable[Wanted],
        begin: BeginJobs = without_copies,
        at_once: int = AT_ONCE,
    ) -> None:
        """Write files, unless they are there already, made of the same.

        Args:
            files: The files, and folders of files.
            begin: Begins jobs in other processes; by itself none.
            at_once: How many of them are known, and made, together. While others make
                these, this process asks for the next.
        """
        files = iter(files)
        finish = self._begin([], [], begin)
        while batch := list(islice(files, at_once)):
            lacking = [each for each in batch if not self._is_there(each)]
            finish()
            finish = self._begin(batch, lacking, begin)
        finish()

    def _begin(
        self, files: Sequence[Wanted], lacking: Sequence[Wanted], begin: BeginJobs
    ) -> Callable[[], None]:
        """Begin to make those of some files that are lacking.

        Returns:
            What waits until they are made.
        """
        rest = [each for each in lacking if not self._make_first(each)]
        if rest:
            with suppress(OSError):  # said where a line is added
                self._open_log()  # once, for all processes
        results = begin([partial(self._make, each) for each in rest])

        def finish() -> None:
            for each, written in zip(rest, results(), strict=True):
                if written is None:
                    self._make(each)
                else:
                    found = msgspec.json.decode(written, type=list[WrittenFile])
                    self._now.update((file.path, file) for file in found)
            written_paths = {each.path for each in lacking}
            for each in files:
                each.done(each.path in written_paths)

        return finish

    def _make_first(self, wanted: Wanted) -> bool:
        """Write what is the first of its kind; tell whether it is."""
        if wanted.kind is None or wanted.kind in self._kinds:
            return False
        self._kinds.add(wanted.kind)
        self._make(wanted)
        return True

    def _is_there(self, wanted: Wanted) -> bool:
        if isinstance(wanted, WantedFolder):
            return self._is_folder_current(wanted)
        return self.is_current(wanted.path, wanted.key)

    def _make(self, wanted: Wanted) -> bytes:
        """Write files, and return what each is now, as JSON."""
        written = [
            self.put(path, wanted.key, content) for path, content in wanted.contents()
        ]
        return msgspec.json.encode(written)

    def is_current(self, path: str, key: bytes | None) -> bool:
        """Tell whether a file is there, made of the same, and as it was left.

        If so, it is taken for a file of this build.
        """
        found = self._before.get(path)
        if found is None or not key or found.key != key or not self._is_trusted:
            return False
        as_left = self._as_left(found)
        if as_left is None:
            return False
        self._now[path] = as_left
        return True

    def put(self, path: str, key: bytes | None, content: bytes) -> WrittenFile:
        """Have a file hold something; it is not touched if it does already.

        Returns:
            What it is now.

        Raises:
            OSError: It cannot be written.
        """
        written = WrittenFile(path, key or b"", _hash(content), len(content))
        self._append(written)
        changed_at = _put(f"{self._output}/{path}", content)
        left = msgspec.structs.replace(written, changed_at=changed_at)
        self._now[path] = left
        return left

    def _is_folder_current(self, wanted: WantedFolder) -> bool:
        """Tell whether all files of a folder are as left, and made of the same.

        If so, they are taken for files of this build.
        """
        folder = f"{wanted.path}/"
        paths = [path for path in self._before if path.startswith(folder)]
        is_whole = folder + wanted.last in self._before
        return is_whole and all(self.is_current(path, wanted.key) for path in paths)

    def remove_stale(
        self, is_taken: Callable[[str], bool]
    ) -> tuple[list[str], list[str]]:
        """Remove what earlier builds wrote and this one did not.

        What was changed since stays, and so does what is behind a symbolic link.

        Args:
            is_taken: Tells whether a path, at which there is a file, is of one that
                somebody else writes.

        Returns:
            The paths of files that were removed, and of those that stay as they were
            changed.
        """
        removed, changed = [], []
        root = self._output.resolve()
        for path in sorted(self._before.keys() - self._now.keys()):
            file = root / path
            if not _is_inside(path) or file.parent.resolve() != file.parent:
                continue
            if not _is_regular(file) or is_taken(path):
                continue
            if not self._is_ours(self._before[path], file):
                changed.append(path)
                continue
            with suppress(OSError):
                file.unlink()
                removed.append(path)
                _remove_empty_folders(file.parent, root)
        return removed, changed

    def save(self) -> None:
        """Write down what this build has left; nothing where nothing has changed."""
        if self._log is not None:
            os.close(self._log)
        if self._file is None or (self._log is None and self._now == self._before):
            return
        lines = msgspec.json.Encoder().encode_lines(self._now.values())
        try:
            replace_file(self._file, _FORM + lines)
        except OSError as error:
            logger.info("The next build makes all again: %s", error)

    def _append(self, written: WrittenFile) -> None:
        """Add a line to the log."""
        try:
            self._open_log()
            if self._log is not None:
                os.write(self._log, msgspec.json.encode(written) + b"\n")
        except OSError as error:
            logger.info("%s cannot be written: %s", self._file, error)
            self._file = None

    def _open_log(self) -> None:
        """Open the log to add lines to it, if there is to be one."""
        if self._log is None and self._file is not None:
            self._log = _opened(self._file, self._length)

    def _as_left(self, written: WrittenFile) -> WrittenFile | None:
        """Return what a file is now, if it is as it was left."""
        file = f"{self._output}/{written.path}"
        try:
            # Thousands are asked for, and a path object costs more than the answer.
            found = os.stat(file)  # noqa: PTH116
            if found.st_size != written.size or not S_ISREG(found.st_mode):
                return None
            if found.st_mtime_ns == written.changed_at:
                return written
            if _hash(Path(file).read_bytes()) != written.content:
                return None
        except OSError:
            return None
        return msgspec.structs.replace(written, changed_at=found.st_mtime_ns)

    def _is_ours(self, written: WrittenFile, file: Path) -> bool:
        """Tell whether a file is as we left it, or as a killed build did: empty."""
        was_begun = not written.changed_at and not file.stat().st_size
        return was_begun or self._as_left(written) is not None


def _read(file: Path | None) -> tuple[dict[str, WrittenFile], int]:
    """Return the files of a log by path, and how many of its bytes can stay."""
    if file is None:
        return {}, 0
    try:
        log = file.read_bytes()
    except FileNotFoundError:
        return {}, 0
    except OSError as error:
        logger.info("All is made again: %s", error)
        return {}, 0
    length = log.rfind(b"\n") + 1  # a build was killed within the last line
    if not log.startswith(_FORM):
        logger.info("%s is of another version: all is made again", file)
        return {}, 0
    try:
        lines = msgspec.json.Decoder(WrittenFile).decode_lines(
            memoryview(log)[len(_FORM) : length]
        )
    except (msgspec.MsgspecError, ValueError) as error:
        logger.info("%s is damaged, and all is made again: %s", file, error)
        return {}, 0
    return {each.path: each for each in lines}, length


def _opened(file: Path, length: int) -> int:
    """Open a log to add lines to it, behind so many bytes of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    log = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    os.ftruncate(log, length)
    if not length:
        os.write(log, _FORM)
    return log


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:_HASH]


def _put(file: str, content: bytes) -> int:
    """Have a file hold something, and return its time of change in nanoseconds.

    Thousands are written, and each path object costs as much as a question to the
    system: so paths are texts here, and most files are found not to be there by making
    them.
    """
    try:
        _write(file, "xb", content)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120
        _write(file, "wb", content)
    except FileExistsError:
        if changed_at := _time_of_change(file, content):
            return changed_at
        _write(file, "wb", content)
    # The system's clock is coarse: what another program writes at once would have the
    # same time of change.
    now = time.time_ns()
    os.utime(file, ns=(now, now))
    return now


def _write(file: str, mode: Literal["xb", "wb"], content: bytes) -> None:
    with open(file, mode) as opened:  # noqa: PTH123
        opened.write(content)


def _time_of_change(file: str, content: bytes) -> int | None:
    """Return when a file was changed if it holds something already."""
    try:
        found = os.stat(file)  # noqa: PTH116
        is_same = found.st_size == len(content) and Path(file).read_bytes() == content
    except OSError:
        return None
    return found.st_mtime_ns if is_same else None


def _is_regular(file: Path) -> bool:
    """Tell whether there is a file, and no symbolic link to one."""
    try:
        return S_ISREG(file.lstat().st_mode)
    except OSError:
        return False


def _is_inside(path: str) -> bool:
    """Tell whether a path leads to something below the output."""
    parts = PurePosixPath(path)
    return bool(parts.parts) and not parts.is_absolute() and ".." not in parts.parts


def _remove_empty_folders(folder: Path, root: Path) -> None:
    """Remove a folder and those around it, as far as they are empty."""
    with suppress(OSError):  # one of them is not
        while folder != root:
            folder.rmdir()
            folder = folder.parent
