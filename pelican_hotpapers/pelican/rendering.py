"""A digest to HTML, through the templates of the site's own theme.

What was rendered is kept, and used again while nothing it depends on has changed:
the file, the templates, the settings, the versions of what renders it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from pelican_hotpapers.addresses import Addresses
from pelican_hotpapers.config import Config
from pelican_hotpapers.library.plots import ScoreDistribution, score_distribution
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages.neighbours import Neighbourhood
from pelican_hotpapers.pelican import filters
from pelican_hotpapers.storage.cache import versions

DIGEST = "hotpapers/digest.html"
SUMMARY = "hotpapers/summary.html"
FOOT = "hotpapers/pages/around.html"
OURS = frozenset(
    {
        *(
            f"hotpapers/{file.name}"
            for file in (filters.TEMPLATES / "hotpapers").glob("*.html")
        ),
        FOOT,
        "hotpapers/pages/other-days.html",
        "hotpapers/pages/plot-scores.html",
    }
)
"""What digests are made of; those of other pages are in a folder of their own."""
CONTEXT = frozenset(
    {
        *("SITEURL", "digest", "hotpapers", "hotpapers_files", "post", "category"),
        *("addresses", "around", "in_feed", "page_url", "plot", "days"),
        # Set by our templates for those they include:
        *("paper", "hottest", "counted_by"),
    }
)
"""What templates under ``hotpapers/`` are given by name, here or by a filter."""
LEAST_DOTS = 8
"""Papers from which on the scores of a day are worth a plot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a site's pages and our files are, as the text of a digest links to them."""

    url: str
    """What the addresses of pages begin with, ``{filename}`` where Pelican is to find
    out."""
    files: str
    """The folder of our style sheet and scripts."""


class Renderer:
    """Renders digests in one Jinja environment, under one set of settings."""

    def __init__(self, env: jinja2.Environment, config: Config, site: Site) -> None:
        """Take an environment in which the filters are installed."""
        self._env = env
        self._context = {
            "SITEURL": site.url,
            "addresses": Addresses(config.pages),
            "hotpapers": config,
            "hotpapers_files": site.files,
        }

    def page(self, digest: Digest, around: Neighbourhood | None) -> str:
        """Return the text of a digest's page.

        Args:
            digest: The digest.
            around: What is around it; nothing while that is not known.
        """
        return self._render(
            DIGEST, digest=digest, around=around, plot=_plot(digest, around)
        )

    def foot(self, digest: Digest, around: Neighbourhood) -> str:
        """Return what stands below the papers on the page of a published digest."""
        return self._render(
            FOOT, digest=digest, around=around, plot=_plot(digest, around)
        )

    def feed(
        self, digest: Digest, around: Neighbourhood | None, site: str, url: str
    ) -> str:
        """Return the text of a digest in a feed, in which every link is absolute.

        Args:
            digest: The digest.
            around: What is around it.
            site: The address of the site.
            url: The address of the digest's page.
        """
        return self._render(
            DIGEST,
            digest=digest,
            around=around,
            in_feed=True,
            page_url=url,
            SITEURL=site,
        )

    def summary(self, digest: Digest) -> str:
        """Return what lists show of a digest."""
        return self._render(SUMMARY, digest=digest).strip()

    def _render(self, name: str, **context: object) -> str:
        return self._env.get_template(name).render({**self._context, **context})

    @cached_property
    def fingerprint(self) -> bytes | None:
        """A hash of all that a text depends on beside what it shows.

        None where that cannot be known.
        """
        return fingerprint(self._env, OURS, self._context)


def _plot(digest: Digest, around: Neighbourhood | None) -> ScoreDistribution | None:
    """Return the scores of a published day, where there are enough of them."""
    if around is None or not around.is_published or len(digest.papers) < LEAST_DOTS:
        return None
    return score_distribution(digest)


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
