"""The language of whoever sits at the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from pelican_hotpapers.translation import ENGLISH, Translation


def terminal_translation(environ: Mapping[str, str]) -> Translation:
    """Return the words for a person, as GNU gettext chooses them.

    ``LANGUAGE`` has languages with colons between them, of which the first one that
    has words is taken. Otherwise it is the language of the locale; that of ``C`` and
    ``POSIX`` is English, whatever ``LANGUAGE`` says:
    https://www.gnu.org/software/gettext/manual/html_node/The-LANGUAGE-variable.html

    Args:
        environ: The environment.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next(filter(None, map(environ.get, names)), "")
    if locale in {"C", "POSIX"}:
        return ENGLISH
    for name in (*environ.get("LANGUAGE", "").split(":"), locale):
        language = name.partition(".")[0].partition("@")[0]
        found = Translation.of(language)
        if found.is_known:
            return found
    return ENGLISH
