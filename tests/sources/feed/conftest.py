"""Another site, whose digests are taken."""

import pytest
from loopback.server import Server


@pytest.fixture
def server():
    with Server() as server:
        yield server
