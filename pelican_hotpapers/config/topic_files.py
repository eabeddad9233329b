"""The topics that a site keeps in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pelican_hotpapers.config.topic_rules import Topics, sound_topics
from pelican_hotpapers.errors import DigestError, Fault
from pelican_hotpapers.formats.syntax import ParsedData, Plain, read_json, read_yaml
from pelican_hotpapers.storage.digest_files import decode, read_bytes


def read_topics(path: Path, max_size: int) -> tuple[Topics, tuple[Fault, ...]]:
    """Read topics from a file of YAML or JSON: of each name, its rules.

    Args:
        path: The file.
        max_size: Bytes above which it is refused.

    Returns:
        The sound topics in the order of the file, and all that is wrong with it.
    """
    try:
        text = decode(read_bytes(path, max_size), str(path))
        return sound_topics(_reader(path)(text, str(path)), str(path))
    except DigestError as error:
        return {}, error.faults
    except (OSError, ValueError) as error:  # no such file; no name that a file can have
        return {}, (_unreadable(path, error),)


def _reader(path: Path) -> Callable[[str, str], ParsedData]:
    return read_json if path.suffix == ".json" else _read_yaml


def _read_yaml(text: str, path: str) -> ParsedData:
    """Read YAML, in which a text may look like a number: no rule wants one."""
    document = read_yaml(text, path)
    return replace(document, value=_as_texts(document.value))


def _as_texts(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_texts(item) for item in value]
    return str(value) if type(value) in (int, float) else value


def _unreadable(path: Path, error: OSError | ValueError) -> Fault:
    reason = error.strerror if isinstance(error, OSError) else None
    return Fault(
        path=str(path),
        line=1,
        column=1,
        field="HOTPAPERS_TOPICS",
        found=(reason or str(error)).lower(),
        expected="a file that can be read",
        hint="A relative name is one inside PATH",
    )
