"""Text to digest and back: the Hot Papers post, JSON and YAML."""

from __future__ import annotations

from pathlib import PurePath

SUFFIXES = {"json": (".json",), "yaml": (".yaml", ".yml"), "md": (".md",)}
"""The suffixes of each format; the first is that of new files."""
DATA_SUFFIXES = (*SUFFIXES["yaml"], *SUFFIXES["json"])
"""Those of data files; of two for one day, the one for hands goes first."""


def data_file_order(path: PurePath) -> tuple[PurePath, int]:
    """Return what data files are sorted by: their name, then the order of suffixes."""
    return path.with_suffix(""), DATA_SUFFIXES.index(path.suffix)
