"""The manual where it is kept: as the code is, and with links that lead somewhere."""

from __future__ import annotations

import re
import sys

import pytest
import reference
from manual_pages import FENCED, PAGES, ROOT, TEXTS, run
from markdown.extensions.toc import slugify

# What comes from the code


def test_what_comes_from_the_code_is_as_the_code_is():
    done = run(sys.executable, ROOT / ".ci" / "reference.py", "--check", cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_what_comes_from_the_code_is_told_to_be_outdated(tmp_path, monkeypatch, capsys):
    page = tmp_path / "settings.md"
    page.write_text((PAGES / page.name).read_text("utf-8"), "utf-8")
    monkeypatch.setattr(reference, "PAGES", tmp_path)
    assert reference.main(["--check"]) == 0
    outdated = page.read_text("utf-8").replace("default `'papers'`", "default `'p'`")
    page.write_text(outdated, "utf-8")
    assert reference.main(["--check"]) == 1
    assert page.read_text("utf-8") == outdated
    assert ".venv/bin/python .ci/reference.py" in capsys.readouterr().out
    assert reference.main([]) == 0
    assert page.read_text("utf-8") == (PAGES / page.name).read_text("utf-8")


# Read where it is kept


HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def anchors(path):
    """Return the anchors of a file's headings, as GitHub and Python-Markdown do."""
    for heading in HEADING.findall(FENCED.sub("", path.read_text("utf-8"))):
        on_github = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        assert on_github == slugify(heading, "-")
        yield on_github


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere_in_the_repository(path):
    text = re.sub("`[^`\n]+`", "`code`", FENCED.sub("", path.read_text("utf-8")))
    for link in re.findall(r"\]\(([^)]+)\)", text):
        if not re.match(r"https?://", link):
            name, _, anchor = link.partition("#")
            target = path.parent / name if name else path
            assert target.is_file(), link
            assert not anchor or anchor in anchors(target), link
