"""The daily papers of Hugging Face, as its API gives them."""

import pytest
from loopback.server import Server


@pytest.fixture
def server():
    with Server() as server:
        yield server
