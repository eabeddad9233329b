"""A newsletter as plain text and as HTML."""

from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from pelican_hotpapers import addresses
from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.cli.chosen_newsletter import own_address
from pelican_hotpapers.cli.line_breaks import wrapped
from pelican_hotpapers.cli.site import LocalSite
from pelican_hotpapers.cli.terminal import DigestPrinter, coverage_texts
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
    translation = newsletter.translation
    title = Text(plain_line(newsletter.title))
    console.print(title, soft_wrap=True)
    console.print("=" * min(title.cell_len, TEXT_WIDTH))
    about = filter(None, (newsletter.about, plain_line(str(site.settings["SITENAME"]))))
    console.print(Text(" · ".join(about)), soft_wrap=True)
    if newsletter.url:
        console.print(Text(newsletter.url), soft_wrap=True)
    printer = DigestPrinter(
        console=console, translation=translation, abstracts=True, quotes=1
    )
    printer.print_papers(newsletter.digest)
    console.print("\n-- ", soft_wrap=True)
    for told in coverage_texts(newsletter.digest, translation):
        for line in wrapped(Text(plain_line(told)), TEXT_WIDTH):
            console.print(line, soft_wrap=True)
    if site.config.mail_unsubscribe:
        leave = translation.gettext(
            "To leave this list: {address}", address=site.config.mail_unsubscribe
        )
        console.print(Text(leave), soft_wrap=True)
    whose = translation.gettext("Abstracts are their authors’, from arXiv.")  # noqa: RUF001
    console.print(Text(whose), soft_wrap=True)
    return out.getvalue()


def _html(newsletter: Newsletter, site: LocalSite) -> str:
    given = {
        "hotpapers": site.config,
        "site_name": str(site.settings["SITENAME"]),
        "unsubscribe": site.config.mail_unsubscribe,
    }
    env = site_environment(site.settings, site.config, newsletter.translation)
    return html_part(newsletter, env, given, _paper_url(site))


def _paper_url(site: LocalSite) -> Callable[[Paper], str]:
    if not site.config.paper_pages:
        return lambda paper: ""  # noqa: ARG005
    return lambda paper: own_address(addresses.paper_stem(paper.arxiv_id), site)
