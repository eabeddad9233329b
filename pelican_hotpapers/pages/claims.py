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
    files: Mapping[Path, str]
    """What is there, in words."""
    folders: Mapping[Path, str]
    """The same, of something in each folder."""

    @classmethod
    def of(cls, output: str, writer: Writer, files: Iterable[Static]) -> Claims:
        """Return the claims that are known when our pages are about to be written.

        Args:
            output: The output's folder.
            writer: It knows what it has written; the site's pages come before ours.
            files: The static files. They come after ours, and would replace them.
        """
        root = Path(sanitised_join(output, "."))
        owners = dict.fromkeys(
            map(Path, getattr(writer, "_written_files", ())), WRITTEN
        )
        for file in files:
            name = shown_path(str(file.source_path))
            owners[root / file.save_as] = f"the site's own file {name}"
        folders = {
            folder: owner for path, owner in owners.items() for folder in path.parents
        }
        return cls(root, owners, folders)

    def owner(self, place: str) -> str:
        """Return what is in the place of a file, in words; nothing where it is free."""
        path = self.root / place
        return self.files.get(path) or self.folders.get(path, "")

    def owner_of_folder(self, place: str) -> str:
        """Return the file that is in the place of a folder, in words, or nothing."""
        path = self.root / place
        places = (path, *path.parents)
        found = (self.files[each] for each in places if each in self.files)
        return next(found, "")
