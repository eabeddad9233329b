"""A newsletter as plain text and as HTML."""

from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from pelican_hotpapers import addresses
from pelican_hotpapers.cli.chosen_newsletter import own_address
from pelican_hotpapers.cli.site import LocalSite
from pelican_hotpapers.cli.terminal import DigestPrinter, coverage_texts, plain
from pelican_hotpapers.config.site_translation import translation_of
from pelican_hotpapers.mail.html_part import html_part
from pelican_hotpapers.mail.message import NewsletterParts
from pelican_hotpapers.mail.newsletter import Newsletter
from pelican_hotpapers.model import Paper
from pelican_hotpapers.pelican.jinja_environment import site_environment

TEXT_WIDTH = 76
"""Columns of the plain text: RFC 5322 advises at most 78."""


def parts_of(newsletter: Newsletter, site: LocalSite) -> NewsletterParts:
    """Return a newsletter in both forms."""
    return NewsletterParts(
        newsletter=newsletter,
        text=_text(newsletter, site),
        html=_html(newsletter, site),
    )


def _text(newsletter: Newsletter, site: LocalSite) -> str:
    """Return a newsletter as plain text, which is also read in terminals."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=TEXT_WIDTH,
        color_system=None,
        force_terminal=False,
        highlight=False,
        _environ={},
    )
    title = plain(newsletter.title)
    console.print(Text(title), soft_wrap=True)
    console.print("=" * min(Text(title).cell_len, TEXT_WIDTH))
    about = filter(None, (newsletter.about, plain(str(site.settings["SITENAME"]))))
    console.print(Text(" · ".join(about)), soft_wrap=True)
    if newsletter.url:
        console.print(Text(newsletter.url), soft_wrap=True)
    printer = DigestPrinter(console=console, abstracts=True, quotes=1)
    printer.print_papers(newsletter.digest)
    console.print("\n-- ", soft_wrap=True)
    for told in coverage_texts(newsletter.digest):
        console.print(Text(plain(told)))
    if site.config.mail_unsubscribe:
        leave = f"To leave this list: {site.config.mail_unsubscribe}"
        console.print(Text(leave), soft_wrap=True)
    console.print("Abstracts are their authors', from arXiv.")
    return out.getvalue()


def _html(newsletter: Newsletter, site: LocalSite) -> str:
    given = {
        "hotpapers": site.config,
        "site_name": str(site.settings["SITENAME"]),
        "unsubscribe": site.config.mail_unsubscribe,
    }
    translation = translation_of(site.settings, site.config)
    env = site_environment(site.settings, site.config, translation)
    return html_part(newsletter, env, given, _paper_url(site))


def _paper_url(site: LocalSite) -> Callable[[Paper], str]:
    if not site.config.paper_pages:
        return lambda paper: ""  # noqa: ARG005
    return lambda paper: own_address(addresses.paper_stem(paper.arxiv_id), site)
