"""A digest as an article of Pelican's: its HTML and its metadata."""

from __future__ import annotations

import datetime as dt
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment
from markupsafe import Markup, escape
from pelican.contents import Content
from pelican.generators import ArticlesGenerator
from pelican.utils import slugify

from pelican_hotpapers import assets, digest_files, exports
from pelican_hotpapers.addresses import site_prefix
from pelican_hotpapers.config import Config
from pelican_hotpapers.filters import is_digest
from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.inert import inert, typographic
from pelican_hotpapers.metadata import pelican_metadata
from pelican_hotpapers.model import Digest, in_zone
from pelican_hotpapers.reader import blog_file, log_misfits
from pelican_hotpapers.rendering import KeptDigest, Rendered, Renderer

logger = logging.getLogger(__name__)

CACHE_FOLDER = "hotpapers"

_PLAIN_SLUG = re.compile(r"(?!/)(?!(?:.*/)?\.\.?(?:/|\Z))[\w.~/-]+")
"""A slug of letters and the like, below the site's root, and no step up from there."""

SUMMARY_WORDS = 50
"""Words in the summary of a post of which no paper could be read."""

NOTHING_AROUND = (Markup(""), Markup(""))

Made = tuple[str, dict[str, Any]]
"""The HTML and the metadata that a reader returns."""


class Press:
    """Makes articles of digests, by one site's settings and templates."""

    def __init__(
        self, settings: Mapping[str, Any], env: Environment, config: Config
    ) -> None:
        self.config = config
        self._settings = settings
        cache = Path(settings["CACHE_PATH"], CACHE_FOLDER) if config.cache else None
        self._renderer = Renderer(
            env,
            config,
            site=site_prefix(settings),
            files=assets.address(settings),
            cache=cache,
        )

    def kept(
        self, source_path: str, raw: bytes, read: Callable[[], Digest]
    ) -> Made | None:
        """Return the article that was made of a file as it is now, if it was kept.

        As Pelican's own, the cache is not read with ``--ignore-cache``, but written.

        Args:
            source_path: The file.
            raw: Its bytes.
            read: Reads its digest, should anybody want it.
        """
        if ignores_cache(self._settings):
            return None
        rendered = self._renderer.kept(source_path, raw)
        if rendered is None:
            return None
        digest = KeptDigest(read, date=rendered.day)
        return self._article(rendered, digest, source_path, raw)

    def make(self, digest: Digest, source_path: str, raw: bytes) -> Made:
        """Return the article of a sound digest, and keep it."""
        rendered = self._rendered(digest)
        self._renderer.keep(source_path, raw, rendered)
        return self._article(rendered, digest, source_path, raw)

    def make_once(
        self,
        digest: Digest,
        source_path: str,
        raw: bytes,
        around: tuple[Markup, Markup] = NOTHING_AROUND,
    ) -> Made:
        """Return the article of a digest whose file has faults to report again.

        Args:
            digest: What is sound of it.
            source_path: The file.
            raw: Its bytes.
            around: What stands above and below the papers that could be read, as safe
                HTML. Where none could be, that alone is the article, and no digest.
        """
        rendered = self._rendered(digest)
        above, below = around
        if digest.papers or not any(around):
            content = f"{above}{rendered.content}{below}"
            rendered = msgspec.structs.replace(rendered, content=content)
            return self._article(rendered, digest, source_path, raw)
        text = above + below
        rendered = msgspec.structs.replace(
            rendered, content=text, summary=_first_words(text), linked_data=""
        )
        content, values = self._article(rendered, digest, source_path, raw)
        del values["digest"]
        return content, values

    def _rendered(self, digest: Digest) -> Rendered:
        return Rendered(
            self._renderer.content(digest),
            self._renderer.summary(digest),
            self._linked_data(digest),
            self._front_matter(digest),
            digest.date,
            digest.collected_at,
        )

    def _linked_data(self, digest: Digest) -> str:
        """Return what search engines are told of a digest's papers."""
        if not self.config.meta:
            return ""
        return exports.item_list(tex.to_text(digest.title), "", digest.papers)

    def _front_matter(self, digest: Digest) -> dict[str, Any]:
        """Return what a post with front matter would say of itself.

        Texts are made inert: themes put them into pages as they are.
        """
        front: dict[str, Any] = {
            "description": _description(digest, self.config.summary_papers),
            "tags": list(self.config.tags),
            **inert_values(digest.extra),
            "title": inert(tex.to_text(digest.title)),
            "slug": digest.slug,
        }
        if self.config.category and not front.keys() & {"category", "categories"}:
            front["category"] = self.config.category
        if self.config.categories_as_tags:
            front["tags"] = [
                *_as_list(front["tags"]),
                *map(inert, categories_of(digest)),
            ]
        return front

    def _article(
        self, rendered: Rendered, digest: Digest, source_path: str, raw: bytes
    ) -> Made:
        """Return an article, and log what is wrong with the front matter it had."""
        front = rendered.front | {
            "slug": self._slug(rendered.front["slug"]),
            "date": self._moment(rendered),
        }
        front |= self._address(front, rendered.day)
        metadata = pelican_metadata(
            front, self._settings, blog_file(source_path, self._settings)
        )
        for note in metadata.notes:
            logger.debug("%s: %s", front["slug"], note)
        if metadata.misfits:
            places = digest_files.front_places(raw, source_path)
            log_misfits(metadata.misfits, source_path, places)
        values = {"front_matter": {}, "summary": rendered.summary, **metadata.values}
        values["digest"] = digest
        values["hotpapers_linked_data"] = rendered.linked_data
        return rendered.content, values

    def _slug(self, slug: str) -> str:
        """Return a slug that is fit for an address, made of the digest's own."""
        if _PLAIN_SLUG.fullmatch(slug):
            return slug
        substitutions = self._settings["SLUG_REGEX_SUBSTITUTIONS"]
        return str(slugify(slug, regex_subs=substitutions)) or "digest"

    def _moment(self, rendered: Rendered) -> dt.date:
        """Return when the article appeared, on the site's own clock."""
        if rendered.collected_at is None:
            return rendered.day
        zone = ZoneInfo(self._settings.get("TIMEZONE", "UTC"))
        return in_zone(rendered.collected_at, zone)

    def _address(self, front: Mapping[str, Any], day: dt.date) -> dict[str, str]:
        """Return where the settings put a digest that is not a draft."""
        if front.get("draft") or front.get("status") == "draft" or "permalink" in front:
            return {}
        patterns = {"url": self.config.url, "save_as": self.config.save_as}
        return {
            name: pattern.format(slug=front["slug"], date=day)
            for name, pattern in patterns.items()
            if pattern and name not in front
        }


def ignores_cache(settings: Mapping[str, Any]) -> bool:
    """Tell whether a build was told to ignore what was kept.

    ``--ignore-cache`` turns LOAD_CONTENT_CACHE off, which it is by default as well.
    """
    told = settings["CACHE_CONTENT"] and not settings["LOAD_CONTENT_CACHE"]
    return told or "--ignore-cache" in sys.argv


# What a digest says of itself


def inert_values(value: Any) -> Any:  # noqa: ANN401
    """Return front matter in which no text can become markup."""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, Mapping):
        return {key: inert_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [inert_values(item) for item in value]
    return value


def _first_words(html: Markup) -> str:
    """Return the beginning of a page as a summary, as harmless as `hotpapers_plain`."""
    words = typographic(html.striptags()).split()
    cut = " ".join(words[:SUMMARY_WORDS]) + ("…" if len(words) > SUMMARY_WORDS else "")
    return f"<p>{escape(cut)}</p>"


def _description(digest: Digest, papers: int) -> str:
    """Return what a search engine shows: the hottest titles, in plain text."""
    named = digest.papers[: max(papers, 1)]
    return "; ".join(inert(tex.to_text(paper.title)) for paper in named)


def categories_of(digest: Digest) -> Iterator[str]:
    """Yield the arXiv categories of a digest's papers, each once."""
    yield from dict.fromkeys(chain(*(paper.categories for paper in digest.papers)))


def _as_list(tags: object) -> list[Any]:
    if isinstance(tags, str):
        return [tag.strip() for tag in tags.split(",")]
    return list(tags) if isinstance(tags, list | tuple) else []


def article_lists(generator: ArticlesGenerator) -> tuple[list[Any], ...]:
    """Return the lists that a generator has of its articles, one for each status."""
    return (
        generator.articles,
        generator.translations,
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )


def every_article(generator: ArticlesGenerator) -> Iterator[Any]:
    """Yield all of a generator's articles, drafts too."""
    return chain(*article_lists(generator))


def every_digest(generator: ArticlesGenerator) -> Iterator[Any]:
    """Yield all of a generator's articles that are digests, drafts too."""
    return filter(is_digest, every_article(generator))


def digests_by_day(articles: Iterable[Any]) -> dict[dt.date, Any]:
    """Return the articles that are digests by their days, of a day the first.

    What all digests make together has one of each day.
    """
    days: dict[dt.date, Any] = {}
    for article in filter(is_digest, articles):
        days.setdefault(article.digest.date, article)
    return days


# Links


_LINK = re.compile(r"""=\s*["'][{|]""")
"""How a link begins that Pelican is to resolve."""
_NO_LINK = re.compile("\0\0")
"""What no page holds, and what is quickly seen to be absent."""


def spare_links(content: Content) -> None:
    """Spare Pelican the search for links in a digest that has none to resolve.

    It would be searched twice, and is mostly tags: that costs about as much as all
    else that Pelican does for a page, and a link that is resolved a copy of the page.
    """
    if not isinstance(getattr(content, "digest", None), Digest):
        return
    if content.settings["RELATIVE_URLS"]:  # its ways to other pages are yet to come
        return
    html = content._content or ""
    if not ("{" in html or "|" in html) or not _LINK.search(html):
        content._get_intrasite_link_regex = _no_link  # type: ignore[method-assign]


def _no_link() -> re.Pattern[str]:
    return _NO_LINK
