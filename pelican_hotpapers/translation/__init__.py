"""The plugin's own words in the language of a site: messages of gettext catalogues.

A message is written where it is said, in English, which needs no catalogue; of another
language it is looked up in a catalogue, and stays English where that has none. How
dates, numbers and lists are written is told by messages too: the patterns of dates are
those of CLDR (https://unicode.org/reports/tr35/tr35-dates.html, with the fields of
`_FIELDS` alone), and a number is told by an example.

A message may have values in it, by names in braces. Of a value that is an element of
HTML, ``{/name}`` is its end: ``Ranked by {heat}the day's heat{/heat}``.
"""

from __future__ import annotations

import datetime as dt
import gettext
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pelican_hotpapers.languages import direction
from pelican_hotpapers.months import MONTHS, WEEKDAYS
from pelican_hotpapers.translation.catalogues import (
    CATALOGUES,
    DOMAIN,
    catalogue_names,
    parsed,
    read_catalogue,
)
from pelican_hotpapers.translation.messages import NOUNS, filled

ENGLISH_TAG = "en"

_DATE_FIELD = re.compile("'([^']*)'|yyyy|y|M{1,4}|E{3,4}|d{1,2}|H{1,2}|mm|z")
_FIELDS: Mapping[str, Callable[[Any], int]] = MappingProxyType(
    {
        "y": attrgetter("year"),
        "M": attrgetter("month"),
        "d": attrgetter("day"),
        "H": attrgetter("hour"),
        "m": attrgetter("minute"),
    }
)
_STRFTIME: Mapping[str, str] = MappingProxyType(
    {
        "%A": "EEEE",
        "%a": "EEE",
        "%B": "MMMM",
        "%b": "MMM",
    }
)
"""What `datetime.date.strftime` takes from a locale, as CLDR has it."""
_OF_EACH_FORM = (0, 1, 2, 3, 4, 5, 6, 11, 21, 100, 1_000_000)
"""Numbers among which each language has one of each of its plural forms."""
_ENDINGS: Mapping[int, str] = MappingProxyType({1: "st", 2: "nd", 3: "rd"})


@dataclass(frozen=True)
class Translation:
    """The words of one language, and how it writes dates, numbers and lists."""

    asked: str
    """The language as it was asked for: ``de_AT``."""
    folders: tuple[Path, ...] = ()
    """Where catalogues are looked for before those of the plugin."""
    tag: str = ENGLISH_TAG
    """The language of the words: ``de``. It is English where there is no catalogue."""
    is_known: bool = True
    """Whether the language that was asked for has words."""
    catalogues: tuple[bytes, ...] = field(default=(), repr=False)
    """The compiled catalogues, the first one to be asked first."""

    @classmethod
    def of(cls, language: str, folders: Iterable[Path] = ()) -> Translation:
        """Return the words of a language, or of the nearest one that has any.

        Args:
            language: ``de``, ``de_AT``, ``pt-br``; anybody's text.
            folders: Where catalogues are looked for first, as
                ``de/LC_MESSAGES/hotpapers.mo``.

        Raises:
            CatalogueError: A catalogue cannot be read.
        """
        own = tuple(folders)
        names = tuple(catalogue_names(language))
        tag, catalogues = "", []
        for folder in (*own, CATALOGUES):
            for name in names:
                path = folder / name / "LC_MESSAGES" / f"{DOMAIN}.mo"
                if path.is_file():
                    tag = tag or name.replace("_", "-")
                    catalogues.append(read_catalogue(path))
        is_english = names[-1:] == (ENGLISH_TAG,)
        is_known = bool(tag) or is_english
        return cls(language, own, tag or ENGLISH_TAG, is_known, tuple(catalogues))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle what it is read from: Pelican keeps it beside what it caches."""
        return Translation.of, (self.asked, self.folders)

    @cached_property
    def direction(self) -> str:
        """How the words are written, ``ltr`` or ``rtl``."""
        return direction(self.tag)

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        found = gettext.NullTranslations()
        for raw in reversed(self.catalogues):
            catalogue = parsed(raw)
            catalogue.add_fallback(found)
            found = catalogue
        return found

    # Messages

    def gettext(self, message: str, context: str = "", /, **values: object) -> str:
        """Return a message in this language.

        Args:
            message: In English, with the names of values in braces.
            context: What it is about, where the same words mean several things.
            values: What is put in its place, by name.
        """
        catalogue = self._catalogue
        if not message:  # of which gettext has the head of the catalogue
            return ""
        if context:
            found = catalogue.pgettext(context, message)
        else:
            found = catalogue.gettext(message)
        return filled(found, values) if values else found

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return a message about a number of things, ``{n}`` in it.

        Args:
            one: The message for one of them, in English.
            many: That for any other number.
            number: How many there are.
            values: What else is put in its place, by name.
        """
        found = self._catalogue.ngettext(one, many, number)
        return filled(found, {"n": self.number(number), **values})

    def plural_forms(self, one: str, many: str) -> dict[str, list[int]]:
        """Return each form of a message, with some of the numbers that it is for.

        A script finds that of another number by CLDR's rules, which browsers have.
        """
        forms: dict[str, list[int]] = {}
        for number in _OF_EACH_FORM:
            form = self._catalogue.ngettext(one, many, number)
            forms.setdefault(form, []).append(number)
        return forms

    def counted(self, number: int, noun: str) -> str:
        """Write a count, and what was counted.

        Args:
            number: 4164.
            noun: The plural in English: ``reposts``. One that is none of `NOUNS` stays
                English.
        """
        if noun in NOUNS:
            one, many = NOUNS[noun]
            return self.ngettext(one, many, number)
        named = _singular(noun) if number == 1 else noun
        return f"{self.number(number)} {named}".rstrip()

    # Numbers and lists

    def number(self, number: float) -> str:
        """Write a number: ``4,164``, or ``4.164`` in German; to three decimals."""
        group, point, least = self._separators
        text = f"{number:,}" if isinstance(number, int) else f"{number:,.3f}"
        whole, _, rest = text.partition(".")
        rest = rest.rstrip("0")
        if len(whole.replace(",", "").lstrip("-")) < least:
            whole = whole.replace(",", "")
        whole = whole.replace(",", group)
        return f"{whole}{point}{rest}" if rest else whole

    @cached_property
    def _separators(self) -> tuple[str, str, int]:
        """What stands between thousands, before decimals; the digits it takes."""
        long = self.gettext("12,345.6", "number")
        found = re.fullmatch(r"12(\D*)345(\D+)6", long)
        group, point = (found[1], found[2]) if found else (",", ".")
        is_short = self.gettext("1,234", "number") == "1234"
        return group, point, 5 if is_short else 4

    def percent(self, number: float) -> str:
        """Write a number of a hundred: ``34%``."""
        return self.gettext("{n}%", "per cent", n=self.number(number))

    def ordinal(self, number: int) -> str:
        """Write a place in a row: ``1st``, ``22nd``, ``113th``."""
        if self.tag.partition("-")[0] == ENGLISH_TAG:
            return _english_ordinal(number)
        if number == 1:
            return self.gettext("1st", "place")
        return self.gettext("{n}th", "place", n=self.number(number))

    def names(self, names: Sequence[str]) -> str:
        """Write a list of names: ``Bluesky, Hacker News and X``."""
        if len(names) < 2:  # noqa: PLR2004 - one is no list
            return "".join(names)
        *others, last = names
        return self.gettext(
            "{names} and {last}", "list", names=self.listed(others), last=last
        )

    def listed(self, texts: Sequence[str]) -> str:
        """Write texts in a row: ``3 shown, 2 left out``."""
        listed = texts[0] if texts else ""
        for text in texts[1:]:
            listed = self.gettext("{names}, {next}", "list", names=listed, next=text)
        return listed

    # Dates

    def date(self, day: dt.date) -> str:
        """Write a day: ``2021-04-08``, or ``08.04.2021`` in German."""
        return self._written(day, self.gettext("yyyy-MM-dd", "date"))

    def moment(self, moment: dt.datetime) -> str:
        """Write a day and a time of it, with its time zone."""
        return self._written(moment, self.gettext("yyyy-MM-dd HH:mm z", "date"))

    def day_of_year(self, day: dt.date) -> str:
        """Write a day in little room: ``8 Apr``."""
        return self._written(day, self.gettext("d MMM", "date"))

    def month(self, day: dt.date) -> str:
        """Write the month of a day: ``April 2021``."""
        return self._written(day, self.gettext("MMMM y", "date"))

    def short_month(self, day: dt.date) -> str:
        """Write the month of a day in little room: ``Apr 2021``."""
        return self._written(day, self.gettext("MMM y", "date"))

    def year(self, day: dt.date) -> str:
        """Write the year of a day: ``2021``, or ``2021年`` in Japanese."""
        return self._written(day, self.gettext("y", "date"))

    @cached_property
    def weekdays(self) -> tuple[str, ...]:
        """The days of the week in little room, from Monday on."""
        names = (day[:3] for day in WEEKDAYS)
        return tuple(self.gettext(name, "short day of the week") for name in names)

    def month_alone(self, month: int) -> str:
        """Write a month, counted from 1, in little room: ``Apr``."""
        return self.gettext(MONTHS[month - 1][:3], "short month")

    def strftime(self, moment: dt.date, form: str) -> str:
        """Write a date as `datetime.date.strftime` does, in this language.

        The names of days and months (``%a``, ``%A``, ``%b``, ``%B``), the date (``%x``)
        and the date and time (``%c``) are this language's; where it has no words, the
        names are those of the process's locale.
        """

        def written(part: str) -> str:
            if part == "%c" and isinstance(moment, dt.datetime):
                return self.moment(moment)
            if part in {"%c", "%x"}:
                return self.date(moment)
            if part in _STRFTIME and self.is_known:
                return self._field(_STRFTIME[part], moment)
            return moment.strftime(part) if part else ""

        return "".join(map(written, re.split("(%[aAbBcx%])", form)))

    def _written(self, moment: dt.date, pattern: str) -> str:
        """Write a date by a pattern of CLDR's, in which ``'…'`` is a text."""

        def put(found: re.Match[str]) -> str:
            text: str | None = found[1]
            if text is None:
                return self._field(found[0], moment)
            return text or "'"

        return _DATE_FIELD.sub(put, pattern)

    def _field(self, field: str, moment: dt.date) -> str:
        """Write one field of a pattern: ``MMM`` is ``Apr``."""
        if field == "MMMM":
            return self.gettext(MONTHS[moment.month - 1], "month")
        if field == "MMM":
            return self.month_alone(moment.month)
        if field == "EEEE":
            return self.gettext(WEEKDAYS[moment.weekday()], "day of the week")
        if field == "EEE":
            return self.weekdays[moment.weekday()]
        if field == "z":
            return moment.strftime("%Z")
        value = _FIELDS[field[0]](moment)
        return f"{value:0{len(field)}}"


ENGLISH = Translation(ENGLISH_TAG)
"""The words as they stand in the code."""


def _singular(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def _english_ordinal(number: int) -> str:
    teens = 10 <= number % 100 < 20  # noqa: PLR2004 - 11th, not 11st
    return f"{number:,}{'th' if teens else _ENDINGS.get(number % 10, 'th')}"
