"""What CONTRIBUTING says of the code: the changes that it shows, and its walks."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from manual_pages import ROOT, run, sound

EXAMPLES = sorted(Path(__file__).with_name("examples").glob("*.diff"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_the_changes_that_are_shown_apply_and_work(tmp_path):
    for name in ("pelican_hotpapers", "tests"):
        not_copied = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=not_copied)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / ".ci").symlink_to(ROOT / ".ci")
    tests = []
    for example in EXAMPLES:
        sound(run("git", "apply", "--check", example, cwd=ROOT))
        sound(run("git", "apply", example, cwd=tmp_path))
        text = example.read_text("utf-8")
        tests += re.findall(r"^\+\+\+ b/(tests/.*)", text, re.MULTILINE)
    assert len({*tests}) == len(EXAMPLES)
    command = (sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", *tests)
    done = sound(run(*command, cwd=tmp_path, PYTHONPATH=str(tmp_path)))
    assert "[100%]" in done.stdout


def test_every_change_that_is_shown_is_explained():
    named = re.findall(r"tests/manual/(examples/\w+\.diff)", CONTRIBUTING)
    assert sorted({*named}) == [f"examples/{example.name}" for example in EXAMPLES]


(WALKS,) = re.findall(r"(?s)\n## Four walks\n(.*?)\n## ", CONTRIBUTING)


@pytest.mark.parametrize("walk", WALKS.split("\n\n**")[1:], ids=lambda walk: walk[:12])
def test_a_walk_goes_through_the_code_and_never_back(walk):
    stops = re.findall(r"(?m)^\d+\. `(.+?)`, `(.+?)`", walk)
    assert len(stops) == len(re.findall(r"(?m)^\d+\. ", walk)) <= 7
    assert len({path for path, _ in stops}) == len(stops)
    for path, name in stops:
        assert name in (ROOT / "pelican_hotpapers" / path).read_text("utf-8"), path


def test_every_file_that_is_named_is_there():
    places = ("pelican_hotpapers", "pelican_hotpapers/templates", "")
    for path in re.findall(r"`([\w./-]+(?:\.py|\.html|/))`", CONTRIBUTING):
        assert any((ROOT / place / path).exists() for place in places), path


def test_every_module_of_the_largest_folder_is_on_the_map():
    (rows,) = re.findall(r"(?s)\n### In `pelican/`\n(.*?)\n## ", CONTRIBUTING)
    named = re.findall(r"`(\w+)`", rows)
    folder = ROOT / "pelican_hotpapers" / "pelican"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert (len(named), {*named}) == (len(modules), modules)
