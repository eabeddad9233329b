"""Text to digest and back: the Hot Papers post, JSON and YAML."""

SUFFIXES = {"json": (".json",), "yaml": (".yaml", ".yml"), "md": (".md",)}
"""The suffixes of each format; the first is that of new files."""
DATA_SUFFIXES = (*SUFFIXES["yaml"], *SUFFIXES["json"])
"""Those of data files; of two for one day, the one for hands goes first."""
