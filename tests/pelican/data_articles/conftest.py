"""Sites whose digests are data files."""

import pytest
from data_sites import PLUGIN


@pytest.fixture
def site(build):
    """Build a site with the plugin, and no page but articles."""

    def build_site(files, **settings):
        return build(files, **{"PLUGINS": PLUGIN, "HOTPAPERS_PAGES": "", **settings})

    return build_site
