"""What a process remembers from one build to the next, under ``--autoreload``.

All of it is found again by what it was made of, so that nothing of it is ever stale.
Each build leaves what it used itself, and so it grows no larger than the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from pelican_hotpapers.library import Library
from pelican_hotpapers.model import Digest
from pelican_hotpapers.pelican.template_keys import (
    options_of,
    unknown_functions,
    words_in,
)
from pelican_hotpapers.pelican.template_uses import TemplateUses

MEMORY = "hotpapers_memory"
"""Its name among Pelican's settings, which live as long as it is to: an edit of the
settings makes others, and the sites that i18n_subsites builds have a copy."""


class Memory:
    """Digests, the library, what templates are, and when days were collected."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.digests: Mapping[str, tuple[bytes, Digest]] = {}
        """The digest of each source file, and the key of what it was made of."""
        self.library = Library()
        """All digests of the last build."""
        self.template_code = TemplateCode()
        self.template_uses = TemplateUses()
        self.collected_at: float | None = None
        """When days were last asked for, by `time.monotonic`."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle nothing: Pelican's cache of articles holds on to its settings."""
        return Memory, ()


class TemplateCode(BytecodeCache):
    """The code that templates were compiled to, for all environments of a process.

    Jinja calls filters of constants when it compiles. Ours depend on the language. The
    site's own may return something else the next time: where a template may have one,
    its code is not used again.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._buckets: dict[tuple[object, ...], tuple[str, Bucket]] = {}

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return what a template was compiled to, or what its code is put into."""
        language = environment.globals.get("hotpapers_language")
        escape = environment.autoescape
        key = (name, filename, escape, language, *options_of(environment))
        known, bucket = self._buckets.get(key, (None, None))
        if known == source and bucket is not None:
            return bucket
        bucket = Bucket(environment, name, "")
        if not words_in(source) & unknown_functions(environment):
            self._buckets[key] = (source, bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Do nothing: a bucket has its code already, or is given it."""

    dump_bytecode = load_bytecode
