"""``hotpapers check``: what is wrong with digests and topics, and where."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pelican_hotpapers.cli.site import LocalSite
from pelican_hotpapers.cli.subcommand import (
    DONE,
    FAILED,
    Subcommand,
    add_files,
    files,
)
from pelican_hotpapers.config.digest_defaults import with_defaults
from pelican_hotpapers.config.topic_rules import read_topics
from pelican_hotpapers.errors import Fault, excerpt, shown_path
from pelican_hotpapers.model import Digest
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.messages import gettext_noop


def _run(
    arguments: argparse.Namespace, site: LocalSite, translation: Translation
) -> int:
    digests = papers = faults = faulty = 0
    topics: int | None = None
    for checked in _checked(arguments.files, site, translation):
        for fault in checked.faults:
            print(fault)
        if checked.digest is not None:
            digests += 1
            papers += len(checked.digest.papers)
        if checked.topics is not None:
            topics = checked.topics
        faults += len(checked.faults)
        faulty += bool(checked.faults)
    everything = [
        translation.counted(digests, "digests"),
        translation.counted(papers, "papers"),
    ]
    if topics is not None:
        everything.append(translation.ngettext("{n} topic", "{n} topics", topics))
    if faults:
        told = translation.ngettext("{n} file", "{n} files", faulty)
        everything.append(
            translation.ngettext(
                "{n} fault in {files}", "{n} faults in {files}", faults, files=told
            )
        )
    else:
        everything.append(translation.gettext("no faults"))
    print(translation.listed(everything))
    return FAILED if faults else DONE


def _checked(
    asked: Sequence[Path], site: LocalSite, translation: Translation
) -> Iterator[_Checked]:
    """Yield what is found in each file, that of the topics behind the digests."""
    named = files(asked, site, translation)
    digests = [path for path in named if not _is_of_topics(path, site)]
    yield from _check(digests, site)
    if site.topics and (not asked or len(digests) < len(named)):
        yield _check_topics(site.topics, site)


def _is_of_topics(path: Path, site: LocalSite) -> bool:
    return site.topics is not None and _whole(path) == _whole(site.topics)


def _whole(path: Path) -> str:
    """Return a path by which a file is known, however it was named."""
    return os.path.normpath(path.absolute())


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was found in one file."""

    digest: Digest | None
    """What is sound of it."""
    faults: tuple[Fault, ...]
    topics: int | None = None
    """How many topics are sound, where it is the file of those."""


def _check(paths: Iterable[Path], site: LocalSite) -> Iterator[_Checked]:
    """Yield what is found in each file, also where two have the same day or slug."""
    taken: dict[tuple[str, ...], Path] = {}
    for path in paths:
        digest, faults = site.read_with_faults(path)
        if digest is not None:
            published = with_defaults(digest, site.config)
            faults = (*faults, *_clashes(path, published, site, taken))
        yield _Checked(digest, faults)


def _check_topics(path: Path, site: LocalSite) -> _Checked:
    """Return what is found in the file of the topics."""
    shown = Path(shown_path(str(path)))
    topics, faults = read_topics(shown, site.config.max_file_size)
    return _Checked(None, faults, len(topics))


def _clashes(
    path: Path, digest: Digest, site: LocalSite, taken: dict[tuple[str, ...], Path]
) -> Iterator[Fault]:
    """Yield a fault where another file has a digest's day or slug, and take both.

    Translations may share them. Of two for one day, one fault is enough.
    """
    lang = str(digest.extra.get("lang") or site.lang)
    day = digest.date.isoformat()
    unique = {
        "date": (("day", day, lang), day, "one file a day"),
        "slug": (("slug", digest.slug, lang), digest.slug, "a slug of its own"),
    }
    clash = False
    for field, (key, value, expected) in unique.items():
        owner = taken.setdefault(key, path)
        if owner != path and not clash:
            clash = True
            found = f"{excerpt(value)}, which {shown_path(str(owner))} has too"
            shown = shown_path(str(path))
            yield Fault(path=shown, field=field, found=found, expected=expected)


CHECK = Subcommand(
    name="check",
    help=gettext_noop("tell what is wrong with digests, and where"),
    about=(
        gettext_noop(
            "Every fault is a line, path:line:column: field: found …, expected … Two "
            "files for one day or with one slug are a fault as well. The file of the "
            "topics is checked too, where HOTPAPERS_TOPICS names one."
        ),
        gettext_noop(
            "In a nightly job, or before a commit, the exit status tells: 0 when all "
            "is sound."
        ),
    ),
    examples=(
        ("hotpapers check", gettext_noop("all digests of the site")),
        (
            "hotpapers check -s site/pelicanconf.py",
            gettext_noop("the same, from elsewhere"),
        ),
        ("hotpapers check 2021-04-06.yaml", gettext_noop("one file")),
        ("hotpapers check drafts/", gettext_noop("all digests in a folder")),
    ),
    arguments=add_files,
    run=_run,
)
