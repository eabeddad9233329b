"""The topics of a site, which its settings have, or a file that they name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from pelican_hotpapers.digest_files import decode, read_bytes
from pelican_hotpapers.errors import DigestError, Fault
from pelican_hotpapers.formats.checking import Checker
from pelican_hotpapers.formats.syntax import Document, Plain, read_json, read_yaml
from pelican_hotpapers.topics import Topic

Topics = Mapping[str, Topic]
_RULES = ", ".join(Topic.__struct_fields__)


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
        return _checked(_reader(path)(text, str(path)), str(path))
    except DigestError as error:
        return {}, error.faults
    except (OSError, ValueError) as error:  # no such file; no name that a file can have
        return {}, (_unreadable(path, error),)


def _reader(path: Path) -> Callable[[str, str], Document]:
    return read_json if path.suffix == ".json" else _read_yaml


def _read_yaml(text: str, path: str) -> Document:
    """Read YAML, in which a text may look like a number: no rule wants one."""
    document = read_yaml(text, path)
    return replace(document, value=_as_texts(document.value))


def _as_texts(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_texts(item) for item in value]
    return str(value) if type(value) in (int, float) else value


def _checked(document: Document, path: str) -> tuple[Topics, tuple[Fault, ...]]:
    checker = Checker(document, path, "topics")
    found = {} if document.value is None else document.value
    topics: dict[str, Topic] = {}
    if not isinstance(found, dict):
        checker.fault((), found, f"names with rules: {_RULES}")
        found = {}
    for name, rules in found.items():
        if not name.strip():
            checker.fault((name,), name, "a name")
        elif not isinstance(rules, dict):
            checker.fault((name,), rules, f"rules: {_RULES}")
        elif topic := checker.sound(rules, Topic, (name,)):
            topics[name] = topic
    return topics, tuple(checker.faults)


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
