"""A source whose days are a table, and collectors that ask it."""

import pytest

from pelican_hotpapers.storage.archive import Archive


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "content" / "hotpapers", tmp_path / "content")
