"""Whether digests are sound, each by itself and beside the others; and the topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pelican_hotpapers.cli.site import Site
from pelican_hotpapers.config.topic_files import read_topics
from pelican_hotpapers.errors import DigestError, Fault, excerpt, shown_path
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pelican.digest_readers import completed


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file."""

    path: Path
    digest: Digest | None
    """What is sound of it."""
    faults: tuple[Fault, ...]
    topics: int | None = None
    """How many topics are sound, where it is the file of those."""


def check(paths: Iterable[Path], site: Site) -> Iterator[Checked]:
    """Yield what is found in each file, and where two of them are at odds."""
    taken: dict[tuple[str, ...], Path] = {}
    for path in paths:
        digest, faults = read_with_faults(path, site)
        if digest is not None:
            published = completed(digest, site.config)
            faults = (*faults, *_clashes(path, published, site, taken))
        yield Checked(path, digest, faults)


def check_topics(path: Path, site: Site) -> Checked:
    """Return what is found in the file of the topics."""
    shown = Path(shown_path(str(path)))
    topics, faults = read_topics(shown, site.config.max_file_size)
    return Checked(path, None, faults, len(topics))


def read_with_faults(path: Path, site: Site) -> tuple[Digest | None, tuple[Fault, ...]]:
    """Return what is sound of a file, and all that is wrong with it."""
    shown = shown_path(str(path))
    try:
        return site.read(Path(shown)), ()
    except DigestError as error:
        return error.digest, error.faults
    except OSError as error:
        found = str(error.strerror)
        return None, (Fault(path=shown, found=found, expected="a readable file"),)


def _clashes(
    path: Path, digest: Digest, site: Site, taken: dict[tuple[str, ...], Path]
) -> Iterator[Fault]:
    """Yield a fault where another file has a digest's day or slug, and take both.

    Translations may share them. Of two for one day, one fault is enough.
    """
    lang = str(digest.extra.get("lang") or site.lang)
    day = digest.date.isoformat()
    claims = {
        "date": (("day", day, lang), day, "one file a day"),
        "slug": (("slug", digest.slug, lang), digest.slug, "a slug of its own"),
    }
    clash = False
    for field, (claim, value, expected) in claims.items():
        owner = taken.setdefault(claim, path)
        if owner != path and not clash:
            clash = True
            found = f"{excerpt(value)}, which {shown_path(str(owner))} has too"
            shown = shown_path(str(path))
            yield Fault(path=shown, field=field, found=found, expected=expected)
