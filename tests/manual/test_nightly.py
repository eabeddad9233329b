"""The nightly jobs of the manual, done as they stand there: workflow, script, hub."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import yaml
from hot_posts import yaml_digest
from loopback.feed import Feed, digest, paper
from loopback.server import Reply
from manual_pages import blocks, run, settings_of, sound

from pelican_hotpapers.collect.plan import last_days

NOW = dt.datetime.now(dt.UTC)
POST = "Title: {}\nDate: 2026-01-01\n\nText"
(WORKFLOW_TEXT,) = blocks("nightly.md", "yaml")
(SCRIPT,) = blocks("nightly.md", "sh", "#!")
(CRONTAB,) = blocks("nightly.md", "text")
(SECRETS_FILE,) = blocks("nightly.md", "sh", "set -a")
(TELLING_THE_HUB,) = blocks("nightly.md", "sh", "hub.mode")
EXAMPLES = (WORKFLOW_TEXT, SCRIPT, CRONTAB, SECRETS_FILE, TELLING_THE_HUB)
SECRETS = ("HF_TOKEN", "BLUESKY_HANDLE", "BLUESKY_APP_PASSWORD", "X_BEARER_TOKEN")

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
        "HOTPAPERS_SIGNALS = []\n"
    )
    (site / "publishconf.py").write_text(
        "import os\n"
        "import sys\n"
        "sys.path.append(os.curdir)\n"
        "from pelicanconf import *\n"
        "SITEURL = 'https://hotpapers.example'\n"
    )
    (site / "nightly.sh").write_text(SCRIPT)
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


WORKFLOW = yaml.safe_load(WORKFLOW_TEXT)
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
    told = []
    for night in ("first", "again", "later"):
        site = clone(remote, night)
        assert step(site, "Collect").returncode == 1
        sound(step(site, "Keep what is new"))
        told.append(messages(remote))
    sound(step(site, "Build"))
    assert len(told[0]) == 2, "that the source fails is new"
    assert told[2] == told[1]


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
    assert set(re.findall(r"\bsteps\.(\w+)", WORKFLOW_TEXT)) == ids
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
    server.speakers.clear()
    for _ in range(2):
        assert computer().returncode == 1, "that the source fails is new"
    before = messages(remote)
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


def test_cron_is_given_the_script_once_a_day():
    assert re.fullmatch(r"\d+ \d+ \* \* \* /home/you/site/nightly\.sh\n", CRONTAB)


def test_secrets_are_taken_from_the_file_as_the_manual_says(tmp_path):
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "hotpapers.env").write_text("X_BEARER_TOKEN=a\n")
    script = f"set -euo pipefail\n{SECRETS_FILE}\nprintenv X_BEARER_TOKEN"
    done = run("bash", "-c", script, cwd=tmp_path, HOME=str(tmp_path))
    assert sound(done).stdout == "a\n"


def test_a_hub_is_told_of_every_feed(build, server, tmp_path):
    settings = settings_of(*blocks("nightly.md", "python"))
    hub = settings["HOTPAPERS_HUB"]
    assert hub in TELLING_THE_HUB
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
    done = run(
        "bash", "-c", TELLING_THE_HUB.replace(hub, f"{server.url}/hub"), cwd=tmp_path
    )
    assert sound(done).stderr == ""
    told = [parse_qs(each.body.decode()) for each in server.asked("/hub")]
    assert {mode for each in told for mode in each["hub.mode"]} == {"publish"}
    feeds = re.compile(r"feeds/.*|.*\.atom\.xml|.*\.feed\.json")
    assert {url for each in told for url in each["hub.url"]} == {
        f"https://example.org/{name}" for name in site.pages if feeds.fullmatch(name)
    }
