"""Pelican's generator of the plugin's own pages and of the files beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican.generators import Generator
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import Writer

from pelican_hotpapers.addresses import (
    INDEX,
    LEADERBOARDS,
    OPENSEARCH,
    SEARCH,
    Addresses,
    day_stem,
)
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.config import Config, config_of
from pelican_hotpapers.config.topic_rules import Topics, read_topics
from pelican_hotpapers.errors import Fault, excerpt, shown_path
from pelican_hotpapers.library import Library
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.outputs import exports, search_index
from pelican_hotpapers.outputs.feeds import Publisher
from pelican_hotpapers.outputs.feeds.items import Items
from pelican_hotpapers.pages import Page
from pelican_hotpapers.pages.all_pages import (
    NAMES,
    Listings,
    all_pages,
    has_paper_pages,
    has_search,
    listings_of,
)
from pelican_hotpapers.pages.files import Citations, File, data
from pelican_hotpapers.pages.search import opensearch
from pelican_hotpapers.pages.subscriptions import SINCE, Subscriptions, feed_files
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.conflicts import reserve_written_paths
from pelican_hotpapers.pelican.digest_articles import BUILD
from pelican_hotpapers.pelican.entry_rendering import (
    FeedEntryRenderer,
    ListingEntryRenderer,
)
from pelican_hotpapers.pelican.front_matter_reader import log_faults
from pelican_hotpapers.pelican.output_paths import Conflict, OutputPaths
from pelican_hotpapers.pelican.own_pages import frame_of, own_page
from pelican_hotpapers.storage.text_cache import TextCache

logger = get_logger(__name__)

OUR_PAGE = "our page"
OUR_FILE = "our file"
"""The owners of paths, as messages name them."""


class LibraryGenerator(Generator):
    """Writes the pages of the library, its feeds, citations, data and search index."""

    def generate_context(self) -> None:
        """Read the topics, and say what is wrong with them before a page is written."""
        config = config_of(self.settings)
        self.topics, faults = _topics(config, Path(self.path))
        log_faults(faults)

    def generate_output(self, writer: Writer) -> None:
        """Write every page in the site's theme, and then the other files."""
        build: Build = self.context[BUILD]
        config, library, places = build.config, build.library, build.addresses
        folder = places.folder
        if not library.entries:
            return
        output_paths = build.output_paths
        reserve_written_paths(output_paths, self.context["staticfiles"], writer)
        if conflict := output_paths.conflict_of_folder(folder):
            _tell(conflict, "our folder")
            return
        listings = listings_of(library, self.topics, config)
        shared = {
            "addresses": places,
            "days": build.days,
            "has_opensearch": has_search(library, config) and self.settings["SITEURL"],
            "has_paper_pages": has_paper_pages(library, config),
            "has_search": has_search(library, config),
            "hotpapers": config,
        }
        frame = frame_of(self, shared)
        shared.update(frame=frame, extended=frame.extends)
        kept = TextCache(build.cache)
        shared["shown"] = self._entries(library, shared, kept)
        for page in all_pages(library, listings, config, build.cache):
            place = places.page(page.stem, page.number)
            if _is_free(output_paths, place, f"{OUR_PAGE} {excerpt(page.title)}"):
                self._write(writer, page, place, shared)
        for file in chain(
            _citations(library, listings, config, kept),
            data(library),
            self._feeds(library, listings, config, places, kept),
            self._opensearch(library, config, places),
        ):
            place = places.file(file.stem, file.suffix)
            if _is_free(output_paths, place, OUR_FILE):
                self._save(place, file.text)
        kept.save()
        if has_search(library, config):
            self._index(output_paths, folder)

    def _entries(
        self, library: Library, shared: dict[str, Any], kept: TextCache
    ) -> ListingEntryRenderer:
        """Return what shows papers in listings."""
        used = ("addresses", "has_paper_pages", "hotpapers")
        context = {name: shared[name] for name in used}
        context["SITEURL"] = self._site_from(shared["addresses"].page(INDEX))
        return ListingEntryRenderer(
            library, self.env, context, {**self.context, **shared}, kept
        )

    def _site_from(self, place: str) -> str:
        """Return the site's address, as a page at a place names it."""
        if self.settings["RELATIVE_URLS"]:
            return str(path_to_url(get_relative_path(place)))
        return str(self.settings["SITEURL"])

    def _linked_data(self, page: Page, place: str) -> dict[str, str | Markup]:
        """Return where a page is, and what it tells search engines of its papers."""
        site = str(self.settings["SITEURL"])
        address = f"{site}/{place}" if site else ""
        if not address or not page.papers:
            return {"address": address, "linked_data": ""}
        if page.meta_tags:
            text = exports.scholarly_article(page.papers[0], address)
        else:
            text = exports.item_list(page.title, address, page.papers)
        return {"address": address, "linked_data": Markup(text)}  # noqa: S704 - is safe

    def _feeds(
        self,
        library: Library,
        listings: Listings,
        config: Config,
        places: Addresses,
        kept: TextCache,
    ) -> Iterator[File]:
        """Yield the feeds of all that papers are added to."""
        publisher = self._publisher(config)
        contents = FeedEntryRenderer(self.env, publisher.url, config, kept)
        has_pages = has_paper_pages(library, config)
        made = Items(
            library.newest,
            publisher,
            url=lambda entry: (
                f"{publisher.url}/{places.page(entry.stem)}" if has_pages else ""
            ),
            content=contents,
        )
        feeds = Subscriptions(publisher=publisher, places=places, items=made)
        newest = library.digests[0].date
        groups = {
            "All": (feeds.of_all(library),),
            NAMES[LEADERBOARDS]: feeds.of_periods(listings.leaderboards, newest),
            **{
                NAMES[stem]: map(feeds.of_listing, listed)
                for stem, listed in listings.by_overview.items()
            },
        }
        return feed_files(groups, publisher)

    def _opensearch(
        self, library: Library, config: Config, places: Addresses
    ) -> Iterator[File]:
        """Yield what tells browsers of the search, on a site that says where it is."""
        site = str(self.settings["SITEURL"])
        if site and has_search(library, config):
            name = without_controls(str(self.settings["SITENAME"]))
            text = opensearch(name, f"{site}/{places.page(SEARCH)}")
            yield File(OPENSEARCH, "xml", text)

    def _publisher(self, config: Config) -> Publisher:
        settings = self.settings
        feeds_url = str(settings["FEED_DOMAIN"] or "").rstrip("/")
        return Publisher(
            title=without_controls(str(settings["SITENAME"])),
            url=str(settings["SITEURL"]) or feeds_url,
            feeds_url=feeds_url,
            since=SINCE,
            author=str(settings.get("AUTHOR") or ""),
            hub=config.hub,
        )

    def _index(self, output_paths: OutputPaths, folder: str) -> None:
        """Make the search index of the papers' pages, now that they are written."""
        place = f"{folder}/{search_index.FOLDER}"
        if not _is_free(output_paths, place, "our search index"):
            return
        try:
            search_index.make_index(Path(self.output_path, folder))
        except search_index.SearchIndexError as error:
            logger.warning("no search index was made: %s", error)

    def _save(self, place: str, text: str) -> None:
        """Write a file that is of no template."""
        path = Path(sanitised_join(self.output_path, place))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def _write(
        self, writer: Writer, page: Page, place: str, shared: dict[str, Any]
    ) -> None:
        """Write a page in the theme's own."""
        shown = {
            **shared,
            **self._linked_data(page, place),
            **page.values,
            "sheet": page,
        }
        template = self.env.get_template(f"hotpapers/pages/{page.template}.html")
        html = template.render(
            {**self.context, **shown, "SITEURL": self._site_from(place)}
        )
        writer.write_file(
            place,
            shared["frame"].template,
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=place,
            page=own_page(page, place, html, self.settings, self.context),
            **shown,
        )


def _is_free(output_paths: OutputPaths, place: str, name: str) -> bool:
    """Reserve a path for a file of ours, and warn if it is another's."""
    conflict = output_paths.reserve(place, name)
    if conflict:
        _tell(conflict, name)
    return conflict is None


def _tell(conflict: Conflict, name: str) -> None:
    """Say that something of ours is not written, and how it may be."""
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


def _topics(config: Config, content: Path) -> tuple[Topics, tuple[Fault, ...]]:
    """Return the topics that settings have or name, and the faults of their file."""
    if isinstance(config.topics, str):
        path = Path(shown_path(str(content / config.topics)))
        return read_topics(path, config.max_file_size)
    return config.topics, ()


def _citations(
    library: Library, listings: Listings, config: Config, kept: TextCache
) -> Iterator[File]:
    """Yield the papers of each listing, day and page, to be cited."""
    made = Citations(library, kept)
    for listing in listings:
        ids = (entry.arxiv_id for entry in listing.entries)
        yield from made.files(listing.stem, ids)
    for digest in library.digests:
        ids = (paper.arxiv_id for paper in digest.papers)
        yield from made.files(day_stem(digest.date), ids)
    if has_paper_pages(library, config):
        for entry in library.newest:
            yield from made.files(entry.stem, [entry.arxiv_id])
