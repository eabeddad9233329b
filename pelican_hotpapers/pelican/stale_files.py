"""Files that earlier builds left in the output, and that no longer belong there."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.assets import is_plugin_file
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.conflicts import reserve_written_paths
from pelican_hotpapers.pelican.digest_articles import BUILD
from pelican_hotpapers.pelican.web_app import write_web_app
from pelican_hotpapers.wording import counted

logger = get_logger(__name__)

_MOST_NAMED = 5
"""Paths of files in a line of the log."""


class LastGenerator(Generator):
    """Writes our static files, and removes what earlier builds left beside ours."""

    def generate_output(self, writer: Writer) -> None:
        """Write our static files and the web app, remove stale files, save the list."""
        build: Build = self.context[BUILD]
        paths, output = build.output_paths, Path(self.output_path)
        static_files = self.context["staticfiles"]
        reserve = cache(partial(reserve_written_paths, paths, static_files, writer))

        def is_taken(path: str) -> bool:
            """Tell whether this build writes or copies a file to a path."""
            reserve()  # once, and only where there is something to remove
            reserved = paths.reserved(path)
            if not reserved or reserved == path:
                return bool(reserved)
            # One that differs by case alone is another file on some disks.
            other = output / reserved
            return other.exists() and other.samefile(output / path)

        self._write_assets(build)
        write_web_app(build)
        removed, changed = build.manifest.remove_stale(is_taken)
        for path in removed:
            logger.debug("Removed %s", path)
        if removed:
            files = counted(len(removed), "files")
            logger.info(
                "Removed %s of ours from the output that are not made any more", files
            )
        if changed:  # told once: then the manifest has forgotten them
            named = [*changed[:_MOST_NAMED], "…"] if changed[_MOST_NAMED:] else changed
            logger.warning(
                "%s of ours, not made any more, %s in the output, changed by "
                "something else: %s. Remove what should not be published, or build "
                "with an empty output, by pelican -d",
                counted(len(changed), "files"),
                "stay" if changed[1:] else "stays",
                ", ".join(named),
            )
        build.manifest.save()

    def _write_assets(self, build: Build) -> None:
        """Write our style sheets and scripts, and take them from Pelican's list.

        Pelican would copy them in each build, and never remove one.
        """
        static_files = self.context["staticfiles"]
        for file in [each for each in static_files if is_plugin_file(each)]:
            content = Path(self.path, file.source_path).read_bytes()
            build.manifest.put(file.save_as, None, content)
            static_files.remove(file)
