"""The steps of ``.ci/run``: what is shown of them, and what is left when one fails."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

STEPS = Path(__file__).parents[1] / ".ci" / "steps.sh"
PROCESSES = Path("/proc")
SCRIPT = f"""
set -euo pipefail
work=$PWD
. {STEPS}
mkfifo "$work/began"
good() {{ echo "All is well."; }}
lasting() {{
  setsid sleep 1000 &
  env -i sleep 1000 &
  echo > "$work/began"
  wait
}}
wrong() {{
  read < "$work/began"
  echo "This is wrong."
  false
  echo "This is not reached."
}}
"""
pytestmark = pytest.mark.skipif(
    not PROCESSES.is_dir(), reason="it is run on Linux, and asks it for processes"
)


def run(folder: Path, steps: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/bash", "-c", SCRIPT + steps]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )


def processes_in(folder: Path) -> list[str]:
    """Return the commands of what still runs there."""
    found = []
    for process in PROCESSES.glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder:
                found.append((process / "cmdline").read_text("utf-8"))
        except OSError:  # it has ended, or is another user's
            continue
    return found


def test_a_step_that_fails_ends_all_others_and_is_told_last(tmp_path):
    done = run(tmp_path, "begin lasting; begin wrong; finish; echo 'Not reached.'")
    assert done.returncode == 1
    assert re.search(r"== wrong failed \(at \d+ s\)\nThis is wrong.\n\Z", done.stdout)
    assert processes_in(tmp_path) == []


def test_nothing_is_left_when_it_is_ended_itself(tmp_path):
    script = SCRIPT + "begin lasting; read < $work/began; echo Began.; finish"
    with subprocess.Popen(
        ["/bin/bash", "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "Began.\n":
            pass
        process.terminate()
    assert processes_in(tmp_path) == []


def test_each_step_is_shown_when_it_ends(tmp_path):
    done = run(tmp_path, "begin good; finish; begin good; finish; echo Done.")
    assert done.returncode == 0
    ended = r"^== good ended \(at \d+ s\)\nAll is well.$"
    assert len(re.findall(ended, done.stdout, re.MULTILINE)) == 2
    assert done.stdout.endswith("All is well.\nDone.\n")
