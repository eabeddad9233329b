"""Pelican's generator of the plugin's own pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from pelican.contents import Article
from pelican.generators import Generator
from pelican.writers import Writer

from pelican_hotpapers.addresses import Addresses
from pelican_hotpapers.config import read_config
from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages import Page
from pelican_hotpapers.pages.all_pages import all_pages, has_paper_pages


class PagesOfPapers(Generator):
    """Writes the pages that digests make together."""

    def generate_output(self, writer: Writer) -> None:
        """Write every page, in the theme."""
        config, _ = read_config(self.settings)
        articles = dict(_digests(self.context["articles"]))
        library = Library.of(digest for digest, _ in articles.values())
        shared = {
            "addresses": Addresses(config.pages),
            "days": {day: article for day, (_, article) in articles.items()},
            "has_paper_pages": has_paper_pages(library, config),
            "hotpapers": config,
        }
        for page in all_pages(library, config):
            self._write(writer, page, shared)

    def _write(self, writer: Writer, page: Page, shared: dict[str, Any]) -> None:
        place = shared["addresses"].page(page.stem, page.number)
        writer.write_file(
            place,
            self.env.get_template(f"hotpapers/pages/{page.template}.html"),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=place,
            sheet=page,
            **{**shared, **page.values},
        )


def _digests(
    articles: Iterable[Article],
) -> Iterator[tuple[dt.date, tuple[Digest, Article]]]:
    """Yield the digests by day, each with its article."""
    for article in articles:
        digest = getattr(article, "digest", None)
        if isinstance(digest, Digest):
            yield digest.date, (digest, article)
