"""Files that earlier builds left in the output, and that no longer belong there."""

from __future__ import annotations

from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.build import Build
from pelican_hotpapers.pelican.conflicts import reserve_written_paths
from pelican_hotpapers.pelican.digest_articles import BUILD
from pelican_hotpapers.wording import counted

logger = get_logger(__name__)


class StaleFileGenerator(Generator):
    """Removes files of ours that this build has not written, when all are written."""

    def generate_output(self, writer: Writer) -> None:
        """Remove them, tell of it, and write down what the output has of ours."""
        build: Build = self.context[BUILD]
        paths, output = build.output_paths, Path(self.output_path)
        reserve_written_paths(paths, self.context["staticfiles"], writer)

        def is_taken(path: str) -> bool:
            """Tell whether a path is of a file that this build writes or copies."""
            reserved = paths.reserved(path)
            if not reserved or reserved == path:
                return bool(reserved)
            # One that differs by case alone is another file on some disks.
            other = output / reserved
            return other.exists() and other.samefile(output / path)

        removed = list(build.manifest.remove_stale(is_taken))
        for path in removed:
            logger.debug("Removed %s", path)
        if removed:
            files = counted(len(removed), "files")
            logger.info(
                "Removed %s of ours from the output that are not made any more", files
            )
        build.manifest.save()
