"""Which topics are sound of those that a site's settings, or a file, have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.errors import Fault
from pelican_hotpapers.formats.syntax import ParsedData, nowhere
from pelican_hotpapers.formats.validation import Validator

Topics = Mapping[str, Topic]
_RULES = ", ".join(Topic.__struct_fields__)


def sound_topics(document: ParsedData, path: str) -> tuple[Topics, tuple[Fault, ...]]:
    """Return the sound topics of a document, in its order, and all that is wrong.

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


def sound_parts(setting: object) -> tuple[object, tuple[str, ...]]:
    """Return a setting with its sound topics alone, and a line for each fault.

    What is no dict of topics comes back as it is, for others to judge.
    """
    if not isinstance(setting, Mapping):
        return setting, ()
    rules_by_name = {key: _plain(rules) for key, rules in setting.items()}
    document = ParsedData(rules_by_name, nowhere)
    topics, faults = sound_topics(document, "")
    return topics, tuple(fault.says for fault in faults)


def _plain(rules: Any) -> Any:  # noqa: ANN401 - whatever settings have
    """Return rules as a file could have them, whose keys are texts."""
    if not isinstance(rules, Mapping):
        return rules
    return {str(key): value for key, value in rules.items()}
