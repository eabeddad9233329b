"""What stands around the code: where it says it is, and forms that a host can read."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PLACEHOLDER = "example.org/OWNER"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


NOT_OURS = re.compile(r"\.(?!ci$|github$)|output$|cache$|build$|dist$|node_modules$|__")
"""Folders that are not kept under version control."""


def files():
    """Yield the project's own files that are text, by their names."""
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if not NOT_OURS.match(name)]
        for name in names:
            path = Path(folder, name)
            if path.suffix != ".png":
                text = path.read_text("utf-8", "replace")
                yield path.relative_to(ROOT).as_posix(), text


def test_the_places_without_an_address_are_listed():
    ours = Path(__file__).relative_to(ROOT).as_posix()
    found = {name for name, text in files() if PLACEHOLDER in text} - {ours}
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = contributing.split("## Before the first release")[1]
    assert set(re.findall(r"^- `(.+)`$", section, re.MULTILINE)) == found


def test_a_citation_names_the_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert str(citation["version"]) == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    assert citation["repository-code"] == PROJECT["urls"]["Homepage"]
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()


@pytest.mark.parametrize("name", ["bug", "wish"])
def test_a_form_for_issues_asks_for_something(name):
    path = ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml"
    form = yaml.safe_load(path.read_text("utf-8"))
    assert form["name"]
    assert form["description"]
    for field in form["body"]:
        assert field["type"] in {"input", "textarea"}
        assert field["attributes"]["label"]
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids))


def test_the_workflow_runs_what_must_hold():
    path = ROOT / ".github" / "workflows" / "ci.yml"
    (job,) = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    assert job["steps"][-1] == {"run": "bash .ci/run"}
    assert job["steps"][0]["uses"].startswith("actions/checkout@")


LOCK = (ROOT / ".ci" / "locked.txt").read_text("utf-8")
LOCKED = dict(re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE))
EXTRAS = PROJECT["optional-dependencies"]
REQUIRED = [
    Requirement(text)
    for extra in (
        PROJECT["dependencies"],
        *map(EXTRAS.get, ("test", "browser", "lint")),
    )
    for text in extra
    if not text.startswith(f"{PROJECT['name']}[")
]


@pytest.mark.parametrize("required", REQUIRED, ids=str)
def test_the_lock_has_a_release_that_the_project_allows(required):
    assert LOCKED[canonicalize_name(required.name)] in required.specifier


def test_the_lock_names_no_address():
    assert "//" not in LOCK


def test_what_is_committed_is_looked_at_by_the_locked_ruff():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    (repository,) = config["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == {"ruff-check", "ruff-format"}
    for hook in repository["hooks"]:
        assert hook["additional_dependencies"] == [f"ruff=={LOCKED['ruff']}"]


@pytest.mark.parametrize("name", ["quick", "portable"])
def test_the_listed_tests_are_there(name):
    listed = (ROOT / ".ci" / f"{name}.txt").read_text("utf-8").split()
    assert listed
    assert [place for place in listed if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("path", ["noxfile.py", ".ci/run", "README.md"])
def test_the_extras_that_are_asked_for_are_there(path):
    text = (ROOT / path).read_text("utf-8")
    asked = re.findall(r'--extra(?:", "| )([\w-]+)', text)
    for names in re.findall(r"(?:\.|pelican-hotpapers)\[([\w,-]+)\]", text):
        asked += names.split(",")
    for names in re.findall(r"extras = \(([^)]*)\)", text):
        asked += re.findall(r'"([\w-]+)"', names)
    assert asked
    assert set(asked) <= EXTRAS.keys()
