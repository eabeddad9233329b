"""Whether a text is a Hot Papers post, sound or damaged: decided here alone.

The text itself decides, not what could be read of it: a damaged post must not be taken
for an ordinary one, whose HTML is trusted.
"""

from __future__ import annotations

import re

_MARK = re.compile(
    r"^(?:(?P<heading># [0-9]+\. +\S)"
    r"|(?P<counts>[-*+] retweets: ?[0-9])"
    r"|(?P<links>[-*+] links: \[abs\]\(https?://(?:www\.|export\.)?arxiv\.org/)"
    r"|(?P<categories>[-*+] \[[^\[\]\n]{1,40}\]\(https?://arxiv\.org/list/))",
    re.MULTILINE,
)
"""How the lines begin that a paper's section is known by."""
DISTINCTIVE = frozenset({"counts", "links"})
"""The marks that hardly any other post has; the others only confirm them."""
_MARKERS = (" retweets:", " links:")
_FENCES = ("```", "~~~")
_CODE = re.compile(r"^(`{3,}|~{3,})")

_OPENING = re.compile(r"\ufeff?(?:---|\+\+\+|\{)[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.|\+\+\+|\})[ \t]*\r?$", re.MULTILINE)
_NAMED = re.compile(
    r"""^[ \t]*"?(?:title|slug)"?[ \t]*[:=][ \t]*(["']?)"""
    r"[Hh][Oo][Tt][ -][Pp][Aa][Pp][Ee][Rr][Ss][ -][0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"\1,?[ \t]*(?:#.*)?\r?$",
    re.MULTILINE,
)
_LONGEST_HEADER = 20_000


def line_kind(line: str) -> str:
    """Return which line of a paper's section this is, or nothing.

    ``heading``, ``counts``, ``links`` or ``categories``, by how the line begins.
    """
    found = _MARK.match(line)
    return str(found.lastgroup) if found else ""


def is_hot_papers_post(text: str) -> bool:
    """Tell whether a text means to be a digest, also where it is damaged.

    It does when its front matter names it as one (``Hot Papers 2021-04-07``), or when
    two different lines of a paper's section stand in it: the counts or the links, and
    another. Fenced code does not count: a post may show how a digest is written.
    """
    return _has_sections(text) or _is_named(text)


def _has_sections(text: str) -> bool:
    if not any(marker in text for marker in _MARKERS):
        return False
    kinds: set[str | None] = set()
    for found in _MARK.finditer(_without_code(text)):
        kinds.add(found.lastgroup)
        if len(kinds) > 1 and kinds & DISTINCTIVE:
            return True
    return False


def _without_code(text: str) -> str:
    """Return a text without its fenced code; a fence that is never closed is none."""
    if not any(fence in text for fence in _FENCES):
        return text
    prose: list[str] = []
    code: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if not fence and (opening := _CODE.match(line)):
            fence = opening[1]
        if not fence:
            prose.append(line)
            continue
        code.append(line)
        if len(code) > 1 and line.rstrip() == fence:
            code.clear()
            fence = ""
    return "\n".join(prose + code)


def _is_named(text: str) -> bool:
    """Tell whether the front matter of a text names it as a digest."""
    opening = _OPENING.match(text)
    if opening is None:
        return False
    start, most = opening.end(), opening.end() + _LONGEST_HEADER
    closing = _CLOSING.search(text, start, most)
    return bool(closing and _NAMED.search(text, start, closing.start()))
