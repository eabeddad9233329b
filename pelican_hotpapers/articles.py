"""A digest as an article of Pelican's, from a Markdown post or a data file."""

from __future__ import annotations

import datetime as dt
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator
from pelican.plugins import signals
from pelican.readers import BaseReader
from pelican.utils import order_content, process_translations, slugify

from pelican_hotpapers import archive, assets, filters
from pelican_hotpapers.config import Config, read_config
from pelican_hotpapers.errors import DigestError
from pelican_hotpapers.formats import frontmatter, markdown
from pelican_hotpapers.formats.frontmatter import FrontMatter
from pelican_hotpapers.markup import encoding, sanitize, tex
from pelican_hotpapers.markup.inert import inert
from pelican_hotpapers.metadata import pelican_metadata
from pelican_hotpapers.model import Digest, default_slug, default_title
from pelican_hotpapers.reader import FrontMatterReader, log_faults, shown_path
from pelican_hotpapers.rendering import KeptDigest, Rendered, Renderer

logger = logging.getLogger(__name__)

DATA_FORMAT = "hotpapers"
"""What Pelican's readers know the data files by."""
DATA_SUFFIXES = ("yaml", "yml", "json")
"""The suffixes of data files; of two for one day, the one for hands wins."""
CACHE_FOLDER = "hotpapers"

_PLAIN_SLUG = re.compile(r"[\w.~/-]+")

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
        files = assets.address(settings)
        self._renderer = Renderer(env, config, files=files, cache=cache)

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
        if _ignores_cache(self._settings):
            return None
        rendered = self._renderer.kept(source_path, raw)
        if rendered is None:
            return None
        return self._article(rendered, KeptDigest(read))

    def make(self, digest: Digest, source_path: str, raw: bytes) -> Made:
        """Return the article of a sound digest, and keep it."""
        rendered = self._rendered(digest)
        self._renderer.keep(source_path, raw, rendered)
        return self._article(rendered, digest)

    def make_once(self, digest: Digest) -> Made:
        """Return the article of a digest whose file has faults to report again."""
        return self._article(self._rendered(digest), digest)

    def _rendered(self, digest: Digest) -> Rendered:
        return Rendered(
            self._renderer.content(digest),
            self._renderer.summary(digest),
            self._front_matter(digest),
            digest.date,
            digest.collected_at,
        )

    def _front_matter(self, digest: Digest) -> dict[str, Any]:
        """Return what a post with front matter would say of itself.

        Texts are made inert: themes put them into pages as they are.
        """
        front: dict[str, Any] = {
            "description": _description(digest, self.config.summary_papers),
            "tags": list(self.config.tags),
            **_inert(digest.extra),
            "title": inert(tex.to_text(digest.title)),
            "slug": digest.slug,
        }
        if self.config.category and not front.keys() & {"category", "categories"}:
            front["category"] = self.config.category
        if self.config.categories_as_tags:
            front["tags"] = [*_as_list(front["tags"]), *_categories(digest)]
        return front

    def _article(self, rendered: Rendered, digest: Digest) -> Made:
        front = rendered.front | {
            "slug": self._slug(rendered.front["slug"]),
            "date": self._moment(rendered),
        }
        front |= self._address(front, rendered.day)
        metadata = pelican_metadata(front, self._settings)
        for note in metadata.notes:
            logger.debug("%s: %s", front["slug"], note)
        values = {"summary": rendered.summary, **metadata.values, "digest": digest}
        return rendered.content, values

    def _slug(self, slug: str) -> str:
        """Return a slug that is fit for an address, made of the digest's own."""
        parts = PurePosixPath(slug).parts
        if _PLAIN_SLUG.fullmatch(slug) and ".." not in parts and parts[0] != "/":
            return slug
        substitutions = self._settings["SLUG_REGEX_SUBSTITUTIONS"]
        return str(slugify(slug, regex_subs=substitutions)) or "digest"

    def _moment(self, rendered: Rendered) -> dt.date:
        """Return when the article appeared, on the site's own clock."""
        if rendered.collected_at is None:
            return rendered.day
        zone = ZoneInfo(self._settings.get("TIMEZONE", "UTC"))
        return rendered.collected_at.astimezone(zone)

    def _address(self, front: Mapping[str, Any], day: dt.date) -> dict[str, str]:
        """Return where the settings put a digest that is not a draft."""
        if front.get("draft") or front.get("status") == "draft":
            return {}
        patterns = {"url": self.config.url, "save_as": self.config.save_as}
        return {
            name: pattern.format(slug=front["slug"], date=day)
            for name, pattern in patterns.items()
            if pattern and name not in front
        }


class DigestReader(FrontMatterReader):
    """Reads Hot Papers posts as digests, and other Markdown as its parent does."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)  # type: ignore[no-untyped-call]
        self.press: Press | None = None

    def read_raw(self, raw: bytes, source_path: str) -> Made:
        """Return the HTML and metadata of a file's bytes.

        Raises:
            DigestError: The file cannot be published; its faults have been logged.
        """
        press = self.press = self.press or _own_press(self.settings)
        read = partial(_read_post, raw, shown_path(source_path), press.config)
        kept = press.kept(source_path, raw, read)
        return kept or super().read_raw(raw, source_path)

    def read_post(self, front: FrontMatter, raw: bytes, source_path: str) -> Made:
        """Return the HTML and metadata of a post with front matter."""
        if self.press is None or not markdown.looks_like_digest(front):
            return super().read_post(front, raw, source_path)
        return self._read_digest(self.press, front, raw, source_path)

    def _read_digest(
        self, press: Press, front: FrontMatter, raw: bytes, source_path: str
    ) -> Made:
        path = shown_path(source_path)
        try:
            archive.check_size(path, len(raw), press.config.max_file_size)
        except DigestError as error:
            log_faults(error.faults)
            raise
        if press.config.repair_encoding:
            front = _repaired(front, archive.decode(raw, path), path)
        try:
            return press.make(markdown.parse_front(front, path), source_path, raw)
        except DigestError as error:
            return self._read_loosely(front, raw, source_path, error)

    def _read_loosely(
        self, front: FrontMatter, raw: bytes, source_path: str, error: DigestError
    ) -> Made:
        """Publish a post that leaves the grammar through Markdown, sanitised."""
        for fault in error.faults:
            logger.warning("%s", fault)
        path = shown_path(source_path)
        logger.warning("%s: published through Markdown, nothing of it is lost", path)
        front = replace(front, values=_inert(dict(front.values)))
        content, metadata = super().read_post(front, raw, source_path)
        return str(sanitize.document(content)), metadata


def _repaired(front: FrontMatter, text: str, path: str) -> FrontMatter:
    """Return the front matter of a text whose encoding has been mended, if need be."""
    repaired = encoding.repair(text)
    if repaired is text:
        return front
    return frontmatter.split(repaired, path) or front


class DataReader(BaseReader):
    """Reads data files."""

    file_extensions: list[str] = []  # noqa: RUF012 - as Pelican declares it

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)  # type: ignore[no-untyped-call]
        self.press: Press | None = None

    def read(self, source_path: str) -> Made:
        """Return the HTML and metadata of a data file.

        Raises:
            DigestError: The file cannot be published; its faults have been logged.
        """
        press = self.press = self.press or _own_press(self.settings)
        try:
            raw = archive.read_bytes(Path(source_path), press.config.max_file_size)
            path = shown_path(source_path)
            read = partial(_read_data, raw, path, press.config)
            if kept := press.kept(source_path, raw, read):
                return kept
            digest = read()
        except DigestError as error:
            log_faults(error.faults)
            if error.digest is None:
                raise
            return press.make_once(_named(error.digest, press.config))
        return press.make(digest, source_path, raw)


def _read_data(raw: bytes, path: str, config: Config) -> Digest:
    digest = archive.parse(raw, path, repair_encoding=config.repair_encoding)
    return _named(digest, config)


def _read_post(raw: bytes, path: str, config: Config) -> Digest:
    text = archive.decode(raw, path)
    return markdown.parse(
        encoding.repair(text) if config.repair_encoding else text, path
    )


def _named(digest: Digest, config: Config) -> Digest:
    """Name a digest that was given no name of its own as the settings say."""
    title, slug = digest.title, digest.slug
    if title == default_title(digest.date):
        title = config.title.format(date=digest.date)
    if slug == default_slug(digest.date):
        slug = config.slug.format(date=digest.date)
    return replace(digest, title=title, slug=slug)


def _own_press(settings: Mapping[str, Any]) -> Press:
    """Return a press for a reader that no generator has equipped."""
    config, _ = read_config(settings)
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], f"{settings['THEME']}/templates"]
    options = settings["JINJA_ENVIRONMENT"]
    env = Environment(loader=FileSystemLoader(folders), **options)  # noqa: S701
    filters.install(env, config)
    return Press(settings, env, config)


def _ignores_cache(settings: Mapping[str, Any]) -> bool:
    """Tell whether a build was told to ignore what was kept.

    ``--ignore-cache`` turns LOAD_CONTENT_CACHE off, which it is by default as well.
    """
    told = settings["CACHE_CONTENT"] and not settings["LOAD_CONTENT_CACHE"]
    return told or "--ignore-cache" in sys.argv


# What a digest says of itself


def _inert(value: Any) -> Any:  # noqa: ANN401
    """Return front matter in which no text can become markup."""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, Mapping):
        return {key: _inert(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_inert(item) for item in value]
    return value


def _description(digest: Digest, papers: int) -> str:
    """Return what a search engine shows: the hottest titles, in plain text."""
    named = digest.papers[: max(papers, 1)]
    return "; ".join(inert(tex.to_text(paper.title)) for paper in named)


def _categories(digest: Digest) -> Iterator[str]:
    """Yield the arXiv categories of a digest's papers, each once."""
    yield from dict.fromkeys(chain(*(paper.categories for paper in digest.papers)))


def _as_list(tags: object) -> list[Any]:
    if isinstance(tags, str):
        return [tag.strip() for tag in tags.split(",")]
    return list(tags) if isinstance(tags, list | tuple) else []


# Links


_LINK = re.compile(r"""=\s*["'][{|]""")
"""How a link begins that Pelican is to resolve."""
_NO_LINK = re.compile("\0\0")
"""What no page holds, and what is quickly seen to be absent."""


def spare_links(content: Content) -> None:
    """Spare Pelican the search for links in a digest that has none to resolve.

    It is searched three times, and is mostly tags: that would cost more than all
    else that Pelican does for a page, and its result a copy of the page.
    """
    if not isinstance(getattr(content, "digest", None), Digest):
        return
    html = content._content or ""
    if not ("{" in html or "|" in html) or not _LINK.search(html):
        content._get_intrasite_link_regex = _no_link  # type: ignore[method-assign]


def _no_link() -> re.Pattern[str]:
    return _NO_LINK


# Injection


def add_data_files(generator: ArticlesGenerator, config: Config) -> None:
    """Add an article for each data file to those that Pelican has read.

    A file whose slug or page an article has already, whatever its status, is passed
    over: two writers of one page would end the build.
    """
    taken = _pages_of_the_site(generator.settings)
    for known in _articles(generator):
        taken |= dict.fromkeys(_claims(known), str(known.source_path))
    added: list[Article] = []
    for path in _data_files(generator, config):
        article = _read(generator, path)
        if article is None:
            continue
        claims = _claims(article)
        source = str(article.source_path)
        if clash := next((claim for claim in claims if claim in taken), None):
            _say_taken(source, clash, taken[clash])
            continue
        taken |= dict.fromkeys(claims, source)
        added.append(article)
    if added:
        _sort_in(generator, added)


def _data_files(generator: ArticlesGenerator, config: Config) -> list[str]:
    """Return the data files by path, those of one name in the order of suffixes."""
    found = generator.get_files([config.path], extensions=DATA_SUFFIXES)
    paths = map(PurePosixPath, found)
    return [
        str(path)
        for path in sorted(
            paths,
            key=lambda path: (
                path.with_suffix(""),
                DATA_SUFFIXES.index(path.suffix[1:]),
            ),
        )
    ]


def _read(generator: ArticlesGenerator, path: str) -> Article | None:
    """Read a data file as Pelican reads a post, defaults and signals included."""
    try:
        article = generator.readers.read_file(
            base_path=generator.path,
            path=path,
            content_class=Article,
            fmt=DATA_FORMAT,
            context=generator.context,
            preread_signal=signals.article_generator_preread,
            preread_sender=generator,
            context_signal=signals.article_generator_context,
            context_sender=generator,
        )
    except (DigestError, OSError) as error:
        if not isinstance(error, DigestError):
            logger.error("Could not process %s: %s", path, error)  # noqa: TRY400
        generator._add_failed_source_path(path)
        return None
    if isinstance(article, Article) and article.is_valid():
        return article
    return None


def _articles(generator: ArticlesGenerator) -> Iterator[Article]:
    for kept, translated in _LISTS.values():
        yield from getattr(generator, kept)
        yield from getattr(generator, translated)


def _claims(article: Article) -> tuple[str, str]:
    """Return what no two articles may share."""
    return f"slug {article.slug} in {article.lang}", f"page {article.save_as}"


def _pages_of_the_site(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the pages that Pelican makes itself, as claims."""
    return {
        f"page {settings.get(f'{name.upper()}_SAVE_AS', f'{name}.html')}": (
            f"the site's own {name}"
        )
        for name in settings["DIRECT_TEMPLATES"]
    }


def _say_taken(path: str, claim: str, owner: str) -> None:
    logger.warning(
        "%s: found the %s, which %s has already, expected one of its own. "
        "This file is not published",
        shown_path(path),
        claim,
        shown_path(owner),
    )


_LISTS = {
    "published": ("articles", "translations"),
    "hidden": ("hidden_articles", "hidden_translations"),
    "draft": ("drafts", "drafts_translations"),
}
"""The lists of a generator that articles of a status stand in."""


def _sort_in(generator: ArticlesGenerator, added: list[Article]) -> None:
    """Put articles where Pelican would have put them, had it read them itself."""
    settings = generator.settings
    for article in added:
        generator.add_source_path(article)
        generator.add_static_links(article)
    for status, (kept, translated) in _LISTS.items():
        everything = [
            *getattr(generator, kept),
            *getattr(generator, translated),
            *(article for article in added if article.status == status),
        ]
        originals, translations = process_translations(
            everything, translation_id=settings["ARTICLE_TRANSLATION_ID"]
        )
        setattr(generator, kept, order_content(originals, settings["ARTICLE_ORDER_BY"]))
        setattr(generator, translated, translations)
