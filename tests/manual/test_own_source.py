"""The source and the signal of the manual: found, asked and heard as it says."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path

import pytest
from loopback.arxiv import ArXiv
from loopback.arxiv_replies import Eprint
from loopback.feed import paper
from loopback.server import Reply
from manual_pages import PAGES, blocks, run, sound

from pelican_hotpapers import read_digest
from pelican_hotpapers.collect.plan import last_days
from pelican_hotpapers.sources.entry_points import open_signals, open_source

NOW = dt.datetime.now(dt.UTC)
YESTERDAY = last_days(1, NOW)[0]


def modules():
    """Return the source and the signal of the manual, each as a module's text."""
    source, signal = blocks("own-source.md", "python", "class ")
    return source, signal


def entry_point(folder, package="reading"):
    """Install the entry points of the manual, in the only file of a package."""
    (table,) = blocks("own-source.md", "toml")
    group, line = re.search(r'entry-points\."(.+)"\]\n(.+)', table).groups()
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{line.replace(chr(34), '')}\n")


@pytest.fixture
def lab(tmp_path, server):
    """A site whose source is that of the manual, and a server that it asks.

    ``lab(spec)`` writes the settings, and the source's own.
    """
    (listed,) = blocks("own-source.md", "json")
    ids = re.findall(r"\d{4}\.\d{5}", listed)
    where = ArXiv([Eprint(each) for each in ids]).speak(server)
    server.speakers["/20"] = lambda request: Reply(
        listed.encode() if str(YESTERDAY) in request.path else b"[]"
    )
    source, signal = modules()
    (tmp_path / "content").mkdir()
    (settings,) = blocks("own-source.md", "python", "sys.path")

    def make(name, folder=tmp_path):
        folder.mkdir(exist_ok=True)
        (folder / "reading.py").write_text(source, "utf-8")
        (folder / "blackboard.py").write_text(signal, "utf-8")
        (tmp_path / "pelicanconf.py").write_text(
            f"{settings}\n"
            "PATH = 'content'\n"
            "TIMEZONE = 'UTC'\n"
            f"HOTPAPERS_SOURCES = [{{'name': {name!r}, 'base_url': {server.url!r}}}]\n"
            "HOTPAPERS_SIGNALS = []\n"
            "HOTPAPERS_TRIES = 1\n"
            f"HOTPAPERS_ARXIV_URL = HOTPAPERS_OAI_URL = {where!r}\n"
            "HOTPAPERS_ARXIV_PACE = 0.0\n"
        )
        return ids

    return make


def collect(site, day=YESTERDAY, *arguments, **env):
    command = Path(sys.executable).with_name("hotpapers")
    return run(command, "collect", "--date", day, *arguments, cwd=site, **env)


def test_the_source_of_the_manual_can_be_tried(lab, tmp_path):
    ids = lab("reading:ReadingList")
    tried = ("--dry-run", "--source", "reading:ReadingList")
    done = sound(collect(tmp_path, YESTERDAY, *tried))
    assert all(Eprint(each).shown_title in done.stdout for each in ids)
    assert list((tmp_path / "content").rglob("*.json")) == []


def test_the_source_of_the_manual_collects(lab, tmp_path):
    ids = lab("reading:ReadingList")
    sound(collect(tmp_path))
    found = read_digest(tmp_path / "content" / "hotpapers" / f"{YESTERDAY}.json")
    assert [each.arxiv_id for each in found.papers] == ids
    assert [dict(each.signals) for each in found.papers] == [
        {"votes": 5},
        {"votes": 3},
    ]
    (line,) = found.coverage
    assert (line.source, line.listed, line.shown) == ("reading", 2, 2)
    assert line.problems == ()


def test_the_source_of_the_manual_is_found_by_its_entry_point(lab, tmp_path):
    package = tmp_path / "site-packages"
    lab("reading", package)
    entry_point(package)
    sound(collect(tmp_path, PYTHONPATH=str(package)))
    assert read_digest(tmp_path / "content" / "hotpapers" / f"{YESTERDAY}.json").papers


def test_the_source_of_the_manual_says_what_it_cannot_read(lab, tmp_path, server):
    lab("reading:ReadingList")
    server.speakers["/20"] = lambda _request: Reply(b'{"closed": "on sundays"}')
    done = collect(tmp_path)
    assert done.returncode == 1
    assert "is no list of papers and votes" in done.stderr
    assert list((tmp_path / "content").rglob("*.json")) == []


def test_the_source_of_the_manual_knows_a_list_again(lab, tmp_path, server):
    lab("reading:ReadingList")
    (listed,) = blocks("own-source.md", "json")
    server.speakers["/20"] = lambda _request: Reply(listed.encode())
    before = YESTERDAY - dt.timedelta(days=1)
    sound(collect(tmp_path, before))
    done = collect(tmp_path)
    assert done.returncode == 1
    assert f"batch of {before} again" in done.stderr


def test_the_signal_of_the_manual_is_heard(tmp_path, monkeypatch, context):
    _source, signal = modules()
    (tmp_path / "blackboard.py").write_text(signal, "utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    (heard,) = open_signals(["blackboard:Blackboard"], context)
    asked = ["2611.00007", "2611.00008"]
    found = heard.mentions(asked, NOW - dt.timedelta(days=1), NOW)
    assert [each.arxiv_id for each in found.mentions] == asked[:1]


# Sites that follow each other


def test_a_site_can_be_followed_where_the_manual_says(build, server, context):
    name = f"hotpapers/{YESTERDAY}.json"
    theirs = {name: json.dumps({"papers": [paper(1), paper(2)]})}
    built = build(theirs, PLUGINS=["pelican_hotpapers"])
    served = {f"/{path}": text.encode() for path, text in built.pages.items()}
    server.speakers["/"] = lambda request: Reply(
        served.get(request.path, b""), 200 if request.path in served else 404
    )
    page = (PAGES / "sources.md").read_text("utf-8")
    (folder,) = re.findall(r"`https://your\.example(/\w+)`", page)
    spec = {"name": "feed", "base_url": server.url + folder}
    found = open_source(spec, context).fetch(YESTERDAY)
    assert found.papers
    assert [each.arxiv_id for each in found.papers] == [
        paper(number)["arxiv_id"] for number in (1, 2)
    ]
