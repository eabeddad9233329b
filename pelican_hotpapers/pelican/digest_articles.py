"""Articles of digests, whose HTML is rendered when it is asked for.

Pelican gives an article its HTML when its file is read, and from then on other plugins
may look at ``article.content`` and ``article.summary``. But all that a digest's page
shows is known only when all files have been read: its neighbours, the other days of its
papers. So a plugin that looks earlier sees the digest rendered by itself, and what is
written is rendered once, afterwards, with everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pelican.contents import Article, Content, Page

from pelican_hotpapers.addresses import category_stem, day_stem
from pelican_hotpapers.markup import tex
from pelican_hotpapers.model import Digest
from pelican_hotpapers.outputs import exports
from pelican_hotpapers.pelican.content_lists import announce_pages
from pelican_hotpapers.pelican.digest_metadata import categories_of
from pelican_hotpapers.pelican.private_names import (
    LateContent,
    context_of,
    html_put_into,
)
from pelican_hotpapers.pelican.rendering import typogrified

if TYPE_CHECKING:
    from pelican_hotpapers.pelican.build import Build

BUILD = "hotpapers_build"
"""The name of the build in Pelican's context."""
PROSE = "hotpapers_prose"
"""The attribute of an article for the HTML above and below its papers."""


class DigestContent(LateContent):
    """An article or a page that shows a digest."""

    digest: Digest

    @property
    def _build(self) -> Build:
        build: Build = context_of(self)[BUILD]
        return build

    def _html(self, put: str) -> str:
        """Return the HTML, rendered by what is known now, or what a plugin made of it.

        If a plugin made that of the digest by itself, the foot follows, which was not
        known then.
        """
        build = self._build
        if put:
            lacks_foot = not self._put_last and build.is_complete
            return f"{put}\n{self._foot()}" if lacks_foot else put
        if build.is_complete:  # it may take half a megabyte: the build has one
            last, text = build.last_text
            if last is not self:
                text = self._page_text()
                build.last_text = self, text
            return text
        own: str | None = vars(self).get(_OWN_TEXT)
        if own is None:
            if build.settings["RELATIVE_URLS"]:
                stems = map(category_stem, categories_of(self.digest))
                announce_pages(context_of(self), map(build.addresses.page, stems))
            own = vars(self)[_OWN_TEXT] = self._page_text()
        return own

    def _page_text(self) -> str:
        digest, build = self.digest, self._build
        around = build.around(self)
        return self._text(
            "page", (around,), lambda: build.renderer.page(digest, around)
        )

    def _foot(self) -> str:
        """Return the HTML below the papers; nothing for a draft."""
        around = self._build.around(self)
        if around is None or not around.is_published:
            return ""
        return self._build.renderer.foot(self.digest, around)

    def _text(
        self, kind: str, beside: tuple[object, ...], make: Callable[[], str]
    ) -> str:
        """Return HTML of the digest, with what is above and below it.

        It is cached: Pelican's feeds and lists have many digests, and are made again
        for each that is new.
        """
        build = self._build
        shown = (self.digest, *beside)
        key = build.page_keys.of_text(shown) if build.is_complete else None
        html = build.cache.get(f"{self.source_path}\0{kind}", key, str, make)
        above, below = getattr(self, PROSE)
        return typogrified(f"{above}{html}{below}", build.settings)

    def hotpapers_forget_text(self) -> None:
        """Let go of the HTML that was made before all files had been read."""
        vars(self).pop(_OWN_TEXT, None)

    def _note_put(self, put: str) -> None:
        """Remember whether all files had been read when a plugin put a text there."""
        self._put_last = bool(put) and self._build.is_complete

    def hotpapers_feed_text(self, url: str) -> str:
        """Return the HTML for feeds, with every link absolute; `url` is of the page."""
        digest, build = self.digest, self._build
        around = build.around(self)
        site = str(build.settings["SITEURL"] or build.settings["FEED_DOMAIN"])
        return self._text(
            "feed",
            (around, site, url),
            lambda: build.renderer.feed(digest, around, site, url),
        )

    def get_static_links(self) -> set[str]:
        """Return the static files that the HTML links to; papers link to none."""
        has_more = html_put_into(self) or any(getattr(self, PROSE))
        return super().get_static_links() if has_more else set()

    @property
    def hotpapers_linked_data(self) -> str:
        """The JSON-LD of the papers, escaped for a script element."""
        title = tex.to_text(self.digest.title)
        return exports.item_list(title, "", self.digest.papers)

    @property
    def hotpapers_markdown(self) -> str:
        """Where the digest is as Markdown, relative to the site; nothing of a draft."""
        build, day = self._build, self.digest.date
        has_files = build.config.markdown and build.config.pages and build.is_complete
        if not has_files or build.days.get(day) is not self:
            return ""
        return build.addresses.file(day_stem(day), "md")

    def __getstate__(self) -> dict[str, Any]:
        """Return what Pelican's cache keeps: nothing rendered."""
        state = super().__getstate__()
        return {name: state[name] for name in state if name != _OWN_TEXT}


_OWN_TEXT = "_own_text"
NOT_CONTENT = frozenset({_OWN_TEXT, "_context", "_make", "settings"})
"""The attributes of an article that tell nothing of it."""


class DigestArticle(DigestContent, Article):
    """An article that shows a digest."""


class DigestPage(DigestContent, Page):
    """A page that shows a digest: a Hot Papers post among the site's pages."""


DigestPage.__name__ = Page.__name__  # Pelican finds the settings of its URL by this


OURS: dict[type[Content], type[DigestContent]] = {
    Article: DigestArticle,
    Page: DigestPage,
}
"""Our classes for what Pelican makes of a file that holds a digest."""
