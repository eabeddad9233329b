"""BibTeX that BibTeX 0.99 takes as well as biber: ``@misc`` with arXiv's own fields.

They are those of https://info.arxiv.org/help/hypertex/bibstyles/. There is no
abstract, as in no citation: it is to cite from, each paper is cited in many files, and
an abstract would be two thirds of them. Programs that collect papers with their
abstracts find these in the head of a paper's page (highwire.py), and in the data of the
days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pelican_hotpapers.addresses import paper_stem
from pelican_hotpapers.arxiv.identifiers import is_doi, month_of
from pelican_hotpapers.characters import plain_line
from pelican_hotpapers.markup.tex_commands import LETTERS
from pelican_hotpapers.model import Paper
from pelican_hotpapers.months import short_month
from pelican_hotpapers.outputs.exports import latex
from pelican_hotpapers.outputs.exports.ascii_links import ascii_abs_url
from pelican_hotpapers.outputs.exports.names import Name, split_names

_LONGEST_NAME = 30
"""Letters of a name in a key."""


def bibtex_entry(paper: Paper) -> str:
    """Write a paper as one entry, which ends with a line end."""
    fields = ",\n".join(f"{name}={value}" for name, value in _fields(paper))
    return f"@misc{{{citation_key(paper)},\n{fields}\n}}\n"


def bibtex_file(entries: Iterable[str]) -> str:
    """Put entries together to a bibliography.

    Args:
        entries: What `bibtex_entry` gave; of a paper that comes twice the first
            counts, since BibTeX refuses a key that it has seen.

    Returns:
        The entries with an empty line between; nothing for no entry.
    """
    first: dict[str, str] = {}
    for each in entries:
        beginning, _, _ = each.partition(",")
        first.setdefault(beginning, each)
    return "\n".join(first.values())


def citation_key(paper: Paper) -> str:
    """Return the key of a paper: ``gong2021-2104.01778``.

    It is the first author's family name, the year, and the identifier, which alone
    makes it unique: so it is the same whatever else is listed. It is in ASCII, of
    letters, digits, ``-`` and ``.``, which all programs take.
    """
    month = month_of(paper.arxiv_id)
    year = str(month.year) if month else ""
    stem = re.sub(r"[^A-Za-z0-9.-]", "-", paper_stem(paper.arxiv_id))
    return f"{_first_author(paper)}{year}-{stem}"


def _first_author(paper: Paper) -> str:
    """Return a name for the key; ``arxiv`` where there is none in Latin letters."""
    for name in split_names(paper.authors[:1]):
        letters = "".join(map(_latin, unicodedata.normalize("NFKD", name.family)))
        return letters.lower()[:_LONGEST_NAME] or "arxiv"
    return "arxiv"


_LATIN = {letter: command for command, letter in LETTERS.items()}


def _latin(character: str) -> str:
    """Return a letter's nearest in ASCII, ``oe`` for ``œ``; nothing for no letter."""
    nearest = _LATIN.get(character, character)
    return nearest if nearest.isascii() and nearest.isalpha() else ""


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{_title(paper.title)}}}"
    if authors := split_names(paper.authors):
        yield "author", f"{{{' and '.join(map(_author, authors))}}}"
    if month := month_of(paper.arxiv_id):
        yield "year", f"{month.year}"
        yield "month", short_month(month.month).lower()
    yield "eprint", f"{{{latex.from_text(paper.arxiv_id)}}}"
    yield "archiveprefix", "{arXiv}"
    if paper.primary_category:
        category = plain_line(paper.primary_category)
        yield "primaryclass", f"{{{latex.from_text(category)}}}"
    if is_doi(paper.doi):
        yield "doi", f"{{{latex.from_text(paper.doi)}}}"
    if reference := " ".join(latex.from_tex(paper.journal_ref).split()):
        yield "note", f"{{{reference}}}"
    yield "url", f"{{{ascii_abs_url(paper)}}}"


# Names


def _author(name: Name) -> str:
    """Write a name so that its parts are told apart: ``van der {Berg Lo}, Ann``."""
    family = latex.from_text(name.family)
    if not name.given:
        return f"{{{family}}}"
    if " " in family:
        family = f"{{{family}}}"
    parts = [f"{name.particle} {family}".lstrip(), name.suffix, name.given]
    surname, *rest = [part for part in parts if part]
    return ", ".join([surname, *map(latex.from_text, rest)])


# Titles

_SPACES = re.compile(r"(\s+)")
_NO_LETTERS = re.compile(r"\{\$[^$]*\$\}|\\[A-Za-z]+|[{}]|\\.")
_INNER_CAPITAL = re.compile(r"[^\W_][A-Z]|[A-Z]\d|\b[A-Z]\b")
_ALONE = frozenset({"A", "A:"})
"""Words of one capital that is none of a name's."""


def _title(text: str) -> str:
    """Write a title; styles that set it in lower case leave braced words alone.

    Which are acronyms and names can be told by a capital within the word (``GANs``).
    In a title that is written like a sentence, every capital after the first word is
    a name's; where all words have one it cannot be told.
    """
    words = _words(latex.from_tex(text))
    plain = [_NO_LETTERS.sub("", word) for word in words]
    is_sentence = _is_sentence(plain)
    before = [".", *plain]
    return " ".join(
        _kept(word) if _keeps_case(bare, is_sentence and not _ends(last)) else word
        for word, bare, last in zip(words, plain, before, strict=False)
    )


def _kept(word: str) -> str:
    """Put a word in braces, without a colon, after which BibTeX keeps a capital."""
    core = word.rstrip(".,:;?!")
    return f"{{{core}}}{word[len(core) :]}"


def _words(written: str) -> list[str]:
    """Take LaTeX apart at the spaces that stand in no braces."""
    words = [""]
    depth = 0
    for part in _SPACES.split(written):
        if part.isspace() and not depth:
            words.append("")
            continue
        words[-1] += part
        depth += part.count("{") - part.count("}")
    return words


def _is_sentence(words: list[str]) -> bool:
    """Tell whether most of the longer words after the first begin in lower case."""
    longer = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]  # noqa: PLR2004
    return 2 * sum(word[0].islower() for word in longer) > len(longer)


def _ends(word: str) -> bool:
    """Tell whether the word after this one begins with a capital in any case."""
    return word.endswith((".", ":", "?", "!"))


def _keeps_case(word: str, is_in_sentence: bool) -> bool:
    if word in _ALONE:
        return False
    return bool(_INNER_CAPITAL.search(word)) or (
        is_in_sentence and any(map(str.isupper, word))
    )
