import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("one run of the benchmark")

BUILD = Path(__file__).with_name("build.py")


@pytest.fixture(scope="module")
def report() -> str:
    """What the benchmark prints of a tiny archive."""
    # Posts and data files are built with everything as well.
    options = ("--days", "1", "--repeat", "1", "--no-start-up")
    options += ("--only", "plain", "everything")
    done = subprocess.run(
        [sys.executable, BUILD, *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "label",
    [
        "Pelican alone, repaired posts",
        "everything, cold",
        "everything, nothing new",
        "everything, one new day",
        "everything, one day edited",
        "everything, the same, on screen",
    ],
)
def test_every_way_to_build_is_shown_with_its_time(report: str, label: str) -> None:
    rows = [line for line in report.splitlines() if line.startswith(label)]
    assert rows
    assert all(float(row.removeprefix(label).split()[0]) > 0 for row in rows)


def test_a_tiny_archive_is_not_judged(report: str) -> None:
    assert "holds" not in report
    assert "BROKEN" not in report


@pytest.mark.parametrize("part", ["HTML", "papers in listings", "citations", "feeds"])
def test_where_the_time_of_the_pages_goes_is_told(report: str, part: str) -> None:
    _, _, shares = report.partition("Of the work")
    _, _, of_pages = shares.partition("everything, cold")
    rows = re.findall(rf"pages: {part} +([0-9.]+)", of_pages)
    assert rows
    assert all(float(row) > 0 for row in rows)
