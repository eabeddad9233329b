"""Whole builds that collect: what is asked, written, shown and said."""

import datetime as dt
import os
import subprocess
import sys
import time

import pytest
from loopback.faults import EACH_KIND, FAULTS, silent
from loopback.feed import Feed, digest, paper
from loopback.server import Server
from pelican import Pelican
from pelican.settings import read_settings

from pelican_hotpapers.collect import last_days
from pelican_hotpapers.collect.build_collection import ago

NOW = dt.datetime.now(dt.UTC)
DAYS = last_days(3, NOW)


@pytest.fixture
def server():
    with Server() as server:
        yield server


@pytest.fixture
def followed(server):
    """A site that another one follows, with a digest for each of the last days."""
    feed = Feed({day: digest(day, *papers_of(day)) for day in DAYS})
    feed.speak(server)
    return feed


def papers_of(day):
    return [
        paper(day.day * 100 + number, reposts=9 - number, score=509 - number)
        for number in range(1, 4)
    ]


@pytest.fixture
def options(server):
    """Settings of the followed site's follower."""
    source = {"name": "feed", "base_url": f"{server.url}/hotpapers"}
    return {
        "PLUGINS": ["pelican_hotpapers"],
        "HOTPAPERS_COLLECT": True,
        "HOTPAPERS_COLLECT_EVERY": 0,
        "HOTPAPERS_DAYS": len(DAYS),
        "HOTPAPERS_SOURCES": [source],
        "HOTPAPERS_SIGNALS": [],
        "HOTPAPERS_TRIES": 1,
        "HOTPAPERS_TIMEOUT": 60.0,
    }


@pytest.fixture
def site(build, options, tmp_path):
    """Build the followed site's follower, with what is on disk already."""

    def build_site(**settings):
        content = tmp_path / "content"
        files = {
            path.relative_to(content).as_posix(): path.read_bytes()
            for path in content.rglob("*")
            if path.is_file()
        }
        return build(files, **{**options, **settings})

    return build_site


def pages(site):
    return {name for name in site.pages if name.startswith("hot-papers-")}


def without_status(site):
    """Return all pages but those that tell of trouble."""
    return {name: text for name, text in site.pages.items() if "/status." not in name}


def names(days):
    return {f"hot-papers-{day}.html" for day in days}


# A build that collects


@pytest.mark.usefixtures("followed")
def test_a_build_brings_the_days_that_are_missing(site, tmp_path):
    built = site()
    assert pages(built) == names(DAYS)
    assert built.warnings == built.errors == []
    kept = tmp_path / "content" / "hotpapers"
    assert {path.name for path in kept.glob("*.json")} == {
        f"{day}.json" for day in DAYS
    }
    page = built.pages[f"hot-papers-{DAYS[-1]}.html"]
    assert "On the" in page
    assert "theirs" not in page


@pytest.mark.usefixtures("followed")
def test_a_build_without_the_setting_asks_nobody(site, server):
    assert pages(site(HOTPAPERS_COLLECT=False)) == set()
    assert server.requests == []


@pytest.mark.usefixtures("followed")
def test_the_next_build_without_a_network_is_the_same_site(site, server):
    first = site()
    asked = len(server.requests)
    second = site(HOTPAPERS_OFFLINE=True)
    assert without_status(second) == without_status(first)
    assert second.warnings == []
    assert len(server.requests) == asked


@pytest.mark.usefixtures("followed")
def test_the_environment_can_forbid_the_network(site, server, monkeypatch):
    monkeypatch.setenv("HOTPAPERS_OFFLINE", "1")
    built = site()
    assert server.requests == []
    assert pages(built) == set()


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize(
    ("minutes", "fault"), [(60, "503"), (60, "zero bytes"), (0, "503")]
)
def test_builds_of_one_process_ask_once_in_a_while(
    options, tmp_path, server, minutes, fault
):
    server.faults["/hotpapers"] = FAULTS[fault]
    settings = {
        **options,
        "PATH": str(tmp_path),
        "OUTPUT_PATH": str(tmp_path / "output"),
        "CACHE_PATH": str(tmp_path / "cache"),
        "THEME": "simple",
        "TIMEZONE": "UTC",
        "HOTPAPERS_COLLECT_EVERY": minutes,
    }
    pelican = Pelican(read_settings(override=settings))
    pelican.run()
    asked = len(server.requests)
    pelican.run()
    assert len(server.requests) == asked * (1 if minutes else 2) > 0


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize(("tries", "made"), [(4, 2), (1, 1)])
def test_a_build_makes_a_request_twice_at_most(site, server, tries, made):
    server.faults["/hotpapers"] = FAULTS["503"]
    site(HOTPAPERS_DAYS=1, HOTPAPERS_TRIES=tries)
    assert [each.path for each in server.requests] == [
        "/hotpapers/hotpapers.json"
    ] * made


def test_counts_of_recent_days_grow_from_build_to_build(site, followed):
    site()
    day = DAYS[-1]
    hotter = [{**each, "score": each["score"] + 7} for each in papers_of(day)]
    followed.days = {**followed.days, day: digest(day, *hotter)}
    built = site()
    (article,) = (each for each in built.articles if each.digest.date == day)
    assert [each.score for each in article.digest.papers] == [
        each["score"] for each in hotter
    ]


# A source that is down


@pytest.mark.usefixtures("followed")
def test_a_site_whose_source_is_down_is_built_and_says_so(site, server):
    first = site()
    server.speakers.clear()
    second = site()
    assert without_status(second) == without_status(first)
    said = "\n".join(second.warnings)
    host = server.url.removeprefix("http://")
    assert f"{DAYS[0]} could not be collected: feed: " in said
    assert host in said
    assert "Used instead: what was collected just now" in said
    assert second.errors == []


@pytest.mark.usefixtures("followed")
def test_of_two_sources_the_one_that_is_down_is_told_with_what_stands_in(site, server):
    with Server() as other:
        Feed({day: digest(day, paper(300 + day.day)) for day in DAYS}).speak(other)
        both = [
            {"name": "feed", "base_url": f"{one.url}/hotpapers"}
            for one in (server, other)
        ]
        site(HOTPAPERS_SOURCES=both)
        other.speakers.clear()
        built = site(HOTPAPERS_SOURCES=both)
    said = built.warnings[-1]
    assert f"{DAYS[0]} is not complete: feed: found neither" in said
    assert other.url in said
    assert "Used instead: what was collected just now" in said
    (article,) = (each for each in built.articles if each.digest.date == DAYS[-1])
    assert len(article.digest.papers) == 4
    assert [line.url for line in article.digest.coverage] == [
        source["base_url"] for source in both
    ]


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize("fault", EACH_KIND)
def test_no_fault_ends_a_build_or_costs_what_is_kept(site, server, tmp_path, fault):
    first = site()
    archive = tmp_path / "content" / "hotpapers"
    before = {path.name: path.read_bytes() for path in archive.glob("*.json")}
    server.faults["/"] = FAULTS[fault]
    second = site()
    assert without_status(second) == without_status(first)
    assert {path.name: path.read_bytes() for path in archive.glob("*.json")} == before
    said = "\n".join(second.warnings)
    assert f"{DAYS[0]} could not be collected: feed: " in said
    assert server.url.removeprefix("http://") in said
    assert second.errors == []


@pytest.mark.usefixtures("server")
def test_days_that_were_not_asked_for_are_told_with_the_reason(site):
    built = site(HOTPAPERS_DAYS=7)
    assert "2 more days not asked for: the sources failed 3 times" in built.warnings[-1]


@pytest.mark.usefixtures("server")
def test_the_first_build_with_its_source_down_says_there_is_nothing(site):
    built = site()
    said = "\n".join(built.warnings)
    assert "There is no digest yet" in said
    assert "index.html" in built.pages


@pytest.mark.usefixtures("followed")
def test_a_silent_source_holds_a_build_up_for_no_longer_than_it_may(site, server):
    server.faults["/hotpapers"] = silent
    built = site(HOTPAPERS_COLLECT_SECONDS=2, HOTPAPERS_TIMEOUT=600, HOTPAPERS_TRIES=9)
    assert "index.html" in built.pages
    assert any("HOTPAPERS_COLLECT_SECONDS" in line for line in built.warnings)


def test_wrong_sources_are_an_error_and_the_site_is_built(site):
    built = site(HOTPAPERS_SOURCES=["hugingface"])
    assert "index.html" in built.pages
    (error,) = built.errors
    assert error.startswith("HOTPAPERS_SOURCES: ")
    assert "Did you mean huggingface?" in error


@pytest.mark.usefixtures("followed")
def test_an_archive_that_cannot_be_written_is_an_error(site, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "hotpapers").write_text("a file is in the way")
    built = site()
    assert "index.html" in built.pages
    assert built.errors[0].startswith("The archive cannot be written: ")


# Pelican's own command


def write_site(tmp_path, server):
    (tmp_path / "content").mkdir(exist_ok=True)
    (tmp_path / "pelicanconf.py").write_text(
        "PLUGINS = ['pelican_hotpapers']\n"
        "THEME = 'simple'\n"
        "SITEURL = 'https://hotpapers.example'\n"
        "TIMEZONE = 'UTC'\n"
        "HOTPAPERS_COLLECT = True\n"
        f"HOTPAPERS_DAYS = {len(DAYS)}\n"
        "HOTPAPERS_SOURCES = [{'name': 'feed', "
        f"'base_url': '{server.url}/hotpapers'}}]\n"
        "HOTPAPERS_SIGNALS = []\n"
    )


def run_pelican(tmp_path, server, *arguments):
    write_site(tmp_path, server)
    return subprocess.run(
        [sys.executable, "-m", "pelican", "content", *arguments],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    )


@pytest.mark.usefixtures("followed")
def test_printing_the_settings_asks_nobody(tmp_path, server):
    run_pelican(tmp_path, server, "--print-settings")
    assert server.requests == []


@pytest.mark.usefixtures("followed")
def test_the_command_brings_new_days_even_when_warnings_are_fatal(tmp_path, server):
    run_pelican(tmp_path, server, "--fatal", "warnings")
    assert {path.name for path in (tmp_path / "output").glob("hot-papers-*")} == names(
        DAYS
    )


@pytest.mark.usefixtures("server")
def test_builds_that_follow_a_change_ask_nobody(tmp_path, server):
    write_site(tmp_path, server)
    post = tmp_path / "content" / "post.md"
    post.write_text("Title: A\nDate: 2026-01-01\n\nOnce")
    page = tmp_path / "output" / "a.html"
    with subprocess.Popen(
        [sys.executable, "-m", "pelican", "content", "--autoreload"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            until(lambda: page.exists() and "Once" in page.read_text())
            asked = len(server.requests)
            until(lambda: touched(post) and "Twice" in page.read_text())
        finally:
            process.kill()
    assert len(server.requests) == asked > 0


def touched(post):
    post.write_text(post.read_text().replace("Once", "Twice"))
    return True


def until(happened):
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.3)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (dt.timedelta(seconds=5), "just now"),
        (dt.timedelta(minutes=90), "90 minutes ago"),
        (dt.timedelta(hours=30), "30 hours ago"),
        (dt.timedelta(days=3), "3 days ago"),
    ],
)
def test_ages_are_told_in_words(age, words):
    assert ago(age) == words
