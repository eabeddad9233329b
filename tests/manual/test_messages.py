"""What the manual says is printed is printed, but for days, hosts and numbers."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from loopback import arxiv
from loopback.server import Reply, send
from loopback.world import World, last_batch
from manual_pages import blocks
from rich.console import Console

from pelican_hotpapers.arxiv.schedule import DAY as DAY_LONG
from pelican_hotpapers.cli import main
from pelican_hotpapers.cli.status import StatusPrinter
from pelican_hotpapers.collect import last_days
from pelican_hotpapers.collect.status import (
    CollectionStatus,
    Completeness,
    DayStatus,
    SourceStatus,
)
from pelican_hotpapers.config.site_settings import read_config
from pelican_hotpapers.storage.collection_history import (
    Answer,
    Incident,
    IncidentKind,
)

WHOLE, QUIET, LACKING, MISSING = Completeness

NOW = dt.datetime.now(dt.UTC)
DAY = last_batch(NOW.date())
"""The last day on which arXiv announced anything."""


def shown(page, containing):
    """Return the one text that is printed on a page of the manual."""
    (text,) = blocks(page, "text", containing)
    return text


DOWN = shown("collecting.md", "status 503")
HALF = shown("collecting.md", "is not complete")
AGAIN = shown("collecting.md", "batch of")
COLLECTED = shown("command.md", "not asked for")
CHECKED = shown("command.md", "digests,")
STATUS = shown("command.md", "lacking")
WRONG_RULE = shown("more-pages.md", "Sound.includes")
WRONG_FILE = shown("more-pages.md", "content/topics.yaml")
WRONG_SETTINGS = shown("settings.md", "HOTPAPERS_EMBEDS")
EXAMPLES = (
    *(DOWN, HALF, AGAIN, COLLECTED, CHECKED, STATUS),
    *(WRONG_RULE, WRONG_FILE, WRONG_SETTINGS),
)


def alike(text):
    """Return a text without what differs from day to day and from host to host."""
    text = re.sub(r"\b\d{4}-\d\d-\d\d\b", "DAY", text.strip())
    text = re.sub(r"(?<=: )[\w.:]+(?= answered)", "HOST", text)
    return re.sub(r"\b\d[\d,]*(?= (?:papers?|digests|faults|files)\b)", "N", text)


# Builds that collect


@pytest.fixture
def site(build, server, tmp_path):
    """Build a site that collects a day from the sources named."""

    def build_site(*sources, **settings):
        content = tmp_path / "content"
        files = {
            path.relative_to(content).as_posix(): path.read_bytes()
            for path in content.rglob("*")
            if path.is_file()
        }
        options = {
            "PLUGINS": ["pelican_hotpapers"],
            "HOTPAPERS_COLLECT": True,
            "HOTPAPERS_COLLECT_EVERY": 0,
            "HOTPAPERS_DAYS": (NOW.date() - DAY).days,
            "HOTPAPERS_REFRESH_DAYS": 9,
        }
        world = World(server, [DAY])
        return build(files, **{**options, **world.settings(*sources), **settings})

    return build_site


@pytest.fixture
def yesterdays(site, tmp_path):
    """Collect the day, and have it be 26 hours ago."""

    def collect(*sources):
        site(*sources)
        file = tmp_path / "content" / "hotpapers" / f"{DAY}.json"
        digest = json.loads(file.read_text("utf-8"))
        then = (NOW - dt.timedelta(hours=26)).strftime("%Y-%m-%dT%H:%M:%SZ")
        digest["collected_at"] = then
        for record in digest["coverage"]:
            record["counted_at"] = then
        file.write_text(json.dumps(digest), "utf-8")

    return collect


def answers(reply):
    """Return what answers so, whatever is asked."""
    return lambda wire, request, _reply: send(wire, request, reply)


def test_a_source_that_is_down(site, yesterdays, server):
    yesterdays("huggingface")
    server.faults["/"] = answers(Reply(status=503))
    said = site("huggingface", HOTPAPERS_TRIES=2).warnings
    assert alike(DOWN) in map(alike, said)


def test_one_source_of_two_that_is_down(site, yesterdays, server):
    yesterdays("feed", "hackernews")
    for path in (arxiv.QUERY, arxiv.RSS, arxiv.OAI):
        server.faults[path] = answers(Reply(b"Rate exceeded.", 429))
    said = site("feed", "hackernews", HOTPAPERS_TRIES=2).warnings
    assert alike(HALF) in map(alike, said)


def test_a_list_that_is_given_again(site, tmp_path):
    site("huggingface")
    kept = tmp_path / "content" / "hotpapers" / f"{DAY}.json"
    before = DAY - dt.timedelta(days=1)
    text = kept.read_text("utf-8").replace(f'"date": "{DAY}"', f'"date": "{before}"')
    kept.unlink()
    kept.with_name(f"{before}.json").write_text(text, "utf-8")
    said = site("huggingface", HOTPAPERS_REFRESH_DAYS=0).warnings
    assert alike(AGAIN) in map(alike, said)


# The command


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run the command on files and settings, and return what is printed."""

    def run(*arguments, files, **settings):
        lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
        files = {"pelicanconf.py": "PATH = 'content'\n" + "".join(lines), **files}
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        monkeypatch.chdir(tmp_path)
        main(list(arguments))
        said = capsys.readouterr()
        return said.err + said.out

    return run


def test_what_collecting_prints(command, server):
    days = last_days(7, NOW)
    settings = World(server, days).settings("huggingface")
    settings |= {"HOTPAPERS_DAYS": 7, "HOTPAPERS_COLLECT_EVERY": 0}
    command("collect", files={"content/.keep": ""}, **settings)
    Path(f"content/hotpapers/{days[-1]}.json").unlink()
    said = command("collect", files={}, **settings)
    assert alike(COLLECTED) in alike(said)


def test_what_checking_prints(command):
    found = command(
        "check",
        files={
            "content/hotpapers/2021-04-06.yaml": """\
papers:
  - arxiv_id: 2104.01778
    title: A Paper
    likes: many
slug: hot
""",
            "content/hotpapers/2021-04-07.json": '{"slug": "hot", "papers": []}',
        },
    )
    assert alike(CHECKED).splitlines() == alike(found).splitlines()


# Settings


def test_wrong_settings():
    settings = {"HOTPAPERS_EMBEDS": "statik", "HOTPAPERS_AUTHOR": 3}
    _, problems = read_config(settings)
    assert WRONG_SETTINGS.splitlines() == list(problems)


def test_a_wrong_rule_of_a_topic():
    rules = {"Sound": {"includes": ["speech"]}, "With code": {"has_code": True}}
    config, problems = read_config({"HOTPAPERS_TOPICS": rules})
    assert WRONG_RULE.splitlines() == list(problems)
    assert list(config.topics) == ["With code"]


def test_a_wrong_file_of_topics(command):
    (topics,) = blocks("more-pages.md", "yaml", "Sound:")
    wrong = re.sub(r"categories: .*", "categories: cs.SD", topics)
    said = command(
        "check", files={"content/topics.yaml": wrong}, HOTPAPERS_TOPICS="topics.yaml"
    )
    assert WRONG_FILE.strip() in said.splitlines()


# The status


def test_the_status_is_printed_as_shown():
    def night(day):
        return dt.datetime.combine(day + DAY_LONG, dt.time(2, 37), dt.UTC)

    def day(number):
        of = dt.date(2026, 11, number)
        if number == 17:
            why = "Hugging Face: huggingface.co answered with status 503 4 times"
            return DayStatus(day=of, state=MISSING, reason=why, since=night(of))
        if number == 12:
            why = "3 papers without all of their texts"
            return DayStatus(day=of, state=LACKING, reason=why, since=night(of))
        return DayStatus(day=of, state=WHOLE if of.weekday() < 5 else QUIET)

    fails = Incident(
        kind=IncidentKind.FAILING,
        subject="arxiv",
        began=night(dt.date(2026, 11, 26)),
        reason="export.arxiv.org answered with status 503 4 times",
    )
    last = [Answer(day, night(day)) for day in (dt.date(2026, 11, n) for n in (27, 25))]
    status = CollectionStatus(
        at=NOW,
        sources=(
            SourceStatus(label="huggingface", name="Hugging Face", answer=last[0]),
            SourceStatus(label="arxiv", name="arXiv", answer=last[1], failing=fails),
        ),
        days=tuple(map(day, range(9, 28))),
    )
    file = io.StringIO()
    StatusPrinter(Console(file=file, width=80, highlight=False)).print(status, 60)
    assert file.getvalue() == STATUS
