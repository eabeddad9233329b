"""Articles of digests, whose HTML is rendered when it is asked for.

Pelican gives an article its HTML when its file is read, and from then on other plugins
may look at ``article.content`` and ``article.summary``. But all that a digest's page
shows is known only when all files have been read: its neighbours, the other days of its
papers. So a plugin that looks earlier sees the digest rendered by itself, and what is
written is rendered once, afterwards, with everything.
"""

from __future__ import annotations

from typing import Any, Protocol

from pelican.contents import Article, Content, Page

from pelican_hotpapers.model import Digest
from pelican_hotpapers.pelican.private_names import (
    LateContent,
    context_of,
    html_put_into,
)

BUILD = "hotpapers_build"
"""The name of the build in Pelican's context."""
PROSE = "hotpapers_prose"
"""The attribute of an article for the HTML above and below its papers."""


class Texts(Protocol):
    """Renders the HTML of digests; `Build` does."""

    @property
    def is_complete(self) -> bool:
        """Whether all files have been read."""

    def text(self, article: DigestContent) -> str:
        """Return the HTML of an article, by what is known now."""

    def foot(self, article: DigestContent) -> str:
        """Return the HTML below the papers of an article."""

    def feed_text(self, article: DigestContent, url: str) -> str:
        """Return the HTML of an article for feeds; `url` is that of its page."""

    def linked_data(self, article: DigestContent) -> str:
        """Return the JSON-LD of an article's papers."""

    def markdown_path(self, article: DigestContent) -> str:
        """Return where an article is as Markdown, or nothing."""


class DigestContent(LateContent):
    """An article or a page that shows a digest."""

    digest: Digest

    @property
    def _texts(self) -> Texts:
        texts: Texts = context_of(self)[BUILD]
        return texts

    def _html(self, put: str) -> str:
        """Return the HTML, rendered by what is known now, or what a plugin made of it.

        If a plugin made that of the digest by itself, the foot follows, which was not
        known then.
        """
        if put:
            lacks_foot = not self._put_last and self._texts.is_complete
            return f"{put}\n{self._texts.foot(self)}" if lacks_foot else put
        if self._texts.is_complete:  # it may take half a megabyte: the build has one
            return self._texts.text(self)
        text: str | None = vars(self).get(_OWN_TEXT)
        if text is None:
            text = vars(self)[_OWN_TEXT] = self._texts.text(self)
        return text

    def hotpapers_forget_text(self) -> None:
        """Let go of the HTML that was made before all files had been read."""
        vars(self).pop(_OWN_TEXT, None)

    def _note_put(self, put: str) -> None:
        """Remember whether all files had been read when a plugin put a text there."""
        self._put_last = bool(put) and self._texts.is_complete

    def hotpapers_feed_text(self, url: str) -> str:
        """Return the HTML for feeds, with every link absolute; `url` is of the page."""
        return self._texts.feed_text(self, url)

    def get_static_links(self) -> set[str]:
        """Return the static files that the HTML links to; papers link to none."""
        has_more = html_put_into(self) or any(getattr(self, PROSE))
        return super().get_static_links() if has_more else set()

    @property
    def hotpapers_linked_data(self) -> str:
        """The JSON-LD of the papers, escaped for a script element."""
        return self._texts.linked_data(self)

    @property
    def hotpapers_markdown(self) -> str:
        """Where the digest is as Markdown, relative to the site; nothing of a draft."""
        return self._texts.markdown_path(self)

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
