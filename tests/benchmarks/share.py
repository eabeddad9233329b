"""Build the site of this folder, and tell how much of the time is the plugin's own.

The plugin's own time is what passes inside what Pelican calls, which are its readers
and the receivers of its signals, without what passes inside the steps of Pelican's
that every article goes through. Writes the seconds of each to a JSON file; they are
seconds of work, which other programs disturb less than those of the clock.
"""

from __future__ import annotations

import functools
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
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


def _time_steps(watch: Stopwatch) -> None:
    for kind, name in STEPS:
        setattr(kind, name, watch.timed(getattr(kind, name), PELICAN))


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
