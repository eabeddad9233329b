"""Clients as tests use them, and what they are answered."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from loopback.server import Reply, Request

from pelican_hotpapers.errors import SourceError
from pelican_hotpapers.http import Client

SECRET = "s3cr&t/t0ken+with=signs"  # noqa: S105 - it opens nothing
WHOLE = {"papers": [{"id": "2104.01778", "upvotes": 7}] * 20}


def give_whole(_request: Request) -> Reply:
    body = json.dumps(WHOLE).encode()
    return Reply(body, 200, {"Content-Type": "application/json"})


def client(**settings: Any) -> Client:
    return Client(**{"backoff": 0.01, "timeout": 60.0, **settings})


def refused(act: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        act()
    return caught.value


def run_python(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
