"""``hotpapers collect``: what it asks, writes and prints, and how it ends."""

import datetime as dt
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from loopback import chat
from loopback.faults import EACH_KIND, UntrustedServer, silent, unavailable
from loopback.server import send
from loopback.world import ENVIRONMENT, PAPERS, last_batch
from pseudo_terminal import in_terminal

from pelican_hotpapers.arxiv.schedule import DAY
from pelican_hotpapers.cli import main
from pelican_hotpapers.collect import last_days

SCRIPT = Path(sys.executable).with_name("hotpapers")
NOW = dt.datetime.now(dt.UTC)
YESTERDAY = last_days(1, NOW)[0]
BATCH = last_batch(NOW.date())
"""The last day on which arXiv announced anything."""
SOURCES = ("huggingface", "feed", "hackernews", "x", "bluesky")
FULL = 1000
"""Bytes after which a disk is full that has no room for a digest."""


@pytest.fixture
def run(capsys):
    """Run the command: ``run("--date", "…") -> (status, output, complaints)``."""

    def run(*arguments):
        try:
            status = main(["collect", *map(str, arguments)])
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def kept(day):
    return Path("content", "hotpapers", f"{day}.json")


# Days


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_brings_a_day(site, run, source):
    site(source)
    status, said, complaints = run("--date", BATCH)
    assert (status, complaints) == (0, "")
    assert f"{BATCH}  collected, {PAPERS} papers" in said
    papers = json.loads(kept(BATCH).read_text())["papers"]
    scores = [paper["score"] for paper in papers]
    assert scores == sorted(scores, reverse=True)
    assert all(paper["title"] and paper["abstract"] for paper in papers)
    assert all(paper["categories"] for paper in papers)


def test_posts_are_kept_with_their_texts(site, run):
    site("x")
    run("--date", BATCH)
    for paper in json.loads(kept(BATCH).read_text())["papers"]:
        (post,) = paper["posts"]
        assert "Worth a read." in post["html"]
        assert "<script" not in post["html"]


@pytest.mark.parametrize("texts", [{}, {"bluesky": "https://oembed.example"}])
def test_texts_of_posts_are_stored_where_the_site_wants_them(site, run, server, texts):
    signal = {"name": "bluesky", "base_url": server.url}
    site("huggingface", HOTPAPERS_SIGNALS=[signal], HOTPAPERS_POST_TEXTS=texts)
    assert run("--date", BATCH)[0] == 0
    for paper in json.loads(kept(BATCH).read_text())["papers"]:
        (post,) = paper["posts"]
        assert ("</a> this" in post.get("html", "")) is bool(texts)
        assert post["author_name"]


def test_several_sources_make_one_day(site, run):
    site("huggingface", "hackernews")
    run("--date", BATCH)
    digest = json.loads(kept(BATCH).read_text())
    assert [line["source"] for line in digest["coverage"]] == ["huggingface", "arxiv"]
    assert {"upvotes", "points"} <= digest["papers"][0]["signals"].keys()


def test_without_a_day_it_asks_for_what_is_missing(site, run, server):
    days = last_days(3, NOW)
    site("huggingface", days=days, HOTPAPERS_DAYS=3)
    status, said, _ = run()
    assert status == 0
    assert [day for day in days if kept(day).exists()] == days
    assert "3 days: 3 collected" in said
    asked = len(server.requests)
    status, said, _ = run()
    assert (status, len(server.requests)) == (0, asked)
    assert "Nothing to collect" in said
    assert "3 days not asked for" in said


def test_one_source_can_be_asked_alone(site, run, server):
    site("huggingface", "feed")
    run("--date", YESTERDAY, "--source", "feed")
    assert server.asked("/hotpapers")
    assert not server.asked("/api/daily_papers")


def test_trying_it_writes_nothing(site, run):
    site("huggingface")
    status, said, _ = run("--date", "yesterday", "--dry-run")
    assert status == 0
    assert "On the question of" in said
    assert list(Path("content").iterdir()) == []


def test_trying_a_source_that_is_down_says_why(site, run, server):
    site("huggingface")
    server.faults["/api/daily_papers"] = EACH_KIND["503"]
    status, _, complaints = run("--date", YESTERDAY, "--dry-run")
    assert status == 1
    assert "503" in complaints


# Many days


def test_many_days_are_brought_with_a_bar_and_then_nothing_is_asked(
    site, server, tmp_path
):
    days = last_days(100, NOW)
    site("huggingface", days=days)
    shown, status = in_terminal(SCRIPT, "collect", "--since", days[0])
    assert status == 0
    assert "100 days: 100 collected" in shown
    assert "/100" in shown, "the bar"
    assert len(list((tmp_path / "content" / "hotpapers").glob("*.json"))) == 100
    asked = len(server.requests)
    shown, status = in_terminal(SCRIPT, "collect", "--since", days[0])
    assert status == 0
    assert len(server.requests) == asked


def test_no_bar_is_drawn_where_nobody_sees_it(site, run):
    days = last_days(3, NOW)
    site("huggingface", days=days)
    _, said, complaints = run("--since", days[0])
    assert "/3" not in said + complaints
    assert "\x1b" not in said + complaints


def test_colours_that_are_forced_bring_no_bar(site, run, monkeypatch):
    days = last_days(3, NOW)
    site("huggingface", days=days)
    monkeypatch.setenv("FORCE_COLOR", "1")
    _, said, complaints = run("--since", days[0])
    assert "/3" not in said + complaints


@pytest.fixture
def interruptible():
    """Let what is started end at Ctrl-C: in a shell's background nothing does."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_what_was_collected_stays_when_it_is_stopped(site, server, tmp_path):
    days = last_days(30, NOW)
    site("huggingface", days=days)
    reached = threading.Event()
    server.faults["/api/daily_papers"] = [*[send] * 12, *[holding(reached)] * 30]
    with subprocess.Popen(
        [str(SCRIPT), "collect", "--since", str(days[0])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert reached.wait(60)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate()
    assert process.returncode == 130
    assert "Stopped. What was collected is kept" in complaints
    assert "Traceback" not in complaints
    files = list((tmp_path / "content").rglob("*.json"))
    assert 0 < len(files) < 30
    assert all(json.loads(file.read_text())["papers"] for file in files)


def holding(reached):
    """Make a fault that says when it is met, and answers nothing."""

    def fault(wire, request, reply):
        reached.set()
        silent(wire, request, reply)

    return fault


def test_however_it_ends_no_day_is_lost_and_none_is_half(site, run, server):
    chance = random.Random(3)  # noqa: S311 - so that a failure can be repeated
    days = last_days(60, NOW)
    site("huggingface", "feed", days=days)
    seen = set()
    for ending in (signal.SIGKILL, signal.SIGTERM) * 2:
        reached = threading.Event()
        hold = holding(reached)
        sound = [send] * chance.randint(1, 32)
        server.faults["/"] = [*sound, hold, *[send] * 3, *[hold] * 99]
        with collecting("--since", days[0]) as process:
            assert reached.wait(60)
            time.sleep(chance.uniform(0, 0.05))
            process.send_signal(ending)
        names = {path.name for path in Path("content").rglob("*.json")}
        assert seen <= names
        seen = names
        assert main(["check"]) == 0
    assert 0 < len(seen) < len(days), "ended in the middle"
    server.faults.clear()
    assert run("--since", days[0])[0] == 0
    assert all(kept(day).exists() for day in days)
    assert main(["check"]) == 0


def test_of_several_at_once_each_day_is_asked_for_by_one(site, server):
    days = last_days(30, NOW)
    site("huggingface", days=days)
    server.faults["/"] = slowly
    processes = [collecting("--since", days[0]) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert all(kept(day).exists() for day in days)
    asked = [request.query["date"] for request in server.asked("/api/daily_papers")]
    pages = Counter(asked).values()
    assert max(pages) == min(pages), "of each day the same pages, and once"
    assert main(["check"]) == 0


def slowly(wire, request, reply):
    """Answer so late that all of several ask at once."""
    time.sleep(0.005)
    send(wire, request, reply)


def collecting(*arguments):
    return subprocess.Popen(
        [SCRIPT, "collect", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


# Summaries


def test_summaries_are_made_when_a_day_is_new_and_then_kept(site, run, server):
    url = chat.Chat().speak(server)
    model = {"HOTPAPERS_MODEL_URL": url, "HOTPAPERS_MODEL": chat.MODEL}
    again = {"HOTPAPERS_COLLECT_EVERY": 0, "HOTPAPERS_REFRESH_DAYS": 9}
    site("huggingface", **model, **again)
    _, said, _ = run("--date", BATCH, "--dry-run")
    assert f"would be asked {PAPERS} times" in said
    assert server.asked(chat.PATH) == []
    assert run("--date", BATCH)[0] == 0
    papers = json.loads(kept(BATCH).read_text())["papers"]
    assert all("Summarized" in paper["summaries"][0]["text"] for paper in papers)
    papers[0]["summaries"] = ["By hand"]
    record = json.loads(kept(BATCH).read_text())
    kept(BATCH).write_text(json.dumps({**record, "papers": papers}))
    server.requests.clear()
    server.faults[chat.PATH] = unavailable()
    assert run("--date", BATCH)[0] == 0
    assert server.asked(chat.PATH) == []
    after = json.loads(kept(BATCH).read_text())["papers"]
    assert after[0]["summaries"] == [{"text": "By hand"}]
    assert after[1]["summaries"] == papers[1]["summaries"]


# Days that lack something


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


# What goes wrong


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
