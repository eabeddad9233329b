"""What pages depend on beside what each of them shows, as one hash.

That is the templates that they are made of, the options of Jinja's, and the values of
all names of the site's that stand in these templates. The filters of Jinja's and the
plugin's are as the versions of the packages. Nobody can tell what a function of the
site's own or of another plugin will return next time. Where a template names one, or
where a value has no stable content, there is no hash, and pages are made in each build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Any

from jinja2 import Environment, TemplateError
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from pelican.utils import DateFormatter

from pelican_hotpapers.library import Library
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.filters import PREFIX, RENDERED, is_plugin_filter
from pelican_hotpapers.pelican.site_keys import SiteKeys
from pelican_hotpapers.pelican.template_uses import (
    Parts,
    TemplateUse,
    UnknownUse,
)
from pelican_hotpapers.storage.keys import key_of, versions
from pelican_hotpapers.translation import Translation

logger = get_logger(__name__)

_MISSING = b"missing"


class TemplateKeys:
    """Makes the keys of what is rendered in an environment."""

    def __init__(
        self,
        env: Environment,
        site: SiteKeys,
        library: Library,
        translation: Translation,
        use_of: Callable[[str], TemplateUse],
    ) -> None:
        """Take what templates depend on.

        Args:
            env: The environment, with our filters.
            site: Makes keys of what a template may be given.
            library: All digests: a template of the site's in the place of one of ours
                may show whatever is in them.
            translation: The words that filters say.
            use_of: Returns what a template uses, by its name, or raises `UnknownUse`.
        """
        self._env = env
        self._site = site
        self._library = library
        self._translation = translation
        self._use_of = use_of
        self._uses: dict[str, TemplateUse] = {}
        self._reached: dict[tuple[str, ...], Sequence[TemplateUse]] = {}
        self._keys: dict[tuple[str, int, Parts], bytes] = {}
        self._told: set[str] = set()

    def key(
        self,
        templates: Iterable[str],
        context: Mapping[str, Any],
        of_page: Set[str],
        of_library: Set[str] = frozenset(),
    ) -> bytes | None:
        """Return a key of what pages depend on, or None where it is not known.

        Args:
            templates: What a page is made of, beside what filters render; a folder,
                with its slash, for all that are in it.
            context: What these are given whatever the page.
            of_page: Names of what is a page's own, or follows from where it is.
            of_library: Names of what our templates show that part of which is the
                page's own.
        """
        try:
            return key_of(*self._parts(templates, context, of_page, of_library))
        except UnknownUse as unknown:
            why = str(unknown)
        except TemplateError as error:
            why = str(error)
        if why not in self._told:
            self._told.add(why)
            logger.debug("Pages are made in each build: %s", why)
        return None

    def _parts(
        self,
        templates: Iterable[str],
        context: Mapping[str, Any],
        of_page: Set[str],
        of_library: Set[str],
    ) -> Iterator[bytes]:
        yield versions()
        yield self._site(self._translation)
        yield self._options_key
        names: dict[str, Parts] = {}
        for use in self._all_uses(tuple(templates)):
            yield use.key
            covered = of_page | of_library if use.template.is_ours else of_page
            for name, parts in use.names.items():
                if name not in covered:
                    names[name] = _united(parts, names.get(name, parts))
            if not use.template.is_ours and "settings" in use.attributes:
                raise UnknownUse(f"{use.template.name} shows settings of a page")
        for name in sorted(names):
            yield name.encode()
            yield self._site(self._library) if name in of_library else b""
            yield self._named(name, names[name], context)

    def _all_uses(self, templates: tuple[str, ...]) -> Sequence[TemplateUse]:
        """Return the uses of templates, and of all that they refer to."""
        if templates in self._reached:
            return self._reached[templates]
        found: dict[str, TemplateUse] = {}
        todo = [*RENDERED, *templates]
        while todo:
            name = todo.pop()
            if name.endswith("/"):
                todo.extend(self._in_folder(name))
            elif name not in found:
                found[name] = self._use(name)
                todo.extend(found[name].references)
        self._reached[templates] = [found[name] for name in sorted(found)]
        return self._reached[templates]

    def _in_folder(self, folder: str) -> list[str]:
        try:
            return self._env.list_templates(
                filter_func=lambda name: name.startswith(folder)
            )
        except TypeError:
            raise UnknownUse("a loader lists no templates") from None

    def _use(self, name: str) -> TemplateUse:
        if name not in self._uses:
            use = self._use_of(name)
            source = "" if use.template.is_ours else use.template.source or ""
            if unknown := words_in(source) & self._unknown_functions:
                raise UnknownUse(f"{name} uses {min(unknown)}")
            self._uses[name] = use
        return self._uses[name]

    def _named(self, name: str, parts: Parts, context: Mapping[str, Any]) -> bytes:
        """Return the key of what a name stands for."""
        if name in context:
            value = context[name]
        elif name in self._env.globals:
            value = self._env.globals[name]
            if value is DEFAULT_NAMESPACE.get(name):
                return _MISSING
        else:
            return _MISSING
        known = (name, id(value), parts)
        if known not in self._keys:
            try:
                used = value if parts is None else _some_of(value, parts)
                self._keys[known] = self._site(used)
            except (TypeError, RecursionError) as error:
                raise UnknownUse(f"templates use {name}: {error}") from None
        return self._keys[known]

    @cached_property
    def _unknown_functions(self) -> Set[str]:
        return unknown_functions(self._env)

    @cached_property
    def _options_key(self) -> bytes:
        """A key of the options that change what a template gives."""
        env = self._env
        if env.finalize is not None:
            raise UnknownUse("Jinja has the site's finalize")
        foreign = {
            each.__qualname__
            for each in (env.undefined, *map(type, env.extensions.values()))
            if not each.__module__.startswith("jinja2.")
        }
        replaced = {
            name
            for name in self._unknown_functions
            if name in FILTERS or name in TESTS or name.startswith(PREFIX)
        }
        if foreign or replaced:
            raise UnknownUse(f"Jinja has the site's {min(foreign | replaced)}")
        return key_of(*map(str.encode, options_of(env)))


def unknown_functions(env: Environment) -> Set[str]:
    """Return the names of filters and tests that are neither Jinja's nor ours."""
    found = set()
    for functions, jinjas in ((env.filters, FILTERS), (env.tests, TESTS)):
        for name, value in functions.items():
            # Pelican's `strftime` depends on its locale alone, which is hashed.
            is_known = isinstance(value, DateFormatter) or is_plugin_filter(value)
            if not is_known and value is not jinjas.get(name):
                found.add(name)
    return found


def words_in(source: str) -> Set[str]:
    """Return the words of a template, of which some may be names of functions."""
    return set(re.findall(r"\w+", source))


def _united(parts: Parts, others: Parts) -> Parts:
    return None if parts is None or others is None else parts | others


def options_of(env: Environment) -> Iterator[str]:
    """Yield all options that change what a template gives, as text."""
    for name, value in sorted(vars(env).items()):
        if value is None or isinstance(value, str | int):
            yield f"{name} {value!r}"
    yield repr((env.undefined.__qualname__, sorted(env.extensions), env.policies))
    for value in env.filters.values():
        if isinstance(value, DateFormatter):
            yield str(value.locale)


def _some_of(value: Iterable[Any], parts: frozenset[int]) -> list[list[Any]]:
    """Return of each row the parts that are used."""
    if not isinstance(value, list | tuple):
        raise TypeError(f"{type(value).__qualname__} has no stable content")
    return [[row[place] for place in sorted(parts)] for row in value]
