"""Filters that say things in the site's language: messages, counts, dates."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pelican_hotpapers.characters import without_controls
from pelican_hotpapers.pelican.missing_values import is_missing
from pelican_hotpapers.translation import Translation
from pelican_hotpapers.translation.messages import filled


class LanguageFilters:
    """The filters that depend on the site's language.

    Those of messages take Jinja's context, which they have no use for, since what takes
    none is worked out when a template is compiled: the code may be kept, and used when
    the site has another language.
    """

    def __init__(self, translation: Translation) -> None:
        self._translation = translation
        self._message = lru_cache(maxsize=1024)(self._escaped_message)
        self._count = lru_cache(maxsize=4096)(self._escaped_count)
        self._date = lru_cache(maxsize=1024)(translation.date)
        self._day = lru_cache(maxsize=1024)(self._marked_day)

    @pass_context
    def gettext(
        self, _context: Context, message: str, about: str = "", /, **values: object
    ) -> Markup:
        """Say something in the site's language.

        Input: a message in English; what it is about, where that is not plain from its
        words; and by name the values that stand in it in braces. A value that begins
        an element ends it at ``{/name}``.
        Output: ``All days``, or ``Alle Tage``, escaped.
        """
        return _filled(self._message(message, about), values)

    def _escaped_message(self, message: str, about: str) -> Markup:
        return escape(self._translation.gettext(message, about))

    @pass_context
    def ngettext(
        self, _context: Context, number: int, one: str, many: str, /, **values: object
    ) -> Markup:
        """Say something of a number of things in the site's language.

        Input: the number; the message for one in English, and that for any other, with
        ``{n}`` for the number; and by name what else stands in them in braces.
        Output: ``3 papers are here``, escaped.
        """
        message = self._translation.ngettext(one, many, number)
        return _filled(escape(message), values)

    @pass_context
    def plural_forms(self, _context: Context, one: str, many: str) -> Markup:
        """Give a script a message about a number of things, in the site's language.

        Input: the message for one in English, and that for any other.
        Output: JSON for an attribute, each form with some of the numbers that it is
        for: ``{"{n} papers": [0, 2], "{n} paper": [1]}``.
        """
        forms = self._translation.plural_forms(one, many)
        return escape(json.dumps(forms, ensure_ascii=False))

    def names(self, names: Iterable[str]) -> Markup:
        """Write a list of names, the last one after an “and”.

        Input: ``["Bluesky", "Hacker News", "X"]``.
        Output: ``Bluesky, Hacker News and X``.
        """
        return _joined(self._translation.names, names)

    def list(self, texts: Iterable[str]) -> Markup:
        """Write texts one after the other, with commas as the language has them.

        Input: ``["3 shown", "2 left out"]``; safe HTML stays as it is.
        Output: ``3 shown, 2 left out``.
        """
        return _joined(self._translation.listed, texts)

    def count(self, number: int, noun: str = "") -> Markup:
        """Write a count, and what was counted.

        Input: 4164, and if wanted the plural noun ``reposts``, or a signal such as
        ``github_stars``.
        Output: ``4,164``, ``4,164 reposts``, and for 1 ``1 repost``.
        """
        return self._count(number, str(noun))

    def _escaped_count(self, number: int, noun: str) -> Markup:
        counted = self._translation.counted(number, noun.replace("_", " "))
        return escape(without_controls(counted))

    def ordinal(self, number: int) -> Markup:
        """Write a place in a row.

        Input: 2.
        Output: ``2nd``.
        """
        return escape(self._translation.ordinal(number))

    def time(self, moment: dt.date, form: str = "") -> Markup:
        """Write a day, or a moment, for people and for machines.

        Input: a date or a datetime, and the form of strftime that people see, in which
        ``%a``, ``%A``, ``%b``, ``%B``, ``%c`` and ``%x`` are as the site's language has
        them; the day, ``%x``, where nothing is said.
        Output: ``<time>2021-04-08</time>``, and of a moment
        ``<time datetime="2021-04-08T09:37:53+00:00">2021-04-08</time>``.
        """
        if not isinstance(moment, dt.datetime):
            return self._day(moment, form)
        strftime = self._translation.strftime
        said = strftime(moment, form) if form else self._date(moment.date())
        return _marked(moment.isoformat(timespec="seconds"), said)

    def _marked_day(self, day: dt.date, form: str) -> Markup:
        strftime = self._translation.strftime
        said = strftime(day, form) if form else self._date(day)
        return _marked(day.isoformat(), said)


def _marked(written: str, said: str) -> Markup:
    """Return a time as machines read it, and as people do if that is another text."""
    shown = escape(said)
    if shown == written:
        return Markup(f"<time>{written}</time>")  # noqa: S704
    return Markup(f'<time datetime="{written}">{shown}</time>')  # noqa: S704


def _joined(join: Callable[[Sequence[str]], str], texts: Iterable[str]) -> Markup:
    """Join texts as a language does, of which safe HTML stays as it is."""
    named = {"x" * number: text for number, text in enumerate(texts, 1)}
    return _filled(escape(join([f"{{{name}}}" for name in named])), named)


def _filled(message: Markup, values: Mapping[str, object]) -> Markup:
    """Put values into a message; they are escaped, but for what is safe HTML."""
    if not values:
        return message
    escaped = {
        name: Markup() if is_missing(value) else escape(value)
        for name, value in values.items()
    }
    return Markup(filled(message, escaped))  # noqa: S704 - escaped
