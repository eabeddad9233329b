"""``hotpapers collect``: what it asks, writes and prints, and how it ends."""

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
from cli.collect.days import BATCH, NOW, SOURCES, YESTERDAY, kept
from loopback import chat
from loopback.faults import EACH_KIND, silent, unavailable
from loopback.server import send
from loopback.world import PAPERS
from pseudo_terminal import in_terminal

from pelican_hotpapers.cli import main
from pelican_hotpapers.collect import last_days

SCRIPT = Path(sys.executable).with_name("hotpapers")


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
