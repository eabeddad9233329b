"""The style sheet and the script that digests bring along, in whatever theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.contents import Static
from pelican.generators import Generator, StaticGenerator

from pelican_hotpapers.config import Config

FOLDER = "hotpapers"
STYLE = "hotpapers.css"
WIDGET = "hotpapers-widget.js"

_HERE = Path(__file__).parent / "static"
_TAGS = re.compile(
    rf"<link [^<>]*/{FOLDER}/{re.escape(STYLE)}[^<>]*>\n?"
    rf"|<script [^<>]*/{FOLDER}/{re.escape(WIDGET)}[^<>]*></script>\n?"
)


def announce(generator: Generator, config: Config) -> None:
    """Let content link to our files as ``{filename}/hotpapers/hotpapers.css``.

    Pelican resolves such links with each page's own SITEURL. ``{static}`` would
    make it look for the files in the site's content folder.
    """
    known = generator.context["generated_content"]
    for name in _names(config):
        known.setdefault(f"{FOLDER}/{name}", _static(generator, name))


def add_files(generator: StaticGenerator, config: Config) -> None:
    """Have our files written with the site's static files."""
    known = generator.context["generated_content"]
    for name in _names(config):
        generator.staticfiles.append(known[f"{FOLDER}/{name}"])


def without_tags(html: str) -> str:
    """Return content as feeds want it, which have no use for our files."""
    return _TAGS.sub("", html)


def _names(config: Config) -> Iterator[str]:
    if config.css:
        yield STYLE
    if config.embeds == "widget":
        yield WIDGET


def _static(generator: Generator, name: str) -> Static:
    """Return one of our files, or the theme's own file of the same name."""
    settings = generator.settings
    own = Path(settings["THEME"], "static", FOLDER, name)
    place = str(PurePosixPath(settings["THEME_STATIC_DIR"], FOLDER, name))
    metadata: dict[str, Any] = {"title": name, "save_as": place, "url": place}
    return Static(
        content=None,
        metadata=metadata,
        settings=settings,
        source_path=str(own if own.is_file() else _HERE / name),
        context=generator.context,
    )
