"""Writes what is taken from the plugin's own code: parts of the manual, and the schema.

Settings, options of sources, fields of the data format, filters and templates are
described where they are defined. This command copies the descriptions into the pages of
the manual, between two comments each, so that the pages can be read as they are, and
the records of the data format into the JSON Schema that comes with the package:

    .venv/bin/python .ci/reference.py

`--check` writes nothing, and ends with status 1 when one differs from the code.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import inspect
import json
import re
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator, Mapping
from html import escape
from importlib.metadata import EntryPoint
from itertools import pairwise
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from jinja2 import Environment
from markdown.extensions.toc import slugify

from pelican_hotpapers import DigestError
from pelican_hotpapers.config import PREFIX, Config
from pelican_hotpapers.config.topics import Topic
from pelican_hotpapers.formats import data_reader, markdown, paper_parts, records
from pelican_hotpapers.pelican.assets import STYLE
from pelican_hotpapers.pelican.filters import Filters
from pelican_hotpapers.pelican.jinja_environment import TEMPLATES
from pelican_hotpapers.sources.entry_points import SIGNALS, SOURCES

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "example_site" / "content" / "pages"
SCHEMA = TEMPLATES.parent / "data" / "digest.schema.json"
COMMAND = ".venv/bin/python .ci/reference.py"
LINE = 88


# The pages


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or compare them with the code, and return the status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    only_check = parser.parse_args(arguments).check
    pages = sorted(PAGES.glob("*.md"))
    texts = {path: filled_in(path.read_text("utf-8")) for path in pages}
    texts[SCHEMA] = json.dumps(records.schema(), indent=2, ensure_ascii=False) + "\n"
    outdated = {
        path: text for path, text in texts.items() if text != path.read_text("utf-8")
    }
    for path, text in outdated.items():
        if only_check:
            print(f"{path} differs from the code. To write it anew: {COMMAND}")
        else:
            path.write_text(text, "utf-8")
            print(f"{path} was written anew.")
    return 1 if only_check and outdated else 0


_WRITTEN = re.compile(
    r"(?<=^<!-- written by .ci/reference.py: )([a-z ]+)( -->\n).*?(?=^<!-- end -->$)",
    re.MULTILINE | re.DOTALL,
)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def filled_in(page: str) -> str:
    """Return a page with the parts that come from the code as they are now.

    A part stands between ``<!-- written by .ci/reference.py: NAME -->`` and
    ``<!-- end -->``.
    """

    def part(found: re.Match[str]) -> str:
        name = found[1]
        text = contents(page) if name == "contents" else PARTS[name]()
        return f"{name}{found[2]}\n{text.strip()}\n\n"

    return _WRITTEN.sub(part, page)


def contents(page: str) -> str:
    """Return a list of a page's headings of the second level, with links to them."""
    headings = re.findall(r"^## (.+)$", _FENCED.sub("", page), re.MULTILINE)
    return "\n".join(f"- [{name}](#{slugify(name, '-')})" for name in headings)


# Settings


def settings() -> str:
    """Return all settings, below the headings that they stand under."""
    rows, hints = dataclasses.fields(Config), get_type_hints(Config)
    groups = filter(None, (row.metadata["begins"] for row in rows))
    parts = ["\n".join(f"- [{name}](#{slugify(name, '-')})" for name in groups)]
    for row in rows:
        if row.metadata["begins"]:
            parts.append(f"### {row.metadata['begins']}")
        parts.append(f"#### {PREFIX}{row.name.upper()}")
        default = code(written(row.metadata["default"]))
        parts.append(f"{code(type_name(hints[row.name]))}, default {default}")
        parts.append(filled(row.metadata["meaning"]))
    return "\n\n".join(parts)


def written(default: object) -> str:
    """Return a default as one would write it in settings."""
    return repr(list(default) if isinstance(default, tuple) else default)


# Options of sources and signals


def options() -> str:
    """Return the options of the sources and signals that come with the plugin."""
    parts = []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for group in (SOURCES, SIGNALS):
        for name, value in sorted(project["entry-points"][group].items()):
            made = EntryPoint(name, value, group).load()
            parts.append(f"### Options of {name}")
            parts.append(filled(inspect.getdoc(made) or ""))
            parts.append("\n".join(options_of(made)))
    return "\n\n".join(parts)


def options_of(made: type) -> Iterator[str]:
    """Yield an item of a list for each option of a source or signal."""
    meanings = _below_fields(made)
    hints = get_type_hints(made)
    _context, *parameters = inspect.signature(made).parameters.values()
    for parameter in parameters:
        about = code(type_name(hints[parameter.name]))
        if parameter.default is parameter.empty:
            about += ", required"
        else:
            about += f", default {code(written(parameter.default))}"
        yield item(parameter.name, meanings[parameter.name], about)


def type_name(hint: object) -> str:
    """Name a type as people do: ``list of str``, ``int or None``, ``'on' | 'off'``."""
    kind, parts = get_origin(hint), get_args(hint)
    if kind is Literal:
        return " | ".join(map(repr, parts))
    if kind in {UnionType, Union}:
        names = [type_name(part) for part in parts]
        return (", or " if " of " in names[0] else " or ").join(names)
    if kind is tuple:
        return f"list of {type_name(parts[0])}"
    if kind is Mapping:
        return f"dict of {type_name(parts[1])}"
    if hint in {NoneType, Topic}:
        return "None" if hint is NoneType else "dict"
    return (kind or hint).__name__


def _below_fields(made: type) -> dict[str, str]:
    """Return the texts that stand below the fields of a class."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(made))).body
    return {
        field.target.id: below.value.value
        for field, below in pairwise(tree.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    }


# The data format


def fields() -> str:
    """Return the fields of each record of the data format."""
    kinds = {
        "Digest": records.DigestRecord,
        "Coverage": records.CoverageRecord,
        "Paper": records.PaperRecord,
        "Discussion": paper_parts.DiscussionRecord,
        "Summary": paper_parts.SummaryRecord,
        "Post": paper_parts.PostRecord,
    }
    return "\n\n".join(
        f"### {name}\n\n" + "\n".join(fields_of(record))
        for name, record in kinds.items()
    )


def fields_of(record: type[msgspec.Struct]) -> Iterator[str]:
    """Yield an item of a list for each field of a record."""
    hints = get_type_hints(record, include_extras=True)
    for field in msgspec.structs.fields(record):
        meta = next(m for m in reversed(hints[field.name].__metadata__) if m.extra)
        expected = meta.extra["expected"]
        about = f"{expected}; required" if field.required else expected
        yield item(field.encode_name, meta.description, about)


# Filters, templates, style


def filters() -> str:
    """Return the filters, as their docstrings describe them."""
    names: dict[Callable[..., object], list[str]] = {}
    for name, function in Filters(Environment(), Config()).by_name():  # noqa: S701
        names.setdefault(function, []).append(name)
    return "\n\n".join(_filter(function, names[function]) for function in names)


def _filter(function: Callable[..., object], names: list[str]) -> str:
    meaning, facts = _sections(inspect.getdoc(function) or "")
    given = 2 if hasattr(function, "jinja_pass_arg") else 1  # the context as well
    arguments = [*inspect.signature(function).parameters.values()][given:]
    if arguments:
        facts["Arguments"] = code(", ".join(map(_argument, arguments)))
    if len(names) > 1:
        facts["Also called"] = ", ".join(map(code, names[1:]))
    return _described(names[0], meaning, facts)


def _argument(parameter: inspect.Parameter) -> str:
    if parameter.default is parameter.empty:
        return parameter.name
    return f"{parameter.name}={parameter.default!r}"


def templates() -> str:
    """Return the templates, as the comments at their heads describe them."""
    folder = TEMPLATES / "hotpapers"
    paths = (*sorted(folder.glob("*.html")), *sorted(folder.glob("*/*.html")))
    return "\n\n".join(map(_template, paths))


def _template(path: Path) -> str:
    comment = re.match(r"\{#-?\s*(.*?)\s*-?#\}", path.read_text("utf-8"), re.DOTALL)
    meaning, facts = _sections(comment[1] if comment else "")
    return _described(path.relative_to(TEMPLATES).as_posix(), meaning, facts)


def properties() -> str:
    """Return the custom properties that the style sheet takes from a theme."""
    style = TEMPLATES.parent / "static" / STYLE
    head = style.read_text("utf-8").split("*/", 1)[0]
    found = re.findall(r"^ +(--hotpapers-[\w-]+) +(.+)$", head, re.MULTILINE)
    return "\n".join(item(name, meaning) for name, meaning in found)


_SECTION = re.compile(r"^(Input|Output|Context|Blocks): *", re.MULTILINE)


def _sections(text: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first ``Name:`` of a text, and the rest by name."""
    meaning, *rest = _SECTION.split(text)
    return meaning, dict(zip(rest[::2], rest[1::2], strict=True))


def _described(name: str, meaning: str, facts: Mapping[str, str]) -> str:
    """Return a heading, what the thing is, and the facts about it as a list."""
    listed = [filled(text, f"- {fact}:") for fact, text in facts.items()]
    parts = [f"### {name}", filled(meaning), "\n".join(listed)]
    return "\n\n".join(filter(None, parts))


# Files with faults


FAULTY = Path(__file__).parent / "faulty"
"""Files with faults, one of a kind each."""


def mistakes(*names: str) -> Callable[[], str]:
    """Return what shows files with faults, and what is said of them."""
    return lambda: "\n\n".join(map(mistake, names))


def mistake(name: str) -> str:
    """Show a file with faults, and every line that is printed about it."""
    parse, language, shown_path = {
        ".md": (markdown.parse_post, "markdown", "content/2021-04-06---Hot-Papers.md"),
        ".yaml": (data_reader.parse_yaml, "yaml", "content/hotpapers/2021-04-06.yaml"),
        ".json": (data_reader.parse_json, "json", "content/hotpapers/2021-04-06.json"),
    }[Path(name).suffix]
    text = (FAULTY / name).read_text("utf-8")
    try:
        parse(text, shown_path)
    except DigestError as error:
        told = f"is told as\n\n```text\n{error}\n```"
        return f"This `{shown_path}`\n\n```{language}\n{text}```\n\n{told}"
    raise AssertionError(f"{name} has no fault")


# Markdown


def code(text: str) -> str:
    """Return a text as code."""
    return f"`{text}`"


def item(name: str, meaning: str, about: str = "") -> str:
    """Return an item of a list: a name, what it is, and a fact about it."""
    return filled(
        meaning, f"- **`{name}`** ({about}):" if about else f"- **`{name}`**:"
    )


_CODE = r"``.+?``|`[^`]+`"
_WORD = re.compile(rf"(?:{_CODE}|\S)+")
_MARKER = re.compile(r"[-+*#>|=]|\d+[.)]")
"""What begins a list, a quotation or a table where it stands first in a line."""


def filled(text: str, item: str = "") -> str:
    """Return a text of the code in lines of 88 letters, as the item of a list or alone.

    Code in backticks stays as it is, in one line. Of the rest, what Markdown would take
    for markup is escaped.
    """
    indent = "  " if item else ""
    lines = [item]
    for word in map(_escaped, _WORD.findall(text)):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if len(joined) <= LINE or not lines[-1] or _MARKER.match(word):
            lines[-1] = joined
        else:
            lines.append(indent + word)
    return "\n".join(lines)


def _escaped(word: str) -> str:
    """Return a word of the code as Markdown, with its code in single backticks."""
    pieces = re.split(f"({_CODE})", word)
    for i, piece in enumerate(pieces):
        if not i % 2:
            pieces[i] = re.sub(r"([*\[\]])", r"\\\1", escape(piece, quote=False))
        elif "`" not in piece.strip("`"):
            pieces[i] = f"`{piece.strip('`')}`"
    return "".join(pieces)


PARTS: dict[str, Callable[[], str]] = {
    "settings": settings,
    "options": options,
    "fields": fields,
    "filters": filters,
    "templates": templates,
    "properties": properties,
    "a file with faults": mistakes("papers.yaml"),
    "files that are not read": mistakes("date.yaml", "quotes.yaml", "comma.json"),
    "a post with a fault": mistakes("post.md"),
}
"""The parts of the manual that come from the code, by their names in the pages."""

if __name__ == "__main__":
    sys.exit(main())
