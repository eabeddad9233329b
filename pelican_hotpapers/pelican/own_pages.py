"""The plugin's own pages in the page of the site's theme.

Themes put around a page what it needs: a card, a column, a title. So each of ours is a
page as Pelican knows them, and is rendered by the theme's ``page.html``. What that does
with a page is seen by trying it once a build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from jinja2 import Template
from markupsafe import Markup
from pelican import contents
from pelican.generators import Generator
from pelican.settings import Settings
from pelican.urlwrappers import Category

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.markup import tex
from pelican_hotpapers.markup.plain_text import theme_safe
from pelican_hotpapers.pages import Page
from pelican_hotpapers.pelican.private_names import LateContent

logger = get_logger(__name__)

_FRAMES = (
    ("page", "hotpapers/pages/frame.html"),
    ("base", "hotpapers/pages/frame-base.html"),
    ("!simple/base", "hotpapers/pages/frame-base.html"),
)
"""Templates that may stand around our pages, and ours that extends each."""
_TITLE, _CONTENT, _FEED = (f"hotpapers{name}tried" for name in "abc")
"""Words that no theme has by itself."""
_HEADING = re.compile(r"<h[1-6]\b")
_END_OF_HEADING = re.compile(r"</h[1-6]\b")


class OwnPage(LateContent, contents.Page):
    """One of the plugin's own pages, as themes and other plugins know pages."""

    def __init__(
        self,
        make: Callable[[], str],
        metadata: dict[str, Any],
        settings: Settings,
        context: dict[str, Any],
    ) -> None:
        """Take what makes the HTML, and what else Pelican's pages are given."""
        self._make = make
        super().__init__("", metadata, settings, context=context)

    def _html(self, put: str) -> str:
        return put or self._make()

    def _note_put(self, put: str) -> None:
        """Let it be: there is nothing that comes later."""

    # Pelican's own keep what they once gave for ever, and look for links to resolve.

    def get_content(self, siteurl: str) -> str:  # noqa: ARG002
        """Return the HTML, whose links lead to their ends."""
        return Markup(self._content)  # noqa: S704 - our templates escape

    def get_summary(self, siteurl: str) -> str:  # noqa: ARG002
        """Return a line of plain text, escaped."""
        return str(self.metadata["summary"])


def own_page(
    page: Page,
    place: str,
    make: Callable[[], str],
    settings: Settings,
    context: dict[str, Any],
) -> OwnPage:
    """Return a page as Pelican knows them.

    Args:
        page: What it shows.
        place: Its path below the output.
        make: Returns its content, when that is asked for.
        settings: Pelican's.
        context: Pelican's.
    """
    title = theme_safe(tex.to_text(page.title))
    summary = theme_safe(tex.to_text(page.description))
    metadata = {
        "title": f"{title} ({page.number})" if page.number else title,
        "slug": PurePosixPath(place).stem,
        "category": Category(settings["DEFAULT_CATEGORY"], settings),
        "summary": summary,
        "description": summary,
        "save_as": place,
        "url": place,
    }
    return OwnPage(make, metadata, settings, context)


@dataclass(frozen=True, slots=True)
class Frame:
    """A template around our pages, and what it does with them."""

    template: Template
    extends: Template
    """The theme's own."""
    page: OwnPage
    """The page of nothing but words, as Pelican and other plugins made it."""
    has_content: bool
    """Whether it shows a page's content."""
    has_title: bool
    """Whether it shows a page's title as a heading."""
    has_head: bool
    """Whether its head takes what is ours. The article of a digest finds that out while
    it is rendered (article.html); the content of a page is rendered apart from it."""


def frame_of(generator: Generator, context: Mapping[str, Any]) -> Frame:
    """Return the template around our pages: one that shows a page's content.

    It extends the theme's ``page.html``; where that does not show it, the theme's
    ``base.html``; or else that of Pelican's simple theme.

    Args:
        generator: That of our pages.
        context: What our templates are given on every page.

    Raises:
        Exception: Whatever the last of these raises when it is rendered.
    """
    for theirs, ours in _FRAMES[:-1]:
        try:
            frame = _tried(generator, theirs, ours, context)
        except Exception as error:
            logger.info("%s.html of the theme fails with our pages: %s", theirs, error)
            continue
        if frame.has_content:
            return frame
    logger.warning(
        "Neither page.html nor base.html of the theme %s shows the content of a page. "
        "So the plugin's own pages look as in Pelican's simple theme: a template "
        "hotpapers/pages/frame.html that shows {{ page.content }} makes them the "
        "theme's",
        generator.settings["THEME"],
    )
    return _tried(generator, *_FRAMES[-1], context)


def _tried(
    generator: Generator, theirs: str, ours: str, context: Mapping[str, Any]
) -> Frame:
    """Render a page of nothing but words to be found, and return what is there."""
    template = generator.env.get_template(ours)
    extends: Template = Generator.get_template(generator, theirs)
    page = Page(stem=_TITLE, template="", title=_TITLE, description=_TITLE)
    place = f"{_TITLE}.html"
    own = own_page(page, place, lambda: _CONTENT, generator.settings, generator.context)
    html = template.render(
        {
            **generator.context,
            **context,
            "extended": extends,
            "page": own,
            "sheet": page,
            "feeds": [_FEED],
            "address": "",
            "output_file": place,
        }
    )
    return Frame(
        template,
        extends,
        own,
        has_content=_CONTENT in html,
        has_title=_has_title(html.partition(_CONTENT)[0].lower()),
        has_head=_FEED in html,
    )


def _has_title(html: str) -> bool:
    """Tell whether a heading has the title in it."""
    ended = _END_OF_HEADING.split(html)[:-1]
    headings = (_HEADING.split(text) for text in ended)
    return any(len(heading) > 1 and _TITLE in heading[-1] for heading in headings)
