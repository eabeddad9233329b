"""Turn a folder of Hot Papers posts into one of data files: ``as_data.py FROM TO``."""

from __future__ import annotations

import sys
from pathlib import Path

from pelican_hotpapers import read_digest, write_digest


def main(posts: Path, data: Path) -> None:
    """Write each digest as JSON under the name of its day."""
    for post in sorted(posts.glob("*.md")):
        digest = read_digest(post)
        write_digest(digest, data / f"{digest.date}.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
