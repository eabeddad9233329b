"""Keys: hashes of what something is made of. The same key, the same thing."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version


def key_of(*parts: bytes) -> bytes:
    """Return a hash of some parts, which differs if any of them differs."""
    key = hashlib.sha256()
    for part in parts:
        key.update(len(part).to_bytes(8))
        key.update(part)
    return key.digest()


RENDERED_BY = (
    "pelican-hotpapers",
    "pelican",
    "feedgenerator",
    "jinja2",
    "markupsafe",
    "math-core",
    "nh3",
)


@cache
def versions() -> bytes:
    """Return the versions of the packages that make texts of papers.

    They are asked for once a process: that takes as long as a page.
    """
    return "\0".join(f"{name} {version(name)}" for name in RENDERED_BY).encode()
