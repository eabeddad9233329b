"""Pelican's signals, and what happens at each of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator, StaticGenerator
from pelican.plugins import signals
from pelican.readers import MarkdownReader, Readers

from pelican_hotpapers import (
    articles,
    assets,
    autocollect,
    blog_posts,
    filters,
    heads,
    injection,
    neighbours,
    output_owners,
    pelican_feeds,
    watching,
)
from pelican_hotpapers.config import read_config
from pelican_hotpapers.digest_readers import DataReader, DigestReader
from pelican_hotpapers.pages.generator import PagesOfPapers
from pelican_hotpapers.redirects import Redirects
from pelican_hotpapers.template_choice import choose_template

logger = logging.getLogger(__name__)


def register() -> None:
    """Connect the plugin; Pelican calls this once a build."""
    signals.initialized.connect(report_settings)
    signals.get_generators.connect(watching.remove_folders)
    signals.get_generators.connect(collect_missing)
    signals.get_generators.connect(page_generators)
    signals.readers_init.connect(add_readers)
    signals.generator_init.connect(equip)
    signals.article_generator_init.connect(add_data_files)
    signals.content_object_init.connect(articles.spare_links)
    signals.content_object_init.connect(blog_posts.settle)
    signals.article_generator_context.connect(choose_template)
    signals.page_generator_context.connect(choose_template)
    signals.all_generators_finalized.connect(finish_digests)
    signals.static_generator_finalized.connect(add_static_files)
    signals.finalized.connect(watching.add_folders)
    signals.feed_generated.connect(pelican_feeds.mend)


def report_settings(pelican: Pelican) -> None:
    """Say what is wrong with the settings, before anything is built."""
    for problem in read_config(pelican.settings)[1]:
        logger.error("%s", problem)


def collect_missing(pelican: Pelican) -> None:
    """Collect new days before anything of the site is read.

    Pelican asks for generators when a build begins, also under ``--autoreload``, and
    not for ``--print-settings``.
    """
    autocollect.collect_missing(pelican.settings)


def page_generators(pelican: Pelican) -> tuple[type[Generator], ...]:
    """Give Pelican the generators of the plugin's own pages, the last of them last."""
    config, _ = read_config(pelican.settings)
    return (PagesOfPapers, Redirects) if config.pages else (Redirects,)


def add_readers(readers: Readers) -> None:
    """Read Markdown with front matter, and data files when asked for by name.

    A reader that the site chose for itself in READERS stays.
    """
    for suffix, reader in readers.reader_classes.items():
        if reader is MarkdownReader:
            readers.reader_classes[suffix] = DigestReader
    readers.reader_classes[injection.DATA_FORMAT] = DataReader


def equip(generator: Generator) -> None:
    """Give a generator's templates the filters, and its readers the templates.

    The environment lives for one build: its templates need not be looked at again on
    disk each time they are used.
    """
    config, _ = read_config(generator.settings)
    filters.install(generator.env, config)
    generator.env.auto_reload = False
    for reader in generator.readers.readers.values():
        if isinstance(reader, DigestReader | DataReader):
            reader.press = articles.Press(generator.settings, generator.env, config)
    assets.announce(generator, config)


def add_data_files(generator: ArticlesGenerator) -> None:
    """Have the data files read as articles, behind the site's own."""
    config, _ = read_config(generator.settings)
    injection.bring_data_files(generator, config)


def finish_digests(generators: Iterable[Generator]) -> None:
    """Give each digest what waits until all are known: ways to others, its head.

    Those that have no place in the output are left out before.
    """
    generators = list(generators)
    output_owners.claim_output(generators)
    for generator in generators:
        if not isinstance(generator, ArticlesGenerator):
            continue
        config, _ = read_config(generator.settings)
        pelican_feeds.remember(generator)
        if config.pages:
            neighbours.add_ways(generator, config)
        if config.meta:
            heads.add_heads(generator)


def add_static_files(generator: StaticGenerator) -> None:
    """Have the style sheet written with the site's static files."""
    config, _ = read_config(generator.settings)
    assets.add_files(generator, config)
