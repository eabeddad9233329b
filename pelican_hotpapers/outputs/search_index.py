"""The search index of papers, made by Pagefind from their pages.

Pagefind is a program, installed by ``pip install pelican-hotpapers[search]``. It reads
pages of HTML, and writes an index in small parts and a script that loads those it
needs: https://pagefind.app/
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = "pagefind"
"""The folder of the index, beside the pages."""
SECONDS = 120
"""How long making it may take; two thousand papers take a second or two."""
OPTIONS = (
    *("--glob", "*.html"),
    # Not data-pagefind-body: where one page has it, Pagefind passes over all that have
    # not, and a site may have an index of its own.
    *("--root-selector", "[data-hotpapers-paper]"),
    # Their counts and links, which would stand in every excerpt.
    *("--exclude-selectors", ".hotpapers-facts"),
    *("--force-language", "en"),
    "--quiet",
)


class SearchIndexError(Exception):
    """The index could not be made; the message says why."""


def is_possible() -> bool:
    """Tell whether Pagefind is installed."""
    return importlib.util.find_spec("pagefind") is not None


def make_index(pages: Path, seconds: float = SECONDS) -> None:
    """Make the index of the papers among some pages, and replace any older one.

    Args:
        pages: The folder of the pages; folders in it are not looked into.
        seconds: How long it may take.

    Raises:
        SearchIndexError: Pagefind failed, or took too long. An index that was there
            stays.
    """
    try:
        with TemporaryDirectory(dir=pages, prefix=f".{FOLDER}-") as made:
            _run(pages, Path(made).name, seconds)
            shutil.rmtree(pages / FOLDER, ignore_errors=True)
            Path(made, FOLDER).replace(pages / FOLDER)
    except OSError as error:
        raise SearchIndexError(str(error)) from error


def _run(pages: Path, folder: str, seconds: float) -> None:
    """Run Pagefind where no settings of the site's own Pagefind are found."""
    command = [sys.executable, "-P", "-m", "pagefind", "--site", ".", *OPTIONS]
    own = {key: os.environ[key] for key in os.environ if "PAGEFIND" not in key}
    try:
        run = subprocess.run(  # noqa: S603 - no word of it comes from outside
            [*command, "--output-path", f"{folder}/{FOLDER}"],
            cwd=pages,
            env=own,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SearchIndexError(f"Pagefind took more than {seconds:g} s") from error
    if run.returncode:
        raise SearchIndexError(_last_line(run.stderr or run.stdout, run.returncode))


def _last_line(said: str, code: int) -> str:
    lines = said.strip().splitlines() or [f"Pagefind ended with code {code}"]
    return lines[-1].strip()
