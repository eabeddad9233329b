"""Digests of files that were read before: by an earlier build, here or in the cache."""

from __future__ import annotations

from pelican_hotpapers.config import Config
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pelican.memory import Memory
from pelican_hotpapers.storage.cache import Cache, is_given_back
from pelican_hotpapers.storage.keys import key_of, versions


class DigestCache:
    """The digests of files, found by the bytes that they were read from.

    They have their scores, and the title and the slug that the settings gave them.
    """

    def __init__(self, config: Config, cache: Cache, memory: Memory) -> None:
        """Begin with what earlier builds read.

        Args:
            config: The settings that a digest is read by.
            cache: Of builds of other processes.
            memory: Of earlier builds of this process.
        """
        weights = sorted(config.weights.items())
        given = (config.repair_encoding, config.title, config.slug, weights)
        self._settings = repr(given).encode()
        self._cache = cache
        self._memory = memory
        self._used: dict[str, tuple[bytes, Digest]] = {}

    def key(self, raw: bytes) -> bytes:
        """Return the key of the digest in a file's bytes, as the settings have it."""
        return key_of(versions(), self._settings, raw)

    def find(self, source_path: str, key: bytes) -> Digest | None:
        """Return the digest of a file, if it was read before."""
        known, found = self._memory.digests.get(source_path, (b"", None))
        if known != key:
            found = self._cache.find(f"{source_path}\0digest", key, Digest)
        if found is not None:
            self._used[source_path] = (key, found)
        return found

    def store(self, source_path: str, key: bytes, digest: Digest) -> None:
        """Store the digest of a file without faults for later builds."""
        if is_given_back(digest.extra):
            self._cache.store(f"{source_path}\0digest", key, digest)
        self._used[source_path] = (key, digest)

    def end(self) -> None:
        """Leave to the next build what this one used, now that all files are read."""
        self._memory.digests = self._used
