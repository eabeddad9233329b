"""The folders of the package show the way of the data: each knows those below it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import pelican_hotpapers

PACKAGE = Path(pelican_hotpapers.__file__).parent
ROOMS = (
    *("model", "characters", "months", "languages", "translation", "errors", "log"),
    "processes",
    *("scores", "ranking", "addresses", "arxiv", "markup", "wording", "formats"),
    *("storage", "config", "http", "sources", "collect", "library", "outputs", "pages"),
    *("pelican", "plugin", "mail", "mcp", "cli"),
)
"""From the ground up: a room knows those before it, and none behind it."""
PRIVATE = re.compile("_(?!_)")
WITH_PELICAN = {"pelican", "plugin"}
LONGEST_FILE = 400


def rooms() -> Iterator[tuple[str, Path]]:
    """Yield each module, and the room that it is in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if name not in {"__init__", "namespace_plugin"}:
            yield name, path


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that one imports, those of the package by their whole names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "pelican_hotpapers":
            yield from (f"pelican_hotpapers.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_from_those_below_it(room):
    below = ROOMS[: ROOMS.index(room) + 1]
    for name, path in rooms():
        if name != room:
            continue
        for module in imported(path):
            package, _, rest = module.partition(".")
            if package == "pelican_hotpapers":
                assert rest.split(".")[0] in below, f"{path} imports {module}"


def test_every_module_is_in_a_room():
    assert {name for name, _ in rooms()} == set(ROOMS)


def test_pelican_is_met_in_its_room_alone():
    found = {
        name
        for name, path in rooms()
        if any(module.partition(".")[0] == "pelican" for module in imported(path))
    }
    assert found == WITH_PELICAN


def test_the_model_knows_nothing_of_ours():
    assert not [
        module
        for module in imported(PACKAGE / "model.py")
        if module.startswith("pelican_hotpapers")
    ]


def names() -> Iterator[tuple[str, str]]:
    """Yield the name of each module and public class, and where it is.

    A subcommand's module bears the name of the subcommand, whatever else is called so.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if path.stem != "__init__" and not place.startswith("cli/"):
            yield f"{path.stem}.py", place
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, place


def test_every_module_and_class_has_a_name_of_its_own():
    places = defaultdict(list)
    for name, place in names():
        places[name].append(place)
    shared = {name: found for name, found in places.items() if len(found) > 1}
    assert not shared


def test_every_file_is_short_enough_to_be_read_at_once():
    lines = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    longer = {place: count for place, count in lines.items() if count > LONGEST_FILE}
    assert not longer


def test_pelicans_private_names_are_in_one_file():
    for name, path in rooms():
        if name not in WITH_PELICAN or path.stem == "private_names":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and PRIVATE.match(node.attr):
                owner = ast.unparse(node.value)
                assert owner == "self", f"{path} uses {owner}.{node.attr}"
