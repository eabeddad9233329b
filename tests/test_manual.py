"""What the manual shows is done as it stands there: settings, jobs, sources."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import reference
import yaml
from hot_posts import yaml_digest
from loopback.arxiv import ArXiv, Eprint
from loopback.feed import Feed, digest, paper
from loopback.server import Reply, Server
from markdown.extensions.toc import slugify

from pelican_hotpapers import read_digest
from pelican_hotpapers.collecting.agenda import last_days
from pelican_hotpapers.command import argument_parser
from pelican_hotpapers.config import read_config
from pelican_hotpapers.http import Client
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.catalogue import Catalogue
from pelican_hotpapers.sources.opening import open_signals, open_source

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "example_site" / "content" / "pages"
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
NOW = dt.datetime.now(dt.UTC)
YESTERDAY = last_days(1, NOW)[0]
POST = "Title: {}\nDate: 2026-01-01\n\nText"
SECRETS = ("HF_TOKEN", "BLUESKY_HANDLE", "BLUESKY_APP_PASSWORD", "X_BEARER_TOKEN")


@pytest.fixture
def server():
    with Server() as server:
        yield server


def blocks(page, language):
    """Return the examples of a page in a language."""
    text = (PAGES / page).read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def run(*command, cwd, path=(), **env):
    """Run a command as a person would, with these folders first in PATH."""
    places = os.pathsep.join([*map(str, path), os.environ["PATH"]])
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": places, **env},
    )


def sound(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def context():
    http = Client(tries=1)
    return Context(
        http=http,
        catalogue=Catalogue(http),
        rules=Rules(),
        environ={},
        now=lambda: NOW,
    )


# Commands and settings


def commands():
    for page in sorted(PAGES.glob("*.md")):
        text = page.read_text("utf-8")
        for block in re.findall(r"```(?:console|sh|yaml)\n(.*?)```", text, re.DOTALL):
            yield from re.findall(r"^ *(?:run: )?hotpapers ([^|\n]*)", block, re.M)


def test_every_command_of_the_manual_can_be_called():
    calls = list(commands())
    assert sum(call.startswith("collect") for call in calls) > 3
    for call in calls:
        assert argument_parser().parse_args(shlex.split(call, comments=True)).command


def settings_on(page):
    """Yield what the examples of a page set, each by itself."""
    for block in blocks(page, "python"):
        if re.search(r"^(HOTPAPERS|STATIC)_", block, re.M):
            found = {"__file__": str(PAGES / "pelicanconf.py")}
            exec(compile(block, page, "exec"), found)  # noqa: S102
            yield {name: found[name] for name in found if name.isupper()}


@pytest.mark.parametrize(
    "page",
    [
        *("collecting.md", "more-pages.md", "nightly.md", "sources.md"),
        *("own-source.md", "settings.md"),
    ],
)
def test_the_settings_of_the_manual_are_sound(page, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    source, signal = modules()
    (tmp_path / "reading.py").write_text(source, "utf-8")
    (tmp_path / "blackboard.py").write_text(signal, "utf-8")
    entry_point(tmp_path)
    found = list(settings_on(page))
    assert found
    for settings in found:
        config, problems = read_config(settings)
        assert problems == ()
        for spec in config.sources:
            open_source(spec, context())
            if isinstance(spec, dict):
                open_signals(spec.get("signals", ()), context())


# Every night


@pytest.fixture
def remote(tmp_path, server):
    """A site in a bare repository, which follows another site."""
    feed = Feed({day: digest(day, paper(day.day)) for day in last_days(3, NOW)})
    where = feed.speak(server)
    site = tmp_path / "begun"
    (site / "content").mkdir(parents=True)
    (site / "content" / "first.md").write_text(POST.format("First"))
    (site / ".gitignore").write_text("output/\n.venv\n")
    (site / "pelicanconf.py").write_text(
        "PLUGINS = ['pelican_hotpapers']\n"
        "PATH = 'content'\n"
        "THEME = 'simple'\n"
        "TIMEZONE = 'UTC'\n"
        "HOTPAPERS_DAYS = 3\n"
        "HOTPAPERS_TRIES = 1\n"
        "HOTPAPERS_COLLECT_EVERY = 0\n"
        f"HOTPAPERS_SOURCES = [{{'name': 'feed', 'base_url': {where!r}}}]\n"
    )
    (site / "publishconf.py").write_text(
        "import os\n"
        "import sys\n"
        "sys.path.append(os.curdir)\n"
        "from pelicanconf import *\n"
        "SITEURL = 'https://hotpapers.example'\n"
    )
    (script,) = (block for block in blocks("nightly.md", "sh") if "#!" in block)
    (site / "nightly.sh").write_text(script)
    (site / "nightly.sh").chmod(0o755)
    git(site, "init", "--quiet", "--initial-branch=main")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "The site")
    bare = tmp_path / "remote.git"
    git(tmp_path, "clone", "--quiet", "--bare", site, bare)
    return bare


AUTHOR = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}


def git(cwd, *arguments):
    done = run("git", *arguments, cwd=cwd, **AUTHOR)
    return sound(done).stdout


def clone(remote, name):
    """Return a clone as GitHub makes it: with the last commit alone."""
    folder = remote.parent / name
    git(remote.parent, "clone", "--quiet", "--depth=1", remote.as_uri(), folder)
    return folder


def somebody_pushes(remote):
    """Put a post into the repository from elsewhere."""
    theirs = clone(remote, "elsewhere")
    (theirs / "content" / "theirs.md").write_text(POST.format("Theirs"))
    git(theirs, "add", ".")
    git(theirs, "commit", "--quiet", "-m", "A post")
    git(theirs, "push", "--quiet")


def committed(remote):
    return set(git(remote, "ls-tree", "-r", "--name-only", "main").split())


def archived(days):
    return {f"content/hotpapers/{day}.json" for day in days}


def messages(remote):
    return git(remote, "log", "--format=%s", "main").splitlines()


WORKFLOW = yaml.safe_load(blocks("nightly.md", "yaml")[0])
(JOB,) = WORKFLOW["jobs"].values()
STEPS = {step.get("name", step.get("uses")): step for step in JOB["steps"]}


def step(site, name):
    """Run a step as GitHub does."""
    shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
    bin_ = Path(sys.executable).parent
    return run(*shell, STEPS[name]["run"], cwd=site, path=[bin_], **AUTHOR)


def test_the_workflow_collects_keeps_and_builds(remote):
    site = clone(remote, "runner")
    somebody_pushes(remote)
    sound(step(site, "Collect"))
    sound(step(site, "Keep what is new"))
    sound(step(site, "Build"))
    days = last_days(3, NOW)
    assert archived(days) < committed(remote)
    assert "content/theirs.md" in committed(remote)
    assert messages(remote)[0] == f"Hot papers of {dt.datetime.now(dt.UTC):%Y-%m-%d}"
    output = site / STEPS["actions/upload-pages-artifact@v5"]["with"]["path"]
    pages = {path.name for path in output.glob("*.html")}
    assert {f"hot-papers-{day}.html" for day in days} | {"theirs.html"} < pages


def test_the_workflow_commits_nothing_where_nothing_is_new(remote, server):
    server.speakers.clear()
    site = clone(remote, "runner")
    assert step(site, "Collect").returncode == 1
    sound(step(site, "Keep what is new"))
    sound(step(site, "Build"))
    assert messages(remote) == ["The site"]


def test_the_workflow_fails_only_when_all_else_is_done():
    collect, *_, last = (each for each in JOB["steps"] if "if" in each)
    assert collect["continue-on-error"] is True
    assert last == JOB["steps"][-1]
    assert last["if"] == f"steps.{collect['id']}.outcome == 'failure'"
    assert run("bash", "-c", last["run"], cwd="/").returncode == 1


def test_the_workflow_is_what_github_wants():
    used = [each["uses"] for each in JOB["steps"] if "uses" in each]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action) for action in used)
    assert used[0].startswith("actions/checkout@")
    ids = {each["id"] for each in JOB["steps"] if "id" in each}
    assert set(re.findall(r"\bsteps\.(\w+)", blocks("nightly.md", "yaml")[0])) == ids
    triggers = WORKFLOW[True]  # YAML's own word for "on"
    assert re.fullmatch(r"[1-9]\d? \d+ \* \* \*", triggers["schedule"][0]["cron"])
    assert WORKFLOW["permissions"] == dict.fromkeys(
        ("contents", "pages", "id-token"), "write"
    )
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is False
    assert JOB["environment"]["name"] == "github-pages"


def test_the_workflow_hands_on_every_secret_and_nothing_else():
    given = STEPS["Collect"]["env"]
    assert given == {name: f"${{{{ secrets.{name} }}}}" for name in SECRETS}
    assert [each["name"] for each in JOB["steps"] if "env" in each] == ["Collect"]


@pytest.fixture
def computer(remote, tmp_path):
    """A clone on a computer of one's own, and what publishes there: a copy."""
    site = clone(remote, "site")
    (site / ".venv").symlink_to(sys.prefix)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "rsync").write_text(
        '#!/bin/sh\nfrom=$3\nmkdir -p "$PUBLISHED"\ncp -R "$from." "$PUBLISHED"\n'
    )
    (tools / "rsync").chmod(0o755)

    def nightly():
        published = {"PUBLISHED": str(tmp_path / "published")}
        return run(site / "nightly.sh", cwd="/", path=[tools], **AUTHOR, **published)

    return nightly


def published(tmp_path):
    return {path.name for path in (tmp_path / "published").glob("*.html")}


def test_the_script_collects_commits_builds_and_publishes(computer, remote, tmp_path):
    somebody_pushes(remote)
    done = sound(computer())
    assert done.stderr == ""
    assert archived(last_days(3, NOW)) < committed(remote)
    pages = {f"hot-papers-{day}.html" for day in last_days(3, NOW)}
    assert pages | {"theirs.html"} < published(tmp_path)


def test_the_script_brings_what_others_wrote_and_commits_nothing_else(
    computer, remote, server, tmp_path
):
    sound(computer())
    before = messages(remote)
    server.speakers.clear()
    somebody_pushes(remote)
    done = computer()
    assert done.returncode == 1
    assert "failed" in done.stdout
    assert messages(remote) == ["A post", *before]
    assert "theirs.html" in published(tmp_path)


def test_the_script_pushes_what_an_earlier_night_could_not(computer, remote):
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert computer().returncode != 0
    assert messages(remote) == ["The site"]
    hook.unlink()
    sound(computer())
    assert archived(last_days(3, NOW)) < committed(remote)


def test_secrets_are_taken_from_the_file_as_the_manual_says(tmp_path):
    (lines,) = (block for block in blocks("nightly.md", "sh") if "set -a" in block)
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "hotpapers.env").write_text("X_BEARER_TOKEN=a\n")
    script = f"set -euo pipefail\n{lines}\nprintenv X_BEARER_TOKEN"
    done = run("bash", "-c", script, cwd=tmp_path, HOME=str(tmp_path))
    assert sound(done).stdout == "a\n"


def test_a_hub_is_told_of_every_feed(build, server, tmp_path):
    (settings,) = settings_on("nightly.md")
    (line,) = (block for block in blocks("nightly.md", "sh") if "hub.mode" in block)
    hub = settings["HOTPAPERS_HUB"]
    assert hub in line
    server.speakers["/hub"] = lambda _request: Reply(status=204)
    site = build(
        {
            "first.md": POST.format("First"),
            "hotpapers/2026-11-19.yaml": yaml_digest("2026-11-19"),
        },
        **settings,
        PLUGINS=["pelican_hotpapers"],
        SITEURL="https://example.org",
        FEED_ALL_ATOM="feeds/all.atom.xml",
        FEED_ALL_RSS="feeds/all.rss.xml",
    )
    done = run("bash", "-c", line.replace(hub, f"{server.url}/hub"), cwd=tmp_path)
    assert sound(done).stderr == ""
    told = [parse_qs(each.body.decode()) for each in server.asked("/hub")]
    assert {mode for each in told for mode in each["hub.mode"]} == {"publish"}
    feeds = re.compile(r"feeds/.*|.*\.atom\.xml|.*\.feed\.json")
    assert {url for each in told for url in each["hub.url"]} == {
        f"https://example.org/{name}" for name in site.pages if feeds.fullmatch(name)
    }


# Sources


def modules():
    """Return the source and the signal of the manual, each as a module's text."""
    found = [block for block in blocks("own-source.md", "python") if "class " in block]
    source, signal = found
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
    (settings,) = (
        block for block in blocks("own-source.md", "python") if "sys.path" in block
    )

    def make(name, folder=tmp_path):
        folder.mkdir(exist_ok=True)
        (folder / "reading.py").write_text(source, "utf-8")
        (folder / "blackboard.py").write_text(signal, "utf-8")
        (tmp_path / "pelicanconf.py").write_text(
            f"{settings}\n"
            "PATH = 'content'\n"
            "TIMEZONE = 'UTC'\n"
            f"HOTPAPERS_SOURCES = [{{'name': {name!r}, 'base_url': {server.url!r}}}]\n"
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
        {"stars": 5},
        {"stars": 3},
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
    assert "is no list of papers and stars" in done.stderr
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


def test_the_signal_of_the_manual_is_heard(tmp_path, monkeypatch):
    _source, signal = modules()
    (tmp_path / "blackboard.py").write_text(signal, "utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    (heard,) = open_signals(["blackboard:Blackboard"], context())
    asked = ["2611.00007", "2611.00008"]
    found = heard.mentions(asked, NOW - dt.timedelta(days=1), NOW)
    assert [each.arxiv_id for each in found.mentions] == asked[:1]


# Sites that follow each other


def test_a_site_can_be_followed_where_the_manual_says(build, server):
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
    found = open_source(spec, context()).fetch(YESTERDAY)
    assert found.papers
    assert [each.arxiv_id for each in found.papers] == [
        paper(number)["arxiv_id"] for number in (1, 2)
    ]


# What comes from the code


def test_what_comes_from_the_code_is_as_the_code_is():
    done = run(sys.executable, ROOT / "tools" / "reference.py", "--check", cwd=ROOT)
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
    assert ".venv/bin/python tools/reference.py" in capsys.readouterr().out
    assert reference.main([]) == 0
    assert page.read_text("utf-8") == (PAGES / page.name).read_text("utf-8")


# Read where it is kept


LINKING = [
    *sorted(PAGES.glob("*.md")),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
]
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def anchors(path):
    """Return the anchors of a file's headings, as GitHub and Python-Markdown do."""
    for heading in HEADING.findall(FENCED.sub("", path.read_text("utf-8"))):
        on_github = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        assert on_github == slugify(heading, "-")
        yield on_github


@pytest.mark.parametrize("path", LINKING, ids=lambda path: path.name)
def test_every_link_leads_somewhere_in_the_repository(path):
    text = FENCED.sub("", path.read_text("utf-8"))
    for link in re.findall(r"\]\(([^)]+)\)", text):
        if not re.match(r"https?://", link):
            name, _, anchor = link.partition("#")
            target = path.parent / name if name else path
            assert target.is_file(), link
            assert not anchor or anchor in anchors(target), link
