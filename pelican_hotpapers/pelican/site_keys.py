"""Keys of what a site is made of: the plugin's values, and what Pelican knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from pelican_hotpapers.library import Library, LibraryEntry
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pages import Link
from pelican_hotpapers.pelican.digest_articles import NOT_CONTENT
from pelican_hotpapers.storage.keys import key_of
from pelican_hotpapers.storage.value_keys import KeyOf, ValueKeys
from pelican_hotpapers.translation import Translation

_OF_TERM = frozenset({"name", "slug", "settings", "_name", "_slug", "_slug_from_name"})


class SiteKeys(ValueKeys):
    """Makes keys of values in which papers, digests and Pelican's articles may be.

    The key of a paper or a digest depends on the addresses of its days as well, to
    which pages link. That of a paper with some of its days depends on all of them: the
    leaderboard of a month shows the others, too.
    """

    def __init__(self, library: Library, urls: Mapping[dt.date, str]) -> None:
        """Take what pages show of papers and digests beside these themselves.

        Args:
            library: All papers with all of their days.
            urls: The address of each day's digest, relative to the site.
        """
        self._library = library
        self._urls = urls
        special: dict[type, KeyOf] = {
            Digest: self._digest,
            Library: self._all_digests,
            LibraryEntry: self._entry,
            Link: ValueKeys({}),
            Translation: self._translation,
            URLWrapper: self._term,
        }
        self._beside = ValueKeys({**special, Content: self._other})
        super().__init__({**special, Content: self.content})

    def content(self, content: Content) -> bytes:
        """Return the key of an article or a page, as it is now.

        Of articles that it refers to, such as its translations, only numbers, texts,
        days, terms and digests count.

        Raises:
            TypeError: A plugin gave it something that has no stable content.
        """
        values = {
            name: value
            for name, value in sorted(vars(content).items())
            if name not in NOT_CONTENT
        }
        return self._beside([content.url, content.save_as, values])

    def _all_digests(self, library: Library) -> bytes:
        return key_of(*map(self, library.digests))

    def _other(self, content: Content) -> bytes:
        return self._beside([content.url, dict(_plain_values(content))])

    def _term(self, term: URLWrapper) -> bytes:
        """Return the key of a category, a tag or an author."""
        more = {name: vars(term)[name] for name in vars(term) if name not in _OF_TERM}
        return self._beside([term.name, term.slug, term.url, term.save_as, more])

    def _digest(self, digest: Digest) -> bytes:
        url = self._urls.get(digest.date, "").encode()
        try:
            fingerprint = self._library.fingerprint(digest)
        except (ValueError, OverflowError) as error:  # a plugin put something into it
            raise TypeError(str(error)) from error
        return key_of(fingerprint, self._beside(digest.extra), url)

    def _entry(self, entry: LibraryEntry) -> bytes:
        whole = self._library.entries.get(entry.arxiv_id, entry)
        days = (hot.day.isoformat().encode() for hot in entry.hot)
        urls = (self._urls.get(hot.day, "").encode() for hot in whole.hot)
        return key_of(whole.fingerprint, *days, *urls)

    @staticmethod
    def _translation(translation: Translation) -> bytes:
        return key_of(translation.tag.encode(), *translation.catalogues)


_PLAIN = str | int | float | dt.date | Digest | URLWrapper | None


def _plain_values(content: Content) -> Iterator[tuple[str, Any]]:
    for name, value in sorted(vars(content).items()):
        if name not in NOT_CONTENT and isinstance(value, _PLAIN):
            yield name, value
