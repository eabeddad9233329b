"""What the plugin adds to the environment of a site's templates.

Its filters and its test, its own templates behind all others, and escaping in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, Template
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup

from pelican_hotpapers.config import Config
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.outputs.exports import Citations
from pelican_hotpapers.pelican.filters import (
    PREFIX,
    Filters,
    is_digest,
    is_plugin_filter,
)
from pelican_hotpapers.pelican.private_names import TemplateCompiler
from pelican_hotpapers.translation import ENGLISH, ENGLISH_TAG, Translation

logger = get_logger(__name__)

TEMPLATES = Path(__file__).parents[1] / "templates"
"""The folder with ``hotpapers/digest.html`` and the rest."""
_IN_ENGLISH = Markup(' lang="en" dir="ltr"')


def site_environment(
    settings: Mapping[str, Any], config: Config, translation: Translation
) -> Environment:
    """Return an environment like that of a site's generators, for use without them.

    Args:
        settings: Pelican's.
        config: Ours among them.
        translation: The words of the site's language.
    """
    overrides = settings["THEME_TEMPLATES_OVERRIDES"]
    loader = FileSystemLoader([*overrides, f"{settings['THEME']}/templates"])
    env = Environment(loader=loader, **settings["JINJA_ENVIRONMENT"])  # noqa: S701
    hold_templates(env)
    install(env, config, translation)
    return env


def hold_templates(env: Environment) -> None:
    """Have an environment that lives for one run hold on to all its templates.

    They are not compared with their files again, and which were used last is not noted:
    to note it for each include takes as long as many of them do.
    """
    env.auto_reload = False
    if env.cache is not None:
        env.cache = {}


def install(
    env: Environment,
    config: Config,
    translation: Translation = ENGLISH,
    citations: Citations | None = None,
) -> None:
    """Give an environment our filters, test and templates.

    Templates are looked for here after all the places the environment already has,
    so that a theme's file of the same name wins; those under ``hotpapers/`` escape
    what they print, also a theme's. Installing again with another config replaces
    the first; a name that is the site's own is left alone.

    Args:
        env: the site's environment, or any other.
        config: the site's settings; templates see it as ``hotpapers``.
        translation: the words of the site's language; templates see it as
            ``hotpapers_language``, for its ``tag`` and its ``direction``, and as
            ``hotpapers_english`` the attributes of a text that is in English, which
            are none where the page is.
        citations: what papers were written in to be cited, to be used again.
    """
    filters = Filters(env, config, translation, citations)
    for name, function in filters.by_name():
        _add_filter(env, name, function)
    env.tests.setdefault("hotpapers_digest", is_digest)
    if isinstance(env.globals.get("hotpapers", config), Config):
        env.globals["hotpapers"] = config
    env.globals["hotpapers_language"] = translation
    is_english = translation.tag == ENGLISH_TAG
    env.globals["hotpapers_english"] = Markup() if is_english else _IN_ENGLISH
    if not isinstance(env.autoescape, _EscapeOurs):
        env.autoescape = _EscapeOurs(env.autoescape)
    if env.code_generator_class is CodeGenerator:
        env.code_generator_class = TemplateCompiler
    if env.context_class is Context:
        env.context_class = TemplateContext
    _append_loader(env)


@dataclass(frozen=True, slots=True)
class _EscapeOurs:
    """Autoescaping on for templates under ``hotpapers/``, the site's for others."""

    site: bool | Callable[[str | None], bool]

    def __call__(self, name: str | None) -> bool:
        """Tell whether a template escapes what it prints."""
        if name and "hotpapers/" in name:
            return True
        return self.site(name) if callable(self.site) else self.site


class TemplateContext(Context):
    """Jinja's context, which lists the names of its globals when it is asked for them.

    Every included template has one of its own, and only what is imported asks.
    """

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's
    ) -> None:
        super().__init__(environment, parent, name, blocks)
        self._globals = globals

    @property
    def globals_keys(self) -> set[str]:
        """The names of the globals of its template."""
        return set(self._globals or ())

    @globals_keys.setter
    def globals_keys(self, keys: set[str]) -> None:
        """Let Jinja set none, before they are known."""


class PreparedTemplate:
    """A template that is given the same many times, and a little more each time.

    `Template.render` copies all that it is given, thrice; a site has hundreds of names.
    """

    def __init__(self, template: Template, given: Mapping[str, Any]) -> None:
        """Take a template, and what it is given each time."""
        self._template = template
        self._given = {**template.globals, **given}

    def render(self, given: Mapping[str, Any]) -> str:
        """Return what the template gives when it is given this as well.

        Raises:
            Exception: Whatever the template raises.
        """
        template = self._template
        if template.environment.is_async:
            return template.render({**self._given, **given})
        context = template.new_context(self._given, shared=True, locals=given)
        try:
            return template.environment.concat(template.root_render_func(context))
        except Exception:
            template.environment.handle_exception()


_DELIMITERS = {
    "{%": "block_start_string",
    "%}": "block_end_string",
    "{{": "variable_start_string",
    "}}": "variable_end_string",
    "{#": "comment_start_string",
    "#}": "comment_end_string",
}
"""Jinja's own, and what an environment knows its own by."""
_DELIMITER = re.compile("|".join(map(re.escape, _DELIMITERS)))


class _Templates(FileSystemLoader):
    """Our templates.

    ``!hotpapers/paper.html`` is the plugin's own paper also where the theme has
    another, which can so extend it.
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Find a template, with or without the mark of an original.

        Ours have Jinja's own delimiters, in the place of which a site may have others.
        """
        name = template.removeprefix("!")
        source, path, is_fresh = super().get_source(environment, name)
        delimiters = {
            ours: str(getattr(environment, option))
            for ours, option in _DELIMITERS.items()
        }
        if any(ours != theirs for ours, theirs in delimiters.items()):
            source = _DELIMITER.sub(lambda found: delimiters[found[0]], source)
        return source, path, is_fresh


def _append_loader(env: Environment) -> None:
    """Let templates be found in our folder, last of all."""
    if env.loader is None:
        env.loader = ChoiceLoader([])
    if not isinstance(env.loader, ChoiceLoader):
        env.loader = ChoiceLoader([env.loader])
    loaders = env.loader.loaders
    if not any(isinstance(loader, _Templates) for loader in loaders):
        env.loader.loaders = [*loaders, _Templates(TEMPLATES)]


def _add_filter(env: Environment, name: str, function: Callable[..., object]) -> None:
    """Add a filter, unless the name is the site's already.

    A site that has a name with our prefix means it; one without may be chance.
    """
    present = env.filters.get(name)
    if present is None or is_plugin_filter(present):
        env.filters[name] = function
    elif not name.startswith(PREFIX):
        logger.warning(
            "The filter %s is the site's own and stays; "
            "the one of pelican-hotpapers goes by %s%s",
            name,
            PREFIX,
            name,
        )
