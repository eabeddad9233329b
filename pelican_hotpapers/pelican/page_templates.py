"""The template that shows an article or a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from jinja2 import TemplateError, nodes
from pelican.contents import Article
from pelican.generators import (
    ArticlesGenerator,
    Generator,
    PagesGenerator,
    PelicanTemplateNotFound,
)

from pelican_hotpapers.config.site_settings import config_of
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pelican.metadata_values import template_parts

logger = get_logger(__name__)

_WITH_META_TAGS = "hotpapers/pages/article"
_OTHER_KINDS = frozenset(
    {
        "archives",
        "article",
        "author",
        "authors",
        "base",
        "categories",
        "category",
        "index",
        "page",
        "pagination",
        "period_archives",
        "tag",
        "tags",
        "translations",
    }
)
"""What Pelican's themes have, and shows no article, or no page."""
_REFERENCES: tuple[Any, ...] = (nodes.Include, nodes.Import, nodes.FromImport)
"""The statements of a template that make another a part of it."""


def choose_template(generator: Generator, metadata: dict[str, Any]) -> None:
    """Choose the template of an article or a page.

    A receiver of ``article_generator_context`` and ``page_generator_context``.
    """
    _use_named_template(generator, metadata)
    _add_meta_tags(generator, metadata)


def _use_named_template(generator: Generator, metadata: dict[str, Any]) -> None:
    """Use the template that front matter names, if the theme has one to use.

    Blogs name templates of the theme they had. A name is ignored if this theme does not
    have it, or has it for another kind of page or for a part of one.
    """
    front_matter = metadata.get("front_matter")
    if not isinstance(front_matter, dict) or "template" not in front_matter:
        return
    name = front_matter["template"]
    # Kept on the generator: Pelican remembers what it found, not what it did not find.
    fit: dict[str, bool] = vars(generator).setdefault("_hotpapers_fit_templates", {})
    if name not in fit:
        fit[name] = _is_fit(generator, name)
    if fit[name]:
        metadata["template"] = name


def _add_meta_tags(generator: Generator, metadata: dict[str, Any]) -> None:
    """Put our template around the one that a digest's page is made of.

    It extends that one, so the page is the theme's but for what it tells programs. A
    site whose templates do not end in ``.html`` keeps its own.
    """
    is_article = isinstance(generator, ArticlesGenerator)
    if not (is_article and isinstance(metadata.get("digest"), Digest)):
        return
    if not config_of(generator.settings).meta:
        return
    with suppress(PelicanTemplateNotFound):
        generator.get_template(_WITH_META_TAGS)
        chosen = metadata.get("template", Article.default_template)
        metadata["hotpapers_page"] = generator.get_template(chosen).name
        metadata["template"] = _WITH_META_TAGS


def _is_fit(generator: Generator, name: str) -> bool:
    """Tell whether a template shows what a generator has: one article, or one page."""
    own = "page" if isinstance(generator, PagesGenerator) else "article"
    plain = "/".join(template_parts(name))
    if plain == own:
        return True
    if plain in _OTHER_KINDS or plain in generator.settings["DIRECT_TEMPLATES"]:
        logger.debug("Template %r is for another kind of page", name)
        return False
    try:
        generator.get_template(name)
    except PelicanTemplateNotFound:
        logger.debug("The theme has no template %r", name)
        return False
    if plain in {_without_suffix(generator, part) for part in _parts(generator)}:
        logger.warning(
            "Template %r is a part of other templates, no page of its own. What names "
            "it is shown by the theme's template %r",
            name,
            own,
        )
        return False
    return True


def _without_suffix(generator: Generator, name: str) -> str:
    suffixes = generator.settings["TEMPLATE_EXTENSIONS"]
    found = (suffix for suffix in suffixes if name.endswith(suffix))
    return "/".join(template_parts(name.removesuffix(next(found, ""))))


def _parts(generator: Generator) -> Iterator[str]:
    """Yield the templates that others of the theme include or import, by name."""
    env = generator.env
    assert env.loader is not None  # noqa: S101 - a generator's always has one
    suffixes = tuple(generator.settings["TEMPLATE_EXTENSIONS"])
    for name in env.list_templates(filter_func=lambda name: name.endswith(suffixes)):
        if name.startswith("!"):  # it is listed by its plain name as well
            continue
        try:
            tree = env.parse(env.loader.get_source(env, name)[0])
        except (OSError, TemplateError, UnicodeDecodeError):  # no page is made of it
            continue
        for node in tree.find_all(_REFERENCES):
            named = node.template
            for each in (named, *named.find_all(nodes.Const)):
                if isinstance(value := getattr(each, "value", None), str):
                    yield value
