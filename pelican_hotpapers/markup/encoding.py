"""UTF-8 that was once read as Mac Roman and saved again, made whole.

``ä`` is two bytes in UTF-8. Read as Mac Roman they are two characters, ``√§``, and
that is what such a file holds. Mac Roman gives every byte a character, so nothing
was lost: the characters give the bytes, and the bytes give the text.

Going back is only right for a file that was broken, and a sound one can look alike:
``√π`` is also a broken ``ù``, and the ``»ö`` of ``»öffentlich«`` a broken ``Ț``. So
going back must succeed *and* the text must hold a telltale: a sequence that nobody
writes. Telltales are found

1. in the whole text, which is then restored as a whole, its doubtful sequences too;
2. where the whole cannot go back (somebody mended a word, or added a line, with a
   good editor), in each line by itself, likewise;
3. where a line cannot go back, in the telltales alone: they are restored, and the
   rest of the line is left as it is.

What this cannot tell: a text *all* of whose sequences are doubtful stays as it is
(a file with one ``ù``, ``½`` or Cyrillic letter and nothing else beyond ASCII), and a
sound text that quotes a broken word has it mended.
"""

from __future__ import annotations

import functools
import re


def repair(text: str) -> str:
    """Return the text as it was before it was broken.

    Args:
        text: The whole of a file.

    Returns:
        The restored text, or ``text`` itself where it is sound.
    """
    if text.isascii():
        return text
    lines = text.split("\n")
    suspects = [line for line in lines if not line.isascii()]
    together = "\n".join(suspects)
    if not _has_telltale(together):
        return text
    restored = _restored(together)
    mended = restored.split("\n") if restored else [_mended(line) for line in suspects]
    if mended == suspects:
        return text
    replacements = iter(mended)
    return "\n".join(line if line.isascii() else next(replacements) for line in lines)


def _has_telltale(text: str) -> bool:
    """Tell whether a text holds a telltale; each begins with a sequence.

    These are few in a sound text, and quick to look for.
    """
    return any(
        _telltale().match(text, found.start()) for found in _SEQUENCE.finditer(text)
    )


def _mended(line: str) -> str:
    if not _has_telltale(line):
        return line
    restored = _restored(line)
    return _telltale().sub(_mended_telltale, line) if restored is None else restored


def _mended_telltale(found: re.Match[str]) -> str:
    return _restored(found[0]) or found[0]


def _restored(text: str) -> str | None:
    try:
        return text.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return None


def _bytes(first: int, last: int) -> str:
    """Return what Mac Roman reads for a range of bytes, for a character class."""
    return re.escape(bytes(range(first, last + 1)).decode("mac_roman"))


# A UTF-8 sequence is a lead byte and one to three that follow. Sorted below by how
# likely a sound text is to hold the same characters side by side.
_FOLLOWS = f"[{_bytes(0x80, 0xBF)}]"
_LETTER = f"[{_bytes(0x80, 0x9F)}ßÆØæø]"  # those of them that are letters
_MATHS = "πµΩ∞∑∂∏∫"  # those that stand behind √ ≈ ∆ ƒ ¬ in a formula
_SEQUENCE = re.compile(f"[{_bytes(0xC2, 0xF4)}]{_FOLLOWS}")
_TELLTALES = (
    # Four bytes (emoji), three bytes (curly quotes, all of East Asia): nobody
    # writes them. But ‡§¶ marks affiliations, and ·∫∂ is a product.
    f"[{_bytes(0xF0, 0xF4)}]{_FOLLOWS}{{3}}",
    f"[{_bytes(0xE2, 0xEF)}]{_FOLLOWS}{{2}}",
    f"[‡·](?:{_LETTER}{_FOLLOWS}|{_FOLLOWS}{_LETTER})",
    f"(?:‡{_FOLLOWS}{{2}}){{2}}",
    # Latin letters with accents, and Latin-1's signs.
    f"[√ƒ](?![{_MATHS}]){_FOLLOWS}",
    f"≈(?![{_MATHS}±£¥¢°Ø]){_FOLLOWS}",
    f"∆(?![{_MATHS}±°]){_FOLLOWS}",
    f"¬(?![{_MATHS}]){_FOLLOWS}",
    # The same where a formula could say it, but not amid a word.
    "(?<=[A-Za-z])√[∂∏∫]",
    f"(?<=[A-Za-z]{{2}})[√ƒ≈∆][{_MATHS}](?=[a-z]{{2}})",
    f"(?<=[0-9A-Za-z])¬[{_MATHS}]",
    # Romanian's ș and ț, and accents that stand by themselves.
    f"(?<=[A-Za-z])[«»ÃÕ]{_LETTER}",
    # Greek, Hebrew, Arabic.
    f"[Œœ]{_FOLLOWS}",
    f"◊{_LETTER}",
    f"[ÿŸ]{_FOLLOWS}",
    # Cyrillic, Armenian, Hebrew, Persian begin with dashes, quotes and signs
    # that sound text puts before a letter: only some letters in a row tell, and not
    # one alone, as in à—à—à.
    f"(?P<dashed>[–—]{_FOLLOWS})(?!(?P=dashed))(?:[–—]{_FOLLOWS}){{2,}}",  # noqa: RUF001
    f"(?:[‘’÷]{_FOLLOWS}){{3,}}",  # noqa: RUF001
    f"(?:[÷◊]{_FOLLOWS}){{2,}}",
    f"(?:[⁄€]{_FOLLOWS}){{2,}}",  # noqa: RUF001
)


@functools.cache
def _telltale() -> re.Pattern[str]:
    """Return the pattern, which is made only when a text needs it: it takes 3 ms."""
    return re.compile("|".join(_TELLTALES))
