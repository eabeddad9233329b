"""The search index of papers: small files, of which a browser loads those it needs.

The papers of a time have an index of their own, a folder, which stays as it is when a
day is added to another. It is made of

- ``papers-0.bin``, ``papers-1.bin``…: what is shown of papers, `BLOCK` in a file, as
  JSON. Papers are numbered from 0, the oldest first.
- ``words-0.bin``, ``words-1.bin``…: the words of all texts, in the order of their
  UTF-16 code units, a line each: the word, and a number for each paper that has it,
  with spaces between. This is four times the step from the paper before (for the
  first one, from 0), and 0 to 3 more: the word is there once, twice, three times; more
  often, or in the title. A line that begins with ``=`` has no word, but what a search
  is narrowed down by: ``=cs.LG``.
- ``index.json``: ``version``, another one if any file is; ``papers``, how many there
  are; ``block``; and ``firsts``, of each file of words the beginning of its first word,
  as long as tells this from the last word of the file before. It comes last.

Files named ``.bin`` are compressed (compression.py). They are read by the script
``hotpapers-search.js``, which divides what a reader types into words as `words_of_text`
does.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

import msgspec

from pelican_hotpapers.outputs.compression import compressed

FOLDER = "search"
"""The folder of the indexes, beside the pages."""
ENTRY = "index.json"
"""The file of an index that is read first, and written last."""
CODE = "=code"
"""What papers with code have."""
BLOCK = 20
"""Papers in a file. Ten results are in ten of these files, or in fewer: 72 kB."""
_WORDS_FILE = 3_000
"""Bytes of a file of words, about, before it is compressed."""
_TITLE = 4
"""How often a word is counted that is in the title."""
_ACCENT = re.compile("[\u0300-\u036f\u3099\u309a]")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]{1,50}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """A paper as the search knows it; all texts are plain."""

    url: str
    """Where a result leads, from the folder of the pages."""
    arxiv_id: str
    title: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    """Those by which a search can be narrowed down."""
    has_code: bool
    day: str
    """A day that is shown beside it."""
    abstract: str
    posts: tuple[str, ...]
    """What people said of it, with their names."""


def words_of_text(text: str) -> list[str]:
    """Return the words of a text as they are searched for, in their order.

    They have small letters without accents, and digits. Each character of Chinese and
    Japanese, which are written without spaces, is a word.
    """
    text = unicodedata.normalize("NFKD", text).lower()
    if not text.isascii():
        text = _IDEOGRAPH.sub(r" \g<0> ", _ACCENT.sub("", text))
    return _WORD.findall(text)


def index(records: Iterable[SearchRecord]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an index.

    Args:
        records: What is found, the oldest first.

    Yields:
        The name of each in its folder, and its content.
    """
    numbers: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    version = hashlib.sha256()
    count = 0
    rest = iter(records)
    for number, block in enumerate(iter(lambda: [*islice(rest, BLOCK)], [])):
        for record in block:
            _number(record, count, numbers)
            count += 1
        text = msgspec.json.encode(block)
        version.update(text)
        yield f"papers-{number}.bin", compressed(text)
    firsts = []
    before = ""
    for number, lines in enumerate(_words_files(numbers)):
        first, last = (lines[at].partition(" ")[0] for at in (0, -1))
        beginnings = (first[:end] for end in range(1, len(first) + 1))
        firsts.append(next(each for each in beginnings if not before.startswith(each)))
        before = last
        text = "\n".join(lines).encode()
        version.update(text)
        yield f"words-{number}.bin", compressed(text)
    entry = {
        "version": version.hexdigest()[:16],
        "papers": count,
        "block": BLOCK,
        "firsts": firsts,
    }
    yield ENTRY, msgspec.json.encode(entry)


def _number(
    record: SearchRecord, paper: int, numbers: Mapping[str, array[int]]
) -> None:
    """Note for each word of a paper that this has it, and how much."""
    names = "\n".join((record.arxiv_id, *record.authors))
    texts = (record.abstract, names, "\n".join(record.posts))
    times = Counter(chain.from_iterable(map(words_of_text, texts)))
    times.update(dict.fromkeys(words_of_text(record.title), _TITLE))
    times.update(f"={category}" for category in record.categories)
    if record.has_code:
        times[CODE] = 1
    for word, count in times.items():
        numbers[word].append(paper * 4 + (count - 1 if count < _TITLE else 3))


def _words_files(numbers: Mapping[str, array[int]]) -> Iterator[list[str]]:
    """Yield the lines of each file of words."""
    lines: list[str] = []
    size = 0
    for word in sorted(numbers, key=lambda word: word.encode("utf-16-be")):
        steps, before = [word], 0
        for number in numbers[word]:
            steps.append(str(number - before))
            before = number & ~3
        line = " ".join(steps)
        lines.append(line)
        size += len(line)
        if size > _WORDS_FILE:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines
