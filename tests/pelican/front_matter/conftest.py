"""Sites of posts with front matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from front_matter_sites import FRONT_MATTER, Build, Site


@pytest.fixture
def site(build: Build) -> Build:
    """Build a site with the reader and nothing else of the plugin."""

    def build_site(files: dict[str, str | bytes], **settings: Any) -> Site:
        return build(files, **{"PLUGINS": [FRONT_MATTER], **settings})

    return build_site


@pytest.fixture
def both(build: Build) -> Callable[..., tuple[Site, Site]]:
    """Build the same site without the reader, and with it."""

    def build_sites(files: dict[str, str], **settings: Any) -> tuple[Site, Site]:
        without = build(files, **settings)
        return without, build(files, PLUGINS=[FRONT_MATTER], **settings)

    return build_sites
