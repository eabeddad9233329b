"""``hotpapers show``, help, and where the command writes to."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.command.digest_files import CONF, PAPER, data

from pelican_hotpapers.cli import COMMANDS, argument_parser
from pelican_hotpapers.sources.summarizer import KEY

SCRIPT = Path(sys.executable).with_name("hotpapers")
ROOT = Path(__file__).parents[3]
PAGES = ROOT / "example_site" / "content" / "pages"
SOURCES = ROOT / "pelican_hotpapers" / "sources"


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2021-04-07", "Hot Papers 2021-04-07"),
        ("2021-04-09", "Hot Papers 2021-04-09"),
        ("2021-04-03", "Hot Papers 2021-04-03"),
        ("latest", "Hot Papers 2021-04-09"),
        ("content/hotpapers/no-day.json", "Hot Papers 2021-04-03"),
    ],
)
@pytest.mark.usefixtures("days")
def test_a_day_is_shown(run, day, title):
    status, out, err = run("show", day)

    assert (status, err) == (0, "")
    assert out.startswith(title + "\n")
    assert "https://arxiv.org/abs/" in out


@pytest.mark.usefixtures("days")
def test_yesterday_is_a_day(run):
    status, _, err = run("show", "yesterday")

    assert status == 1
    assert re.match(
        r"There is no digest of \d{4}-\d\d-\d\d\.\nLooked for in content", err
    )


def test_a_title_is_that_of_the_site(site, run):
    files = {"content/hotpapers/2021-04-08.json": data(PAPER)}
    site(files, CONF + 'HOTPAPERS_TITLE = "What was hot on {date:%d/%m}"\n')

    assert run("show", "latest")[1].startswith("What was hot on 08/04\n")


@pytest.mark.usefixtures("days")
def test_as_much_as_is_wanted(run):
    out = run("show", "2021-04-07", "--papers", "1", "--abstracts")[1]

    assert "We do." in out
    assert "And 1 more paper." in out
    assert "We do." not in run("show", "2021-04-07")[1]


@pytest.mark.usefixtures("days")
def test_a_day_without_digest_names_the_nearest(run):
    status, out, err = run("show", "2021-04-08")

    assert (status, out) == (1, "")
    assert "2021-04-07 and 2021-04-09" in err


def test_latest_of_nothing(site, run):
    site({})

    status, _, err = run("show", "latest")

    assert status == 1
    assert err.startswith("There are no digests.\nLooked for in content/hotpapers,")


def test_what_is_sound_of_a_faulty_day_is_shown(site, run):
    site({"content/hotpapers/2021-04-08.json": data(PAPER, {"title": "No id"})})

    status, out, err = run("show", "2021-04-08")

    assert status == 1
    assert "A Paper" in out
    assert "content/hotpapers/2021-04-08.json:1:" in err


@pytest.mark.parametrize("day", ["2021-4-7", "2021-02-30", "tomorrow", "nowhere.json"])
@pytest.mark.usefixtures("days")
def test_what_is_no_day(run, day):
    status, out, err = run("show", day)

    assert (status, out) == (2, "")
    assert f"found '{day}', expected a day as in 2021-04-07" in err


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "²"])
@pytest.mark.usefixtures("days")
def test_what_is_no_number_of_papers(run, number):
    status, _, err = run("show", "latest", f"--papers={number}")

    assert status == 2
    assert "expected a number above 0" in err


def test_help_without_a_command(run):
    status, out, err = run()

    assert (status, out) == (2, "")
    for command in COMMANDS:
        assert command.name in err


@pytest.mark.parametrize("command", [(), *((each.name,) for each in COMMANDS)])
def test_help_has_examples_that_can_be_called(command, run):
    status, out, _ = run(*command, "--help")

    assert status == 0
    examples = re.findall(r"^  hotpapers (.+?)(?:  .*)?$", out, re.MULTILINE)
    assert examples
    for example in examples:
        asked = argument_parser().parse_args(shlex.split(example))
        assert asked.command.name in (command or example)


def _page(name):
    return (PAGES / name).read_text("utf-8")


def test_the_examples_of_the_documentation_can_be_called():
    calls = [
        line.removeprefix("hotpapers ").partition(" || ")[0]
        for page in ("command.md", "old-blog.md")
        for block in re.findall(r"```sh\n(.*?)```", _page(page), re.DOTALL)
        for line in block.splitlines()
        if line.startswith("hotpapers ")
    ]

    assert len(calls) > len(COMMANDS)
    for call in calls:
        assert argument_parser().parse_args(shlex.split(call)).command


@pytest.mark.skipif(not SCRIPT.exists(), reason=f"{SCRIPT} is not installed")
def test_the_installed_command(days, blog_posts):
    shutil.copy(blog_posts[0], days / "content")

    def call(*argv, **env):
        return subprocess.run(
            [SCRIPT, *argv],
            capture_output=True,
            check=False,
            cwd=days,
            env={**os.environ, "COLUMNS": "60", **env},
        )

    checked = call("check")
    assert (checked.returncode, checked.stderr) == (0, b"")
    assert checked.stdout.startswith(b"4 digests, ")
    shown = call("show", blog_posts[0].name[:10], "--abstracts")
    assert shown.returncode == 0
    lines = shown.stdout.decode().splitlines()
    assert b"\x1b" not in shown.stdout
    assert all(len(line) <= 60 for line in lines if "https://" not in line)
    assert call("show").returncode == 2
    in_ascii = call("show", "latest", PYTHONIOENCODING="ascii")
    assert (in_ascii.returncode, in_ascii.stderr) == (0, b"")


@pytest.mark.skipif(not SCRIPT.exists(), reason=f"{SCRIPT} is not installed")
def test_a_reader_that_has_enough(site):
    papers = [{**PAPER, "arxiv_id": f"2104.{n:05}"} for n in range(1, 3001)]
    folder = site({"content/hotpapers/2021-04-08.json": data(*papers)})

    process = subprocess.Popen(
        [SCRIPT, "show", "latest"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
    )
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    process.wait()


@pytest.mark.parametrize("conf", ["", 'PATH = "."\n', 'PATH = "content"\n'])
def test_a_site_without_a_path_is_taken_as_pelican_content_does(site, run, conf):
    site({"content/hotpapers/2021-04-08.json": data(PAPER)}, conf=conf)
    assert run("check")[1].startswith("1 digest, 1 paper")


@pytest.mark.skipif(not SCRIPT.exists(), reason=f"{SCRIPT} is not installed")
@pytest.mark.parametrize("command", ["check", "show latest", "convert --to yaml"])
def test_a_closed_output_is_no_fault(site, command):
    site({"content/hotpapers/2021-04-08.json": data(PAPER)})
    closed = f"{shlex.quote(str(SCRIPT))} {command} >&-"
    ended = subprocess.run(["/bin/sh", "-c", closed], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device is full here")
@pytest.mark.parametrize("command", ["check", "show latest", "convert --to yaml"])
def test_an_output_that_is_full_is_told(site, command):
    site({"content/hotpapers/2021-04-08.json": data(PAPER)})
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [SCRIPT, *command.split()], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.decode().splitlines() == ["output: No space left on device"]


def test_help_of_collect_names_every_secret_that_is_asked_for(run):
    code = "".join(file.read_text("utf-8") for file in SOURCES.rglob("*.py"))
    secrets = set(re.findall(r'secret\("([A-Z_]+)"', code)) | {KEY}
    assert len(secrets) > 2
    _, out, _ = run("collect", "--help")
    assert secrets <= set(re.findall(r"[A-Z_]+", out))
