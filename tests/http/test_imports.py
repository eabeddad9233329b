"""What the client costs those who fetch nothing."""

from __future__ import annotations

from http_clients import run_python


def test_loading_the_plugin_does_not_import_requests() -> None:
    loaded = run_python(
        "import sys, pelican, pelican_hotpapers.plugin\nprint(*sys.modules)\n"
    ).split()
    assert "pelican_hotpapers.plugin" in loaded
    assert not {"requests", "urllib3", "pelican_hotpapers.http"} & set(loaded)
