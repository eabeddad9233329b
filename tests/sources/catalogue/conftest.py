"""arXiv's services as the catalogue asks them."""

import pytest
from loopback.server import Server


@pytest.fixture
def server():
    with Server() as server:
        yield server
