"""A newsletter as HTML, through the templates of the site, and not too long.

What mail programs show of HTML is from https://www.caniemail.com: tables, widths as
attributes, and styles on the elements are understood everywhere.
"""

from __future__ import annotations

import quopri
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from jinja2 import Environment

from pelican_hotpapers.mail.newsletter import Newsletter
from pelican_hotpapers.model import Paper

TEMPLATE = "hotpapers/mail/digest.html"
LARGEST = 100_000
"""Bytes of the HTML as it is sent. Gmail cuts off what goes beyond 102 kB."""
ABSTRACTS = (2_500, 900, 600, 400, 250, 0)
"""Characters of an abstract: the first of these by which everything has room."""


def html_part(
    newsletter: Newsletter,
    env: Environment,
    given: Mapping[str, Any],
    paper_url: Callable[[Paper], str],
) -> str:
    """Return the HTML of a newsletter, up to a size.

    Where it does not have room, abstracts are cut, then papers are left out, the last
    ones first, and counted.

    Args:
        newsletter: What to show.
        env: An environment with the plugin's filters.
        given: What else the template is given: ``site_name``, ``unsubscribe``,
            ``hotpapers``.
        paper_url: Returns the address of a paper's page, or nothing.
    """
    papers = newsletter.digest.papers
    template = env.get_template(TEMPLATE)
    urls = {paper.arxiv_id: paper_url(paper) for paper in papers}

    def render(shown: int, longest: int) -> str:
        text = template.render(
            **given,
            newsletter=newsletter,
            digest=replace(newsletter.digest, papers=papers[:shown]),
            left_out=len(papers) - shown,
            longest=longest,
            paper_urls=urls,
        )
        return "\n".join(filter(None, map(str.strip, text.splitlines()))) + "\n"

    shown = len(papers)
    for longest in ABSTRACTS:
        html = render(shown, longest)
        if has_room(html):
            return html
    while shown and not has_room(html):
        shown = shown * 4 // 5
        html = render(shown, 0)
    return html


def has_room(html: str) -> bool:
    """Tell whether HTML is short enough to be shown whole."""
    return len(quopri.encodestring(html.encode())) <= LARGEST
