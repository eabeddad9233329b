"""What HTML depends on beside what it shows, as one hash: the same hash, the same HTML.

The plugin's templates use each other, what they are given, and filters of Jinja's and
the plugin's. Where a site has its own in the place of one, that may use whatever the
theme has: then all templates of the site count. It may also call functions of the
site's or of other plugins, and nobody can tell what these will return next time.
Where the templates name one, there is no hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.ext import DebugExtension, InternationalizationExtension
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from pelican.utils import DateFormatter

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.filters import PREFIX, is_plugin_filter
from pelican_hotpapers.pelican.jinja_environment import TEMPLATES
from pelican_hotpapers.storage.keys import key_of, versions

logger = get_logger(__name__)


def template_hash(
    env: Environment, given: Mapping[str, Any], others: Set[str] = frozenset()
) -> bytes | None:
    """Return a hash of all that the HTML of templates under ``hotpapers/`` depends on.

    Args:
        env: The environment in which they are rendered.
        given: What they are given whatever they show: plain values.
        others: The names of what else they are given, which may change between builds.

    Returns:
        None where it cannot be known what the HTML depends on.
    """
    if (option := _opaque_option(env)) is not None:
        logger.debug("All is rendered in each build: Jinja has the site's %s", option)
        return None
    try:
        templates = [*_templates(env, "hotpapers/")]
        if not all(template.is_ours for template in templates):
            templates = [*_templates(env)]
    except TypeError:
        logger.debug("All is rendered in each build: a loader lists no templates")
        return None
    theirs = (each.source for each in templates if not each.is_ours)
    used = {*_NAMES, *re.findall(r"\w+", "\n".join(theirs))}
    used.update(name for name in env.filters if name.startswith(PREFIX))
    if names := used & ({*_unknown_names(env), *others} - given.keys()):
        logger.debug("All is rendered in each build: templates use %s", min(names))
        return None
    parts = (repr(given), *_options(env), *map(repr, templates))
    encoded = (part.encode(errors="backslashreplace") for part in parts)
    return key_of(versions(), *encoded)


_NAMES = frozenset({*FILTERS, *TESTS, *DEFAULT_NAMESPACE})
"""What the plugin's own templates use of Jinja's, and more."""


@dataclass(frozen=True, slots=True)
class _Template:
    name: str
    source: str
    is_escaped: bool
    is_ours: bool


def _templates(env: Environment, beginning: str = "") -> Iterator[_Template]:
    """Yield the templates whose names begin so, in the order of their names.

    Raises:
        TypeError: A loader of another plugin's does not know its templates.
    """
    assert env.loader is not None  # noqa: S101 - a generator's always has one
    for name in env.list_templates(filter_func=lambda name: name.startswith(beginning)):
        try:
            source, file, _ = env.loader.get_source(env, name)
        except (OSError, UnicodeDecodeError):  # a file that no template can use
            continue
        escape = env.autoescape
        yield _Template(
            name,
            source,
            is_escaped=escape(name) if callable(escape) else escape,
            is_ours=file is not None and Path(file).is_relative_to(TEMPLATES),
        )


def _unknown_names(env: Environment) -> Iterator[str]:
    """Yield what templates can use that is neither Jinja's nor ours, by name."""
    for found, jinjas in (
        (env.filters, FILTERS),
        (env.tests, TESTS),
        (env.globals, DEFAULT_NAMESPACE),
    ):
        for name, value in found.items():
            # Pelican's `strftime` depends on its locale alone, which is hashed.
            is_known = isinstance(value, DateFormatter) or is_plugin_filter(value)
            if not is_known and value is not jinjas.get(name):
                yield name
    for extension in env.extensions.values():
        if isinstance(extension, DebugExtension | InternationalizationExtension):
            yield from extension.tags


def _opaque_option(env: Environment) -> str | None:
    """Return the option by which code of the site's changes all that is rendered."""
    if env.finalize is not None:
        return "finalize"
    classes = (env.undefined, *map(type, env.extensions.values()))
    foreign = (each for each in classes if not each.__module__.startswith("jinja2."))
    return next((each.__qualname__ for each in foreign), None)


def _options(env: Environment) -> Iterator[str]:
    """Yield the options that change what a template gives, such as ``trim_blocks``."""
    for name, value in sorted(vars(env).items()):
        if value is None or isinstance(value, str | int):
            yield f"{name} {value!r}"
    yield repr((env.undefined.__qualname__, sorted(env.extensions), env.policies))
    for value in env.filters.values():
        if isinstance(value, DateFormatter):
            yield value.locale
