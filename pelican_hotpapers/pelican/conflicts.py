"""Conflicts: two files that want one path in the output, where a digest is involved.

Pelican ends a build at the second file of a path, and lets an article with a path of
its own replace another's file without a word. So all paths are reserved before the
first file is written. A digest whose path is taken is left out, with a warning; so are
the pages of a tag, a category or the like that have a conflict because of a digest.
Conflicts without a digest are left to Pelican.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import chain
from pathlib import Path, PurePath
from typing import Any

from pelican.contents import Article, Static
from pelican.generators import (
    ArticlesGenerator,
    Generator,
    PagesGenerator,
    StaticGenerator,
)
from pelican.writers import Writer

from pelican_hotpapers.errors import DigestError, Fault, shown_path
from pelican_hotpapers.formats import DATA_SUFFIXES, data_file_order
from pelican_hotpapers.formats.syntax import nowhere
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.pelican.assets import is_plugin_file
from pelican_hotpapers.pelican.content_lists import content_lists, every_content
from pelican_hotpapers.pelican.filters import is_digest
from pelican_hotpapers.pelican.output_paths import Conflict, OutputPaths
from pelican_hotpapers.pelican.pelican_output import (
    PelicanListing,
    files_of,
    language_feeds,
    listings,
    own_files,
    static_file,
)
from pelican_hotpapers.pelican.private_names import written_files
from pelican_hotpapers.storage import digest_files

logger = get_logger(__name__)

_NO_KEY = "\0"
"""A key that no front matter has: its place is that of a field that is missing."""


def reserve_known_paths(paths: OutputPaths, generators: Sequence[Generator]) -> None:
    """Reserve all paths that are known before a file is written.

    Args:
        paths: The build's.
        generators: All of the build's, when each has read its files. What has a
            conflict is taken out of them.
    """
    for path, owner in dict.fromkeys(chain(*map(own_files, generators))):
        paths.reserve(path, owner)
    of_articles = [each for each in generators if isinstance(each, ArticlesGenerator)]
    emptied = _reserve_listings(paths, of_articles)
    for generator in generators:
        if isinstance(generator, StaticGenerator):
            _reserve_assets(paths, generator)
    of_contents = [
        each
        for each in generators
        if isinstance(each, ArticlesGenerator | PagesGenerator)
    ]
    left_out = _reserve_digests(paths, chain(*map(every_content, of_contents)))
    if emptied or left_out:
        for generator in of_contents:
            _leave_out(generator, left_out)


def reserve_written_paths(
    paths: OutputPaths, static_files: Iterable[Static], writer: Writer
) -> None:
    """Reserve what is known only when our pages are about to be written.

    That is what other plugins have written, and the static files that articles attach.
    """
    for path in written_files(writer):
        paths.reserve(path, "another page")
    for file in static_files:
        if not is_plugin_file(file):
            paths.reserve(file.save_as, static_file(file)[1])


def _reserve_listings(
    paths: OutputPaths, generators: Iterable[ArticlesGenerator]
) -> bool:
    """Reserve the pages and feeds of all listings, and empty those with a conflict.

    Those that hold posts of the site's own come first. Two whose paths differ by case
    alone both stay.
    """
    conflicts: dict[str, Conflict] = {}
    seen: set[str] = set()
    found = list(chain(*map(listings, generators)))
    for listing in sorted(found, key=lambda each: all(map(is_digest, each.articles))):
        if listing.owner in seen:  # of a second generator of the same articles
            continue
        seen.add(listing.owner)
        found_conflicts = [paths.reserve(path, listing.owner) for path in listing.paths]
        conflict = next(
            (c for c in found_conflicts if c and not c.is_by_spelling), None
        )
        digests = sorted(filter(is_digest, listing.articles), key=_by_hand_first)
        if conflict and digests:
            conflicts[listing.owner] = conflict
            _tell_of_listing(listing, conflict, digests[0])
    for listing in found:
        if listing.owner in conflicts:
            listing.articles.clear()
    return bool(conflicts)


def _reserve_assets(paths: OutputPaths, generator: StaticGenerator) -> None:
    """Reserve our style sheets and scripts; where the site has its own, copy none."""
    for file in filter(is_plugin_file, list(generator.staticfiles)):
        if conflict := paths.reserve(*static_file(file)):
            generator.staticfiles.remove(file)
            logger.debug("%s %s, and is not copied", conflict.path, conflict)


def _reserve_digests(paths: OutputPaths, contents: Iterable[Any]) -> set[str]:
    """Reserve the pages of all digests, and return the files that have a conflict.

    With an article comes the feed of its language.
    """
    languages: set[str] = set()
    digests: dict[str, Any] = {}
    for content in contents:
        if is_digest(content):
            digests[content.source_path] = content
        elif isinstance(content, Article):
            languages.add(content.lang)
    left_out: set[str] = set()
    for digest in sorted(digests.values(), key=_by_hand_first):
        files = list(files_of(digest, "the digest"))
        if isinstance(digest, Article) and digest.lang not in languages:
            files += language_feeds(digest.settings, digest.lang)
        conflicts = (paths.reserve(path, owner) for path, owner in files)
        if conflict := next(filter(None, conflicts), None):
            left_out.add(digest.source_path)
            _tell_of_digest(digest, conflict)
        elif isinstance(digest, Article):
            languages.add(digest.lang)
    return left_out


def _by_hand_first(digest: Article) -> tuple[bool, PurePath, int]:
    """Return what digests are sorted by: posts go first, then data files."""
    path = PurePath(str(digest.source_path))
    is_data = path.suffix in DATA_SUFFIXES
    return is_data, *(data_file_order(path) if is_data else (path, 0))


def _leave_out(
    generator: ArticlesGenerator | PagesGenerator, sources: Container[str]
) -> None:
    """Take contents out of a generator, and listings that are empty without them.

    The lists themselves are changed, since Pelican's context has the same ones.

    Args:
        generator: It has sorted its contents already.
        sources: The files of the contents.
    """
    lists: list[list[Any]] = [*content_lists(generator)]
    lists += [content.translations for content in every_content(generator)]
    if isinstance(generator, ArticlesGenerator):
        periods = chain(*generator.period_archives.values())
        lists += [listing.articles for listing in listings(generator)]
        dates: Any = generator.dates  # a list by now, whatever its type says
        lists += [dates, *(period["dates"] for period in periods)]
    for contents in lists:
        contents[:] = [each for each in contents if each.source_path not in sources]
    known = generator.context["generated_content"]
    for source, content in known.items():
        if content is not None and content.source_path in sources:
            known[source] = None  # as Pelican has it of files that could not be read
    if isinstance(generator, ArticlesGenerator):
        _drop_empty_listings(generator)


def _drop_empty_listings(generator: ArticlesGenerator) -> None:
    tags = generator.context["tags"]
    for terms in (generator.categories, generator.authors, tags):
        terms[:] = [(term, articles) for term, articles in terms if articles]
    for tag in [tag for tag, articles in generator.tags.items() if not articles]:
        del generator.tags[tag]
    for archives in generator.period_archives.values():
        archives[:] = [archive for archive in archives if archive["articles"]]


# What is told


def _tell_of_listing(
    listing: PelicanListing, conflict: Conflict, digest: Article
) -> None:
    warn_of(
        digest,
        (listing.key,),
        found=f"{listing.owner}, whose {conflict.path} {conflict}",
        expected="one with a path of its own",
        hint="It gets no page and no feed; give it another name",
    )


def _tell_of_digest(digest: Article, conflict: Conflict) -> None:
    warn_of(
        digest,
        ("save_as", "url", "permalink", "slug"),
        found=f"the output path {conflict.path}, which {conflict}",
        expected="one of its own",
        hint="This file is not published; give it another slug or save_as",
    )


def warn_of(digest: Article, keys: Sequence[str], **says: str) -> None:
    """Warn of a digest, at the first of some keys that its file has.

    Args:
        digest: Its article.
        keys: Of front matter; the last is named where the file has none of them.
        **says: What there is to say, as `Fault` has it.
    """
    source = str(digest.source_path)
    key, (line, column) = _place(source, keys)
    fault = Fault(path=shown_path(source), line=line, column=column, field=key, **says)
    logger.warning("%s", fault)


def _place(source: str, keys: Sequence[str]) -> tuple[str, tuple[int, int]]:
    """Return the first of some keys that a file has, and its line and column."""
    try:
        find = digest_files.front_places(Path(source).read_bytes(), source)
    except (OSError, DigestError):
        find = nowhere
    without = find((_NO_KEY,))
    found = (key for key in keys if find((key,)) != without)
    key = next(found, keys[-1])
    return key, find((key,))
