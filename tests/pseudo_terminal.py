"""A command in a terminal, as somebody at a screen runs it."""

import os
import pty
import subprocess


def in_terminal(*command):
    """Run a command in a terminal; return what that shows, and the status."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        list(map(str, command)), stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return shown.decode(), process.returncode
