"""Preview the site of this folder, edit a file, and tell what the build after it takes.

    python edited.py FILE FIGURES [page]

Pelican's own ``--autoreload`` runs, but for its waiting: the file is edited at once
when the first build is over. Writes the seconds of the second to a JSON file, of the
clock and of work, on all cores together; or those until the page of the file is
written, which a browser can show from then on.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import pelican
from pelican.plugins import signals

THE, EDITED = b" the ", b" the very "


class Preview:
    """Stands in the place of Pelican's waiting for changes."""

    def __init__(self, file: Path, figures: Path) -> None:
        self._file = file
        self._figures = figures
        self._begun: tuple[float, float] | None = None
        self._shown: tuple[float, float] | None = None

    def changes(self, *_: object) -> set[tuple[str, str]]:
        """Edit the file, and write down what came of it when asked again."""
        if self._begun is None:
            content = self._file.read_bytes()
            self._file.write_bytes(content.replace(THE, EDITED, 1))
            self._begun = _now()
            return {("modified", str(self._file))}
        (wall, cpu), (wall_begun, cpu_begun) = self._shown or _now(), self._begun
        figures = {"wall": wall - wall_begun, "cpu": cpu - cpu_begun}
        self._figures.write_text(json.dumps(figures))
        raise SystemExit  # which Pelican lets through

    def note(self, _path: str, context: Mapping[str, Any]) -> None:
        """Take the time when the page of the edited file is written."""
        article = context.get("article")
        is_it = article and Path(article.source_path) == self._file.resolve()
        if is_it and self._begun and not self._shown:
            self._shown = _now()


def _now() -> tuple[float, float]:
    """Return the seconds of the clock, and those of work of this and its children."""
    return perf_counter(), sum(os.times()[:4])


if __name__ == "__main__":
    preview = Preview(Path(sys.argv[1]), Path(sys.argv[2]))
    pelican.wait_for_changes = preview.changes
    if "page" in sys.argv[3:]:
        signals.content_written.connect(preview.note)
    pelican.main(["--autoreload"])
