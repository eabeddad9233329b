"""Where a paper was accepted, or that it was withdrawn, in its authors' own words.

arXiv has a comment of the authors, in free text, and a journal reference
(https://info.arxiv.org/help/prep.html). Nothing is guessed: a comment says so where a
part of it says it in so many words, and everything else says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pelican_hotpapers.characters import cut

LONGEST_COMMENT = 1_000
"""Characters of a comment that are looked at."""
LONGEST = 160
"""Characters of a statement; what is longer is more than one."""

_SAYS = re.compile(
    r"(?:(?:this|the|our) )?(?:(?:paper|work|article|manuscript) )?"
    r"(?:(?:is|was|has been|will be) )?(?:recently )?"
    r"(?:(?:accepted|published|presented) (?:[a-z-]+ ){0,4}?(?:at|in|to|by|for|as) "
    r"|accepted, |to appear (?:[a-z]+ ){0,2}?(?:at|in|as) "
    r"|to be (?:published|presented) (?:at|in) |forthcoming (?:at|in) "
    r"|in press (?:at|in) |(?:oral|spotlight|poster|highlight)(?: \w+)? at )",
    re.IGNORECASE,
)
"""How a statement begins."""
_KIND = (
    r"(?:oral|spotlight|poster|highlight|best paper|outstanding paper"
    r"|honou?rable mention|main conference|main track|findings|camera[ -]ready)"
    r"(?: (?:presentation|paper|talk|track|award|version))?"
)
_CHOSEN = re.compile(
    rf"(?!The |Our |This |A )[A-Z]"
    rf"(?i:[^()]*\b(?:19|20)[0-9]{{2}}\b.*?[ ,(\[]{_KIND}[)\]]?)"
    r"|(?:Findings|Proceedings|Proc\.) of .*\b(?:19|20)[0-9]{2}\b.*"
)
"""A conference that says how it has the paper: ``NeurIPS 2026 (Oral)``."""
_DOUBT = re.compile(
    r"\b(?:submit\w*|submission|(?:under|in) (?:peer )?review|revisions?|reject\w*"
    r"|not|if|pending|draft|consider\w*)\b",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(r"\b(?:withdrawn|retracted)\b", re.IGNORECASE)
_BY_ITSELF = re.compile(
    r"\b(?:paper|work|article|manuscript|preprint|submission|authors?|arXiv)\b"
    r"|^(?:withdrawn|retracted)\b",
    re.IGNORECASE,
)
"""What a sentence says is withdrawn, if it is the paper."""
_NO_VENUE = re.compile(
    r"\b(?:oral|poster|spotlight|highlight|paper|presentation|publication|journal"
    r"|conference|workshop|main|track|findings|full|short|long|regular|the|an?)\b",
    re.IGNORECASE,
)
_OTHER_MATTERS = re.compile(
    r"\b(?:https?:|[0-9]+ ?(?:pages?|pp|figures?|figs?|tables?)\b|github\b"
    r"|(?:source )?codes?(?::| (?:is|are|available|and|will|can|released)\b)"
    r"|project(?::| (?:page|web ?site|site)\b)|(?:web ?site|home ?page|demo|video):"
    r"|(?:earlier|extended|full|long|longer|preliminary|short) version\b|preprint\b"
    r"|equal contribution)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:19|20)[0-9]{2}\b|(?:and )?[A-Z]|vol|oral|poster|spotlight|highlight"
)
_BROKEN_OFF = re.compile(r"\b(?:at|in|to|by|for|as|on|of|the|and|with|a)$", re.I)
_IN_BRACKETS = re.compile(
    r"[(\[](?=(?:accepted|published|presented|to (?:appear|be))\b)", re.I
)
_ABBREVIATION = re.compile(
    r"(?:am|ann|annu|appl|astron|astrophys|biol|chem|commun|comput|conf|dr|eng|eur"
    r"|geophys|int|intell|j|jr|lett|mach|mag|math|mech|med|mon|nat|no|nucl|opt"
    r"|phil|phys|proc|prof|publ|res|rev|roy|sci|soc|st|stat|symp|syst|trans|univ"
    r"|vol|vs)",
    re.IGNORECASE,
)


def acceptance(comment: str, journal_ref: str) -> str:
    """Return where a paper was accepted or published, or that it was withdrawn.

    Args:
        comment: Their comment: ``12 pages, 3 figures. Accepted at ICLR 2027``.
        journal_ref: Their journal reference: ``Mach. Learn. 116 (2027) 1-20``.

    Returns:
        The sentence of the comment that says it was withdrawn; else the part that says
        where it was accepted, ``Accepted at ICLR 2027``; else the reference, if any.
    """
    if not (comment or journal_ref):
        return ""
    said = comment[:LONGEST_COMMENT]
    if withdrawal := _withdrawal(said):
        return withdrawal
    for clause in _clauses(said):
        if statement := _statement(clause):
            return statement
    reference = " ".join(journal_ref[: LONGEST + 1].split())
    return reference if len(reference) <= LONGEST else ""


def _withdrawal(comment: str) -> str:
    """Return the sentence that says that the paper was withdrawn, or nothing."""
    if not _WITHDRAWN.search(comment):
        return ""
    for sentence in _sentences(comment):
        if _WITHDRAWN.search(sentence) and _BY_ITSELF.search(sentence):
            return cut(sentence, LONGEST)
    return ""


def _clauses(text: str) -> Iterator[str]:
    """Yield the parts of a comment that may be a statement, from where it may begin."""
    for sentence in _sentences(_IN_BRACKETS.sub("; (", text)):
        parts = [part.strip() for part in sentence.split(", ")]
        for first in range(len(parts)):
            last = first + 1
            while last < len(parts) and _GOES_ON.match(parts[last]):
                last += 1
            yield ", ".join(parts[first:last])


def _sentences(text: str) -> Iterator[str]:
    words: list[str] = []
    for word in text.split():
        bare = word.rstrip(".;|")
        is_short = word.endswith(".") and _ABBREVIATION.fullmatch(bare)
        if word in {"-", "\u2013", "\u2014", "|"}:
            bare = ""
        words.append(word if is_short or bare == word else bare)
        if not is_short and bare != word:
            yield " ".join(words)
            words = []
    yield " ".join(words)


def _statement(clause: str) -> str:
    """Return what a clause says of where the paper was accepted, or nothing."""
    clause = _out_of_brackets(clause)
    if other := _OTHER_MATTERS.search(clause):
        clause = clause[: other.start()]
    clause = clause.strip(" .,:;-([!")
    if len(clause) > LONGEST or _DOUBT.search(clause) or _BROKEN_OFF.search(clause):
        return ""
    begins = _SAYS.match(clause)
    if begins and re.search("[A-Z]", _NO_VENUE.sub("", clause[begins.end() :])):
        return clause
    return clause if _CHOSEN.fullmatch(clause) else ""


def _out_of_brackets(clause: str) -> str:
    """Return a clause without the brackets it stands in, and what is behind them."""
    depth = 0
    clause = clause.lstrip("([")
    for place, character in enumerate(clause):
        depth += (character in "([") - (character in ")]")
        if depth < 0:
            return clause[:place]
    return clause
