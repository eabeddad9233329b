"""The commands of the project, called as from a shell, without starting Python anew.

A server imports what the commands need once, and is forked for each call: most of a
command's time is spent on imports.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["__main__", "pelican", "pelican_hotpapers.cli", "pelican_hotpapers.plugin"]
)


def call(command: Sequence[str], folder: Path, **env: str) -> tuple[int, str]:
    """Return the exit status of ``hotpapers`` or ``pelican``, and all it printed."""
    with NamedTemporaryFile() as printed:
        arguments = (command, folder, env, Path(printed.name))
        process = _FORKS.Process(target=_run, args=arguments)
        process.start()
        process.join()
        return process.exitcode or 0, printed.read().decode("utf-8", "replace")


def _run(
    command: Sequence[str], folder: Path, env: dict[str, str], printed: Path
) -> None:
    """Do in a process of its own what the script of the command does."""
    output = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(folder)
    os.environ.update(env)
    sys.argv = list(command)
    if command[0] == "hotpapers":
        from pelican_hotpapers.cli import main  # noqa: PLC0415
    else:
        from pelican import main  # noqa: PLC0415
    try:
        sys.exit(main())
    finally:
        atexit._run_exitfuncs()  # as multiprocessing does from Python 3.13 on
