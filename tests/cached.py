"""What a site's cache keeps, looked at and changed from outside."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pelican_hotpapers.storage.manifest import SUFFIX

KEY = 32
"""Bytes of what an entry was made of; then comes the check of the rest."""
CHECK = 16


def entries(folder: Path) -> list[Path]:
    """Return the files of a cache, that of the output excepted."""
    files = (path for path in folder.iterdir() if path.is_file())
    return sorted(path for path in files if path.suffix != SUFFIX)


def put(files: Iterable[Path], old: bytes, new: bytes) -> None:
    """Put something else into entries, as if it had been made so."""
    for file in files:
        stored = file.read_bytes()
        kept = stored[KEY + CHECK :].replace(old, new)
        check = sha256(kept).digest()[:CHECK]
        file.write_bytes(stored[:KEY] + check + kept)


def flip(folder: Path, place: float) -> None:
    """Change a bit of each entry, at a place from 0, its beginning, to 1, its end."""
    for file in entries(folder):
        stored = bytearray(file.read_bytes())
        stored[round(place * (len(stored) - 1))] ^= 1
        file.write_bytes(stored)
