"""The files beside the pages of the library: what each is made of.

They are written by the `LibraryGenerator`, as its pages are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from pelican.generators import Generator

from pelican_hotpapers.addresses import (
    COMFORTS,
    LEADERBOARDS,
    OPENSEARCH,
    SEARCH,
    day_stem,
)
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.collect.status import CollectionStatus
from pelican_hotpapers.outputs.exports import IN_LISTINGS
from pelican_hotpapers.outputs.feeds import PAPERS_LANGUAGE, Publisher
from pelican_hotpapers.outputs.feeds.items import Items
from pelican_hotpapers.outputs.markdown_files import llms_txt
from pelican_hotpapers.pages.all_pages import Listings
from pelican_hotpapers.pages.browser_pages import has_interests
from pelican_hotpapers.pages.files import (
    File,
    citation_files,
    data,
    days_as_markdown,
    interests,
    papers_as_markdown,
)
from pelican_hotpapers.pages.main_pages import overview_names
from pelican_hotpapers.pages.search import opensearch
from pelican_hotpapers.pages.status_page import status_feed, status_file
from pelican_hotpapers.pages.subscriptions import (
    SINCE,
    Subscriptions,
    feed_files,
    feed_in_each_format,
)
from pelican_hotpapers.pelican.assets import path_to_pages
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.storage.keys import key_of


class LibraryFiles:
    """The citations, data, feeds and the like of all digests as one."""

    def __init__(self, generator: Generator, build: Build) -> None:
        """Take what files are made of.

        Args:
            generator: That of the library's pages.
            build: The build.
        """
        self._build = build
        self._settings = generator.settings
        self._env = generator.env

    def all(
        self, listings: Listings, status: CollectionStatus | None
    ) -> Iterator[File]:
        """Yield all files that the site is to have.

        Args:
            listings: The listings of all papers.
            status: How collecting goes; None on a site that collects nothing.
        """
        yield from self._interests()
        yield from self._citations(listings)
        yield from data(self._build.library, self._build.cache)
        yield from self._markdown()
        yield from self._feeds(listings)
        yield from self._status_files(status)
        yield from self._opensearch()
        yield from self._comforts()

    def _interests(self) -> Iterator[File]:
        """Yield what readers' browsers rank papers by, if that is wanted."""
        if has_interests(self._build.config):
            yield from interests(self._build.library)

    def _citations(self, listings: Listings) -> Iterator[File]:
        """Yield the citations of each page of a listing, and of each day.

        The page of a paper has its citations in itself.
        """
        library, citations = self._build.library, self._build.citations
        for page in listings.pages():
            entries = [library.entries[paper.arxiv_id] for paper in page.papers]
            yield from citation_files(page.name, entries, citations, IN_LISTINGS)
        for digest in library.digests:
            entries = [library.entries[paper.arxiv_id] for paper in digest.papers]
            yield from citation_files(day_stem(digest.date), entries, citations)

    def _markdown(self) -> Iterator[File]:
        """Yield what programs read in the place of pages, if that is wanted."""
        if self._build.config.markdown:
            yield from days_as_markdown(self._build.library)
        if self._has_papers_as_markdown:
            yield from papers_as_markdown(self._build.library)

    @property
    def _has_papers_as_markdown(self) -> bool:
        return self._build.config.paper_markdown and self._build.config.paper_pages

    def llms_txt(self) -> str:
        """Return what names these files to programs, for the root of the site."""
        site = str(self._settings["SITEURL"])

        def url(stem: str, suffix: str) -> str:
            return f"{site}/{self._build.addresses.file(stem, suffix)}"

        return llms_txt(
            str(self._settings["SITENAME"]),
            self._build.library,
            url,
            has_papers=self._has_papers_as_markdown,
        )

    def _status_files(self, status: CollectionStatus | None) -> Iterator[File]:
        """Yield the status as data and as a feed."""
        if status and self._build.config.status:
            yield status_file(status)
            feed = status_feed(
                status, self._publisher, self._build.addresses, self._build.translation
            )
            yield from feed_in_each_format(feed)

    @property
    def _publisher(self) -> Publisher:
        """The site that feeds are of."""
        settings = self._settings
        feeds_url = str(settings["FEED_DOMAIN"] or "").rstrip("/")
        language = self._build.translation.tag
        return Publisher(
            title=without_controls(str(settings["SITENAME"])),
            url=str(settings["SITEURL"]) or feeds_url,
            feeds_url=feeds_url,
            since=SINCE,
            author=str(settings.get("AUTHOR") or ""),
            language=language if language != PAPERS_LANGUAGE else "",
            hub=self._build.config.hub,
        )

    def _feeds(self, listings: Listings) -> Iterator[File]:
        """Yield the feeds of all papers and of each listing."""
        build, publisher = self._build, self._publisher
        library, addresses = build.library, build.addresses
        has_pages = build.config.paper_pages
        context = {"SITEURL": publisher.url, "hotpapers": build.config}
        template = self._env.get_template("hotpapers/pages/feed-entry.html")
        key = build.template_keys.key((), context, of_page=frozenset())
        items = Items(
            library.newest,
            publisher,
            url=lambda entry: (
                f"{publisher.url}/{addresses.page(entry.stem)}" if has_pages else ""
            ),
            content=lambda entry: template.render(context, entry=entry),
            key=key and key_of(key, repr((has_pages, publisher.url)).encode()),
        )
        said = build.translation
        feeds = Subscriptions(
            publisher=publisher, addresses=addresses, items=items, translation=said
        )
        names = overview_names(said)
        newest = library.digests[0].date
        groups = {
            said.gettext("All", "feeds"): (feeds.of_all(library),),
            names[LEADERBOARDS]: feeds.of_periods(listings.leaderboards, newest),
            **{
                names[stem]: map(feeds.of_listing, listed)
                for stem, listed in listings.by_overview.items()
            },
        }
        return feed_files(groups, publisher)

    def _opensearch(self) -> Iterator[File]:
        """Yield the file that tells browsers of the search, if SITEURL is known."""
        build, site = self._build, str(self._settings["SITEURL"])
        if site and build.config.search:
            name = without_controls(str(self._settings["SITENAME"]))
            page = f"{site}/{build.addresses.page(SEARCH)}"
            text = opensearch(name, page, build.translation)
            yield File(OPENSEARCH, "xml", lambda: text)

    def _comforts(self) -> Iterator[File]:
        """Yield the script that puts the markup for readers' comforts before another.

        It is two kB, and the same for all pages.
        """
        config = self._build.config
        if config.comforts:
            template = self._env.get_template("hotpapers/comforts-markup.html")
            pages = path_to_pages(self._settings, config)
            html = json.dumps(template.render(hotpapers=config, hotpapers_pages=pages))
            text = f'document.currentScript.insertAdjacentHTML("afterend", {html});\n'
            yield File(COMFORTS, "js", lambda: text)
