"""Keys of pages inside a theme: of all that each is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from jinja2 import Template
from pelican.contents import Content

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.digest_articles import PROSE, DigestContent
from pelican_hotpapers.pelican.private_names import has_links, html_of, html_put_into
from pelican_hotpapers.pelican.rendering import DIGEST
from pelican_hotpapers.pelican.site_keys import SiteKeys
from pelican_hotpapers.pelican.template_keys import TemplateKeys
from pelican_hotpapers.storage.keys import key_of

if TYPE_CHECKING:
    from pelican_hotpapers.pages import Page
    from pelican_hotpapers.pages.neighbours import Neighbourhood
    from pelican_hotpapers.pelican.own_pages import Frame, OwnPage

logger = get_logger(__name__)

_BY_PLACE = frozenset({"SITEURL", "localsiteurl", "output_file"})
"""Names of what follows from where a page is, and from where the site is."""
_OF_DIGESTS = _BY_PLACE | {"article", "blog", "category", "page", "url"}
_OF_PAGES = _BY_PLACE | {"page"}
_BY_PAPERS = frozenset({"address", "days", "extended", "frame", "sheet", "shown"})
"""What our own pages are given that differs from one to another, or as papers do."""
_ALL_OF_OURS = "hotpapers/"
"""The folder of all templates of ours, any of which may be a page of ours."""
_SETTINGS = (
    *("FEED_", "RELATIVE_URLS", "RSS_", "SITE", "SUMMARY_", "TIMEZONE", "TYPOGRIFY"),
)
"""How settings begin that pages and feeds depend on without naming them."""


class PageKeys:
    """Makes the keys of pages and feeds in one build.

    Where a key is not known, because a part of it has no stable content, it is None.
    """

    def __init__(
        self,
        site: SiteKeys,
        templates: TemplateKeys,
        around: Callable[[DigestContent], Neighbourhood | None],
        shared: Mapping[str, Any],
        settings: Mapping[str, Any],
    ) -> None:
        """Take what pages have in common.

        Args:
            site: What makes keys of values.
            templates: What makes keys of templates.
            around: Returns what is around a digest.
            shared: What our templates are given whatever they show.
            settings: Pelican's.
        """
        self._site = site
        self._templates = templates
        self._around = around
        self._shared = shared
        named = {
            name: settings[name]
            for name in sorted(settings)
            if name.startswith(_SETTINGS)
        }
        self._common = [shared, named]
        self._of_templates: dict[object, bytes | None] = {}

    def of_digest(
        self,
        content: DigestContent,
        template: Template,
        context: Mapping[str, Any],
    ) -> bytes | None:
        """Return the key of the page of a digest.

        Args:
            content: The digest's article, or its page.
            template: What its page is made of.
            context: What this is given.
        """
        if has_links(_html_beside(content)):
            return None
        page = getattr(content, "hotpapers_page", "")
        names = (DIGEST, str(template.name), page)
        key = self._of_template(names, context, _OF_DIGESTS)
        return self._key(
            key,
            content.save_as,
            lambda: [self._site.content(content), self._around(content)],
        )

    def of_text(self, shown: Sequence[object]) -> bytes | None:
        """Return the key of what our templates make of some values."""
        key = self._of_template((DIGEST,), self._shared, frozenset())
        return self._key(key, "a text", lambda: shown)

    def of_feed(
        self,
        articles: Sequence[Content],
        texts: Sequence[str | None],
    ) -> bytes | None:
        """Return the key of one of Pelican's feeds.

        Args:
            articles: What is in it.
            texts: What else Pelican makes it of.
        """
        if any(has_links(_html_beside(content)) for content in articles):
            return None
        digests = (each for each in articles if isinstance(each, DigestContent))
        key = self._of_template((DIGEST,), self._shared, frozenset())
        return self._key(
            key, "a feed", lambda: [articles, list(map(self._around, digests)), texts]
        )

    def of_own_page(
        self,
        page: Page,
        place: str,
        own: OwnPage | None,
        frame: Frame,
        context: Mapping[str, Any],
    ) -> bytes | None:
        """Return the key of one of our own pages.

        Args:
            page: The page.
            place: Its path in the output.
            own: The page as Pelican has it, where other plugins add something to it.
            frame: What is around it.
            context: What each of our pages is given.
        """
        around = (str(frame.template.name), str(frame.extends.name))
        by_papers = _BY_PAPERS.union(page.values)
        key = self._of_template((_ALL_OF_OURS, *around), context, _OF_PAGES, by_papers)
        flags = (frame.has_content, frame.has_title, frame.has_head)
        return self._key(
            key, place, lambda: [flags, frame.page, place, page.content, own]
        )

    def _of_template(
        self,
        names: Sequence[str],
        context: Mapping[str, Any],
        of_page: Set[str],
        of_library: frozenset[str] = frozenset(),
    ) -> bytes | None:
        """Return the key of what pages have in common that are made of a template."""
        # Pelican gives all articles to the pages of drafts, and not to those of others.
        which = (*names, of_page, of_library, "all_articles" in context)
        if which not in self._of_templates:
            templates = filter(None, names)
            key = self._templates.key(templates, context, of_page, of_library)
            common = self._key(key, "what pages are given", lambda: self._common)
            self._of_templates[which] = common
        return self._of_templates[which]

    def _key(
        self, key: bytes | None, name: str, values: Callable[[], object]
    ) -> bytes | None:
        """Return the key of a template and values, or say why there is none."""
        if key is None:
            return None
        try:
            return key_of(key, self._site(values()))
        except (TypeError, RecursionError) as error:
            logger.debug("%s is made in each build: %s", name, error)
            return None


def _html_beside(content: Content) -> str:
    """Return the HTML of a content that is not rendered from a digest.

    Where it links to files of the site, these may come to be elsewhere.
    """
    if isinstance(content, DigestContent):
        return "".join((html_put_into(content), *getattr(content, PROSE)))
    return html_of(content)
