"""Pelican's signals, and what happens at each of them."""

from __future__ import annotations

from typing import Any

from feedgenerator import SyndicationFeed
from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator
from pelican.plugins import signals
from pelican.readers import MarkdownReader, Readers

from pelican_hotpapers.config.site_settings import CHECKED, config_of, read_config
from pelican_hotpapers.config.site_translation import translation_of
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican import (
    assets,
    autoreload,
    conflicts,
    data_articles,
    digest_feeds,
    digest_readers,
    jinja_environment,
    output_writer,
    page_templates,
)
from pelican_hotpapers.pelican.blogs import blog_posts
from pelican_hotpapers.pelican.blogs.redirects import RedirectGenerator
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.digest_articles import BUILD
from pelican_hotpapers.pelican.memory import MEMORY, Memory
from pelican_hotpapers.pelican.stale_files import LastGenerator

logger = get_logger(__name__)


def register() -> None:
    """Connect the plugin; Pelican calls this once a build."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(autoreload.remove_folders)
    signals.get_generators.connect(collect_missing)
    signals.get_generators.connect(page_generators)
    signals.get_writer.connect(output_writer.choose_writer)
    signals.readers_init.connect(add_readers)
    signals.generator_init.connect(begin_build)
    signals.article_generator_init.connect(data_articles.add_data_files)
    signals.content_object_init.connect(blog_posts.complete_post)
    signals.article_generator_context.connect(page_templates.choose_template)
    signals.page_generator_context.connect(page_templates.choose_template)
    signals.all_generators_finalized.connect(complete_build)
    signals.static_generator_finalized.connect(assets.add_files)
    signals.feed_generated.connect(complete_feed)
    signals.article_writer_finalized.connect(output_writer.write_awaited)
    signals.page_writer_finalized.connect(output_writer.write_awaited)
    signals.finalized.connect(autoreload.end_build)


def check_settings(pelican: Pelican) -> None:
    """Check the settings before anything is built, and say what is wrong with them."""
    config, problems = read_config(pelican.settings)
    pelican.settings[CHECKED] = config
    pelican.settings.setdefault(MEMORY, Memory())
    for problem in problems:
        logger.error("%s", problem)


def collect_missing(pelican: Pelican) -> None:
    """Collect new days before anything of the site is read.

    Pelican asks for generators when a build begins, also under ``--autoreload``, and
    not for ``--print-settings``.
    """
    config, memory = config_of(pelican.settings), pelican.settings[MEMORY]
    if not config.collect:
        return
    # What no site needs but those that ask for it takes half the time to import.
    from pelican_hotpapers.collect import build_collection  # noqa: PLC0415

    memory.collected_at = build_collection.collect_missing(
        pelican.settings, memory.collected_at
    )


def page_generators(pelican: Pelican) -> tuple[type[Generator], ...]:
    """Give Pelican the plugin's generators; the last removes what is not written."""
    if not config_of(pelican.settings).pages:
        return (RedirectGenerator, LastGenerator)
    from pelican_hotpapers.pelican.library_generator import (  # noqa: PLC0415 - as above
        LibraryGenerator,
    )

    return (LibraryGenerator, RedirectGenerator, LastGenerator)


def add_readers(readers: Readers) -> None:
    """Read Markdown with front matter, and data files when asked for by name.

    A reader that the site or another plugin chose stays, and leaves us digests alone:
    see `digest_readers`.
    """
    for suffix, found in readers.reader_classes.items():
        if found is MarkdownReader:
            readers.reader_classes[suffix] = digest_readers.DigestReader
    readers.reader_classes[data_articles.DATA_FORMAT] = digest_readers.DataReader


def begin_build(generator: Generator) -> None:
    """Give a generator filters, readers and the build, which the first one makes."""
    config = config_of(generator.settings)
    settings, env = generator.settings, generator.env
    jinja_environment.hold_templates(env)
    if env.bytecode_cache is None and MEMORY in settings:
        env.bytecode_cache = settings[MEMORY].template_code
    if BUILD not in generator.context:
        translation = translation_of(settings, config)
        generator.context[BUILD] = Build(settings, config, env, translation)
    build: Build = generator.context[BUILD]
    jinja_environment.install(env, config, build.translation, build.citations)
    digest_readers.make_digests(generator.readers, build)
    assets.announce(generator, config)


def complete_build(generators: list[Generator]) -> None:
    """Tell the build that all files have been read.

    Digests whose output path is another's are left out before.
    """
    build: Build = generators[0].context[BUILD]
    conflicts.reserve_known_paths(build.output_paths, generators)
    build.complete([each for each in generators if isinstance(each, ArticlesGenerator)])


def complete_feed(context: dict[str, Any], feed: SyndicationFeed) -> None:
    """Have one of Pelican's feeds show digests as feed readers need them."""
    build: Build | None = context.get(BUILD)
    if build is not None:  # a feed may be of another plugin's, with its own context
        digest_feeds.adapt_feed(context, feed, build.digests_by_link, build.config.hub)
