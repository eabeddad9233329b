"""Templates that are compiled once for all sites that a test process builds."""

from __future__ import annotations

from pathlib import Path

import pelican
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

import pelican_hotpapers

BUNDLED = (
    str(Path(pelican.__file__).with_name("themes")),
    str(Path(pelican_hotpapers.__file__).with_name("templates")),
)


class TemplateCode(BytecodeCache):
    """The code of templates, kept from build to build: most of a tiny site's time.

    Only that of Pelican's themes and our own. A test's templates may have a filter of
    a constant, which Jinja works out when it compiles, by the settings of one build.
    """

    def __init__(self) -> None:
        self._buckets: dict[tuple[object, ...], Bucket] = {}

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """Be nothing where Pelican keeps the settings beside what it read."""
        return TemplateCode, ()

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return what a template was compiled to by an environment that is alike."""
        new = Bucket(environment, name, "")
        if not filename or not filename.startswith(BUNDLED):
            return new
        options = environment.trim_blocks, environment.lstrip_blocks
        key = (filename, source, *options, *sorted(environment.extensions))
        return self._buckets.setdefault(key, new)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Do nothing: a bucket has its code already, or is given it."""

    dump_bytecode = load_bytecode
