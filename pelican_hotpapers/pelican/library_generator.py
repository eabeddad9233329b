"""Pelican's generator of the plugin's own pages and of the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from pelican_hotpapers.addresses import SEARCH
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
from pelican_hotpapers.outputs.markdown_files import LLMS_TXT
from pelican_hotpapers.pages import Page
from pelican_hotpapers.pages.all_pages import Listings, all_pages, listings_of
from pelican_hotpapers.pages.files import File
from pelican_hotpapers.pages.search import SearchPart, search_parts
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.conflicts import reserve_written_paths
from pelican_hotpapers.pelican.digest_articles import BUILD
from pelican_hotpapers.pelican.front_matter_reader import log_faults
from pelican_hotpapers.pelican.library_files import LibraryFiles
from pelican_hotpapers.pelican.output_paths import Conflict
from pelican_hotpapers.pelican.own_page_writer import OwnPageWriter, site_from
from pelican_hotpapers.processes import without_copies
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
        files = LibraryFiles(self, build)
        self._write_files(files, listings, status)
        self._write_llms_txt(files)
        if build.config.search:
            self._write_search()

    def _write_pages(
        self, writer: Writer, listings: Listings, status: CollectionStatus | None
    ) -> None:
        """Write all pages, those about the same papers one after another."""
        placed = self._placed_pages(listings, status)

        def by_paper() -> Iterator[tuple[Page, str]]:
            while made_together := list(islice(placed, AT_ONCE)):
                yield from sorted(made_together, key=lambda each: each[0].first_id)

        OwnPageWriter(self, self.build, writer).write(by_paper())

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

    def _write_files(
        self, files: LibraryFiles, listings: Listings, status: CollectionStatus | None
    ) -> None:
        """Write all other files that have a path of their own."""
        build = self.build

        def wanted() -> Iterator[WantedFile]:
            for file in files.all(listings, status):
                path = build.addresses.file(file.stem, file.suffix)
                if self._reserve(path, OUR_FILE):
                    yield WantedFile(path, file.key, partial(_encoded, file))

        build.manifest.write(wanted(), build.processes.begin)

    @property
    def build(self) -> Build:
        """What is known in this run."""
        build: Build = self.context[BUILD]
        return build

    def _write_llms_txt(self, files: LibraryFiles) -> None:
        """Write what names these files, at the root of the site."""
        build = self.build
        if not build.config.markdown:
            return
        if build.output_paths.reserve(LLMS_TXT, OUR_FILE):
            logger.info("%s is the site's own, and stays", LLMS_TXT)
            return
        build.manifest.put(LLMS_TXT, None, files.llms_txt().encode())

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

    def _write_search(self) -> None:
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
