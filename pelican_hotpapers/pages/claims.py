"""Which places of a site have content of its own, where ours is not written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pelican.contents import Static
from pelican.utils import sanitised_join
from pelican.writers import Writer

from pelican_hotpapers.reader import shown_path

WRITTEN = "a page of the site"


@dataclass(frozen=True, slots=True)
class Claims:
    """What the site has, by its place in the output."""

    root: Path
    """The output's folder."""
    owners: Mapping[Path, str]
    """What is there, in words; of a folder, what is in it."""

    @classmethod
    def of(cls, output: str, writer: Writer, files: Iterable[Static]) -> Claims:
        """Return the claims that are known when our pages are about to be written.

        Args:
            output: The output's folder.
            writer: It knows what it has written; the site's pages come before ours.
            files: The static files. They come after ours, and would replace them.
        """
        root = Path(sanitised_join(output, "."))
        owners: dict[Path, str] = {}
        for path in map(Path, getattr(writer, "_written_files", ())):
            owners |= dict.fromkeys((path, *path.parents), WRITTEN)
        for file in files:
            path = root / file.save_as
            owner = f"the site's own file {shown_path(str(file.source_path))}"
            owners |= dict.fromkeys((path, *path.parents), owner)
        return cls(root, owners)

    def owner(self, place: str) -> str:
        """Return what is in a place, in words, or nothing where it is free."""
        return self.owners.get(self.root / place, "")
