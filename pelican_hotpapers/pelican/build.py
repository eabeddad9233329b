"""One build: all that the plugin knows in a run of Pelican.

It is made with Pelican's first generator, and the others find it in Pelican's context
under ``hotpapers_build``. Under ``--autoreload`` each run has its own.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from markupsafe import Markup
from pelican.generators import ArticlesGenerator

from pelican_hotpapers.addresses import Addresses, site_prefix
from pelican_hotpapers.config import Config
from pelican_hotpapers.config.site_settings import config_of
from pelican_hotpapers.config.site_translation import translation_of
from pelican_hotpapers.library import Library
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.model import Digest
from pelican_hotpapers.outputs.exports import CITATION_FORMATS, Citations
from pelican_hotpapers.pelican import assets, digest_feeds, jinja_environment
from pelican_hotpapers.pelican.build_processes import BuildProcesses
from pelican_hotpapers.pelican.content_lists import (
    announce_pages,
    digests_by_day,
    every_digest,
)
from pelican_hotpapers.pelican.digest_articles import PROSE, DigestContent
from pelican_hotpapers.pelican.digest_cache import DigestCache
from pelican_hotpapers.pelican.digest_metadata import first_words, metadata_of
from pelican_hotpapers.pelican.filters import is_digest
from pelican_hotpapers.pelican.front_matter_reader import (
    HtmlAndMetadata,
    log_wrong_values,
)
from pelican_hotpapers.pelican.memory import MEMORY, Memory
from pelican_hotpapers.pelican.output_paths import OutputPaths
from pelican_hotpapers.pelican.page_keys import PageKeys
from pelican_hotpapers.pelican.private_names import set_context
from pelican_hotpapers.pelican.related_search import RelatedSearch
from pelican_hotpapers.pelican.rendering import Renderer
from pelican_hotpapers.pelican.site_keys import SiteKeys
from pelican_hotpapers.pelican.template_keys import TemplateKeys
from pelican_hotpapers.storage import digest_files
from pelican_hotpapers.storage.cache import Cache
from pelican_hotpapers.storage.manifest import Manifest
from pelican_hotpapers.translation import Translation

if TYPE_CHECKING:
    from pelican_hotpapers.pages.neighbours import Neighbourhood, Neighbourhoods

logger = get_logger(__name__)

CACHE_FOLDER = "hotpapers"
Prose = tuple[Markup, Markup]
"""Safe HTML above and below the papers of a digest."""
NO_PROSE: Prose = (Markup(), Markup())


class Build:
    """What the plugin knows in one run, at first without the other digests.

    Settings, paths, cache and templates are there from the beginning. The library, and
    all that follows from it, is there from `complete` on, when all files have been
    read. Until then a digest that is asked for its HTML is rendered by itself.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        config: Config,
        env: Environment,
        translation: Translation,
    ) -> None:
        """Begin a build.

        Args:
            settings: Pelican's.
            config: Ours among them, as they were checked.
            env: The environment of the site's templates, with our filters.
            translation: The words of the site's language.
        """
        self.settings = settings
        self.config = config
        self.translation = translation
        self.addresses = Addresses(config.pages)
        self.output_paths = OutputPaths()
        self.citations = Citations()
        self.processes = BuildProcesses(config.processes)
        folder = Path(settings["CACHE_PATH"], CACHE_FOLDER) if config.cache else None
        self.cache = Cache(folder, is_read=not ignores_cache(settings))
        self.manifest = Manifest(
            Path(settings["OUTPUT_PATH"]), folder, is_trusted=self.cache.is_read
        )
        self._memory: Memory = settings.get(MEMORY) or Memory()
        self.digest_cache = DigestCache(config, self.cache, self._memory)
        self._env = env
        self._shared = {
            "SITEURL": site_prefix(settings),
            "addresses": self.addresses,
            "citation_formats": {
                suffix: form.name for suffix, form in CITATION_FORMATS.items()
            },
            "hotpapers": config,
            "hotpapers_files": assets.address(settings),
            "hotpapers_pages": assets.path_to_pages(settings, config),
            "hotpapers_root": assets.path_to_root(settings),
        }
        self.renderer = Renderer(env, self._shared, translation)
        self._generators: Sequence[ArticlesGenerator] = ()
        self.last_text: tuple[DigestContent | None, str] = None, ""
        """The digest whose page was written last, which may ask for its HTML several
        times."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle nothing: Pelican's cache of articles holds on to its context."""
        return type(None), ()

    # While files are read

    def article(
        self, digest: Digest, source_path: str, raw: bytes, prose: Prose = NO_PROSE
    ) -> HtmlAndMetadata:
        """Return what a reader returns for a digest, and log wrong front matter.

        The HTML is empty: `DigestContent` asks for it when it is needed.

        Args:
            digest: The digest, with what the settings give it.
            source_path: Its file.
            raw: That file's bytes.
            prose: What stands above and below its papers in a damaged post. If no
                paper could be read, this is the article, which then has no digest.
        """
        metadata = metadata_of(digest, source_path, self.settings, self.config)
        for note in metadata.notes:
            logger.debug("%s: %s", digest.slug, note)
        if metadata.wrong_values:
            places = digest_files.front_places(raw, source_path)
            log_wrong_values(metadata.wrong_values, source_path, places)
        values = {"front_matter": {}, **metadata.values}
        if any(prose) and not digest.papers:
            text = Markup().join(prose)
            return str(text), {"summary": first_words(text), **values}
        summary = self.renderer.summary(digest)
        return "", {"summary": summary, **values, "digest": digest, PROSE: prose}

    # When all files have been read

    def complete(self, generators: Sequence[ArticlesGenerator]) -> None:
        """Take note that all files have been read, and look for related papers.

        Args:
            generators: Those of articles: Pelican's, and perhaps another plugin's, with
                articles of the same files.
        """
        self._generators = generators
        self.digest_cache.end()
        for generator in generators:
            for article in every_digest(generator):
                set_context(article, generator.context)
                article.hotpapers_forget_text()
        if self.config.pages and self.settings["RELATIVE_URLS"]:
            linked = self._neighbourhoods.linked_paths(self.addresses)
            announce_pages(generators[0].context, chain(linked, self.urls.values()))
        has_papers = self.config.pages and self.config.paper_pages
        most = self.config.related if has_papers else 0
        self.related = RelatedSearch(self.library, most, self.cache, self.processes)

    @property
    def is_complete(self) -> bool:
        """Whether all files have been read, so that the library is known."""
        return bool(self._generators)

    @cached_property
    def days(self) -> Mapping[dt.date, Any]:
        """The article of each day."""
        return digests_by_day(self._generators[0].articles)

    @cached_property
    def urls(self) -> Mapping[dt.date, str]:
        """The address of each of these; Pelican makes it anew each time."""
        return {day: article.url for day, article in self.days.items()}

    @cached_property
    def library(self) -> Library:
        """All digests as one."""
        digests = (article.digest for article in self.days.values())
        library = self._memory.library = Library.of(digests, self._memory.library)
        return library

    @cached_property
    def _neighbourhoods(self) -> Neighbourhoods:
        # A site of digests alone has none.
        from pelican_hotpapers.pages.main_pages import main_pages  # noqa: PLC0415
        from pelican_hotpapers.pages.neighbours import Neighbourhoods  # noqa: PLC0415

        pages = main_pages(self.library, self.config, self.translation)
        return Neighbourhoods(self.library, self.urls, pages, self.translation)

    def around(self, article: DigestContent) -> Neighbourhood | None:
        """Return what is around a digest, if that is known and there are our pages."""
        if not (self.is_complete and self.config.pages):
            return None
        is_published = id(article) in self._published
        return self._neighbourhoods.of(article.digest, is_published=is_published)

    @cached_property
    def _published(self) -> frozenset[int]:
        return frozenset(map(id, chain(*(each.articles for each in self._generators))))

    # When pages and feeds are written

    @cached_property
    def site_keys(self) -> SiteKeys:
        """What makes keys of values, when all files have been read."""
        return SiteKeys(self.library, self.urls)

    @cached_property
    def template_keys(self) -> TemplateKeys:
        """What makes keys of templates, when all files have been read."""
        use_of = self._memory.template_uses.of(self._env, self.cache)
        return TemplateKeys(
            self._env, self.site_keys, self.library, self.translation, use_of
        )

    @cached_property
    def page_keys(self) -> PageKeys:
        """What makes keys of pages, when all files have been read."""
        return PageKeys(
            self.site_keys,
            self.template_keys,
            self.around,
            self._shared,
            self.settings,
        )

    @cached_property
    def digests_by_link(self) -> Mapping[str, DigestContent]:
        """The published digests, by their links in feeds."""
        published = chain(
            *(chain(each.articles, each.translations) for each in self._generators)
        )
        return {
            digest_feeds.link(article, self.settings): article
            for article in filter(is_digest, published)
        }


class ReaderBuild(Build):
    """The build of a reader that is used without Pelican's generators."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take Pelican's settings, and the templates of its theme."""
        config = config_of(settings)
        translation = translation_of(settings, config)
        env = jinja_environment.site_environment(settings, config, translation)
        super().__init__(settings, config, env, translation)

    def article(
        self, digest: Digest, source_path: str, raw: bytes, prose: Prose = NO_PROSE
    ) -> HtmlAndMetadata:
        """Return a digest with its HTML: no other digest will be known."""
        text, metadata = super().article(digest, source_path, raw, prose)
        if "digest" not in metadata:
            return text, metadata
        above, below = prose
        html = self.renderer.page(metadata["digest"], None)
        return f"{above}{html}{below}", metadata


def ignores_cache(settings: Mapping[str, Any]) -> bool:
    """Tell whether a build was told not to use the cache.

    ``--ignore-cache`` turns LOAD_CONTENT_CACHE off, which it is by default as well.
    """
    told = settings["CACHE_CONTENT"] and not settings["LOAD_CONTENT_CACHE"]
    return told or "--ignore-cache" in sys.argv
