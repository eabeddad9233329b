"""Build the site of this folder, and tell how much of the time is the plugin's own.

The plugin's own time is what passes inside what Pelican calls, which are its readers,
the receivers of its signals and the generator of its own pages, without what passes
inside the steps of Pelican's that every article goes through. The generator is timed
part by part. Writes the seconds of each to a JSON file; they are
seconds of work, which other programs disturb less than those of the clock.
"""

from __future__ import annotations

import functools
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

from blinker import ANY, Signal
from pelican import Pelican
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers
from pelican.settings import read_settings

PLUGIN = "pelican_hotpapers"
PELICAN = "Pelican"
IMPORT = "import"
STEPS = ((Readers, "read_file"), (Generator, "add_static_links"))
"""What Pelican does to every article, whoever asks for it."""
PARTS = {
    "library_generator.listings_of": "pages: which papers where",
    "library_generator.all_pages": "pages: what they show",
    "library_generator.OwnPageWriter.write": "pages: HTML",
    "library_files.LibraryFiles._citations": "pages: citations",
    "library_files.data": "pages: data",
    "library_files.LibraryFiles._feeds": "pages: feeds",
    "library_generator._encoded": "pages: files beside them",
    "library_generator.LibraryGenerator.generate_output": "pages: the rest",
}
"""What two modules of `pelican/` call, and what it is shown as."""
RELATED = "pages: related papers"
MANIFEST = "what is written already"


class Stopwatch:
    """Gives each moment to the innermost of the functions that it times."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._owner = PELICAN
        self._since = process_time()

    def timed(self, function: Callable[..., Any], owner: str) -> Callable[..., Any]:
        """Wrap a function so that its time is added to an owner's."""

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            before = self._hand_to(owner)
            try:
                return function(*args, **kwargs)
            finally:
                self._hand_to(before)

        return wrapper

    def timed_each(
        self, function: Callable[..., Iterable[Any]], owner: str
    ) -> Callable[..., Iterator[Any]]:
        """Wrap a function so that the time of all it yields is an owner's."""
        begin, end = self.timed(lambda *given: iter(function(*given)), owner), object()

        @functools.wraps(function)
        def wrapper(*args: Any) -> Iterator[Any]:
            yielded = begin(*args)
            yield from iter(self.timed(lambda: next(yielded, end), owner), end)

        return wrapper

    def _hand_to(self, owner: str) -> str:
        now = process_time()
        before, self._owner = self._owner, owner
        self.seconds[before] += now - self._since
        self._since = now
        return before


def main(figures: Path) -> None:
    """Build, and write the figures."""
    watch = Stopwatch()
    watch.timed(import_module, IMPORT)(f"{PLUGIN}.plugin")
    _time_receivers(watch)
    _time_readers(watch)
    _time_parts(watch)
    _time_steps(watch)
    build = Pelican(read_settings("pelicanconf.py")).run
    watch.timed(build, PELICAN)()
    figures.write_text(json.dumps(watch.seconds))


def _time_receivers(watch: Stopwatch) -> None:
    """Time every receiver that the plugin connects from now on."""
    connect = Signal.connect

    def timed_connect(
        signal: Signal, receiver: Any, sender: Any = ANY, weak: bool = True
    ) -> Any:
        if not receiver.__module__.startswith(PLUGIN):
            return connect(signal, receiver, sender, weak)
        timed = watch.timed(receiver, receiver.__name__)
        return connect(signal, timed, sender, weak=False)

    Signal.connect = timed_connect  # type: ignore[method-assign]


def _time_readers(watch: Stopwatch) -> None:
    for reader in _below(BaseReader):
        if reader.__module__.startswith(PLUGIN) and "read" in vars(reader):
            reader.read = watch.timed(reader.read, f"{reader.__name__}.read")


def _time_parts(watch: Stopwatch) -> None:
    for place, owner in PARTS.items():
        module, *of, name = place.split(".")
        holder = import_module(f"{PLUGIN}.pelican.{module}")
        for each in of:
            holder = getattr(holder, each)
        part = getattr(holder, name)
        annotation = getattr(part, "__annotations__", {}).get("return", "")
        time = watch.timed_each if annotation.startswith("Iterator") else watch.timed
        setattr(holder, name, time(part, owner))
    related = import_module(f"{PLUGIN}.pelican.related_search").RelatedSearch
    related.papers = watch.timed(related.papers, RELATED)
    entries = import_module(f"{PLUGIN}.pelican.entry_rendering").ListingEntryRenderer
    entries.__call__ = watch.timed(entries.__call__, "pages: papers in listings")
    manifest = import_module(f"{PLUGIN}.storage.manifest").Manifest
    for name in ("is_current", "put", "save"):
        setattr(manifest, name, watch.timed(getattr(manifest, name), MANIFEST))


def _time_steps(watch: Stopwatch) -> None:
    for kind, name in STEPS:
        setattr(kind, name, watch.timed(getattr(kind, name), PELICAN))


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
