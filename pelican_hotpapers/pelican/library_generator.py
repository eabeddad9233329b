"""Pelican's generator of the plugin's own pages and of the files beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from pelican_hotpapers.addresses import (
    COMFORTS,
    LEADERBOARDS,
    OPENSEARCH,
    SEARCH,
    day_stem,
)
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.collect import collection_plan
from pelican_hotpapers.collect.build_collection import archive_of
from pelican_hotpapers.collect.status import CollectionStatus, status_of_last_run
from pelican_hotpapers.config.site_settings import config_of
from pelican_hotpapers.config.topic_rules import topics_of
from pelican_hotpapers.errors import excerpt
from pelican_hotpapers.library import LibraryEntry
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.outputs import search_index
from pelican_hotpapers.outputs.compression import COMPRESSED, compressed
from pelican_hotpapers.outputs.exports import IN_LISTINGS
from pelican_hotpapers.outputs.feeds import PAPERS_LANGUAGE, Publisher
from pelican_hotpapers.outputs.feeds.items import Items
from pelican_hotpapers.outputs.markdown_files import LLMS_TXT, llms_txt
from pelican_hotpapers.pages import Page
from pelican_hotpapers.pages.all_pages import (
    Listings,
    all_pages,
    listings_of,
)
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
from pelican_hotpapers.pages.search import SearchPart, opensearch, search_parts
from pelican_hotpapers.pages.status_page import status_feed, status_file
from pelican_hotpapers.pages.subscriptions import (
    SINCE,
    Subscriptions,
    feed_files,
    feed_in_each_format,
)
from pelican_hotpapers.pelican.assets import way_to_pages
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.conflicts import reserve_written_paths
from pelican_hotpapers.pelican.digest_articles import BUILD
from pelican_hotpapers.pelican.front_matter_reader import log_faults
from pelican_hotpapers.pelican.output_paths import Conflict
from pelican_hotpapers.pelican.own_page_writer import OwnPageWriter, site_from
from pelican_hotpapers.processes import without_copies
from pelican_hotpapers.storage.keys import key_of
from pelican_hotpapers.storage.manifest import AT_ONCE
from pelican_hotpapers.storage.wanted_files import WantedFile, WantedFolder

logger = get_logger(__name__)

OUR_PAGE = "our page"
OUR_FILE = "our file"
"""The owners of paths, as messages name them."""
_MUCH_TO_SEARCH = 1_000
"""Papers from which on other processes make the parts of the index."""
_PARTS_AT_ONCE = 4
"""Parts of the index that are written together: a year has thousands of papers."""


class LibraryGenerator(Generator):
    """Writes the pages of the library, its feeds, citations, data and search index."""

    def generate_context(self) -> None:
        """Read the topics, and say what is wrong with them before a page is written."""
        config = config_of(self.settings)
        self.topics, faults = topics_of(
            config.topics, Path(self.path), config.max_file_size
        )
        log_faults(faults)

    def generate_output(self, writer: Writer) -> None:
        """Write every page in the site's theme, and then the other files."""
        build = self.build
        if not build.library.entries:
            return
        reserve_written_paths(build.output_paths, self.context["staticfiles"], writer)
        folder = build.addresses.folder
        if conflict := build.output_paths.conflict_of_folder(folder):
            _warn(conflict, "our folder")
            return
        status = self._status()
        listings = listings_of(
            build.library, self.topics, build.config, build.translation
        )
        self._write_pages(writer, listings, status)
        self._write_files(listings, status)
        self._llms_txt()
        if build.config.search:
            self._search()

    def _write_pages(
        self, writer: Writer, listings: Listings, status: CollectionStatus | None
    ) -> None:
        """Write all pages, those about the same papers one after another."""
        placed = self._placed_pages(listings, status)
        batches = iter(lambda: list(islice(placed, AT_ONCE)), [])
        by_paper = (
            sorted(batch, key=lambda placed: placed[0].first_id) for batch in batches
        )
        OwnPageWriter(self, self.build, writer).write(chain.from_iterable(by_paper))

    def _placed_pages(
        self, listings: Listings, status: CollectionStatus | None
    ) -> Iterator[tuple[Page, str]]:
        """Yield each page that has a path of its own, with that path."""
        build = self.build
        for page in all_pages(
            build.library,
            listings,
            build.config,
            build.related.papers(),
            status,
            build.translation,
        ):
            path = build.addresses.page(page.stem, page.number)
            if self._reserve(path, f"{OUR_PAGE} {excerpt(page.title)}"):
                yield page, path

    def _write_files(self, listings: Listings, status: CollectionStatus | None) -> None:
        build = self.build
        build.manifest.write(self._files(listings, status), build.processes.begin)

    def _files(
        self, listings: Listings, status: CollectionStatus | None
    ) -> Iterator[WantedFile]:
        build = self.build
        for file in chain(
            self._interests(),
            self._citations(listings),
            data(build.library, build.cache),
            self._markdown(),
            self._feeds(listings),
            self._status_files(status),
            self._opensearch(),
            self._comforts(),
        ):
            path = build.addresses.file(file.stem, file.suffix)
            if self._reserve(path, OUR_FILE):
                yield WantedFile(path, file.key, partial(_encoded, file))

    @property
    def build(self) -> Build:
        """What is known in this run."""
        build: Build = self.context[BUILD]
        return build

    def _interests(self) -> Iterator[File]:
        """Yield what readers' browsers rank papers by, if that is wanted."""
        if has_interests(self.build.config):
            yield from interests(self.build.library)

    def _citations(self, listings: Listings) -> Iterator[File]:
        """Yield the citations of each page of a listing, and of each day.

        The page of a paper has its citations in itself.
        """
        library, citations = self.build.library, self.build.citations
        for page in listings.pages():
            entries = [library.entries[paper.arxiv_id] for paper in page.papers]
            yield from citation_files(page.name, entries, citations, IN_LISTINGS)
        for digest in library.digests:
            entries = [library.entries[paper.arxiv_id] for paper in digest.papers]
            yield from citation_files(day_stem(digest.date), entries, citations)

    def _markdown(self) -> Iterator[File]:
        """Yield what programs read in the place of pages, if that is wanted."""
        if self.build.config.markdown:
            yield from days_as_markdown(self.build.library)
        if self._has_papers_as_markdown:
            yield from papers_as_markdown(self.build.library)

    @property
    def _has_papers_as_markdown(self) -> bool:
        return self.build.config.paper_markdown and self.build.config.paper_pages

    def _llms_txt(self) -> None:
        """Write what names these files, at the root of the site."""
        build, site = self.build, str(self.settings["SITEURL"])
        if not build.config.markdown:
            return
        if build.output_paths.reserve(LLMS_TXT, OUR_FILE):
            logger.info("%s is the site's own, and stays", LLMS_TXT)
            return
        name = str(self.settings["SITENAME"])

        def url(stem: str, suffix: str) -> str:
            return f"{site}/{build.addresses.file(stem, suffix)}"

        has_papers = self._has_papers_as_markdown
        text = llms_txt(name, build.library, url, has_papers=has_papers)
        build.manifest.put(LLMS_TXT, None, text.encode())

    def _status(self) -> CollectionStatus | None:
        """Return how collecting goes; None on a site that collects nothing."""
        build = self.build
        plan = collection_plan(build.config, archive_of(build.config, self.settings))
        known = {digest.date: digest for digest in build.library.digests}
        try:
            return status_of_last_run(plan, known)
        except OSError as error:
            logger.warning("The archive cannot be read: %s", error)
            return None

    def _status_files(self, status: CollectionStatus | None) -> Iterator[File]:
        """Yield the status as data and as a feed."""
        if status and self.build.config.status:
            yield status_file(status)
            feed = status_feed(
                status, self._publisher, self.build.addresses, self.build.translation
            )
            yield from feed_in_each_format(feed)

    @property
    def _publisher(self) -> Publisher:
        """The site that feeds are of."""
        settings = self.settings
        feeds_url = str(settings["FEED_DOMAIN"] or "").rstrip("/")
        language = self.build.translation.tag
        return Publisher(
            title=without_controls(str(settings["SITENAME"])),
            url=str(settings["SITEURL"]) or feeds_url,
            feeds_url=feeds_url,
            since=SINCE,
            author=str(settings.get("AUTHOR") or ""),
            language=language if language != PAPERS_LANGUAGE else "",
            hub=self.build.config.hub,
        )

    def _feeds(self, listings: Listings) -> Iterator[File]:
        """Yield the feeds of all papers and of each listing."""
        build, publisher = self.build, self._publisher
        library, addresses = build.library, build.addresses
        has_pages = build.config.paper_pages
        context = {"SITEURL": publisher.url, "hotpapers": build.config}
        template = self.env.get_template("hotpapers/pages/feed-entry.html")
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
        build, site = self.build, str(self.settings["SITEURL"])
        if site and build.config.search:
            name = without_controls(str(self.settings["SITENAME"]))
            page = f"{site}/{build.addresses.page(SEARCH)}"
            text = opensearch(name, page, build.translation)
            yield File(OPENSEARCH, "xml", lambda: text)

    def _comforts(self) -> Iterator[File]:
        """Yield the script that puts the markup for readers' comforts before another.

        It is two kB, and the same for all pages.
        """
        config = self.build.config
        if config.comforts:
            template = self.env.get_template("hotpapers/comforts-markup.html")
            pages = way_to_pages(self.settings, config)
            html = json.dumps(template.render(hotpapers=config, hotpapers_pages=pages))
            text = f'document.currentScript.insertAdjacentHTML("afterend", {html});\n'
            yield File(COMFORTS, "js", lambda: text)

    def _search(self) -> None:
        """Write the search indexes of all papers, those that have changed."""
        build = self.build
        folder = f"{build.addresses.folder}/{search_index.FOLDER}"
        if not self._reserve(folder, "our search index"):
            return
        url = self._result_url
        parts = (
            WantedFolder(
                f"{folder}/{part.name}",
                part.key(url),
                partial(_index, part, url),
                search_index.ENTRY,
            )
            for part in search_parts(build.library)
        )
        is_much = len(build.library.entries) >= _MUCH_TO_SEARCH
        begin = partial(build.processes.begin, least=2) if is_much else without_copies
        build.manifest.write(parts, begin, _PARTS_AT_ONCE)

    def _result_url(self, entry: LibraryEntry) -> str:
        """Return where the search leads: to a paper's page, or into its digest."""
        build = self.build
        if build.config.paper_pages:
            return f"{entry.stem}.html"
        site = site_from(build.addresses.page(SEARCH))
        return f"{site}/{build.days[entry.last].url}#{entry.paper.anchor}"

    def _reserve(self, path: str, name: str) -> bool:
        """Reserve a path for a file of ours, and warn if it is another's."""
        conflict = self.build.output_paths.reserve(path, name)
        if conflict:
            _warn(conflict, name)
        return conflict is None


def _index(
    part: SearchPart, url: Callable[[LibraryEntry], str]
) -> Iterator[tuple[str, bytes]]:
    return search_index.index(part.records(url))


def _encoded(file: File) -> bytes:
    content = file.make().encode()
    return compressed(content) if file.suffix.endswith(COMPRESSED) else content


def _warn(conflict: Conflict, name: str) -> None:
    """Warn that a file of ours is not written, and say what to do."""
    is_ours = conflict.owner.startswith("our ")
    logger.warning(
        "%s %s. So %s is not written: %s",
        conflict.path,
        conflict,
        name,
        "give one of the two another name"
        if is_ours
        else "HOTPAPERS_PAGES names another folder for ours",
    )
