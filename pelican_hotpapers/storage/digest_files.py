"""Digests in single files, whose suffix chooses the format.

A file is read up to a size, and written in one step: nobody ever sees half of one.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pelican_hotpapers.errors import DigestError, Fault
from pelican_hotpapers.formats import DATA_SUFFIXES, data_reader, data_writer, markdown
from pelican_hotpapers.formats.syntax import Locator, nowhere, read_json, read_yaml
from pelican_hotpapers.markup import encoding
from pelican_hotpapers.model import Digest, Origin

Row = TypeVar("Row")

_OWN = ("title", "slug")
"""What data files say of their page beside ``extra``."""

MAX_SIZE = 5_000_000
"""Bytes above which a file is refused; a full day takes about 60,000."""

_PARSERS: dict[str, Callable[[str, str], Digest]] = {
    ".md": markdown.parse_post,
    ".json": data_reader.parse_json,
    ".yaml": data_reader.parse_yaml,
    ".yml": data_reader.parse_yaml,
}
_WRITERS: dict[str, Callable[[Digest], str]] = {
    ".md": markdown.render_post,
    ".json": data_writer.render_json,
    ".yaml": data_writer.render_yaml,
    ".yml": data_writer.render_yaml,
}


def read_digest(
    path: str | os.PathLike[str],
    *,
    repair_encoding: bool = True,
    max_size: int = MAX_SIZE,
) -> Digest:
    """Read a digest from a file: ``.md``, ``.json``, ``.yaml`` or ``.yml``.

    Args:
        path: The file.
        repair_encoding: Whether to restore text that was once read as Mac Roman.
        max_size: Bytes above which the file is refused.

    Raises:
        DigestError: With every fault of the file. Its ``digest`` holds what is sound.
        OSError: The file cannot be read.
    """
    path = Path(path)
    raw = read_bytes(path, max_size)
    digest = parse(raw, str(path), repair_encoding=repair_encoding)
    if path.suffix == ".md":
        return replace(digest, origin=Origin(raw, digest))
    return digest


def parse(raw: bytes, path: str, *, repair_encoding: bool = True) -> Digest:
    """Read a digest from the bytes of a file, by the suffix of its name.

    Raises:
        DigestError: As read_digest does.
    """
    parser = _format(_PARSERS, Path(path))
    text = decode(raw, path)
    return parser(encoding.repair(text) if repair_encoding else text, path)


def front_places(raw: bytes, path: str) -> Locator:
    """Return what finds the front matter of a digest in its file.

    In a data file that is its title, its slug, and what it has in ``extra``.

    Raises:
        DigestError: The file is not one that a digest was read from.
    """
    if not _is_data(path):  # Pelican knows several suffixes of Markdown
        text, _ = decode_loosely(raw, path)
        front, _ = markdown.read_front(text, path)
        return front.document.place
    place = places(raw, path)
    return lambda field: place(field if field[0] in _OWN else ("extra", *field))


def places(raw: bytes, path: str) -> Locator:
    """Return what finds a digest's fields in its file.

    In a Markdown post all is found at the beginning.

    Raises:
        DigestError: The file is not one that a digest was read from.
    """
    if not _is_data(path):
        return nowhere
    text, _ = decode_loosely(raw, path)
    read = read_json if Path(path).suffix == ".json" else read_yaml
    return read(text, path).place


def _is_data(path: str) -> bool:
    return Path(path).suffix in DATA_SUFFIXES


def write_digest(digest: Digest, path: str | os.PathLike[str]) -> None:
    """Write a digest to a file: ``.md``, ``.json``, ``.yaml`` or ``.yml``.

    The file is replaced in one step, so that a reader never sees half of it. A digest
    that was read from a Markdown post and not changed gives that post back, byte for
    byte.

    Raises:
        DigestError: The format has no place for something the digest holds, as a
            Markdown post has none for other signals than reposts and likes.
        OSError: The file cannot be written.
    """
    path = Path(path)
    render = _format(_WRITERS, path)
    origin = digest.origin
    if path.suffix == ".md" and origin is not None and origin.digest == digest:
        return replace_file(path, origin.data)
    return replace_file(path, render(digest).encode())


def read_bytes(path: Path, max_size: int) -> bytes:
    """Read a file, up to a size.

    Raises:
        DigestError: The file is larger, or no file: a pipe would be waited for, and a
            device has no end.
        OSError: The file cannot be read.
    """
    if not is_regular(path):
        found, expected = "a folder, a pipe or a device", "a regular file"
        raise DigestError([Fault(path=str(path), found=found, expected=expected)])
    with path.open("rb") as file:
        raw = file.read(max_size + 1)
    if len(raw) > max_size:
        check_size(str(path), path.stat().st_size, max_size)
    return raw


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file beside the digests; none where there is no file.

    Raises:
        OSError: The file is there, and cannot be read.
    """
    try:
        text = path.read_text("utf-8", "replace") if is_regular(path) else ""
    except FileNotFoundError:
        return []
    return text.splitlines()


def is_regular(path: Path) -> bool:
    """Tell whether something is a file, or a link to one.

    Raises:
        OSError: It is nothing.
    """
    return stat.S_ISREG(path.stat().st_mode)


def check_size(path: str, size: int, max_size: int) -> None:
    """Refuse a file of more than this many bytes.

    Raises:
        DigestError: The file is larger.
    """
    if size > max_size:
        found, expected = f"{size:,} bytes", f"at most {max_size:,} bytes"
        raise DigestError([Fault(path=path, found=found, expected=expected)])


def decode(raw: bytes, path: str) -> str:
    """Decode a file's bytes, which are UTF-8, with or without a byte order mark.

    Raises:
        DigestError: They are not; the fault names the line.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        start = before.rfind(b"\n") + 1
        fault = Fault(
            path=path,
            line=before.count(b"\n") + 1,
            column=len(before[start:].decode(errors="replace")) + 1,
            field="encoding",
            found=f"the byte 0x{raw[error.start]:02x}",
            expected="text in UTF-8",
        )
        raise DigestError([fault]) from None


def decode_loosely(raw: bytes, path: str) -> tuple[str, tuple[Fault, ...]]:
    """Decode a file's bytes with U+FFFD for what is not UTF-8, and the first fault."""
    try:
        return decode(raw, path), ()
    except DigestError as error:
        return raw.decode("utf-8-sig", "replace"), error.faults


def _format(table: dict[str, Row], path: Path) -> Row:
    if path.suffix not in table:
        found, expected = f"the suffix {path.suffix!r}", f"one of {', '.join(table)}"
        raise DigestError([Fault(path=str(path), found=found, expected=expected)])
    return table[path.suffix]


PART = ".part"
"""How the name of a file ends that is being written, and not yet in its place."""


def replace_file(path: Path, raw: bytes) -> None:
    """Put a file in the place of another in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with blaming(path):
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name}.", suffix=PART, dir=path.parent
        )
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


@contextmanager
def blaming(path: Path) -> Iterator[None]:
    """Have errors name a file: a full disk names none, and a half file another."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask
