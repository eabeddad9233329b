"""Servers that a client asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from http_clients import give_whole
from loopback.server import Server


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask without the proxies and the certificates of whoever runs the tests."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.speakers["/"] = give_whole
        yield server


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    """Another server, which nobody named: a redirect to it must not be followed."""
    with Server() as server:
        server.speakers["/"] = give_whole
        yield server
