"""What the head of a digest's page says to programs, in whatever theme."""

from __future__ import annotations

from contextlib import suppress

from pelican.generators import ArticlesGenerator, PelicanTemplateNotFound

from pelican_hotpapers.articles import every_digest

TEMPLATE = "hotpapers/pages/article"


def add_heads(generator: ArticlesGenerator) -> None:
    """Put our template before the one that each digest's page is made of.

    It extends that one, so the page is the theme's but for its head. A site whose
    templates do not end in ``.html`` keeps its own.
    """
    with suppress(PelicanTemplateNotFound):
        generator.get_template(TEMPLATE)
        for article in every_digest(generator):
            article.hotpapers_page = generator.get_template(article.template).name
            article.template = TEMPLATE
