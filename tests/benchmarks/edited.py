"""Preview the site of this folder, edit a file, and tell what the build after it takes.

    python edited.py FILE FIGURES

Pelican's own ``--autoreload`` runs, but for its waiting: the file is edited at once
when the first build is over. Writes the seconds of the second to a JSON file, of the
clock and of work, on all cores together.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter

import pelican

THE, EDITED = b" the ", b" the very "


class Preview:
    """Stands in the place of Pelican's waiting for changes."""

    def __init__(self, file: Path, figures: Path) -> None:
        self._file = file
        self._figures = figures
        self._begun: tuple[float, float] | None = None

    def changes(self, *_: object) -> set[tuple[str, str]]:
        """Edit the file, and write down what came of it when asked again."""
        if self._begun is None:
            content = self._file.read_bytes()
            self._file.write_bytes(content.replace(THE, EDITED, 1))
            self._begun = _now()
            return {("modified", str(self._file))}
        (wall, cpu), (wall_begun, cpu_begun) = _now(), self._begun
        figures = {"wall": wall - wall_begun, "cpu": cpu - cpu_begun}
        self._figures.write_text(json.dumps(figures))
        raise SystemExit  # which Pelican lets through


def _now() -> tuple[float, float]:
    """Return the seconds of the clock, and those of work of this and its children."""
    return perf_counter(), sum(os.times()[:4])


if __name__ == "__main__":
    pelican.wait_for_changes = Preview(Path(sys.argv[1]), Path(sys.argv[2])).changes
    pelican.main(["--autoreload"])
