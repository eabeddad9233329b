"""Topics as a site defines them: in its settings, or in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.errors import DigestError, Fault, shown_path
from pelican_hotpapers.formats.syntax import (
    ParsedData,
    Plain,
    nowhere,
    read_json,
    read_yaml,
)
from pelican_hotpapers.formats.validation import Validator
from pelican_hotpapers.storage.digest_files import decode, read_bytes

Topics = Mapping[str, Topic]
_RULES = ", ".join(Topic.__struct_fields__)


def valid_topics(document: ParsedData, path: str) -> tuple[Topics, tuple[Fault, ...]]:
    """Return the valid topics of a document, in its order, and all faults.

    Args:
        document: Of each name, its rules.
        path: The name of its file.
    """
    checker = Validator(document, path, "topics")
    found = {} if document.value is None else document.value
    topics: dict[str, Topic] = {}
    if not isinstance(found, dict):
        checker.fault((), found, f"names with rules: {_RULES}")
        found = {}
    for name, rules in found.items():
        if not isinstance(name, str):
            checker.fault((str(name),), name, "a name", hint="Put it in quotes")
        elif not name.strip():
            checker.fault((name,), name, "a name")
        elif not isinstance(rules, dict):
            checker.fault((name,), rules, f"rules: {_RULES}")
        elif topic := checker.sound(rules, Topic, (name,)):
            topics[name] = topic
    return topics, tuple(checker.faults)


def valid_part(setting: object) -> tuple[object, tuple[str, ...]]:
    """Return a setting with its valid topics alone, and a line for each fault.

    What is no dict of topics comes back as it is; its type is checked elsewhere.
    """
    if not isinstance(setting, Mapping):
        return setting, ()
    rules_by_name = {key: _plain(rules) for key, rules in setting.items()}
    document = ParsedData(rules_by_name, nowhere)
    topics, faults = valid_topics(document, "")
    return topics, tuple(fault.says for fault in faults)


def _plain(rules: Any) -> Any:  # noqa: ANN401 - whatever settings have
    """Return rules as a file could have them, whose keys are texts."""
    if not isinstance(rules, Mapping):
        return rules
    return {str(key): value for key, value in rules.items()}


def topics_of(
    setting: Topics | str, content: Path, max_size: int
) -> tuple[Topics, tuple[Fault, ...]]:
    """Return the topics that a site's settings have or name.

    Args:
        setting: HOTPAPERS_TOPICS, as it was checked.
        content: The folder of the site's content.
        max_size: Bytes above which their file is refused.

    Returns:
        The topics, and all that is wrong with their file.
    """
    if isinstance(setting, str):
        return read_topics(Path(shown_path(str(content / setting))), max_size)
    return setting, ()


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
        read = read_json if path.suffix == ".json" else _read_yaml
        return valid_topics(read(text, str(path)), str(path))
    except DigestError as error:
        return {}, error.faults
    except (OSError, ValueError) as error:  # no such file; no name that a file can have
        return {}, (_unreadable(path, error),)


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
