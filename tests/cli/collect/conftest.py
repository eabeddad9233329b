"""The days that ``hotpapers collect`` asks for."""

from functools import partial

import pytest


@pytest.fixture
def run(run):
    """Run the command: ``run("--date", "…") -> (status, output, complaints)``."""
    return partial(run, "collect")
