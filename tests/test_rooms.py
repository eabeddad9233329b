"""The folders of the package show the way of the data: each knows those below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pelican_hotpapers

PACKAGE = Path(pelican_hotpapers.__file__).parent
ROOMS = (
    *("model", "characters", "months", "errors", "log", "scores", "ranking"),
    *("addresses", "arxiv", "markup", "wording", "formats", "storage", "config"),
    *("http", "sources", "collect", "library", "outputs", "pages", "pelican"),
    *("plugin", "cli"),
)
"""From the ground up: a room knows those before it, and none behind it."""
WITH_PELICAN = {"pelican", "plugin"}


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
