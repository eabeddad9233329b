"""The search index of papers, made by Pagefind.

Pagefind is a program, installed by ``pip install pelican-hotpapers[search]``. It reads
documents of HTML, and writes an index in small parts and a script that loads those it
needs: https://pagefind.app/
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup, escape

FOLDER = "pagefind"
"""The folder of the index, beside the pages."""
SECONDS = 120
"""How long making it may take; two thousand papers take a second or two."""
OPTIONS = ("--force-language", "en", "--quiet")
_DOCUMENTS = "documents"


class SearchIndexError(Exception):
    """The index could not be made; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """A paper as the search knows it."""

    stem: str
    """The name of its page, without a suffix."""
    arxiv_id: str
    title: str
    """Plain text."""
    texts: tuple[Markup, ...]
    """What else it is found by and shown with, as safe HTML."""
    facets: tuple[tuple[str, str], ...]
    """What it is narrowed down by: names and values."""
    url: str = ""
    """Where a result leads, if that is not its page."""

    def document(self) -> str:
        """Return the HTML that Pagefind reads."""
        found_by = Markup('data-arxiv="{}" data-pagefind-index-attrs="data-arxiv"')
        told = [("filter", f"{name}:{value}") for name, value in self.facets]
        if self.url:
            told.append(("meta", f"url:{self.url}"))
        span = Markup('<span data-pagefind-{}="{}"></span>')
        return (
            f'<html lang="en"><body {found_by.format(self.arxiv_id)}>'
            f"<h1>{escape(self.title)}</h1>"
            + "".join(f"<p>{text}</p>" for text in self.texts)
            + "".join(span.format(*each) for each in told)
        )


def is_possible() -> bool:
    """Tell whether Pagefind is installed."""
    return importlib.util.find_spec("pagefind") is not None


def make_index(
    records: Iterable[SearchRecord], pages: Path, seconds: float = SECONDS
) -> None:
    """Make an index, and replace any older one.

    Args:
        records: What is found.
        pages: The folder of the pages, beside which the index stands.
        seconds: How long it may take.

    Raises:
        SearchIndexError: Pagefind failed, or took too long. An index that was there
            stays.
    """
    try:
        with TemporaryDirectory(dir=pages, prefix=f".{FOLDER}-") as made:
            documents = Path(made, _DOCUMENTS)
            documents.mkdir()
            for record in records:
                file = documents / f"{record.stem}.html"
                file.write_text(record.document(), "utf-8")
            _run(Path(made), seconds)
            shutil.rmtree(pages / FOLDER, ignore_errors=True)
            Path(made, FOLDER).replace(pages / FOLDER)
    except OSError as error:
        raise SearchIndexError(str(error)) from error


def _run(folder: Path, seconds: float) -> None:
    """Run Pagefind where no settings of the site's own Pagefind are found."""
    command = [sys.executable, "-P", "-m", "pagefind", "--site", _DOCUMENTS, *OPTIONS]
    own = {key: os.environ[key] for key in os.environ if "PAGEFIND" not in key}
    try:
        run = subprocess.run(  # noqa: S603 - no word of it comes from outside
            [*command, "--output-path", FOLDER],
            cwd=folder,
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
