"""Writes the catalogues of the plugin's own words, and tells what they lack.

It finds every message in the package and its templates, writes them to the template
`pelican_hotpapers/locale/hotpapers.pot`, brings the `.po` of each language up to date
with it, and compiles each that is complete, which from then on is shipped:

    .venv/bin/python .ci/catalogues.py

`--begin pt_BR` begins a language. `--check` writes nothing, and ends with status 1 when
the template differs from the code, or a shipped language is not complete.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, nodes

from pelican_hotpapers.months import MONTHS, WEEKDAYS
from pelican_hotpapers.translation.catalogues import CATALOGUES, DOMAIN
from pelican_hotpapers.translation.messages import PLACEHOLDER

PACKAGE = CATALOGUES.parent
TEMPLATE = CATALOGUES / f"{DOMAIN}.pot"
COMMAND = ".venv/bin/python .ci/catalogues.py"
_SAID_BY = {"gettext": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_noop": 2}
"""Functions that take messages, and how many of them: one, or one and its plural."""
_FILTERS = {
    "hotpapers_gettext": 1,
    "hotpapers_ngettext": 2,
    "hotpapers_plural_forms": 2,
}


class Said(NamedTuple):
    """A message, and where it is said."""

    place: str
    texts: tuple[str, ...]
    """The message, and its plural if it has one."""
    context: str


# What is said


def everything_said() -> Iterator[Said]:
    """Yield all messages of the package, in the order of its files."""
    for number, kind in enumerate(("month", "short month")):
        yield from _names(MONTHS, kind, is_short=bool(number))
    for number, kind in enumerate(("day of the week", "short day of the week")):
        yield from _names(WEEKDAYS, kind, is_short=bool(number))
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from _in_python(path)
    environment = Environment()  # noqa: S701 - nothing is rendered
    for path in sorted(PACKAGE.rglob("*.html")):
        yield from _in_template(path, environment)


def _names(names: tuple[str, ...], kind: str, *, is_short: bool) -> Iterator[Said]:
    for name in names:
        yield Said("months.py", (name[:3] if is_short else name,), kind)


def _in_python(path: Path) -> Iterator[Said]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = [getattr(each, "value", None) for each in node.args]
            yield from _said(path, _SAID_BY.get(called, 0), texts)


def _in_template(path: Path, environment: Environment) -> Iterator[Said]:
    tree = environment.parse(path.read_text("utf-8"))
    for node in tree.find_all(nodes.Filter):
        many = _FILTERS.get(node.name, 0)
        is_input = node.name != "hotpapers_ngettext"  # that has a number
        given = [*([node.node] if is_input else []), *node.args]
        texts = [getattr(each, "value", None) for each in given]
        if many and not all(isinstance(each, str) for each in texts[:many]):
            raise SystemExit(f"{path}:{node.lineno}: a message that is not written out")
        yield from _said(path, many, texts)


def _said(path: Path, many: int, texts: list[object]) -> Iterator[Said]:
    """Yield the message among the first arguments of a call, if they are one."""
    written = [each for each in texts[:many] if isinstance(each, str) and each]
    if many and len(written) == many:
        about = texts[1] if many == 1 and len(texts) > 1 else ""
        place = path.relative_to(PACKAGE).as_posix()
        yield Said(place, tuple(written), about if isinstance(about, str) else "")


# Catalogues

_OF_NOBODY = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To'
    rb"|Last-Translator|Language-Team|MIME-Version|Content-Transfer-Encoding): .*\n",
    re.MULTILINE,
)
"""Lines of a catalogue's head that tell nothing here, or another time each time."""


def template() -> Catalog:
    """Return the catalogue of all messages, without translations."""
    found = Catalog(
        project="pelican-hotpapers",
        domain=DOMAIN,
        header_comment="# The words of pelican-hotpapers.",
        fuzzy=False,
    )
    for said in everything_said():
        text = said.texts if len(said.texts) > 1 else said.texts[0]
        found.add(text, locations=[(said.place, 0)], context=said.context or None)
    return found


def languages() -> list[str]:
    """Return the languages that are begun, by the names of their folders."""
    return sorted(path.parts[-3] for path in CATALOGUES.glob(f"*/*/{DOMAIN}.po"))


def file_of(language: str, suffix: str) -> Path:
    """Return where the catalogue of a language is."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it is."""
    with file_of(language, "po").open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def brought_up_to_date(catalogue: Catalog, found: Catalog) -> Catalog:
    """Return a catalogue with the messages there are now; no guess is made of any."""
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    for message in catalogue:
        message.locations = list(dict.fromkeys(message.locations))
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as its file has it."""
    out = BytesIO()
    write_po(out, catalogue, width=88, include_lineno=False)
    return _OF_NOBODY.sub(b"", out.getvalue())


_FOR_GETTEXT = ("Language:", "Plural-Forms:", "Content-Type:")


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it, of the same words the same bytes."""
    out, own = BytesIO(), _Compiled(locale=catalogue.locale)
    for message in catalogue:
        if message.id:
            own[message.id] = message
    write_mo(out, own)
    return out.getvalue()


class _Compiled(Catalog):
    """A catalogue that has in its head what gettext needs, and no date."""

    def __iter__(self) -> Iterator[Message]:
        head, *messages = super().__iter__()
        lines = str(head.string).splitlines(keepends=True)
        head.string = "".join(each for each in lines if each.startswith(_FOR_GETTEXT))
        yield from (head, *messages)


# What CLDR knows


def known_to_cldr(locale: Locale) -> dict[tuple[str, str], str]:
    """Return how a language writes dates, numbers and lists, by context and message.

    A language is begun with these: https://cldr.unicode.org.
    """
    months, days = locale.months["format"], locale.days
    skeletons = locale.datetime_skeletons
    date = str(locale.date_formats["medium"].pattern)
    both = str(locale.datetime_formats["medium"])
    moment = both.replace("{1}", date).replace("{0}", f"{skeletons['Hm'].pattern} z")
    lists = locale.list_patterns["standard"]
    found = {
        ("date", "yyyy-MM-dd"): date,
        ("date", "yyyy-MM-dd HH:mm z"): moment,
        ("date", "d MMM"): skeletons["MMMd"].pattern,
        ("date", "MMMM y"): skeletons["yMMMM"].pattern,
        ("date", "MMM y"): skeletons["yMMM"].pattern,
        ("date", "y"): skeletons["y"].pattern,
        ("number", "12,345.6"): format_decimal(12345.6, locale=locale),
        ("number", "1,234"): format_decimal(1234, locale=locale),
        ("per cent", "{n}%"): format_percent(0.34, locale=locale).replace("34", "{n}"),
        ("list", "{names}, {next}"): lists["middle"].format("{names}", "{next}"),
        ("list", "{names} and {last}"): lists["end"].format("{names}", "{last}"),
    }
    for number, name in enumerate(MONTHS, 1):
        found["month", name] = months["wide"][number]
        found["short month", name[:3]] = months["abbreviated"][number]
    for number, name in enumerate(WEEKDAYS):
        found["day of the week", name] = days["format"]["wide"][number]
        short = days["stand-alone"]["abbreviated"][number]
        found["short day of the week", name[:3]] = short
    return found


# What is wrong


def faults_of(catalogue: Catalog, found: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue, or not there yet."""
    locale = catalogue.locale
    assert locale is not None  # noqa: S101 - it was read as that of a language
    rule = get_plural(locale)
    if catalogue.num_plurals != rule.num_plurals:
        yield f"found {catalogue.num_plurals} plural forms, expected {rule}"
    for message in catalogue:
        if message.id and (message.id, message.context) not in _ids(found):
            yield f"{_shown(message)} is said nowhere"
        elif message.id:
            yield from _faults(message)
    missing = _ids(found) - _ids(catalogue)
    yield from (f"{name!r} is missing" for name, _ in sorted(missing, key=repr))


def _ids(catalogue: Catalog) -> set[tuple[object, str | None]]:
    return {(each.id, each.context) for each in catalogue if each.id}


def _faults(message: Message) -> Iterator[str]:
    shown = _shown(message)
    if message.fuzzy:
        yield f"{shown} is marked as fuzzy: look at it, and remove the mark"
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    originals = message.id if isinstance(message.id, tuple) else (message.id,)
    if not all(texts):
        yield f"{shown} is not translated"
        return
    for text in texts:
        original = originals[-1]
        lacks = Counter(_placeholders(original)) - Counter(_placeholders(text))
        if len(originals) > 1:  # a form for one or two need not say how many
            del lacks["{n}"]
        more = Counter(_placeholders(text)) - Counter(_placeholders(original))
        if lacks or more:
            wrong = ", ".join((*lacks, *more))
            yield f"{shown}: {text!r} has other values in braces: {wrong}"
        if _MARKUP.findall(text) != _MARKUP.findall(original):
            yield f"{shown}: {text!r} has HTML, which would be shown as it is"
        if (text[0].isspace(), text[-1].isspace()) != (
            original[0].isspace(),
            original[-1].isspace(),
        ):
            yield f"{shown}: {text!r} begins or ends with another space"
    if message.context == "number" and not _NUMBER.fullmatch(str(message.string)):
        yield f"{shown}: found {message.string!r}, expected the same number"


_MARKUP = re.compile(r"</?[a-z]+|&[a-z#0-9]+;")
_NUMBER = re.compile(r"12\D?345\D6|1\D?234")


def _placeholders(text: str) -> list[str]:
    return [found[0] for found in PLACEHOLDER.finditer(text)]


def _shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{text!r}" + (f" ({message.context})" if message.context else "")


# The command


def main(arguments: list[str] | None = None) -> int:
    """Write the catalogues, or tell what they lack, and return the status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--begin", metavar="LANGUAGE", help="begin a language")
    options = parser.parse_args(arguments)
    found = template()
    if options.begin:
        begin(options.begin, found)
    if options.check:
        faults = list(all_faults(found))
        print("\n".join(faults) or "All languages are complete.")
        return 1 if faults else 0
    write(found)
    return 0


def begin(language: str, found: Catalog) -> None:
    """Write the empty catalogue of a language, as Babel names it."""
    name = str(Locale.parse(language))
    catalogue = Catalog(
        locale=name,
        domain=DOMAIN,
        project="pelican-hotpapers",
        header_comment=f"# The words of pelican-hotpapers in {name}.",
        fuzzy=False,
    )
    file_of(name, "po").parent.mkdir(parents=True)
    brought_up_to_date(catalogue, found)
    for (context, text), translated in known_to_cldr(Locale.parse(language)).items():
        catalogue.get(text, context).string = translated
    file_of(name, "po").write_bytes(written(catalogue))


def write(found: Catalog) -> None:
    """Write the template and all catalogues, and tell what these lack."""
    _write(TEMPLATE, written(found))
    for language in languages():
        catalogue = brought_up_to_date(read(language), found)
        _write(file_of(language, "po"), written(catalogue))
        faults = list(faults_of(catalogue, found))
        if not faults or file_of(language, "mo").is_file():
            _write(file_of(language, "mo"), compiled(catalogue))
        print(f"{language}: {len(faults) or 'no'} faults")
        print("".join(f"  {fault}\n" for fault in faults), end="")


def all_faults(found: Catalog) -> Iterator[str]:
    """Yield what is wrong with the template and with each shipped language."""
    if not TEMPLATE.is_file() or TEMPLATE.read_bytes() != written(found):
        yield f"{TEMPLATE} differs from the code. To write it anew: {COMMAND}"
    for language in languages():
        if not file_of(language, "mo").is_file():
            continue  # it is begun, and not shipped yet
        catalogue = read(language)
        path = file_of(language, "po").relative_to(PACKAGE.parent)
        yield from (f"{path}: {fault}" for fault in faults_of(catalogue, found))
        if file_of(language, "mo").read_bytes() != compiled(catalogue):
            yield f"{path}: its .mo is of other words. To write it anew: {COMMAND}"


def _write(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)
        print(f"{path.relative_to(PACKAGE.parent)} was written anew.")


if __name__ == "__main__":
    sys.exit(main())
