"""The folder of digests: which days are there, and several collectors at once."""

import datetime as dt
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hot_posts import post, section, yaml_digest

from pelican_hotpapers import Digest, DigestError, Paper
from pelican_hotpapers.storage.archive import QUIET_DAYS, Archive

DAY = dt.date(2026, 11, 19)


@pytest.fixture
def pipe(tmp_path):
    """Make a named pipe, which is waited for when opened: ``pipe("day.json")``."""

    def make(name):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(path)
        return path

    return make


@pytest.fixture
def folder(tmp_path):
    return Archive(tmp_path / "content" / "hotpapers", tmp_path / "content")


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_collected_day_is_found_again(folder):
    path = folder.write(Digest(date=DAY))
    assert folder.days({DAY}) == {DAY: path}
    assert folder.read(path).date == DAY
    assert folder.newest() == DAY


def test_a_file_for_hands_goes_before_one_by_machine(folder):
    folder.write(Digest(date=DAY))
    by_hand = put(folder.folder / f"{DAY}.yaml", yaml_digest(DAY))
    assert folder.days({DAY}) == {DAY: by_hand}


def test_a_hot_papers_post_counts_as_its_day(folder):
    day = dt.date(2021, 4, 7)
    text = post(section(1))
    path = put(folder.content / "posts" / f"{day}---Hot-Papers.md", text)
    assert folder.days({day}) == {day: path}


def test_another_post_of_that_day_does_not(folder):
    put(folder.content / f"{DAY}-my-trip.md", "Title: My trip\n\nIt rained.\n")
    put(folder.content / f"{DAY}-noise.md").write_bytes(b"\xff\x00")
    assert folder.days({DAY}) == {}


@pytest.mark.parametrize("fault", ["title: 'Hot", "\tdate: x", "title: \xff"])
def test_a_hot_papers_post_whose_head_is_broken_still_is_one(folder, fault):
    text = post(section(1)).replace("title: Hot", fault)
    path = folder.content / "2021-04-07---Hot-Papers.md"
    put(path).write_bytes(text.encode("latin-1"))
    put(folder.content / "2021-04-08.md", f"---\n{fault}\n---\nIt rained.\n")
    assert folder.posts() == [path]


def test_what_is_hidden_is_passed_over(folder):
    for place in (".trash", ".venv/lib", "."):
        name = ".hidden" if place == "." else "shown"
        put(folder.folder / place / f"{name}.json", "{}")
        put(folder.content / place / f"{name}.md", post(section(1)))
    assert folder.files() == []
    assert folder.posts() == []


def test_a_pipe_is_no_post_and_no_list_of_quiet_days(folder, pipe):
    pipe(f"content/{DAY}-hot-papers.md")
    pipe(f"content/hotpapers/{QUIET_DAYS}")
    assert folder.days({DAY}) == {}
    assert folder.posts() == []
    assert folder.quiet_days() == frozenset()
    with pytest.raises(OSError, match=QUIET_DAYS):
        folder.remember_quiet(DAY, "one")


def test_a_pipe_in_the_place_of_a_day_holds_no_build_up(build, pipe, tmp_path):
    whole = {"content/hotpapers/2021-04-07.yaml": yaml_digest("2021-04-07")}
    pipe("content/hotpapers/2021-04-06.yaml")
    (tmp_path / "content/hotpapers/2021-04-05.json").symlink_to("/nowhere")
    built = build(
        {name.removeprefix("content/"): text for name, text in whole.items()},
        PLUGINS=["pelican_hotpapers"],
        LOAD_CONTENT_CACHE=True,
        CACHE_CONTENT=True,
        CHECK_MODIFIED_METHOD="md5",
    )
    assert [article.digest.date.day for article in built.articles] == [7]
    said = "\n".join(built.warnings)
    assert "hotpapers/2021-04-06.yaml: found no regular file" in said
    assert "hotpapers/2021-04-05.json: found no regular file" in said


def test_a_folder_that_is_named_as_a_digest_is_told_and_looked_into(build):
    named = ("2021-04-04.json", "2021-04-05.yaml", "old/2021-04-06.yml", "x.md")
    built = build(
        {
            "hotpapers/2021-04-04.json/notes.txt": "",
            "hotpapers/2021-04-05.yaml/2021-04-07.yaml": yaml_digest("2021-04-07"),
            "hotpapers/old/2021-04-06.yml/notes.txt": "",
            "hotpapers/x.md/notes.txt": "",
            "hotpapers/2021/notes.txt": "",
            "hotpapers/.2021-04-03.json/notes.txt": "",
        },
        PLUGINS=["pelican_hotpapers"],
    )
    assert [article.digest.date.day for article in built.articles] == [7]
    assert len(built.warnings) == len(named)
    for name, line in zip(sorted(named), sorted(built.warnings), strict=True):
        assert line.endswith(
            f"hotpapers/{name}: found a folder, expected a file. It is passed over"
        )


def test_a_day_that_is_not_asked_for_is_not_given(folder):
    folder.write(Digest(date=DAY))
    assert folder.days({DAY + dt.timedelta(days=1)}) == {}


@pytest.mark.parametrize(
    ("unsound", "complaint"),
    [
        ({"papers": (Paper(arxiv_id="../../x", title="A", rank=1),)}, "arxiv_id"),
        ({"papers": (Paper(arxiv_id="2611.00001", title="", rank=1),)}, "title"),
        ({"papers": (Paper(arxiv_id="2611.00001", title="A", rank=0),)}, "rank"),
        ({"title": "A" * 5_000}, "expected at most 4,000 bytes"),
    ],
)
def test_what_could_not_be_read_again_is_never_written(folder, unsound, complaint):
    folder = replace(folder, max_size=4_000)
    folder.write(Digest(date=DAY))
    before = folder.path(DAY).read_bytes()
    with pytest.raises(DigestError, match=complaint):
        folder.write(replace(Digest(date=DAY), **unsound))
    assert folder.path(DAY).read_bytes() == before


def test_quiet_days_are_remembered_each_with_its_source(folder):
    assert folder.quiet_days() == frozenset()
    folder.remember_quiet(DAY, "huggingface")
    folder.remember_quiet(DAY, "feed https://example.org")
    assert folder.quiet_days() == {
        (DAY, "huggingface"),
        (DAY, "feed https://example.org"),
    }


@pytest.mark.parametrize("torn", ["2026-11-1", "2026-11-18 ", "x" * 9, "2026-99-99 a"])
def test_a_torn_line_costs_no_other(folder, torn):
    folder.remember_quiet(DAY, "one")
    with (folder.folder / QUIET_DAYS).open("a") as file:
        file.write(torn)
    folder.remember_quiet(DAY, "two")
    assert {(DAY, "one"), (DAY, "two")} == folder.quiet_days()


@pytest.mark.parametrize(
    "rubbish", [b"x" * 9_999, b"\xff\n\x00" * 999, b"2026-11-1\n" * 9]
)
def test_rubbish_in_the_list_of_quiet_days_is_passed_over(folder, rubbish):
    folder = replace(folder, max_size=200)
    folder.folder.mkdir(parents=True)
    (folder.folder / QUIET_DAYS).write_bytes(rubbish)
    assert folder.quiet_days() == frozenset()
    folder.remember_quiet(DAY, "one")
    assert folder.quiet_days() == {(DAY, "one")}


def test_quiet_days_of_many_at_once_are_all_there(folder):
    names = [f"source-{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: folder.remember_quiet(DAY, name), names))
    assert folder.quiet_days() == {(DAY, name) for name in names}


def test_one_collector_waits_for_the_other(folder):
    with folder.alone(0) as ours, folder.alone(0.1) as theirs:
        assert (ours, theirs) == (True, False)
    with folder.alone(0) as ours:
        assert ours


def test_the_lock_of_a_killed_collector_is_free(folder):
    hold = (
        "import sys, time, pathlib\n"
        "from pelican_hotpapers.storage.archive import Archive\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "with Archive(folder, folder).alone(0):\n"
        "    print('held', flush=True); time.sleep(600)\n"
    )
    command = [sys.executable, "-c", hold, str(folder.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"held"
        with folder.alone(0) as ours:
            assert not ours
        process.kill()
        process.wait()
        with folder.alone(5) as ours:
            assert ours


def test_half_a_file_that_was_abandoned_is_cleared_away(folder):
    old = put(folder.folder / ".2026-11-18.json.abc.part", "{")
    new = put(folder.folder / ".2026-11-19.json.abc.part", "{")
    hour_ago = time.time() - 3600
    os.utime(old, (hour_ago, hour_ago))
    with folder.alone(0):
        assert not old.exists()
        assert new.exists()
    assert folder.files() == []
