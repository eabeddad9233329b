"""What the documentation prints: tables taken from the plugin's own code.

A site of your own has no need of this file, nor of overrides/reference/.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from itertools import pairwise
from textwrap import dedent
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

import msgspec
from jinja2 import Environment
from markupsafe import Markup, escape

from pelican_hotpapers import DigestError
from pelican_hotpapers.assets import STYLE
from pelican_hotpapers.config import Config, settings_table
from pelican_hotpapers.filters import TEMPLATES, Filters
from pelican_hotpapers.formats import data, markdown, records
from pelican_hotpapers.sources.opening import SIGNALS, SOURCES

_CODE = re.compile(r"(`{1,2})(.+?)\1")


def prose(text: str) -> Markup:
    """Return a text of the code as HTML, with what stands in backticks as code."""
    escaped = str(escape(text))
    return Markup(_CODE.sub(r"<code>\2</code>", escaped))  # noqa: S704


@dataclass(frozen=True)
class Row:
    """A thing with a name, what it is, and facts about it by name."""

    name: str
    meaning: Markup
    facts: dict[str, Markup]
    short: str = ""
    """A shorter name that it goes by as well."""


def settings() -> dict[str, list[Row]]:
    """Return the settings by the headings that they stand under."""
    groups: dict[str, list[Row]] = {}
    for setting in settings_table():
        facts = {"Type": code(setting.type), "Default": code(written(setting.default))}
        row = Row(setting.name, prose(setting.meaning), facts)
        groups.setdefault(setting.group, []).append(row)
    return groups


def written(default: object) -> str:
    """Return a default as one would write it in settings."""
    return repr(list(default) if isinstance(default, tuple) else default)


@dataclass(frozen=True)
class Factory:
    """What makes a source or signal."""

    name: str
    meaning: Markup
    options: tuple[Row, ...]


def factories(group: str) -> Iterator[Factory]:
    """Yield the sources, or the signals, that come with the plugin."""
    for entry in sorted(entry_points(group=group)):
        if entry.module.startswith("pelican_hotpapers."):
            made = entry.load()
            meaning = prose(_one_line(inspect.getdoc(made) or ""))
            yield Factory(entry.name, meaning, tuple(options(made)))


def options(made: type) -> Iterator[Row]:
    """Yield the options of a source or signal."""
    meanings = _below_fields(made)
    hints = get_type_hints(made)
    _context, *parameters = inspect.signature(made).parameters.values()
    for parameter in parameters:
        facts = {"Type": code(type_name(hints[parameter.name]))}
        if parameter.default is parameter.empty:
            facts["Required"] = escape("yes")
        else:
            facts["Default"] = code(written(parameter.default))
        meaning = prose(_one_line(meanings[parameter.name]))
        yield Row(parameter.name, meaning, facts)


def type_name(hint: object) -> str:
    """Name a type as people do: ``list of str``, ``int or None``."""
    if get_origin(hint) is tuple:
        return f"list of {type_name(get_args(hint)[0])}"
    if get_origin(hint) is UnionType:
        return " or ".join(map(type_name, get_args(hint)))
    if hint is NoneType:
        return "None"
    return (get_origin(hint) or hint).__name__


def _below_fields(made: type) -> dict[str, str]:
    """Return the texts that stand below the fields of a class."""
    (tree,) = ast.parse(dedent(inspect.getsource(made))).body
    return {
        field.target.id: below.value.value
        for field, below in pairwise(tree.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    }


def fields(record: type[msgspec.Struct]) -> Iterator[Row]:
    """Yield the fields of a record of the data format."""
    hints = get_type_hints(record, include_extras=True)
    for field in msgspec.structs.fields(record):
        meta = next(m for m in reversed(hints[field.name].__metadata__) if m.extra)
        facts = {"Expected": prose(meta.extra["expected"])}
        if field.required:
            facts["Required"] = escape("yes")
        yield Row(field.encode_name, prose(meta.description), facts)


def filters() -> Iterator[Row]:
    """Yield the filters."""
    names: dict[Callable[..., object], list[str]] = {}
    for name, function in Filters(Environment(), Config()).by_name():  # noqa: S701
        names.setdefault(function, []).append(name)
    for function, (name, *short) in names.items():
        meaning, sections = _sections(inspect.getdoc(function) or "")
        given = 2 if hasattr(function, "jinja_pass_arg") else 1  # the context as well
        arguments = [*inspect.signature(function).parameters.values()][given:]
        facts = {title: prose(text) for title, text in sections.items()}
        if arguments:
            facts["Arguments"] = code(", ".join(map(_argument, arguments)))
        yield Row(name, prose(meaning), facts, "".join(short))


def _argument(parameter: inspect.Parameter) -> str:
    if parameter.default is parameter.empty:
        return parameter.name
    return f"{parameter.name}={parameter.default!r}"


def templates() -> Iterator[Row]:
    """Yield the templates, as the comments at their heads describe them."""
    folder = TEMPLATES / "hotpapers"
    for path in (*sorted(folder.glob("*.html")), *sorted(folder.glob("*/*.html"))):
        comment = re.match(r"\{#-?\s*(.*?)\s*-?#\}", path.read_text("utf-8"), re.DOTALL)
        meaning, sections = _sections(comment[1] if comment else "")
        facts = {title: prose(text) for title, text in sections.items()}
        name = path.relative_to(TEMPLATES).as_posix()
        yield Row(name, prose(meaning), facts)


def properties() -> Iterator[Row]:
    """Yield the custom properties that the style sheet takes from a theme."""
    style = TEMPLATES.parent / "static" / STYLE
    head = style.read_text("utf-8").split("*/", 1)[0]
    for name, meaning in re.findall(r"^ +(--hotpapers-[\w-]+) +(.+)$", head, re.M):
        yield Row(name, prose(meaning), {})


@dataclass(frozen=True)
class Mistake:
    """A file with faults, and every line that is printed about it."""

    text: str
    lines: str


def mistake(path: str, text: str) -> Mistake:
    """Read a faulty file and return what the reader is told."""
    parse = {"md": markdown.parse, "yaml": data.parse_yaml, "json": data.parse_json}
    try:
        parse[path.rpartition(".")[2]](text, path)
    except DigestError as error:
        return Mistake(text, str(error))
    raise AssertionError(f"{path} has no fault")


def code(text: str) -> Markup:
    """Return a text as code."""
    return Markup("<code>{}</code>").format(text)


_SECTION = re.compile(r"^(Input|Output|Context|Blocks): *", re.MULTILINE)


def _sections(text: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first ``Name:`` of a text, and the rest by name."""
    meaning, *rest = _SECTION.split(text)
    sections = dict(zip(rest[::2], map(_one_line, rest[1::2]), strict=True))
    return _one_line(meaning), sections


def _one_line(text: str) -> str:
    return " ".join(text.split())


_WRONG_PAPERS = """\
papers:
  - arxiv_id: 2104-01778
    title: An identifier with a hyphen
    likes: many
  - arxiv_id: 2104.02057
    title: A field with another name
    retweets: 12
    categorie: cs.CV
  - title: No identifier
  - arxiv_id: 2104.01374
    title: A sound paper, with a post that is none
    posts:
      - Lovely paper!
  - arxiv_id: 2104.01374
    title: The same paper again
"""

_WRONG_DATE = """\
date: 7th of April
papers: []
"""

_WRONG_QUOTES = """\
papers:
  - arxiv_id: 2104.01778
    title: AST: Audio Spectrogram Transformer
"""

_NO_COMMA = """\
{
  "papers": [
    {"arxiv_id": "2104.01778" "title": "AST: Audio Spectrogram Transformer"}
  ]
}
"""

_WRONG_POST = """\
---
title: Hot Papers 2021-04-06
date: 2021-04-07T10:15:27.Z
---

# 1. A paper whose counts are missing

Ada Author

- links: [abs](https://arxiv.org/abs/2104.01778) | [pdf](https://arxiv.org/pdf/2104.01778)
- [cs.SD](https://arxiv.org/list/cs.SD/recent)

The abstract.
"""

DOCUMENTATION = {
    "settings": settings(),
    "factories": (*factories(SOURCES), *factories(SIGNALS)),
    "records": {
        "digest": tuple(fields(records.DigestRecord)),
        "coverage": tuple(fields(records.CoverageRecord)),
        "paper": tuple(fields(records.PaperRecord)),
        "post": tuple(fields(records.PostRecord)),
    },
    "wrong_papers": mistake("content/hotpapers/2021-04-06.yaml", _WRONG_PAPERS),
    "wrong_files": (
        mistake("content/hotpapers/2021-04-06.yaml", _WRONG_DATE),
        mistake("content/hotpapers/2021-04-06.yaml", _WRONG_QUOTES),
        mistake("content/hotpapers/2021-04-06.json", _NO_COMMA),
    ),
    "wrong_post": mistake("content/2021-04-06---Hot-Papers.md", _WRONG_POST),
    "filters": tuple(filters()),
    "templates": tuple(templates()),
    "properties": tuple(properties()),
}
"""What the templates under overrides/reference/ print, by name."""
