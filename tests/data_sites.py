"""Sites whose digests are data files."""

from __future__ import annotations

PLUGIN = ["pelican_hotpapers"]
ORDINARY = "Title: An ordinary post\nDate: 2021-01-01\nSlug: ordinary\n\nWords.\n"


def problems(site):
    return site.warnings + site.errors
