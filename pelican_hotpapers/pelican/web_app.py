"""The service worker and the web app manifest of a site, when all else is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from pelican_hotpapers import addresses
from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.log import get_logger
from pelican_hotpapers.outputs.exports import CITATION_FORMATS
from pelican_hotpapers.outputs.interests import LAST_DAYS
from pelican_hotpapers.outputs.web_app_files import OfflineFiles, web_manifest, worker
from pelican_hotpapers.pelican import assets
from pelican_hotpapers.pelican.build import Build

logger = get_logger(__name__)

WORKER = "hotpapers-worker.js"
"""At the root of the site: a worker only sees requests for what is below it."""
REMOVAL = "hotpapers-worker-removal.js"
"""The script in its place by which browsers remove it."""


def write_web_app(build: Build) -> None:
    """Write what HOTPAPERS_WEB_APP asks for.

    Args:
        build: The run, in which pages, files, style sheets and scripts of ours are
            written.
    """
    wanted = build.config.web_app
    if wanted == "remove":
        _write(build, WORKER, _program(build, REMOVAL))
    elif wanted == "on" and not build.config.pages:
        logger.warning(
            "There is no web app without the plugin's own pages: HOTPAPERS_PAGES is "
            "empty, expected the name of a folder, or HOTPAPERS_WEB_APP = 'off'"
        )
    elif wanted == "on" and _is_written(build, build.addresses.page(addresses.OFFLINE)):
        _write(build, WORKER, _worker(build))
        path = build.addresses.file(addresses.WEB_MANIFEST, "webmanifest")
        _write(build, path, _web_manifest(build))


def _write(build: Build, path: str, text: str) -> None:
    if conflict := build.output_paths.reserve(path, "our web app"):
        logger.warning("%s %s, and is not written", conflict.path, conflict)
        return
    build.manifest.put(path, None, text.encode())


def _program(build: Build, name: str) -> str:
    return assets.source_of(build.settings, name).read_text("utf-8")


def _worker(build: Build) -> str:
    """Return the service worker, and warn if it can keep no day."""
    files = OfflineFiles(build.config.web_app_size)
    kept = [files.add(_contents(build, group)) for group in _groups(build, files)]
    if not all(kept[:2]):
        logger.warning(
            "The newest day needs more than %s bytes, so it cannot be read without a "
            "network: HOTPAPERS_WEB_APP_SIZE is the most that is kept",
            f"{files.limit:,}",
        )
    days = sorted(build.days, reverse=True)
    return worker(
        _program(build, WORKER),
        files,
        folder=build.addresses.folder,
        offline=build.addresses.page(addresses.OFFLINE),
        digest_urls=[build.days[day].url for day in days],
    )


def _web_manifest(build: Build) -> str:
    settings, config = build.settings, build.config
    ours = {
        size: assets.place_of(settings, name) for size, name in assets.ICONS.items()
    }
    gettext = build.translation.gettext
    pages = {
        gettext("For you"): addresses.FOR_YOU,
        gettext("My lists"): addresses.LISTS,
    }
    return web_manifest(
        without_controls(Markup(settings["SITENAME"]).striptags()),  # noqa: S704
        str(settings["DEFAULT_LANG"]),
        root="../" * len(PurePosixPath(config.pages).parts),
        colors=config.web_app_colors,
        icons=config.web_app_icons or ours,
        shortcuts={
            name: f"{stem}.html"
            for name, stem in pages.items()
            if _is_written(build, build.addresses.page(stem))
        },
    )


_Files = Iterator[tuple[str, str]]
"""Files: the address of each, and its path in the output."""


def _groups(build: Build, files: OfflineFiles) -> Iterator[_Files]:
    """Yield what is kept, the most important first, until something has no room."""
    newest, *others = [digest.date for digest in build.library.digests]
    yield _shared(build)
    yield _of_day(build, newest)
    yield _of_reader(build)
    for day in others[: build.config.web_app_days - 1]:
        if files.is_full:
            return
        yield _of_day(build, day)


def _shared(build: Build) -> _Files:
    """Yield what every page of ours needs, and the page that leads to what is kept."""
    icons = assets.ICONS.values()
    for name in assets.names(build.config):
        if name not in icons:
            yield from _same(assets.place_of(build.settings, name))
    yield from _same(build.addresses.file(addresses.COMFORTS, "js"))
    yield from _same(build.addresses.page(addresses.OFFLINE))


def _of_day(build: Build, day: dt.date) -> _Files:
    """Yield a digest, and its papers for the scripts of readers."""
    article = build.days[day]
    yield article.url, article.save_as
    for suffix in (*CITATION_FORMATS, "json", "words.bin"):
        yield from _same(build.addresses.file(addresses.day_stem(day), suffix))


def _of_reader(build: Build) -> _Files:
    """Yield the page that the app begins with, and those of a reader's own."""
    for stem in (addresses.INDEX, addresses.LISTS, addresses.FOR_YOU):
        yield from _same(build.addresses.page(stem))
    yield from _same(build.addresses.file(addresses.VOCABULARY, "json"))
    for digest in build.library.digests[:LAST_DAYS]:
        stem = addresses.day_stem(digest.date)
        yield from _same(build.addresses.file(stem, "words.bin"))


def _same(path: str) -> _Files:
    """Yield a file whose address is its path in the output."""
    yield path, path


def _contents(build: Build, group: _Files) -> dict[str, bytes]:
    """Return the contents of the files that this build has, by their addresses."""
    return {
        url: _file(build, path).read_bytes()
        for url, path in group
        if _is_written(build, path)
    }


def _is_written(build: Build, path: str) -> bool:
    """Tell whether a file is of this build: it is reserved, and there."""
    return bool(build.output_paths.reserved(path)) and _file(build, path).is_file()


def _file(build: Build, path: str) -> Path:
    return Path(build.settings["OUTPUT_PATH"], path)
