"""A site as the command sees it: its settings, and where its digests are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from pelican_hotpapers.config import Config
from pelican_hotpapers.config.site_settings import read_config
from pelican_hotpapers.config.site_translation import translation_of
from pelican_hotpapers.errors import DigestError, Fault, shown_path
from pelican_hotpapers.model import Digest, day_in
from pelican_hotpapers.pelican.settings_file import read_settings_file
from pelican_hotpapers.storage.archive import Archive
from pelican_hotpapers.storage.digest_files import read_digest
from pelican_hotpapers.translation import Translation

SETTINGS_FILE = "pelicanconf.py"


class UsageError(Exception):
    """The command was called in a way that cannot work; says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSite:
    """A site's settings, and its digests."""

    settings: Mapping[str, Any]
    """Pelican's settings."""
    config: Config
    """The ``HOTPAPERS_*`` settings."""
    problems: tuple[str, ...]
    """What is wrong with the settings, a line each."""
    archive: Archive

    @property
    def lang(self) -> str:
        """The language of a digest that does not say."""
        return str(self.settings["DEFAULT_LANG"])

    @property
    def translation(self) -> Translation:
        """The words of its language, for what its readers get."""
        return translation_of(self.settings, self.config)

    @property
    def url(self) -> str:
        """Its address, SITEURL, without a slash at the end; empty if it has none."""
        return str(self.settings["SITEURL"]).rstrip("/")

    @property
    def topics(self) -> Path | None:
        """The file of the topics, if the settings name one."""
        name = self.config.topics
        return self.archive.content / name if isinstance(name, str) else None

    def files(self) -> list[Path]:
        """Return the files of all digests: data files, then Markdown posts."""
        found = [*self.archive.files(), *self.archive.posts()]
        return [path for path in found if not self._ignores(path)]

    def read(self, path: Path) -> Digest:
        """Read a digest as the site's build does.

        Raises:
            DigestError: The file has faults.
            OSError: The file cannot be read.
        """
        return read_digest(
            path,
            repair_encoding=self.config.repair_encoding,
            max_size=self.config.max_file_size,
        )

    def read_with_faults(self, path: Path) -> tuple[Digest | None, tuple[Fault, ...]]:
        """Return what is sound of a digest's file, and all that is wrong with it."""
        shown = shown_path(str(path))
        try:
            return self.read(Path(shown)), ()
        except DigestError as error:
            return error.digest, error.faults
        except OSError as error:
            found = str(error.strerror)
            return None, (Fault(path=shown, found=found, expected="a readable file"),)

    def days(self) -> dict[dt.date, Path]:
        """Return the files of all digests, one a day; a data file rather than a post.

        The day is the one in the file's name, or else the one that the file tells.
        """
        found: dict[dt.date, Path] = {}
        for path in self.files():
            if day := day_in(path.name) or self._day_told_by(path):
                found.setdefault(day, path)
        return found

    def _day_told_by(self, path: Path) -> dt.date | None:
        try:
            return self.read(path).date
        except DigestError as error:
            return error.digest.date if error.digest else None
        except OSError:
            return None

    def _ignores(self, path: Path) -> bool:
        parts = path.relative_to(self.archive.content).parts
        patterns = self.settings["IGNORE_FILES"]
        return any(fnmatch(part, pattern) for part in parts for pattern in patterns)


def read_site(path: str | None) -> LocalSite:
    """Read a site's settings.

    Args:
        path: The settings file; None for the one in the current folder, or else for
            Pelican's defaults.

    Raises:
        UsageError: The file is not there, or Pelican cannot read it.
    """
    if path is None and Path(SETTINGS_FILE).is_file():
        path = SETTINGS_FILE
    if path is not None and not Path(path).is_file():
        raise UsageError(
            f"found no file {path}, expected the site's settings; "
            f"name them with -s, or run this where {SETTINGS_FILE} is"
        )
    try:
        settings = read_settings_file(path)
    except Exception as error:  # whatever a settings file does when it is run
        what = f"{type(error).__name__}: {error}"
        raise UsageError(f"{path or 'the current folder'}: {what}") from error
    config, problems = read_config(settings)
    content = _content(settings, path)
    archive = Archive(content / config.path, content, config.max_file_size)
    return LocalSite(
        settings=settings, config=config, problems=problems, archive=archive
    )


def _content(settings: Mapping[str, Any], path: str | None) -> Path:
    """Return the site's PATH; where it has none, what ``pelican content`` takes."""
    content = Path(settings["PATH"]).absolute()
    if path is None:
        return content
    home = Path(path).parent.resolve()
    usual = home / "content"
    return usual if content.resolve() == home and usual.is_dir() else content
