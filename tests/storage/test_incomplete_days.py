"""Which days lack something, in a file that people and git can read."""

import datetime as dt
from itertools import pairwise

import pytest

from pelican_hotpapers.storage.archive import Archive
from pelican_hotpapers.storage.incomplete_days import (
    INCOMPLETE_DAYS,
    MOST_TRIES,
    IncompleteDay,
    fingerprint_of,
)

NOW = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 19)
BEFORE = dt.date(2026, 11, 18)


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "hotpapers", tmp_path)


def incomplete(day=DAY, **facts):
    return IncompleteDay(day=day, since=NOW, next_try=NOW, **facts)


def test_what_is_noted_is_read_again_in_order(archive):
    late = incomplete(fingerprint="5f0c", lacks="arxiv: it was down; all, really")
    early = incomplete(BEFORE, tries=2)
    archive.note(DAY, late)
    archive.note(BEFORE, early)
    assert archive.incomplete_days() == {BEFORE: early, DAY: late}
    assert list(archive.incomplete_days()) == [BEFORE, DAY]


def test_each_day_is_one_line_that_says_all(archive):
    archive.note(DAY, incomplete(lacks="arxiv: two\nlines"))
    *head, line = (archive.folder / INCOMPLETE_DAYS).read_text().splitlines()
    assert all(each.startswith("# ") for each in head)
    assert line == (
        "2026-11-19 2026-11-20T05:00:00Z 0 2026-11-20T05:00:00Z - arxiv: two lines"
    )


def test_without_a_day_there_is_no_file(archive):
    assert archive.incomplete_days() == {}
    archive.note(DAY, None)
    assert not archive.folder.exists()
    archive.note(DAY, incomplete())
    archive.note(DAY, None)
    assert list(archive.folder.iterdir()) == []


def test_lines_that_were_spoilt_cost_no_other(archive):
    archive.note(DAY, incomplete())
    path = archive.folder / INCOMPLETE_DAYS
    spoilt = "<<<<<<< HEAD\n2026-11-18 yesterday 1 never - x\n2026-11-17\n"
    path.write_text(spoilt + path.read_text())
    assert list(archive.incomplete_days()) == [DAY]


def test_tries_become_rare_and_have_an_end(archive):
    each, now, waits = incomplete(), NOW, []
    assert each.is_due(now)
    while each.next_try:
        each = each.tried(now)
        if each.next_try:
            assert not each.is_due(now)
            waits.append(each.next_try - now)
            now = each.next_try
    assert each.tries == MOST_TRIES
    assert all(later == 2 * wait for wait, later in pairwise(waits))
    assert waits[1] < dt.timedelta(days=1), "a nightly job asks the next night"
    assert dt.timedelta(weeks=3) < sum(waits, dt.timedelta()) < dt.timedelta(weeks=5)
    archive.note(DAY, each)
    assert archive.incomplete_days() == {DAY: each}


def test_a_file_is_known_again_whatever_git_makes_of_its_lines(tmp_path):
    path = tmp_path / "2026-11-19.json"
    path.write_bytes(b"{\n}\n")
    before = fingerprint_of(path)
    path.write_bytes(b"{\r\n}\r\n")
    assert fingerprint_of(path) == before
    path.write_bytes(b"{\n }\n")
    assert fingerprint_of(path) != before
