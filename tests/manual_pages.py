"""The texts that tell how the plugin is used, and the examples in them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "example_site" / "content" / "pages"
TEXTS = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", ".github/SECURITY.md")),
    *sorted(PAGES.glob("*.md")),
)
FENCED = re.compile(r"^```(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
_WRITTEN = re.compile(r"^<!-- written by .*?^<!-- end -->$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """An example: what stands between two lines of three backticks."""

    page: str
    """The name of its file."""
    line: int
    language: str
    text: str
    is_written: bool
    """Whether it comes from the code, by ``.ci/reference.py``."""

    def __str__(self) -> str:
        return f"{self.page}-{self.line}-{self.language}"


def all_blocks() -> Iterator[Block]:
    """Yield the examples of all texts."""
    for path in TEXTS:
        text = path.read_text("utf-8")
        written = [match.span() for match in _WRITTEN.finditer(text)]
        for match in FENCED.finditer(text):
            inside = any(start < match.start() < end for start, end in written)
            line = text.count("\n", 0, match.start()) + 1
            yield Block(path.name, line, match[1], match[2], inside)


def blocks(page: str, language: str, containing: str = "") -> list[str]:
    """Return the examples of a page in a language that hold a text."""
    return [
        block.text
        for block in all_blocks()
        if (block.page, block.language) == (page, language)
        and not block.is_written
        and containing in block.text
    ]


def run(*command, cwd, path=(), **env):
    """Run a command as a person would, with these folders first in PATH."""
    places = os.pathsep.join([*map(str, path), os.environ["PATH"]])
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": places, **env},
    )


def sound(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def settings_of(text: str) -> dict[str, Any]:
    """Return what an example of settings sets."""
    found = {"__file__": str(PAGES / "pelicanconf.py")}
    exec(compile(text, "pelicanconf.py", "exec"), found)  # noqa: S102
    return {name: found[name] for name in found if name.isupper()}
