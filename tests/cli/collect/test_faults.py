"""``hotpapers collect`` where something is lacking or goes wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli.collect.days import BATCH, NOW, SOURCES, YESTERDAY, kept
from loopback.faults import EACH_KIND, UntrustedServer, unavailable
from loopback.world import ENVIRONMENT, PAPERS

from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.collect import last_days

FULL = 1000
"""Bytes after which a disk is full that has no room for a digest."""


def test_what_was_completed_and_what_is_still_incomplete_is_told(site, run, server):
    days = last_days(6, NOW)
    site("huggingface", days=days, HOTPAPERS_DAYS=6, HOTPAPERS_REFRESH_DAYS=0)
    server.faults["/api/query"] = server.faults["/oai"] = unavailable(406)
    status, said, complaints = run()
    assert status == 0
    assert said.count("collected, 3 papers, incomplete") == 6
    assert complaints.count("status 406 4 times, and was left alone then") == 2
    assert "6 days incomplete, and asked for again from " in complaints
    assert len(server.asked("/api/query") + server.asked("/oai")) <= 12
    status, said, complaints = run()
    assert said.count("still incomplete, 3 papers") == 6
    assert "6 days: 6 still incomplete" in said
    server.faults.clear()
    status, said, complaints = run("--date", days[0])
    assert "completed, 3 papers" in said
    assert "5 days incomplete" in complaints
    status, said, complaints = run("--since", days[0])
    assert "5 days: 5 completed" in said
    assert complaints == ""
    assert all(
        paper["categories"]
        for day in days
        for paper in json.loads(kept(day).read_text())["papers"]
    )


def test_a_source_that_failed_is_asked_alone_once_its_signal_answers(site, run, server):
    site("huggingface", "hackernews", HOTPAPERS_REFRESH_DAYS=0)
    run("--date", BATCH)
    sound = timeless(kept(BATCH))
    kept(BATCH).unlink()
    server.faults["/api/v1"] = unavailable()
    _, said, complaints = run("--date", BATCH)
    assert f"{BATCH}  collected, {PAPERS} papers, incomplete" in said
    assert "503" in complaints
    server.faults.clear()
    server.requests.clear()
    _, said, complaints = run("--date", BATCH)
    assert (f"{BATCH}  completed, {PAPERS} papers" in said, complaints) == (True, "")
    assert server.asked("/api/v1")
    assert server.asked("/api/daily_papers") == []
    assert timeless(kept(BATCH)) == sound


def timeless(path):
    """Return a digest's file without its times."""
    times = {"collected_at", "measured_at", "counted_at"}
    return json.loads(
        path.read_text(),
        object_hook=lambda each: {k: v for k, v in each.items() if k not in times},
    )


@pytest.mark.parametrize("fault", EACH_KIND)
@pytest.mark.parametrize("source", SOURCES)
def test_no_fault_costs_what_is_kept_or_ends_without_a_word(
    site, run, server, source, fault
):
    again = {"HOTPAPERS_COLLECT_EVERY": 0, "HOTPAPERS_REFRESH_DAYS": 9}
    site(source)
    assert run("--date", BATCH)[0] == 0
    site(source, **again)
    before = json.loads(kept(BATCH).read_text())
    for prefix in server.speakers:
        server.faults[prefix] = EACH_KIND[fault]
    status, said, complaints = run("--date", BATCH)
    assert status == 1
    assert f"{BATCH}  failed, {PAPERS} papers" in said
    assert str(BATCH) in complaints
    assert server.url.removeprefix("http://") in complaints
    assert "Traceback" not in complaints
    assert json.loads(kept(BATCH).read_text()) == before
    assert [*kept(BATCH).parent.glob("*.json")] == [kept(BATCH)]
    assert not [*kept(BATCH).parent.glob(".*")]
    for secret in (ENVIRONMENT["X_BEARER_TOKEN"], ENVIRONMENT["BLUESKY_APP_PASSWORD"]):
        assert secret not in said + complaints


@pytest.mark.parametrize("server", [UntrustedServer], indirect=True)
@pytest.mark.parametrize("source", SOURCES)
def test_a_certificate_that_nobody_trusts_is_told(site, run, source, monkeypatch):
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    site(source)
    status, _, complaints = run("--date", BATCH)
    assert status == 1
    assert "has a certificate that is not trusted" in complaints
    assert list(Path("content").rglob("*.json")) == []


@pytest.mark.parametrize("source", SOURCES)
def test_a_day_that_failed_is_brought_the_next_time(site, run, server, source):
    site(source)
    for prefix in server.speakers:
        server.faults[prefix] = EACH_KIND["dropped"]
    assert run("--date", BATCH)[0] == 1
    assert list(Path("content").rglob("*.json")) == []
    server.faults.clear()
    assert run("--date", BATCH)[0] == 0
    assert kept(BATCH).exists()


def test_no_archive_is_begun_where_no_site_is(site, run, server):
    site("huggingface")
    Path("pelicanconf.py").rename("elsewhere.py")
    status, _, complaints = run()
    assert (status, server.requests) == (2, [])
    assert "found no pelicanconf.py here" in complaints
    assert not list(Path().rglob("hotpapers"))
    assert run("-s", "elsewhere.py", "--date", YESTERDAY)[0] == 0


def test_secrets_that_are_missing_are_named(site, run, monkeypatch):
    site("x")
    monkeypatch.delenv("X_BEARER_TOKEN")
    status, _, complaints = run("--date", BATCH)
    assert status == 1
    assert "found no X_BEARER_TOKEN in the environment" in complaints


def test_an_archive_that_cannot_be_written_is_told(site, run):
    site("huggingface")
    Path("content", "hotpapers").write_text("a file is in the way")
    status, _, complaints = run("--date", YESTERDAY)
    assert status == 1
    (complaint,) = complaints.splitlines()
    assert complaint.startswith("content/hotpapers")
    assert complaint.endswith(": Not a directory")


def test_a_full_disk_costs_nothing_that_was_kept(site):
    days = last_days(7, NOW)
    site("huggingface", days=days)
    kept(days[0]).parent.mkdir()
    kept(days[0]).write_text("{}")
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({FULL}, {FULL}))"
    command = f"import resource, sys; {limit}; from pelican_hotpapers.cli import *"
    ended = subprocess.run(
        [sys.executable, "-c", f"{command}; sys.exit(main())", "collect"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "Stopped. What was collected is kept; run it again to go on",
        f"content/hotpapers/{days[1]}.json: File too large",
    ]
    assert list(kept(days[0]).parent.glob("*.json")) == [kept(days[0])]
    assert not list(kept(days[0]).parent.glob(".*"))


def test_offline_nothing_is_asked(site, run, server, monkeypatch):
    site("huggingface")
    monkeypatch.setenv("HOTPAPERS_OFFLINE", "yes")
    status, _, complaints = run()
    assert (status, server.requests) == (1, [])
    assert "HOTPAPERS_OFFLINE" in complaints


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--date", "07.04.2021"], "expected a day as in 2021-04-07"),
        (["--until", "2021-04-07"], "found --until without --since"),
        (["--since", "2021-04-08", "--until", "2021-04-07"], "expected days in order"),
        (["--date", NOW.date() + 2 * DAY], "expected days in order"),
        (["--date", "1989-01-01"], "from 1991-08-14"),
        (["--date", "2021-04-07", "--since", "2021-04-07"], "not allowed with"),
        (["--source", "hugingface"], "Did you mean huggingface?"),
    ],
)
def test_wrong_arguments_are_told(site, run, server, arguments, complaint):
    site("huggingface")
    status, _, complaints = run(*arguments)
    assert (status, server.requests) == (2, [])
    assert complaint in complaints
