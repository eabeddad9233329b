"""What a reader's browser ranks papers by: their words, and how common words are.

A day's file is made of that day alone, so that no later day changes it. It has the
words of its papers, and how often each paper has them (TF). How few papers have a word
(IDF) is told by one vocabulary for all days. That counts the months that are over, and
so it changes once a month.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from pelican_hotpapers.library.words import words_of
from pelican_hotpapers.markup.tex import to_text
from pelican_hotpapers.model import Digest, Paper

WordsOf = Callable[[Paper], Sequence[str]]

VERSION = 2
MOST_WORDS = 20_000
"""Words of the vocabulary: with these it has under 150 kB as servers send it."""
MOST_AUTHORS = 8
"""Authors that a paper is shown with."""
LAST_DAYS = 14
"""Days whose papers are ranked for a reader who asks for no more."""
FIRST = 0x23
"""The character that stands for the first paper of a day; the next one is the second.
The one that JSON escapes is stepped over."""
_ESCAPED = ord("\\")


def day_file(digest: Digest, words: WordsOf = words_of) -> str:
    r"""Return the papers of a day, and their words.

    The format, JSON: ``papers`` are rows of identifier, title, authors, categories and
    score, of plain text. ``words`` is a text of words, each followed by the papers
    that have it, a character each, as often as they do: ``attention ##$ benchmark %``.

    Args:
        digest: The day.
        words: Returns the words of a paper.
    """
    rows = [
        [
            paper.arxiv_id,
            to_text(paper.title),
            _authors(paper),
            " ".join(paper.categories),
            paper.score,
        ]
        for paper in digest.papers
    ]
    found: dict[str, list[str]] = defaultdict(list)
    for place, paper in enumerate(digest.papers):
        sign = _sign(place)
        for word in words(paper):
            found[word].append(sign)
    text = " ".join(f"{word} {''.join(found[word])}" for word in sorted(found))
    return _json({"version": VERSION, "papers": rows, "words": text})


def vocabulary_file(
    papers: Iterable[Paper], until: dt.date | None, words: WordsOf = words_of
) -> str:
    """Return how many papers have each word, of those that several have.

    The format, JSON: ``papers``, how many were counted; ``until``, the first day that
    was not, or nothing where all were; ``words``, a text of words, each followed by its
    number of papers.

    Args:
        papers: What is counted, each paper once.
        until: The first day that is not.
        words: Returns the words of a paper.
    """
    having: Counter[str] = Counter()
    count = 0
    for paper in papers:
        count += 1
        having.update(set(words(paper)))
    common = sorted(having.items(), key=lambda each: (-each[1], each[0]))[:MOST_WORDS]
    text = " ".join(f"{word} {of}" for word, of in sorted(common) if of > 1)
    day = until.isoformat() if until else ""
    return _json({"version": VERSION, "papers": count, "until": day, "words": text})


def closed_papers(digests: Iterable[Digest]) -> tuple[dt.date | None, Iterator[Paper]]:
    """Return the first day of the newest month, and the papers of the days before.

    Where no month is over, it is None, and the papers are all there are. Each is there
    once, as its first day has it.

    Args:
        digests: The newest first.
    """
    days = sorted(digests, key=lambda digest: digest.date)
    until = days[-1].date.replace(day=1) if days else None
    closed = [digest for digest in days if until and digest.date < until]
    papers: dict[str, Paper] = {}
    for digest in closed or days:
        for paper in digest.papers:
            papers.setdefault(paper.arxiv_id, paper)
    return (until if closed else None), iter(papers.values())


def _sign(place: int) -> str:
    code = FIRST + place
    return chr(code + (code >= _ESCAPED))


def _authors(paper: Paper) -> str:
    """Name authors, in what is the same in all languages."""
    shown = [*map(to_text, paper.authors[:MOST_AUTHORS])]
    return ", ".join([*shown, "…"] if len(paper.authors) > MOST_AUTHORS else shown)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
