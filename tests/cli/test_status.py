"""``hotpapers status``: what it prints, and the status it ends with."""

import datetime as dt
from pathlib import Path

import pytest
from loopback.faults import unavailable

from pelican_hotpapers.collect import last_days

YESTERDAY = last_days(1, dt.datetime.now(dt.UTC))[0]


def test_all_is_well_after_a_night(site, run):
    site("huggingface", HOTPAPERS_DAYS=1)
    run("collect")
    status, said, complaints = run("status", "--check")
    assert (status, complaints) == (0, "")
    assert "Hugging Face  answered" in said
    assert "o 1 whole" in said
    assert f"for {YESTERDAY}" in said


def test_trouble_is_a_status_of_its_own_where_that_is_asked_for(site, run, server):
    site("huggingface", HOTPAPERS_DAYS=1)
    server.faults["/api/daily_papers"] = unavailable()
    assert run("collect")[0] == 1
    status, said, _ = run("status", "--check")
    assert status == 1
    assert "fails since" in said
    assert f"missing  {YESTERDAY} since " in said
    assert "503" in said
    assert run("status")[0] == 0


def test_nothing_is_asked_and_nothing_written(site, run, server):
    site("huggingface")
    assert run("status", "--check")[0] == 0
    assert server.requests == []
    assert list(Path("content").iterdir()) == []


@pytest.mark.parametrize("days", ["0", "-1", "many"])
def test_days_are_a_number_above_0(site, run, days):
    site("huggingface")
    status, _, complaints = run("status", f"--days={days}")
    assert status == 2
    assert "expected a number above 0" in complaints


def test_no_colour_goes_into_a_file(site, run):
    site("huggingface", HOTPAPERS_DAYS=1)
    run("collect")
    assert "\x1b" not in run("status")[1]
