"""The plugin's style sheets and scripts, among the site's static files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pelican.contents import Static
from pelican.generators import Generator, StaticGenerator

from pelican_hotpapers.config import Config
from pelican_hotpapers.config.site_settings import config_of

FOLDER = "hotpapers"
STYLE = "hotpapers.css"
PAGES_STYLE = "hotpapers-pages.css"
WIDGET = "hotpapers-widget.js"
COMFORTS = "hotpapers-comforts.js"
LANGUAGE = "hotpapers-language.js"
LISTS = ("hotpapers-lists.js", "hotpapers-references.js", "hotpapers-rules.js")
INTERESTS = ("hotpapers-for-you.js", "hotpapers-model.js", "hotpapers-vectors.js")
SEARCH = "hotpapers-search.js"
WEB_APP = "hotpapers-web-app.js"
ICONS = {
    "192x192": "hotpapers-icon-192.png",
    "512x512": "hotpapers-icon-512.png",
    "512x512 maskable": "hotpapers-icon-maskable.png",
}
"""Icons by their size, as HOTPAPERS_WEB_APP_ICONS has those of a site."""

_MARK = "hotpapers"
"""The metadata by which our files are recognized among a site's static files."""

_HERE = Path(__file__).parents[1] / "static"


def address(settings: Mapping[str, Any]) -> str:
    """Return the address of the folder of our files, for links in content.

    With RELATIVE_URLS it is one that Pelican resolves, as it differs from page to page.
    """
    if settings["RELATIVE_URLS"]:
        return f"{{filename}}/{FOLDER}"
    return f"{settings['SITEURL']}/{settings['THEME_STATIC_DIR']}/{FOLDER}"


def path_to_root(settings: Mapping[str, Any]) -> str:
    """Return the relative path from our files to the site's root: ``../../``.

    It is the same on every page, so that a script finds the root from wherever it is. A
    subsite may have its files in a folder of the main site, ``../theme``.
    """
    site = posixpath.join("/", urlsplit(str(settings["SITEURL"])).path)
    files = posixpath.join(site, settings["THEME_STATIC_DIR"], FOLDER)
    return f"{posixpath.relpath(site, posixpath.normpath(files))}/"


def path_to_pages(settings: Mapping[str, Any], config: Config) -> str:
    """Return the relative path from there to our pages: ``../../papers/``."""
    return f"{path_to_root(settings)}{config.pages}/"


def announce(generator: Generator, config: Config) -> None:
    """Let Pelican resolve links to our files as ``{filename}/hotpapers/…``.

    ``{static}`` would make it look for the files in the site's content folder.
    """
    known = generator.context["generated_content"]
    for name in names(config):
        if (link := f"{FOLDER}/{name}") not in known:  # each generator announces them
            known[link] = _static(generator, name)


def add_files(generator: StaticGenerator) -> None:
    """Have our files written with the site's static files."""
    known = generator.context["generated_content"]
    for name in names(config_of(generator.settings)):
        generator.staticfiles.append(known[f"{FOLDER}/{name}"])


def place_of(settings: Mapping[str, Any], name: str) -> str:
    """Return where one of our files is in the output."""
    return str(PurePosixPath(settings["THEME_STATIC_DIR"], FOLDER, name))


def source_of(settings: Mapping[str, Any], name: str) -> Path:
    """Return where one of our files is read from: the theme, if it has its own."""
    own = Path(settings["THEME"], "static", FOLDER, name)
    return own if own.is_file() else _HERE / name


def is_plugin_file(file: Static) -> bool:
    """Tell whether a static file is one of ours, or the theme's in its place."""
    return file.metadata.get(_MARK) is True


def names(config: Config) -> Iterator[str]:
    """Yield the names of those of our files that a site needs."""
    if config.css:
        yield STYLE
        if config.pages:
            yield PAGES_STYLE
    if config.embeds == "widget":
        yield WIDGET
    if config.comforts:
        yield COMFORTS
    has_lists = config.pages and "marks" in config.comforts
    has_search = config.pages and config.search
    if has_lists or has_search:
        yield LANGUAGE
    if has_lists:
        yield from LISTS
        if "interests" in config.comforts:
            yield from INTERESTS
    if has_search:
        yield SEARCH
    if config.pages and config.web_app == "on":
        yield WEB_APP
        if not config.web_app_icons:
            yield from ICONS.values()


def _static(generator: Generator, name: str) -> Static:
    """Return one of our files, or the theme's own file of the same name."""
    settings = generator.settings
    place = place_of(settings, name)
    metadata: dict[str, Any] = {
        "title": name,
        "save_as": place,
        "url": place,
        _MARK: True,
    }
    return Static(
        content=None,
        metadata=metadata,
        settings=settings,
        source_path=str(source_of(settings, name)),
        context=generator.context,
    )
