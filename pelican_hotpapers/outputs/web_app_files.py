"""A site as a web app: its manifest, and its service worker.

The worker keeps pages for reading without a network. It is a program that begins with
``site``, an object:

- ``folder``: that of our pages, ``papers``
- ``offline``: the page that leads to what is kept
- ``limit``: bytes that may be kept, parts of the theme among them
- ``files``: what is kept, the most important first, as ``[address, version]``; another
  version is another content
- ``shapes``: addresses that digests have, with a 0 for each digit, by which the worker
  knows a digest that is not kept from another page of the site

All addresses are relative to the worker, which stands at the root of the site. A list
that differs is a worker that differs, which is how browsers come to know of it.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pelican_hotpapers.storage.keys import key_of

VERSION_LENGTH = 12
"""Hexadecimal digits by which two contents of a file are told apart."""
MOST_SHAPES = 50
"""Shapes of addresses that are told: a blog has one, or a few."""
_DIGIT = re.compile(r"[0-9]")


@dataclass(slots=True)
class OfflineFiles:
    """The files that are kept, within a limit of bytes."""

    limit: int
    """Bytes."""
    size: int = 0
    is_full: bool = False
    """Whether something had no room."""
    versions: dict[str, str] = field(default_factory=dict)
    """Of each file its version, by its address."""

    def add(self, files: Mapping[str, bytes]) -> bool:
        """Add files that are of use together: all of them, or none.

        Args:
            files: Their contents, by their addresses.

        Returns:
            Whether there was room.
        """
        new = {url: files[url] for url in files if url not in self.versions}
        size = self.size + sum(map(len, new.values()))
        if size > self.limit:
            self.is_full = True
            return False
        self.size = size
        for url, content in new.items():
            self.versions[url] = key_of(content).hex()[:VERSION_LENGTH]
        return True


def worker(
    program: str,
    files: OfflineFiles,
    *,
    folder: str,
    offline: str,
    digest_urls: Iterable[str],
) -> str:
    """Return the service worker.

    Args:
        program: What it does.
        files: What it keeps.
        folder: That of our pages.
        offline: The page that leads to what is kept.
        digest_urls: The addresses of all digests, the newest first.
    """
    shapes = dict.fromkeys(_DIGIT.sub("0", url) for url in digest_urls)
    site = {
        "folder": folder,
        "offline": offline,
        "limit": files.limit,
        "files": list(files.versions.items()),
        "shapes": list(shapes)[:MOST_SHAPES],
    }
    return f"const site = {json.dumps(site)};\n{program}"


def web_manifest(  # noqa: PLR0913 - all that differs from site to site
    name: str,
    language: str,
    *,
    root: str,
    colors: Mapping[str, str],
    icons: Mapping[str, str],
    shortcuts: Mapping[str, str],
) -> str:
    """Return what phones are told of the site: https://www.w3.org/TR/appmanifest/.

    Args:
        name: The site's.
        language: The site's.
        root: The relative path from the manifest to the site's root: ``../``.
        colors: Those of a light phone, and of a dark one.
        icons: The addresses of the icons, relative to the root, by their sizes.
        shortcuts: The addresses of other pages to begin with, by their names.
    """
    color = colors["light"]
    manifest: dict[str, Any] = {
        "name": name,
        "short_name": name,
        "lang": language,
        "start_url": "index.html",
        "scope": root,
        "display": "standalone",
        "background_color": color,
        "theme_color": color,
        "icons": [_icon(size, f"{root}{url}") for size, url in icons.items()],
    }
    if shortcuts:
        pages = shortcuts.items()
        manifest["shortcuts"] = [{"name": name, "url": url} for name, url in pages]
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def _icon(size: str, url: str) -> dict[str, str]:
    sizes, _, purpose = size.partition(" ")
    icon = {"src": url, "sizes": sizes}
    if kind := mimetypes.guess_type(url)[0]:
        icon["type"] = kind
    return {**icon, "purpose": purpose} if purpose else icon
