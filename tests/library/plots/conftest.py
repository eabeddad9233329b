"""Papers and digests to draw plots of."""

from __future__ import annotations

import pytest
from library.plots.samples import ARCHIVES


@pytest.fixture(params=ARCHIVES)
def archive(request):
    return ARCHIVES[request.param]
