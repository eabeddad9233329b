"""A digest to HTML, through the templates of the site's own theme.

What was rendered is kept, and used again while nothing it depends on has changed:
the file, the templates, the settings, the versions of what renders it.
"""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from jinja2 import meta, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from pelican_hotpapers import filters
from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Digest

DIGEST = "hotpapers/digest.html"
SUMMARY = "hotpapers/summary.html"
RENDERED_BY = ("pelican-hotpapers", "jinja2", "markupsafe", "math-core", "nh3")
OURS = frozenset(
    f"hotpapers/{file.name}"
    for file in (filters.TEMPLATES / "hotpapers").glob("*.html")
)
"""What digests are made of; those of other pages are in a folder of their own."""
CONTEXT = frozenset(
    {
        *("SITEURL", "digest", "hotpapers", "hotpapers_files", "post", "category"),
        # Set by our templates for those they include:
        *("paper", "hottest", "counted_by"),
    }
)
"""What templates under ``hotpapers/`` are given by name, here or by a filter."""


class Rendered(msgspec.Struct, frozen=True, array_like=True):
    """What an article is made of, which is all that is kept of a digest."""

    content: str
    summary: str
    linked_data: str
    """The JSON-LD of its papers; nothing where it is not wanted."""
    front: dict[str, Any]
    """Front matter, as a post would have it."""
    day: dt.date
    collected_at: dt.datetime | None


class KeptDigest(Digest):
    """The digest of a file that is known to be sound, read when it is first looked at.

    Most themes never look: they show the article's content.
    """

    __slots__ = ("_read",)

    def __init__(
        self,
        read: Callable[[], Digest] | None = None,
        /,
        **fields: Any,  # noqa: ANN401
    ) -> None:
        """Take the function that reads it, and the fields known without reading it.

        Without the function it takes all of its fields, for dataclasses.replace.
        """
        if read is None:
            super().__init__(**fields)
            return
        object.__setattr__(self, "_read", read)
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Read the digest, for a field that is not there yet."""
        if name not in Digest.__dataclass_fields__:
            raise AttributeError(name)
        digest = self._read()
        for field in Digest.__dataclass_fields__:
            object.__setattr__(self, field, getattr(digest, field))
        return getattr(self, name)

    def __eq__(self, other: object) -> bool:
        """Compare it as the digest that it is."""
        return self._as_digest() == other

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle it as the digest that it is."""
        return copy.copy, (self._as_digest(),)

    def _as_digest(self) -> Digest:
        names = Digest.__dataclass_fields__
        return Digest(**{name: getattr(self, name) for name in names})


class Renderer:
    """Renders digests in one Jinja environment, under one set of settings."""

    def __init__(
        self,
        env: jinja2.Environment,
        config: Config,
        *,
        site: str = "",
        files: str = "",
        cache: Path | None = None,
    ) -> None:
        """Take an environment in which the filters are installed.

        Args:
            env: The environment of one of Pelican's generators.
            config: The site's settings.
            site: What the addresses of the site's pages begin with.
            files: Where the style sheet and the script are found.
            cache: The folder in which to keep what was rendered, if any.
        """
        self._env = env
        self._context = {
            "SITEURL": site,
            "hotpapers": config,
            "hotpapers_files": files,
        }
        self._cache = cache

    def content(self, digest: Digest) -> str:
        """Return the body of a digest's article."""
        return self._render(DIGEST, digest)

    def summary(self, digest: Digest) -> str:
        """Return what lists show of a digest."""
        return self._render(SUMMARY, digest).strip()

    def _render(self, name: str, digest: Digest) -> str:
        return self._env.get_template(name).render(digest=digest, **self._context)

    def kept(self, path: str, raw: bytes) -> Rendered | None:
        """Return what was rendered of a file, if it and all else are as they were."""
        entry = self._entry(path)
        if entry is None:
            return None
        try:
            stored = entry.read_bytes()
        except OSError:
            return None
        key = self._key(raw)
        if not stored.startswith(key):
            return None
        try:
            return _DECODER.decode(memoryview(stored)[len(key) :])
        except (msgspec.MsgspecError, ValueError):
            return None

    def keep(self, path: str, raw: bytes, rendered: Rendered) -> None:
        """Keep what was rendered of a file, where the folder can be written.

        Args:
            path: The file.
            raw: Its bytes, as they were when they were rendered.
            rendered: What they gave.
        """
        entry = self._entry(path)
        if entry is None:
            return
        try:
            stored = self._key(raw) + msgspec.msgpack.encode(rendered)
        except OverflowError:  # an hour before or after all years that UTC has
            return
        with contextlib.suppress(OSError):
            try:
                entry.write_bytes(stored)
            except FileNotFoundError:
                entry.parent.mkdir(parents=True, exist_ok=True)
                entry.write_bytes(stored)

    def _entry(self, path: str) -> Path | None:
        """Return the file in which a file's HTML is kept."""
        if self._cache is None or self._fingerprint is None:
            return None
        return self._cache / _hash(os.fsencode(path)).hex()

    def _key(self, raw: bytes) -> bytes:
        return _hash(self._fingerprint or b"", raw)

    @cached_property
    def _fingerprint(self) -> bytes | None:
        """Return a hash of all that the HTML depends on beside the digest.

        None where that cannot be known; then nothing is kept.
        """
        return fingerprint(self._env, OURS, self._context)


def fingerprint(
    env: jinja2.Environment,
    names: Set[str],
    context: Mapping[str, Any],
    shown: Set[str] = CONTEXT,
) -> bytes | None:
    """Return a hash of all that HTML depends on beside what it shows.

    Args:
        env: The environment in which it is rendered.
        names: The templates it is made of.
        context: What these are given whatever they show.
        shown: The names of what they show and are given.

    Returns:
        None where a template of the theme's uses something that cannot be seen from
        here, such as a filter of the site's own.
    """
    templates = list(_templates(env, {*names, *filters.RENDERED}))
    if not _are_self_contained(env, templates, {*shown, *context}):
        return None
    options = [versions(), repr(context), _syntax(env)]
    texts = [f"{template.name}\n{template.source}" for template in templates]
    return _hash("\0".join([*options, *texts]).encode())


def versions() -> str:
    """Return the versions of what makes HTML and other texts of papers."""
    return "\0".join(f"{name} {version(name)}" for name in RENDERED_BY)


_DECODER = msgspec.msgpack.Decoder(Rendered)


def _hash(*parts: bytes) -> bytes:
    """Return a hash of bytes one after the other; processors help with this one."""
    made = hashlib.sha256()
    for part in parts:
        made.update(part)
    return made.digest()


@dataclass(frozen=True, slots=True)
class _Template:
    """A template as an environment finds it."""

    name: str
    source: str
    is_ours: bool


def _templates(env: jinja2.Environment, names: set[str]) -> Iterator[_Template]:
    """Yield templates and those that a theme's among them refer to, each once."""
    seen: set[str] = set()
    while names - seen:
        name = min(names - seen)
        seen.add(name)
        assert env.loader is not None  # noqa: S101 - a generator's always has one
        source, file, _ = env.loader.get_source(env, name)
        is_ours = file is not None and Path(file).is_relative_to(filters.TEMPLATES)
        yield _Template(name, source, is_ours)
        if not is_ours:
            referred = meta.find_referenced_templates(env.parse(source))
            names = names | {name for name in referred if name is not None}


def _are_self_contained(
    env: jinja2.Environment, templates: Iterable[_Template], context: Set[str]
) -> bool:
    """Tell whether templates use only their context, Jinja's own things and ours.

    Ours do, if none of the filters they use is the site's.
    """
    if not all(map(_is_known, _our_filters(env), repeat(None))):
        return False
    foreign = [template for template in templates if not template.is_ours]
    trees = [env.parse(template.source) for template in foreign]
    known = context | set(DEFAULT_NAMESPACE) | set(chain(*map(_assigned, trees)))
    return all(_is_self_contained(env, tree, known) for tree in trees)


def _our_filters(env: jinja2.Environment) -> Iterator[object]:
    return (
        env.filters[name] for name in env.filters if name.startswith(filters.PREFIX)
    )


def _is_self_contained(
    env: jinja2.Environment, tree: nodes.Template, known: Set[str]
) -> bool:
    return (
        meta.find_undeclared_variables(tree) <= known
        and None not in meta.find_referenced_templates(tree)
        and all(
            _is_known(env.filters.get(node.name), FILTERS.get(node.name))
            for node in tree.find_all(nodes.Filter)
        )
        and all(
            _is_known(env.tests.get(node.name), TESTS.get(node.name))
            for node in tree.find_all(nodes.Test)
        )
    )


def _assigned(tree: nodes.Template) -> Iterator[str]:
    """Yield the names that a template sets, which those it includes can use."""
    return (node.name for node in tree.find_all(nodes.Name) if node.ctx == "store")


def _is_known(function: object, jinjas: object) -> bool:
    """Tell whether a filter or test is Jinja's or ours, rather than the site's."""
    ours = getattr(function, "__module__", None) == filters.__name__
    return ours or (function is jinjas and function is not None)


def _syntax(env: jinja2.Environment) -> str:
    """Return the options of an environment that change what a template gives."""
    return repr(
        (
            env.trim_blocks,
            env.lstrip_blocks,
            env.keep_trailing_newline,
            env.newline_sequence,
            env.block_start_string,
            env.variable_start_string,
            env.undefined.__name__,
            sorted(env.extensions),
        )
    )
