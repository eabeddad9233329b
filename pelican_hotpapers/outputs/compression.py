"""Files that are compressed themselves, since not every server does that.

They are named ``.bin``, and our scripts read them: an ending such as ``.gz`` has some
servers tell browsers that the file is another one.
"""

from __future__ import annotations

import gzip

COMPRESSED = "bin"
"""What their suffixes end with."""


def compressed(content: bytes) -> bytes:
    """Compress a file (gzip, RFC 1952); the same content is the same file."""
    return gzip.compress(content, compresslevel=6, mtime=0)
