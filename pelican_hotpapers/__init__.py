"""Daily digests of hot arXiv papers for the Pelican static site generator.

The table of contents: what a site, a script or another plugin may use.
"""

from pelican_hotpapers.errors import DigestError, Fault, SourceError
from pelican_hotpapers.model import Coverage, Digest, Discussion, Paper, Post, Summary
from pelican_hotpapers.storage.digest_files import read_digest, write_digest

__all__ = [
    "Coverage",
    "Digest",
    "DigestError",
    "Discussion",
    "Fault",
    "Paper",
    "Post",
    "SourceError",
    "Summary",
    "read_digest",
    "register",
    "write_digest",
]


def register() -> None:
    """Connect the plugin to Pelican, which calls this."""
    from pelican_hotpapers import plugin  # noqa: PLC0415 - Pelican alone wants it

    plugin.register()
