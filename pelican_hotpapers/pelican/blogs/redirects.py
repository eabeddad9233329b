"""Redirect pages at the former addresses of posts and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

from pelican.contents import Content
from pelican.generators import Generator
from pelican.writers import Writer

from pelican_hotpapers.errors import shown_path
from pelican_hotpapers.formats import permalinks
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.conflicts import reserve_written_paths
from pelican_hotpapers.pelican.digest_articles import BUILD

logger = get_logger(__name__)

TEMPLATE = "hotpapers/redirect.html"


class RedirectGenerator(Generator):
    """Writes a redirect page at each former address of a post or page."""

    def generate_output(self, writer: Writer) -> None:
        """Write the pages whose paths are free, after all other files of ours."""
        moved = list(self._moved())
        if not moved:
            return
        build: Build = self.context[BUILD]
        paths = build.output_paths
        reserve_written_paths(paths, self.context["staticfiles"], writer)
        for content, place in moved:
            source = shown_path(str(content.source_path))
            if conflict := paths.reserve(place, f"the redirect to {source}"):
                logger.warning(
                    "%s: aliases: found %s, which %s. No redirect is written there",
                    source,
                    conflict.path,
                    conflict,
                )
            else:
                self._write(writer, place, content)

    def _moved(self) -> Iterator[tuple[Content, str]]:
        """Yield posts and pages with each path in the output that they had before."""
        known = self.context["generated_content"].values()
        # There is also what Pelican could not read, and pages that have no source.
        contents = (each for each in known if isinstance(each, Content))
        of_files = (each for each in contents if each.source_path)
        for content in sorted(of_files, key=attrgetter("source_path")):
            front_matter = content.metadata.get("front_matter")
            if isinstance(front_matter, Mapping) and content.status != "draft":
                aliases = map(permalinks.page_at, front_matter.get("aliases", ()))
                for place in dict.fromkeys(alias["save_as"] for alias in aliases):
                    yield content, place

    def _write(self, writer: Writer, place: str, content: Content) -> None:
        writer.write_file(
            place,
            self.env.get_template(TEMPLATE),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=place,
            target=content,
        )
