"""The mails of the manual, sent as it says, to a real mail server."""

from __future__ import annotations

import shlex
import shutil
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import yaml
from loopback.smtp import PASSWORD, MailHost
from manual_pages import PAGES, blocks, run, settings_of, sound

PAGE = "mail.md"
(SETTINGS,) = blocks(PAGE, "python")
(LOOKING,) = blocks(PAGE, "sh", "--out drafts")
(SENDING,) = blocks(PAGE, "sh", "--week")
(SCRIPT,) = blocks(PAGE, "sh", "git add")
(PRINTED,) = blocks(PAGE, "text", "no such mailbox")
(MAYBE,) = blocks(PAGE, "text", "maybe sent before")
(STEPS,) = blocks(PAGE, "yaml")
(TEMPLATE,) = blocks(PAGE, "html+jinja")
EXAMPLES = (LOOKING, SENDING, SCRIPT, PRINTED, MAYBE, STEPS, TEMPLATE)
ADA, BO = "ada@example.org", "bo@example.org"
NEWEST = "2021-06-15"
AUTHOR = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}


@pytest.fixture
def host():
    with MailHost() as host:
        yield host


@pytest.fixture
def shell(tmp_path, host):
    """A site with the settings of the manual, and a shell there: ``shell(text)``."""
    site = tmp_path / "site"
    shutil.copytree(PAGES.parent, site / "content")
    host.authority.cert_pem.write_to_path(tmp_path / "trusted.pem")
    settings = settings_of(SETTINGS)
    settings.pop("__file__", None)
    settings |= {
        "PATH": "content",
        "HOTPAPERS_MAIL_SERVER": host.address,
        "HOTPAPERS_TOPICS": {"Sound": {"include": ["the"]}},
        "THEME_TEMPLATES_OVERRIDES": ["overrides"],
    }
    lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
    (site / "pelicanconf.py").write_text("".join(lines))
    (site / "publishconf.py").write_text(
        "import os, sys\nsys.path.append(os.curdir)\nfrom pelicanconf import *\n"
        "SITEURL = 'https://papers.example.org'\n"
    )
    (site / ".gitignore").write_text("__pycache__/\n")
    sound(run("git", "init", "--quiet", "--bare", "r.git", cwd=tmp_path))
    clone = (
        "git init --quiet --initial-branch=main && git add . && git commit -qm Site && "
        "git remote add origin ../r.git && git push --quiet -u origin main"
    )
    sound(run("bash", "-ec", clone, cwd=site, **AUTHOR))

    def shell(text, **env):
        return run(
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text),
            cwd=site,
            path=[Path(sys.executable).parent],
            SSL_CERT_FILE=str(tmp_path / "trusted.pem"),
            HOTPAPERS_MAIL_PASSWORD=PASSWORD,
            **AUTHOR,
            **env,
        )

    return shell


def test_drafts_are_looked_at_first(shell, host, tmp_path):
    sound(shell(LOOKING))

    files = sorted((tmp_path / "site" / "drafts").glob("*.eml"))
    assert len(files) == 2
    for file in files:
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        page = f"https://papers.example.org/hot-papers-{NEWEST}.html"
        assert page in mail.get_body(("plain",)).get_content()
        assert mail["List-Unsubscribe"]
    assert not host.mails


def test_each_line_sends_what_it_says(shell, host):
    newest, week, topic, day = SENDING.splitlines()

    done = sound(shell(newest))
    assert host.taken == [ADA, BO]
    assert done.stdout.splitlines()[0] == PRINTED.splitlines()[0].replace(
        "2026-11-27", NEWEST
    )
    done = shell(week)
    assert done.returncode == 1
    assert "There is no digest of" in done.stderr
    sound(shell(f"{week} 2021-W24"))
    assert host.taken[2:] == [ADA, BO]
    sound(shell(topic))
    assert host.mails[-1].message["Subject"].startswith("Sound: ")
    sound(shell(day))
    assert host.taken[5:] == [ADA, BO]
    assert host.mails[-2].message["To"] == f"Ada Hirt <{ADA}>"


def test_what_is_printed_of_mails_that_are_not_sent(shell, host):
    host.refused[BO] = "550 no such mailbox"
    done = shell(SENDING.splitlines()[0])
    printed = (done.stdout + done.stderr).replace(NEWEST, "2026-11-27")
    assert printed == PRINTED

    host.refused.clear()
    host.lost[BO] = "end"
    assert shell(SENDING.splitlines()[0]).returncode == 1
    done = sound(shell(SENDING.splitlines()[0]))
    assert done.stderr.replace(NEWEST, "2026-11-27") == MAYBE


def test_the_script_sends_and_keeps_what_was_sent(shell, host, tmp_path):
    done = sound(shell(f"collected=0\n{SCRIPT}exit $collected"))
    assert done.stderr == ""
    assert host.taken == [ADA, BO]
    sound(shell(SCRIPT))
    assert host.taken == [ADA, BO]
    told = sound(run("git", "log", "--format=%s", "main", cwd=tmp_path / "r.git"))
    assert len(told.stdout.splitlines()) == 2
    host.refused[ADA] = "550 no"
    failed = shell(
        f"collected=0\n{SCRIPT}exit $collected".replace(
            "publishconf.py", "publishconf.py --again"
        )
    )
    assert failed.returncode == 1


def test_the_steps_of_the_workflow(shell, host, tmp_path):
    mail, keep, tell = yaml.safe_load(STEPS)
    secrets = {"MAIL_TO": f"{ADA}, {BO}"}
    assert {name: f"${{{{ secrets.{name} }}}}" for name in mail["env"]} == mail["env"]
    assert mail["continue-on-error"] is True
    for each in (keep, tell):
        assert f"steps.{mail['id']}.outcome" in each["if"]

    sound(shell(mail["run"], **secrets))
    sound(shell(keep["run"]))
    assert host.taken == [ADA, BO]
    told = sound(run("git", "log", "--format=%s", "main", cwd=tmp_path / "r.git"))
    assert told.stdout.startswith("Mailed on ")
    assert shell(tell["run"]).returncode == 1


def test_a_template_of_ones_own(shell, tmp_path):
    own = tmp_path / "site" / "overrides" / "hotpapers" / "mail" / "digest.html"
    own.parent.mkdir(parents=True)
    own.write_text(TEMPLATE, "utf-8")
    sound(shell(shlex.join(["hotpapers", "mail", "--out", "out"])))

    for file in (tmp_path / "site" / "out").glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        html = mail.get_body(("html",)).get_content()
        assert "The lab's seminar talks about Scalars are universal" in html
