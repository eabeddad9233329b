"""The search index of papers, made by Pagefind.

Pagefind is a program, installed by ``pip install pelican-hotpapers[search]``. It reads
documents of HTML, and writes an index in small files and a script that loads those it
needs: https://pagefind.app/

The papers of a time have an index of their own, which stays as it is when a day is
added. The script is beside them, and searches those that it is told of as one.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup, escape

FOLDER = "pagefind"
"""The folder of the program and the indexes, beside the pages."""
SECONDS = 600
"""How long making one may take; ten thousand papers take twenty seconds, or four times
as long on a small server that does other things."""
OPTIONS = ("--force-language", "en", "--quiet")
_DOCUMENTS = "documents"
_PROGRAM = frozenset({"pagefind.js", "pagefind-worker.js", "wasm.en.pagefind"})
"""What searches; the rest of what Pagefind writes beside its index is for pages that
have its own search box."""
_INDEX = re.compile(r"(?:filter|fragment|index)/.*|pagefind-entry\.json|.*\.pf_meta")
_NO_WORD = "\N{CHARACTER TIE}"
"""A document needs a word. This is none that anybody searches for."""


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
    day: str
    """A day that is shown beside it."""
    url: str = ""
    """Where a result leads, if that is not its page."""

    def document(self) -> str:
        """Return the HTML that Pagefind reads."""
        found_by = Markup('data-arxiv="{}" data-pagefind-index-attrs="data-arxiv"')
        told = [("filter", f"{name}:{value}") for name, value in self.facets]
        told.append(("meta", f"day:{self.day}"))
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


def program(seconds: float = SECONDS) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the program that searches, with an index of no paper.

    Args:
        seconds: How long making them may take.

    Yields:
        The name of each in its folder, with slashes, and its content.

    Raises:
        SearchIndexError: Pagefind failed, or took too long.
    """
    nothing = f'<html lang="en"><body>{_NO_WORD}</body></html>'
    for name, content in _made({"nothing": nothing}.items(), seconds):
        if name in _PROGRAM or _INDEX.fullmatch(name):
            yield name, content


def index(
    records: Iterable[SearchRecord], seconds: float = SECONDS
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an index.

    Args:
        records: What is found; one at least.
        seconds: How long making them may take.

    Yields:
        The name of each in its folder, with slashes, and its content.

    Raises:
        SearchIndexError: Pagefind failed, or took too long.
    """
    documents = ((record.stem, record.document()) for record in records)
    for name, content in _made(documents, seconds):
        if _INDEX.fullmatch(name):
            yield name, content


def _made(
    documents: Iterable[tuple[str, str]], seconds: float
) -> Iterator[tuple[str, bytes]]:
    """Yield all that Pagefind makes of documents."""
    try:
        with TemporaryDirectory(prefix=f"{FOLDER}-") as name:
            folder = Path(name)
            (folder / _DOCUMENTS).mkdir()
            for stem, document in documents:
                file = folder / _DOCUMENTS / f"{stem}.html"
                file.write_text(document, "utf-8")
            _run(folder, seconds)
            made = folder / FOLDER
            for file in sorted(made.rglob("*")):
                if file.is_file():
                    yield file.relative_to(made).as_posix(), file.read_bytes()
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
